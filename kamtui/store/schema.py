"""Which schema this program speaks, and how a book comes to it."""

from __future__ import annotations

import datetime as dt
from itertools import chain, count
from pathlib import Path

from kamtui.errors import BadBook, NotABook, TooNew
from kamtui.i18n import t
from kamtui.store.sqlite import Connection, transaction

SCHEMA_VERSION = 10
"""The number of migrations; the file's `PRAGMA user_version`."""

APPLICATION_ID = 0x4B414D31
"""'KAM1' in the file's header: how a book is told from any other SQLite file."""


def create(conn: Connection, *, name: str, currency: str, fiscal_start: int, today: dt.date) -> None:
    """Make the empty file behind `conn` a book."""
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    with transaction(conn):
        _migrate(conn)
        conn.execute(
            "INSERT INTO book (id, name, currency, fiscal_start, created_at) VALUES (1, ?, ?, ?, ?)",
            (name, currency, fiscal_start, today.isoformat()),
        )
        conn.execute("INSERT INTO standing_day (id, on_date) VALUES (1, ?)", (today.isoformat(),))


def version(conn: Connection) -> int:
    """The schema version of the file behind `conn`; raises NotABook and TooNew."""
    (application,) = conn.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise NotABook(t("this SQLite file belongs to another program; it is not a book"))
    (found,) = conn.execute("PRAGMA user_version").fetchone()
    if found > SCHEMA_VERSION:
        raise TooNew(
            t(
                "this book was written by a newer kamtui (schema {found}, this one knows {known}); upgrade kamtui",
                found=found,
                known=SCHEMA_VERSION,
            )
        )
    return int(found)


def ensure_current(conn: Connection, path: Path, *, readonly: bool = False) -> None:
    """Bring the book to SCHEMA_VERSION: a verified backup beside it first, then all migrations in one transaction.

    Several programs may arrive together: the first one migrates, the others find it done. On failure the book is as
    it was before.
    """
    if version(conn) == SCHEMA_VERSION:
        return
    if readonly:
        raise BadBook(t("this book must be upgraded, which needs the right to write to {path}", path=path))
    # imported late: only an upgrade pays for sqlite-utils, and the backup module needs an open book
    from kamtui.store import backups, locks

    with locks.held(path.with_name(path.name + ".lock")):
        found = version(conn)
        if found == SCHEMA_VERSION:
            return
        backups.write(conn, _unused(path.with_name(f"{path.name}.before-{SCHEMA_VERSION}-from-{found}")))
        # transform() rewrites tables that others point to; the keys are checked again before the commit
        conn.execute("PRAGMA foreign_keys = OFF")
        try:
            with transaction(conn):
                _migrate(conn)
                broken = conn.execute("PRAGMA foreign_key_check").fetchall()
                if broken:
                    message = t("the upgrade would break {count} references; the book is unchanged", count=len(broken))
                    raise BadBook(message)
        finally:
            conn.execute("PRAGMA foreign_keys = ON")


def _unused(path: Path) -> Path:
    """The path, with a number behind it where an upgrade that failed left its backup there."""
    numbered = (path.with_name(f"{path.name}.{number}") for number in count(2))
    return next(name for name in chain([path], numbered) if not name.exists())


def _migrate(conn: Connection) -> None:
    # sanctioned deferral: sqlite_utils costs 200 ms and only creating or upgrading a book needs it
    from sqlite_utils import Database

    from kamtui.store.migrations import migrations

    migrations.apply(Database(conn, execute_plugins=False))
    conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
