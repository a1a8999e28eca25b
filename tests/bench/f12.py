"""F12, the cards of the daily review: of a manager and of everybody, where the book is open.

Beside them what the least list of what is due costs when it is computed in SQL from the touches: no tiers, no sales,
no reasons. What `kamtui today` takes as a whole process is beside a bare Python; and how long the first one who opens
the book on a new day, or in a new month, waits for it to be brought there.
The cards of some accounts are held against those that are made for each alone.
"""

from __future__ import annotations

import datetime as dt
import gc
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from kamtui.clock import Clock
from kamtui.store import reviews, standing
from kamtui.store.book import Book
from kamtui.store.connecting import connect
from tests.bench import generated
from tests.bench.figures import Figure
from tests.bench.processes import BARE, KAMTUI, TODAY, WHO, in_turn, surroundings

DAY = dt.date.fromisoformat(TODAY)

TARGET_DAYS = 60

DUE = (
    "SELECT s.account_id, (SELECT max(t.on_date) FROM touch t WHERE t.account_id = s.account_id AND t.state = 'done'"
    " AND t.kind NOT IN ('internal', 'note') AND t.on_date <= :on) AS last FROM standing s"
    " WHERE s.archived = 0 AND (:owner IS NULL OR s.owner = :owner)"
    " AND (last IS NULL OR last <= date(:on, :target)) ORDER BY last"
)

LIVE = "what is due, in SQL"
GOALS = {WHO: 20, None: 400}
COMPARED = 40


def measure(book: Path, accounts: int) -> list[Figure]:
    """The figures of F12."""
    # as kamtui.__main__ has it
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 50)
    with tempfile.TemporaryDirectory(dir=book.parent) as folder:
        copy = generated.copy(book, Path(folder) / "book.kam")
        try:
            with closing(Book.open(copy, who=WHO, clock=Clock(DAY))) as opened:
                found = [*of(opened, WHO, "a manager's"), *of(opened, None, "everybody's")]
                hold_against_single_ones(opened)
        finally:
            gc.set_threshold(*before)
        return [*found, *processes(copy), *new_days(copy)]


def of(book: Book, owner: str | None, whose: str) -> list[Figure]:
    """How long the cards of one owner's accounts, or of everybody's, take."""
    live = median(lambda: book.conn.execute(DUE, {"on": TODAY, "owner": owner, "target": f"-{TARGET_DAYS} day"}))
    cards = len(reviews.cards(book.conn, DAY, WHO, owner))
    taken = median(lambda: reviews.cards(book.conn, DAY, WHO, owner))
    return [
        Figure("F12", f"{whose} cards, {cards:,} of them", taken, "ms", goal=GOALS[owner]),
        Figure("F12", f"{whose} cards", taken, "ms", LIVE, live),
    ]


def median(work: Callable[[], object], runs: int = 9) -> float:
    """In milliseconds; the first run does not count."""
    times = []
    for _ in range(runs + 1):
        began = time.perf_counter()
        found = work()
        if hasattr(found, "fetchall"):
            found.fetchall()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times[1:])


def hold_against_single_ones(book: Book) -> None:
    """Raise AssertionError where an account's card is another when it is asked for alone, or is missing."""
    every = {card.account_id: card for card in reviews.cards(book.conn, DAY, WHO, None)}
    accounts = [account for (account,) in book.conn.execute("SELECT account_id FROM standing WHERE archived = 0")]
    for account in random.Random("cards").sample(accounts, min(COMPARED, len(accounts))):
        alone = reviews.cards(book.conn, DAY, WHO, None, among=[account])
        assert alone == ([every[account]] if account in every else []), account


def processes(book: Path) -> list[Figure]:
    """`kamtui today`, as the first thing somebody sees and of everybody's accounts."""
    commands = {
        "bare": BARE,
        "kamtui today": (*KAMTUI, "today", "--limit", "15"),
        "kamtui today --all": (*KAMTUI, "today", "--all", "--limit", "15"),
    }
    costs = in_turn(commands, surroundings(book), runs=7)
    bare = costs.pop("bare").wall_ms
    return [Figure("F12", name, cost.wall_ms, "ms", "python -c pass", bare) for name, cost in costs.items()]


def new_days(book: Path) -> list[Figure]:
    """How long it takes to bring what is kept of each account to the next day, and to the first of a month."""
    conn = connect(book, readonly=False)
    with closing(conn):
        times = []
        for on in (DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=29), DAY + dt.timedelta(days=30)):
            began = time.perf_counter()
            standing.roll(conn, on)
            times.append((time.perf_counter() - began) * 1000)
    return [
        Figure("F12", "a new day", times[0], "ms"),
        Figure("F12", "a new month", times[2], "ms"),
    ]
