"""Examples of what is done with opportunities and quotas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kamtui.domain.opportunities import Kind, Level
from kamtui.ops.core import Done
from kamtui.ops.opportunities import (
    add_opportunity,
    edit_opportunity,
    lose_opportunity,
    move_opportunity,
    reopen_opportunity,
    win_opportunity,
)
from kamtui.ops.quotas import set_quota
from kamtui.store.book import Book

_AUTUMN = dt.date(2026, 10, 1)

HOPED, DECIDED = 1, 2


def hope_for_something(book: Book, acme: int) -> None:
    """One opportunity that is open, one that was won, and a quota."""
    add_opportunity(book, "框架合同", account_id=acme, level=Level.IN, amount=500_000_0000, opened_on=_AUTUMN)
    add_opportunity(book, "service", account_id=acme, kind=Kind.RENEWAL, opened_on=_AUTUMN)
    win_opportunity(book, DECIDED, on=_AUTUMN, reason="they know us")
    set_quota(book, "li.wei", 1_000_000_0000)


EXAMPLES: dict[str, Callable[[Book, int], Done[object]]] = {
    "opportunity.add": lambda book, acme: add_opportunity(
        book, "two lifts", account_id=acme, product="lift", expected_on=dt.date(2027, 1, 31), external_id="D-7"
    ),
    "opportunity.edit": lambda book, acme: edit_opportunity(
        book, HOPED, {"amount": 600_000_0000, "expected_on": "2027-02-01"}, was={"amount": 500_000_0000}
    ),
    "opportunity.move": lambda book, acme: move_opportunity(book, HOPED, Level.BEST_FEW, was={"level": "in"}),
    "opportunity.win": lambda book, acme: win_opportunity(book, HOPED, amount=480_000_0000, reason="price"),
    "opportunity.lose": lambda book, acme: lose_opportunity(book, HOPED, reason="a rival was cheaper"),
    "opportunity.reopen": lambda book, acme: reopen_opportunity(book, DECIDED),
    "quota.set": lambda book, acme: set_quota(book, "li.wei", 1_200_000_0000, was={"amount": 1_000_000_0000}),
}
