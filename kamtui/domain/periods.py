"""Civil-date arithmetic: months, quarters, ISO weeks, fiscal years; every range includes both ends."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import NamedTuple

_ONE_DAY = dt.timedelta(days=1)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Period(NamedTuple):
    """The days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many days it has; 0 or less where `last` lies before `first`."""
        return (self.last - self.first).days + 1

    def holds(self, on: dt.date) -> bool:
        """Whether `on` lies in it."""
        return self.first <= on <= self.last


def month_start(on: dt.date) -> dt.date:
    """The first day of the month of `on`."""
    return on.replace(day=1)


def month_end(on: dt.date) -> dt.date:
    """The last day of the month of `on`."""
    return on.replace(day=_days(on.year, on.month))


def add_months(on: dt.date, months: int) -> dt.date:
    """`on` moved by `months`, back if negative; a day the month lacks becomes its last: 31 Jan + 1 = 28 Feb."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise OverflowError(f"{on} moved by {months} months is outside the calendar")
    day = min(on.day, _days(year, month + 1))
    return dt.date(year, month + 1, day)


def months_between(first: dt.date, last: dt.date) -> int:
    """Month borders passed from `first` to `last`: 31 Jan to 1 Feb is 1; negative backwards."""
    return (last.year - first.year) * 12 + last.month - first.month


def month_ends(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every last day of a month from `first` to `last`, both included, oldest first."""
    whole = (month_end(add_months(first, step)) for step in range(months_between(first, last) + 1))
    return [end for end in whole if end <= last]


def months(first: dt.date, last: dt.date) -> list[Period]:
    """Every calendar month with a day from `first` to `last`, oldest first; the ends are cut to those days."""
    whole = [month(add_months(month_start(first), step)) for step in range(months_between(first, last) + 1)]
    return [Period(max(first, found.first), min(last, found.last)) for found in whole]


def trailing_year(on: dt.date) -> Period:
    """The 12 months ending on `on`, from the day after the same day last year."""
    return Period(add_months(on, -12) + _ONE_DAY, on)


def compared(on: dt.date, months: int = 3) -> tuple[Period, Period]:
    """The last whole months before that of `on`, and the same months a year before (D18)."""
    end = month_start(on)
    first = add_months(end, -months)
    return (
        Period(first, end - _ONE_DAY),
        Period(add_months(first, -12), add_months(end, -12) - _ONE_DAY),
    )


def just_before(period: Period) -> Period:
    """The days before a period: as many months where it is whole months from its first day on, else as many days."""
    months = months_between(period.first, period.last + _ONE_DAY)
    if months > 0 and add_months(period.first, months) == period.last + _ONE_DAY:
        return Period(add_months(period.first, -months), period.first - _ONE_DAY)
    return Period(period.first - period.days * _ONE_DAY, period.first - _ONE_DAY)


def month(on: dt.date) -> Period:
    """The month of `on`."""
    return Period(month_start(on), month_end(on))


def quarter(on: dt.date) -> Period:
    """The calendar quarter of `on`."""
    return fiscal_quarter(on, 1)


def year(on: dt.date) -> Period:
    """The calendar year of `on`."""
    return Period(dt.date(on.year, 1, 1), dt.date(on.year, 12, 31))


def week(on: dt.date) -> Period:
    """The ISO week of `on`, Monday to Sunday."""
    monday = on - on.weekday() * _ONE_DAY
    return Period(monday, monday + 6 * _ONE_DAY)


def quarter_of(year: int, number: int) -> Period:
    """Quarter `number` (1-4) of a calendar year; ValueError for any other number."""
    if not 1 <= number <= 4:
        raise ValueError(f"no quarter {number}")
    return quarter(dt.date(year, 3 * number, 1))


def half_of(year: int, number: int) -> Period:
    """Half `number` (1 or 2) of a calendar year; ValueError for any other number."""
    return Period(quarter_of(year, 2 * number - 1).first, quarter_of(year, 2 * number).last)


def week_of(year: int, number: int) -> Period:
    """ISO week `number` of an ISO year; ValueError where the year has no such week."""
    return week(dt.date.fromisocalendar(year, number, 1))


def fiscal_year(on: dt.date, start_month: int) -> Period:
    """The fiscal year holding `on` where years start in `start_month` (1-12)."""
    first = add_months(month_start(on), -((on.month - start_month) % 12))
    return Period(first, month_end(add_months(first, 11)))


def fiscal_quarter(on: dt.date, start_month: int) -> Period:
    """The quarter holding `on`, counted from `start_month`; months themselves never move."""
    first = add_months(month_start(on), -((on.month - start_month) % 3))
    return Period(first, month_end(add_months(first, 2)))


def fiscal_label(on: dt.date, start_month: int) -> str:
    """The name of the fiscal year of `on`: "FY2026", or "FY2026/27" where it touches two years (P12)."""
    first, last = fiscal_year(on, start_month)
    return f"FY{first.year}" if first.year == last.year else f"FY{first.year}/{last.year % 100:02d}"


class Span(StrEnum):
    """How long a period of a report is; years and quarters are fiscal."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months it has."""
        return {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}[self]

    def holding(self, on: dt.date, start_month: int) -> Period:
        """The period of this length that `on` lies in."""
        match self:
            case Span.MONTH:
                return month(on)
            case Span.QUARTER:
                return fiscal_quarter(on, start_month)
            case Span.YEAR:
                return fiscal_year(on, start_month)

    def label(self, on: dt.date, start_month: int) -> str:
        """The name of the period of `on`: "2026-03", "FY2026/27 Q1", "FY2026/27"."""
        if self is Span.MONTH:
            return f"{on.year:04}-{on.month:02}"
        year = fiscal_label(on, start_month)
        quarter_number = (on.month - start_month) % 12 // 3 + 1
        return year if self is Span.YEAR else f"{year} Q{quarter_number}"

    def within(self, first: dt.date, last: dt.date, start_month: int) -> list[Period]:
        """Every period of this length that has a day from `first` to `last`, whole, the oldest first."""
        found, begins = list[Period](), self.holding(first, start_month).first
        while begins <= last:
            found.append(self.holding(begins, start_month))
            begins = add_months(begins, self.months)
        return found


def fiscal_named(text: str, start_month: int) -> Period | None:
    """The fiscal year, or quarter of one, that `text` names: "FY2026", "FY2026/27", "FY2026/27 Q3"; None: it is none.

    The year named is the one it begins in.
    """
    found = re.fullmatch(r"FY ?(\d{4})(?:/(\d\d))?(?:[ -]?Q([1-4]))?", text.strip(), re.IGNORECASE)
    if found is None or not dt.MINYEAR <= int(found[1]) < dt.MAXYEAR:
        return None
    begins = dt.date(int(found[1]), start_month, 1)
    whole = fiscal_year(begins, start_month)
    if found[2] is not None and int(found[2]) != whole.last.year % 100:
        return None
    if found[3] is None:
        return whole
    return fiscal_quarter(add_months(begins, 3 * (int(found[3]) - 1)), start_month)


def _days(year: int, month: int) -> int:
    """How many days a month has."""
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and is_leap else _DAYS[month - 1]
