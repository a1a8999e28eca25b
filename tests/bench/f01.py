"""F1, commands from a script as whole processes: log a touch, set a status, show an account.

Beside the smallest Python program and beside `sqlite-utils insert` of one row, and on a book of 40 accounts beside the
large one, all in turn.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench import generated
from tests.bench.figures import Figure
from tests.bench.processes import BARE, KAMTUI, Cost, median, once, surroundings

RUNS = 11

SMALL_BOOK = 40
"""Accounts of the book that one starts with."""

FLOOR = "python -c pass"
PEER = "sqlite-utils insert"

GOAL, GOAL_OF_PEER, GOAL_OF_GROWTH = 8.0, 0.5, 1.1

ACCOUNT = "A000012"

COMMANDS = ("touch add", "status set", "account show")

STATUSES = ("solid", "developing")
"""Set in turn: to set what is set already is refused."""


def words(command: str, turn: int) -> Sequence[str]:
    """What is typed behind kamtui the next time."""
    given = {
        "touch add": (ACCOUNT, "talked about prices", "--kind", "visit", "--minutes", "45"),
        "status set": (ACCOUNT, STATUSES[turn % 2], "--reason", f"seen {turn} times"),
        "account show": (ACCOUNT,),
    }
    return (*command.split(), *given[command])


def runs(books: dict[str, Path], folder: Path) -> Iterator[tuple[str, str, Cost]]:
    """Command, the book it ran on and what it cost, in turn; the first time of each does not count."""
    row = folder / "row.json"
    row.write_text('{"account": "A000012", "kind": "visit", "minutes": 45, "summary": "talked about prices"}')
    insert = (sys.executable, "-m", "sqlite_utils", "insert", str(folder / "peer.db"), "touches", str(row))
    environ = {name: surroundings(book) for name, book in books.items()}
    for turn in range(RUNS + 1):
        for name, around in environ.items():
            plain = {FLOOR: BARE, PEER: insert}
            ours = {command: (*KAMTUI, *words(command, turn)) for command in COMMANDS}
            for command, typed in (plain | ours).items():
                cost = once(typed, around)
                if turn:
                    yield command, name, cost


def measure(book: Path, accounts: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(dir=book.parent) as folder:
        books = {
            "small": generated.copy(generated.book(book.parent, SMALL_BOOK), Path(folder) / "small.kam"),
            "large": generated.copy(book, Path(folder) / "large.kam"),
        }
        costs: dict[tuple[str, str], list[Cost]] = {}
        for command, name, cost in runs(books, Path(folder)):
            costs.setdefault((command, name), []).append(cost)
    found = {at: median(each) for at, each in costs.items()}
    return [figure for command in COMMANDS for figure in figures(command, found, accounts)]


def figures(command: str, found: dict[tuple[str, str], Cost], accounts: int) -> list[Figure]:
    """Of one command: beside the floor, the peer, and itself on a small book."""
    ours, small, bare, peer = (
        found[at] for at in ((command, "large"), (command, "small"), (FLOOR, "large"), (PEER, "large"))
    )
    return [
        Figure("F1", f"{command}: processor", ours.cpu_ms, "ms", FLOOR, bare.cpu_ms, GOAL),
        Figure("F1", f"{command}: wall", ours.wall_ms, "ms", FLOOR, bare.wall_ms, GOAL),
        Figure("F1", f"{command}: wall", ours.wall_ms, "ms", PEER, peer.wall_ms, GOAL_OF_PEER),
        Figure(
            "F1", f"{command}: processor, {accounts:,} accounts", ours.cpu_ms, "ms",
            f"{SMALL_BOOK} accounts", small.cpu_ms, GOAL_OF_GROWTH,
        ),
    ]  # fmt: skip
