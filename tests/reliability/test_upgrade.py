"""An upgrade: the old book is kept, and whenever it is cut off the file is as it was or wholly new."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from kamtui.errors import Busy, KamError
from kamtui.ops.accounts import add_account
from kamtui.store import backups, locks, schema
from kamtui.store.interrupted import long_lock
from kamtui.store.sqlite import Connection, sqlite3
from tests.conftest import Run
from tests.reliability.audited import dump, faults, lived_file, opened
from tests.reliability.test_verify import OLDER, fill
from tests.store.test_migrations import old_book

__all__ = ["lived_file"]

pytestmark = pytest.mark.reliability

KILLS = int(os.environ.get("KAMTUI_KILLS", "20"))
"""Moments of an upgrade at which a program ends; between two calls of the system `test_faults` cuts it off."""

ROUNDS, TOGETHER = 8, 4


@pytest.fixture(scope="module")
def old_file(lived_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of the version before, with a year of work in it."""
    path = tmp_path_factory.mktemp("old") / "old.kam"
    old_book(path, schema.SCHEMA_VERSION - 1)
    fill(path, lived_file)
    return path


def in_child(body: Callable[[], object]) -> int:
    """Run something in a process of its own; its exit code."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            body()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def upgrade(path: Path, last_statement: int | None = None) -> int:
    """Upgrade a book; the program ends in the middle where a last statement is given. How many there were."""
    conn = sqlite3.connect(path, isolation_level=None, timeout=20)
    done = 0

    def count(_: str) -> None:
        nonlocal done
        done += 1
        if done == last_statement:
            os._exit(9)

    conn.set_trace_callback(count)
    schema.ensure_current(conn, path)
    conn.close()
    return done


def seen(path: Path) -> tuple[int, dict[str, list[tuple[object, ...]]]]:
    with closing(sqlite3.connect(path)) as conn:
        return schema.version(conn), dump(conn)


def test_an_upgrade_that_is_cut_off_leaves_the_old_book_or_the_new_one(old_file: Path, tmp_path: Path) -> None:
    version, before = seen(old_file)
    whole = upgrade(Path(shutil.copyfile(old_file, tmp_path / "whole.kam")))
    old = 0
    for number in range(1, whole, max(1, whole // KILLS)):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = Path(shutil.copyfile(old_file, folder / "old.kam"))
        assert in_child(lambda path=path, number=number: upgrade(path, number)) == 9  # type: ignore[misc]
        found, rows = seen(path)
        if found == version:
            old += 1
            assert rows == before, f"killed at statement {number}"
        else:
            assert found == schema.SCHEMA_VERSION
        for copy in folder.glob("old.kam.before-*-from-*"):
            if not copy.name.endswith(".part"):
                assert seen(copy) == (version, before), "what is called a backup is one"
        book = opened(path)
        add_account(book, "It goes on")
        book.close()
        assert faults(path) == []
        shutil.rmtree(folder)
    assert old > KILLS // 2, "the control: most of the kills came before the end"


@pytest.mark.parametrize("version", OLDER)
def test_programs_that_upgrade_together_all_succeed(version: int, lived_file: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    old_book(old, version)
    fill(old, lived_file)
    for number in range(ROUNDS if version == OLDER[-1] else 2):
        path = Path(shutil.copyfile(old, tmp_path / f"{number}.kam"))
        children = list[int]()
        for _ in range(TOGETHER):
            child = os.fork()
            if child == 0:
                _upgrade_and_leave(path)
            children.append(child)
        assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * TOGETHER
        assert len(list(tmp_path.glob(f"{number}.kam.before-*"))) == 1
        assert faults(path) == []


def _upgrade_and_leave(path: Path) -> None:
    code = 1
    try:
        opened(path).close()
        code = 0
    finally:
        os._exit(code)


def test_the_backup_of_an_upgrade_brings_the_old_book_back(old_file: Path, tmp_path: Path, run: Run) -> None:
    path = Path(shutil.copyfile(old_file, tmp_path / "old.kam"))
    before = seen(path)
    run("account", "add", "After", "--book", str(path))
    [copy] = tmp_path.glob("old.kam.before-*")
    assert seen(copy) == before
    assert copy.stat().st_mode & 0o777 == 0o600
    assert run("restore", str(copy), "--yes", "--book", str(path)).code == 0
    assert faults(path) == []
    assert "After" not in run("account", "ls", "--book", str(path)).out


def test_no_upgrade_without_its_backup(old_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(shutil.copyfile(old_file, tmp_path / "old.kam"))
    before = seen(path)

    def full(_: Connection, __: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises((OSError, KamError), match="No space"):
        patched.setattr(backups, "write", full)
        opened(path)
    assert seen(path) == before


def test_no_upgrade_under_a_running_import(old_file: Path, tmp_path: Path) -> None:
    path = Path(shutil.copyfile(old_file, tmp_path / "old.kam"))
    with locks.held(long_lock(backups.beside_lock(path))), pytest.raises(Busy, match="import"):
        opened(path)
    with suppress(Busy):
        opened(path).close()
    assert seen(path)[0] == schema.SCHEMA_VERSION
