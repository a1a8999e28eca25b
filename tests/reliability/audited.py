"""A book in which much has happened, copied with all that lies beside it, and hands that change it past kamtui."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.ops.contacts import add_contact
from kamtui.ops.history import undo
from kamtui.ops.personal import purge
from kamtui.ops.users import add_user
from kamtui.store import anchor, verify
from kamtui.store.book import Book
from kamtui.store.sqlite import Connection, sqlite3
from tests.conftest import TODAY, found_acme
from tests.ops.examples import import_files
from tests.ops.test_contract import live_in

BLOCK = 30
"""Sales that one statement added: a block in the journal."""


@pytest.fixture(scope="session")
def lived_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed book with a year of work in it: single rows, blocks, an import, undone changes, somebody purged."""
    path = tmp_path_factory.mktemp("audited") / "book.kam"
    book = Book.create(path, who="li.wei", clock=Clock(TODAY), name="Test", currency="CNY", fiscal_start=1)
    add_user(book, "li.wei", role="head")
    add_user(book, "chen.jing")
    acme = found_acme(book)
    live_in(book, acme)
    with book.write("import.apply") as tx:
        columns = ("account_id", "number", "on_date", "kind", "amount", "currency", "key")
        rows = [(acme, f"B{n}", "2026-09-01", "order", n, "CNY", f"B{n}") for n in range(1, BLOCK + 1)]
        tx.insert_block("sale", columns, rows, accounts=[acme])
    undo(book, import_files(book).change)
    gone = add_contact(book, acme, "Zoe Quist", title="Buyer").value.contact_id
    purge(book, gone)
    add_contact(book, acme, "The last one")
    book.close()
    return path


@pytest.fixture
def lived(lived_file: Path, tmp_path: Path) -> Path:
    """This test's own copy."""
    return copied(lived_file, tmp_path / "lived.kam")


def copied(source: Path, target: Path) -> Path:
    """A closed book and its anchor, copied."""
    shutil.copyfile(source, target)
    shutil.copyfile(anchor.beside(source), anchor.beside(target))
    return target


def opened(path: Path, who: str = "li.wei", *, today: dt.date = TODAY) -> Book:
    return Book.open(path, who=who, clock=Clock(today))


def faults(path: Path) -> list[verify.Fault]:
    """What `kamtui journal verify` finds."""
    book = Book.open(path, who="li.wei", clock=Clock(TODAY), readonly=True)
    with closing(book):
        return list(verify.faults(book.conn, path))


def another_tool(path: Path) -> Connection:
    """The file as any other program opens it."""
    return sqlite3.connect(path, isolation_level=None)


def dump(conn: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, without what SQLite and other tools keep for themselves."""
    names = conn.execute("SELECT name FROM main.sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    ours: Sequence[str] = [name for (name,) in names if not name.startswith(("sqlite_", "_"))]
    return {name: conn.execute(f"SELECT * FROM main.{name} NOT INDEXED").fetchall() for name in ours}
