"""A crowd over ssh in short, and that its ledger sees what a careless store would lose."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamtui.ops.history import undo
from kamtui.ops.touches import add_touch
from kamtui.store.book import Book
from tests.reliability import crowd_over_ssh
from tests.reliability.ledger import Kind, Ledger
from tests.reliability.measure import spread
from tests.reliability.sshd import needs_sshd

TOKEN = "p00n00001"


@pytest.mark.reliability
@needs_sshd
def test_what_people_and_scripts_were_told_is_in_the_book_though_sessions_are_cut_off(tmp_path: Path) -> None:
    report = crowd_over_ssh.run(tmp_path, sessions=6, scripts=2, seconds=15, think_s=0.2)
    print(report)
    assert report.faults == []
    # few on a machine that does something else meanwhile, but it did happen
    assert report.acknowledged > 30
    assert sum(report.cut_off.values()) >= 2
    assert report.writes["touch"] > 0


def test_the_ledger_finds_nothing_in_a_book_that_has_everything_once(book: Book, acme: int) -> None:
    ledger = Ledger()
    for token in (TOKEN, "p00n00002"):
        ledger.tried(token, Kind.TOUCH)
        ledger.saved(token, add_touch(book, acme, summary=token).change)
    ledger.taken_back(undo(book).value.change)
    # one that was cut off: it may be there or not
    ledger.tried("p00n00003", Kind.TOUCH)
    assert [*ledger.faults(book.conn)] == []


def test_an_acknowledged_write_that_is_not_there_is_found(book: Book, acme: int) -> None:
    ledger = Ledger()
    ledger.tried(TOKEN, Kind.TOUCH)
    ledger.saved(TOKEN)
    assert "LOST" in next(ledger.faults(book.conn))
    ledger.saved(TOKEN, add_touch(book, acme, summary=TOKEN).change)
    book.conn.execute("DELETE FROM touch WHERE summary = ?", (TOKEN,))
    assert [*ledger.faults(book.conn)] == [f"LOST: {TOKEN}, a touch, has 0 rows instead of 1"]


def test_a_write_that_arrived_twice_is_found(book: Book, acme: int) -> None:
    ledger = Ledger()
    ledger.tried(TOKEN, Kind.TOUCH)
    for _ in range(2):
        ledger.saved(TOKEN, add_touch(book, acme, summary=TOKEN).change)
    assert [*ledger.faults(book.conn)] == [f"{TOKEN}, a touch, was written by 2 changes"]


def test_an_import_of_which_half_is_there_is_found(book: Book, acme: int) -> None:
    ledger = Ledger()
    ledger.tried(TOKEN, Kind.IMPORT, rows=2)
    add_touch(book, acme, summary=f"{TOKEN} row 0")
    assert [*ledger.faults(book.conn)] == [f"LOST: {TOKEN}, an import of 2 rows, has 1"]


def test_what_was_said_to_be_undone_and_is_not_is_found(book: Book, acme: int) -> None:
    ledger = Ledger()
    ledger.tried(TOKEN, Kind.TOUCH)
    done = add_touch(book, acme, summary=TOKEN)
    assert done.change is not None
    ledger.saved(TOKEN, done.change)
    ledger.taken_back(done.change)
    assert [*ledger.faults(book.conn)] == [f"change {done.change} was to be undone and is not"]


def test_percentiles_are_times_that_were_measured() -> None:
    assert spread(second / 1000 for second in range(1, 101)) == (100, 50, 95, 99, 100)
    assert str(spread([])) == "none"
