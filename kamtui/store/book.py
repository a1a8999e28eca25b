"""The book: one SQLite file, opened for reading per thread and written through one door."""

from __future__ import annotations

import datetime as dt
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from kamtui.errors import BadBook, BadInput, Busy, Damaged, KamError, Missing, NotABook, TooNew
from kamtui.i18n import t
from kamtui.store import locks, schema, standing
from kamtui.store.interrupted import has_open_change, roll_back_open_change
from kamtui.store.journal import Changed, changes_since
from kamtui.store.sqlite import Connection, sqlite3
from kamtui.store.tx import Tx

BUSY_TIMEOUT_MS = 10_000


class Clock(Protocol):
    """Who tells the book what day and instant it is."""

    def today(self) -> dt.date: ...

    def now(self) -> dt.datetime: ...


class BookInfo(NamedTuple):
    """What the book says about itself."""

    name: str
    currency: str
    fiscal_start: int
    """First month of the fiscal year, 1-12."""
    created_at: str


class Book:
    """One open book for one author; every thread gets its own connection."""

    def __init__(self, path: Path, who: str, clock: Clock, *, readonly: bool = False) -> None:
        self.path = path
        self.who = who
        self.clock = clock
        self.readonly = readonly
        self._local = threading.local()
        self._connections: list[Connection] = []
        self._guard = threading.Lock()

    @classmethod
    def open(cls, path: Path, *, who: str, clock: Clock, readonly: bool = False) -> Book:
        """The book at `path`, migrated to this version's schema if it is older (a backup is made first).

        Raises Missing, NotABook, TooNew or Damaged; the file is untouched then.
        """
        _refuse_what_is_no_book(path)
        book = cls(path, who, clock, readonly=readonly or not os.access(path, os.W_OK))
        try:
            schema.ensure_current(book.conn, path, readonly=book.readonly)
            if not book.readonly:
                book._settle()
        except sqlite3.DatabaseError as error:
            book.close()
            raise translated(error, path) from error
        except BadBook:
            book.close()
            raise
        return book

    @classmethod
    def create(cls, path: Path, *, who: str, clock: Clock, name: str, currency: str, fiscal_start: int) -> Book:
        """A new, empty book at `path`, readable by its owner and group only; an existing file is refused."""
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o660)
        except FileExistsError:
            raise BadInput(t("{path} exists already; open it with --book, or name another file", path=path)) from None
        except OSError as error:
            message = t("cannot create {path}: {reason}", path=path, reason=error.strerror)
            raise Missing(message) from None
        try:
            # the umask would take the group's right to write; only what the owner forbids to all stays off
            os.fchmod(handle, 0o660 if os.stat(path.parent).st_mode & stat.S_ISGID else 0o600)
        finally:
            os.close(handle)
        book = cls(path, who, clock)
        schema.create(book.conn, name=name, currency=currency, fiscal_start=fiscal_start, today=clock.today())
        return book

    @property
    def conn(self) -> Connection:
        """This thread's connection."""
        conn: Connection | None = getattr(self._local, "conn", None)
        if conn is None:
            conn = _connect(self.path, readonly=self.readonly)
            # who looks: what was said in confidence not everybody sees, whichever read comes upon it
            conn.create_function("viewer", 0, lambda: self.who)
            self._local.conn = conn
            with self._guard:
                self._connections.append(conn)
        return conn

    def today(self) -> dt.date:
        return self.clock.today()

    def info(self) -> BookInfo:
        """Name, currency and fiscal year of the book."""
        row = self.conn.execute("SELECT name, currency, fiscal_start, created_at FROM book").fetchone()
        return BookInfo(*row)

    @contextmanager
    def write(self, op: str, *, dry_run: bool = False) -> Iterator[Tx]:
        """One journaled change: file lock, BEGIN IMMEDIATE, the body's writes, standings, COMMIT.

        `op` is the operation's name in the journal. Rolled back when the body raises, and always when `dry_run`.
        Raises Busy, and Damaged or BadBook when SQLite cannot write; then nothing was saved.
        """
        if self.readonly:
            raise BadBook(t("{path} is read-only for you; nothing was saved", path=self.path))
        with self._translating(), locks.held(self._lock_path) as lock:
            self._roll()
            tx = Tx(self.conn, lock, op=op, author=self.who, today=self.today(), now=self.clock.now())
            tx.is_dry_run = dry_run
            tx.begin()
            try:
                yield tx
                if dry_run:
                    tx.roll_back()
                else:
                    tx.commit()
            except BaseException:
                tx.roll_back()
                raise
            if tx.forgets and not dry_run:
                # best effort: while others read, pages that were set free stay until the next time
                with suppress(sqlite3.OperationalError):
                    self.conn.execute("VACUUM")
                    self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def exclusive(self) -> Iterator[Connection]:
        """The write lock without a change: for derived data and for a restore, of which the journal does not hear."""
        if self.readonly:
            raise BadBook(t("{path} is read-only for you; nothing was saved", path=self.path))
        with self._translating(), locks.held(self._lock_path):
            yield self.conn

    @contextmanager
    def as_author(self, who: str) -> Iterator[Book]:
        """The book with another author for the body: what is written there is journaled as theirs."""
        before, self.who = self.who, who
        try:
            yield self
        finally:
            self.who = before

    def since(self, seen: int) -> Changed:
        """What all writers together changed after journal entry `seen`."""
        return changes_since(self.conn, seen)

    def data_version(self) -> int:
        """A number that moves when another connection commits; a read of a few microseconds."""
        (version,) = self.conn.execute("PRAGMA data_version").fetchone()
        return int(version)

    def begin_day(self) -> None:
        """Bring the standings to today, where the book has been open since yesterday."""
        if not self.readonly and standing.kept_on(self.conn) < self.today():
            with self._translating(), locks.held(self._lock_path):
                self._roll()

    def close(self) -> None:
        """Close all threads' connections, under the lock because the last one checkpoints."""
        with self._guard:
            connections, self._connections = self._connections, []
        self._local = threading.local()
        if not connections:
            return
        with suppress(OSError), locks.held_if_free(self._lock_path):
            for conn in connections:
                conn.close()

    @property
    def _lock_path(self) -> Path:
        return self.path.with_name(self.path.name + ".lock")

    def _settle(self) -> None:
        """Undo what a crashed import left open, and bring the standings to today."""
        if has_open_change(self.conn):
            roll_back_open_change(self.conn, self._lock_path)
        self.begin_day()

    def _roll(self) -> None:
        """Bring the standings to today, also where the book has been open since yesterday; the lock is held."""
        if standing.kept_on(self.conn) < self.today():
            standing.roll(self.conn, self.today())

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise translated(error, self.path) from error


def _connect(path: Path, *, readonly: bool) -> Connection:
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


def _readable(raw: bytes) -> str:
    """Text of a cell; what another tool wrote as broken UTF-8 must not kill a whole list."""
    return raw.decode("utf-8", "replace")


def _refuse_what_is_no_book(path: Path) -> None:
    try:
        info = os.lstat(path)
    except FileNotFoundError:
        raise Missing(t("there is no book at {path}; make one with: kamtui init", path=path)) from None
    except OSError as error:
        raise Missing(t("cannot open {path}: {reason}", path=path, reason=error.strerror)) from None
    if stat.S_ISLNK(info.st_mode):
        raise NotABook(t("{path} is a symbolic link; name the book itself", path=path))
    if not stat.S_ISREG(info.st_mode):
        raise NotABook(t("{path} is not a regular file, so it is not a book", path=path))
    if info.st_size == 0:
        raise NotABook(t("{path} is empty, so it is not a book; kamtui init makes a new one", path=path))


def translated(error: sqlite3.DatabaseError, path: Path) -> KamError:
    """What SQLite says of the book at `path`, in our words."""
    text = str(error)
    if isinstance(error, sqlite3.IntegrityError):
        return BadBook(t("the book refuses this ({reason}); nothing was saved", reason=text))
    if "not a database" in text:
        return NotABook(t("{path} is not a book: it is not an SQLite file", path=path))
    if "malformed" in text or "corrupt" in text:
        return Damaged(
            t("{path} is damaged ({reason}); restore the last backup: kamtui restore", path=path, reason=text)
        )
    if "locked" in text:
        # by a program that knows nothing of our lock file; SQLite has waited for it already
        return Busy(t("the book is busy: another program writes into {path}; nothing was saved, try again", path=path))
    if "full" in text:
        return BadBook(t("the disk is full; nothing was saved. Make room and do it again", path=path))
    return BadBook(t("{path}: {reason}; the change is not saved", path=path, reason=text))


__all__ = ["Book", "BookInfo", "Clock", "TooNew"]
