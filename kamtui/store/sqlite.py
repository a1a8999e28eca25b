"""The one SQLite library of this process; everything imports it from here.

pysqlite3 carries a current SQLite with the WAL-reset bug fixed (SQLite 3.7.0-3.51.2 have it), and sqlite-utils picks
it up by itself. Two libraries in one process silently lose commits, because closing one library's file handle drops
the POSIX locks of the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import pysqlite3 as sqlite3
    except ImportError:
        import sqlite3

Connection = sqlite3.Connection
Row = tuple[object, ...]

WAL_RESET_FIXED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))


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


def has_wal_reset_bug() -> bool:
    """Whether this SQLite can lose commits when one program checkpoints in a loop while others write."""
    version = sqlite3.sqlite_version_info
    return version < WAL_RESET_FIXED[0] and not any(
        version[:2] == fixed[:2] and version >= fixed for fixed in WAL_RESET_FIXED[1:]
    )


__all__ = ["Connection", "Row", "has_wal_reset_bug", "sqlite3", "transaction"]
