"""One example per operation on people who move, are known better, or are one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kamtui.domain.contacts import EndReason, Function, Level
from kamtui.domain.touches import Kind
from kamtui.ops.contacts import add_contact, leave
from kamtui.ops.core import Done
from kamtui.ops.influences import judge_influence
from kamtui.ops.moves import join, move
from kamtui.ops.personal import purge
from kamtui.ops.samepeople import identify, merge, unmerge
from kamtui.ops.touches import add_touch
from kamtui.store import accounts
from kamtui.store.book import Book

TODAY = dt.date(2026, 11, 20)

CHEN, WANG, LINA = 1, 2, 3


def come_and_go(book: Book, acme: int) -> None:
    """A role that nobody is known for, a judgement, and somebody who was entered twice."""
    add_contact(book, acme, "", title="CFO", level=Level.EXEC, placeholder=True)
    judge_influence(book, acme, WANG, {"roles": "economic", "win": "promotion"}, on=dt.date(2026, 10, 1))
    twin = add_contact(book, acme, "Li Na", fields={"email": "lina@acme.example"}).value.contact_id
    add_touch(book, acme, kind=Kind.CALL, people=[twin, LINA], on=dt.date(2026, 10, 2), summary="Li Na called")
    merge(book, LINA, twin)


def _called(book: Book, name: str) -> int:
    """The contact of a name; raises LookupError."""
    found = book.conn.execute("SELECT id FROM contact WHERE name = ?", (name,)).fetchall()
    return int(found[0][0])


def _another(book: Book) -> int:
    return next(account for account, name in accounts.names(book.conn).items() if name == "Gorey Mills")


EXAMPLES: dict[str, Callable[[Book, int], Done[object]]] = {
    "contact.leave": lambda book, acme: leave(
        book, WANG, on=TODAY, reason=EndReason.MOVED_TO_RIVAL, to="Rival Ltd", note="on good terms", successor=True
    ),
    "contact.move": lambda book, acme: move(
        book, WANG, {"title": "COO", "level": Level.EXEC, "reports_to": CHEN}, on=TODAY, successor=True
    ),
    "contact.join": lambda book, acme: join(
        book,
        WANG,
        _another(book),
        since=TODAY,
        fields={"title": "CPO", "function": Function.PURCHASING, "email": "wang@gorey.example"},
        instead=True,
    ),
    "contact.identify": lambda book, acme: identify(
        book, _called(book, "unknown CFO"), "赵敏", fields={"email": "zhao@acme.example"}
    ),
    "contact.merge": lambda book, acme: merge(book, CHEN, WANG),
    "contact.unmerge": lambda book, acme: unmerge(book, _called(book, "Li Na")),
    "contact.purge": lambda book, acme: purge(book, WANG, texts=True),
}

NOT_UNDONE = {
    "contact.purge": "what personal data were is nowhere any more, so that nobody can bring them back",
}
"""Operation -> why it cannot be undone."""
