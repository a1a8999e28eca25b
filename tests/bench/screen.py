"""A program on a terminal, with a time for every piece that it writes: what one key costs until its last byte."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.bench.processes import KAMTUI, surroundings
from tests.reliability.measure import cpu_s, percentile
from tests.tui.terminal import Terminal

QUIET_S = 0.12
"""Silence that ends the answer to a key."""

LARGE = (140, 45)
SMALL = (80, 24)

KEYS = {"down": "\x1b[B", "up": "\x1b[A", "pgdn": "\x1b[6~", "pgup": "\x1b[5~", "home": "\x1b[H", "end": "\x1b[F"}


class Answer(NamedTuple):
    """What a key brought."""

    first_ms: float
    """Until the first byte; 0 where there was none."""
    last_ms: float
    """Until the last byte."""
    bytes: int
    cpu_ms: float


class TimedTerminal(Terminal):
    """A terminal that notes when each piece arrived."""

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        *,
        size: tuple[int, int] = LARGE,
        folder: Path | None = None,
    ) -> None:
        self.began = time.perf_counter()
        self.pieces: list[tuple[float, int]] = []
        """When something was read, and how many bytes had been written by then."""
        program, *arguments = command
        super().__init__(arguments, size=size, environ=environ, program=program)

    def paint_ms(self, seen: str | Callable[[], bool]) -> float:
        """From the start of the program until the piece arrived that put something on the screen."""
        before = len(self.pieces)
        self.wait_for(seen)
        # wait_for looks after every piece, so the last one read made the difference
        return (self.pieces[-1][0] - self.began) * 1000 if len(self.pieces) > before else 0.0

    def settle(self, quiet_s: float = 0.5) -> None:
        """Read until nothing has come for a while."""
        while self.read_for(quiet_s):
            pass

    def answer(self, keys: str, *, quiet_s: float = QUIET_S) -> Answer:
        """Press keys and read until it is quiet."""
        before, bytes_before, cpu = len(self.pieces), len(self.sent), cpu_s(self.pid)
        pressed = time.perf_counter()
        self.press(KEYS.get(keys, keys))
        until = pressed + quiet_s
        while (left := until - time.perf_counter()) > 0:
            if not self._read(left):
                break
            if len(self.pieces) > before:
                until = self.pieces[-1][0] + quiet_s
        came = [(at - pressed) * 1000 for at, _ in self.pieces[before:]]
        spent = (cpu_s(self.pid) - cpu) * 1000
        return Answer(came[0], came[-1], len(self.sent) - bytes_before, spent) if came else Answer(0, 0, 0, spent)

    def answers(self, keys: Iterable[str]) -> list[Answer]:
        """One after another."""
        return [self.answer(key) for key in keys]

    @property
    def line(self) -> int:
        """The descriptor that it is read from."""
        return self._fd

    def read_until(self, at: float) -> None:
        """Read what comes until some time of the performance counter; what is there already in any case."""
        self._read(max(at - time.perf_counter(), 0))
        while (left := at - time.perf_counter()) > 0 and self._read(left):
            pass

    def _read(self, timeout_s: float) -> bool:
        before = len(self.sent)
        is_open = super()._read(timeout_s)
        if len(self.sent) > before:
            self.pieces.append((time.perf_counter(), len(self.sent)))
        return is_open


def app(book: Path, *arguments: str, size: tuple[int, int] = LARGE, **environ: str) -> TimedTerminal:
    """The real app on a book."""
    return TimedTerminal([*KAMTUI, *arguments], surroundings(book, **environ), size=size)


@contextmanager
def at_accounts(book: Path) -> Iterator[TimedTerminal]:
    """The real app where it lists the accounts, until the body is through."""
    with closing(app(book)) as terminal:
        terminal.wait_for("REVIEW")
        terminal.settle()
        terminal.press("A")
        terminal.wait_for("ACCOUNTS")
        terminal.settle()
        yield terminal


def p50(values: Iterable[float]) -> float:
    return percentile(sorted(values), 0.50)


def p95(values: Iterable[float]) -> float:
    return percentile(sorted(values), 0.95)
