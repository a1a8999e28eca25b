"""One example per operation on what is known of a customer and of our competitors there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kamtui.domain.profiles import Source
from kamtui.domain.rivals import Stage
from kamtui.ops.core import Done
from kamtui.ops.partnerships import set_partnership
from kamtui.ops.profiles import confirm_profile, set_profile
from kamtui.ops.rivals import confirm_rival, note_rival, rival_gone
from kamtui.store.book import Book

LAST_YEAR = dt.date(2025, 11, 3)


def know_something(book: Book, acme: int) -> None:
    """A goal, and a competitor, known for a year."""
    set_profile(book, acme, "goals", "a second plant", on=LAST_YEAR, source=Source.CUSTOMER)
    note_rival(book, acme, "Norvak", {"share": 30, "strengths": "price"}, on=LAST_YEAR)


EXAMPLES: dict[str, Callable[[Book, int], Done[object]]] = {
    "profile.set": lambda book, acme: set_profile(
        book, acme, "buying process", "年度招标，三家比价", source=Source.CUSTOMER, confidential=True
    ),
    "profile.confirm": lambda book, acme: confirm_profile(book, acme),
    "rival.note": lambda book, acme: note_rival(book, acme, "Norvak", {"share": 35, "move": "free trial units"}),
    "rival.confirm": lambda book, acme: confirm_rival(book, acme, "Norvak"),
    "rival.gone": lambda book, acme: rival_gone(book, acme, "norvak"),
    "partnership.set": lambda book, acme: set_partnership(
        book, acme, Stage.AGREED, until_on=dt.date(2028, 12, 31), note="three years"
    ),
}
"""Operation -> example."""
