"""The lock names who holds it; nothing but SQLite opens the book; one SQLite library per program."""

from __future__ import annotations

import ast
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kamtui
from kamtui.clock import Clock
from kamtui.errors import BadBook, Busy
from kamtui.ops.accounts import edit_account
from kamtui.store import accounts, holders, locks
from kamtui.store import sqlite as library
from kamtui.store.book import Book
from kamtui.store.sqlite import sqlite3
from tests.conftest import TODAY, Run
from tests.reliability import walreset

ROOT = Path(kamtui.__file__).parent

HOLD = """
import os, pathlib, sys
from kamtui.store import locks
with locks.held(pathlib.Path(sys.argv[1]), who="chen.jing", doing="import.apply"):
    print("held", flush=True)
    sys.stdin.read()
"""

OPENERS = frozenset(
    {"open", "read_text", "read_bytes", "write_text", "write_bytes", "copy", "copyfile", "copy2", "sendfile"}
)

OPENED = {
    "anchor.py": "the anchor",
    "backups.py": "copies, before and after SQLite has them open",
    "beside.py": "lock, anchor and spare file, made where they are missing",
    "book.py": "a new book, made before SQLite opens it",
    "doctor.py": "what the system says of the disk",
    "holders.py": "the lock file, and what the system says of its holder",
    "opening.py": "the header of a file that SQLite does not have open in this program",
    "policies.py": "the policy that comes with kamtui",
    "room.py": "the spare file",
    "surroundings.py": "what the system says of the disk and of other programs",
}
"""Modules of the store that open files with something else than SQLite, and which files."""


@pytest.fixture
def holder(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program that holds the lock of the book."""
    words = [sys.executable, "-c", HOLD, str(path) + ".lock"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "WAIT_S", 0.2)


@pytest.mark.usefixtures("impatient")
def test_who_waits_in_vain_is_told_who_holds_the_lock_and_since_when(
    book: Book, acme: int, holder: subprocess.Popen[str]
) -> None:
    said = rf"chen\.jing \(import\.apply, process {holder.pid}\) has held it since \d\d:\d\d:\d\d; nothing was saved"
    with pytest.raises(Busy, match=said):
        edit_account(book, acme, {"note": "x"})
    assert accounts.one(book.conn, acme).note == ""


@pytest.mark.usefixtures("impatient")
def test_a_stopped_holder_keeps_nobody_from_reading(run: Run, holder: subprocess.Popen[str]) -> None:
    os.kill(holder.pid, signal.SIGSTOP)
    try:
        refused = run("account", "add", "Late")
        assert (refused.code, "is stopped" in refused.err) == (5, True)
        assert run("account", "ls").code == 0
        assert run("doctor").code == 0
    finally:
        os.kill(holder.pid, signal.SIGCONT)


def test_the_lock_is_there_again_when_its_holder_is_killed(
    book: Book, acme: int, holder: subprocess.Popen[str]
) -> None:
    done = threading.Thread(target=lambda: edit_account(book, acme, {"note": "after all"}))
    done.start()
    holder.kill()
    done.join(5)
    assert accounts.one(book.conn, acme).note == "after all"


def test_an_old_note_accuses_nobody(tmp_path: Path) -> None:
    """The note of one who is gone stays in the file; the system is asked who holds it now."""
    path = tmp_path / "book.kam.lock"
    with locks.held(path, who="li.wei", doing="touch.add"):
        pass
    assert holders.holder(path) is None
    with open(path, "r+b") as file:
        file.write(holders.note("li.wei", "touch.add").replace(str(os.getpid()).encode(), b"1"))
    with locks.held_if_free(path) as is_ours:
        assert is_ours
        found = holders.holder(path)
        assert found is not None
        assert found.pid == os.getpid()


def test_a_waiter_that_gave_up_does_not_keep_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "book.kam.lock"
    with locks.held(path), pytest.raises(Busy), locks.held(path, wait_s=0.01):
        pass
    for _ in range(50):
        with locks.held(path, wait_s=2):
            pass


# -- one library, and nobody else opens the file ---------------------------------------------------------------------


def test_every_connection_waits_for_the_disk(book: Book) -> None:
    asked = ("synchronous", "foreign_keys", "trusted_schema")
    assert [book.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in asked] == [2, 1, 0]


def test_a_program_has_one_sqlite_library_whatever_it_does(path: Path, tmp_path: Path) -> None:
    """Also where sqlite-utils comes in, which asks for the library of Python."""
    code = (
        "import sys\n"
        "from kamtui.cli import app\n"
        "app.run(['init', '--book', sys.argv[1], '--user', 'li.wei'])\n"
        "app.run(['account', 'ls', '--book', sys.argv[1]])\n"
        "import sqlite_utils, sqlite3\n"
        "print(sorted(name for name in sys.modules if name.endswith('_sqlite3')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "new.kam")], capture_output=True, text=True, check=True
    )
    one = "pysqlite3._sqlite3" if sqlite3.__name__ == "pysqlite3" else "_sqlite3"
    assert done.stdout.splitlines()[-1] == str([one])


def test_a_program_with_two_libraries_opens_no_book(path: Path) -> None:
    if sqlite3.__name__ != "pysqlite3":
        pytest.skip("there is no pysqlite3 here, so there is only one library")
    code = (
        "import _sqlite3, sys, pathlib\n"
        "from kamtui.store.book import Book\n"
        "from kamtui.clock import Clock\n"
        "from kamtui.errors import BadBook\n"
        "try:\n"
        "    Book.open(pathlib.Path(sys.argv[1]), who='li.wei', clock=Clock())\n"
        "except BadBook as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert "two SQLite libraries" in done.stdout


def test_two_libraries_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "_KEEPS_TO_ITSELF", "none")
    both = dict.fromkeys(library._LIBRARIES, sqlite3)
    monkeypatch.setattr(sys, "modules", {**sys.modules, **both})
    with pytest.raises(BadBook, match="two SQLite libraries"):
        library.refuse_two_libraries()


def test_only_known_modules_of_the_store_open_files() -> None:
    found = {
        file.name
        for file in (ROOT / "store").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _name(node.func) in OPENERS and _is_of_the_system(node.func)
    }
    assert found <= OPENED.keys()


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_of_the_system(function: ast.expr) -> bool:
    """Not Book.open(), which is how everybody opens a book."""
    return not (isinstance(function, ast.Attribute) and ast.unparse(function.value) in {"Book", "cls"})


def test_nothing_but_sqlite_opens_the_book_while_it_is_open(run: Run, path: Path, tmp_path: Path) -> None:
    """Every kind of save, with an eye on each file that Python opens; SQLite opens its own without Python."""
    opened = list[str]()
    watching = True
    ours = re.compile(re.escape(str(path)) + r"(-wal|-shm)?$")

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event in {"open", "shutil.copyfile"} and ours.match(str(arguments[0])):
            opened.append(f"{event} {arguments[0]}")

    sys.addaudithook(audit)
    other = Book.open(path, who="li.wei", clock=Clock(TODAY))
    opened.clear()
    assert other.data_version()
    csv = tmp_path / "accounts.csv"
    csv.write_text("name\nNew one\n", encoding="utf-8")
    for words in (
        ["account", "add", "Acme"],
        ["account", "edit", "Acme", "--note", "x"],
        ["log", "call visited them", "--account", "Acme"],
        ["import", str(csv), "--as", "accounts"],
        ["undo"],
        ["account", "ls"],
        ["journal"],
        ["doctor"],
        ["backup", str(tmp_path / "copy.kam")],
        ["restore", str(tmp_path / "copy.kam"), "--yes"],
    ):
        ran = run(*words)
        assert ran.code == 0, (words, ran.err)
    watching = False
    other.close()
    assert opened == []


TURNS = """
import sys, pathlib
if sys.argv[2] == "sqlite3":
    sys.modules["pysqlite3"] = None
from kamtui.clock import Clock
from kamtui.ops.accounts import add_account
from kamtui.store.book import Book
book = Book.open(pathlib.Path(sys.argv[1]), who="li.wei", clock=Clock.from_environment())
print("open", flush=True)
for line in sys.stdin:
    if line == "peek\\n":
        open(sys.argv[1], "rb").close()
    elif line == "close\\n":
        book.close()
    else:
        add_account(book, line.strip())
    print("done", flush=True)
"""


@pytest.mark.parametrize("name", walreset.LIBRARIES)
def test_all_fifteen_rows_of_two_programs_are_there(path: Path, name: str) -> None:
    """R10: where nobody but SQLite opens the file."""
    if name == "pysqlite3":
        pytest.importorskip("pysqlite3", reason="there is no pysqlite3 here")
    assert _fifteen(path, name, peeks=False) == 15


def test_the_control_that_opens_the_file_as_any_other_loses_rows(path: Path) -> None:
    """Closing it drops the locks of SQLite, and the other program takes the log away as the last one to leave."""
    found = _fifteen(path, "sqlite3", peeks=True)
    if found == 15 and not library.has_bug(_version_of_python()):
        pytest.skip("the SQLite of this Python finds out by itself when its locks were dropped")
    print(f"{found} of 15")
    assert found < 15


def _fifteen(path: Path, name: str, *, peeks: bool) -> int:
    """Two programs write in turns; how many of their rows the next one sees."""
    one, two = _program(path, name), _program(path, name)
    for number in range(5):
        one(f"A{number}")
    if peeks:
        one("peek")
    for number in range(5):
        two(f"B{number}")
    two("close")
    for number in range(5, 10):
        one(f"A{number}")
    conn = sqlite3.connect(path)
    (found,) = conn.execute("SELECT count(*) FROM account").fetchone()
    conn.close()
    one("close")
    return int(found)


def _version_of_python() -> tuple[int, ...]:
    """The version of the SQLite that comes with this Python."""
    words = [sys.executable, "-c", "import sqlite3; print(sqlite3.sqlite_version)"]
    text = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return tuple(map(int, text.strip().split(".")))


def _program(path: Path, name: str) -> Callable[[str], None]:
    process = subprocess.Popen(
        [sys.executable, "-c", TURNS, str(path), name],
        env={**os.environ, "KAMTUI_TODAY": TODAY.isoformat()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"

    def tell(line: str) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(line + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "done\n"
        if line == "close":
            process.communicate()

    return tell


# -- the WAL-reset bug -----------------------------------------------------------------------------------------------


@pytest.mark.reliability
@pytest.mark.parametrize("name", walreset.LIBRARIES)
def test_the_lock_closes_the_window_of_the_wal_reset_bug(tmp_path: Path, name: str) -> None:
    """R7: with the library of Python, which may have the bug, and the one that comes with kamtui."""
    if name == "pysqlite3":
        pytest.importorskip("pysqlite3", reason="there is no pysqlite3 here")
    result = walreset.run(tmp_path / "stress", seconds=7, library=name)
    print(name, result)
    assert result.bad == 0
    assert result.commits > 500


@pytest.mark.reliability
def test_the_control_without_the_lock_finds_the_bug_of_an_old_library(tmp_path: Path) -> None:
    version = _version_of_python()
    if not library.has_bug(version):
        pytest.skip(f"SQLite {'.'.join(map(str, version))} has the bug fixed: there is no library here to find it in")
    result = walreset.run(tmp_path / "stress", seconds=20, library="sqlite3", is_locked=False, until_bad=True)
    print(result)
    assert result.bad
