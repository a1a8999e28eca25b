"""Tiers of the whole book: re-tiered, judged by other rules, computed over two years, and the flow between them.

Beside one ranking of the same accounts in a single SQL statement, which knows no second review, no gate, no prospects
and no reasons. The tiers of seven quarters are computed first; then proposals, the eighth quarter, and other rules.
What is proposed to a few accounts is held against the rules for one account in `tests/store/test_rankings.py`.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kamtui.clock import Clock
from kamtui.domain.movement import counts_by_day, movement
from kamtui.domain.periods import month_ends
from kamtui.store import tiers
from kamtui.store.book import Book
from kamtui.store.sqlite import sqlite3
from tests.bench import generated
from tests.bench.figures import Figure
from tests.bench.processes import KAMTUI, TODAY, WHO, once, surroundings

FIRST, BEFORE, LAST = "2024-10-01", "2026-06-30", "2026-09-30"
"""The quarters that are computed: seven up to BEFORE, and the newest."""

SINGLE = """
    SELECT count(*) FROM (
        SELECT account_id, percent_rank() OVER (ORDER BY revenue DESC) AS place FROM (
            SELECT account_id, sum(amount) AS revenue FROM sale
            WHERE on_date BETWEEN '2025-10-01' AND '2026-09-30' AND account_id IS NOT NULL GROUP BY account_id))
    WHERE place < 0.1
"""
"""The top tenth of twelve months' revenue, and nothing else."""

PEER = "one ranking in SQL"


def measure(book: Path, accounts: int) -> list[Figure]:
    """The figures of F13."""
    with tempfile.TemporaryDirectory(dir=book.parent) as folder:
        copy = generated.copy(book, Path(folder) / "tiers.kam")
        environ = surroundings(copy)

        def seconds(*words: str) -> float:
            return once([*KAMTUI, *words], environ).wall_ms / 1000

        history = seconds("tier", "backfill", "--from", FIRST, "--to", BEFORE)
        proposed = min(seconds("tier", "proposals", "--tsv") for _ in range(3))
        others = min(seconds("policy", "simulate", "--set", "composite.potential=30") for _ in range(3))
        card = seconds("policy", "simulate", "--starting", "distributor")
        again = seconds("tier", "backfill", "--from", "2026-07-01", "--to", LAST)
        ranked = _ranked(copy)
        flow, moved = _flow(copy)
        size = f"{accounts:,} accounts"
    return [
        Figure("F13", f"proposals of {size}, whole process", proposed, "s", goal=2),
        Figure("F13", "the same", proposed, "s", PEER, ranked),
        Figure("F13", f"re-tier of {size}: a quarter computed and written", again, "s", goal=2),
        Figure("F13", f"policy what-if over {size}: a weight", others, "s", goal=2),
        Figure("F13", "policy what-if: a scorecard of all axes instead", card, "s", goal=2),
        Figure("F13", "24 months of tiers computed and written", history + again, "s", goal=30),
        Figure("F13", "tiers held at 24 month ends, in the process", flow, "ms", goal=10),
        Figure("F13", "movement over 23 months, in the process", moved, "ms", goal=10),
    ]


def _ranked(book: Path) -> float:
    """Seconds of the peer."""
    conn = sqlite3.connect(book)
    try:
        return min(_timed(lambda: conn.execute(SINGLE).fetchone()) for _ in range(3))
    finally:
        conn.close()


def _flow(path: Path) -> tuple[float, float]:
    """Milliseconds of the tier counts at every month end, and of who moved between the first and the last."""
    last = dt.date.fromisoformat(LAST)
    first = dt.date.fromisoformat(FIRST)
    book = Book.open(path, who=WHO, clock=Clock(dt.date.fromisoformat(TODAY)))
    conn, days = book.conn, month_ends(first, last)
    try:
        counted = min(_timed(lambda: counts_by_day(days, tiers.decisions(conn))) for _ in range(3))
        moved = min(
            _timed(lambda: movement(days[0], last, tiers.of_all(conn, days[0]), tiers.of_all(conn, last)))
            for _ in range(3)
        )
    finally:
        book.close()
    return counted * 1000, moved * 1000


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began
