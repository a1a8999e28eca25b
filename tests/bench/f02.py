"""F2, many touches from a script's stdin: each line its own durable change, and all lines as one change.

Beside the fastest way without it, which is one process for each line; the book is closed between the runs, and counted
afterwards.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import closing
from pathlib import Path

from kamtui.store.sqlite import sqlite3
from tests.bench import generated
from tests.bench.figures import Figure
from tests.bench.processes import KAMTUI, once, surroundings

EACH, TOGETHER, ALONE = 4_000, 10_000, 20

ACCOUNTS = 400
"""Over so many accounts the lines go, one after another."""

GOAL_RATE, GOAL_S = 2_000, 1.0


def measure(book: Path, accounts: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(dir=book.parent) as folder:
        copy = generated.copy(book, Path(folder) / "book.kam")
        environ = surroundings(copy)
        command = (*KAMTUI, "touch", "add", "--stdin")
        # the first to come brings the book to the day
        once((*KAMTUI, "account", "ls", "--limit", "1"), environ)
        start = once((*KAMTUI, "touch", "add", "A000001", "first"), environ).wall_ms
        before = touches(copy)
        each = once((*command, "--each"), environ, lines(EACH)).wall_ms - start
        together = once(command, environ, lines(TOGETHER)).wall_ms - start
        alone = sum(once((*KAMTUI, "touch", "add", "A000002", "more"), environ).wall_ms for _ in range(ALONE))
        assert touches(copy) - before == EACH + TOGETHER + ALONE
    return [
        Figure("F2", "lines of touch add --stdin --each", EACH / each * 1000, "/s", goal=GOAL_RATE, is_rate=True),
        Figure(
            "F2", "lines of touch add --stdin --each", EACH / each * 1000, "/s",
            "a process for each", ALONE / alone * 1000, is_rate=True,
        ),
        Figure("F2", f"{TOGETHER:,} touches as one change", together / 1000, "s", goal=GOAL_S),
    ]  # fmt: skip


def lines(number: int) -> bytes:
    """Rows for stdin."""
    rows = (
        {
            "account": f"A{1 + row % ACCOUNTS:06d}",
            "kind": "call",
            "minutes": 5,
            "summary": f"line {row}",
            "on": "2026-10-30",
        }
        for row in range(number)
    )
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def touches(book: Path) -> int:
    with closing(sqlite3.connect(book)) as conn:
        return int(conn.execute("SELECT count(*) FROM touch").fetchone()[0])
