"""A long change that a crash cut off: taken out at the next open, as if it had never begun."""

from __future__ import annotations

from pathlib import Path

from kamtui.store import chain, journal, locks, standing
from kamtui.store.sqlite import Connection, sqlite3, transaction

_CRASHED = "SELECT id FROM change WHERE state = 'open' AND id NOT IN (SELECT change_id FROM chain)"
"""SQL: what is in the chain was finished, and somebody else marked it open."""


def has_open_change(conn: Connection) -> bool:
    """Whether a change of several transactions has not reached its last one."""
    return conn.execute(f"{_CRASHED} LIMIT 1").fetchone() is not None


def roll_back_open_change(conn: Connection, lock_path: Path) -> None:
    """Take out what a crashed long change left; one that is still running keeps its own lock and is left alone."""
    with locks.held_if_free(long_lock(lock_path)) as crashed:
        pass
    if crashed:
        with locks.held(lock_path):
            erase_crashed(conn, lock_path)


def erase_crashed(conn: Connection, lock_path: Path) -> None:
    """As `roll_back_open_change`, for a caller who holds the write lock."""
    with locks.held_if_free(long_lock(lock_path)) as crashed:
        if crashed:
            for (key,) in conn.execute(_CRASHED).fetchall():
                erase(conn, key)


def erase(conn: Connection, change: int) -> None:
    """Take a change out of the book as if it had never begun; one that is finished after all stays."""
    if conn.execute(f"{_CRASHED} AND id = ?", (change,)).fetchone() is None:
        return
    try:
        with transaction(conn):
            _take_out(conn, change)
            standing.refresh_all(conn)
    except sqlite3.IntegrityError:
        # somebody has built on the half that was there: it stays, as a change that can be looked at and undone
        with transaction(conn):
            conn.execute("UPDATE change SET state = 'done', note = 'interrupted' WHERE id = ?", (change,))
            chain.append_as_kept(conn, change)


def take_out_all(conn: Connection) -> None:
    """Take every change that a crash left open out of a book that is about to be upgraded; the write lock is held."""
    for (change,) in conn.execute("SELECT id FROM change WHERE state = 'open'").fetchall():
        try:
            with transaction(conn):
                _take_out(conn, change)
        except sqlite3.IntegrityError:
            conn.execute("UPDATE change SET state = 'done', note = 'interrupted' WHERE id = ?", (change,))


def _take_out(conn: Connection, change: int) -> None:
    for entry in journal.entries(conn, change):
        _erase_entry(conn, entry)
    conn.execute("DELETE FROM journal WHERE change_id = ?", (change,))
    conn.execute("DELETE FROM change WHERE id = ?", (change,))


def _erase_entry(conn: Connection, entry: journal.Entry) -> None:
    table = entry.table
    if entry.is_block and entry.packed:
        columns, rows = journal.unpack(entry.packed)
        marks = ", ".join("?" * len(columns))
        conn.executemany(f"INSERT INTO main.{table} ({', '.join(columns)}) VALUES ({marks})", rows)
    elif entry.before is None:
        conn.execute(f"DELETE FROM main.{table} WHERE id BETWEEN ? AND ?", (entry.row, entry.last))
    else:
        names, marks = ", ".join(entry.before), ", ".join("?" * len(entry.before))
        conn.execute(f"REPLACE INTO main.{table} ({names}) VALUES ({marks})", tuple(entry.before.values()))


def long_lock(lock_path: Path) -> Path:
    """The lock that a long change holds from its first pause to its end; free means that it crashed."""
    return lock_path.with_name(lock_path.name + ".long")
