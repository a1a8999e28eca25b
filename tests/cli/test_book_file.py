"""init, doctor, backup, restore: the book as a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamtui.store.book import Book
from tests.conftest import Run


def test_init_makes_folders_for_the_owner_only_and_its_author_the_head(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "my.kam"
    done = run("init", "--book", str(path), "--name", "Nord", "--currency", "eur", "--fiscal-start", "4", "--json")
    assert done.json == {
        "path": str(path),
        "name": "Nord",
        "currency": "EUR",
        "fiscal_start": 4,
        "user": "li.wei",
        "change": 1,
    }
    assert [place.stat().st_mode & 0o777 for place in (path, path.parent, path.parent.parent)] == [0o600, 0o700, 0o700]
    assert [row["role"] for row in run("user", "ls", "--book", str(path), "--json").json] == ["head"]
    assert run("init", "--book", str(path)).code == 2


def test_init_with_a_login_that_cannot_be_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    assert run("init", "--book", str(tmp_path / "x.kam"), "--user", "a b").code == 2
    assert not list(tmp_path.glob("x.kam*"))


def test_doctor_finds_a_sound_book_sound(run: Run) -> None:
    done = run("doctor", "--json")
    assert done.code == 0
    assert {row["level"] for row in done.json} <= {"ok", "warning"}
    assert {"integrity", "references", "history", "wal", "permissions"} <= {row["check"] for row in done.json}


def test_doctor_exits_6_over_a_wrong_kept_value_and_repairs_it(run: Run, book: Book, acme: int) -> None:
    with book.exclusive() as conn:
        conn.execute("UPDATE standing SET owner = 'somebody else'")
    done = run("doctor")
    assert done.code == 6
    assert "owner is somebody else, the facts say li.wei" in done.out
    assert run("doctor", "--repair").code == 0
    assert run("account", "ls", "owner:li.wei", "-q").lines == ["1"]


def test_a_backup_lies_beside_the_book_with_the_time_or_where_it_is_told(run: Run, path: Path, tmp_path: Path) -> None:
    named = tmp_path / "copy.kam"
    assert run("backup", str(named)).lines == [str(named)]
    assert named.stat().st_mode & 0o777 == 0o600
    assert Path(run("backup", "--json").json["path"]).name.startswith("book.kam.backup-20261120-")
    assert run("backup", str(named)).code == 2
    assert run("backup", str(tmp_path / "no" / "folder")).code == 2


def test_restore_asks_and_keeps_what_was_there(run: Run, path: Path, tmp_path: Path) -> None:
    run("account", "add", "Before")
    run("backup", str(tmp_path / "copy.kam"))
    run("account", "add", "After")
    assert run("restore", str(tmp_path / "copy.kam")).code == 2
    done = run("restore", str(tmp_path / "copy.kam"), "--yes", "--json")
    assert run("account", "ls", "-q").lines == ["1"]
    kept = done.json["kept"]
    assert run("account", "ls", "-q", "--book", kept).lines == ["2", "1"]


def test_restore_brings_back_a_missing_and_a_broken_book(run: Run, path: Path, tmp_path: Path) -> None:
    run("account", "add", "Before")
    copy = str(tmp_path / "copy.kam")
    run("backup", copy)
    for break_it in (path.unlink, lambda: path.write_bytes(b"not a book" * 1000)):
        for beside in path.parent.glob("book.kam-*"):
            beside.unlink()
        break_it()
        assert run("account", "ls").code == 6
        assert run("restore", copy, "--yes").code == 0
        assert run("account", "ls", "-q").lines == ["1"]
        assert run("account", "add", "again", "--dry-run").code == 0


@pytest.mark.parametrize("content", [b"", b"junk" * 100, b"SQLite format 3\0" + b"\0" * 500])
def test_what_is_no_backup_is_not_restored(run: Run, tmp_path: Path, content: bytes) -> None:
    run("account", "add", "Before")
    junk = tmp_path / "junk"
    junk.write_bytes(content)
    assert run("restore", str(junk), "--yes").code == 6
    assert run("account", "ls", "-q").lines == ["1"]
    assert run("restore", str(tmp_path / "none"), "--yes").code == 2


def test_a_readonly_run_does_not_write(run: Run, acme: int) -> None:
    assert run("account", "ls", "--readonly", "-q").lines == ["1"]
    assert run("account", "add", "X", "--readonly").code == 6
