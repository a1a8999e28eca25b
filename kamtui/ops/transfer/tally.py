"""What became of the rows of an import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from kamtui.errors import KamError
from kamtui.ops.transfer.sheets import Rejected
from kamtui.ops.transfer.targets import Batch

R = TypeVar("R")
Taken = TypeVar("Taken")


class Tally:
    """Counts per target, rows that could not be written, and what the user should know."""

    def __init__(self) -> None:
        self.created: Counter[str] = Counter()
        self.updated: Counter[str] = Counter()
        self.unchanged: Counter[str] = Counter()
        self.rejected: list[Rejected] = []
        self.warnings: list[str] = []
        self.unattributed = 0

    def taken(self, batch: Batch[R], take: Callable[[R], Taken]) -> list[Taken]:
        """What `take` makes of each row; a row that it refuses is set aside with its line, reason and cells."""
        found = []
        for place, row in enumerate(batch.rows):
            try:
                found.append(take(row))
            except KamError as error:
                cells = tuple(batch.raw[place]) if place < len(batch.raw) else ()
                self.rejected.append(Rejected(batch.file, batch.lines[place], str(error), cells))
        return found

    def warn(self, text: str) -> None:
        """Say something once."""
        if text not in self.warnings:
            self.warnings.append(text)
