"""The agenda: what both sides promised, what is planned, and whom a touch is due with, by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.periods import Period
from kamtui.domain.recurrence import Repeat
from kamtui.domain.touches import Kind


class What(StrEnum):
    """What stands in the agenda."""

    OURS = "ours"
    THEIRS = "theirs"
    EVENT = "event"
    """An event of the customer's (R34)."""
    FORUM = "forum"
    """The annual forum (R35)."""
    TOUCH = "touch"
    DUE = "due"
    """Nothing is planned, but the tier asks for a touch."""


PROMISES = frozenset((What.OURS, What.THEIRS))
"""Rows of the agenda that are tasks."""

PLANNED = frozenset((What.EVENT, What.FORUM, What.TOUCH))
"""Rows that are touches; what is due is an account."""

_ORDER = (What.EVENT, What.FORUM, What.TOUCH, What.OURS, What.THEIRS, What.DUE)


class Item(NamedTuple):
    """One thing of the agenda."""

    what: What
    row: int
    """The task, the touch, or for what is due the account."""
    account_id: int | None
    account: str
    """"" where a promise belongs to no account."""
    on: dt.date
    title: str
    owner: str
    people: tuple[str, ...] = ()
    at: dt.datetime | None = None
    """The instant it begins, UTC; None: any time that day."""
    minutes: int | None = None
    kind: Kind | None = None
    """Of a touch."""
    repeat: Repeat | None = None
    recorded_at: str = ""
    """When it was entered: an instant, UTC."""

    def is_late(self, today: dt.date) -> bool:
        """Whether its day is over."""
        return self.on < today


class Day(NamedTuple):
    """A day and what is on it."""

    on: dt.date | None
    """None: all that is late."""
    items: tuple[Item, ...]


def planned(kind: Kind) -> What:
    """What a planned touch of a kind is."""
    return {Kind.EVENT: What.EVENT, Kind.ANNUAL_FORUM: What.FORUM}.get(kind, What.TOUCH)


def days(items: Iterable[Item], period: Period, today: dt.date) -> list[Day]:
    """Every day of a period with what is on it, also days with nothing; first what is late, if today is in the period.

    What is late stands there once, and not on its day. Elsewhere a period shows what is on its own days.
    """
    looks_back = period.holds(today)
    late: list[Item] = []
    found: dict[dt.date, list[Item]] = {
        period.first + dt.timedelta(days=count): [] for count in range(max(period.days, 0))
    }
    for item in items:
        if looks_back and item.is_late(today) and item.on <= period.last:
            late.append(item)
        elif item.on in found:
            found[item.on].append(item)
    shown = [Day(on, tuple(sorted(those, key=_of_day))) for on, those in found.items()]
    return [Day(None, tuple(sorted(late, key=_longest)))] * bool(late) + shown


def _of_day(item: Item) -> tuple[bool, str, int, str, int]:
    """What has an hour comes first, in its order."""
    return item.at is None, "" if item.at is None else item.at.isoformat(), _ORDER.index(item.what), *_named(item)


def _longest(item: Item) -> tuple[dt.date, int, str, int]:
    """What has waited the longest comes first."""
    return item.on, _ORDER.index(item.what), *_named(item)


def _named(item: Item) -> tuple[str, int]:
    return item.account, item.row
