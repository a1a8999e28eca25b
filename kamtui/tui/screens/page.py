"""What every screen has: title, body, bottom line, key line, and the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

from kamtui.i18n import t
from kamtui.render.glyphs import Glyphs
from kamtui.store import accounts
from kamtui.store.book import Book
from kamtui.store.journal import Changed
from kamtui.tui.app import Kamtui
from kamtui.tui.keygroups import OPEN
from kamtui.tui.keys import key_rows
from kamtui.tui.screens.quiet import QuietScreen
from kamtui.tui.widgets.bottomline import BottomLine
from kamtui.tui.widgets.keybar import KeyBar
from kamtui.tui.widgets.rowlist import RowList
from kamtui.tui.widgets.titleline import TitleLine

ADD = "account.add"
"""The key that adds an account, where the accounts are listed."""


class Page(QuietScreen[int | None]):
    """A screen of the five zones; subclasses give the body and say what changes mean to them."""

    AUTO_FOCUS = "RowList, Lines"

    KEYS: ClassVar[Sequence[str]] = ()
    """Ids of bindings in the order they should stand in the key line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,backspace,f10", "back", "back", show=False, id="back", group=OPEN),
        Binding("q", "back(True)", "back, at the first screen: quit", show=False, id="back.quit", group=OPEN),
    ]

    app = getters.app(Kamtui)
    title_line = getters.query_one(TitleLine)
    bottom = getters.query_one(BottomLine)

    def compose(self) -> ComposeResult:
        yield TitleLine(glyphs=self.glyphs)
        yield from self.body()
        yield BottomLine(self.app.drafts, self.subject, glyphs=self.glyphs)
        yield KeyBar(self.KEYS)

    @property
    def book(self) -> Book:
        """The book, for reading on this thread; what writes goes through `app.do`."""
        return self.app.book

    @property
    def today(self) -> dt.date:
        """The user's day."""
        return self.book.today()

    @property
    def glyphs(self) -> Glyphs:
        """The characters that this terminal can show."""
        return self.app.glyphs

    def tell(self, text: str, role: str = "") -> None:
        """Say a finished sentence in the message line; `role` is "warn" or "error" where it is one."""
        self.app.say(text, role)

    def on_mount(self) -> None:
        self.app.changed.subscribe(self, self.catch_up)
        self.app.changed.subscribe(self, self._say_first_steps)
        for rows in self.query(RowList):
            rows.instead = self.first_steps
        self._show_role()

    def reword(self) -> None:
        super().reword()
        self._show_role()

    def _show_role(self) -> None:
        if self.book.only_looks and not self.book.readonly:
            self.title_line.set(role=t("reader: looking only"))

    def body(self) -> Iterable[Widget]:
        """What stands between the title and the bottom line."""
        return ()

    def first_steps(self) -> str:
        """What to do next in a book without accounts; "" in every other."""
        if accounts.count(self.book.conn):
            return ""
        if self.book.only_looks:
            return t("this book is empty yet")
        keys = {row.binding.id: row.label.split(" ")[0] for row in key_rows(self)}
        palette = keys.get("palette", "")
        if ADD in keys:
            return t(
                "this book is empty: {key} adds an account, {palette} import takes in files",
                key=keys[ADD],
                palette=palette,
            )
        message = "this book is empty: {page} and there {key} add an account, {palette} import takes in files"
        return t(message, page=keys.get("go.accounts", ""), key="a", palette=palette)

    def _say_first_steps(self, changed: Changed) -> None:
        """Take back what was said of an empty book, once it is none; and the other way."""
        for rows in self.query(RowList):
            if not rows.ids:
                rows.refresh()

    def subject(self) -> str:
        """What a line that is typed now is about: the id of an account, "" where it is not about one."""
        return ""

    def catch_up(self, changed: Changed) -> None:
        """Show what was written, as far as it is on this screen."""

    def result(self) -> int | None:
        """What the screen below hears when this one is left: the account one stood on."""
        return None

    def let_go(self) -> bool:
        """Give up what one step back gives up before the screen: marks, then the filter; False when there is none."""
        return any(rows.clear_marks() for rows in self.query(RowList))

    async def action_back(self, quits: bool = False) -> None:
        if self.let_go():
            return
        if len(self.app.screen_stack) > 1:
            await self.dismiss(self.result())
        elif quits:
            self.app.exit()
