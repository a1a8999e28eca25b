"""Who took what out of the book: noted before it is given out (R91, P19)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kamtui.cli import out
from kamtui.cli.session import Session
from kamtui.errors import KamError
from kamtui.i18n import t
from kamtui.ops.exports import note_export
from kamtui.store.book import Book


def note(session: Session, what: str, rows: int | None = None) -> None:
    """Note in the book that who asks takes something out of it; where that cannot be, say so and go on.

    `what` is the same in every language: "accounts as csv", "brief 17". `rows` None: it is no list.
    """
    try:
        with _book(session) as book:
            note_export(book, what, rows=rows)
    except KamError as error:
        out.tell(t("not noted in the book who took this ({reason})", reason=error))


def note_unless_watched(session: Session, what: str, rows: int | None = None) -> None:
    """The same, unless it is only shown on a terminal."""
    if not out.is_shown():
        note(session, what, rows)


@contextmanager
def _book(session: Session) -> Iterator[Book]:
    """The book for writing; another connection where this one looks at another day or in another currency."""
    options = session.options
    if not (options.as_of or options.as_known or options.into):
        yield session.book
        return
    book = Book.open(session.path, who=session.who, clock=session.clock, readonly=options.readonly)
    try:
        yield book
    finally:
        book.close()
