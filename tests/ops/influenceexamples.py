"""Examples of the operations about buying influences, ties and red flags."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.influences import Role
from kamtui.domain.links import LinkKind
from kamtui.ops.influences import judge_influence, verify_influences
from kamtui.ops.links import add_link, end_link
from kamtui.ops.redflags import answer_flag, raise_flag, settle_flag
from kamtui.store.book import Book

TODAY = dt.date(2026, 11, 20)
ON = dt.date(2026, 10, 1)


def judge_something(book: Book, acme: int) -> None:
    """Somebody judged, somebody listened to, something in doubt."""
    judge_influence(book, acme, 1, {"roles": [Role.ECONOMIC], "degree": "high", "win": "a seat on the board"}, on=ON)
    add_link(book, acme, LinkKind.INFLUENCES, contact_id=1, to_contact_id=2)
    raise_flag(book, acme, "merger?", text="they talk to a rival", on=ON)


EXAMPLES = {
    "influence.judge": lambda book, acme: judge_influence(
        book, acme, 1, {"roles": "E,C", "mode": "growth", "stance": 1, "rung": 3, "touch_id": 1, "confidential": True}
    ),
    "influence.verify": lambda book, acme: verify_influences(book, acme, [1, 2], on=TODAY),
    "link.add": lambda book, acme: add_link(
        book, acme, LinkKind.RELATIVE, contact_id=2, to_contact_id=3, note="cousins", confidential=True
    ),
    "link.end": lambda book, acme: end_link(book, 1, on=TODAY),
    "flag.raise": lambda book, acme: raise_flag(book, acme, "budget", text="cut by half?", contact_id=2),
    "flag.answer": lambda book, acme: answer_flag(
        book, acme, "role:coach", strength="the service desk", task="find a guide", due_on=TODAY
    ),
    "flag.settle": lambda book, acme: settle_flag(book, 1),
}
