"""iCalendar files as a sheet of touches: meetings that were, meetings to come, and those of a series within a window.

Who was invited stands as "mailto:" in the column of contacts: whoever the book knows by that address says which
account it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from itertools import islice
from pathlib import Path, PurePath

from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer import ours
from kamtui.ops.transfer.calendarblocks import Block, blocks, zones, zones_of
from kamtui.ops.transfer.calendarevents import BROKEN, Event, parsed
from kamtui.ops.transfer.calendarseries import MOST, counted, has_ended, refusal
from kamtui.ops.transfer.contentlines import as_ascii_based
from kamtui.ops.transfer.sheets import CHUNK_ROWS, Chunk, Rejected, Sheet

LARGEST = 64 << 20
"""Bytes of a file, which is held as a whole."""

PAST_DAYS, AHEAD_DAYS = 731, 92
"""Of a series what lies within so many days is taken; a single meeting is, whenever it was."""

LONGEST = 10_080
"""Minutes of the longest touch that a book keeps."""

MOST_VAIN = 300
"""Series without a meeting in that time that are counted out: it takes long to find none."""

LONGEST_SUMMARY, LONGEST_KEY, MOST_INVITED = 2_000, 500, 300

_HEADER = ours.columns("touches")


def is_calendar(head: bytes) -> bool:
    """Whether a file begins as a calendar, or as a piece of one."""
    start = as_ascii_based(head).lstrip().upper()
    return start.startswith(b"BEGIN:") and not start.startswith(b"BEGIN:VCARD")


def sheets(
    file: str, path: Path, *, today: dt.date, zone: dt.tzinfo, encoding: str = "", has_account: bool = True
) -> Sequence[Sheet]:
    """The meetings of a file; times without a zone are those of `zone`. Raises BadInput.

    `has_account`: it is said of which account they all are; else those to which nobody was invited are left out.
    """
    if path.stat().st_size > LARGEST:
        raise BadInput(t("{file} is too large for a calendar", file=file))
    data = as_ascii_based(path.read_bytes())
    try:
        text = data.decode(encoding or "utf-8")
    except (UnicodeDecodeError, LookupError):
        text = data.decode("cp1252", "replace")
    meetings = _Meetings(file, text.replace("\r\n", "\n").replace("\r", "\n"), today, zone, has_account=has_account)
    notes = () if meetings.has_any else (t("there is no meeting in it"),)
    name = PurePath(file).stem
    return [Sheet(file=file, name=name, header=_HEADER, read=meetings.chunks, notes=notes, by_machine=True)]


class _Meetings:
    """The events of a calendar, read one by one: what is broken in one spoils none of the others."""

    def __init__(self, file: str, text: str, today: dt.date, zone: dt.tzinfo, *, has_account: bool) -> None:
        self._text = text
        self._file = file
        self._zone = zone
        self._today = today
        self._has_account = has_account
        self._vain = 0
        self._first = today - dt.timedelta(days=PAST_DAYS)
        self._last = today + dt.timedelta(days=AHEAD_DAYS)
        self._zones = zones(text)

    @property
    def has_any(self) -> bool:
        """Whether there is an event or a to-do at all."""
        return any(block.name != "VTIMEZONE" for block in blocks(self._text))

    def chunks(self) -> Iterator[Chunk]:
        """The meetings as rows of the list of touches, the others as rejected; the line is that of the event."""
        rows = self._rows()
        while block := list(islice(rows, CHUNK_ROWS)):
            good = [(line, row) for line, row in block if isinstance(row, list)]
            bad = [Rejected(self._file, line, row, ()) for line, row in block if isinstance(row, str)]
            yield Chunk([line for line, _ in good], [row for _, row in good], bad)

    def _rows(self) -> Iterator[tuple[int, list[str] | str]]:
        """The line, and the cells of a touch or why there is none."""
        moved = self._moved()
        for block in blocks(self._text):
            if block.name == "VTODO":
                yield block.line, t("a to-do: only meetings become touches")
            elif block.name == "VEVENT":
                yield from ((block.line, row) for row in self._of_block(block, moved))

    def _of_block(self, block: Block, moved: dict[str, set[str]]) -> Iterator[list[str] | str]:
        if not block.has_end or not block.text:
            yield t("the event has no END") if not block.has_end else t("the event is too large")
            return
        event = parsed(zones_of(block, self._zones), block.text)
        if event is None:
            yield t("there is no day on which it begins")
            return
        try:
            yield from self._of(event, moved)
        except BROKEN as error:
            yield t("it cannot be read as a meeting: {reason}", reason=error)

    def _moved(self) -> dict[str, set[str]]:
        """UID -> the meetings of the series that stand in the file by themselves."""
        moved: dict[str, set[str]] = {}
        for block in blocks(self._text):
            is_one = block.name == "VEVENT" and block.has_end and "RECURRENCE-ID" in block.text.upper()
            event = parsed(zones_of(block, self._zones), block.text) if is_one else None
            if event is not None and event.replaced is not None:
                with suppress(*BROKEN):
                    moved.setdefault(event.uid, set()).add(self._moment(event.replaced))
        return moved

    def _of(self, event: Event, moved: dict[str, set[str]]) -> Iterator[list[str] | str]:
        if event.own:
            yield [event.own.get(field, "") for field in _HEADER]
            return
        if not event.invited and not self._has_account:
            yield t("nobody was invited: no account; a map file names one for all ([constants] account = …)")
            return
        if len(event.invited) > MOST_INVITED:
            yield t("only the first {count} who were invited are taken", count=MOST_INVITED)
        uid = event.uid or f"{event.summary}@{self._moment(event.start)}"
        if event.replaced is not None:
            yield self._row(event, event.start, f"{uid}/{self._moment(event.replaced)}")
        elif not event.rules and not event.more:
            yield self._row(event, event.start, uid)
        elif reason := refusal(event.rules, event.start):
            yield reason
        elif self._vain >= MOST_VAIN:
            yield t("not looked at: {count} series before it had no meeting in that time", count=MOST_VAIN)
        else:
            yield from self._series(event, uid, moved.get(uid, set()))

    def _series(self, event: Event, uid: str, moved: set[str]) -> Iterator[list[str] | str]:
        left_out = moved | {self._moment(each) for each in event.left_out}
        found = list(islice(counted(event.start, event.rules, event.more, self._first, self._last), MOST + 1))
        self._vain += not found and not has_ended(event.rules, self._first)
        if not found:
            yield t("a series without a meeting from {first} to {last}", first=self._first, last=self._last)
        if len(found) > MOST:
            yield t("only the first {count} meetings of the series are taken", count=MOST)
        for each in found[:MOST]:
            moment = self._moment(each)
            if moment not in left_out:
                yield self._row(event, each, f"{uid}/{moment}")

    def _moment(self, instant: dt.date) -> str:
        """A day, or an instant in UTC, as it stands in the column and in keys."""
        if not isinstance(instant, dt.datetime):
            return instant.isoformat()
        aware = instant if instant.tzinfo is not None else instant.replace(tzinfo=self._zone)
        return aware.astimezone(dt.UTC).isoformat(timespec="minutes").replace("+00:00", "Z")

    def _row(self, event: Event, start: dt.date, key: str) -> list[str]:
        day = start.date() if isinstance(start, dt.datetime) else start
        minutes = event.minutes or 0
        values = {
            "contact": ";".join(f"mailto:{address}" for address in event.invited[:MOST_INVITED]),
            "at": self._moment(start),
            "kind": "meeting",
            "minutes": str(minutes) if 0 < minutes <= LONGEST else "",
            "state": "cancelled" if event.is_off else "done" if day < self._today else "scheduled",
            "summary": event.summary[:LONGEST_SUMMARY],
            "key": key if len(key) <= LONGEST_KEY else sha256(key.encode("utf-8", "replace")).hexdigest(),
        }
        return [values.get(field, "") for field in _HEADER]
