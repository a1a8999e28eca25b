"""Typed text -> what is judged of people: roles, degree, mode, figures, and kinds of ties; in English or Chinese."""

from __future__ import annotations

import re

from kamtui.domain.influences import LETTERS, RUNGS, STANCES, Degree, Mode, Role
from kamtui.domain.links import LinkKind
from kamtui.domain.texts import clipped, tidy, vocabulary, word
from kamtui.errors import BadInput
from kamtui.i18n import t

RATINGS = range(-5, 6)
"""How somebody takes to what we propose."""


def roles(text: str) -> tuple[Role, ...]:
    """The roles that `text` names: words parted by commas or blanks, or the letters E U T C S A, also run together."""
    found: set[Role] = set()
    for part in filter(None, re.split(r"[,;、，；/+\s]+", text.strip())):
        name = _ROLES.get(word(part))
        letters = {_OF_LETTER.get(letter) for letter in part.upper()}
        if name is not None:
            found.add(name)
        elif None not in letters:
            found |= {role for role in letters if role is not None}
        else:
            raise BadInput(t("'{text}' is no role; use {accepted}", text=clipped(part), accepted=", ".join(Role)))
    return tuple(role for role in Role if role in found)


def degree(text: str) -> Degree:
    """How much somebody's word weighs."""
    return _DEGREES.named(text, "'{text}' is no degree; use {accepted}")


def mode(text: str) -> Mode:
    """How somebody receives a proposal (R40)."""
    return _MODES.named(text, "'{text}' is no response mode; use {accepted}")


def rating(text: str) -> int:
    """-5 to 5."""
    return _between(text, RATINGS, "rating")


def stance(text: str) -> int:
    """-2 to 2, see STANCES."""
    return _between(text, range(min(STANCES), max(STANCES) + 1), "stance")


def rung(text: str) -> int:
    """1 to 5, see RUNGS."""
    return _between(text, range(min(RUNGS), max(RUNGS) + 1), "rung")


def link_kind(text: str) -> LinkKind:
    """What ties two."""
    return _LINKS.named(text, "'{text}' is no kind of link; use {accepted}")


def _between(text: str, span: range, name: str) -> int:
    typed = tidy(text)
    if not re.fullmatch(r"[+-]?\d", typed) or int(typed) not in span:
        raise BadInput(t("{field} is {first} to {last}", field=t(name), first=span[0], last=span[-1]))
    return int(typed)


_OF_LETTER = {letter: role for role, letter in LETTERS.items()}
_ROLES = vocabulary(
    Role,
    {
        Role.ECONOMIC: "eb · economic buyer · decider · 经济 · 经济决策者 · 决策者 · 拍板人",
        Role.USER: "ub · user buyer · 使用 · 使用者 · 用户 · 使用部门",
        Role.TECHNICAL: "tb · technical buyer · screener · 技术 · 技术把关者 · 把关者 · 技术把关",
        Role.COACH: "guide · 教练 · 向导 · 内线",
        Role.SPONSOR: "supporter · 支持者 · 赞助者 · 发起人",
        Role.ANTI_SPONSOR: "antisponsor · enemy · opponent · 反对者",
    },
)
_DEGREES = vocabulary(Degree, {Degree.HIGH: "h · 高", Degree.MEDIUM: "m · med · 中", Degree.LOW: "l · 低"})
_MODES = vocabulary(
    Mode,
    {
        Mode.GROWTH: "g · 增长 · 增长型 · 成长 · 成长型",
        Mode.TROUBLE: "t · 困境 · 困境型 · 困难 · 麻烦",
        Mode.EVEN_KEEL: "ek · evenkeel · steady · 平稳 · 平稳型 · 四平八稳",
        Mode.OVERCONFIDENT: "oc · over confident · 自满 · 自满型 · 自负 · 过于自信",
    },
)
_LINKS = vocabulary(
    LinkKind,
    {
        LinkKind.INFLUENCES: "influence · listens to · 影响",
        LinkKind.REFERRAL: "referred · introduced · 介绍 · 推荐 · 引荐",
        LinkKind.PARTNER: "partners · 合作 · 伙伴 · 合作伙伴",
        LinkKind.RELATIVE: "relatives · family · 亲属 · 亲戚",
        LinkKind.FORMERLY_WITH: "formerly · colleagues · 曾共事 · 前同事 · 旧同事",
        LinkKind.OTHER: "others · 其他 · 其它",
    },
)
