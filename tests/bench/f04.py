"""F4, starting the app: until the first rows can be read, and until a key that is pressed then is answered.

Beside the smallest Textual app, started in turn with it, and beside VisiData on a list of as many accounts.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.bench import generated
from tests.bench.figures import Figure
from tests.bench.processes import KAMTUI, surroundings
from tests.bench.screen import KEYS, TimedTerminal, p50

RUNS = 7

SMALL_BOOK = 40
"""Accounts of the book that one starts with."""

FLOOR = "one Static"
PEER = "VisiData"

GOAL = 1.3

CURSOR = "▌"

HEAD = "a.head"
"""Owns no account, so the review is everybody's."""


class Program(NamedTuple):
    """A program on a terminal, and how one sees that it is there and that it took the key down."""

    command: Sequence[str]
    environ: Mapping[str, str]
    painted: str
    """Is written with the first rows."""
    is_answered: Callable[[TimedTerminal], bool]


class Started(NamedTuple):
    """In milliseconds from the start of the process."""

    painted: float
    answered: float


def start(program: Program) -> Started:
    """Start a program, press down as soon as there is something to see, and end it."""
    terminal = TimedTerminal(program.command, program.environ)
    try:
        mark = program.painted.encode()
        painted = terminal.paint_ms(lambda: mark in terminal.sent)
        terminal.press(KEYS["down"])
        return Started(painted, terminal.paint_ms(lambda: program.is_answered(terminal)))
    finally:
        terminal.close()


def app(book: Path, who: str = "") -> Program:
    """The app; the cursor is on the second row, below title and heading, when it has taken the key."""
    environ = surroundings(book, **({"KAMTUI_USER": who} if who else {}))
    return Program(KAMTUI, environ, CURSOR, lambda terminal: CURSOR in terminal.text.splitlines()[3])


def static(book: Path) -> Program:
    """The smallest Textual app."""
    command = (sys.executable, "-m", "tests.bench.onestatic")
    return Program(command, surroundings(book), "ready 0", lambda terminal: b"ready 1" in terminal.sent)


def visidata(program: str, book: Path, listed: Path) -> Program:
    """Draws the file before all of it is read; what it says at the bottom changes with every key."""
    command = (program, "--nothing", str(listed))
    return Program(command, surroundings(book), "A000001", lambda terminal: len(terminal.pieces) > 1)


def measure(book: Path, accounts: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(dir=book.parent) as folder:
        small = generated.copy(generated.book(book.parent, SMALL_BOOK), Path(folder) / "small.kam")
        large = generated.copy(book, Path(folder) / "large.kam")
        programs = {
            FLOOR: static(large),
            f"{SMALL_BOOK} accounts": app(small, HEAD),
            f"{accounts:,} accounts, one's own": app(large),
            f"{accounts:,} accounts, everybody's": app(large, HEAD),
        }
        if peer := shutil.which("vd"):
            programs[PEER] = visidata(peer, large, generated.csv_folder(book.parent, accounts) / "accounts.csv")
        found: dict[str, list[Started]] = {name: [] for name in programs}
        for turn in range(RUNS + 1):
            for name, program in programs.items():
                times = start(program)
                if turn:
                    found[name].append(times)
    medians = {name: Started(*map(p50, zip(*times, strict=True))) for name, times in found.items()}
    floor, peer_times = medians.pop(FLOOR), medians.pop(PEER, None)
    own = medians[f"{accounts:,} accounts, one's own"]
    return [
        *(
            Figure("F4", f"app, {name}: {what}", value, "ms", FLOOR, beside, GOAL)
            for name, times in medians.items()
            for what, value, beside in zip(("first rows", "first key answered"), times, floor, strict=True)
        ),
        Figure("F4", "first rows", own.painted, "ms", PEER, peer_times and peer_times.painted),
    ]
