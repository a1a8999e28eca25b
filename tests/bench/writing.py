"""Somebody who logs touches into a book for a while: `python -m tests.bench.writing BOOK LOGIN ACCOUNT SECONDS PAUSE`.

Says how long each took, in milliseconds, and what went wrong, as one JSON object on stdout.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from kamtui.clock import Clock
from kamtui.domain.touches import Kind
from kamtui.errors import KamError
from kamtui.ops.touches import add_touch
from kamtui.store.book import Book
from tests.bench.processes import ROOT, TODAY, surroundings


class Wrote(NamedTuple):
    """What came of one writer."""

    waits_ms: list[float]
    errors: list[str]
    began: list[float]
    """When each save began, by a clock that all processes share."""


def write(book: Path, who: str, account: int, seconds: float, pause: float) -> Wrote:
    """Log touches, each a change of its own, until so many seconds are over."""
    waits, errors, begins = [], [], []
    with closing(Book.open(book, who=who, clock=Clock(dt.date.fromisoformat(TODAY)))) as opened:
        print("ready", flush=True)
        sys.stdin.readline()
        until = time.perf_counter() + seconds
        while (began := time.perf_counter()) < until:
            try:
                add_touch(opened, account, kind=Kind.CALL, summary="logged by one of many")
            except KamError as error:
                errors.append(str(error))
            waits.append((time.perf_counter() - began) * 1000)
            begins.append(began)
            time.sleep(pause)
    return Wrote(waits, errors, begins)


class Crew:
    """Writers in processes of their own, who begin together."""

    def __init__(self, book: Path, number: int, *, seconds: float, pause: float = 0.0) -> None:
        self._all = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.bench.writing", str(book), "u01", str(which), str(seconds), str(pause)],
                env=surroundings(book),
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for which in range(1, number + 1)
        ]

    def begin(self) -> None:
        """Wait until all have opened the book, and let them write."""
        for writer in self._all:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
        for writer in self._all:
            assert writer.stdin is not None
            writer.stdin.write("go\n")
            writer.stdin.flush()

    def results(self) -> list[Wrote]:
        """What each of them did, when all are through. Raises ValueError where one died."""
        return [Wrote(*json.loads(writer.communicate()[0])) for writer in self._all]


def main(arguments: Sequence[str]) -> None:
    book, who, account, seconds, pause = arguments
    print(json.dumps(write(Path(book), who, int(account), float(seconds), float(pause))))


if __name__ == "__main__":
    main(sys.argv[1:])
