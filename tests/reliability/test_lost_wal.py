"""Changes that were saved and are gone from the file: said with their number, and not made worse."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.errors import Damaged
from kamtui.ops.accounts import add_account, edit_account
from kamtui.store import anchor, backups, doctor
from kamtui.store.book import Book
from kamtui.store.sqlite import sqlite3
from tests.conftest import TODAY, Run
from tests.reliability.audited import faults, opened

pytestmark = pytest.mark.reliability

SAVED = 20
"""Changes that are only in the log when the power goes."""


@pytest.fixture
def left(path: Path, tmp_path: Path) -> Path:
    """A book as a crash leaves it: the last changes are in its -wal file only."""
    book = opened(path)
    acme = add_account(book, "Acme").value.account_id
    old = tmp_path / "old.kam"
    book.close()
    shutil.copyfile(path, old)
    child = os.fork()
    if child == 0:
        _save_and_die(path, acme)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert wal(path).stat().st_size > 0
    return path


def _save_and_die(path: Path, acme: int) -> None:
    book = opened(path)
    book.conn.execute("PRAGMA wal_autocheckpoint = 0")
    for number in range(SAVED):
        edit_account(book, acme, {"note": f"note {number}"})
    os._exit(9)


def wal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _without_index(path: Path) -> None:
    path.with_name(path.name + "-shm").unlink(missing_ok=True)


def _cut(path: Path, share: float) -> None:
    _without_index(path)
    os.truncate(wal(path), int(wal(path).stat().st_size * share))


def _flip(path: Path, share: float) -> None:
    _without_index(path)
    raw = bytearray(wal(path).read_bytes())
    raw[int(len(raw) * share)] ^= 1
    wal(path).write_bytes(raw)


def _of_another_book(path: Path) -> None:
    """The log of a book that has nothing to do with this one."""
    _without_index(path)
    other = path.with_name("other.kam")
    book = Book.create(other, who="x", clock=opened_clock(), name="Other", currency="EUR", fiscal_start=4)
    add_account(book, "Not here")
    shutil.copyfile(wal(other), wal(path))
    book.close()


def opened_clock() -> Clock:
    return Clock(TODAY)


def _delete(path: Path) -> None:
    wal(path).unlink()


def _delete_both(path: Path) -> None:
    _without_index(path)
    wal(path).unlink()


def _put_an_old_copy_there(path: Path) -> None:
    _delete_both(path)
    shutil.copyfile(path.with_name("old.kam"), path)


WAYS: dict[str, Callable[[Path], None]] = {
    "the log is deleted": _delete,
    "the log and its index are deleted": _delete_both,
    "the log is emptied": lambda path: _cut(path, 0),
    "the log is cut in half": lambda path: _cut(path, 0.5),
    "the log is cut near its end": lambda path: _cut(path, 0.93),
    "a bit of the log is flipped in the middle": lambda path: _flip(path, 0.5),
    "the head of the log is overwritten": lambda path: _flip(path, 0.0),
    "an old copy is put in the place of the book": _put_an_old_copy_there,
}


@pytest.mark.parametrize("way", sorted(WAYS))
def test_it_says_how_many_changes_are_missing(left: Path, way: str, run: Run) -> None:
    WAYS[way](left)
    there = _changes_there(left)
    missing = anchor.newest(left).seq - there  # type: ignore[union-attr]
    assert missing > 0
    done = run("account", "ls", "--book", str(left))
    assert done.code == 0
    assert f"the last {missing} changes of this book are missing" in done.err
    refused = run("account", "add", "X", "--book", str(left))
    assert refused.code == 6
    assert f"the last {missing} changes" in refused.err
    assert run("doctor", "--book", str(left)).code == 6
    assert any(fault.what == "anchor" for fault in faults(left))


def test_without_the_anchor_nobody_would_notice(left: Path, run: Run) -> None:
    """The control: SQLite drops what it cannot read of a log, and says nothing."""
    _cut(left, 0.5)
    anchor.beside(left).unlink()
    done = run("account", "ls", "--book", str(left))
    assert (done.code, done.err) == (0, "")


def test_a_log_that_is_found_again_brings_everything_back(left: Path) -> None:
    kept = left.with_name("kept-wal")
    shutil.copyfile(wal(left), kept)
    WAYS["the log and its index are deleted"](left)
    for _ in range(2):
        book = opened(left)
        assert book.lost is not None
        book.begin_day()
        with pytest.raises(Damaged):
            add_account(book, "X")
        book.close()
    _without_index(left)
    shutil.copyfile(kept, wal(left))
    book = opened(left)
    assert book.lost is None
    assert book.conn.execute("SELECT note FROM account").fetchone() == (f"note {SAVED - 1}",)
    book.close()
    assert faults(left) == []


def test_the_log_of_another_book_does_not_go_into_this_one(left: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept-wal"
    shutil.copyfile(wal(left), kept)
    raw = left.read_bytes()
    _of_another_book(left)
    for _ in range(2):
        try:
            book = opened(left)
        except Damaged:
            continue
        assert book.lost is not None
        book.close()
    assert left.read_bytes() == raw
    _without_index(left)
    shutil.copyfile(kept, wal(left))
    book = opened(left)
    assert book.lost is None
    book.close()
    assert faults(left) == []


def test_loss_is_accepted_by_a_head_and_then_the_book_can_be_written(left: Path, run: Run) -> None:
    _cut(left, 0.5)
    where = ("--book", str(left))
    assert run("doctor", "--accept-loss", "--yes", *where, who="chen.jing").code == 7
    assert run("doctor", "--accept-loss", *where).code == 2
    done = run("doctor", "--accept-loss", "--yes", *where)
    assert done.code == 0, done
    assert "given up at" in done.out
    assert run("account", "add", "Bolt", *where).err == ""
    assert faults(left) == []
    assert run("doctor", "--accept-loss", "--yes", *where).code == 1


def test_a_restored_backup_settles_it_too(left: Path, tmp_path: Path, run: Run) -> None:
    book = opened(left)
    backups.write(book.conn, tmp_path / "whole.kam")
    add_account(book, "After the backup")
    book.close()
    shutil.copyfile(left.with_name("old.kam"), left)
    where = ("--book", str(left))
    assert "missing" in run("account", "ls", *where).err
    assert run("restore", str(tmp_path / "whole.kam"), "--yes", *where).code == 0
    assert run("account", "add", "Bolt", *where).code == 0
    assert faults(left) == []


def test_a_crash_between_the_change_and_its_line_is_no_loss_and_no_fault(path: Path) -> None:
    book = opened(path)
    add_account(book, "Acme")
    lines = anchor.beside(path).read_text().splitlines(keepends=True)
    anchor.beside(path).write_text("".join(lines[:-1]))
    add_account(book, "Bolt")
    book.close()
    assert faults(path) == []
    opened(path).close()
    assert anchor.newest(path).seq == _changes_there(path)  # type: ignore[union-attr]


def test_an_anchor_that_cannot_be_written_keeps_nobody_from_working(path: Path) -> None:
    anchor.beside(path).unlink(missing_ok=True)
    anchor.beside(path).mkdir()
    book = opened(path)
    add_account(book, "Acme")
    assert {found.check: found.level for found in doctor.examine(book)}["anchor"] == "warning"
    book.close()
    anchor.beside(path).rmdir()
    book = opened(path)
    assert {found.check: found.level for found in doctor.examine(book)}["anchor"] == "ok"
    book.close()


def test_a_new_book_does_not_miss_the_changes_of_the_one_before_it(path: Path, run: Run) -> None:
    run("account", "add", "Acme", "--book", str(path))
    path.unlink()
    assert run("init", "--book", str(path)).code == 0
    assert run("account", "ls", "--book", str(path)).err == ""


def _changes_there(path: Path) -> int:
    copy = path.with_name("look.kam")
    for ending in ("", "-wal"):
        if path.with_name(path.name + ending).exists():
            shutil.copyfile(path.with_name(path.name + ending), copy.with_name(copy.name + ending))
    with closing(sqlite3.connect(copy)) as conn:
        (count,) = conn.execute("SELECT ifnull(max(seq), 0) FROM chain").fetchone()
    for each in copy.parent.glob("look.kam*"):
        each.unlink()
    return int(count)
