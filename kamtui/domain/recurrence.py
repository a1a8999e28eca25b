"""Promises that come again: 7d, 2w, 1m, 1q, 1y, and on which day the next one is due."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.periods import add_months, months_between
from kamtui.domain.texts import clipped, tidy
from kamtui.errors import BadInput
from kamtui.i18n import t

MOST = 999
"""Units that may lie between two of them."""


class Unit(StrEnum):
    """What is counted from one to the next."""

    DAY = "d"
    WEEK = "w"
    MONTH = "m"
    QUARTER = "q"
    YEAR = "y"


MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}
DAYS = {Unit.DAY: 1, Unit.WEEK: 7}


class Repeat(NamedTuple):
    """How long after its day a promise is due again."""

    every: int
    unit: Unit
    since: dt.date | None = None
    """A day of the series where the due day does not tell: the 31st behind one due on 28 February, or the Monday of a
    weekly one that was moved to Wednesday this time."""

    @property
    def text(self) -> str:
        """As people type it: "1m"."""
        return f"{self.every}{self.unit}"

    @property
    def months(self) -> int:
        """Months from one to the next; 0 where days are counted."""
        return self.every * MONTHS.get(self.unit, 0)

    @property
    def days(self) -> int:
        """Days from one to the next; 0 where months are counted."""
        return self.every * DAYS.get(self.unit, 0)


def repeat(text: str) -> Repeat:
    """How often `text` says: 7d, 2w, 1m, 1q, 1y, or weekly, 每月; raises BadInput."""
    folded = _WORDS.get(tidy(text).replace(" ", ""), tidy(text).replace(" ", ""))
    found = re.fullmatch(r"(\d{1,3})([dwmqy])", folded)
    if not found or not 1 <= int(found[1]) <= MOST:
        raise BadInput(t("'{text}' is not how often; try 7d, 2w, 1m, 1q or 1y", text=clipped(text)))
    return Repeat(int(found[1]), Unit(found[2]))


def often(text: str) -> str:
    """The same as text: "monthly" is "1m"; raises BadInput."""
    return repeat(text).text


def stored(value: Repeat | None) -> str:
    """A repeat as the book keeps it: "1m", "1m@2026-01-31"; "" for none."""
    if value is None:
        return ""
    return value.text if value.since is None else f"{value.text}@{value.since.isoformat()}"


def from_stored(text: str) -> Repeat | None:
    """The repeat that the book keeps."""
    if not text:
        return None
    often, _, since = text.partition("@")
    return repeat(often)._replace(since=dt.date.fromisoformat(since) if since else None)


def following(found: Repeat, due: dt.date, after: dt.date) -> tuple[dt.date, Repeat] | None:
    """The next day of the series behind `due`, and how it goes on from there; None at the end of the calendar.

    Days before `after` are stepped over, so that what was done late does not leave something late. Months keep their
    day of the month, cut to the last one where a month is shorter, counted from the first day and not from the cut one.
    """
    since = found.since or due
    # a promise that was moved to an earlier day is not due again on the day it was moved from
    earliest = max(due, since) + dt.timedelta(days=1)
    try:
        day = _first(found, since, max(earliest, after))
    except OverflowError:
        return None
    keeps_day = bool(found.days) or day.day == since.day
    return day, found._replace(since=None if keeps_day else since)


def moved(found: Repeat, due: dt.date, to: dt.date) -> Repeat:
    """How a series goes on whose promise due on `due` is put to another day, this time only."""
    since = found.since or due
    return found._replace(since=None if since == to else since)


def day_of(found: Repeat, due: dt.date) -> dt.date:
    """The day of the series that a promise due on `due` stands for: `due`, unless it was moved."""
    since = found.since or due
    if due <= since:
        return since
    day = _first(found, since, due)
    return day if day == due else max(since, _first(found, since, due, back=1))


def _first(found: Repeat, since: dt.date, earliest: dt.date, back: int = 0) -> dt.date:
    """The first day of the series that is not before `earliest`, or so many steps before it."""
    if found.days:
        steps = -((since - earliest).days // found.days)
        return since + dt.timedelta(days=found.days * (steps - back))
    steps = months_between(since, earliest) // found.months
    while add_months(since, found.months * steps) < earliest:
        steps += 1
    return add_months(since, found.months * (steps - back))


_WORDS = {
    said: text
    for text, words in {
        "1d": "daily everyday 每天 每日 天天",
        "1w": "weekly everyweek 每周 每星期",
        "2w": "fortnightly biweekly 每两周 双周",
        "1m": "monthly everymonth 每月 每个月",
        "1q": "quarterly everyquarter 每季 每季度 每个季度",
        "6m": "halfyearly 每半年 半年",
        "1y": "yearly annually everyyear 每年",
    }.items()
    for said in words.split()
}
