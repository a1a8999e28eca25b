"""Typed text -> a date or a period; `kamtui.domain.fields` offers both to everybody else.

Patterns are handed to `re` as text: it keeps them compiled after the first use, and importing stays cheap.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Literal, ParamSpec, TypeVar

from kamtui.domain import periods
from kamtui.domain.periods import Period
from kamtui.domain.texts import arabic, clipped, tidy
from kamtui.errors import BadInput
from kamtui.i18n import t

Lean = Literal["past", "future"]
"""Which way a date without its year or week is meant: the last one or the next one."""

EARLIEST, LATEST = 1800, 2999
"""Years outside are taken for typing mistakes."""

P = ParamSpec("P")
R = TypeVar("R")

_ONE_DAY = dt.timedelta(days=1)

_DAY_WORDS = {
    "today": 0, "今天": 0, "今日": 0,
    "tomorrow": 1, "tmr": 1, "tmrw": 1, "明天": 1, "明日": 1,
    "yesterday": -1, "昨天": -1, "昨日": -1,
    "day after tomorrow": 2, "the day after tomorrow": 2, "后天": 2, "大后天": 3,
    "day before yesterday": -2, "the day before yesterday": -2, "前天": -2, "大前天": -3,
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("mon monday", "tue tues tuesday", "wed weds wednesday", "thu thur thurs thursday", "fri friday",
         "sat saturday", "sun sunday")
    )
    for name in names.split()
} | {name: number for number, name in enumerate("一二三四五六日")} | {"天": 6}  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), start=1)
    for name in names.split()
}  # fmt: skip
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_COUNT = rf"(\d{{1,5}} ?|(?:{'|'.join(_COUNTS)}) )"
_UNIT = r"(d|days?|w|wks?|weeks?|m|mos?|months?|y|yrs?|years?|天|周|个?星期|个?礼拜|个月|年)"
_UNIT_OR_DAY = _UNIT.replace("天", "天|日")
_WHICH = {
    "": 0, "this": 0, "本": 0, "这": 0, "当": 0, "今": 0,
    "next": 1, "下": 1, "明": 1,
    "last": -1, "上": -1, "去": -1,
}  # fmt: skip
"""How many periods onward a word for one points."""


def date(text: str, today: dt.date, *, lean: Lean | None = None) -> dt.date:
    """The day that `text` names: in figures, a day word, a weekday, so far from `today`, or a period's last day.

    A bare weekday is the next one, today excluded; "next fri" is the same day, "下周五" the Friday of next week.
    A month and day without a year is this year's. `lean` sends both to the last or the next such day instead.
    Raises BadInput, which says what is accepted.
    """
    if len(text) == 10 and text[4] == text[7] == "-" and text.isascii():
        # the form of nearly every cell of an import
        found = _or_none(dt.date.fromisoformat, text)
    else:
        found = _or_none(_date, arabic(tidy(text)), today, lean)
    if found is None or not EARLIEST <= found.year <= LATEST:
        raise BadInput(
            t(
                "'{text}' is not a date; try 2026-03-31, tomorrow, next fri, in 7d, 2w, 12d ago, 3月5日,"
                " 下周五 or a period's last day like 2026-Q3",
                text=clipped(text),
            )
        )
    return found


def period(text: str, today: dt.date) -> Period:
    """The days that `text` names: 2026, 2026-H1, 2026-Q3, 2026-03, 2026-W11, last month, 本季度, a date, two with "..".

    Raises BadInput.
    """
    folded = arabic(tidy(text))
    first_text, dots, last_text = folded.partition("..")
    first = _or_none(_period, first_text.strip(), today)
    last = _or_none(_period, last_text.strip(". "), today) if dots else first
    if first is None or last is None or first.first > last.last:
        raise BadInput(
            t(
                "'{text}' is not a period; try 2026-Q3, 2026-03, 2026, last month or 2026-01-01..2026-03-31",
                text=clipped(text),
            )
        )
    return Period(first.first, last.last)


def _or_none(read: Callable[P, R | None], *args: P.args, **kwargs: P.kwargs) -> R | None:
    """What `read` makes of its arguments; None where the calendar has no such day."""
    try:
        return read(*args, **kwargs)
    except (ValueError, OverflowError):
        return None


def _date(folded: str, today: dt.date, lean: Lean | None) -> dt.date | None:
    named = _dated_period(folded)
    if named is not None:
        return named.last
    if folded in _DAY_WORDS:
        return today + dt.timedelta(days=_DAY_WORDS[folded])
    return (
        _written(folded, today, lean)
        or _weekday(folded, today, lean)
        or _distant(folded, today)
        or _period_end(folded, today)
        or _within_period(folded, today)
    )


def _written(folded: str, today: dt.date, lean: Lean | None) -> dt.date | None:
    """A day of the calendar in figures or with the month's name."""
    if found := re.fullmatch(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ t]00:00(?::00(?:\.0+)?)?)?", folded):
        return dt.date(int(found[1]), int(found[3]), int(found[4]))
    if found := re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?|(\d{4})(\d\d)(\d\d)", folded):
        year, month, day = (int(part) for part in found.groups() if part)
        return dt.date(year, month, day)
    if found := re.fullmatch(r"(\d{4})-?w(\d\d)-([1-7])", folded):
        return dt.date.fromisocalendar(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{1,2})月(\d{1,2})[日号]?", folded):
        return _yearless(int(found[1]), int(found[2]), today, lean)
    if found := re.fullmatch(r"(\d{1,2})[日号]", folded):
        return _monthless(int(found[1]), today, lean)
    ordinal = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    name_last = re.fullmatch(rf"{ordinal}[ .-]{{1,2}}(?P<name>[a-z]+)\.?(?:[ ,.-]{{1,2}}(?P<year>\d{{4}}))?", folded)
    found = name_last or re.fullmatch(rf"(?P<name>[a-z]+)\.? {ordinal}(?:,? (?P<year>\d{{4}}))?", folded)
    if found and found["name"] in _MONTHS:
        month, day = _MONTHS[found["name"]], int(found["day"])
        return dt.date(int(found["year"]), month, day) if found["year"] else _yearless(month, day, today, lean)
    return None


def _yearless(month: int, day: int, today: dt.date, lean: Lean | None) -> dt.date | None:
    if lean is None:
        return dt.date(today.year, month, day)
    years = range(today.year, today.year + 9) if lean == "future" else range(today.year, today.year - 9, -1)
    return _first_that_leans((_or_none(dt.date, year, month, day) for year in years), today, lean)


def _monthless(day: int, today: dt.date, lean: Lean | None) -> dt.date | None:
    first = periods.month_start(today)
    if lean is None:
        return first.replace(day=day)
    months = (periods.add_months(first, step if lean == "future" else -step) for step in range(13))
    return _first_that_leans((_or_none(dt.date, month.year, month.month, day) for month in months), today, lean)


def _first_that_leans(days: Iterable[dt.date | None], today: dt.date, lean: Lean) -> dt.date | None:
    for day in days:
        if day and (day >= today if lean == "future" else day <= today):
            return day
    return None


def _weekday(folded: str, today: dt.date, lean: Lean | None) -> dt.date | None:
    """A day of this, the next or the last week; "next week" itself is its Monday."""
    this_week = periods.week(today).first
    if re.fullmatch(r"next week|下个?(周|星期|礼拜)", folded):
        return this_week + 7 * _ONE_DAY
    found = re.fullmatch(r"(?:(this|next|last) )?([a-z]+)", folded) or re.fullmatch(
        r"([本这]|这个|[下上]{1,2}个?)?(?:周|星期|礼拜)([一二三四五六日天])", folded
    )
    if not found or found[2] not in _WEEKDAYS:
        return None
    which, weekday = (found[1] or "").removesuffix("个"), _WEEKDAYS[found[2]]
    if which in ("this", "本", "这"):
        return this_week + weekday * _ONE_DAY
    if which and which in "下下上上":
        weeks = len(which) if which[0] == "下" else -len(which)
        return this_week + (7 * weeks + weekday) * _ONE_DAY
    if which == "last" or (not which and lean == "past"):
        return today - ((today.weekday() - weekday - 1) % 7 + 1) * _ONE_DAY
    return today + ((weekday - today.weekday() - 1) % 7 + 1) * _ONE_DAY


def _distant(folded: str, today: dt.date) -> dt.date | None:
    """So many days, weeks, months or years from today."""
    onward = rf"(?:in |next |\+)?{_COUNT}{_UNIT}|{_COUNT}{_UNIT_OR_DAY}(?:之后|以后|后|之内|内)"
    back = rf"{_COUNT}{_UNIT} ago|-{_COUNT}{_UNIT}|{_COUNT}{_UNIT_OR_DAY}(?:之前|以前|前)"
    for pattern, sign in ((onward, 1), (back, -1)):
        if found := re.fullmatch(pattern, folded):
            count, unit = (part for part in found.groups() if part)
            number = sign * (_COUNTS.get(count.strip()) or int(count))
            return _moved(today, unit.removeprefix("个"), number)
    return None


def _moved(today: dt.date, unit: str, number: int) -> dt.date:
    if unit[0] in "d天日":
        return today + number * _ONE_DAY
    if unit[0] in "w周星礼":
        return today + 7 * number * _ONE_DAY
    return periods.add_months(today, number * (12 if unit[0] in "y年" else 1))


def _period_end(folded: str, today: dt.date) -> dt.date | None:
    """The last day of a month, quarter or year near today."""
    if found := re.fullmatch(r"(?:(\d{4})年)?(\d{1,2})月[底末]", folded):
        return periods.month_end(dt.date(int(found[1] or today.year), int(found[2]), 1))
    unit = r"(?P<unit>month|quarter|year)"
    found = (
        re.fullmatch(rf"end of (?:the )?(?:(?P<which>this|next|last) )?{unit}", folded)
        or re.fullmatch(rf"(?:(?P<which>this|next|last) )?{unit}[ -]?end", folded)
        or re.fullmatch(r"(?P<which>)eo(?P<unit>[mqy])", folded)
        or re.fullmatch(r"(?P<which>[本这当今明去]|(?:[上下]|这)个?)?年?(?P<unit>月|季度?|年)[底末]", folded)
    )
    return _near(found["unit"], found["which"] or "", today).last if found else None


def _within_period(folded: str, today: dt.date) -> dt.date | None:
    """A day of a month or year near today: 下月15号, 上个月3日, 明年3月1日, 去年底, 下月初, 年初."""
    if found := re.fullmatch(r"([本这当上下]|[这上下]个)月(\d{1,2})[日号]?", folded):
        return _near("月", found[1], today).first.replace(day=int(found[2]))
    if found := re.fullmatch(r"([今明去])年(\d{1,2})月(?:(\d{1,2})[日号]?|([底末初]))?", folded):
        year = _near("年", found[1], today).first.year
        month = periods.month(dt.date(year, int(found[2]), 1))
        if found[3]:
            return month.first.replace(day=int(found[3]))
        return month.first if found[4] == "初" else month.last
    if found := re.fullmatch(r"([本这当今明去]|(?:[上下]|这)个?)?年?(月|季度?|年)初", folded):
        return _near(found[2], found[1] or "", today).first
    if found := re.fullmatch(r"([本这上下当]|[这上下]个)(月|季度?)|([今明去])年", folded):
        # a period by its last day, as 2026-Q3 is
        return _near(found[2] or "年", found[1] or found[3], today).last
    return None


def _near(unit: str, which: str, today: dt.date) -> Period:
    """This, the next or the last week, month, quarter or year."""
    step = _WHICH[which.removesuffix("个")]
    if unit[0] in "w周星礼":
        return periods.week(today + 7 * step * _ONE_DAY)
    if unit[0] in "m月":
        return periods.month(periods.add_months(today, step))
    if unit[0] in "q季":
        return periods.quarter(periods.add_months(today, 3 * step))
    return periods.year(periods.add_months(today, 12 * step))


def _dated_period(folded: str) -> Period | None:
    """A half year, quarter, week or month written with its year."""
    if found := re.fullmatch(r"(\d{4})[-/年 ]?(?:h([12])|([上下])半年)", folded):
        return periods.half_of(int(found[1]), int(found[2] or "上下".index(found[3]) + 1))
    if found := re.fullmatch(r"(\d{4})(?:[-/年 ]|年 ?第)?(?:q([1-4])|([1-4])季度?)", folded):
        return periods.quarter_of(int(found[1]), int(found[2] or found[3]))
    if found := re.fullmatch(r"q([1-4])[-/ ](\d{4})", folded):
        return periods.quarter_of(int(found[2]), int(found[1]))
    if found := re.fullmatch(r"(\d{4})-?w(\d{1,2})|(\d{4})年第?(\d{1,2})周", folded):
        year, week = (int(part) for part in found.groups() if part)
        return periods.week_of(year, week)
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})|(\d{4})年(\d{1,2})月", folded):
        year, month = (int(part) for part in found.groups() if part)
        return periods.month(dt.date(year, month, 1))
    if (found := re.fullmatch(r"([a-z]+)\.?[ -](\d{4})", folded)) and found[1] in _MONTHS:
        return periods.month(dt.date(int(found[2]), _MONTHS[found[1]], 1))
    return None


def _period(folded: str, today: dt.date) -> Period | None:
    if dated := _dated_period(folded):
        return dated
    if found := re.fullmatch(r"(\d{4})年?", folded):
        return periods.year(dt.date(int(found[1]), 1, 1))
    if found := re.fullmatch(r"q([1-4])|第?([1-4])季度", folded):
        return periods.quarter_of(today.year, int(found[1] or found[2]))
    if found := re.fullmatch(r"(\d{1,2})月", folded):
        return periods.month(dt.date(today.year, int(found[1]), 1))
    found = re.fullmatch(r"(this|next|last) (week|month|quarter|year)", folded) or re.fullmatch(
        r"([本这上下今明去]|[这上下]个)(周|星期|礼拜|月|季度?|年)", folded
    )
    if found:
        return _near(found[2], found[1], today)
    if folded in _DAY_WORDS:
        day = today + dt.timedelta(days=_DAY_WORDS[folded])
        return Period(day, day)
    written = _written(folded, today, None)
    return Period(written, written) if written else None
