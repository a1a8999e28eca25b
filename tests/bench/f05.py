"""F5, a key in a list: until the last byte of its answer, and how many bytes that is; beside the smallest Textual app.

The list of all accounts, with the account at the cursor beside it (140x45) or below it (80x24), and the log, where what
is at the cursor takes two lines. Down goes through one screen, then on beyond its edge; the mean of the bytes is of all
steps there, because the list moves on by half a page at a time.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from tests.bench import generated
from tests.bench.figures import Figure
from tests.bench.processes import surroundings
from tests.bench.screen import LARGE, SMALL, Answer, TimedTerminal, app, p50, p95

FLOOR = "one Static"

CURSOR = "▌"

WITHIN = 35
"""Steps that stay on the first screen of 45 lines."""
EDGE = 44
"""Steps beyond it, two half pages."""
PAGES = 16

BETWEEN = 8
"""Steps from the one to the other, which are not counted."""
EVERY = 3
"""Keys, after which one is pressed in the app beside."""

GOAL = 1.3
SPREAD = 2.0


def measure(book: Path, accounts: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(dir=book.parent) as folder, closing(floor(book)) as beside:
        copy = generated.copy(book, Path(folder) / "book.kam")
        return [
            *figures("log", walked(copy, "L", LARGE, beside), (400, 700, 8000)),
            *figures("accounts and preview", walked(copy, "A", LARGE, beside), (None, None, None)),
            *figures("accounts and preview 80x24", walked(copy, "A", SMALL, beside), (1500, 1500, 4500)),
        ]


class Walked(NamedTuple):
    """What the moves in one list brought."""

    down: list[Answer]
    edge: list[Answer]
    page: list[Answer]
    floor_ms: float
    """What a key cost in the smallest app, pressed in between."""


def walked(book: Path, screen: str, size: tuple[int, int], beside: TimedTerminal) -> Walked:
    """Go down within the screen and beyond it, and page down; now and then with a key in the app beside it."""
    times: list[float] = []
    with closing(opened(book, screen, size)) as terminal:

        def press(key: str, count: int) -> list[Answer]:
            answers = []
            for number in range(count):
                answers.append(terminal.answer(key))
                if number % EVERY == 0:
                    times.append(beside.answer("down").last_ms)
            return answers

        down = press("down", WITHIN - (LARGE[1] - size[1]))
        press("down", BETWEEN)
        return Walked(down, press("down", EDGE), press("pgdn", PAGES), p50(times))


def opened(book: Path, screen: str, size: tuple[int, int] = LARGE) -> TimedTerminal:
    """The app on one of its screens, when it has read what it reads beside it."""
    terminal = app(book, size=size)
    terminal.wait_for(CURSOR)
    terminal.settle(1.0)
    terminal.press(screen)
    terminal.settle(1.0)
    terminal.answers(["down", "up"] * 3)  # what is imported for the first key
    return terminal


def floor(book: Path) -> TimedTerminal:
    """The smallest Textual app."""
    terminal = TimedTerminal((sys.executable, "-m", "tests.bench.onestatic"), surroundings(book))
    terminal.wait_for("ready 0")
    terminal.settle()
    terminal.answers(["down"] * 6)
    return terminal


def figures(where: str, found: Walked, most: tuple[float | None, float | None, float | None]) -> Iterable[Figure]:
    """Times and bytes of the three moves in one list."""
    for name, answers, limit in zip(("down", "edge", "page"), found[:3], most, strict=True):
        times = [answer.last_ms for answer in answers]
        yield Figure("F5", f"{where}: {name}", p50(times), "ms", FLOOR, found.floor_ms, GOAL)
        yield Figure("F5", f"{where}: {name}, p95", p95(times), "ms", "its median", p50(times), SPREAD)
        yield Figure("F5", f"{where}: {name}, bytes", mean(answer.bytes for answer in answers), "B", goal=limit)
