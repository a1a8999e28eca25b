"""Today's review: the accounts that want attention, worst first, and why."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from kamtui.domain import reviews as rules
from kamtui.domain.reviews import Card
from kamtui.domain.signals.reason import Severity
from kamtui.i18n import n, t
from kamtui.render import reasoned
from kamtui.store import accounts, reviews
from kamtui.store.accounts import AccountRow, Order
from kamtui.store.journal import Changed
from kamtui.tui import accountcolumns as columns
from kamtui.tui.daysums import day_summary
from kamtui.tui.keygroups import FIND
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.finding import Finding
from kamtui.tui.screens.touching import Touching
from kamtui.tui.text import Bit
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.preview import Preview

SIGNS = {Severity.RED: ("!", "error"), Severity.AMBER: ("~", "warn"), Severity.INFO: (" ", "")}

LARGE = 20_000
"""Accounts from which everybody's cards are read while the screen is there already: it takes a second."""


class CardRow(NamedTuple):
    """A card as the list shows it; `card` is None once nothing is left to do."""

    id: int
    account: AccountRow
    card: Card | None


class Review(Finding, Deciding, Touching):
    """The screen one starts with. The list stays as it was drawn until `r`; what is done gets a check."""

    KEYS: ClassVar[Sequence[str]] = ("review.done", "status.developing", "touch.log", "task.add", "review.snooze")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "renew", "read again", show=False, id="review.renew", group=FIND),
        Binding("E", "everybody", "mine, or everybody's", show=False, id="review.everybody", group=FIND),
        Binding("plus", "more", "all cards", show=False, id="review.more", group=FIND),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._waiting: set[int] | None = None
        """Accounts with a card; the cards themselves are read for the rows on screen. None: not read yet."""
        self._drawn = array("q")
        self._kept = array("q")
        """Those of them that the filter keeps."""
        self._everybody = False
        self._all = False

    def body(self) -> Iterable[Widget]:
        yield Container(
            self.rowlist(self._columns(), sign=self._sign, empty=t("nothing is due; A shows all accounts")),
            Preview(self.book, self.glyphs),
            classes="split",
        )

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """The cards as they were drawn, at most `SHOWN` unless all are asked for."""
        if self._waiting is None:
            if self._owner is None and accounts.count(self.book.conn) > LARGE:
                self.title_line.set(screen=t("REVIEW"), progress=t("reading"), who=self.book.who)
                self._read_aside()
                return array("q")
            self._take(self._in_order())
        self._kept = self._filtered()
        self.show_title()
        return self._kept if self._all else self._kept[: rules.SHOWN]

    def rows(self, ids: Sequence[int]) -> list[CardRow]:
        cards = self._read(ids)
        return [CardRow(row.id, row, cards.get(row.id)) for row in accounts.rows(self.book.conn, ids)]

    def catch_up(self, changed: Changed) -> None:
        if self._waiting is not None:
            before = self._waiting
            self._waiting = self._renewed(before, changed)
            self.shown.forget(before ^ self._waiting)
        super().catch_up(changed)

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_renew(self) -> None:
        """Read the list again: what is done leaves it."""
        self._waiting = None
        self.seen()
        self.shown.forget_all()
        self.shown.reload()
        self.shown.action_edge(-1)

    def action_everybody(self) -> None:
        """Show everybody's cards, or mine again."""
        self._everybody = not self._everybody
        self.action_renew()

    def action_more(self) -> None:
        """Show all cards, or only the most pressing again."""
        self._all = not self._all
        self.shown.reload()

    # -- inside ----------------------------------------------------------------------------------------------------

    @property
    def _owner(self) -> str | None:
        """Whose accounts are reviewed; None is everybody's."""
        book = self.book
        return None if self._everybody else reviews.owner_of_review(book.conn, book.who)

    def _read(self, among: Iterable[int] | None = None) -> dict[int, Card]:
        book = self.book
        found = reviews.cards(book.conn, self.today, book.who, self._owner, among)
        return {card.account_id: card for card in found}

    def _in_order(self) -> array[int]:
        """The accounts with a card, worst first."""
        return array("q", self._read())

    def _filtered(self) -> array[int]:
        if not self.text:
            return self._drawn
        kept = set(accounts.ids(self.book.conn, self.chosen_filter, Order.NAME, on=self.today))
        return array("q", (key for key in self._drawn if key in kept))

    @work(exclusive=True, group="cards")
    async def _read_aside(self) -> None:
        """Read the cards in a thread, then show them."""
        self._take(await asyncio.to_thread(self._in_order))
        self.shown.reload()

    def _take(self, found: array[int]) -> None:
        self._waiting, self._drawn = set(found), found

    def _renewed(self, before: set[int], changed: Changed) -> set[int]:
        """Who has a card after a change: only the accounts it touched are looked at again."""
        if changed.everything:
            return set(self._read())
        return (before - changed.accounts) | self._read(changed.accounts).keys()

    def show_title(self) -> None:
        waiting = self._waiting or set()
        done = sum(key not in waiting for key in self._drawn)
        progress = t("{done}/{all} done", done=done, all=len(self._drawn))
        if self._drawn and done == len(self._drawn):
            progress = t("all {count} done", count=done) + day_summary(self.book)
        hidden = 0 if self._all else len(self._kept) - rules.SHOWN
        hint = n("+ {count} more", "+ {count} more", hidden) if hidden > 0 else ""
        self.title_line.set(
            screen=t("REVIEW of everybody") if self._everybody else t("REVIEW"),
            progress=progress,
            filter=self.text,
            sort=t("worst first"),
            who=self.book.who,
            hint=hint,
        )

    def _sign(self, row: CardRow) -> str:
        return self.glyphs.check if row.card is None else SIGNS[row.card.severity][0]

    def _columns(self) -> list[Column[CardRow]]:
        glyphs, today = self.glyphs, self.today

        def of(row: CardRow) -> AccountRow:
            return row.account

        def why(row: CardRow) -> Bit:
            if row.card is None:
                return t("done"), "muted"
            first, *more = row.card.reasons
            text = reasoned.why(first)
            return (f"{text} +{len(more)}" if more else text), SIGNS[first.severity][1]

        return [
            columns.tier(of, today, glyphs, width=10),
            columns.name(of),
            columns.status(of, glyphs),
            columns.last(of, today, glyphs),
            Column(t("why"), 22, why),
        ]
