"""How a review card looks in the list: the account, why it is there, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kamtui.domain.reviews import Card
from kamtui.i18n import t
from kamtui.render.format import on_weekday
from kamtui.render.glyphs import Glyphs
from kamtui.store import accounts as stored
from kamtui.store import reviews
from kamtui.store.accounts import AccountRow
from kamtui.store.book import Book
from kamtui.tui import accountcolumns
from kamtui.tui.cardlines import why_short
from kamtui.tui.cardqueue import CardQueue
from kamtui.tui.text import Bit, Line
from kamtui.tui.widgets.columns import Column

WHY = 24
"""Cells of the reason in a list of 80."""

NARROW, WIDE = 80, 120
"""Cells of a terminal that has no more than it needs, and of one that has the card beside the list."""


class CardRow(NamedTuple):
    """A card as the list shows it."""

    id: int
    account: AccountRow
    card: Card | None
    """None once nothing is left to do."""
    settled: str
    """What became of it then."""


def columns(today: dt.date, cells: int, glyphs: Glyphs) -> list[Column[CardRow]]:
    """Tier, account, status, last touch and why, in a terminal of so many cells; of more the reason gets most."""
    listed = cells * 2 // 3 if cells >= WIDE else cells
    room = WHY + max(listed - NARROW, 0) * 2 // 3

    def of(row: CardRow) -> AccountRow:
        return row.account

    def why(row: CardRow) -> Line | Bit:
        return (row.settled, "muted") if row.card is None else why_short(row.card, room)

    return [
        accountcolumns.tier(of, today, glyphs, width=10),
        accountcolumns.name(of),
        accountcolumns.status(of, glyphs),
        accountcolumns.last(of, today, glyphs),
        Column("why", room, why),
    ]


def rows(book: Book, queue: CardQueue, ids: Sequence[int]) -> list[CardRow]:
    """The cards of some accounts, and of those that are answered what became of them."""
    waiting = queue.cards(ids)
    found = stored.rows(book.conn, ids)
    over = settled(book, [row.id for row in found if row.id not in waiting])
    return [CardRow(row.id, row, waiting.get(row.id), over.get(row.id, "")) for row in found]


def settled(book: Book, accounts: Sequence[int]) -> Mapping[int, str]:
    """What became of cards that no longer wait."""
    if not accounts:
        return {}
    conn, today = book.conn, book.today()
    held = {found.account_id: found.until_on for found in reviews.acknowledgements(conn, book.who, today)}
    said = {}
    for account in accounts:
        if account in held:
            until = held[account]
            said[account] = t("done") if until is None else t("off until {on}", on=on_weekday(until, today))
        else:
            due = max((one.due_on for one in reviews.in_hand(conn, account, today)), default=None)
            said[account] = t("taken care of") if due is None else t("in hand, due {on}", on=on_weekday(due, today))
    return said
