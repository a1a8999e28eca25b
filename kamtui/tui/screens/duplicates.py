"""Accounts that may be the same, the surest first: merge them, or say that they are not."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from kamtui.domain.duplicates import Pair
from kamtui.domain.outcomes.structure import AccountsMerged
from kamtui.i18n import n, t
from kamtui.ops.duplicates import tell_apart
from kamtui.ops.merging import merge_accounts
from kamtui.render.said.structure import merge_in_parts
from kamtui.store import accounts, duplicates
from kamtui.store.book import Book
from kamtui.store.journal import Changed
from kamtui.tui.aside import aside
from kamtui.tui.duplicatelines import PairRow, columns, side_by_side
from kamtui.tui.keygroups import CHANGE, FIND, MOVE
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.acting import Acting
from kamtui.tui.text import Line
from kamtui.tui.widgets.detail import Detail
from kamtui.tui.widgets.rowlist import RowList

LARGE = 2_000
"""Accounts from which the pairs are read while the page is there already: it takes longer than a key may."""

FIRST, SECOND = "1", "2"


class Duplicates(Acting):
    """Enter opens the first account of a pair; what is settled leaves the list."""

    AUTO_FOCUS = "RowList"

    KEYS: ClassVar[Sequence[str]] = ("account.merge", "account.apart")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "merge", "merge", id="account.merge", group=CHANGE, tooltip="Make one account of both"),
        Binding("r", "apart", "not the same", id="account.apart", group=CHANGE, tooltip="Say that they are two"),
        Binding("right_square_bracket", "step(1)", "next", show=False, id="walk.next", group=MOVE),
        Binding("left_square_bracket", "step(-1)", "previous", show=False, id="walk.previous", group=MOVE),
        Binding("ctrl+l", "renew", "read again and redraw", show=False, id="duplicates.renew", group=FIND),
    ]

    DEFAULT_CSS = """
    Duplicates {
        & .split { layout: vertical; }
        & Detail { height: 10; border-top: solid $muted; }
        &.-wide .split { layout: horizontal; }
        &.-wide RowList { width: 1fr; }
        &.-wide Detail { width: 1fr; height: 1fr; border-top: none; border-left: solid $muted; }
    }
    """

    shown = getters.query_one(RowList)
    detail = getters.query_one(Detail)

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[int, PairRow] = {}
        self._is_read = False
        self._is_reading = False

    def body(self) -> Iterable[Widget]:
        yield Container(
            RowList(self, columns(), empty="no account looks like another", glyphs=self.glyphs),
            Detail(self._show_detail),
            classes="split",
        )

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """The pairs; in a large book they are read while the page is there already."""
        if not self._is_read and not self._is_reading:
            if accounts.count(self.book.conn) > LARGE:
                self._is_reading = True
                self._read_aside()
            else:
                self._take(duplicates.pairs(self.book.conn))
        self.shown.empty = "reading" if self._is_reading else "no account looks like another"
        self.title_line.set(
            screen=t("DUPLICATES"),
            progress=n("{count} pair", "{count} pairs", len(self._rows)) if self._is_read else t("reading"),
            who=self.book.who,
        )
        return array("q", self._rows)

    def rows(self, ids: Sequence[int]) -> list[PairRow]:
        return [self._rows[key] for key in ids if key in self._rows]

    def catch_up(self, changed: Changed) -> None:
        if changed.everything or changed.tables & {"account", "alias", "told_apart"}:
            self._is_read = False
            self._draw()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        self._show_detail()

    async def on_row_list_opened(self, event: RowList.Opened) -> None:
        row = self._rows.get(event.key)
        if row is not None:
            await self.app.push_screen(AccountPage(row.pair.one, trail=array("q", row.pair[:2])))

    # -- actions ---------------------------------------------------------------------------------------------------

    @work
    async def action_merge(self) -> None:
        """Merge the two accounts at the cursor, after a look at what moves and what both say."""
        pair = self._at_cursor()
        if pair is None:
            return
        answer: str | None = None
        while answer is None or answer.strip() not in ("", FIRST, SECOND):
            answer = await self.bottom.ask(t("which one stays, 1 or 2 (Enter: 1, Esc: neither):"), keeps=False)
            if answer is None:
                return
        stays, goes = (pair.other, pair.one) if answer.strip() == SECOND else (pair.one, pair.other)
        seen = await self.app.do(preview, stays, goes)
        if seen is None:
            return
        self.detail.show(
            [[(f" {text}", "warn" if place else "strong")] for place, text in enumerate(merge_in_parts(seen)[1:])]
        )
        if await self.agrees(t("{victim} goes into {name}?", victim=seen.victim, name=seen.name)):
            await self.do(merge_accounts, stays, goes)
        self._show_detail()

    @work
    async def action_apart(self) -> None:
        """Say that the two accounts at the cursor are not the same, with the reason."""
        pair = self._at_cursor()
        reason = None if pair is None else await self.bottom.ask(t("not the same, because (Enter: no reason):"))
        if pair is not None and reason is not None:
            await self.do(tell_apart, pair.one, pair.other, reason=reason.strip())

    def action_step(self, step: int) -> None:
        """Go to the next or previous pair."""
        self.shown.action_move(step)

    def action_renew(self) -> None:
        """Read the book again, and draw the whole screen."""
        self._is_read = False
        self._draw()
        self.refresh(layout=True)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _at_cursor(self) -> Pair | None:
        row = None if self.shown.cursor is None else self._rows.get(self.shown.cursor)
        return None if row is None else row.pair

    def _take(self, pairs: Iterable[Pair]) -> None:
        names = accounts.names(self.book.conn)
        self._rows = {
            (pair.one << 31) + pair.other: PairRow(
                (pair.one << 31) + pair.other, pair, names[pair.one], names[pair.other]
            )
            for pair in pairs
        }
        self._is_read = True

    @work
    async def _read_aside(self) -> None:
        """Read the pairs in a thread, then show them."""
        try:
            found = await aside(self.book, lambda: duplicates.pairs(self.book.conn))
        finally:
            self._is_reading = False
        self._take(found)
        self._draw()

    def _draw(self) -> None:
        self.shown.forget_all()
        self.shown.reload()
        self._show_detail()

    def _show_detail(self) -> None:
        width, pair = self.detail.size.width, self._at_cursor()
        if not width or pair is None:
            self.detail.show([])
            return
        one, other = (duplicates.side(self.book.conn, key) for key in (pair.one, pair.other))
        lines: list[Line] = side_by_side(one, other, width, self.glyphs)
        self.detail.show(lines)


def preview(book: Book, stays: int, goes: int) -> AccountsMerged:
    """What a merge would do; nothing is written."""
    with book.write("account.merge", dry_run=True) as tx:
        return merge_accounts.within(tx, stays, goes)
