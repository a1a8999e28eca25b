"""Rows of values as aligned columns for a terminal, or as TSV for a pipe."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Literal, NamedTuple

from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.text import clean, fit
from kamtui.render.text import width as cell_width

GAP = "  "


class Column(NamedTuple):
    """One column; widths are in cells."""

    label: str
    """Heading, in the user's language."""
    align: Literal["", "left", "right"] = ""
    """"" is right for a column of numbers, else left. What is right aligned is never cut."""
    min: int = 8
    """A text column is not made narrower than this as long as another can give way."""
    max: int | None = None
    drop: int = 0
    """The highest goes first when the terminal is too narrow; 0 stays."""
    key: str = ""
    """Heading in TSV, the same in every language; "" is the label."""


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[object]],
    width: int | None = None,
    glyphs: Glyphs = UNICODE,
) -> list[str]:
    """A heading and one line per row, at most `width` cells wide (None: as wide as it takes).

    Values are text or anything `str()` knows; None is the dash. To fit, text columns give way, the widest
    first, down to their `min`; then columns go by `drop`.
    """
    values: list[tuple[object, ...]] = list(zip(*rows, strict=True)) or [()] * len(columns)
    shown = [[glyphs.dash if value is None else clean(value) for value in column] for column in values]
    sizes = [[cell_width(text) for text in column] for column in shown]
    right = [_is_right(column, cell) for column, cell in zip(columns, values, strict=True)]
    natural = [
        min(max([cell_width(column.label), *size]), column.max or sys.maxsize)
        for column, size in zip(columns, sizes, strict=True)
    ]
    drawn: list[list[str]] = []
    for index, size in _widths(columns, natural, right, width or sys.maxsize):
        align: Literal["left", "right"] = "right" if right[index] else "left"
        heading = fit(columns[index].label, size, align, glyphs.more)
        pad = str.rjust if right[index] else str.ljust
        drawn.append(
            [heading]
            + [
                # A string of n cells and m characters is padded to size cells by m + size - n characters.
                pad(text, len(text) + size - used) if used <= size else fit(text, size, align, glyphs.more)
                for text, used in zip(shown[index], sizes[index], strict=True)
            ]
        )
    return [GAP.join(line).rstrip(" ") for line in zip(*drawn, strict=True)]


def tsv(columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> list[str]:
    """A heading and one line per row, uncut, tab separated; None is empty, control codes are made visible."""
    heading = "\t".join(column.key or column.label for column in columns)
    return [heading, *("\t".join(clean(value, sys.maxsize) for value in row) for row in rows)]


def _is_right(column: Column, values: Sequence[object]) -> bool:
    if column.align:
        return column.align == "right"
    known = [value for value in values if value is not None]
    return bool(known) and all(isinstance(value, int | float) for value in known)


def _widths(
    columns: Sequence[Column], natural: Sequence[int], right: Sequence[bool], cells: int
) -> list[tuple[int, int]]:
    """(column, cells) of the columns that stay, together at most `cells` wide."""
    kept = list(range(len(columns)))
    floors = [
        size if is_right else min(size, column.min)
        for column, size, is_right in zip(columns, natural, right, strict=True)
    ]
    room = _room(kept, cells)
    while sum(floors[i] for i in kept) > room and len(kept) > 1:
        droppable = [i for i in kept if columns[i].drop]
        if droppable:
            kept.remove(max(droppable, key=lambda i: (columns[i].drop, i)))
        elif any(floors[i] > 2 and not right[i] for i in kept):
            floors = [size if is_right else min(size, 2) for size, is_right in zip(floors, right, strict=True)]
        else:
            kept.pop()
        room = _room(kept, cells)
    sizes = {i: natural[i] for i in kept}
    if len(kept) == 1:
        floors[kept[0]] = 1
    while sum(sizes.values()) > room:
        widest = max((i for i in kept if sizes[i] > floors[i]), key=lambda i: sizes[i], default=None)
        if widest is None:
            break
        sizes[widest] -= 1
    return list(sizes.items())


def _room(kept: Sequence[int], cells: int) -> int:
    return cells - len(GAP) * (len(kept) - 1)
