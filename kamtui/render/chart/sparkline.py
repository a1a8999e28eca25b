"""A row of values as a row of heights, on its own scale."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from kamtui.render.chart.lines import Line, line
from kamtui.render.glyphs import UNICODE, Glyphs

Value = float | None
Scale = tuple[float, float]


def spark(
    values: Sequence[Value], width: int, glyphs: Glyphs = UNICODE, *, partial: bool = False, role: str = ""
) -> Line:
    """`values`, oldest first, one cell each, in at most `width` cells; None is a gap.

    The lowest and the highest value span the scale, so print both beside it. More values than cells are
    averaged over neighbours. With `partial` the last period still runs: it does not stretch the scale, its
    cell has the role "partial" and "…" follows it.
    """
    if not partial or not values:
        cells = squeezed(values, width)
        return line([(heights(cells, scale(cells), glyphs), role)])
    cells = squeezed(values[:-1], width - 1 - len(glyphs.more))
    running = heights(values[-1:], scale(cells) or scale(values[-1:]), glyphs)
    return line([(heights(cells, scale(cells), glyphs), role), ((running + glyphs.more)[:width], "partial")])


def squeezed(values: Sequence[Value], cells: int) -> list[Value]:
    """`values` in at most `cells` values, each the mean of the known ones it stands for."""
    if len(values) <= cells:
        return list(values)
    bounds = [index * len(values) // cells for index in range(cells + 1)] if cells > 0 else []
    return [_mean(values[start:end]) for start, end in itertools.pairwise(bounds)]


def scale(values: Sequence[Value]) -> Scale | None:
    """The lowest and the highest known value; None when nothing is known."""
    known = [value for value in values if value is not None and math.isfinite(value)]
    return (min(known), max(known)) if known else None


def heights(values: Sequence[Value], between: Scale | None, glyphs: Glyphs) -> str:
    """One character per value, its height by where it lies `between` the ends of the scale.

    Values that never change are drawn at half height, at the bottom if they are all 0.
    """
    if between is None:
        return glyphs.gap * len(values)
    low, high = between
    top = len(glyphs.spark) - 1
    drawn = []
    for value in values:
        if value is None or not math.isfinite(value):
            drawn.append(glyphs.gap)
        elif high == low:
            drawn.append(glyphs.spark[top // 2 if high else 0])
        else:
            share = (min(max(value, low), high) - low) / (high - low)
            drawn.append(glyphs.spark[int(share * top + 0.5)])
    return "".join(drawn)


def _mean(values: Sequence[Value]) -> Value:
    known = [value for value in values if value is not None and math.isfinite(value)]
    return sum(known) / len(known) if known else None
