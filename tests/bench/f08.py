"""F8, an account with 2,000 touches: opening its page from the list, and stepping from one such account to the next.

On a terminal until the last byte of a key's answer, beside accounts with 10 touches in the same book.
"""

from __future__ import annotations

import csv
import datetime as dt
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.bench import generated
from tests.bench.figures import Figure
from tests.bench.processes import KAMTUI, WHO, surroundings
from tests.bench.screen import TimedTerminal, at_accounts, p50, p95

MANY, FEW = 2000, 10

ACCOUNTS = 6
"""Of either sort."""

ROUNDS = 2
"""How often one opens each, and walks from the first to the last and back."""

SLOW_QUIET_S = 0.3
"""Silence that ends the answer to opening a page: the first time it may be long until the first byte."""

NAMES = {MANY: "Busybench", FEW: "Calmbench"}

GOAL_MS = 40.0

GOAL_RATIO = 2.0


def measure(book: Path, accounts: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(dir=book.parent) as folder:
        mine = generated.copy(book, Path(folder) / "book.kam")
        add_accounts(mine)
        found = on_screen(mine)
    figures = []
    for what in ("open", "step to the next"):
        many, few = found[what, MANY], found[what, FEW]
        named = f"account with {MANY:,} touches, of {accounts:,}: {what}"
        figures += [
            Figure("F8", f"{named}, p95", p95(many), "ms", goal=GOAL_MS),
            Figure("F8", f"{named}, p50", p50(many), "ms", f"with {FEW} touches", p50(few), GOAL_RATIO),
        ]
    return figures


def add_accounts(book: Path) -> None:
    """Import accounts with many touches and with few, each with somebody to talk to."""
    listed, people, touches = [], [], []
    for count, name in NAMES.items():
        for number in range(1, ACCOUNTS + 1):
            account = f"{name}{number}"
            listed.append((account, f"{name} {number}", WHO))
            people.append((f"{account}-p", account, "Anna Berg", "exec"))
            for touch in range(count):
                day = generated.LAST - dt.timedelta(days=touch * 700 // count)
                said = (
                    f"{account}-p",
                    f"{day.isoformat()}T{8 + touch % 9:02d}:00:00Z",
                    "call",
                    15,
                    f"price {touch}",
                    WHO,
                )
                touches.append((f"{account}-{touch}", account, *said))
    paths = [
        _write(book, "accounts", ("id", "name", "owner"), listed),
        _write(book, "contacts", ("id", "account", "name", "level"), people),
        _write(book, "touches", generated.TABLES["touches"], touches),
    ]
    command = (*KAMTUI, "import", *map(str, paths), "-q")
    subprocess.run(command, env=surroundings(book), check=True, capture_output=True)


def on_screen(book: Path) -> dict[tuple[str, int], list[float]]:
    """(what is done, touches of the accounts) -> milliseconds until the last byte, each time."""
    with at_accounts(book) as terminal:
        found: dict[tuple[str, int], list[float]] = {}
        for count, name in NAMES.items():
            terminal.answers("/" + name.lower())
            terminal.answer("\r")
            found["open", count] = _opened(terminal)
            found["step to the next", count] = _walked(terminal)
            terminal.answer("\x1b", quiet_s=0.6)
        return found


def _opened(terminal: TimedTerminal) -> list[float]:
    """Open each account of the list and leave it again; the first time something is read that is kept, not counted."""
    found = []
    for turn in range(ROUNDS + 1):
        terminal.answer("home")
        for _ in range(ACCOUNTS):
            answer = terminal.answer("\r", quiet_s=SLOW_QUIET_S)
            assert f"/{ACCOUNTS}" in terminal.text.splitlines()[0], terminal.text
            terminal.answer("q", quiet_s=SLOW_QUIET_S)
            terminal.answer("down")
            found += [answer.last_ms] if turn else []
    return found


def _walked(terminal: TimedTerminal) -> list[float]:
    terminal.answer("home")
    terminal.answer("\r", quiet_s=SLOW_QUIET_S)
    steps = ["]"] * (ACCOUNTS - 1) + ["["] * (ACCOUNTS - 1)
    found = [answer.last_ms for _ in range(ROUNDS) for answer in terminal.answers(steps)]
    terminal.answer("q")
    return found


def _write(book: Path, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    path = book.with_name(f"{name}.csv")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path
