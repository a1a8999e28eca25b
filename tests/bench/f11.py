"""F11, fifty processes that log touches into one book without a pause: errors, the longest wait, how even it is.

How even: Jain's index of the numbers that each could save, 1 where all are alike, 1/50 where one took all.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench import generated
from tests.bench.f02 import touches
from tests.bench.figures import Figure
from tests.bench.processes import KAMTUI, once, surroundings
from tests.bench.screen import p95
from tests.bench.writing import Crew

WRITERS, SECONDS = 50, 10

GOAL_WORST_MS, GOAL_EVEN = 500, 0.95


def measure(book: Path, accounts: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(dir=book.parent) as folder:
        copy = generated.copy(book, Path(folder) / "book.kam")
        once((*KAMTUI, "account", "ls", "--limit", "1"), surroundings(copy))
        before = touches(copy)
        crew = Crew(copy, WRITERS, seconds=SECONDS)
        crew.begin()
        found = crew.results()
        errors = [error for wrote in found for error in wrote.errors]
        saved = [len(wrote.waits_ms) - len(wrote.errors) for wrote in found]
        assert touches(copy) - before == sum(saved)
    waits = [wait for wrote in found for wait in wrote.waits_ms]
    return [
        Figure("F11", f"errors of {WRITERS} writers", len(errors), "", goal=0),
        Figure("F11", "longest wait for a save", max(waits), "ms", goal=GOAL_WORST_MS),
        Figure("F11", "wait for a save, p95", p95(waits), "ms"),
        Figure("F11", "saved", sum(saved) / SECONDS, "/s"),
        Figure("F11", "how even", even(saved), "", goal=GOAL_EVEN, is_rate=True),
    ]


def even(saved: Sequence[int]) -> float:
    """Jain's index."""
    squares = sum(number * number for number in saved)
    return sum(saved) ** 2 / (len(saved) * squares) if squares else 0.0
