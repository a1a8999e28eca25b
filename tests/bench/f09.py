"""F9, what open sessions cost a server: memory of each while twenty are open, and what one takes while nobody types.

Memory is PSS: what processes share is divided among them. Beside twenty of the smallest Textual app; on a book of 40
accounts beside it, which shows whether memory grows with the book.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench import generated
from tests.bench.figures import Figure
from tests.bench.processes import surroundings
from tests.bench.screen import LARGE, TimedTerminal, app
from tests.reliability.measure import cpu_s, memory

SESSIONS = 20

SMALL_BOOK = 40

IDLE_S = 5.0

FLOOR = "one Static"

GOAL = 1.35

GOAL_GROWTH = 1.05
"""Of the same screens over the small book."""

GOAL_CPU_MS = 2.0


def measure(book: Path, accounts: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(dir=book.parent) as folder:
        small = generated.copy(generated.book(book.parent, SMALL_BOOK), Path(folder) / "small.kam")
        large = generated.copy(book, Path(folder) / "large.kam")
        with opened([static(large) for _ in range(SESSIONS)], "ready 0") as floor_apps:
            floor = pss(floor_apps)
        with opened([app(small) for _ in range(SESSIONS)], "REVIEW") as apps:
            before = pss(apps)
            walk(apps)
            before_walked = pss(apps)
        with opened([app(large) for _ in range(SESSIONS)], "REVIEW") as apps:
            started = pss(apps)
            written, spent = idle(apps)
            walk(apps)
            walked = pss(apps)
    of = f"{SESSIONS} sessions, {accounts:,} accounts"
    small_book = f"{SMALL_BOOK} accounts"
    return [
        Figure("F9", f"{of}: memory of each", started, "MiB", FLOOR, floor, GOAL),
        Figure("F9", f"{of}: the same", started, "MiB", small_book, before, GOAL_GROWTH),
        Figure("F9", f"{of}: after the list and an account", walked, "MiB", FLOOR, floor),
        Figure("F9", f"{of}: the same", walked, "MiB", small_book, before_walked),
        Figure("F9", "idle: bytes a second", written, "B", goal=0),
        Figure("F9", "idle: processor time a second", spent, "ms", goal=GOAL_CPU_MS),
    ]


def static(book: Path) -> TimedTerminal:
    """The smallest Textual app."""
    return TimedTerminal((sys.executable, "-m", "tests.bench.onestatic"), surroundings(book), size=LARGE)


@contextmanager
def opened(apps: Sequence[TimedTerminal], painted: str) -> Iterator[Sequence[TimedTerminal]]:
    """The apps when all of them stand there and have done what they do at their start; closed behind the body."""
    try:
        for each in apps:
            each.wait_for(painted)
        settle(apps)
        yield apps
    finally:
        for each in apps:
            each.close()


def settle(apps: Sequence[TimedTerminal]) -> None:
    """Read until none of them writes or computes any more."""
    while True:
        spent = sum(cpu_s(each.pid) for each in apps)
        read = sum(len(each.read_for(1.0 / len(apps))) for each in apps)
        if not read and sum(cpu_s(each.pid) for each in apps) - spent < 0.05:
            return


def walk(apps: Sequence[TimedTerminal]) -> None:
    """Look at the list of all accounts, at its end, and at one account, and go back."""
    for keys, seen in (("A", "ACCOUNTS"), ("G", "ACCOUNTS"), ("\r", "ACCOUNT "), ("q", "ACCOUNTS"), ("R", "REVIEW")):
        for each in apps:
            each.press(keys)
        for each in apps:
            each.wait_for(seen)
        settle(apps)


def pss(apps: Sequence[TimedTerminal]) -> float:
    """MiB of one of them."""
    return statistics.mean(memory(each.pid).pss for each in apps)


def idle(apps: Sequence[TimedTerminal]) -> tuple[float, float]:
    """Bytes and milliseconds of processor time a second while nobody does anything: all bytes, the median session's."""
    began, before = time.perf_counter(), [cpu_s(each.pid) for each in apps]
    written = 0
    while time.perf_counter() - began < IDLE_S:
        written += sum(len(each.read_for(0.01)) for each in apps)
    took = time.perf_counter() - began
    spent = [(cpu_s(each.pid) - cpu) * 1000 / took for each, cpu in zip(apps, before, strict=True)]
    return written / took, statistics.median(spent)
