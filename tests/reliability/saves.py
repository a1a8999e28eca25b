"""Every kind of save there is, as command lines on a folder of its own; and what must be true of the book after it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kamtui.clock import Clock
from kamtui.errors import KamError
from kamtui.ops.accounts import add_account
from kamtui.ops.contacts import add_contact
from kamtui.ops.touches import add_touch
from kamtui.ops.users import add_user
from kamtui.store import backups, chain, standing, verify
from kamtui.store.book import Book
from kamtui.store.sqlite import Connection, sqlite3
from tests.conftest import TODAY
from tests.reliability import shim
from tests.reliability.ptyapp import surroundings
from tests.reliability.saver import UNDO, Request
from tests.store.test_migrations import old_book

CHUNK = 20
"""Rows of an import between two commits."""

ROWS = 50

SAID_NO = ("nothing was saved", "the book is unchanged", "cannot open", "cannot read", "cannot write", "is damaged")
"""How a refusal says that the book is as it was, or that it could not even be read."""

UNKNOWN = "not known"


class Kind(NamedTuple):
    """One way to save."""

    name: str
    line: list[str]
    is_change: bool = True
    """Whether it is a change in the journal."""


KINDS = (
    Kind("edit", ["account", "edit", "Acme", "--note", "seen at the fair"]),
    Kind("add", ["account", "add", "新希望 Foods", "--tier", "regular"]),
    Kind("log", ["log", "call @Chen 20m prices agreed >send offer ^in 3d", "--account", "Acme"]),
    Kind("undo", ["undo", "{last}"]),
    Kind("import", ["import", "{beside}/touches.csv", "--as", "touches"]),
    Kind("migrate", ["account", "add", "New after the upgrade"]),
    Kind("backup", ["backup", "{folder}/copy.kam"], is_change=False),
    Kind("restore", ["restore", "{folder}/older.kam", "--yes"], is_change=False),
)


class State(NamedTuple):
    """A book, looked at as a whole."""

    faults: list[str]
    changes: frozenset[int]
    head: str
    """Of the chain."""
    is_unsettled: bool = False
    """Whether the anchor knows of changes that the book does not have, so that nothing can be written."""


def build(folder: Path) -> Path:
    """The book that all saves begin with, a backup of an earlier state of it beside it, and a file to import."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "book.kam"
    book = Book.create(path, who="li.wei", clock=Clock(TODAY), name="Test", currency="CNY", fiscal_start=1)
    add_user(book, "li.wei", role="head")
    acme = add_account(book, "Acme", owner="li.wei").value.account_id
    add_contact(book, acme, "Chen Li")
    backups.write(book.conn, folder / "older.kam")
    for number in range(8):
        add_touch(book, acme, summary=f"touch {number}")
    book.close()
    rows = [f"Acme,2026-11-{1 + number % 18:02},call,imported {number}" for number in range(ROWS)]
    # beside the folder: what breaks when it is read says nothing of the book
    (folder.parent / "touches.csv").write_text("\n".join(["account,date,kind,summary", *rows, ""]), encoding="utf-8")
    return folder


def begin(kind: Kind, start: Path, folder: Path) -> Path:
    """A folder for one save of a kind; the book in it."""
    shutil.copytree(start, folder)
    path = folder / "book.kam"
    if kind.name == "migrate":
        path.unlink()
        (folder / "book.kam.anchor").unlink()
        old_book(path, 10)
    return path


def line(kind: Kind, folder: Path) -> list[str]:
    """The command line of a kind in its folder."""
    path = folder / "book.kam"
    last = ""
    if kind.name == "undo":
        conn = sqlite3.connect(path)
        (last,) = conn.execute("SELECT max(id) FROM change").fetchone()
        conn.close()
    return [word.format(folder=folder, beside=folder.parent, last=last) for word in kind.line]


def state(path: Path) -> State:
    """The book as the next program finds it: opened as usual, so that what a crash left is tidied up first."""
    try:
        book = Book.open(path, who="li.wei", clock=Clock(TODAY))
    except (KamError, sqlite3.DatabaseError) as error:
        return State([f"cannot be opened: {error}"], frozenset(), "")
    try:
        conn, is_unsettled = book.conn, book.lost is not None
        faults = [] if is_unsettled else list(_faults(conn, path))
        return State(faults, changes(conn), _head(conn), is_unsettled)
    except (sqlite3.DatabaseError, ValueError, TypeError, LookupError, AttributeError) as error:
        return State([f"cannot be read: {error}"], frozenset(), "")
    finally:
        book.close()


def save_one(path: Path) -> str:
    """Add one account, as the next person would; "" or what went wrong."""
    try:
        book = Book.open(path, who="li.wei", clock=Clock(TODAY), accepts_loss=True)
        try:
            add_account(book, "One more")
        finally:
            book.close()
    except (KamError, sqlite3.DatabaseError) as error:
        return str(error)
    return ""


def changes(conn: Connection) -> frozenset[int]:
    return frozenset(key for (key,) in conn.execute("SELECT id FROM change WHERE state = 'done'"))


def _head(conn: Connection) -> str:
    found = chain.head(conn)
    return "" if found is None else found.hash.hex()


def _faults(conn: Connection, path: Path) -> Iterator[str]:
    yield from (text for (text,) in conn.execute("PRAGMA integrity_check(5)") if text != "ok")
    yield from (f"foreign key of {table} {row}" for table, row, *_ in conn.execute("PRAGMA foreign_key_check"))
    # not the whole of `verify.faults`: that the schema is as it should be takes longest, and cannot come off by halves
    for look in (verify.chain_faults(conn), verify.anchor_faults(conn, path), verify.row_faults(conn)):
        yield from (f"{found.what}: {found.text}" for found in look)
    yield from (f"standing: {found}" for found in standing.differences(conn))
    yield from (f"open change {key}" for (key,) in conn.execute("SELECT id FROM change WHERE state = 'open'"))


class Saver:
    """The program that saves, under the shim or not; one request after the other."""

    def __init__(self, home: Path, library: Path | None, acks: Path | None = None) -> None:
        under = shim.environment(library, acks=acks) if library is not None else {}
        around = surroundings(home / "none.kam", home)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.saver"],
            env={**under, **_python(), **around},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, request: Request) -> int:
        """Do what a request says; the exit status of its child, negative for the signal that ended it."""
        self.begin(request)
        return self.answer()

    def begin(self, request: Request) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request._asdict()) + "\n")
        self._process.stdin.flush()

    def answer(self) -> int:
        assert self._process.stdout is not None
        return int(json.loads(self._process.stdout.readline())["status"])

    def close(self) -> None:
        self._process.communicate()


@contextmanager
def saver(home: Path, library: Path | None = None, acks: Path | None = None) -> Iterator[Saver]:
    """A program that saves, for the body."""
    found = Saver(home, library, acks)
    try:
        yield found
    finally:
        found.close()


def _python() -> dict[str, str]:
    """What the Python of the child needs from this one's environment."""
    kept = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "LANG", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONDONTWRITEBYTECODE": "1"}


class Told(NamedTuple):
    """What a save said."""

    codes: list[int]
    """Of each line that lived to say."""
    out: str
    err: str
    calls: dict[str, int]

    @property
    def code(self) -> int | None:
        """Of the last line; None where it did not live to say."""
        return self.codes[-1] if self.codes else None


def told(out: Path) -> Told:
    """What the last child said, whose output went to `out`."""

    def text(ending: str) -> str:
        file = out.with_name(out.name + ending)
        return file.read_text(encoding="utf-8") if file.exists() else ""

    return Told(
        [int(code) for code in text(".codes").split()], text(".out"), text(".err"), json.loads(text(".calls") or "{}")
    )


def wrong(kind: Kind, folder: Path, before: State, after: State, said: Told) -> list[str]:
    """What a save said or left behind that is not so."""
    found = [*after.faults]
    new = after.changes - before.changes
    if after.is_unsettled and not (kind.name == "restore" and (said.code is None or UNKNOWN in said.err)):
        # cut off between the copy and the word of it, a restore is asked about at the next start
        found.append("changes are missing")
    if len(new) > 1:
        found.append(f"{len(new)} changes instead of one")
    if said.code == 99:
        found.append(f"a bug: {said.err}")
    if said.code == 0 and kind.is_change and not {int(key) for key in UNDO.findall(said.out)} <= new:
        found.append(f"acknowledged and not there: {said.out!r}")
    if said.code not in (0, None) and UNKNOWN not in said.err:
        if new and kind.is_change:
            found.append(f"said to have failed and is there: {said.err!r}")
        if kind.is_change and not any(words in said.err for words in SAID_NO):
            found.append(f"does not say that nothing was saved: {said.err!r}")
    return found + _wrong_copies(kind, folder, before, after, said)


def _wrong_copies(kind: Kind, folder: Path, before: State, after: State, said: Told) -> list[str]:
    if kind.name == "restore":
        older = state_of_copy(folder / "older.kam")
        if after.head not in (before.head, older):
            return ["restored half"]
        if said.code == 0 and after.head != older:
            return ["said to be restored and is not"]
        if said.code not in (0, None) and after.head != before.head and UNKNOWN not in said.err:
            return [f"restored, and said not to be: {said.err!r}"]
    if kind.name == "backup":
        copy = folder / "copy.kam"
        if copy.exists() and state_of_copy(copy) not in (before.head, after.head):
            return ["the backup is not whole"]
        if said.code == 0 and not copy.exists():
            return ["said to be backed up and is not"]
    return []


def state_of_copy(path: Path) -> str:
    """The head of the chain in a backup; where it is damaged, what is wrong with it."""
    conn = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        backups.check(conn, path)
        return _head(conn)
    except (KamError, sqlite3.DatabaseError) as error:
        return f"{error}"
    finally:
        conn.close()
