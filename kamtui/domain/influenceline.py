"""The influence line: one typed line -> what is judged of somebody.

    EU high growth +3 s1 r2>4 win: 升职 result: less scrap        +C -4 trouble s-1        mode:- #118 secret

Letters are roles (E economic, U user, T technical, C coach, S sponsor, A anti-sponsor), with a sign they are added or
taken away; a figure is the rating, s the stance, r the rung and the one wanted. Texts go on to the next text. Every
field can be named, `mode:trouble`, and `mode:-` takes it back. What the line does not name stays.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple

from kamtui.domain import influencefields as read
from kamtui.domain.influences import LETTERS, Degree, Influence, Mode, Role
from kamtui.domain.texts import same_length, tidy
from kamtui.errors import BadInput

NOTHING = Influence(0, dt.date.min)
"""Nothing is judged."""

SHORTEST = 3
"""Letters from which the beginning of a word stands for it."""


class Judged(NamedTuple):
    """What a line says."""

    fields: Mapping[str, object]
    """By the names of `Influence`; None, "" and () take a value back."""
    unknown: tuple[str, ...] = ()
    """Words that say nothing."""


def parse(line: str, before: Influence | None = None) -> Judged:
    """What a line says, typed where `before` was judged."""
    fields: dict[str, object] = {}
    unknown: list[str] = []
    head, texts = _texts(line)
    for word in head.split():
        found = _word(word, fields, before)
        if found is None:
            unknown.append(word)
        else:
            fields |= found
    return Judged({**fields, **texts}, tuple(unknown))


def written(influence: Influence) -> str:
    """The line that says what is judged of somebody."""
    parts = [
        influence.letters,
        influence.degree or "",
        (influence.mode or "").replace("_", "-"),
        "" if influence.rating is None else f"{influence.rating:+d}",
        "" if influence.stance is None else f"s{influence.stance}",
        _rungs(influence),
        "secret" if influence.confidential else "",
        f"win: {influence.win}" if influence.win else "",
        f"result: {influence.result}" if influence.result else "",
    ]
    return " ".join(filter(None, parts))


def _rungs(influence: Influence) -> str:
    now = "" if influence.rung is None else str(influence.rung)
    wanted = "" if influence.rung_wanted is None else f">{influence.rung_wanted}"
    return f"r{now}{wanted}" if now or wanted else ""


_TEXT_FIELDS = {"win": "win", "赢": "win", "个人赢": "win", "result": "result", "结果": "result", "业务结果": "result"}
_TEXT = re.compile(r"(?<!\S)(win|result|赢|个人赢|结果|业务结果) ?: ?", re.IGNORECASE)


def _texts(line: str) -> tuple[str, dict[str, object]]:
    """What stands before the texts, and the texts."""
    folded = same_length(line)
    marks = list(_TEXT.finditer(folded))
    found: dict[str, object] = {}
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        text = line[mark.end() : following.start() if following else len(line)].strip()
        found[_TEXT_FIELDS[mark[1].lower()]] = "" if text == "-" else text
    return line[: marks[0].start()] if marks else line, found


def _word(word: str, said: Mapping[str, object], before: Influence | None) -> dict[str, object] | None:
    """What one word says, beside what was said before it; None where that is nothing."""
    text = tidy(word).strip(",;。，；·")
    if not text:
        return {}
    name, colon, value = text.partition(":")
    if colon and name in _FIELDS:
        return _named(_FIELDS[name], value)
    for pattern, fields in _PATTERNS:
        if found := re.fullmatch(pattern, text):
            return {field: int(part) for field, part in zip(fields, found.groups(), strict=True) if part is not None}
    if text in _SECRET:
        return {"confidential": _SECRET[text]}
    if re.fullmatch(r"[+-][eutcsa]+", text):
        roles = said.get("roles", () if before is None else before.roles)
        letters = read.roles(text[1:])
        kept = [role for role in roles if role not in letters] if isinstance(roles, tuple) else []
        return {"roles": _ordered([*kept, *letters] if text[0] == "+" else kept)}
    if _are_letters(word, text):
        return {"roles": read.roles(text)}
    return _vocabulary(text)


def _are_letters(word: str, text: str) -> bool:
    """Whether a word is letters of roles; in small ones only a short one, so that "cause" is a word."""
    letters = {letter.lower() for letter in LETTERS.values()}
    return set(text) <= letters and len(set(text)) == len(text) and (word.isupper() or len(text) <= SHORTEST)


def _ordered(roles: list[Role]) -> tuple[Role, ...]:
    return tuple(role for role in Role if role in roles)


def _vocabulary(text: str) -> dict[str, object] | None:
    """A degree, a mode or a role by its word or the beginning of it."""
    if len(text) >= SHORTEST and text.isascii():
        for field, words in (("mode", Mode), ("degree", Degree)):
            found = [each for each in words if each.startswith(text.replace("-", "_"))]
            if len(found) == 1:
                return {field: found[0]}
    readers: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("degree", read.degree),
        ("mode", read.mode),
        ("roles", read.roles),
    )
    for field, reader in readers:
        with suppress(BadInput):
            return {field: reader(text)}
    return {} if text in ("keel", "rating", "stance", "rung") else None


def _named(field: str, value: str) -> dict[str, object] | None:
    """A field by its name."""
    if value in ("", "-"):
        return {field: () if field == "roles" else None}
    if field in ("degree", "mode", "roles") and len(value) >= SHORTEST:
        found = _vocabulary(value)
        if found is not None and field in found:
            return found
    try:
        return {field: _READERS[field](value)}
    except BadInput:
        return None


_READERS: Mapping[str, Callable[[str], object]] = {
    "roles": read.roles,
    "degree": read.degree,
    "mode": read.mode,
    "rating": read.rating,
    "stance": read.stance,
    "rung": read.rung,
    "rung_wanted": read.rung,
}
_FIELDS = {
    **{field: field for field in _READERS},
    "role": "roles",
    "wanted": "rung_wanted",
    "角色": "roles",
    "影响力": "degree",
    "反馈模式": "mode",
    "模式": "mode",
    "评分": "rating",
    "立场": "stance",
    "层级": "rung",
    "目标层级": "rung_wanted",
}
_PATTERNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"([+-]?[0-5])", ("rating",)),
    (r"s([+-]?[0-2])", ("stance",)),
    (r"r([1-5])?>([1-5])", ("rung", "rung_wanted")),
    (r"r([1-5])", ("rung",)),
    (r"#(\d{1,9})", ("touch_id",)),
)
_SECRET = {"secret": True, "confidential": True, "保密": True, "open": False, "公开": False}
