"""Backups: a copy counts only after it has been opened, compared with the book and checked row by row."""

from __future__ import annotations

import datetime as dt
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain as chained
from itertools import count
from pathlib import Path
from typing import NamedTuple

from kamtui.errors import BadBook, BadInput, Busy, Damaged, NotABook
from kamtui.i18n import t
from kamtui.store import anchor, beside, chain, locks, schema, verify
from kamtui.store.book import Book
from kamtui.store.interrupted import long_lock
from kamtui.store.refusals import SENSELESS
from kamtui.store.sqlite import Connection, sqlite3
from kamtui.store.tx import instant

KEPT = "24h,14d,12m"
"""How many copies stay when nobody says otherwise: one for each of so many hours, days and months."""

_STAMP = "%Y%m%d-%H%M%SZ"
"""In UTC, so that names sort by time through every change of the clock."""

_STALE = dt.timedelta(days=1)
"""An unfinished copy that is older belongs to nobody who still runs."""

_PERIODS = {"h": "%Y%m%d%H", "d": "%Y%m%d", "m": "%Y%m"}


class Copy(NamedTuple):
    """A backup in a folder."""

    path: Path
    at: dt.datetime
    size: int


class Facts(NamedTuple):
    """What a backup holds."""

    name: str
    schema: int
    changes: int
    newest: str
    """When the newest change in it was made; "" where none was."""


def write(conn: Connection, target: Path) -> list[verify.Fault]:
    """Copy the open book to `target`, readable by its owner only; an existing file is refused.

    Written under another name, opened, compared with the book, checked row by row, synced, and only then renamed: a
    copy that was cut off half way never carries the name of a backup. Returns what is wrong with the book itself, which
    is faithfully in the copy. Raises BadBook or Damaged.
    """
    if os.path.lexists(target):
        raise BadBook(t("{path} exists already; name another file", path=target))
    with _partial(target) as partial:
        with closing(sqlite3.connect(partial, isolation_level=None)) as copy:
            # a copy that fails is thrown away, so it needs no journal; and in the end nothing lies beside it
            copy.execute("PRAGMA journal_mode = OFF")
            # one read transaction around the copy and the comparison, so that others may write meanwhile
            conn.execute("BEGIN")
            try:
                expected = _root(conn)
                conn.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
                check(copy, partial)
                if _root(copy) != expected:
                    raise Damaged(t("the copy at {path} is not whole; no backup was made", path=target))
                faults = _faults(copy)
                if faults and faults != _faults(conn):
                    raise Damaged(t("the copy at {path} is not whole; no backup was made", path=target))
            finally:
                conn.execute("ROLLBACK")
        _sync(partial)
        os.rename(partial, target)
    _sync(target.parent)
    return faults


def take_name(unverified: Path, target: Path) -> Path:
    """Give a copy that turned out to be good the name of a backup, or the next free one; returns what it got."""
    target = free(target)
    os.rename(unverified, target)
    _sync(target.parent)
    return target


def name(book: Path, now: dt.datetime) -> str:
    """The name of a backup that is made now."""
    return f"{book.name}.backup-{now.astimezone(dt.UTC).strftime(_STAMP)}"


def name_unverified(book: Path, now: dt.datetime) -> str:
    """The name of a copy of a book that is not what its journal says; it does not count as a backup."""
    return f"{book.name}.unverified-{now.astimezone(dt.UTC).strftime(_STAMP)}"


def free(path: Path) -> Path:
    """The name itself, or with -2, -3 ... behind it where copies were made before within this second."""
    numbered = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return next(name for name in chained([path], numbered) if not os.path.lexists(name))


def listed(folder: Path, book_name: str) -> list[Copy]:
    """The backups of a book in a folder, the oldest first: by their names, which only whole copies get."""
    pattern, found = re.compile(re.escape(book_name) + r"\.backup-(\d{8}-\d{6}Z)(?:-(\d+))?"), []
    with suppress(OSError):
        for path in folder.iterdir():
            match = pattern.fullmatch(path.name)
            if match is None:
                continue
            with suppress(OSError, ValueError):
                info = os.lstat(path)
                at = dt.datetime.strptime(match[1], _STAMP).replace(tzinfo=dt.UTC)
                if stat.S_ISREG(info.st_mode) and info.st_size:
                    found.append((at, int(match[2] or 1), Copy(path, at, info.st_size)))
    return [copy for *_, copy in sorted(found)]


def facts(path: Path) -> Facts | None:
    """What a backup holds; None where it is none, or none that can be read."""
    try:
        with closing(_connected(path)) as conn:
            version = schema.version(conn)
            (called,) = conn.execute("SELECT name FROM book").fetchone()
            changes, last = conn.execute("SELECT count(*), ifnull(max(at), '') FROM change").fetchone()
    except (*SENSELESS, BadBook):
        return None
    return Facts(called, version, changes, last)


def keep(text: str) -> dict[str, int]:
    """Of "24h,14d,12m": how many hours, days and months keep a copy. Raises BadInput."""
    found = dict[str, int]()
    for word in text.replace(" ", "").split(","):
        match = re.fullmatch(r"(\d{1,4})([hdm])", word)
        if match is None:
            raise BadInput(t("'{text}' is not like 24h,14d,12m: hours, days and months that keep a copy", text=text))
        found[match[2]] = int(match[1])
    return found


def thin(folder: Path, book_name: str, periods: dict[str, int], now: dt.datetime) -> list[Path]:
    """Delete the backups of a book that no period keeps; returns them. The newest always stays.

    Only whole copies count, and only what carries the name of one of this book's backups is deleted.
    """
    copies = [copy for copy in listed(folder, book_name) if facts(copy.path) is not None]
    kept = {copy.path for copy in copies[-1:]}
    for unit, number in periods.items():
        last = {copy.at.strftime(_PERIODS[unit]): copy.path for copy in copies}
        kept |= {last[period] for period in sorted(last)[-number:]} if number else set()
    gone = [copy.path for copy in copies if copy.path not in kept]
    for path in gone:
        path.unlink()
    _sweep(folder, book_name, now)
    return gone


def restore(book: Book, source: Path) -> list[verify.Fault]:
    """Put a backup in the place of the open book, through SQLite, so that other sessions see it.

    An older backup is upgraded on the way. Returns what is wrong with the backup itself. Raises NotABook, Damaged or
    TooNew, and Busy while somebody imports; the book is unchanged then.
    """
    with _upgraded(source, book.path) as copy:
        faults = _faults(copy)
        with book.exclusive() as conn, locks.held_if_free(long_lock(beside_lock(book.path))) as is_quiet:
            if not is_quiet:
                raise Busy(t("somebody is in a long import; try again when that is through"))
            copy.backup(conn)
            with suppress(OSError):
                anchor.append(book.path, conn, chain.head(conn), instant(book.clock.now()), anchor.RESTORED, book.who)
    book.begin_day()
    return faults


def put_back(source: Path, target: Path, aside: Path, *, who: str, now: dt.datetime) -> None:
    """Make a backup the book at `target` where there is none, or one that cannot be opened: that is moved to `aside`.

    Raises NotABook or Damaged where the backup is no good, Busy while somebody writes; nothing is moved then.
    """
    mode = stat.S_IMODE(os.lstat(target).st_mode) & beside.ALLOWED if os.path.lexists(target) else None
    if mode is None or not stat.S_ISREG(os.lstat(target).st_mode):
        mode = 0o660 if os.stat(target.parent).st_mode & stat.S_ISGID else 0o600
    with _upgraded(source, target) as copy, _partial(target) as partial:
        with closing(sqlite3.connect(partial, isolation_level=None)) as book:
            copy.backup(book)
            check(book, partial)
            last = chain.head(book)
        os.chmod(partial, mode)
        _sync(partial)
        with locks.held(beside_lock(target)):
            for ending in ("", "-wal", "-shm"):
                part = target.with_name(target.name + ending)
                if os.path.lexists(part):
                    os.rename(part, aside.with_name(aside.name + ending))
            os.rename(partial, target)
            _sync(target.parent)
            with closing(sqlite3.connect(target, isolation_level=None)) as book:
                book.execute("PRAGMA journal_mode = WAL")
                with suppress(OSError):
                    anchor.append(target, book, last, instant(now), anchor.RESTORED, who)


def check(conn: Connection, path: Path) -> None:
    """Raise unless the file behind `conn` is a whole book: right kind, no damage, every reference resolves."""
    schema.version(conn)
    problems = [text for (text,) in conn.execute("PRAGMA integrity_check(5)") if text != "ok"]
    if problems:
        raise Damaged(t("{path} is damaged: {reason}", path=path, reason=problems[0]))
    if conn.execute("PRAGMA foreign_key_check").fetchone():
        raise Damaged(t("{path} is damaged: a reference leads nowhere", path=path))
    if conn.execute("SELECT count(*) FROM book").fetchone() != (1,):
        raise NotABook(t("{path} is not a whole book", path=path))


def counts(conn: Connection) -> dict[str, int]:
    """Table -> number of rows; not of those that other tools keep for themselves."""
    tables = conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    ours = (name for (name,) in tables if not name.startswith("_"))
    return {name: conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in ours}


def beside_lock(book: Path) -> Path:
    """The lock file of a book."""
    return book.with_name(book.name + ".lock")


def _root(conn: Connection) -> tuple[object, ...]:
    """What must be the same in a copy: schema, number of rows of every table, the last link of the chain."""
    version = schema.version(conn)
    return version, counts(conn), chain.head(conn) if version >= schema.CHAINED else None


def _faults(conn: Connection) -> list[verify.Fault]:
    if schema.version(conn) < schema.CHAINED:
        return []
    return [*verify.chain_faults(conn), *verify.row_faults(conn)]


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """A new, private file beside `target` under a name that nobody can have guessed; gone after the body."""
    path = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise BadBook(t("cannot write {path}: {reason}", path=target, reason=error.strerror)) from None
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
        path.with_name(path.name + "-journal").unlink(missing_ok=True)


@contextmanager
def _upgraded(source: Path, target: Path) -> Iterator[Connection]:
    """A backup opened for reading once it was found whole; one of an older schema as an upgraded copy of it."""
    try:
        copy = _connected(source)
    except sqlite3.DatabaseError as error:
        raise NotABook(t("{path} is not a backup of a book ({reason})", path=source, reason=error)) from None
    with closing(copy):
        try:
            check(copy, source)
            is_current = schema.version(copy) == schema.SCHEMA_VERSION
        except sqlite3.DatabaseError as error:
            raise NotABook(t("{path} is not a backup of a book ({reason})", path=source, reason=error)) from None
        if is_current:
            yield copy
            return
        with _partial(target) as partial, closing(sqlite3.connect(partial, isolation_level=None)) as newer:
            newer.execute("PRAGMA journal_mode = OFF")
            copy.backup(newer)
            newer.execute("PRAGMA journal_mode = DELETE")
            schema.upgrade(newer)
            yield newer


def _connected(path: Path) -> Connection:
    info = os.lstat(path)
    if not stat.S_ISREG(info.st_mode):
        raise NotABook(t("{path} is not a regular file, so it is not a book", path=path))
    conn = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    conn.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return conn


def _sweep(folder: Path, book_name: str, now: dt.datetime) -> None:
    """Remove what copies left that were killed half way."""
    pattern = re.compile(
        re.escape(book_name) + r"\.(?:backup|unverified)-(\d{8}-\d{6}Z)(?:-\d+)?\.[0-9a-f]{8}\.part(?:-journal)?"
    )
    for path in folder.iterdir():
        match = pattern.fullmatch(path.name)
        with suppress(OSError, ValueError):
            if match and now - dt.datetime.strptime(match[1], _STAMP).replace(tzinfo=dt.UTC) > _STALE:
                path.unlink()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
