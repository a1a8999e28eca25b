"""One event of an iCalendar file, as icalendar reads it, with only what a touch can hold."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from kamtui.ops.transfer.calendarblocks import OWN
from kamtui.ops.transfer.contentlines import unescaped


class Event(NamedTuple):
    """A meeting, or a series of them. What has a time of day is a datetime."""

    uid: str
    start: dt.date
    minutes: int | None
    """How long; None: all day, or not said."""
    summary: str
    is_off: bool
    invited: tuple[str, ...]
    """Mail addresses in lower case, that of who invited last."""
    rules: tuple[str, ...]
    """RRULE of a series."""
    more: tuple[dt.date, ...]
    """Further meetings of a series."""
    left_out: tuple[dt.date, ...]
    replaced: dt.date | None
    """Which meeting of a series it stands for."""
    own: Mapping[str, str]
    """Column of the list of touches -> cell, of what kamtui wrote itself."""


BROKEN = (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError, RecursionError, OSError)
"""What icalendar, dateutil and zoneinfo raise on events that are none."""


def parsed(zones: str, block: str) -> Event | None:
    """The event in a block, with the zones that its calendar describes; None where it has no day, or is broken."""
    # sanctioned deferral: only who imports a calendar needs what reads one
    from icalendar import Calendar

    with warnings.catch_warnings():
        # some call zones otherwise than everybody else; what icalendar takes them for is right
        warnings.simplefilter("ignore")
        # zones that are broken themselves are left to the names that everybody knows
        for described in (zones, ""):
            whole = f"BEGIN:VCALENDAR\nVERSION:2.0\n{described}\n{block}\nEND:VCALENDAR\n"
            try:
                (found,) = Calendar.from_ical(whole).walk("VEVENT")
                return _event(found)
            except BROKEN:
                continue
    return None


def _event(found: Any) -> Event:
    start = _each(found["DTSTART"])[0].dt
    replaced = found.get("RECURRENCE-ID")
    said = [" ".join(str(found.get(name, "")).split()) for name in ("SUMMARY", "DESCRIPTION")]
    return Event(
        uid=str(found.get("UID", "")),
        start=start,
        minutes=_minutes(found),
        summary=next(filter(None, said), ""),
        is_off=str(found.get("STATUS", "")).upper() == "CANCELLED",
        invited=tuple(dict.fromkeys(_invited(found))),
        rules=tuple(rule.to_ical().decode() for rule in _each(found.get("RRULE"))),
        more=tuple(_dates(found.get("RDATE"))),
        left_out=tuple(_dates(found.get("EXDATE"))),
        replaced=None if replaced is None else replaced.dt,
        own={
            name.upper().removeprefix(OWN).lower().replace("-", "_"): unescaped(str(_each(value)[0]))
            for name, value in found.items()
            if name.upper().startswith(OWN)
        },
    )


def _each(said: Any) -> list[Any]:
    """The lines of a property of which there may be none, one or several."""
    return said if isinstance(said, list) else [] if said is None else [said]


def _dates(said: Any) -> Iterator[dt.date]:
    """The days of a property; those that are none are left out."""
    for line in _each(said):
        with suppress(*BROKEN):
            yield from [one.dt[0] if isinstance(one.dt, tuple) else one.dt for one in line.dts]


def _invited(found: Any) -> Iterator[str]:
    for line in (*_each(found.get("ATTENDEE")), *_each(found.get("ORGANIZER"))):
        address = str(line).strip().lower().removeprefix("mailto:")
        if "@" in address and not set(" ;,").intersection(address):
            yield address


def _minutes(found: Any) -> int | None:
    """How long it is said to last; None where that is not said, or makes no sense."""
    with suppress(*BROKEN):
        start = _each(found["DTSTART"])[0].dt
        if isinstance(start, dt.datetime):
            length = found["DURATION"].dt if "DURATION" in found else found["DTEND"].dt - start
            return int(length.total_seconds() // 60)
    return None
