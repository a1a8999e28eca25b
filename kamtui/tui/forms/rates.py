"""The form for a rate between currencies."""

from __future__ import annotations

from kamtui.domain import fields
from kamtui.domain import rates as units
from kamtui.ops.rates import set_rate
from kamtui.store import known
from kamtui.tui import answers
from kamtui.tui.filling import Field, Form, Values
from kamtui.tui.screens.acting import Acting


def _base(page: Acting, account: int, text: str, given: Values) -> str:
    """The currency typed, else the book's."""
    return fields.currency(text) if text else known.book_currency(page.app.book.conn)


RATE_FORMS: dict[str, Form] = {
    "rate.set": Form(
        set_rate,
        (
            Field("currency", "one unit of which currency:", answers.plain(fields.currency), is_required=True),
            Field("base", "is worth something in (empty: the book's):", _base),
            Field("value", "how much (7.12):", answers.plain(units.value), is_required=True),
            Field("source", "where that is from:", answers.words),
        ),
        lambda page, account, given: (
            (given["currency"], given.get("base") or known.book_currency(page.app.book.conn), given["value"]),
            {name: value for name, value in given.items() if name == "source"},
        ),
    ),
}
"""Operation -> its form."""
