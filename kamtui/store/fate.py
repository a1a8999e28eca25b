"""What became of a change whose COMMIT failed: SQLite reports the error, and what it wrote may still be there.

A sync that fails leaves the frames of the change in the write-ahead log. They are no part of the book for those who
have it open, and are found and taken for a saved change when the log is read anew. One more transaction settles it: it
is written over those frames, or behind them.
"""

from __future__ import annotations

from kamtui.store.chain import Link
from kamtui.store.sqlite import Connection, sqlite3, transaction

_NOT_WRITTEN = frozenset({"SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_NOMEM"})
"""Errors after which no frame says that the change is complete: that is the last one to be written."""


def is_certain(error: sqlite3.DatabaseError) -> bool:
    """Whether an error of COMMIT alone says that nothing was saved."""
    return isinstance(error, sqlite3.IntegrityError) or name_of(error) in _NOT_WRITTEN


def may_be_saved(error: sqlite3.DatabaseError) -> bool:
    """Whether the disk failed in a way that leaves open what became of what was written."""
    # a copy over the book fails without the name
    return not is_certain(error) and (name_of(error).startswith("SQLITE_IOERR") or "disk I/O error" in str(error))


def is_there(conn: Connection, link: Link) -> bool:
    """Whether a change is in the book, from now on for good; the caller holds the write lock.

    `conn` must have been opened after the error. Raises sqlite3.DatabaseError where the disk goes on failing: then
    nobody can say.
    """
    (version,) = conn.execute("PRAGMA user_version").fetchone()
    with transaction(conn):
        # writes a page whatever stands in it already; an UPDATE to the same value would not
        conn.execute(f"PRAGMA user_version = {version}")
    found = conn.execute("SELECT 1 FROM chain WHERE change_id = ? AND hash = ?", (link.change_id, link.hash)).fetchone()
    if found is not None:
        # after a sync that failed the system may take for written what is not: it is written once more, elsewhere
        conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return found is not None


def name_of(error: sqlite3.DatabaseError) -> str:
    """SQLite's name of an error; "" where Python does not tell."""
    return str(getattr(error, "sqlite_errorname", ""))
