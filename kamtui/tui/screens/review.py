"""Today's review: the accounts that want attention, worst first, and why."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from kamtui.domain import reviews as rules
from kamtui.domain.reviews import Card, Severity
from kamtui.i18n import n, t
from kamtui.store import accounts, reviews
from kamtui.store.accounts import AccountRow
from kamtui.store.journal import Changed
from kamtui.tui import accountcolumns as columns
from kamtui.tui.keygroups import FIND
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.listing import Listing
from kamtui.tui.screens.touching import Touching
from kamtui.tui.text import Bit
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.preview import Preview

SIGNS = {Severity.RED: ("!", "error"), Severity.AMBER: ("~", "warn"), Severity.INFO: (" ", "")}


class CardRow(NamedTuple):
    """A card as the list shows it; `card` is None once nothing is left to do."""

    id: int
    account: AccountRow
    card: Card | None


class Review(Listing, Deciding, Touching):
    """The screen one starts with. The list stays as it was drawn until `r`; what is done gets a check."""

    KEYS: ClassVar[Sequence[str]] = ("review.done", "status.developing", "touch.log", "task.add", "review.snooze")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "renew", "read again", show=False, id="review.renew", group=FIND),
        Binding("E", "everybody", "mine, or everybody's", show=False, id="review.everybody", group=FIND),
        Binding("plus", "more", "all cards", show=False, id="review.more", group=FIND),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._cards: dict[int, Card] = {}
        self._drawn: list[int] = []
        self._everybody = False
        self._all = False

    def body(self) -> Iterable[Widget]:
        yield Container(
            self.rowlist(self._columns(), sign=self._sign, empty=t("nothing is due; A shows all accounts")),
            Preview(self.app.book, self.app.glyphs),
            classes="split",
        )

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """The cards as they were drawn, at most `SHOWN` unless all are asked for."""
        if not self._drawn:
            self._read()
            self._drawn = list(self._cards)
        self._show_title()
        return array("q", self._drawn if self._all else self._drawn[: rules.SHOWN])

    def rows(self, ids: Sequence[int]) -> list[CardRow]:
        return [CardRow(row.id, row, self._cards.get(row.id)) for row in accounts.rows(self.app.book.conn, ids)]

    def catch_up(self, changed: Changed) -> None:
        before = set(self._cards)
        self._read()
        self.shown.forget(before ^ set(self._cards))
        super().catch_up(changed)

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_renew(self) -> None:
        """Read the list again: what is done leaves it."""
        self._drawn = []
        self.shown.forget_all()
        self.shown.reload()

    def action_everybody(self) -> None:
        """Show everybody's cards, or mine again."""
        self._everybody = not self._everybody
        self.action_renew()

    def action_more(self) -> None:
        """Show all cards, or only the most pressing again."""
        self._all = not self._all
        self.shown.reload()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        book = self.app.book
        owner = None if self._everybody else reviews.owner_of_review(book.conn, book.who)
        found = reviews.cards(book.conn, self.today, book.who, owner)
        self._cards = {card.account_id: card for card in found}

    def _show_title(self) -> None:
        done = sum(key not in self._cards for key in self._drawn)
        left = len(self._drawn) - done
        progress = t("{done}/{all} done", done=done, all=len(self._drawn))
        hidden = 0 if self._all else len(self._drawn) - rules.SHOWN
        hint = n("+ {count} more", "+ {count} more", hidden) if hidden > 0 else ""
        if self._drawn and not left:
            progress = t("all {count} done", count=done)
        self.title_line.set(
            screen=t("REVIEW"), progress=progress, sort=t("worst first"), who=self.app.book.who, hint=hint
        )

    def _sign(self, row: CardRow) -> str:
        return self.app.glyphs.check if row.card is None else SIGNS[row.card.severity][0]

    def _columns(self) -> list[Column[CardRow]]:
        glyphs, today = self.app.glyphs, self.today

        def of(row: CardRow) -> AccountRow:
            return row.account

        def why(row: CardRow) -> Bit:
            if row.card is None:
                return t("done"), "muted"
            first, *more = row.card.reasons
            text = t(first.text, **first.fields)
            return (f"{text} +{len(more)}" if more else text), SIGNS[first.severity][1]

        return [
            columns.tier(of, today, glyphs, width=10),
            columns.name(of),
            columns.status(of, glyphs),
            columns.last(of, today, glyphs),
            Column(t("why"), 22, why),
        ]
