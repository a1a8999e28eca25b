"""The file: made with the right modes, refused when it is no book, backed up and restored whole."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.errors import BadBook, BadInput, Damaged, KamError, Missing, NotABook, TooNew
from kamtui.ops.accounts import add_account
from kamtui.store import accounts, backups, doctor, schema
from kamtui.store.book import Book
from kamtui.store.sqlite import sqlite3
from tests.conftest import TODAY


def opened(path: Path) -> Book:
    return Book.open(path, who="li.wei", clock=Clock(TODAY))


def test_a_new_book_is_private_and_journaled_in_wal(tmp_path: Path) -> None:
    path = tmp_path / "new.kam"
    book = Book.create(path, who="li.wei", clock=Clock(TODAY), name="N", currency="EUR", fiscal_start=4)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert book.conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert book.conn.execute("PRAGMA synchronous").fetchone() == (2,)
    assert book.conn.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert book.info()[:3] == ("N", "EUR", 4)
    book.close()


def test_a_session_keeps_little_of_the_file_in_every_thread(book: Book) -> None:
    def kept() -> int:
        (pages,) = book.conn.execute("PRAGMA cache_size").fetchone()
        return int(pages)

    assert kept() == -2000
    book.keep_little(256)
    with ThreadPoolExecutor(1) as threads:
        assert [kept(), threads.submit(kept).result()] == [-256, -256]


def test_an_existing_file_is_never_made_a_book(path: Path) -> None:
    with pytest.raises(BadInput):
        Book.create(path, who="li.wei", clock=Clock(TODAY), name="N", currency="EUR", fiscal_start=1)


def not_books(folder: Path) -> list[tuple[Path, type[KamError]]]:
    empty, text, other, newer = (folder / name for name in ("empty", "text", "other", "newer"))
    empty.touch()
    text.write_text("name,tier\nAcme,key\n" * 100)
    with sqlite3.connect(other) as conn:
        conn.execute("CREATE TABLE t (x)")
    with sqlite3.connect(newer) as conn:
        conn.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        conn.execute("CREATE TABLE t (x)")
        conn.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    os.mkfifo(folder / "fifo")
    (folder / "link").symlink_to(other)
    return [
        (folder / "absent", Missing),
        (empty, NotABook),
        (text, NotABook),
        (other, NotABook),
        (newer, TooNew),
        (folder / "fifo", NotABook),
        (folder / "link", NotABook),
        (folder, NotABook),
    ]


def test_what_is_no_book_is_refused_and_left_untouched(tmp_path: Path) -> None:
    for path, refusal in not_books(tmp_path):
        before = hashlib.sha256(path.read_bytes()).digest() if path.is_file() else None
        with pytest.raises(refusal):
            opened(path)
        if before is not None:
            assert hashlib.sha256(path.read_bytes()).digest() == before, path


def test_a_truncated_book_is_called_damaged(path: Path, open_book: Callable[[str], Book]) -> None:
    book = open_book("li.wei")
    for number in range(200):
        add_account(book, f"Account {number}")
    book.close()
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    with pytest.raises((Damaged, BadBook)):
        book = opened(path)
        accounts.rows(book.conn, accounts.ids(book.conn, on=TODAY))
        assert all(found.level == "ok" for found in doctor.examine(book))


def test_a_backup_is_whole_private_and_restores(book: Book, acme: int, tmp_path: Path) -> None:
    copy = tmp_path / "copy.kam"
    assert backups.write(book.conn, copy) == []
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    add_account(book, "Later")
    backups.restore(book, copy)
    assert [row.name for row in accounts.rows(book.conn, accounts.ids(book.conn, on=TODAY))] == ["Acme Holdings Ltd"]
    with pytest.raises(BadBook):
        backups.write(book.conn, copy)


def test_a_half_written_file_is_no_backup(book: Book, tmp_path: Path) -> None:
    torn = tmp_path / "torn.kam"
    sqlite3.connect(torn).execute("CREATE TABLE t (x)")
    with pytest.raises(NotABook):
        backups.restore(book, torn)


def test_the_doctor_finds_nothing_wrong_with_a_fresh_book(book: Book, acme: int) -> None:
    assert [found for found in doctor.examine(book) if found.level == "error"] == []


def test_the_doctor_finds_a_kept_value_that_history_does_not_bear_out(book: Book, acme: int) -> None:
    book.conn.execute("UPDATE standing SET tier = 'prospect' WHERE account_id = ?", (acme,))
    wrong = [found for found in doctor.examine(book) if found.level == "error"]
    assert [found.check for found in wrong] == ["history"]
    assert "tier is prospect, the facts say key" in wrong[0].text
