"""A short review in a real terminal: the program as it is installed, in tmux, at 80x24."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kamtui import paths
from kamtui.clock import Clock
from kamtui.domain.statuses import Status
from kamtui.ops.sample.build import build_sample
from kamtui.store import accounts, touches
from kamtui.store.book import Book
from tests.conftest import TODAY
from tests.e2e.tmux import ROOT, Terminal

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux, a terminal in a terminal"),
]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """The sample book, open beside the app."""
    made = Book.create(
        tmp_path / "sample.kam", who="li.wei", clock=Clock(TODAY), name="Sample", currency="CNY", fiscal_start=1
    )
    build_sample(made, paths.sample_book())
    yield made
    made.close()


@pytest.fixture
def terminal(tmp_path: Path, book: Book) -> Iterator[Terminal]:
    environment = {
        "KAMTUI_BOOK": str(book.path),
        "KAMTUI_USER": "li.wei",
        "KAMTUI_TODAY": TODAY.isoformat(),
        "KAMTUI_LANG": "en",
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
    }
    opened = Terminal(tmp_path / "tmux", environment)
    yield opened
    opened.close()


def test_a_short_review(terminal: Terminal, book: Book) -> None:
    screen = terminal.shows("REVIEW")
    assert "0/" in screen.splitlines()[0]
    assert "▌" in screen
    assert all(len(line) <= 80 for line in screen.splitlines())
    written = len(touches.ids(book.conn))

    terminal.press("t")
    terminal.type("c 价格已确认 >fri 发合同")
    terminal.shows("next step Fri 11-27 发合同")
    terminal.press("Enter")
    terminal.shows("✓ call")
    assert len(touches.ids(book.conn)) == written + 1
    account = touches.one(book.conn, max(touches.ids(book.conn))).account_id

    terminal.press("3", "Enter")
    terminal.shows("→ defending")
    assert accounts.row(book.conn, account).status is Status.DEFENDING

    terminal.press("Enter")
    terminal.shows("ACCOUNT")
    terminal.press("]")
    terminal.shows(" 2/")
    terminal.press("q")
    terminal.shows("REVIEW")
    terminal.press("d")
    terminal.shows("reviewed")

    terminal.press("M")
    terminal.shows("from → to")
    terminal.press("A")
    terminal.press("/")
    terminal.type("tier:key")
    terminal.shows("filter tier:key")
    terminal.press("Enter")
    terminal.press("q")
    terminal.shows("filter –")
    terminal.press("q")
    terminal.shows("left with 0")


def test_help_opens_over_the_review_and_ctrl_q_leaves_from_anywhere(terminal: Terminal) -> None:
    terminal.shows("REVIEW")
    terminal.press("?")
    terminal.shows("KEYS")
    terminal.press("Escape")
    terminal.shows("REVIEW")
    terminal.press("C-q")
    terminal.shows("left with 0")
