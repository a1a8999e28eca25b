"""A mistake in the program says one sentence, leaves a log without anybody's data, and is no success (S8)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from kamtui import crash
from tests.reliability.books import HEAD, sample, sample_book_file  # noqa: F401  fixtures
from tests.reliability.ptyapp import AppTerminal, app_on, surroundings
from tests.tui.terminal import ROOT

SECRET = "砻川 sekrit 4711"
"""What every planted mistake has at hand: in a local variable, in its message, and in the error before it."""

PLANT = f"""
import sys
from kamtui.__main__ import main

def broken(*args, **kwargs):
    customer = {SECRET!r}
    try:
        raise KeyError(customer)
    except KeyError as error:
        raise ValueError(f"cannot read {{customer}}") from error

def plant():
{{plant}}

plant()
sys.argv = ["kamtui", *sys.argv[1:]]
main()
"""
"""Runs kamtui with a mistake in it."""


class Place(NamedTuple):
    """Where a mistake is, and how to come upon it."""

    plant: str
    words: tuple[str, ...] = ()
    """The command; none for the app."""
    keys: str = ""


PLACES = {
    "a command that reads": Place("from kamtui.store import accounts\naccounts.rows = broken", ("account", "ls")),
    "a command that writes": Place(
        "from kamtui.store.tx import Tx\nTx.insert = broken", ("touch", "add", "#1", "c sekrit call")
    ),
    "drawing": Place("from kamtui.tui.screens.log import Log\nLog.rows = broken", keys="L"),
    "a worker": Place(
        "from kamtui.tui.screens.touching import Touching\nTouching.subject = broken\n"
        "import kamtui.tui.widgets.bottomline as line\nline.BottomLine.ask = broken",
        keys="At",
    ),
    "an action": Place(
        "from kamtui.tui.screens.acting import Acting\nActing.action_copy = broken\n"
        "from kamtui.tui.screens.accounts import Accounts\nAccounts.action_sort = broken",
        keys="As",
    ),
    "writing in the app": Place("from kamtui.store.tx import Tx\nTx.insert = broken", keys="Atc sekrit call\r"),
    "the thread that reads keys": Place("from kamtui.tui.driver import Terminal\nTerminal._take = broken", keys="j"),
    "the first screen": Place("from kamtui.tui.screens.review import Review\nReview.body = broken"),
}


def planted(place: Place) -> str:
    return PLANT.replace("{plant}", "\n".join(f"    {line}" for line in place.plant.splitlines()))


def is_private(text: str) -> bool:
    """Whether nothing of what the mistake had at hand stands in a text."""
    return not any(piece in text for piece in ("砻川", "sekrit", "4711", "cannot read", "Traceback"))


@pytest.mark.reliability
@pytest.mark.parametrize("name", PLACES)
def test_a_mistake_shows_no_data_and_is_no_success(sample: Path, tmp_path: Path, name: str) -> None:  # noqa: F811
    place = PLACES[name]
    code, said = in_a_command(place, sample, tmp_path) if place.words else in_the_app(place, sample, tmp_path)
    assert code == crash.BUG
    assert "kamtui stopped because of a mistake in it (ValueError)" in said
    assert is_private(said)
    log = (tmp_path / "state" / "kamtui" / "crash.log").read_text()
    assert "builtins.ValueError" in log
    assert "builtins.KeyError" in log
    assert "broken" in log
    assert is_private(log)


def in_a_command(place: Place, book: Path, home: Path) -> tuple[int, str]:
    ran = subprocess.run(
        [sys.executable, "-c", planted(place), *place.words],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)} | surroundings(book, home, who=HEAD),
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout + ran.stderr


def in_the_app(place: Place, book: Path, home: Path) -> tuple[int, str]:
    terminal = AppTerminal(book, home, who=HEAD, size=(120, 30), script=[planted(place)])
    try:
        if place.keys:
            terminal.wait_for("REVIEW")
            for key in place.keys:
                terminal.press(key)
                terminal.flush(0.1)
        code = terminal.wait()
        assert not terminal.is_raw()
    finally:
        terminal.close()
    # what stands on the screen before is the book, which its reader may see
    return code, terminal.sent.rpartition(b"\x1b[?1049l")[2].decode().replace("\r\n", "")


@pytest.mark.reliability
def test_control_python_itself_shows_what_was_at_hand(tmp_path: Path) -> None:
    """If this says nothing, the check above finds nothing."""
    place = PLACES["a command that reads"]
    script = planted(place).rpartition("sys.argv = ")[0]
    ran = subprocess.run(
        [sys.executable, "-c", script + "\nbroken()"],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not is_private(ran.stderr)


@pytest.mark.reliability
def test_a_line_that_was_open_when_it_crashed_is_kept(sample: Path, tmp_path: Path) -> None:  # noqa: F811
    place = Place("from kamtui.tui.app import Kamtui\nKamtui.catch_up = broken")
    terminal = AppTerminal(sample, tmp_path, who=HEAD, size=(120, 30), script=[planted(place)])
    terminal.wait_for("REVIEW")
    terminal.press("A")
    terminal.wait_for("ACCOUNTS")
    terminal.press("tc half a line")
    terminal.wait_for("t› c half a line")
    # somebody else writes, and the app comes upon its mistake
    done = subprocess.run(
        [sys.executable, "-m", "kamtui", "touch", "add", "#1", "c from elsewhere"],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)} | surroundings(sample, tmp_path, who=HEAD),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert terminal.wait() == crash.BUG
    assert terminal.drafts() == ["c half a line"]
    terminal.close()
    with app_on(sample, tmp_path, who=HEAD, size=(120, 30)) as again:
        again.wait_for("a line you had not finished is kept")


@pytest.mark.reliability
def test_a_refusal_that_nobody_caught_is_said_as_letters(sample: Path, tmp_path: Path) -> None:  # noqa: F811
    """It ends the app with its own code, and may quote the book."""
    refuse = (
        "from kamtui.errors import BadInput\ndef refuse(*_):\n    raise BadInput('no such thing: Qa\\x1b[31;7mZb')\n"
        "from kamtui.tui.screens.log import Log\nLog.rows = refuse"
    )
    code, said = in_the_app(Place(refuse, keys="L"), sample, tmp_path)
    assert code == 2
    assert said.endswith("no such thing: Qa␛[31;7mZb")
