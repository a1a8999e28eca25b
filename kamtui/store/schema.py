"""Which schema this program speaks, and how a book comes to it."""

from __future__ import annotations

import datetime as dt
from itertools import chain, count
from pathlib import Path

from kamtui import __version__
from kamtui.errors import BadBook, Busy, NotABook, TooNew
from kamtui.i18n import t
from kamtui.store.sqlite import Connection, sqlite3, transaction

SCHEMA_VERSION = 12
"""The number of migrations; the file's `PRAGMA user_version`."""

CHAINED = 11
"""From this version on the journal is a chain of hashes."""

APPLICATION_ID = 0x4B414D31
"""'KAM1' in the file's header: how a book is told from any other SQLite file."""


def create(
    conn: Connection, *, name: str, currency: str, fiscal_start: int, today: dt.date, version: int = SCHEMA_VERSION
) -> None:
    """Make the empty file behind `conn` a book; one of an older `version` is for rows that were written in it."""
    # before the log: the file itself says from its first page on whose it is
    conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    conn.execute("PRAGMA journal_mode = WAL")
    with transaction(conn):
        _migrate(conn, version)
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
    refuse_newer(found)
    return int(found)


def refuse_newer(found: int) -> None:
    """Raise TooNew for a schema that this program does not know; it could not even read it rightly."""
    if found > SCHEMA_VERSION:
        message = "this book was written by a newer kamtui (schema {found}, {version} knows {known}); upgrade kamtui"
        raise TooNew(t(message, found=found, version=__version__, known=SCHEMA_VERSION))


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
    from kamtui.store import backups, interrupted, locks

    lock = path.with_name(path.name + ".lock")
    with locks.held(lock), locks.held_if_free(interrupted.long_lock(lock)) as is_quiet:
        found = version(conn)
        if found == SCHEMA_VERSION:
            return
        if not is_quiet:
            raise Busy(
                t("this book must be upgraded, and somebody is in a long import: try again when that is through")
            )
        backups.write(conn, unused(path.with_name(f"{path.name}.before-{SCHEMA_VERSION}-from-{found}")))
        upgrade(conn)


def upgrade(conn: Connection) -> None:
    """All migrations in one transaction; the caller holds the lock and has a backup. Raises BadBook."""
    from kamtui.store import interrupted, standing

    # what a crash left half done must not be sealed as what the book says
    interrupted.take_out_all(conn)
    # transform() rewrites tables that others point to; the keys are checked again before the commit
    conn.execute("PRAGMA foreign_keys = OFF")
    try:
        with transaction(conn):
            _migrate(conn)
            standing.refresh_all(conn)
            broken = conn.execute("PRAGMA foreign_key_check").fetchall()
            if broken:
                message = t("the upgrade would break {count} references; the book is unchanged", count=len(broken))
                raise BadBook(message)
    finally:
        conn.execute("PRAGMA foreign_keys = ON")


def objects(conn: Connection) -> dict[str, str]:
    """Name -> what is said of it in the schema of a file; not of what SQLite or another tool keeps for itself."""
    rows = conn.execute("SELECT name, type, tbl_name, sql FROM main.sqlite_master").fetchall()
    return {name: f"{kind} {of} {sql}" for name, kind, of, sql in rows if not name.startswith(("sqlite_", "_"))}


def described() -> dict[str, str]:
    """The schema as this program makes it."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    try:
        _migrate(conn)
        return objects(conn)
    finally:
        conn.close()


def unused(path: Path) -> Path:
    """The path, with a number behind it where something is there already."""
    numbered = (path.with_name(f"{path.name}.{number}") for number in count(2))
    return next(name for name in chain([path], numbered) if not name.exists())


def _migrate(conn: Connection, version: int = SCHEMA_VERSION) -> None:
    # sanctioned deferral: sqlite_utils costs 200 ms and only creating or upgrading a book needs it
    from sqlite_utils import Database

    from kamtui.store.migrations import migrations

    db = Database(conn, execute_plugins=False)
    later = [each.name for each in migrations.pending(db)][version:] if version < SCHEMA_VERSION else []
    migrations.apply(db, stop_before=later[0] if later else None)
    conn.execute(f"PRAGMA user_version = {version}")
