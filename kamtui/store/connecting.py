"""A connection to the file of a book, as every thread that reads or writes must have it."""

from __future__ import annotations

from pathlib import Path

from kamtui.store.sqlite import Connection, refuse_two_libraries, sqlite3

BUSY_TIMEOUT_MS = 10_000


def connect(path: Path, *, readonly: bool) -> Connection:
    """Durable, with foreign keys, trusting nothing in the file. Raises sqlite3.DatabaseError."""
    refuse_two_libraries()
    mode = "ro" if readonly else "rw"
    conn = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        # closed by Book.close() from whichever thread leaves last; each thread uses only its own
        check_same_thread=False,
    )
    conn.text_factory = _readable
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "synchronous = FULL",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "temp_store = MEMORY",
    ):
        conn.execute(f"PRAGMA {pragma}")
    return conn


def copied(conn: Connection) -> Connection:
    """A private copy of what `conn` reads, in SQLite's own temporary database; it is gone when it is closed."""
    copy = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    copy.text_factory = _readable
    # nothing of it is kept, so nothing need be safe
    copy.execute("PRAGMA journal_mode = OFF")
    conn.backup(copy)
    for pragma in ("journal_mode = MEMORY", "foreign_keys = ON", "trusted_schema = OFF", "temp_store = MEMORY"):
        copy.execute(f"PRAGMA {pragma}")
    return copy


def _readable(raw: bytes) -> str:
    """Text of a cell; what another tool wrote as broken UTF-8 must not kill a whole list."""
    return raw.decode("utf-8", "replace")
