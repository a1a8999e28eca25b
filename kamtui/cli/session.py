"""One run of the command line: the options that may stand anywhere, the book, the day, who asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kamtui import paths
from kamtui.clock import Clock
from kamtui.domain import fields
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.settings import Settings, load
from kamtui.store import look
from kamtui.store.book import Book
from kamtui.store.look import View
from kamtui.store.sqlite import Connection

_WITH_VALUE = {"--book": "book", "--as-of": "as_of", "--as-known": "as_known"}
_FLAGS = {"--json": "json", "--tsv": "tsv", "-q": "quiet", "--quiet": "quiet"}


class Everywhere(NamedTuple):
    """Options that every command understands, wherever they stand on the line."""

    book: str | None = None
    as_of: str | None = None
    as_known: str | None = None
    json: bool = False
    tsv: bool = False
    quiet: bool = False


def lift(arguments: Sequence[str]) -> tuple[Everywhere, list[str]]:
    """The options that may stand anywhere, and the rest of the line; nothing after `--` is taken."""
    found: dict[str, object] = {}
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *words]
        elif word in _FLAGS:
            found[_FLAGS[word]] = True
        elif name in _WITH_VALUE:
            if not equals:
                value = next(words, "")
            if not value:
                raise BadInput(t("{option} needs a value", option=name))
            found[_WITH_VALUE[name]] = value
        else:
            rest.append(word)
    return Everywhere(**found), rest  # type: ignore[arg-type]


class Session:
    """What a command is given: opens the book when it is first asked for."""

    def __init__(self, options: Everywhere) -> None:
        self.options = options
        self.clock = Clock.from_environment()
        self.settings: Settings = load(paths.settings())
        self._book: Book | None = None
        self._view: View | None = None

    @property
    def today(self) -> dt.date:
        return self.clock.today()

    @property
    def path(self) -> Path:
        """The book this run is about."""
        return paths.book(self.options.book)

    @property
    def book(self) -> Book:
        """The book, for writing; a look at another day is refused here."""
        if self.options.as_of or self.options.as_known:
            raise BadInput(t("--as-of and --as-known are for looking; leave them out to change the book"))
        return self._opened()

    @property
    def conn(self) -> Connection:
        """A connection for reading, at the day that --as-of and --as-known ask for."""
        book = self._opened()
        if self._view is None:
            self._view = look.look(book.conn, self.today, as_of=self._day("as_of"), as_known=self._day("as_known"))
        return book.conn

    @property
    def on(self) -> dt.date:
        """The day the book is read at."""
        return self._day("as_of") or self._day("as_known") or self.today

    def date(self, text: str) -> dt.date:
        """A typed date."""
        return fields.date(text, self.today)

    def close(self) -> None:
        if self._book is not None:
            self._book.close()

    def _opened(self) -> Book:
        if self._book is None:
            self._book = Book.open(self.path, who=self.settings.who(), clock=self.clock)
        return self._book

    def _day(self, option: str) -> dt.date | None:
        text: str | None = getattr(self.options, option)
        return None if text is None else fields.date(text, self.today)
