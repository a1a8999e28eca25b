"""Series of meetings (RRULE of RFC 5545), counted out within a window and never for ever."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Iterator, Sequence
from itertools import islice

from kamtui.i18n import t

MOST = 1_000
"""Meetings of one series that are taken at most."""

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
"""What repeats more often is no meeting."""

EARLIEST = 1900
"""Year in which a series may begin: each of its days since then is counted."""

MOST_RULES, LONGEST_RULE = 10, 500

LATER = 7600
"""Years by which series are moved to be counted: days fall alike every 400, and dateutil looks until the year 9999 for
the next meeting of a rule that never comes true."""

LAST_YEAR = dt.MAXYEAR - LATER - 1

_OFTEN = re.compile(r"FREQ=(HOUR|MINUTE|SECOND)LY|BY(HOUR|MINUTE|SECOND)=[^;]*,", re.IGNORECASE)
_UNTIL = re.compile(r";?UNTIL=(\d{8})(?:T\d{6}Z?)?", re.IGNORECASE)


def refusal(rules: Sequence[str], start: dt.date) -> str:
    """Why a series is not counted out; "" where it is."""
    if (
        len(rules) > MOST_RULES
        or any(len(rule) > LONGEST_RULE for rule in rules)
        or not EARLIEST <= start.year <= LAST_YEAR
    ):
        return t("a series that cannot be counted out")
    if all(map(is_slow, rules)):
        return ""
    if any(_OFTEN.search(rule) for rule in rules):
        return t("a series that repeats more often than daily is no meeting")
    return t("a series that cannot be counted out")


def is_slow(rule: str) -> bool:
    """Whether a rule comes true at most once a day, and goes on from there."""
    said = dict(part.upper().split("=", 1) for part in rule.split(";") if "=" in part)
    hours = (said.get(name, "") for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    goes_on = re.fullmatch("0*[1-9][0-9]{0,5}", said.get("INTERVAL", "1")) is not None
    return said.get("FREQ") in FREQUENCIES and goes_on and not any("," in each for each in hours)


def has_ended(rules: Sequence[str], first: dt.date) -> bool:
    """Whether every rule says a last day before the first one that is asked for."""
    return all((said := _UNTIL.search(rule)) is not None and said[1] < f"{first:%Y%m%d}" for rule in rules)


def counted(
    start: dt.date, rules: Sequence[str], more: Sequence[dt.date], first: dt.date, last: dt.date
) -> Iterator[dt.date]:
    """The meetings from the first to the last day, in the zone of the first one of the series. Raises ValueError."""
    # sanctioned deferral: only who imports a calendar needs what counts series out
    from dateutil.rrule import rrulestr

    zone = start.tzinfo if isinstance(start, dt.datetime) else None
    begin, end = _civil(start, zone), dt.datetime.combine(last, dt.time.max)
    since = dt.datetime.combine(first, dt.time())
    found = {_civil(each, zone) for each in more} | ({begin} if not rules else set())
    for rule in rules:
        # the last day counts whole, whatever its hour is elsewhere
        said = _UNTIL.search(rule)
        until = min(end, dt.datetime.combine(dt.date.fromisoformat(said[1]), dt.time.max)) if said else end
        if until < max(begin, since):
            continue
        with warnings.catch_warnings():
            # a count and an end at once: of a rule that never comes true the count is never reached
            warnings.simplefilter("ignore", DeprecationWarning)
            series = rrulestr(_UNTIL.sub("", rule), dtstart=_later(begin)).replace(until=_later(until))
        later = islice(series.xafter(_later(since), inc=True), MOST + 1)
        found.update(each.replace(year=each.year - LATER) for each in later)
    for each in sorted(found):
        if first <= each.date() <= last:
            yield each.replace(tzinfo=zone) if isinstance(start, dt.datetime) else each.date()


def _later(instant: dt.datetime) -> dt.datetime:
    return instant.replace(year=instant.year + LATER)


def _civil(instant: dt.date, zone: dt.tzinfo | None) -> dt.datetime:
    """What a clock in the zone shows then; midnight of a day."""
    if not isinstance(instant, dt.datetime):
        return dt.datetime.combine(instant, dt.time())
    there = instant.astimezone(zone) if zone is not None and instant.tzinfo is not None else instant
    return there.replace(tzinfo=None)
