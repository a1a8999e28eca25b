"""One example per operation on credit and terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kamtui.domain.credit import CreditGrade
from kamtui.domain.terms import TermsKind, Unit
from kamtui.ops.core import Done
from kamtui.ops.credit import review_credit, set_credit
from kamtui.ops.terms import add_terms, edit_terms, end_terms
from kamtui.store.book import Book

LAST_YEAR = dt.date(2025, 11, 3)


def grant_something(book: Book, acme: int) -> None:
    """A grade and a limit, and training, all for a year."""
    set_credit(book, acme, {"grade": CreditGrade.B, "limit": 500_000_0000}, on=LAST_YEAR)
    add_terms(book, acme, TermsKind.TRAINING, title="驻厂培训", from_on=LAST_YEAR)


EXAMPLES: dict[str, Callable[[Book, int], Done[object]]] = {
    "credit.set": lambda book, acme: set_credit(
        book, acme, {"grade": CreditGrade.C, "limit": 300_000_0000}, reason="late twice"
    ),
    "credit.review": lambda book, acme: review_credit(book, acme, reason="accounts of 2025 read"),
    "terms.add": lambda book, acme: add_terms(
        book, acme, TermsKind.PAYMENT_DAYS, value=20_0000, unit=Unit.DAYS, title="spring", to_on=dt.date(2027, 3, 31)
    ),
    "terms.edit": lambda book, acme: edit_terms(book, 1, {"condition": "两班制", "to_on": dt.date(2027, 6, 30)}),
    "terms.end": lambda book, acme: end_terms(book, 1, result="60 operators trained"),
}
"""Operation -> example."""
