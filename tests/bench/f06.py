"""F6, under load: a key held down, and fifty sessions on one machine that turn pages.

The cores are what all fifty take together of two; a page is the list of all accounts with one of them beside it.
"""

from __future__ import annotations

import select
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

from tests.bench import generated
from tests.bench.f05 import CURSOR, opened
from tests.bench.figures import Figure
from tests.bench.screen import KEYS, TimedTerminal, app, p50, p95
from tests.reliability.measure import cpu_s

HELD_S = 10.0
REPEAT_S = 1 / 30

SESSIONS = 50
TOGETHER = 10
"""How many start at a time."""
READY_CORES = 0.2
"""What all of them take when they have read what they read beside the screen."""
PAGE_EVERY_S = 0.5
LOADED_S = 10.0


class Load(NamedTuple):
    """What many sessions together took."""

    cores: float
    last_ms: list[float]
    """Of every page, until its last byte."""


def measure(book: Path, accounts: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(dir=book.parent) as folder, ExitStack() as stack:
        copy = generated.copy(book, Path(folder) / "book.kam")
        terminal = stack.enter_context(closing(opened(copy, "A")))
        single = p50(answer.last_ms for answer in terminal.answers(["down"] * 20))
        late = held(terminal)
        load = turning_pages(started(copy, stack))
    return [
        Figure("F6", "key held 10 s: last byte after the last key", late, "ms", "a single key", single, 2.0),
        Figure("F6", f"{SESSIONS} sessions, 2 pages/s each: cores", load.cores, "cores", goal=0.6),
        Figure("F6", f"{SESSIONS} sessions, 2 pages/s each: p50", p50(load.last_ms), "ms"),
        Figure("F6", f"{SESSIONS} sessions, 2 pages/s each: p95", p95(load.last_ms), "ms", goal=25),
    ]


def held(terminal: TimedTerminal) -> float:
    """Hold a key down; milliseconds from the last repetition to the last byte, the median of three times."""
    late = []
    for _ in range(3):
        until = time.perf_counter() + HELD_S / 3
        while time.perf_counter() < until:
            terminal.press(KEYS["down"])
            terminal.read_until(time.perf_counter() + REPEAT_S)
        late.append(terminal.answer("down").last_ms)
    return p50(late)


def started(book: Path, stack: ExitStack) -> list[TimedTerminal]:
    """The app many times on the list of all accounts, a few of them starting at a time."""
    found: list[TimedTerminal] = []
    for _ in range(SESSIONS // TOGETHER):
        batch = [stack.enter_context(closing(app(book))) for _ in range(TOGETHER)]
        for terminal in batch:
            terminal.wait_for(CURSOR)
        for terminal in batch:
            terminal.press("A")
        found += batch
    taken = [_cpu_s(found)]
    while len(taken) < 2 or taken[-1] - taken[-2] > READY_CORES:
        _read_all(found, time.perf_counter() + 1)
        taken.append(_cpu_s(found))
    return found


def turning_pages(sessions: Sequence[TimedTerminal]) -> Load:
    """Two pages a second in each, evenly spread; turned back at the end of the list."""
    before, began = _cpu_s(sessions), time.perf_counter()
    rounds = int(LOADED_S / PAGE_EVERY_S)
    pressed: list[tuple[TimedTerminal, float]] = []
    for turn in range(rounds):
        for place, session in enumerate(sessions):
            due = began + PAGE_EVERY_S * (turn + place / len(sessions))
            _read_all(sessions, due)
            session.press(KEYS["pgdn" if turn < rounds / 2 else "pgup"])
            pressed.append((session, time.perf_counter()))
    _read_all(sessions, time.perf_counter() + PAGE_EVERY_S)
    wall = time.perf_counter() - began
    cores = (_cpu_s(sessions) - before) / wall
    return Load(cores, [_last_ms(session, at) for session, at in pressed])


def _cpu_s(sessions: Sequence[TimedTerminal]) -> float:
    return sum(cpu_s(session.pid) for session in sessions)


def _read_all(sessions: Sequence[TimedTerminal], until: float) -> None:
    """Take in what they write, until some time."""
    by_line = {session.line: session for session in sessions}
    while (left := until - time.perf_counter()) > 0:
        for line in select.select(list(by_line), [], [], left)[0]:
            by_line[line].read_until(0)


def _last_ms(session: TimedTerminal, pressed: float) -> float:
    """From a key to the last byte before the next one was due."""
    came = [at for at, _ in session.pieces if pressed <= at < pressed + PAGE_EVERY_S * 0.9]
    return (came[-1] - pressed) * 1000 if came else 0.0
