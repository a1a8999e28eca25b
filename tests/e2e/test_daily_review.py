"""The daily review of the sample book in a real terminal at 80x24, key by key, to the summary of the day."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kamtui import paths
from kamtui.clock import Clock
from kamtui.domain.reviews import SHOWN
from kamtui.ops.sample.build import build_sample
from kamtui.render.text import width
from kamtui.store import appraisals, reviews, touches
from kamtui.store.book import Book
from tests.conftest import TODAY
from tests.e2e.tmux import ROOT, Terminal
from tests.tui.daily_review import CARDS, LOOKED, MOST_KEYS, WHO, Step, Visit

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux, a terminal in a terminal")

SUMMED_UP = f"the day of {WHO}"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """The sample book, open beside the app."""
    clock = Clock(TODAY)
    made = Book.create(tmp_path / "sample.kam", who=WHO, clock=clock, name="Sample", currency="CNY", fiscal_start=1)
    build_sample(made, paths.sample_book())
    yield made
    made.close()


@pytest.fixture
def terminal(tmp_path: Path, book: Book) -> Iterator[Terminal]:
    environment = {
        "KAMTUI_BOOK": str(book.path),
        "KAMTUI_USER": WHO,
        "KAMTUI_TODAY": TODAY.isoformat(),
        "KAMTUI_LANG": "en",
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
    }
    opened = Terminal(tmp_path / "tmux", environment)
    yield opened
    opened.close()


def test_fifteen_cards_take_three_keys_each_and_every_key_is_answered(terminal: Terminal, book: Book) -> None:
    logged = len(touches.ids(book.conn))
    ranking = appraisals.ranking(book.conn, TODAY)
    cards = reviews.cards(book.conn, TODAY, WHO, None, ranking=ranking)
    assert len(cards) > SHOWN
    # the ranking of the book comes when the screen is there already
    screen = terminal.shows(f"0/{len(cards)} done")

    script = {account: list(visits) for account, visits in CARDS.items()}
    keys: Counter[str] = Counter()
    while SUMMED_UP not in screen:
        account = stands_on(screen)
        visits = script.get(account)
        screen = visit(terminal, visits.pop(0) if visits else LOOKED, keys, account)

    assert len(keys) == SHOWN
    assert not [account for account, pressed in keys.items() if pressed > MOST_KEYS]
    # everything that the script has for one of the cards was done
    assert not [account for account, visits in script.items() if account in keys and visits]
    assert len(touches.ids(book.conn)) == logged + said(screen, "touches", "visit", "call", "email")
    assert said(screen, "cards", "reviewed", "put off") == SHOWN
    assert f"{len(cards) - SHOWN} cards" in screen
    assert re.search(r"time +\d+h\d* in all · key .* % \(60\)", screen)


def visit(terminal: Terminal, steps: Visit, keys: Counter[str], account: str) -> str:
    """Press the keys of a visit one by one; each must bring what the script says, on lines that were not there.

    Every visit ends at another account, or at the end of the day.
    """
    screen = terminal.screen
    for step in steps:
        keys[account] += 1
        screen = press(terminal, step, screen)
        assert all(width(line) <= 80 for line in screen.splitlines())
    return terminal.until(lambda screen: stands_on(screen) not in ("", account), f"the card after {account}")


def press(terminal: Terminal, step: Step, before: str) -> str:
    """The screen when it has answered."""
    if step.typed:
        terminal.type(step.typed)
        before = terminal.shows(step.typed[-8:])
    known = set(before.splitlines())

    def is_answered(screen: str) -> bool:
        fresh = "\n".join(line for line in screen.splitlines() if line not in known)
        return all(text in fresh for text in step.brings)

    terminal.press(step.key)
    return terminal.until(is_answered, f"after {step.key}: {step.brings}")


def stands_on(screen: str) -> str:
    """The account whose card, or whose page, is on the screen; the summary of the day is its own account."""
    if SUMMED_UP in screen:
        return SUMMED_UP
    page = re.match(r".*ACCOUNT  (.+?) #\d+", screen)
    if page:
        return page[1]
    card = re.search(r"^─+\n (.+?)  #\d+", screen, re.MULTILINE)
    return card[1] if card else ""


def said(screen: str, label: str, *what: str) -> int:
    """The sum of the numbers before some words in a line of the summary."""
    (line,) = (line for line in screen.splitlines() if line.startswith(f" {label} "))
    return sum(int(number) for word in what for number in re.findall(rf"(\d+) {word}", line))
