"""The columns of a row list: how wide each is, and how a row becomes bits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from kamtui.i18n import t
from kamtui.render.text import Align, fit
from kamtui.tui.text import Bit, Line, fitted, line_width

R = TypeVar("R")

Cell = str | Bit | Line
"""What a column draws: ordinary text, text with a role, or several of those."""

GAP = 2
"""Cells between two columns."""

NARROWEST = 20
"""A flexible column is not made narrower than this while another can be left out."""


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column of rows of type R."""

    label: str
    """Heading, in English: it is translated when it is drawn."""
    width: int
    """Cells; 0 takes what the others leave."""
    draw: Callable[[R], Cell]
    align: Align = "left"
    drop: int = 0
    """The highest goes first when the terminal is too narrow; 0 stays."""


def widths(columns: Sequence[Column[R]], cells: int) -> list[tuple[Column[R], int]]:
    """The columns that fit into `cells`, each with its width; with the gaps they fill them exactly."""
    shown = list(columns)
    while _needed(shown) > cells and any(column.drop for column in shown):
        shown.remove(max(shown, key=lambda column: column.drop))
    flexible = [column for column in shown if not column.width]
    left = cells - sum(column.width for column in shown) - GAP * (len(shown) - 1)
    sizes: list[tuple[Column[R], int]] = []
    for column in shown:
        size = column.width
        if not size:
            size = max(left // len(flexible), 0)
            left -= size
            flexible.pop()
        sizes.append((column, size))
    return sizes


def line_size(sizes: Sequence[tuple[Column[R], int]]) -> int:
    """Cells that a row takes."""
    return sum(size for _, size in sizes) + GAP * max(len(sizes) - 1, 0)


def heading(sizes: Sequence[tuple[Column[R], int]]) -> list[Bit]:
    """The labels over their columns."""
    return _joined([[(fit(t(column.label), size, column.align), "head")] for column, size in sizes], "head")


def cells(row: R, sizes: Sequence[tuple[Column[R], int]]) -> list[Bit]:
    """One row, every cell cleaned and exactly as wide as its column."""
    return _joined([_cell(column.draw(row), size, column.align) for column, size in sizes], "")


def _cell(cell: Cell, size: int, align: Align) -> list[Bit]:
    if isinstance(cell, str):
        return [(fit(cell, size, align), "")]
    if len(cell) == 2 and isinstance(cell[0], str):
        text, role = cast("Bit", cell)
        return [(fit(text, size, align), role)]
    line = cast("Line", cell)
    blank = size - line_width(line) if align == "right" else 0
    return fitted([(" " * blank, ""), *line] if blank > 0 else line, size)


def _joined(parts: Sequence[list[Bit]], role: str) -> list[Bit]:
    bits: list[Bit] = []
    for index, part in enumerate(parts):
        if index:
            bits.append((" " * GAP, role))
        bits.extend(part)
    return bits


def _needed(columns: Sequence[Column[R]]) -> int:
    return sum(column.width or NARROWEST for column in columns) + GAP * (len(columns) - 1)
