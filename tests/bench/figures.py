"""What a row of the benchmark found: a figure of kamtui beside that of a floor or a peer, and the table of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measurement; a goal is the largest value that is good enough, or the smallest where `is_rate`."""

    row: str
    """F1 ... F14."""
    what: str
    value: float
    unit: str
    peer: str = ""
    """What it is compared with; "" where the value stands for itself."""
    peer_value: float | None = None
    """In the same unit; None where the peer is not installed."""
    goal: float | None = None
    """Of the ratio to the peer, or of the value where there is no peer; None for a figure that only informs."""
    is_rate: bool = False

    @property
    def ratio(self) -> float | None:
        return self.value / self.peer_value if self.peer_value else None

    @property
    def judged(self) -> float | None:
        """What is held against the goal."""
        return self.ratio if self.peer else self.value

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is reached; None where there is none, or nothing to compare with."""
        if self.goal is None or self.judged is None:
            return None
        return self.judged >= self.goal if self.is_rate else self.judged <= self.goal


HEADINGS = ("row", "what", "kamtui", "beside", "its figure", "ratio", "goal", "")


def cells(figure: Figure) -> tuple[str, ...]:
    """A figure as a row of the table."""
    unit = figure.unit
    sign = "≥" if figure.is_rate else "≤"
    return (
        figure.row,
        figure.what,
        f"{number(figure.value)} {unit}",
        figure.peer,
        ""
        if not figure.peer
        else "not installed"
        if figure.peer_value is None
        else f"{number(figure.peer_value)} {unit}",
        "" if figure.ratio is None else f"{number(figure.ratio)}x",
        "" if figure.goal is None else f"{sign} {number(figure.goal)}{'x' if figure.peer else f' {unit}'}",
        {None: "", True: "yes", False: "no"}[figure.is_met],
    )


def number(value: float) -> str:
    """Three digits that count, without an exponent."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value else "0"


def aligned(figures: Iterable[Figure]) -> str:
    """The table for a terminal."""
    rows = [HEADINGS, *map(cells, figures)]
    wide = [max(len(row[index]) for row in rows) for index in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)).rstrip() for row in rows
    )


def markdown(figures: Sequence[Figure]) -> str:
    """The table for the README."""
    rows = [HEADINGS, ("---",) * len(HEADINGS), *map(cells, figures)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
