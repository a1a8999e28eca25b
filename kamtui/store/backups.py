"""Backups: a copy counts only after it has been opened and compared."""

from __future__ import annotations

import os
from pathlib import Path

from kamtui.errors import BadBook, Damaged, NotABook
from kamtui.i18n import t
from kamtui.store import locks
from kamtui.store.sqlite import Connection, sqlite3


def write(conn: Connection, target: Path) -> Path:
    """A verified copy of the open book at `target`, readable by its owner only; an existing file is refused.

    Written under another name, opened, checked, compared row by row in number, synced, and only then renamed: a copy
    that was cut off half way never carries the name of a backup. Raises BadBook or Damaged.
    """
    if target.exists() or target.is_symlink():
        raise BadBook(t("{path} exists already; name another file", path=target))
    partial = target.with_name(target.name + ".part")
    handle = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    os.close(handle)
    try:
        copy = sqlite3.connect(partial, isolation_level=None)
        # one read transaction around the copy and the count, so that others may write meanwhile
        conn.execute("BEGIN")
        try:
            expected = counts(conn)
            conn.backup(copy)
            # a copy in rollback mode is one file: nothing beside it can be forgotten
            copy.execute("PRAGMA journal_mode = DELETE")
            verify(copy, partial)
            if counts(copy) != expected:
                raise Damaged(t("the copy at {path} is not whole; no backup was made", path=target))
        finally:
            conn.execute("ROLLBACK")
            copy.close()
        _sync(partial)
        os.rename(partial, target)
        _sync(target.parent)
    finally:
        partial.unlink(missing_ok=True)
    return target


def restore(conn: Connection, source: Path) -> None:
    """Put a backup in the place of the open book, through SQLite, so that other sessions see it.

    The caller holds the write lock. Raises NotABook or Damaged, and the book is unchanged then.
    """
    copy = _opened(source)
    try:
        copy.backup(conn)
    finally:
        copy.close()


def put_back(source: Path, target: Path, aside: Path) -> None:
    """Make a backup the book at `target` where there is none, or one that cannot be opened: that is moved to `aside`.

    Raises NotABook or Damaged where the backup is no good, Busy while somebody writes; nothing is moved then.
    """
    copy = _opened(source)
    partial = target.with_name(target.name + ".part")
    try:
        with locks.held(target.with_name(target.name + ".lock")):
            os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
            book = sqlite3.connect(partial, isolation_level=None)
            copy.backup(book)
            verify(book, partial)
            book.close()
            _sync(partial)
            for ending in ("", "-wal", "-shm"):
                part = target.with_name(target.name + ending)
                if part.exists():
                    os.rename(part, aside.with_name(aside.name + ending))
            os.rename(partial, target)
            _sync(target.parent)
    finally:
        copy.close()
        partial.unlink(missing_ok=True)
    book = sqlite3.connect(target, isolation_level=None)
    book.execute("PRAGMA journal_mode = WAL")
    book.close()


def _opened(source: Path) -> Connection:
    """A backup opened for reading, once it has been found whole."""
    try:
        copy = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        verify(copy, source)
    except sqlite3.DatabaseError as error:
        raise NotABook(t("{path} is not a backup of a book ({reason})", path=source, reason=error)) from None
    return copy


def verify(conn: Connection, path: Path) -> None:
    """Raise unless the file behind `conn` is a whole book: right kind, no damage, every reference resolves."""
    from kamtui.store import schema

    schema.version(conn)
    problems = [text for (text,) in conn.execute("PRAGMA integrity_check(5)") if text != "ok"]
    if problems:
        raise Damaged(t("{path} is damaged: {reason}", path=path, reason=problems[0]))
    if conn.execute("PRAGMA foreign_key_check").fetchone():
        raise Damaged(t("{path} is damaged: a reference leads nowhere", path=path))
    if conn.execute("SELECT count(*) FROM book").fetchone() != (1,):
        raise NotABook(t("{path} is not a whole book", path=path))


def counts(conn: Connection) -> dict[str, int]:
    """Table -> number of rows."""
    tables = conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    return {name: conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
