"""The write door: whole or nothing, in turn, and never over what somebody else did."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kamtui.errors import Busy, Conflict
from kamtui.ops.accounts import edit_account
from kamtui.ops.history import redo, undo
from kamtui.store import accounts, backups, journal, locks
from kamtui.store.book import Book
from kamtui.store.tx import CHUNK

COLUMNS = ("account_id", "on_date", "kind", "amount", "currency", "key")


def many(account: int, count: int) -> list[tuple[object, ...]]:
    return [(account, "2026-04-01", "order", 1_0000, "CNY", f"k{i}") for i in range(count)]


def test_a_failing_body_leaves_nothing(book: Book, acme: int) -> None:
    before = backups.counts(book.conn)
    with pytest.raises(RuntimeError), book.write("test") as tx:
        tx.insert("task", {"account_id": acme, "title": "half", "recorded_at": "x"})
        raise RuntimeError
    assert backups.counts(book.conn) == before


def test_an_update_to_the_same_values_is_no_change(book: Book, acme: int) -> None:
    with book.write("test") as tx:
        assert not tx.update("account", acme, {"name": "Acme Holdings Ltd"})
    assert tx.change is None


def test_a_long_change_lets_others_write_between_its_chunks(
    book: Book, acme: int, open_book: Callable[[str], Book]
) -> None:
    colleague = open_book("chen.jing")
    with book.write("import") as tx:
        tx.may_breathe = True
        tx.insert_block("sale", COLUMNS, many(acme, CHUNK), accounts=[acme])
        tx.breathe()
        state = journal.change(colleague.conn, tx.change or 0)
        assert state is not None
        assert state.state == "open"
        tx.insert_block("sale", COLUMNS, [(*row[:-1], f"x{row[-1]}") for row in many(acme, 10)])
    done = journal.change(book.conn, tx.change or 0)
    assert done is not None
    assert done.state == "done"
    undo(book)
    assert backups.counts(book.conn)["sale"] == 0
    redo(book)
    assert backups.counts(book.conn)["sale"] == CHUNK + 10


def test_a_long_change_that_fails_is_taken_back_whole(book: Book, acme: int) -> None:
    before = backups.counts(book.conn)
    with pytest.raises(RuntimeError), book.write("import") as tx:
        tx.may_breathe = True
        tx.insert_block("sale", COLUMNS, many(acme, 2 * CHUNK), accounts=[acme])
        raise RuntimeError
    assert backups.counts(book.conn) == before


KILLED = """
import os, sys, signal, pathlib
from kamtui.clock import Clock
from kamtui.store.book import Book
book = Book.open(pathlib.Path(sys.argv[1]), who="li.wei", clock=Clock.from_environment())
with book.write("import") as tx:
    tx.may_breathe = True
    rows = [(1, "2026-04-01", "order", 10000, "CNY", f"k{i}") for i in range(12000)]
    tx.insert_block("sale", ("account_id", "on_date", "kind", "amount", "currency", "key"), rows, accounts=[1])
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_import_left_is_taken_back_at_the_next_open(
    book: Book, acme: int, path: Path, open_book: Callable[[str], Book]
) -> None:
    before = backups.counts(book.conn)
    book.close()
    environment = {**os.environ, "KAMTUI_TODAY": "2026-11-20"}
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    again = open_book("li.wei")
    assert backups.counts(again.conn) == before
    assert accounts.row(again.conn, acme).revenue_12m is None


def test_a_running_import_is_left_alone_by_others_who_open_the_book(
    book: Book, acme: int, open_book: Callable[[str], Book]
) -> None:
    with book.write("import") as tx:
        tx.may_breathe = True
        tx.insert_block("sale", COLUMNS, many(acme, CHUNK + 1), accounts=[acme])
        tx.conn.execute("COMMIT")
        other = open_book("chen.jing")
        assert backups.counts(other.conn)["sale"] == CHUNK + 1
        tx.conn.execute("BEGIN IMMEDIATE")
    assert backups.counts(book.conn)["sale"] == CHUNK + 1


def test_undo_of_an_import_refuses_when_a_row_of_it_was_changed(book: Book, acme: int) -> None:
    with book.write("import") as tx:
        tx.insert_block("sale", COLUMNS, many(acme, 20), accounts=[acme])
    with book.write("sale.edit") as other:
        other.update("sale", 5, {"owner": "chen.jing"})
    with pytest.raises(Conflict):
        undo(book, tx.change)
    undo(book, other.change)
    undo(book, tx.change)
    assert backups.counts(book.conn)["sale"] == 0


def test_undo_refuses_what_later_rows_build_on(book: Book, acme: int) -> None:
    change = journal.changes(book.conn, of_account=acme)[-1].id
    with pytest.raises(Conflict):
        undo(book, change)


def test_somebody_elses_lock_is_waited_for_and_then_named(book: Book, acme: int) -> None:
    lock = locks.FileLock(book.path.with_name(book.path.name + ".lock"))
    assert lock.take_now()
    with pytest.raises(Busy, match=r"process .* has held it since"), locks.held(lock.path, wait_s=0.05):
        raise AssertionError("the lock was given twice")
    lock.close()
    edit_account(book, acme, {"note": "free again"})


def test_a_conflicting_edit_says_who_and_what(book: Book, acme: int, open_book: Callable[[str], Book]) -> None:
    edit_account(open_book("chen.jing"), acme, {"region": "华东"})
    with pytest.raises(Conflict, match=r"chen\.jing changed region .* now '华东', you saw '–'"):
        edit_account(book, acme, {"region": "North"}, was={"region": ""})
