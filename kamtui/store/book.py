"""The book: one SQLite file, opened for reading per thread and written through one door."""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from kamtui.domain.roles import Role
from kamtui.errors import BadBook, BadInput, Busy, Damaged, KamError, NotABook, NotPermitted, TooNew, Unsure
from kamtui.i18n import t
from kamtui.store import anchor, chain, connecting, days, fate, locks, opening, room, schema, standing
from kamtui.store.connections import Connections
from kamtui.store.interrupted import erase_crashed, has_open_change, roll_back_open_change
from kamtui.store.journal import Changed, changes_since, newest
from kamtui.store.permits import Permit, role_of
from kamtui.store.refusals import missing, translated, unsure
from kamtui.store.sqlite import Connection, sqlite3
from kamtui.store.tx import Tx, instant

OPENING_WAIT_S = 2.0
"""How long opening waits for others before it leaves what is to be tidied up to the next one."""


class Clock(Protocol):
    """Who tells the book what day and instant it is."""

    fixed: dt.date | None

    def today(self) -> dt.date: ...

    def real_day(self) -> dt.date: ...

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
        self.via = ""
        """How changes come, for the journal: the words of a command, app, import."""
        self.lost: anchor.Lost | None = None
        """Changes that were committed once and are not in the file; nothing is written until that is settled."""
        self.saved: int | None = None
        """The last change that was saved through this; an error that comes after it does not undo it."""
        self.on_saved: Callable[[int], None] | None = None
        """Hears the number of each change that was saved through this; it must return at once and not fail."""
        self._link: chain.Link | None = None
        """The newest change when somebody last asked what is new."""
        self._is_guarded = True
        self._owes = False
        """Whether a long change waits to be taken out, which the disk did not let us do."""
        self._notices: list[str] = []
        self._cache_kib: int | None = None
        self._connections = Connections(path, only_reads=lambda: self.readonly, prepare=self._prepare)

    @classmethod
    def open(cls, path: Path, *, who: str, clock: Clock, readonly: bool = False, accepts_loss: bool = False) -> Book:
        """The book at `path`, migrated to this version's schema if it is older (a backup is made first).

        Where changes are missing that the anchor knows of, it can only be read, and the file stays as it is, unless
        somebody `accepts_loss`. Raises Missing, NotABook, TooNew, Damaged or BadBook; the file is untouched then.
        """
        opening.refuse_what_is_no_book(path)
        book = cls(path, who, clock, readonly=readonly or not os.access(path, os.W_OK))
        try:
            book._begin(accepts_loss)
        except sqlite3.DatabaseError as error:
            book._leave()
            if room.is_short(error, path) and room.give_up_spare(path):
                # even reading takes a little room, for the index of the write-ahead log
                return cls.open(path, who=who, clock=clock, readonly=readonly, accepts_loss=accepts_loss)
            raise translated(error, path) from error
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
            # what a flipped bit makes of a date, or of a row that must be there
            book._leave()
            raise translated(error, path) from error
        except OSError as error:
            book._leave()
            reason = error.strerror or type(error).__name__
            raise BadBook(t("{path}: {reason}; nothing was saved", path=path, reason=reason)) from error
        except BadBook:
            book._leave()
            raise
        if not book.readonly:
            room.keep_spare(path)
            book._notices += filter(None, [room.warning(path), days.set_back(book.conn, clock)])
        return book

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        who: str,
        clock: Clock,
        name: str,
        currency: str,
        fiscal_start: int,
        version: int = schema.SCHEMA_VERSION,
    ) -> Book:
        """A new, empty book at `path`, readable by its owner and group only; an existing file is refused."""
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o660)
        except FileExistsError:
            raise BadInput(t("{path} exists already; open it with --book, or name another file", path=path)) from None
        except OSError as error:
            message = t("cannot create {path}: {reason}", path=path, reason=error.strerror)
            raise BadBook(message) from None
        try:
            # the umask would take the group's right to write; only what the owner forbids to all stays off
            os.fchmod(handle, 0o660 if os.stat(path.parent).st_mode & stat.S_ISGID else 0o600)
        finally:
            os.close(handle)
        anchor.begin_anew(path)
        book = cls(path, who, clock)
        said = {"name": name, "currency": currency, "fiscal_start": fiscal_start}
        schema.create(book.conn, **said, today=clock.today(), version=version)  # type: ignore[arg-type]
        room.keep_spare(path)
        return book

    @property
    def conn(self) -> Connection:
        """This thread's connection."""
        return self._connections.mine

    def visit(self) -> AbstractContextManager[None]:
        """For a thread that comes, reads and goes; `close` does not wait for it."""
        return self._connections.visit()

    def keep_little(self, kib: int) -> None:
        """Keep so much of the file in memory per thread: where many sessions are open, the system keeps it for all."""
        self._cache_kib = kib
        self.conn.execute(f"PRAGMA cache_size = -{kib}")

    def today(self) -> dt.date:
        return self.clock.today()

    @property
    def only_looks(self) -> bool:
        """Whether nothing can be written here: the file is read-only, or who looks is a reader or not in the book."""
        if self.readonly or not self._is_guarded:
            return self.readonly
        try:
            return role_of(self.conn, self.who, self.today()) is Role.READER
        except NotPermitted:
            return True

    def info(self) -> BookInfo:
        """Name, currency and fiscal year of the book."""
        row = self.conn.execute("SELECT name, currency, fiscal_start, created_at FROM book").fetchone()
        return BookInfo(*row)

    @contextmanager
    def write(self, op: str, *, dry_run: bool = False) -> Iterator[Tx]:
        """One journaled change: file lock, BEGIN IMMEDIATE, the body's writes, standings, COMMIT.

        `op` is the operation's name in the journal. Rolled back when the body raises, and always when `dry_run`.
        Raises Busy, and Damaged or BadBook when SQLite cannot write; then nothing was saved. Raises Unsure where the
        disk fails so that nobody can tell.
        """
        self._refuse_to_write()
        if not dry_run:
            room.require(self.path, op)
        with self._translating(), locks.held(self._lock_path, who=self.who, doing=op) as lock:
            self._refuse_another_file()
            self._settle_debt()
            self._roll()
            today, now = self.today(), self.clock.now()
            permit = Permit(self.conn, self.who, op, today) if self._is_guarded else None
            tx = Tx(self.conn, lock, permit, op=op, author=self.who, via=self.via, today=today, now=now)
            tx.is_dry_run = dry_run
            tx.begin()
            try:
                yield tx
                tx.settle()
                if dry_run:
                    tx.roll_back()
                else:
                    self._commit(tx)
            except BaseException:
                self._take_back(tx)
                raise
            if tx.forgets and not dry_run:
                # best effort: while others read, pages that were set free stay until the next time
                with suppress(sqlite3.DatabaseError):
                    self.conn.execute("VACUUM")
                    self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def exclusive(self) -> Iterator[Connection]:
        """The write lock without a change: for derived data and for a restore, of which the journal does not hear."""
        self._refuse_to_write()
        with self._translating(), locks.held(self._lock_path, who=self.who, doing=t("restore or repair")):
            try:
                yield self.conn
            except sqlite3.DatabaseError as error:
                if fate.may_be_saved(error):
                    raise Unsure(unsure()) from error
                raise

    @contextmanager
    def as_author(self, who: str) -> Iterator[Book]:
        """The book with another author for the body: what is written there is journaled as theirs."""
        before, self.who = self.who, who
        try:
            yield self
        finally:
            self.who = before

    @contextmanager
    def unguarded(self) -> Iterator[Book]:
        """The book while a sample is built in it: what people of a story did is not held against their roles."""
        self._is_guarded = False
        try:
            yield self
        finally:
            self._is_guarded = True

    def since(self, seen: int) -> Changed:
        """What all writers together changed after journal entry `seen`; everything where a backup came in between."""
        link, self._link = self._link, chain.head(self.conn)
        if link is not None and chain.at(self.conn, link.seq) != link:
            return Changed(newest(self.conn), frozenset(), frozenset(), True, (), restored=True)
        return changes_since(self.conn, seen)

    def data_version(self) -> int:
        """A number that moves when another connection commits; a read of a few microseconds."""
        (version,) = self.conn.execute("PRAGMA data_version").fetchone()
        return int(version)

    def begin_day(self, wait_s: float | None = None) -> None:
        """Bring the standings to today, where the book has been open since yesterday. Raises Busy, BadBook."""
        if not self.readonly and days.due(self.conn, self.clock) is not None:
            with self._translating(), locks.held(self._lock_path, wait_s=wait_s, who=self.who, doing=t("a new day")):
                self._roll()

    def blamed(self) -> Damaged | None:
        """That the book is damaged, where it is and something went wrong that was no refusal."""
        # imported late: only what should never happen pays for it
        from kamtui.store import verify

        return verify.blamed(self.conn, self.path)

    def take_notices(self) -> list[str]:
        """What the book has to say beside its answers, each once: scarce room, an error that turned out well."""
        taken, self._notices = self._notices, []
        return taken

    def close(self) -> None:
        """Close all threads' connections, under the lock because the last one checkpoints."""
        connections = self._connections.take_all()
        if not connections:
            return
        with ExitStack() as stack:
            with suppress(OSError, BadBook):
                stack.enter_context(locks.held_if_free(self._lock_path))
            with suppress(sqlite3.Error):
                self._connections.close(connections)

    def _prepare(self, conn: Connection) -> None:
        # who looks: what was said in confidence not everybody sees, whichever read comes upon it
        conn.create_function("viewer", 0, lambda: self.who)
        conn.create_function("viewed_on", 0, lambda: self.today().isoformat())
        if self._cache_kib is not None:
            conn.execute(f"PRAGMA cache_size = -{self._cache_kib}")

    def _begin(self, accepts_loss: bool) -> None:
        """Look what is missing, upgrade what is older, tidy up after a crash."""
        # the anchor first: a change that comes in between is in the book before it is in the anchor
        mark = anchor.newest(self.path)
        is_current = schema.version(self.conn) == schema.SCHEMA_VERSION
        self.lost = anchor.lost(self.path, self.conn, mark)
        if self.lost is not None and not accepts_loss:
            if not is_current:
                raise Damaged(missing(self.lost))
            self._notices.append(missing(self.lost))
            # whoever finds the log again can put it back: until then nothing goes into the file
            self._leave()
            self.readonly = True
        elif not is_current:
            schema.ensure_current(self.conn, self.path, readonly=self.readonly)
        self._link = chain.head(self.conn)
        if self.readonly:
            return
        if self.lost is not None:
            self.mark_anchor(anchor.ACCEPTED)
            self.lost = None
        elif self._link is not None and self._link.seq > (0 if mark is None else mark.seq):
            self._complete_anchor()
        self._settle()

    def _leave(self) -> None:
        """Close without moving anything from the log into the file, as the last one to close does otherwise."""
        connections = self._connections.take_all()
        reader = None
        if opening.has_log(self.path):
            with suppress(sqlite3.DatabaseError):
                reader = connecting.connect(self.path, readonly=True)
                reader.execute("PRAGMA schema_version").fetchone()
        with suppress(sqlite3.DatabaseError):
            self._connections.close(connections)
        if reader is not None:
            reader.close()

    def _refuse_another_file(self) -> None:
        """Raise BadBook where the file that is open is not the one that has its name now."""
        with suppress(OSError):
            if opening.inode(self.path) != self._connections.inode and self._connections.inode is not None:
                raise BadBook(
                    t("another file was put in the place of {path}; nothing was saved: start anew", path=self.path)
                )

    def _refuse_to_write(self) -> None:
        if self.lost is not None:
            raise Damaged(missing(self.lost))
        if self.readonly:
            raise BadBook(t("{path} is read-only for you; nothing was saved", path=self.path))

    @property
    def _lock_path(self) -> Path:
        return self.path.with_name(self.path.name + ".lock")

    def _commit(self, tx: Tx) -> None:
        """Commit, and where the disk fails meanwhile find out what became of it. Raises Unsure."""
        try:
            tx.commit()
        except sqlite3.DatabaseError as error:
            if tx.link is None or isinstance(error, sqlite3.IntegrityError):
                raise  # nothing was committed yet
            # asked before the log is closed: it may have come up to a limit
            refusal = self._refusal(error)
            try:
                tx.conn = self._reopened()
                is_saved = fate.is_there(tx.conn, tx.link)
            except sqlite3.DatabaseError as second:
                if fate.is_certain(error):
                    raise refusal from error
                raise Unsure(unsure()) from second
            if not is_saved:
                raise refusal from error
            tx.end()
            self._notices.append(t("the disk gave an error while saving, so it was looked up: the change is saved"))
        if tx.change is not None:
            self.saved = tx.change
        self._anchor(tx)
        if tx.change is not None and self.on_saved is not None:
            self.on_saved(tx.change)

    def _take_back(self, tx: Tx) -> None:
        """Roll back; what cannot be taken out now, of a long change, is taken out at the next open or write."""
        try:
            tx.roll_back()
        except (sqlite3.Error, KamError):
            self._owes = True
            with suppress(sqlite3.Error):
                self._reopened()

    def _reopened(self) -> Connection:
        """A new connection of this thread, in the place of one that has failed."""
        with suppress(sqlite3.Error):
            self._connections.close(self._connections.take_mine())
        return self.conn

    def _anchor(self, tx: Tx) -> None:
        """Say outside the book that a change is in it; the change is saved whatever becomes of this."""
        if tx.link is not None:
            with suppress(OSError, sqlite3.Error):
                anchor.append(self.path, self.conn, tx.link, instant(tx.now))

    def mark_anchor(self, kind: str) -> None:
        """Say outside the book what stands in it now and why; takes the lock."""
        with suppress(OSError), locks.held(self._lock_path, who=self.who):
            who = self.who if kind != anchor.COMMITTED else ""
            anchor.append(self.path, self.conn, chain.head(self.conn), instant(self.clock.now()), kind, who)

    def _complete_anchor(self) -> None:
        """Write what a crash left out of the anchor; where somebody writes just now, they do it."""
        with suppress(OSError, BadBook, sqlite3.Error), locks.held_if_free(self._lock_path) as is_ours:
            if is_ours:
                anchor.append(self.path, self.conn, chain.head(self.conn), instant(self.clock.now()))

    def _settle(self) -> None:
        """Undo what a crashed import left open, and bring the standings to today.

        While the disk is full or somebody holds the lock the book can be read all the same, as it stands.
        """
        try:
            with self._translating():
                if has_open_change(self.conn):
                    self._owes = True
                    roll_back_open_change(self.conn, self._lock_path)
                    self._owes = False
            if not days.is_to_come(self.clock):
                self.begin_day(OPENING_WAIT_S)
        except (Damaged, NotABook):
            raise
        except (Busy, BadBook) as error:
            self._notices.append(t("the book is read as it was on {day}: {reason}", day=self._kept_on(), reason=error))

    def _settle_debt(self) -> None:
        """Take out what an earlier write could not take back; the lock is held."""
        if self._owes:
            erase_crashed(self.conn, self._lock_path)
            self._owes = False

    def _kept_on(self) -> dt.date:
        return standing.kept_on(self.conn)

    def _roll(self) -> None:
        """Bring the standings to today, also where the book has been open since yesterday; the lock is held."""
        days.bring(self.conn, self.clock)

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise self._refusal(error) from error

    def _refusal(self, error: sqlite3.DatabaseError) -> KamError:
        """What SQLite says in our words; where it is for lack of room, the spare file is given up."""
        if room.is_short(error, self.path):
            room.give_up_spare(self.path)
        return translated(error, self.path)


__all__ = ["Book", "BookInfo", "Clock", "TooNew"]
