"""The lists of touches and tasks as a calendar (RFC 5545), which other calendars read; an import reads touches back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from kamtui.ops.transfer.calendarblocks import OWN
from kamtui.ops.transfer.holds import Field

if TYPE_CHECKING:
    from icalendar import Component

PRODID = "-//kamtui//lists//EN"

TASK_STATES = {"open": "NEEDS-ACTION", "done": "COMPLETED"}
"""State of a task -> that of a to-do; any other is one that is off."""

TOUCH_STATES = {"cancelled": "CANCELLED"}

LONGEST = 10_080
"""Minutes of the longest event."""

_UNWRITABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")


def write(file: TextIO, columns: Sequence[Field], rows: Iterable[Sequence[object]]) -> None:
    """Write touches as events, or tasks as to-dos, each with its columns in properties of our own."""
    # sanctioned deferral: only who writes a calendar needs what writes one
    from icalendar import vText

    names = [field.name for field in columns]
    file.write(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODID}\r\n")
    for row in rows:
        said = {name: _text(str(value)) for name, value in zip(names, row, strict=True) if value not in (None, "")}
        component = _event(said) if "at" in names else _todo(said)
        for name, value in said.items():
            component.add(OWN + name.upper().replace("_", "-"), vText(value))
        file.write(str(component.to_ical(), "utf-8"))
    file.write("END:VCALENDAR\r\n")


def _event(said: Mapping[str, str]) -> Component:
    # sanctioned deferral: only who writes a calendar needs what writes one
    from icalendar import Event

    event = Event()
    begin = _instant(said.get("at", ""))
    event.add("uid", f"touch-{said.get('key', '').lstrip('@')}@kamtui")
    event.add("dtstamp", _stamp(begin))
    if begin is not None:
        event.add("dtstart", begin)
    if isinstance(begin, dt.datetime) and said.get("minutes", "").isdecimal():
        event.add("duration", dt.timedelta(minutes=min(int(said["minutes"]), LONGEST)))
    event.add("summary", f"{_account(said)}: {said.get('summary') or said.get('kind', '')}")
    event.add("status", TOUCH_STATES.get(said.get("state", ""), "CONFIRMED"))
    event.add("categories", [said.get("kind", "")])
    return event


def _todo(said: Mapping[str, str]) -> Component:
    # sanctioned deferral: only who writes a calendar needs what writes one
    from icalendar import Todo

    todo = Todo()
    due = _instant(said.get("due", ""))
    todo.add("uid", f"task-{said.get('id', '')}@kamtui")
    todo.add("dtstamp", _stamp(due))
    if due is not None:
        todo.add("due", due)
    todo.add("summary", f"{_account(said)}: {said.get('title', '')}")
    todo.add("status", TASK_STATES.get(said.get("state", ""), "CANCELLED"))
    if (done := _instant(said.get("done_on", ""))) is not None:
        todo.add("completed", _stamp(done))
    if "result" in said:
        todo.add("description", said["result"])
    return todo


def _account(said: Mapping[str, str]) -> str:
    return said.get("account_name") or said.get("account") or "?"


def _instant(text: str) -> dt.date | None:
    """A day or an instant; None where another tool wrote something else."""
    try:
        return dt.date.fromisoformat(text) if len(text) == len("2026-01-01") else dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def _stamp(day: dt.date | None) -> dt.datetime:
    """The same whenever it is written: what has not changed is the same text again."""
    if isinstance(day, dt.datetime):
        return day
    return dt.datetime.combine(day or dt.date(1970, 1, 1), dt.time(), dt.UTC)


def _text(value: str) -> str:
    """Text as iCalendar may hold it: no control characters but the ends of lines."""
    return _UNWRITABLE.sub(" ", value.replace("\r\n", "\n").replace("\r", "\n"))
