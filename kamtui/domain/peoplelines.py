"""The short lines typed on the people map: who comes, why somebody left, and who of us covers them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kamtui.domain import fields
from kamtui.domain.contacts import EndReason, Function, Level
from kamtui.domain.texts import clipped, same_length, tidy, value_or_none, vocabulary, word
from kamtui.errors import BadInput
from kamtui.i18n import t

UNKNOWN = ("?", "-", "unknown", "未知")
"""Instead of a name: a role whose holder nobody knows yet."""


class Newcomer(NamedTuple):
    """Somebody to be added: "Eva Berg, CFO, exec, finance, >王建国"."""

    name: str = ""
    """"": nobody knows who it is."""
    title: str = ""
    level: Level | None = None
    function: Function | None = None
    boss: str = ""
    is_key: bool = False


def newcomer(line: str) -> Newcomer:
    """Who is added: the name first; then in any order title, level, function, >boss, and ! for a key person."""
    name, *parts = [part.strip() for part in re.split(r"[,，、;；]", line)]
    found = Newcomer("" if tidy(name) in UNKNOWN else name)
    titles: list[str] = []
    for part in filter(None, parts):
        mark = same_length(part)[0]
        if mark in ">》":
            found = found._replace(boss=part[1:].strip())
        elif part in ("!", "！"):
            found = found._replace(is_key=True)
        elif found.level is None and (level := value_or_none(fields.level, part)) is not None:
            found = found._replace(level=level)
        elif found.function is None and (function := value_or_none(fields.function, part)) is not None:
            found = found._replace(function=function)
        else:
            titles.append(part)
    return found._replace(title=", ".join(titles))


class Departure(NamedTuple):
    """Why somebody left: "left", "rival > Sany", "retired -"."""

    reason: EndReason = EndReason.UNKNOWN
    to: str = ""
    """Who employs them now."""
    successor: bool = True
    """Whether a placeholder takes the role over, until it is known who does."""


def departure(line: str) -> Departure:
    """Why somebody left and where to; a - at the end: nobody succeeds them. Raises BadInput."""
    text, _, to = line.strip().replace("》", ">").partition(">")
    whole = f"{text.strip()} {to.strip()}".strip()
    no_successor = whole.endswith(("-", "–"))
    said, to = text.strip().rstrip("-– "), to.strip().rstrip("-– ")
    reason = _REASONS.get(word(said)) if said else EndReason.UNKNOWN
    if reason is None:
        raise BadInput(t("'{text}' is no reason to leave; use {known}", text=clipped(said), known=", ".join(EndReason)))
    return Departure(reason, to, not no_successor and reason is not EndReason.ENTERED_WRONGLY)


class Covering(NamedTuple):
    """Who of us covers somebody: "li.wei 3>4", "-chen.jing"."""

    who: str = ""
    """A login; "": whoever types."""
    strength: int | None = None
    wanted: int | None = None
    ends: bool = False


def covering(line: str) -> Covering:
    """Who covers, how strong the tie is and how strong it should be; raises BadInput."""
    found = Covering()
    for part in line.split():
        text = tidy(part)
        if tie := re.fullmatch(r"([1-5])?(?:>([1-5]))?", text):
            strength, wanted = tie.groups()
            found = found._replace(
                strength=found.strength if strength is None else int(strength),
                wanted=found.wanted if wanted is None else int(wanted),
            )
        elif found.who or re.fullmatch(r"[\d>]+", text):
            raise BadInput(t("'{text}' is no tie; use 1-5, or 2>4 for what it should become", text=clipped(part)))
        else:
            found = found._replace(who=part.lstrip("-"), ends=part.startswith("-"))
    return found


def begin_with(names: Sequence[str], typed: str) -> list[str]:
    """The names that begin with what is typed."""
    return [name for name in names if name.casefold().startswith(typed.casefold())]


def completed(names: Sequence[str], line: str, *, alone: bool = False) -> list[str]:
    """A line with its last word completed to each of the names it may begin; `alone`: a name is the whole line."""
    head, blank, last = ("", "", line) if alone else line.rpartition(" ")
    sign = "-" if last.startswith("-") else ""
    return [f"{head}{blank}{sign}{name}" for name in begin_with(names, last[len(sign) :])]


_REASONS = vocabulary(
    EndReason,
    {
        EndReason.LEFT_COMPANY: "l · left · left company · quit · resigned · 离职 · 辞职 · 离开",
        EndReason.MOVED_INSIDE: "i · m · inside · moved · moved inside · transferred · 调岗 · 内部调动 · 转岗",
        EndReason.MOVED_TO_RIVAL: "v · c · rival · moved to rival · competitor · 去了竞争对手 · 竞争对手 · 跳槽",
        EndReason.RETIRED: "r · 退休",
        EndReason.UNKNOWN: "u · ? · 未知 · 不清楚",
        EndReason.ENTERED_WRONGLY: "w · wrong · wrongly · entered wrongly · 录错 · 误录",
    },
)
