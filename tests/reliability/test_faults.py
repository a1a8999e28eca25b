"""Every call of every kind of save broken in turn: nothing is half done, and nobody is told what is not so."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reliability import faults, saves, shim
from tests.reliability.ptyapp import app_on, surroundings
from tests.reliability.saves import Kind

EVERY = 6

SAVE_ON_A_DISK_THAT_FAILS = """
import ctypes, pathlib, sys
from kamtui.clock import Clock
from kamtui.errors import KamError
from kamtui.ops.touches import add_touch
from kamtui.store.book import Book
book = Book.open(pathlib.Path(sys.argv[1]), who="li.wei", clock=Clock.from_environment())
add_touch(book, 1, summary="before")
ctypes.CDLL(None).faultio_begin(sys.argv[2].encode(), b"", sys.argv[3].encode())
try:
    print("saved", add_touch(book, 1, summary="meanwhile").change)
except KamError as error:
    print(error.code, error)
print(*book.take_notices())
print("next", add_touch(book, 1, summary="after").change)
"""


@pytest.mark.reliability
@shim.needs_compiler
@pytest.mark.parametrize("kind", saves.KINDS, ids=lambda kind: kind.name)
def test_a_save_broken_anywhere_is_whole_or_not_there_and_says_which(tmp_path: Path, kind: Kind) -> None:
    """R3 and R4: killed, or a call fails with EIO or ENOSPC, once or for ever."""
    first = random.randint(1, EVERY)
    result = faults.run(tmp_path, shim.build(tmp_path), kind, every=EVERY, first=first)
    print(f"from call {first} on: {result.broken} saves of kind {kind.name} broken: {dict(result.answers)}")
    assert result.wrong == []
    assert result.answers["killed"]
    assert result.answers["not saved"]


@pytest.mark.reliability
@shim.needs_compiler
def test_the_control_that_believes_every_error_says_what_is_not_so(tmp_path: Path) -> None:
    """A program that takes a failed COMMIT for "nothing was saved" is found out."""
    kind = next(kind for kind in saves.KINDS if kind.name == "edit")
    result = faults.run(tmp_path, shim.build(tmp_path), kind, every=1_000, is_naive=True)
    print(f"{len(result.wrong)} of {result.broken}: {result.wrong[:1]}")
    assert any("said to have failed and is there" in text for text in result.wrong)


@pytest.mark.reliability
@shim.needs_compiler
def test_the_app_says_that_it_does_not_know_and_keeps_what_was_typed(tmp_path: Path) -> None:
    path = saves.build(tmp_path / "start") / "book.kam"
    switch = tmp_path / "switch"
    under = {"LD_PRELOAD": str(shim.build(tmp_path)), "FAULTIO_FOLDER": str(path.parent), "FAULTIO_SWITCH": str(switch)}
    with app_on(path, tmp_path / "home", size=(150, 30), environ=under) as app:
        app.press("tc")
        app.wait_for("›")
        app.press(" prices agreed")
        app.wait_for("prices agreed")
        switch.write_text(str(shim.Fault("sync", shim.EIO, 1, goes_on=True)))
        app.press("\r")
        app.wait_for("not known")
        app.press("t")
        app.wait_for("› c prices agreed")


@shim.needs_compiler
@pytest.mark.parametrize(
    ("times", "said"),
    [(1, "bad_book"), (2, "saved 13"), (3, "not_known")],
    ids=["taken back", "turned up", "nobody knows"],
)
def test_what_became_of_a_change_is_found_out_after_a_failed_sync(tmp_path: Path, times: int, said: str) -> None:
    """How often the disk fails decides it: at the commit, when the log is closed for that, when it is looked up."""
    path = saves.build(tmp_path / "start") / "book.kam"
    words = [sys.executable, "-c", SAVE_ON_A_DISK_THAT_FAILS, str(path), str(path.parent), f"sync:{shim.EIO}:1:{times}"]
    library = shim.build(tmp_path)
    around = {**shim.environment(library, folder=path.parent), **surroundings(path, tmp_path)}
    done = subprocess.run(words, env=around, capture_output=True, text=True, check=True)
    outcome, notices, after = done.stdout.splitlines()
    assert outcome.startswith(said), done.stdout
    assert ("the change is saved" in notices) == (times == 2)
    assert after == ("next 13" if times == 1 else "next 14")
    assert saves.state(path).faults == []
