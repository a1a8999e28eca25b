"""A change tried out in a private copy of the book: it shows what would happen, and nobody waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from kamtui.store import connecting
from kamtui.store.book import Book
from kamtui.store.permits import Permit
from kamtui.store.tx import Tx


@contextmanager
def rehearsed(book: Book, op: str) -> Iterator[Tx]:
    """A transaction as of `Book.write`, on a copy of what the book says now, which is thrown away afterwards.

    A dry run in the book itself would hold its lock to the end. Raises NotPermitted.
    """
    with closing(connecting.copied(book.conn)) as copy:
        copy.create_function("viewer", 0, lambda: book.who)
        copy.create_function("viewed_on", 0, lambda: book.today().isoformat())
        today = book.today()
        permit = Permit(copy, book.who, op, today)
        tx = Tx(copy, None, permit, op=op, author=book.who, today=today, now=book.clock.now())
        tx.is_dry_run = True
        tx.begin()
        yield tx
        tx.settle()
