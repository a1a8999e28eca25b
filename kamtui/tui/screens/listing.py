"""A page with a list of accounts: what verbs apply to, the walk through it, the preview beside it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any, ClassVar

from textual import getters
from textual.binding import Binding, BindingType

from kamtui.store.journal import Changed
from kamtui.tui.keygroups import MOVE
from kamtui.tui.screens.acting import Acting
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.preview import Preview
from kamtui.tui.widgets.rowlist import RowList


class Listing(Acting):
    """Subclasses are the source of their list: `ids` and `rows`, whose ids are accounts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket", "step(1)", "next", show=False, id="walk.next", group=MOVE),
        Binding("left_square_bracket", "step(-1)", "previous", show=False, id="walk.previous", group=MOVE),
    ]

    DEFAULT_CSS = """
    Listing {
        & .split { layout: vertical; }
        & Preview { height: 9; border-top: solid $muted; }
        &.-wide .split { layout: horizontal; }
        &.-wide RowList { width: 2fr; min-width: 80; }
        &.-wide Preview { width: 1fr; height: 1fr; border-top: none; border-left: solid $muted; }
    }
    """

    shown = getters.query_one(RowList)
    preview = getters.query_one(Preview)

    def ids(self) -> array[int]:
        """The accounts to show, in order."""
        raise NotImplementedError

    def rows(self, ids: Sequence[int]) -> Sequence[Any]:
        """Their rows."""
        raise NotImplementedError

    def rowlist(self, columns: Sequence[Column[Any]], **options: Any) -> RowList[Any]:
        """The list over this page as its source."""
        return RowList(self, columns, glyphs=self.glyphs, **options)

    def targets(self) -> list[int]:
        return self.shown.chosen

    def trail(self) -> array[int]:
        """The accounts that one walks through on the page of one of them."""
        return self.shown.ids

    def stand_on(self, account: int) -> None:
        """Stand on the account one walked to."""
        self.shown.select(account)

    def advance(self) -> None:
        self.shown.action_move(1)

    def catch_up(self, changed: Changed) -> None:
        if changed.everything:
            self.shown.forget_all()
        self.shown.forget(changed.accounts)
        self.shown.reload()
        self.preview.catch_up(changed)
        self.hear(changed, self.shown.in_view)

    def standing(self) -> object:
        return self.shown.cursor

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        self.preview.show_account(event.key)

    async def on_row_list_opened(self, event: RowList.Opened) -> None:
        await self._open(event.key, "timeline")

    def action_step(self, step: int) -> None:
        """Go to the next or previous account of the list."""
        self.shown.action_move(step)

    async def _open(self, account: int, tab: str) -> None:
        # the account's page is a list's page too, so it cannot be imported before this module is there
        from kamtui.tui.screens.account import AccountPage

        await self.app.push_screen(AccountPage(account, trail=self.shown.ids, tab=tab), self._came_back)

    def _came_back(self, account: int | None) -> None:
        """Stand on the account one left, wherever the walk went."""
        if account is not None:
            self.shown.select(account)
