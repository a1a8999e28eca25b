"""The grid of the people map: functions below each other, levels side by side, with a cursor on somebody."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from kamtui.domain import peoplemap
from kamtui.domain.contacts import Level
from kamtui.render import peoplegrid as told
from kamtui.render.glyphs import Glyphs
from kamtui.tui.keygroups import MOVE, OPEN
from kamtui.tui.peoplecolumns import People
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.rowlist import RowList


class PeopleGrid(Lines):
    """Its cursor is that of the list of people, so that one stands on the same person in every pane."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "step(1)", "down", show=False, id="move.down", group=MOVE),
        Binding("k,up", "step(-1)", "up", show=False, id="move.up", group=MOVE),
        Binding("l,right", "aside(1)", "right", show=False, id="grid.right", group=MOVE),
        Binding("h,left", "aside(-1)", "left", show=False, id="grid.left", group=MOVE),
        Binding("g,home", "edge(-1)", "first line", show=False, id="move.first", group=MOVE),
        Binding("G,end", "edge(1)", "last line", show=False, id="move.last", group=MOVE),
        Binding("enter", "open", "open", show=False, id="open", group=OPEN),
    ]

    def __init__(self, people: People, rows: RowList[Any], glyphs: Glyphs) -> None:
        super().__init__(id="grid")
        self._people = people
        self._rows = rows
        self._glyphs = glyphs
        self._places: dict[int, int] = {}
        """Person -> line."""

    def on_resize(self) -> None:
        super().on_resize()
        self.draw()

    def draw(self) -> None:
        """Draw it with the cursor on whom the list stands on."""
        width, height = self.size
        if not width or not self.display:
            return
        drawn = told.grid(self._people.found, width, height, self._glyphs, self._rows.cursor)
        self._places = dict(drawn.places)
        self.show(drawn.lines, keep_place=True)
        line = self._places.get(self._rows.cursor or 0)
        if line is not None and not self.top <= line < self.top + height:
            self.action_scroll(line - self.top - height // 2)

    def action_step(self, step: int) -> None:
        """Go to the next person of the same level."""
        at = self._rows.cursor
        if at is not None:
            column = [key for key in self._order() if self._level(key) is self._level(at)]
            place = column.index(at) + step
            self._go(column[max(0, min(place, len(column) - 1))])

    def action_aside(self, step: int) -> None:
        """Go to the nearest person of the level beside, or of the next one where somebody is."""
        levels, at = peoplemap.grid(self._people.found).levels, self._rows.cursor
        if at is None:
            return
        place = levels.index(self._level(at)) + step
        here = self._places.get(at, 0)
        while 0 <= place < len(levels):
            those = [key for key in self._places if self._level(key) is levels[place]]
            if those:
                self._go(min(those, key=lambda key: abs(self._places[key] - here)))
                return
            place += step

    def action_edge(self, direction: int) -> None:
        """Go to the first person of the grid, or the last."""
        order = self._order()
        if order:
            self._go(order[0 if direction < 0 else -1])

    def action_open(self) -> None:
        """Open whom the cursor stands on."""
        self._rows.action_open()

    def _go(self, person: int) -> None:
        self._rows.select(person)
        self.draw()

    def _order(self) -> list[int]:
        return peoplemap.grid(self._people.found).order()

    def _level(self, key: int) -> Level | None:
        person = self._people.found.person(key)
        return None if person is None else person.level
