"""The anchor: a log outside the book that says which change was the last one and what its hash is.

One line for each change, only ever appended, so that the file may be made append-only (`chattr +a`). It tells what the
book cannot: that its newest changes are gone, with a lost -wal file for one, or that its chain was made anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from kamtui.store import beside as companions
from kamtui.store.chain import Link
from kamtui.store.sqlite import Connection

COMMITTED, RESTORED, ACCEPTED, BEGUN = "commit", "restored", "accepted", "begun"
"""Why a line was written: a change; a backup came in the book's place; missing changes were given up; a first line."""

_TAIL_BYTES = 1024

_SECTOR = 512
"""What a disk writes whole or not at all."""

_NOTHING = "-"
"""The hash of a book without changes."""


class Mark(NamedTuple):
    """One line: the newest change when it was written."""

    seq: int
    hash: str
    at: str
    kind: str
    who: str = ""
    """Who restored, or gave changes up."""


class Lost(NamedTuple):
    """Changes that were committed and are not in the book."""

    changes: int
    since: str
    """When the newest change that is still there was made; "" where none is."""


def beside(book: Path) -> Path:
    """The anchor of a book."""
    return book.with_name(book.name + ".anchor")


def append(book: Path, conn: Connection, link: Link | None, at: str, kind: str = COMMITTED, who: str = "") -> None:
    """Add a line on the newest change, after those for which a crash left no time; the caller holds the write lock.

    Raises OSError; the change is committed all the same.
    """
    handle = companions.opened(beside(book), book, os.O_RDWR | os.O_APPEND)
    try:
        last = _last(handle)
        if kind == COMMITTED and last is not None:
            lines = _late(conn, last, link, at)
        else:
            lines = [_line(link, at, kind if last or kind != COMMITTED else BEGUN, who)]
        # a full disk may have cut the last line
        begun = "" if _ends_a_line(handle) else "\n"
        for line in lines:
            _write(handle, begun + line)
            begun = ""
    finally:
        os.close(handle)


def newest(book: Path) -> Mark | None:
    """The last whole line; None where there is no anchor, or it may not be read."""
    with suppress(OSError):
        handle = os.open(beside(book), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            return _last(handle)
        finally:
            os.close(handle)
    return None


def marks(book: Path) -> Iterator[Mark | None]:
    """Every line, oldest first; None for one that says nothing."""
    with suppress(OSError):
        handle = os.open(beside(book), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(handle, encoding="ascii", errors="replace") as lines:
            yield from map(_mark, lines)


def lost(book: Path, conn: Connection, mark: Mark | None) -> Lost | None:
    """How many changes the anchor knows that the book does not have; `mark` is its newest, read before the book."""
    if mark is None or mark.seq == 0:
        return None
    if conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'chain'").fetchone() is None:
        return Lost(mark.seq, "")
    if _has(conn, mark):
        return None
    known = [found for found in marks(book) if found is not None]
    shared = next((found for found in reversed(known) if found.seq == 0 or _has(conn, found)), None)
    seq = 0 if shared is None else shared.seq
    found = conn.execute(
        "SELECT c.at FROM chain k JOIN change c ON c.id = k.change_id WHERE k.seq = ?", (seq,)
    ).fetchone()
    return Lost(max(1, mark.seq - seq), found[0] if found else "")


def since_restored(known: Sequence[Mark]) -> list[Mark]:
    """The lines since the book was last restored: what came before is in that line's hash, or was left behind."""
    starts = [place for place, mark in enumerate(known) if mark.kind in (RESTORED, ACCEPTED)]
    return list(known[starts[-1] :] if starts else known)


def is_writable(book: Path) -> bool:
    """Whether this user may add to the anchor."""
    try:
        os.close(os.open(beside(book), os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC))
    except OSError:
        return False
    return True


def begin_anew(book: Path) -> None:
    """Put the anchor of a book that is gone out of the way of a new one."""
    path = beside(book)
    if path.is_symlink() or path.exists():
        with suppress(OSError):
            os.replace(path, path.with_name(path.name + ".old"))


def _has(conn: Connection, mark: Mark) -> bool:
    found = conn.execute("SELECT hash FROM chain WHERE seq = ?", (mark.seq,)).fetchone()
    return found is not None and bytes(found[0]).hex() == mark.hash


def _late(conn: Connection, last: Mark, link: Link | None, at: str) -> list[str]:
    """The lines of the changes after the last line, up to `link`: of that, and of those that a crash left without."""
    if link is None:
        return []
    rows = conn.execute(
        "SELECT seq, change_id, hash FROM chain WHERE seq > ? AND seq <= ? ORDER BY seq", (last.seq, link.seq)
    )
    return [_line(Link(*row), at, COMMITTED, "") for row in rows]


def _line(link: Link | None, at: str, kind: str, who: str) -> str:
    seq, made = (0, _NOTHING) if link is None else (link.seq, link.hash.hex())
    return " ".join(filter(None, (str(seq), made, at, kind, quote(who, errors="replace")))) + "\n"


def _write(handle: int, line: str) -> None:
    """Add a line that lies in one sector, and begin a sector only once the one before is on the disk.

    So a power cut takes the last lines and leaves no gap before others; and only one line in four is waited for.
    """
    at = os.fstat(handle).st_size % _SECTOR
    if at + len(line) > _SECTOR:
        os.write(handle, b"\n" * (_SECTOR - at))
        at = 0
    if at == 0:
        os.fsync(handle)
    os.write(handle, line.encode("ascii"))


def _last(handle: int) -> Mark | None:
    size = os.fstat(handle).st_size
    tail = os.pread(handle, _TAIL_BYTES, max(0, size - _TAIL_BYTES))
    found = (_mark(line) for line in reversed(tail.decode("ascii", "replace").split("\n")[:-1]))
    return next(filter(None, found), None)


def _ends_a_line(handle: int) -> bool:
    size = os.fstat(handle).st_size
    return size == 0 or os.pread(handle, 1, size - 1) == b"\n"


def _mark(line: str) -> Mark | None:
    words = line.split()
    if not 4 <= len(words) <= 5 or not words[0].isdecimal() or len(words[0]) > 18:
        return None
    return Mark(int(words[0]), words[1], words[2], words[3], unquote(words[4]) if len(words) == 5 else "")
