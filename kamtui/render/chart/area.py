"""A curve over zero, filled to the ground: heights from left to right, with a level that they are compared with."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.render.chart.lines import Line, line
from kamtui.render.glyphs import UNICODE, Glyphs

LEAST = 1 / 16
"""Less of a cell than this is drawn as nothing."""


def area(
    values: Sequence[float],
    high: float,
    cells: int,
    rows: int,
    glyphs: Glyphs = UNICODE,
    *,
    level: float | None = None,
    roles: Sequence[str] = (),
) -> list[Line]:
    """`values` between 0 and `high` on `rows` lines of `cells` cells, the uppermost line first.

    More values than cells: each cell has the highest of those it stands for; fewer: each takes several cells. `level`
    is a row of dots wherever the area does not cover it; `roles` are those of the cells, left to right.
    """
    columns = [_within(value / high if high > 0 else 0.0) * rows for value in spread(values, cells)]
    at = None if level is None or high <= 0 else row_of(level, high, rows)
    lines = []
    for row in reversed(range(rows)):
        parts = []
        for at_cell, height in enumerate(columns):
            filled = height - row
            if filled >= LEAST:
                parts.append((_cell(filled, glyphs), roles[at_cell] if roles else ""))
            else:
                parts.append((glyphs.dot, "axis") if row == at else (" ", ""))
        lines.append(line(parts))
    return lines


def row_of(value: float, high: float, rows: int) -> int:
    """The row, from 0 at the ground, that a value lies in."""
    return max(0, min(rows - 1, int(_within(value / high) * rows - LEAST)))


def spread(values: Sequence[float], cells: int) -> list[float]:
    """`values` on so many cells: the highest of the values that fall into each."""
    count = len(values)
    if not count or cells <= 0:
        return []
    ends = [-(-(cell + 1) * count // cells) for cell in range(cells)]
    starts = [cell * count // cells for cell in range(cells)]
    return [max(values[start:end]) for start, end in zip(starts, ends, strict=True)]


def cell_of(rank: int, count: int, cells: int) -> int:
    """The cell that the value of this rank, from 1, is the last in."""
    return max(0, min(cells - 1, -(-rank * cells // count) - 1)) if count else 0


def _cell(filled: float, glyphs: Glyphs) -> str:
    steps = len(glyphs.spark)
    step = int(min(filled, 1.0) * steps + 0.5)
    return glyphs.bar[-1] if step >= steps else glyphs.spark[max(step - 1, 0)]


def _within(share: float) -> float:
    return max(0.0, min(share, 1.0))
