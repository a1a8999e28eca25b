"""What is no book, or none any more: refused in one plain sentence, and left exactly as it was."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kamtui.errors import BadBook, KamError, Missing
from kamtui.store import schema
from kamtui.store.sqlite import sqlite3
from tests.conftest import Run
from tests.reliability.audited import copied, lived, lived_file, opened

__all__ = ["lived", "lived_file"]

pytestmark = pytest.mark.reliability

MUTATED = 300
PATIENCE_S = 2.0
"""How long any command may take on a broken file."""

READS = (("today",), ("account", "ls"), ("touch", "ls"), ("journal",), ("account", "show", "1"), ("pyramid",))


def _sqlite(path: Path, application: int, version: int, *, wal: bool = False) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        if wal:
            conn.execute("PRAGMA journal_mode = WAL")
        conn.execute(f"PRAGMA application_id = {application}")
        conn.execute("CREATE TABLE t (x)")
        conn.execute(f"PRAGMA user_version = {version}")


def _with_a_waiting_log(path: Path) -> None:
    """Another program's file, left by a crash with changes in its log."""
    other = path.with_name("busy")
    _sqlite(other, 0, 0, wal=True)
    with closing(sqlite3.connect(other, isolation_level=None)) as conn:
        conn.execute("INSERT INTO t VALUES (1)")
        for ending in ("", "-wal"):
            shutil.copyfile(other.with_name(other.name + ending), path.with_name(path.name + ending))
    other.unlink()


def _cut(book: Path, path: Path, share: float) -> None:
    raw = book.read_bytes()
    path.write_bytes(raw[: int(len(raw) * share)])


def _altered(book: Path, path: Path, start: int, raw: bytes) -> None:
    whole = bytearray(book.read_bytes())
    whole[start : start + len(raw)] = raw
    path.write_bytes(whole)


FILES: dict[str, tuple[int, Callable[[Path, Path], object]]] = {
    # name -> (exit code, what makes it of a book)
    "missing": (6, lambda book, path: None),
    "empty": (6, lambda book, path: path.touch()),
    "text": (6, lambda book, path: path.write_text("name,tier\nAcme,key\n" * 100)),
    "short": (6, lambda book, path: path.write_bytes(b"SQLite format 3\0")),
    "of another program": (6, lambda book, path: _sqlite(path, 0, 0)),
    "of another program, with a log": (6, lambda book, path: _with_a_waiting_log(path)),
    "newer": (6, lambda book, path: _sqlite(path, schema.APPLICATION_ID, schema.SCHEMA_VERSION + 1)),
    "fifo": (6, lambda book, path: os.mkfifo(path)),
    "folder": (6, lambda book, path: path.mkdir()),
    "symbolic link": (6, lambda book, path: path.symlink_to(book)),
    "dangling link": (6, lambda book, path: path.symlink_to(book.with_name("nowhere"))),
    "hard link": (6, lambda book, path: os.link(book, path)),
    "device": (6, lambda book, path: None),
    "cut in half": (6, lambda book, path: _cut(book, path, 0.5)),
    "only its first page": (6, lambda book, path: path.write_bytes(book.read_bytes()[:4096])),
    "magic overwritten": (6, lambda book, path: _altered(book, path, 0, b"not SQLite at all")),
    "first page overwritten": (6, lambda book, path: _altered(book, path, 100, os.urandom(3000))),
    "page size of nowhere": (6, lambda book, path: _altered(book, path, 16, b"\x03\x03")),
    "zeros": (6, lambda book, path: path.write_bytes(bytes(8192))),
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_it_is_refused_in_one_sentence_and_left_as_it_was(
    name: str, lived_file: Path, tmp_path: Path, run: Run
) -> None:
    code, make = FILES[name]
    book = copied(lived_file, tmp_path / "whole.kam")
    folder = tmp_path / "there"
    folder.mkdir()
    path = Path("/dev/null") if name == "device" else folder / "odd.kam"
    make(book, path)
    before = looked(folder), looked(book.parent)
    for words in (("account", "ls"), ("account", "add", "X"), ("doctor",), ("journal", "verify")):
        done = run(*words, "--book", str(path))
        assert done.code == code, (words, done)
        assert done.out == ""
        assert len(done.err.splitlines()) == 1, done.err
        assert "Traceback" not in done.err
    assert (looked(folder), looked(book.parent)) == before, f"{name}: something was changed or left beside it"


def looked(folder: Path) -> dict[str, str]:
    """Every name in a folder, with what kind it is and a hash of what it holds."""
    found = {}
    for path in folder.iterdir():
        is_file = path.is_file() and not path.is_symlink()
        found[path.name] = hashlib.sha256(path.read_bytes()).hexdigest() if is_file else oct(os.lstat(path).st_mode)
    return found


def test_an_ordinary_open_of_what_another_program_left_would_have_changed_it(tmp_path: Path) -> None:
    """The control: SQLite itself takes a foreign log and puts it into the file."""
    path = tmp_path / "other"
    _with_a_waiting_log(path)
    before = looked(tmp_path)
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("SELECT * FROM t").fetchall()
    assert looked(tmp_path) != before


def test_a_file_that_may_not_be_read_is_refused(lived: Path) -> None:
    if os.getuid() != 0:
        lived.chmod(0)
        with pytest.raises(BadBook, match="cannot open"):
            opened(lived)
        return
    lived.chmod(0)
    child = os.fork()
    if child == 0:
        os.setuid(65534)
        _exit_with(lived)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == BadBook.exit_code


def _exit_with(path: Path) -> None:
    try:
        opened(path)
    except Missing:
        os._exit(99)
    except KamError as error:
        os._exit(error.exit_code)
    finally:
        os._exit(98)


def test_no_broken_file_crashes_or_hangs_a_command(lived_file: Path, tmp_path: Path, run: Run) -> None:
    seed = random.randrange(1 << 30)
    chance = random.Random(seed)
    codes: dict[int, int] = {}
    raw = lived_file.read_bytes()
    for number in range(int(os.environ.get("KAMTUI_MUTATED", MUTATED))):
        path = tmp_path / f"{number}.kam"
        path.write_bytes(broken(raw, chance))
        words = chance.choice(READS)
        began = time.monotonic()
        try:
            done = run(*words, "--book", str(path))
        except Exception as error:
            raise AssertionError(f"seed {seed}, file {number}, {words}: {error!r}") from error
        took = time.monotonic() - began
        assert took <= PATIENCE_S, f"seed {seed}, file {number}, {words}: {took:.1f} s"
        assert done.code in range(8), f"seed {seed}, file {number}, {words}: {done}"
        codes[done.code] = codes.get(done.code, 0) + 1
        for left in tmp_path.glob(f"{number}.kam*"):
            left.unlink()
    print(f"seed {seed}: exit codes {codes}")
    assert codes.get(6, 0) > MUTATED // 10, "the control: many of these files are no books any more"


def broken(raw: bytes, chance: random.Random) -> bytes:
    """A book as a bad disk, a half copy or an editor leaves it."""
    page, data = 4096, bytearray(raw)
    pages = len(data) // page
    match chance.randrange(6):
        case 0:
            for _ in range(chance.randrange(1, 60)):
                data[chance.randrange(100, len(data))] ^= 1 << chance.randrange(8)
        case 1:
            start = chance.randrange(pages) * page
            data[start : start + page] = bytes(page)
        case 2:
            start = chance.randrange(100, len(data) - page)
            data[start : start + 700] = chance.randbytes(700)
        case 3:
            del data[chance.randrange(100, len(data)) :]
        case 4:
            one, two = (chance.randrange(1, pages) * page for _ in range(2))
            data[one : one + page], data[two : two + page] = data[two : two + page], data[one : one + page]
        case _:
            for _ in range(chance.randrange(1, 20)):
                data[chance.randrange(0, 2000)] = chance.randrange(256)
    return bytes(data)
