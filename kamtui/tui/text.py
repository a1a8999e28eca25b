"""The one way from a stored value to something a widget may hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from kamtui.render.text import clean, fit, width

if TYPE_CHECKING:
    from textual.content import Content

Bit = tuple[str, str]
"""A stretch of text and its role; what a role looks like stands in kamtui.tcss."""

Line = Sequence[Bit]
"""One line of the screen, left to right."""

SIDE_BY_SIDE = 136
"""Cells from which two pictures stand beside each other."""


def T(value: object) -> Content:  # noqa: N802 (short, because it stands around every value shown)
    """`value` as shown text: cleaned, cut, and never read as markup."""
    # imported late: the first rows are drawn from here before Textual is there
    from textual.content import Content

    return Content(clean(value))


def fitted(line: Iterable[Bit], cells: int) -> list[Bit]:
    """`line` cleaned and made exactly `cells` wide, cut with "…" or padded, bit by bit."""
    bits: list[Bit] = []
    left = cells
    for text, role in line:
        if left <= 0:
            break
        shown = clean(text)
        size = width(shown)
        if size > left:
            shown, size = fit(shown, left), left
        bits.append((shown, role))
        left -= size
    if left > 0:
        bits.append((" " * left, ""))
    return bits


def beside(left: Sequence[Line], right: Sequence[Line], cells: int, between: Line = ()) -> list[Line]:
    """Two columns, the left one `cells` wide; the shorter one ends in blank lines."""
    return [[*fitted(one, cells), *between, *other] for one, other in zip_longest(left, right, fillvalue=())]


def line_width(line: Iterable[Bit]) -> int:
    """Cells that a line takes."""
    return sum(width(clean(text)) for text, _ in line)
