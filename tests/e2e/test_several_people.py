"""Two people and a script on one book: each in a terminal of 80x24, the program as it is installed."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.statuses import Status
from kamtui.domain.teams import OurFunction
from kamtui.ops.teams import join_team
from kamtui.store import statuses, touches
from kamtui.store.book import Book
from tests.conftest import TODAY
from tests.tui import desk
from tests.tui.desk import ACME, HUAWEI, SIEMENS

ROOT = Path(__file__).parent.parent.parent

TIMEOUT_S = 30.0
"""A busy machine may take that long; who waits for something goes on as soon as it is there."""

HOLD = """
import fcntl, os, sys
fcntl.flock(os.open(sys.argv[1], os.O_RDWR | os.O_CREAT), fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux, a terminal in a terminal")


class Person:
    """Somebody with the app in a terminal of their own, which stays when the app ends."""

    def __init__(self, folder: Path, who: str, environment: dict[str, str]) -> None:
        self._tmux = ["tmux", "-S", str(folder / "tmux"), "-f", os.devnull]
        self._name = who.replace(".", "-")
        self._number = folder / f"{who}.pid"
        settings = " ".join(f"{name}={shlex.quote(value)}" for name, value in environment.items())
        app = f"exec env {settings} KAMTUI_USER={who} {shlex.quote(sys.executable)} -m kamtui"
        numbered = shlex.quote(f"echo $$ > {shlex.quote(str(self._number))}; {app}")
        self._program = f"sh -c {numbered}; echo left with $?; read _"
        self._run("new-session", "-d", "-s", self._name, "-x", "80", "-y", "24", self._program)

    def press(self, *keys: str) -> None:
        self._run("send-keys", "-t", self._name, *keys)

    def type(self, text: str) -> None:
        self._run("send-keys", "-t", self._name, "-l", text)

    def shows(self, *texts: str) -> str:
        """The screen as soon as all texts are on it."""
        screen = ""

        def is_there() -> bool:
            nonlocal screen
            screen = self._run("capture-pane", "-p", "-t", self._name)
            return all(text in screen for text in texts)

        wait_for(is_there, lambda: f"{texts} in\n{screen}")
        return screen

    @property
    def pid(self) -> int:
        """The process of the app."""
        return int(self._number.read_text())

    def start_again(self) -> None:
        self._run("respawn-pane", "-k", "-t", self._name, self._program)

    def _run(self, *arguments: str) -> str:
        return subprocess.run([*self._tmux, *arguments], check=True, capture_output=True, text=True).stdout


def wait_for(condition: Callable[[], bool], what: Callable[[], str]) -> None:
    until = time.monotonic() + TIMEOUT_S
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(f"waited in vain for {what()}")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    desk.build(tmp_path / "desk.kam")
    opened = Book.open(tmp_path / "desk.kam", who="wang.fang", clock=Clock(TODAY))
    join_team(opened, ACME, "chen.jing", OurFunction.TECH_SUPPORT)
    yield opened
    opened.close()


@pytest.fixture
def environment(tmp_path: Path, book: Book) -> dict[str, str]:
    return {
        "KAMTUI_BOOK": str(book.path),
        "KAMTUI_TODAY": TODAY.isoformat(),
        "KAMTUI_LANG": "en",
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def enter(tmp_path: Path, environment: dict[str, str]) -> Iterator[Callable[[str], Person]]:
    """Somebody sits down, in front of the list of all accounts."""

    def enter(who: str) -> Person:
        person = Person(tmp_path, who, environment)
        person.shows("REVIEW")
        person.press("A")
        person.shows("ACCOUNTS", "▌")
        return person

    yield enter
    subprocess.run(["tmux", "-S", str(tmp_path / "tmux"), "kill-server"], check=False, capture_output=True)


@pytest.fixture
def script(environment: dict[str, str]) -> Callable[..., None]:
    """What a script of wang.fang writes on the command line: a command, and rows for it."""

    def run(*arguments: str, rows: list[dict[str, str]] | None = None) -> None:
        kept = {"PATH": os.environ["PATH"], **environment, "KAMTUI_USER": "wang.fang"}
        stdin = "".join(json.dumps(row) + "\n" for row in rows or [])
        command = [sys.executable, "-m", "kamtui", *arguments]
        subprocess.run(command, check=True, capture_output=True, text=True, env=kept, input=stdin)

    return run


@pytest.mark.slow  # three terminals that wait for one another
def test_each_sees_what_the_others_do_and_who_did_it(
    enter: Callable[[str], Person], script: Callable[..., None], book: Book
) -> None:
    li, chen = enter("li.wei"), enter("chen.jing")
    chen.press("t")
    chen.type("c price agreed")
    chen.press("Enter")
    li.shows("chen.jing: Acme [Holdings] Ltd: call “price agreed”", "↻ 1")
    li.press("j", "k")
    li.press("4", "Enter")
    chen.shows("li.wei: Acme [Holdings] Ltd: status → declining", "▼ declining")
    days = [{"account": str(key), "status": "developing", "reason": "imported"} for key in (HUAWEI, SIEMENS)]
    script("status", "set", "--stdin", "--each", rows=days)
    for person in (li, chen):
        person.shows("wang.fang: ", "status → developing")
        person.press("j", "k")
    assert {each.decided_by for each in statuses.history(book.conn, SIEMENS)} == {"wang.fang"}

    # a conflict is chosen both ways
    for person, key, status in ((li, "2", "solid"), (chen, "3", "defending")):
        before = statuses.in_force(book.conn, ACME, TODAY)[0]
        person.press(key)
        person.type("seen by myself")
        person.shows(f"{status}, because", "seen by myself")
        script("status", "set", str(ACME), "developing", "--reason", "by script")
        person.press("Enter")
        person.shows("wang.fang set it to 'developing'", f"you saw '{before}'", f"{status} all the same")
        if person is li:
            person.press("Enter")
            person.shows("✓", "→ solid")
            assert statuses.history(book.conn, ACME)[-1].reason == "seen by myself"
        else:
            person.press("Escape")
            person.shows("kept as it was")
    assert statuses.in_force(book.conn, ACME, TODAY)[0] is Status.DEVELOPING


@pytest.mark.slow  # a locked book keeps a writer waiting for as long as it may
def test_a_line_survives_a_lost_connection_and_a_locked_book(enter: Callable[[str], Person], book: Book) -> None:
    li, chen = enter("li.wei"), enter("chen.jing")
    li.press("t")
    li.type("c 价格已确认 half")
    li.shows("t› c 价格已确认 half")
    os.kill(li.pid, signal.SIGHUP)
    li.shows(f"left with {128 + signal.SIGHUP}")
    li.start_again()
    li.shows("a line you had not finished is kept: Acme [Holdings] Ltd", "t continues it")
    li.press("A")
    li.shows("ACCOUNTS", "▌")
    li.press("t")
    li.shows("t› c 价格已确认 half")

    lock = book.path.with_name(book.path.name + ".lock")
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert held.stdout is not None
        assert held.stdout.readline() == "held\n"
        written = len(touches.ids(book.conn))
        li.press("Enter")
        li.shows("waiting to be written")
        li.press("j")
        li.shows("▌", "Quiet AG")
        li.press("k")
        li.shows("! not saved: the book is busy", "t opens the line again")
        chen.press("4")
        chen.type("lost")
        chen.press("Enter")
        chen.shows("waiting to be written")
    finally:
        held.communicate()
    chen.shows("✓", "→ declining")
    assert len(touches.ids(book.conn)) == written
    li.press("t")
    li.shows("t› c 价格已确认 half")
    li.press("Enter")
    li.shows("✓ call")
    assert touches.one(book.conn, max(touches.ids(book.conn))).summary == "价格已确认 half"
    li.press("C-q")
    li.shows("left with 0")
    li.start_again()
    assert "not finished" not in li.shows("REVIEW", "▌")
