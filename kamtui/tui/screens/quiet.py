"""A screen that is not drawn again when only the focus moved."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from kamtui.tui.widgets.bottomline import BottomLine
from kamtui.tui.widgets.keybar import KeyBar
from kamtui.tui.widgets.rowlist import RowList
from kamtui.tui.widgets.titleline import TitleLine

R = TypeVar("R")


class QuietScreen(Screen[R], Generic[R]):
    """Textual sends the whole screen when an input opens; the widgets that look different draw themselves."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def reword(self) -> None:
        """Another language is spoken now: draw the lists, their headings and the keys in it; the cursor stays."""
        for rows in self.query(RowList):
            rows.set_columns(rows.columns)
            rows.forget_all()
        for title in self.query(TitleLine):
            title.set()
        for keys in self.query(KeyBar):
            keys.reword()
        for line in self.query(BottomLine):
            line.forget()
