"""Labelled horizontal bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kamtui.i18n import t
from kamtui.render.chart.lines import Line, line
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.text import clean, fit
from kamtui.render.text import width as cell_width

_GAP = "  "
_BAR_MIN = 4
"""Fewer cells say nothing; the bars are left out."""


class Bar(NamedTuple):
    """One row of a bar chart."""

    label: str
    value: float | None
    """None is unknown: a dash and no bar."""
    shown: str = ""
    """The value as people read it; "" is `value` itself."""
    partial: bool = False
    """The period still runs."""
    role: str = ""


class _Scale(NamedTuple):
    """Values from `low` (0 or less) to `high` (0 or more) on `left` and `right` cells beside the zero."""

    low: float
    high: float
    left: int
    right: int


def bars(rows: Sequence[Bar], width: int, glyphs: Glyphs = UNICODE) -> list[Line]:
    """Label, number and bar per row; all bars on one scale from 0, negative ones to the left of it.

    Labels are cut before numbers. The bar of a running period is dotted and says "so far"; what is not 0
    has at least a sliver of a bar.
    """
    labels = [clean(row.label) for row in rows]
    numbers = [glyphs.dash if row.value is None else clean(row.shown or row.value) for row in rows]
    number = max(map(cell_width, numbers), default=0)
    label = max(map(cell_width, labels), default=0)
    label = min(label, max(width // 2 - number - len(_GAP), 4))
    room = width - label - number - 2 * len(_GAP)
    note = f" {t('so far')}" if any(row.partial for row in rows) else ""
    if room - cell_width(note) < _BAR_MIN:
        note = ""
    scale = _scale([row.value or 0 for row in rows], room - cell_width(note))
    lines = []
    for row, name, shown in zip(rows, labels, numbers, strict=True):
        head = fit(name, label, more=glyphs.more) + _GAP + fit(shown, number, "right") + _GAP
        drawn, role = _drawn(row, scale, glyphs)
        lines.append(line([(head, ""), (drawn, role), (note if row.partial else "", "partial")]))
    return lines


def bar(value: float, full: float, cells: int, fill: str) -> str:
    """A bar of `value` where `full`, of the same sign, takes all `cells`; `fill` as in `Glyphs.bar`."""
    if not value or cells <= 0:
        return ""
    units = max(int(value / full * cells * len(fill) + 0.5), 1)
    whole, rest = divmod(units, len(fill))
    return fill[-1] * whole + (fill[rest - 1] if rest else "")


def _scale(values: Sequence[float], cells: int) -> _Scale:
    if cells < _BAR_MIN:
        return _Scale(0, 0, 0, 0)
    low, high = min([0.0, *values]), max([0.0, *values])
    left = max(round(cells * low / (low - high)), 1) if low else 0
    left = min(left, cells - 1) if high else left
    return _Scale(low, high, left, cells - left)


def _drawn(row: Bar, scale: _Scale, glyphs: Glyphs) -> tuple[str, str]:
    value = row.value or 0
    fill = glyphs.partial if row.partial else glyphs.bar
    role = "partial" if row.partial else row.role
    if value < 0:
        # Only whole cells can be filled from the right.
        return fit(bar(value, scale.low, scale.left, fill[-1]), scale.left, "right"), role or "down"
    return " " * scale.left + bar(value, scale.high, scale.right, fill), role
