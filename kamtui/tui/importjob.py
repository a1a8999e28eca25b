"""The files of one import, from choosing them to writing them: they are read and tried out beside the app."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from kamtui.domain.outcomes.book import Imported
from kamtui.errors import Conflict, NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import Done
from kamtui.ops.transfer.apply import apply_plan
from kamtui.ops.transfer.asked import Asked
from kamtui.ops.transfer.plan import Plan, read_plan
from kamtui.ops.transfer.sheets import CHUNK_ROWS
from kamtui.store.book import Book
from kamtui.store.rehearsing import rehearsed

T = TypeVar("T")

Stamp = tuple[int, int, int]


class Stopped(NothingToDo):
    """Somebody did not want to wait for it any longer."""


class ImportJob:
    """One call runs at a time, in any thread; `stop` and `close` may be called at any moment."""

    def __init__(self) -> None:
        self.plan: Plan | None = None
        self.chunks = 0
        """Chunks of rows looked at since the last call began."""
        self.reached: tuple[str, int, int] | None = None
        """Target, rows done and rows expected, while rows are tried out or written."""
        self._stamps: dict[str, Stamp] = {}
        self._guard = threading.Lock()
        self._stops = threading.Event()
        self._is_closed = False

    def read(self, paths: Sequence[str], asked: Asked) -> Plan:
        """Look at the files. The plan before stays where they are refused, or the reading is stopped."""

        def call() -> Plan:
            stamps = {path: stamp for path in paths if (stamp := _stamp(path)) is not None}
            found = read_plan(paths, replace(asked, halt=self._halt))
            before, self.plan, self._stamps = self.plan, found, stamps
            if before is not None:
                before.close()
            return found

        return self._alone(call)

    def rehearse(self, book: Book) -> Imported:
        """What importing would do, tried out in a copy of the book. Raises Conflict where a file was changed."""

        def call() -> Imported:
            plan = self._settled()
            with rehearsed(book, apply_plan.name) as tx:
                return apply_plan.within(tx, plan, progress=self._reach)

        return self._alone(call)

    def write(self, book: Book) -> Done[Imported]:
        """Import the files as one change; stopped, nothing of it stays. Raises Conflict where a file was changed."""
        return self._alone(lambda: apply_plan(book, self._settled(), progress=self._reach))

    def stop(self) -> None:
        """Let the call that runs end with Stopped, as soon as it can."""
        self._stops.set()

    def close(self) -> None:
        """Give the files back, at the end of the call that runs."""
        self._is_closed = True
        self.stop()
        if self._guard.acquire(blocking=False):
            self._let_go()

    def _alone(self, call: Callable[[], T]) -> T:
        self._guard.acquire()
        try:
            self._stops.clear()
            self.chunks, self.reached = 0, None
            if self._is_closed:
                raise Stopped(t("stopped; nothing was imported"))
            return call()
        finally:
            self._let_go()

    def _let_go(self) -> None:
        if self._is_closed and self.plan is not None:
            self.plan.close()
            self.plan = None
        self._guard.release()

    def _settled(self) -> Plan:
        assert self.plan is not None, "nothing was read"
        for path, stamp in self._stamps.items():
            if _stamp(path) != stamp:
                raise Conflict(t("{file} was changed since it was read; ctrl+l reads it again", file=path))
        return self.plan

    def _halt(self) -> None:
        self.chunks += 1
        if self._stops.is_set():
            raise Stopped(t("stopped; nothing was imported"))

    def _reach(self, target: str, done: int, expected: int) -> None:
        self.reached = (target, done, expected)

    @property
    def rows(self) -> int:
        """About how many rows were looked at since the last call began."""
        return self.chunks * CHUNK_ROWS


def _stamp(path: str) -> Stamp | None:
    """What changes where a file is written anew; None where there is no such file."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
