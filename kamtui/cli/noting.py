"""Who took what out of the book: noted before it is given out (R91, P19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple

from kamtui.cli import out
from kamtui.cli.session import Session
from kamtui.clock import Clock
from kamtui.errors import KamError
from kamtui.i18n import t
from kamtui.ops.exports import note_export
from kamtui.store.book import Book


def note(session: Session, what: str, rows: int | None = None) -> None:
    """Note in the book that who asks takes something out of it; where that cannot be, say so and go on.

    `what` is the same in every language: "accounts as csv", "brief 17". `rows` None: it is no list.
    """
    if (kept := _HELD.get()) is not None:
        kept.append(Taken(what, rows, session.via, session.who, session.clock))
        return
    try:
        with _book(session) as book:
            note_export(book, what, rows=rows)
    except KamError as error:
        out.tell(t("not noted in the book who took this ({reason})", reason=error))


def note_unless_watched(session: Session, what: str, rows: int | None = None) -> None:
    """The same, unless it is only shown on a terminal."""
    if not out.is_shown():
        note(session, what, rows)


class Taken(NamedTuple):
    """What was taken, how and by whom; not noted yet."""

    what: str
    rows: int | None
    via: str
    who: str
    clock: Clock


_HELD: ContextVar[list[Taken] | None] = ContextVar("held", default=None)


@contextmanager
def held() -> Iterator[list[Taken]]:
    """What is taken in the body, kept for who knows better whether it went anywhere."""
    kept: list[Taken] = []
    token = _HELD.set(kept)
    try:
        yield kept
    finally:
        _HELD.reset(token)


def note_taken(path: Path, several: Iterable[Taken]) -> None:
    """Note in the book at `path` what was held."""
    for taken in several:
        try:
            book = Book.open(path, who=taken.who, clock=taken.clock)
        except KamError as error:
            out.tell(t("not noted in the book who took this ({reason})", reason=error))
            continue
        with closing(book):
            book.via = taken.via
            note_export(book, taken.what, rows=taken.rows)


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
