"""One line of text and roles, with something at its right end; drawn again only when it changes."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip

from kamtui.tui.text import Bit, Line, fitted, line_width
from kamtui.tui.widgets.paint import Painted

GAP = 2
"""Cells kept free between the left and the right part."""


class OneLine(Painted):
    """A line whose right part keeps its place and whose left part gives way."""

    DEFAULT_CSS = """
    OneLine { height: 1; width: 1fr; }
    """

    def __init__(self, *, over: str = "", id: str | None = None) -> None:  # noqa: A002
        """`over` is the role of the whole line, where it has one."""
        super().__init__(id=id)
        self._over = over
        self._left: list[Bit] = []
        self._right: list[Bit] = []

    def show(self, left: Line, right: Line = ()) -> None:
        """Show these from now on."""
        if (list(left), list(right)) != (self._left, self._right):
            self._left, self._right = list(left), list(right)
            self.refresh()

    @property
    def text(self) -> str:
        """What the line says, without roles and blanks."""
        parts = ["".join(text for text, _ in part).strip() for part in (self._left, self._right)]
        return "  ".join(filter(None, parts))

    def render_line(self, y: int) -> Strip:
        return self.strip_of(self._bits(self.size.width), self.size.width, over=self._over)

    def _bits(self, cells: int) -> Sequence[Bit]:
        room = cells - line_width(self._right)
        if not self._right or room < GAP:
            return fitted(self._left, cells)
        return [*fitted(self._left, room - GAP), (" " * GAP, ""), *fitted(self._right, cells - room)]
