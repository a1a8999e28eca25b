"""Columns of (text, role) set side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kamtui.render.chart.lines import Line, line
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import fit
from kamtui.render.text import width as cell_width

GAP = "  "


class Column(NamedTuple):
    """Heading, then (text, role) per row; every column of a grid has the same number of rows."""

    heading: str
    cells: Sequence[tuple[str, str]]
    left: bool = False

    @property
    def needs(self) -> int:
        """Cells of the widest row."""
        return max((cell_width(text) for text, _ in self.cells), default=0)

    @property
    def width(self) -> int:
        """Cells of the widest row or the heading."""
        return max(cell_width(self.heading), self.needs)


def laid_out(columns: Sequence[Column], widths: Sequence[int], glyphs: Glyphs) -> list[Line]:
    """The headings and the rows, each column as wide as `widths` says."""
    headings = [(column.heading, "head") for column in columns]
    rows = zip(*(column.cells for column in columns), strict=True)
    return [_row(cells, columns, widths, glyphs) for cells in (headings, *rows)]


def _row(cells: Sequence[tuple[str, str]], columns: Sequence[Column], widths: Sequence[int], glyphs: Glyphs) -> Line:
    parts: list[tuple[str, str]] = []
    for (text, role), column, width in zip(cells, columns, widths, strict=True):
        fitted = fit(text, width, "left" if column.left else "right", glyphs.more)
        blank = len(fitted) - len(fitted.lstrip(" "))
        parts += [(fitted[:blank], ""), (fitted[blank:], role), (GAP, "")]
    return line(parts)
