"""Charts with a table of which one cell is chosen by the arrow keys."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from kamtui.tui.keygroups import MOVE, OPEN
from kamtui.tui.widgets.lines import Lines

Cell = tuple[int, int]
"""Row and column, from 0."""


class CellPicker(Lines):
    """Lines that do not scroll; whoever draws them asks `cell` which one to point at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "cell(1, 0)", "down", show=False, id="cell.down", group=MOVE),
        Binding("k,up", "cell(-1, 0)", "up", show=False, id="cell.up", group=MOVE),
        Binding("l,right", "cell(0, 1)", "right", show=False, id="cell.right", group=MOVE),
        Binding("h,left", "cell(0, -1)", "left", show=False, id="cell.left", group=MOVE),
        Binding("enter", "open", "to the list", show=False, id="cell.open", group=OPEN),
    ]

    class Chosen(Message):
        """Another cell is chosen, or none."""

    class Opened(Message):
        """Enter on a cell."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.cell: Cell | None = None
        self._size_of_table = 0

    def set_size(self, size: int) -> None:
        """The table has that many rows and columns now; a cell beyond them is given up."""
        self._size_of_table = size
        if self.cell is not None and max(self.cell) >= size:
            self.cell = None

    def choose(self, cell: Cell | None) -> None:
        """Point at a cell, or at none."""
        self.cell = cell
        self.post_message(self.Chosen())

    def action_cell(self, down: int, right: int) -> None:
        row, column = self.cell or (0, 0)
        last = self._size_of_table - 1
        self.choose((max(0, min(row + down, last)), max(0, min(column + right, last))))

    def action_open(self) -> None:
        if self.cell is not None:
            self.post_message(self.Opened())
