"""Groups: which account stands below which on a day, and how long each of them belonged to a group (R61, P10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from kamtui.domain.concentration import roots
from kamtui.domain.periods import Period

ONE_DAY = dt.timedelta(days=1)

ALWAYS = ""
"""The day from which a parent holds where nobody knows since when: as long as the account is known."""


class Placed(NamedTuple):
    """From a day on an account stands below another, or alone."""

    account_id: int
    on: str
    """ISO date, or ALWAYS."""
    parent_id: int | None
    """None: alone."""


class Stay(NamedTuple):
    """Days, both included, on which an account belonged to a group."""

    account_id: int
    first: dt.date
    last: dt.date
    root: int
    """The account at the top of that group."""


def parents_on(placed: Iterable[Placed], on: dt.date) -> dict[int, int]:
    """Account -> the one above it on a day; `placed` in the order of their days, of one day as they were entered."""
    found: dict[int, int | None] = {}
    day = on.isoformat()
    for each in placed:
        if each.on <= day:
            found[each.account_id] = each.parent_id
    return {account: parent for account, parent in found.items() if parent is not None}


def below(parents: Mapping[int, int], root: int) -> list[int]:
    """An account and all below it, level by level; a ring of parents ends the walk."""
    children: dict[int, list[int]] = {}
    for account, parent in parents.items():
        children.setdefault(parent, []).append(account)
    found, level = {root: None}, [root]
    while level:
        level = [child for account in level for child in children.get(account, ()) if child not in found]
        found |= dict.fromkeys(level)
    return list(found)


def circle(placed: Sequence[Placed], account: int) -> str | None:
    """The first day on which an account would stand below itself; None: on no day."""
    days = sorted({each.on for each in placed})
    for day in days:
        parents = parents_on(placed, dt.date.fromisoformat(day) if day else dt.date.min)
        seen, above = {account}, parents.get(account)
        while above is not None:
            if above == account:
                return day
            if above in seen:
                break
            seen.add(above)
            above = parents.get(above)
    return None


def stays(placed: Sequence[Placed], root: int, period: Period) -> list[Stay]:
    """How long each account belonged to a group within a period, itself included."""
    found = ((span, below(parents_on(placed, span.first), root)) for span in _spans(placed, period))
    return _joined((account, span, root) for span, accounts in found for account in accounts)


def all_stays(placed: Sequence[Placed], period: Period) -> list[Stay]:
    """The same for every group at once; accounts that stand alone throughout are absent."""
    known = {each.account_id for each in placed}

    def tops() -> Iterator[tuple[int, Period, int]]:
        for span in _spans(placed, period):
            top = roots(parents_on(placed, span.first))
            yield from ((account, span, top.get(account, account)) for account in known)

    return _joined(tops())


def _spans(placed: Iterable[Placed], period: Period) -> list[Period]:
    """The period, parted where something changes."""
    first, last = period.first.isoformat(), period.last.isoformat()
    changes = sorted({each.on for each in placed if first < each.on <= last})
    starts = [period.first, *map(dt.date.fromisoformat, changes), period.last + ONE_DAY]
    return [Period(start, end - ONE_DAY) for start, end in pairwise(starts)]


def _joined(parts: Iterable[tuple[int, Period, int]]) -> list[Stay]:
    """Stays that follow one another without a gap as one; the parts come in the order of their days."""
    found: dict[int, list[Stay]] = {}
    for account, span, root in parts:
        those = found.setdefault(account, [])
        if those and those[-1].root == root and those[-1].last + ONE_DAY == span.first:
            those[-1] = those[-1]._replace(last=span.last)
        else:
            those.append(Stay(account, span.first, span.last, root))
    return [stay for those in found.values() for stay in those]
