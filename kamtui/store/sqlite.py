"""The one SQLite library of this process; everything imports it from here.

pysqlite3 carries a current SQLite with the WAL-reset bug fixed (SQLite 3.7.0-3.51.2 have it), and sqlite-utils picks
it up by itself. Two libraries in one process silently lose commits, because closing one library's file handle drops
the POSIX locks of the other.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kamtui.errors import BadBook
from kamtui.i18n import t

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import pysqlite3 as sqlite3
    except ImportError:
        import sqlite3
    # whoever says `import sqlite3` after this, sqlite-utils for one, gets the same library
    sys.modules.setdefault("sqlite3", sqlite3)

Connection = sqlite3.Connection
Row = tuple[object, ...]

WAL_RESET_FIXED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))

_LIBRARIES = {"_sqlite3", "pysqlite3._sqlite3"}
_KEEPS_TO_ITSELF = "coverage"
"""Loads the other library for a file of its own, and never opens a book."""


def refuse_two_libraries() -> None:
    """Raise BadBook where a second SQLite library is loaded: a book that both open loses commits."""
    if sys.modules.keys() >= _LIBRARIES and _KEEPS_TO_ITSELF not in sys.modules:
        raise BadBook(t("two SQLite libraries are loaded in this program; a book is opened by one only"))


@contextmanager
def transaction(conn: Connection) -> Iterator[None]:
    """BEGIN IMMEDIATE around the body: committed, or rolled back when it raises. The caller holds the write lock."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:  # SQLite has ended it by itself after some errors
            conn.execute("ROLLBACK")
        raise


@contextmanager
def one_moment(conn: Connection) -> Iterator[None]:
    """Let every read of the body see the file as it is at the first; short, because old pages are kept so long."""
    conn.execute("BEGIN")
    try:
        yield
    finally:
        conn.execute("ROLLBACK")


def has_wal_reset_bug() -> bool:
    """Whether this SQLite can lose commits when one program checkpoints in a loop while others write."""
    return has_bug(sqlite3.sqlite_version_info)


def has_bug(version: tuple[int, ...]) -> bool:
    """Whether an SQLite of that version has the WAL-reset bug."""
    return version < WAL_RESET_FIXED[0] and not any(
        version[:2] == fixed[:2] and version >= fixed for fixed in WAL_RESET_FIXED[1:]
    )


__all__ = ["Connection", "Row", "has_wal_reset_bug", "one_moment", "refuse_two_libraries", "sqlite3", "transaction"]
