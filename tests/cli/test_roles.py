"""Roles at the command line: what a role may not do ends with 7 and a sentence, and nothing was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamtui.ops.accounts import add_account
from kamtui.store import journal
from kamtui.store.book import Book
from tests.conftest import Run

PEOPLE = {"mei.support": "support", "zhao.min": "reader", "wu.kam": "kam"}


@pytest.fixture
def staffed(run: Run, acme: int) -> int:
    """Acme of li.wei, with somebody of every role in the book."""
    for login, role in PEOPLE.items():
        assert run("user", "add", login, "--role", role).code == 0
    return acme


@pytest.mark.parametrize(
    ("who", "line", "code"),
    [
        ("li.wei", "status set Acme solid", 0),
        ("chen.jing", "status set Acme solid", 0),
        ("wu.kam", "status set Acme solid", 7),
        ("wu.kam", "touch add Acme --kind call", 7),
        ("wu.kam", "account add Bolt", 0),
        ("wu.kam", "user add x", 7),
        ("mei.support", "status set Acme solid", 7),
        ("mei.support", "touch add Acme --kind call", 0),
        ("mei.support", "task add tidy", 0),
        ("mei.support", "account add Bolt", 7),
        ("zhao.min", "account ls", 0),
        ("zhao.min", "touch add Acme --kind call", 7),
        ("zhao.min", "undo", 7),
        ("stranger", "account ls", 0),
        ("stranger", "task add tidy", 7),
    ],
)
def test_each_may_what_the_table_says(run: Run, book: Book, staffed: int, who: str, line: str, code: int) -> None:
    before = journal.newest(book.conn)
    ran = run(*line.split(), who=who)
    assert ran.code == code, ran.err
    if code:
        assert journal.newest(book.conn) == before
        assert who in ran.err


def test_an_import_of_a_colleagues_account_is_refused_whole_and_names_it(
    run: Run, book: Book, staffed: int, tmp_path: Path
) -> None:
    add_account(book, "Own AG", owner="wu.kam")
    file = tmp_path / "touches.csv"
    file.write_text("account,at,kind,summary\nOwn AG,2026-05-02,call,mine\nAcme Holdings Ltd,2026-05-02,call,theirs\n")
    before = journal.newest(book.conn)
    ran = run("import", str(file), who="wu.kam")
    assert ran.code == 7, ran.out + ran.err
    assert "Acme Holdings Ltd" in ran.err
    assert journal.newest(book.conn) == before


@pytest.mark.parametrize(
    "sql",
    [
        "ATTACH '{book}' AS b",
        "PRAGMA query_only = 0",
        "SELECT load_extension('x')",
        "DELETE FROM touches",
        "VACUUM INTO '{book}.copy'",
        "SELECT * FROM pragma_database_list",
    ],
)
def test_no_sql_reaches_the_book(run: Run, book: Book, staffed: int, tmp_path: Path, sql: str) -> None:
    file = tmp_path / "touches.csv"
    file.write_text("account,at,kind,summary\nAcme Holdings Ltd,2026-05-02,call,x\n")
    before = journal.newest(book.conn)
    ran = run("import", str(file), "--as", "touches", "--sql", sql.format(book=book.path))
    assert ran.code == 2, ran.out + ran.err
    assert ran.err.startswith(("--sql may only read", "--sql must be one SELECT"))
    assert journal.newest(book.conn) == before
    assert not Path(f"{book.path}.copy").exists()
