"""What people and scripts were told was saved, and whether the book has all of it, once and no more."""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from kamtui.store.sqlite import Connection

TOKEN = re.compile(r"\b[ps]\d\dn\d{5}\b")
"""What every write of a crowd carries: whose it is and its number."""

TEXTS = {"touch": "summary", "task": "title"}
"""Tables whose rows are counted, and where the token stands in them."""


class Kind(StrEnum):
    """How a write was asked for."""

    TOUCH = "touch"
    STATUS = "status"
    TASK = "task"
    EDIT = "edit"
    IMPORT = "import"
    LOST_LINE = "kept line"
    """A touch that was typed before its session was killed, and saved in the next one."""


class Write(NamedTuple):
    """Something that somebody tried to write."""

    kind: Kind
    rows: int = 1
    change: int | None = None
    """Its number, where whoever wrote it was told."""
    is_acknowledged: bool = False


class Ledger:
    """Everything that was tried, by its token; filled by many threads."""

    def __init__(self) -> None:
        self.writes: dict[str, Write] = {}
        self.undone: set[int] = set()
        """Changes that somebody was told are undone."""
        self.told_otherwise: list[str] = []
        """Sentences that somebody got instead of what they asked for."""
        self._guard = threading.Lock()

    def tried(self, token: str, kind: Kind, rows: int = 1) -> None:
        """Somebody asks for this now; whether it is saved is not known yet."""
        with self._guard:
            self.writes[token] = Write(kind, rows)

    def saved(self, token: str, change: int | None = None, kind: Kind | None = None) -> None:
        """Somebody was told that it is saved."""
        with self._guard:
            write = self.writes[token]
            self.writes[token] = write._replace(is_acknowledged=True, change=change, kind=kind or write.kind)

    def taken_back(self, change: int) -> None:
        """Somebody was told that a change is undone."""
        with self._guard:
            self.undone.add(change)

    def refused(self, sentence: str) -> None:
        """Somebody was told something else than that it is saved."""
        with self._guard:
            self.told_otherwise.append(sentence)

    @property
    def acknowledged(self) -> dict[str, Write]:
        return {token: write for token, write in self.writes.items() if write.is_acknowledged}

    def faults(self, conn: Connection) -> Iterator[str]:
        """What the book has not, has twice, or has and should not have."""
        undoing = dict(conn.execute("SELECT undoes, id FROM change WHERE undoes IS NOT NULL AND state = 'done'"))
        yield from (f"change {change} was to be undone and is not" for change in sorted(self.undone - undoing.keys()))
        changes = _changes(conn)
        rows = _rows(conn)
        for token, write in self.writes.items():
            made = changes.get(token, set())
            if write.kind is Kind.IMPORT:
                yield from _import_faults(token, write, undoing, rows[token])
            else:
                yield from _faults(token, write, undoing, made, rows[token])
        for token in changes.keys() | rows.keys():
            if token not in self.writes:
                yield f"{token} is in the book and nobody wrote it"


def _faults(token: str, write: Write, undoing: dict[int, int], made: set[int], rows: int) -> Iterator[str]:
    if write.is_acknowledged and not made:
        yield f"LOST: {token}, a {write.kind}, was acknowledged and is not in the journal"
    if len(made) > 1:
        yield f"{token}, a {write.kind}, was written by {len(made)} changes"
    if write.change is not None and made and write.change not in made:
        yield f"{token} was said to be change {write.change} and is {made}"
    if write.kind in (Kind.TOUCH, Kind.TASK, Kind.LOST_LINE):
        expected = len(made - undoing.keys())
        if rows != expected:
            yield f"LOST: {token}, a {write.kind}, has {rows} rows instead of {expected}"


def _import_faults(token: str, write: Write, undoing: dict[int, int], rows: int) -> Iterator[str]:
    is_undone = write.change in undoing
    allowed = {0} if is_undone else {write.rows} if write.is_acknowledged else {0, write.rows}
    if rows not in allowed:
        yield f"LOST: {token}, an import of {write.rows} rows, has {rows}"


def _changes(conn: Connection) -> dict[str, set[int]]:
    """Token -> the changes that wrote it, those that undo others left out."""
    found: dict[str, set[int]] = defaultdict(set)
    query = (
        "SELECT journal.change_id, journal.after FROM journal JOIN change ON change.id = journal.change_id"
        " WHERE change.undoes IS NULL AND change.state = 'done' AND journal.after IS NOT NULL"
    )
    for change, after in conn.execute(query):
        for token in TOKEN.findall(after):
            found[token].add(change)
    return found


def _rows(conn: Connection) -> defaultdict[str, int]:
    """Token -> how many rows have it as their text."""
    found: defaultdict[str, int] = defaultdict(int)
    for table, column in TEXTS.items():
        for (text,) in conn.execute(f"SELECT {column} FROM {table}"):
            for token in TOKEN.findall(text or ""):
                found[token] += 1
    return found
