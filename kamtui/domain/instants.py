"""Typed text -> a moment in UTC; `kamtui.domain.fields` offers it to everybody else."""

from __future__ import annotations

import datetime as dt
import re

from kamtui.domain import dates
from kamtui.domain.texts import arabic, clipped, tidy
from kamtui.errors import BadInput
from kamtui.i18n import t

NOON = dt.time(12)
"""The hour of a moment typed without one: at noon the day is the same day almost everywhere."""

_ISO = (
    r"(\d{4})-?(\d\d)-?(\d\d)[ t](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?"
    r" ?(z|utc|[+-]\d\d(?::?\d\d)?)?"
)
_TIME = (
    r"(?P<part>凌晨|早上|上午|中午|下午|晚上)?(?P<hour>\d{1,2})(?=[:点]| ?[ap]m)"
    r"(?::(?P<minute>\d\d)(?::(?P<second>\d\d))?|点(?:(?P<half>半)|(?P<past>\d{1,2})分?)?)?"
    r"(?: ?(?P<latin>am|pm))?"
)


def instant(text: str, today: dt.date, tz: dt.tzinfo, *, at: dt.time = NOON) -> dt.datetime:
    """The moment that `text` names, in UTC to the second: a time, a date, or both, as clocks in `tz` show it.

    An offset in the text wins over `tz`; a time alone is today's; a date alone is at the hour `at`. Raises
    BadInput.
    """
    folded = arabic(tidy(text))
    try:
        return (_iso(folded, tz) or _spoken(folded, today, tz, at)).astimezone(dt.UTC).replace(microsecond=0)
    except (ValueError, OverflowError, BadInput):
        raise BadInput(
            t(
                "'{text}' is not a time; try 2026-03-31 14:30, yesterday 9:15, 3pm or 2026-03-31T06:30:00Z",
                text=clipped(text),
            )
        ) from None


def _iso(folded: str, tz: dt.tzinfo) -> dt.datetime | None:
    found = re.fullmatch(_ISO, folded)
    if found is None:
        return None
    year, month, day, hour, minute, second, offset = found.groups()
    zone = "+00:00" if offset in ("z", "utc") else offset or ""
    moment = dt.datetime.fromisoformat(f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}")
    if not dates.EARLIEST <= moment.year <= dates.LATEST:
        raise ValueError(moment)
    return moment if offset else moment.replace(tzinfo=tz)


def _spoken(folded: str, today: dt.date, tz: dt.tzinfo, at: dt.time) -> dt.datetime:
    found = re.fullmatch(rf"(?:(?P<day>.+?)(?: |(?<=\D)|(?=\D)))??{_TIME}", folded)
    if found is None:
        return dt.datetime.combine(dates.date(folded, today), at, tz)
    on = dates.date(found["day"], today) if found["day"] else today
    return dt.datetime.combine(on, _time_of_day(found), tz)


def _time_of_day(found: re.Match[str]) -> dt.time:
    hour, part = int(found["hour"]), found["part"] or found["latin"] or ""
    if part in ("am", "凌晨", "早上", "上午"):
        hour = 0 if hour == 12 else hour
    elif part == "晚上" and hour == 12:
        raise ValueError("that night or the next morning?")
    elif hour < 12 and part and not (part == "中午" and hour > 10):
        hour += 12
    minute = 30 if found["half"] else int(found["minute"] or found["past"] or 0)
    return dt.time(hour, minute, int(found["second"] or 0))
