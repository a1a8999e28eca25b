"""Restore and undo: everybody sees what was put back; every edit can be taken back, and done again."""

from __future__ import annotations

import hashlib
import os
import random
import stat
from contextlib import closing, suppress
from pathlib import Path

import pytest

from kamtui.errors import Busy, KamError
from kamtui.ops.accounts import add_account, edit_account
from kamtui.ops.history import redo, undo
from kamtui.store import anchor, backups, journal, locks
from kamtui.store.book import Book
from kamtui.store.interrupted import long_lock
from kamtui.store.sqlite import sqlite3
from tests.conftest import Run
from tests.ops.examples import EXAMPLES
from tests.reliability.audited import copied, dump, faults, lived, lived_file, opened
from tests.store.test_migrations import old_book

__all__ = ["lived", "lived_file"]

pytestmark = pytest.mark.reliability

EDITS = 200
LEFT_OUT = {"contact.purge", "import.apply", "tier.backfill", "export.note", "policy.set"}
"""What nothing takes back, and what takes long."""


def test_an_open_session_notices_though_the_numbers_go_back(lived: Path, tmp_path: Path) -> None:
    book, colleague = opened(lived), opened(lived, "chen.jing")
    copy = tmp_path / "copy.kam"
    backups.write(book.conn, copy)
    add_account(book, "Later")
    seen = colleague.since(0).seen
    version = colleague.data_version()
    backups.restore(book, copy)
    assert colleague.data_version() != version
    changed = colleague.since(seen)
    assert changed.restored
    assert changed.everything
    assert changed.seen == journal.newest(book.conn) < seen
    assert colleague.since(changed.seen).changes == ()
    add_account(book, "New")
    assert [change.op for change in colleague.since(changed.seen).changes] == ["account.add"]
    book.close()
    colleague.close()
    assert faults(lived) == []


def test_it_is_noticed_though_the_numbers_have_caught_up(lived: Path, tmp_path: Path) -> None:
    book, colleague = opened(lived), opened(lived, "chen.jing")
    copy = tmp_path / "copy.kam"
    backups.write(book.conn, copy)
    add_account(book, "Later")
    seen = colleague.since(0).seen
    backups.restore(book, copy)
    for name in ("One", "Two", "Three"):
        add_account(book, name)
    changed = colleague.since(seen)
    assert changed.restored
    assert changed.seen == journal.newest(book.conn) > seen
    book.close()
    colleague.close()


def test_a_session_that_never_asked_notices_too(lived: Path, tmp_path: Path) -> None:
    book = opened(lived)
    copy = tmp_path / "copy.kam"
    backups.write(book.conn, copy)
    add_account(book, "Later")
    colleague = opened(lived, "chen.jing")
    backups.restore(book, copy)
    assert colleague.since(journal.newest(book.conn)).restored
    book.close()
    colleague.close()


def test_restore_is_for_heads_and_tells_the_anchor_who(lived: Path, tmp_path: Path, run: Run) -> None:
    copy, where = str(tmp_path / "copy.kam"), ("--book", str(lived))
    assert run("backup", copy, *where).code == 0
    before = dump_of(lived)
    refused = run("restore", copy, "--yes", *where, who="chen.jing")
    assert refused.code == 7
    assert dump_of(lived) == before
    assert run("restore", copy, "--yes", *where).code == 0
    mark = anchor.newest(lived)
    assert mark is not None
    assert (mark.kind, mark.who) == (anchor.RESTORED, "li.wei")
    assert faults(lived) == []
    assert run("doctor", "--repair", *where, who="chen.jing").code == 7


def test_what_was_there_is_kept_as_a_whole_copy(lived: Path, tmp_path: Path, run: Run) -> None:
    copy, where = str(tmp_path / "copy.kam"), ("--book", str(lived))
    run("backup", copy, *where)
    run("account", "add", "Later", *where)
    before = dump_of(lived)
    kept = Path(run("restore", copy, "--yes", "--json", *where).json["kept"])
    assert dump_of(kept) == before
    assert run("restore", str(kept), "--yes", *where).code == 0
    assert dump_of(lived) == before
    assert faults(lived) == []


def test_a_backup_of_an_older_version_is_upgraded_on_the_way(lived: Path, tmp_path: Path, run: Run) -> None:
    old, where = tmp_path / "old.kam", ("--book", str(lived))
    old_book(old, 10)
    raw = old.read_bytes()
    session = opened(lived)
    assert run("restore", str(old), "--yes", *where).code == 0
    assert session.since(0).restored
    assert session.info().name == "Old"
    session.close()
    assert old.read_bytes() == raw
    assert run("account", "add", "Bolt", *where).code == 0
    assert faults(lived) == []
    assert not list(tmp_path.glob("*.part*"))


def test_nothing_is_restored_under_a_running_import(lived: Path, tmp_path: Path) -> None:
    book = opened(lived)
    backups.write(book.conn, tmp_path / "copy.kam")
    with locks.held(long_lock(backups.beside_lock(lived))), pytest.raises(Busy):
        backups.restore(book, tmp_path / "copy.kam")
    book.close()


def test_a_book_that_is_put_back_is_as_open_as_the_one_before(lived: Path, tmp_path: Path, run: Run) -> None:
    copy, where = str(tmp_path / "copy.kam"), ("--book", str(lived))
    run("backup", copy, *where)
    for mode in (0o600, 0o660):
        lived.chmod(mode)
        lived.write_bytes(b"not a book" * 1000)
        assert run("restore", copy, "--yes", *where).code == 0
        assert stat.S_IMODE(lived.stat().st_mode) == mode
        assert run("account", "ls", *where).err == ""
        assert faults(lived) == []


def test_nobody_goes_on_writing_into_a_file_that_was_swapped(lived: Path, tmp_path: Path) -> None:
    book = opened(lived)
    other = copied(lived, tmp_path / "other.kam")
    os.replace(other, lived)
    with pytest.raises(KamError, match="another file was put in the place"):
        add_account(book, "Lost")
    with suppress(KamError):
        book.close()


def dump_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as conn:
        return dump(conn)


def content(book: Book) -> str:
    """A hash of everything that the book says, without the log of how it came to that."""
    made = hashlib.sha256()
    for table, rows in dump(book.conn).items():
        if table not in ("journal", "change", "chain", "redaction", "seal"):
            made.update(repr((table, sorted(rows, key=repr))).encode())
    return made.hexdigest()


def test_undo_of_every_edit_gives_the_first_state_and_redo_the_last(lived: Path) -> None:
    seed = random.randrange(1 << 30)
    chance = random.Random(seed)
    names = sorted(set(EXAMPLES) - LEFT_OUT)
    edits = int(os.environ.get("KAMTUI_EDITS", EDITS))
    book = opened(lived)
    first, done = content(book), list[int]()
    while len(done) < edits:
        with suppress(KamError, StopIteration, LookupError):
            if chance.random() < 0.5:
                change = edit_account(book, chance.choice((1, 2, 3)), {"note": f"edit {len(done)}"}).change
            else:
                change = EXAMPLES[chance.choice(names)](book, 1).change
            if change is not None:
                done.append(change)
    last = content(book)
    assert last != first
    # what an example did beside its own change goes back, too
    made = [key for (key,) in book.conn.execute("SELECT id FROM change WHERE id >= ? ORDER BY id DESC", (done[0],))]
    taken = [undo(book, change).change for change in made]
    assert content(book) == first, f"seed {seed}"
    for change in reversed(taken):
        undo(book, change)
    assert content(book) == last, f"seed {seed}"
    with pytest.raises(KamError):
        redo(book)
    book.close()
    assert faults(lived) == [], f"seed {seed}"
