"""What became of the rows of an import."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kamtui.ops.transfer.sheets import Rejected
from kamtui.ops.transfer.targets import Batch


class Tally:
    """Counts per target, rows that could not be written, and what the user should know."""

    def __init__(self) -> None:
        self.created: Counter[str] = Counter()
        self.updated: Counter[str] = Counter()
        self.unchanged: Counter[str] = Counter()
        self.rejected: list[Rejected] = []
        self.warnings: list[str] = []
        self.unattributed = 0

    def reject(self, batch: Batch[Any], place: int, reason: str) -> None:
        """Set a row aside with its line and cells."""
        cells = tuple(batch.raw[place]) if place < len(batch.raw) else ()
        self.rejected.append(Rejected(batch.file, batch.lines[place], reason, cells))

    def warn(self, text: str) -> None:
        """Say something once."""
        if text not in self.warnings:
            self.warnings.append(text)
