"""A full disk: nothing is half written, reading goes on, what frees room works, and so does all once there is some."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.errors import BadBook, KamError
from kamtui.ops.accounts import add_account
from kamtui.ops.history import undo
from kamtui.ops.touches import add_touch
from kamtui.store import room, touches
from kamtui.store.book import Book
from tests.conftest import TODAY, Run
from tests.reliability import saves

SIZE_KB = 12 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes, in memory."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small file system to fill")
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_KB}k", "tmpfs", str(place)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("no file system may be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def _filled(place: Path) -> Path:
    """A file that takes all the room there is."""
    path = place / "ballast"
    with open(path, "wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(1 << 14))
    return path


def _written_until(refused: Callable[[], object]) -> tuple[int, KamError]:
    """How often something was done before it was refused, and the refusal."""
    for number in range(20_000):
        try:
            refused()
        except KamError as error:
            return number, error
    raise AssertionError("it was never refused")


@pytest.mark.reliability
def test_a_full_disk_takes_nothing_that_was_saved_and_reading_undo_and_later_writing_work(small_disk: Path) -> None:
    path = saves.build(small_disk / "s") / "book.kam"
    assert room.spare_of(path).stat().st_size == room.SPARE_BYTES
    book = Book.open(path, who="li.wei", clock=Clock(TODAY))
    last = add_touch(book, 1, summary="the last before").change
    ballast = _filled(small_disk)
    saved, error = _written_until(lambda: add_touch(book, 1, summary="x" * 500))
    assert isinstance(error, BadBook)
    assert "the disk is full" in str(error)
    assert "kB are left beside book.kam" in str(error)
    assert "nothing was saved" in str(error)
    before = touches.count(book.conn)
    assert before == 9 + saved
    with pytest.raises(BadBook, match="the disk is full"):
        add_account(book, "No room")
    # the spare file was given up for this
    assert not room.spare_of(path).exists()
    assert last is not None
    undo(book, last)
    assert touches.count(book.conn) == before - 1
    ballast.unlink()
    add_touch(book, 1, summary="room again")
    assert touches.count(book.conn) == before
    book.close()
    assert saves.state(path).faults == []
    assert room.spare_of(path).exists()


@pytest.mark.reliability
def test_a_program_that_comes_to_a_full_disk_reads_the_book(small_disk: Path, run: Run) -> None:
    path = saves.build(small_disk / "s") / "book.kam"
    _filled(small_disk)
    ran = run("account", "ls", "--book", str(path))
    assert ran.code == 0, ran.err
    assert "Acme" in ran.out
    assert "kB are free" in ran.err
    refused = run("touch", "add", "Acme", "no room", "--book", str(path))
    assert refused.code == 6
    assert "the disk is full" in refused.err


@pytest.mark.reliability
def test_a_backup_that_finds_no_room_leaves_nothing(small_disk: Path, run: Run) -> None:
    path = saves.build(small_disk / "s") / "book.kam"
    ballast = _filled(small_disk)
    os.truncate(ballast, ballast.stat().st_size - (300 << 10))
    refused = run("backup", str(small_disk / "copy.kam"), "--book", str(path))
    assert refused.code == 6
    assert not list(small_disk.glob("copy*"))
    ballast.unlink()
    assert run("backup", str(small_disk / "copy.kam"), "--book", str(path)).code == 0


def test_a_limit_to_the_size_of_files_is_named_and_nothing_is_half_written(book: Book, acme: int) -> None:
    """R5 without root: the kernel refuses as a full disk does."""
    log = book.path.with_name(book.path.name + "-wal")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = max(log.stat().st_size, book.path.stat().st_size)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + (256 << 10), hard))
    try:
        saved, error = _written_until(lambda: add_touch(book, acme, summary="x" * 500))
        assert "ulimit -f" in str(error)
        assert "nothing was saved" in str(error)
        assert touches.count(book.conn) == saved
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    add_touch(book, acme, summary="room again")
    assert touches.count(book.conn) == saved + 1


def test_a_book_comes_with_a_spare_file_of_its_own_mode(book: Book, path: Path) -> None:
    spare = room.spare_of(path)
    assert spare.stat().st_size == room.SPARE_BYTES
    assert spare.stat().st_mode & 0o777 == path.stat().st_mode & 0o660
    assert room.give_up_spare(path)
    assert not room.give_up_spare(path)
    Book.open(path, who="li.wei", clock=Clock(TODAY)).close()
    assert spare.exists()


def test_without_spare_room_only_what_makes_room_is_done(
    book: Book, acme: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = add_touch(book, acme, summary="one too many").change
    assert change is not None
    room.give_up_spare(book.path)
    monkeypatch.setattr(room, "free", lambda _: room.SPARE_BYTES)
    with pytest.raises(BadBook, match=r"1024 kB are left beside book\.kam, for reading, undo and deleting"):
        add_touch(book, acme, summary="no")
    undo(book, change)
    assert touches.count(book.conn) == 0


def test_scarce_room_is_said_at_every_opening(path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("account", "ls").err == ""
    monkeypatch.setattr(room, "free", lambda _: room.SCARCE_BYTES - 1)
    assert "only 20479 kB are free" in run("account", "ls").err
