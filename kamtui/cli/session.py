"""One run of the command line: the options that may stand anywhere, the book, the day, who asks."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kamtui import i18n, paths
from kamtui.cli import streams
from kamtui.cli.server import verbs
from kamtui.clock import Clock
from kamtui.domain import fields
from kamtui.domain.periods import fiscal_named
from kamtui.domain.roles import Role
from kamtui.errors import BadInput, Damaged, NotPermitted
from kamtui.i18n import t
from kamtui.render.text import clean
from kamtui.settings import Settings, load
from kamtui.store import fiscal, lookup, permits
from kamtui.store.book import Book, BookInfo
from kamtui.store.sqlite import Connection

if TYPE_CHECKING:
    from kamtui.domain.rates import Exchange
    from kamtui.hooks import Runner
    from kamtui.store.look import View

OfApp = Callable[[Sequence[str]], int]
"""Something the full-screen app does with some arguments; the command line does not know the app."""

WITH_VALUE = {"--book": "book", "--as-of": "as_of", "--as-known": "as_known", "--in": "into"}
FLAGS = {"--json": "json", "--tsv": "tsv", "-q": "quiet", "--quiet": "quiet", "--readonly": "readonly"}


class Everywhere(NamedTuple):
    """Options that every command understands, wherever they stand on the line."""

    book: str | None = None
    as_of: str | None = None
    as_known: str | None = None
    into: str | None = None
    """The currency to show every amount in."""
    json: bool = False
    tsv: bool = False
    quiet: bool = False
    readonly: bool = False


def lift(arguments: Sequence[str]) -> tuple[Everywhere, list[str]]:
    """The options that may stand anywhere, and the rest of the line; nothing after `--` is taken."""
    found: dict[str, object] = {}
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *words]
        elif word in FLAGS:
            found[FLAGS[word]] = True
        elif name in WITH_VALUE:
            if not equals:
                value = next(words, "")
            if not value or (not equals and value.startswith("--")):
                raise BadInput(t("{option} needs a value", option=name))
            found[WITH_VALUE[name]] = value
        else:
            rest.append(word)
    return Everywhere(**found), rest  # type: ignore[arg-type]


class Gated(NamedTuple):
    """Who came through the gate of a shared server, and what it fixes; the client has no say in any of it."""

    who: str
    book: str
    state: str
    """The folder for drafts and what else a session leaves."""
    keys: str = ""
    """The file of keys, where it is not in its usual place."""


class Session:
    """What a command is given: opens the book when it is first asked for."""

    def __init__(
        self,
        options: Everywhere,
        open_app: OfApp | None = None,
        show_keys: OfApp | None = None,
        *,
        gated: Gated | None = None,
    ) -> None:
        self.gated = gated
        """None on one's own machine; over the gate no file is named and no program started."""
        if gated is not None and options.book is not None:
            raise NotPermitted(t("--book is not for the gate: the server has one book"))
        self.options = options if gated is None else options._replace(book=gated.book)
        self.command = ""
        """The words of the command that runs, such as touch add."""
        self.open_app = open_app
        """None where there is no terminal for it."""
        self.show_keys = show_keys
        self._book: Book | None = None
        self._view: View | None = None
        self._hooks: Runner | None = None

    @cached_property
    def clock(self) -> Clock:
        return Clock.from_environment()

    @cached_property
    def settings(self) -> Settings:
        return load(paths.settings(), streams.to_stderr)

    @property
    def today(self) -> dt.date:
        return self.clock.today()

    @property
    def language(self) -> str:
        """The language of the settings, else that of the terminal."""
        return self.settings.language or i18n.language_of_environment()

    @property
    def who(self) -> str:
        """The login of the one who asks: the author of changes."""
        return self.gated.who if self.gated else self.settings.who()

    @property
    def via(self) -> str:
        """How changes of this run come, for the journal."""
        return f"ssh {self.command}" if self.gated else self.command

    @cached_property
    def is_head(self) -> bool:
        """Whether who came through the gate is a head."""
        return permits.role_of(self._opened().conn, self.who, self.today) is Role.HEAD

    def admit(self) -> None:
        """Raise NotPermitted unless who came through the gate is in the book, and still is."""
        conn = self._opened().conn
        if permits.role_of(conn, self.who, self.today) is None:
            raise NotPermitted(t("nobody is in this book yet; enter a head on the server: kamtui user add"))

    def offers(self, command: str) -> bool:
        """Whether a command, "touch add" or "today", can be asked for here; over the gate its table says so."""
        return self.gated is None or verbs.is_offered(command, head=self.is_head)

    def enter(self, command: str) -> None:
        """Say which command runs now; raises NotPermitted for one that is not offered here."""
        if not self.offers(command):
            raise NotPermitted(t("'{command}' is not offered over the gate; see: --help", command=command))
        self.command = command
        if self._book is not None:
            self._book.via = self.via

    @property
    def path(self) -> Path:
        """The book this run is about."""
        return paths.book(self.options.book)

    @property
    def book(self) -> Book:
        """The book, for writing; a look at another day or in another currency is refused here."""
        if self.options.as_of or self.options.as_known or self.options.into:
            raise BadInput(t("--as-of, --as-known and --in are for looking; leave them out to change the book"))
        return self._opened()

    @property
    def info(self) -> BookInfo:
        """What the book says of itself."""
        return self._opened().info()

    @property
    def conn(self) -> Connection:
        """A connection for reading, at the day that --as-of and --as-known ask for, in the currency of --in."""
        return self._looking(None)

    def at_account(self, text: str) -> tuple[Connection, int]:
        """A connection that reads just the account that a typed name means, at the day that is asked for, and its id.

        At another day than today's it is ready at once, however many accounts there are. Raises NotFound, Ambiguous.
        """
        conn = self._opened().conn
        return self._looking(lambda: lookup.account(conn, text)), lookup.account(conn, text)

    @property
    def names(self) -> Connection:
        """A connection to look up names, which are the same on every day."""
        return self._opened().conn

    @contextmanager
    def reading_as(self, who: str) -> Iterator[Connection]:
        """A connection for reading what another of us may see, and no more."""
        with self._opened().as_author(who):
            yield self._looking(None)

    def _looking(self, only: Callable[[], int] | None) -> Connection:
        book = self._opened()
        if self._view is None:
            # imported late: what only writes never looks at another day
            from kamtui.store import look

            into = fields.currency(self.options.into) if self.options.into else None
            days = {"as_of": self._day("as_of"), "as_known": self._day("as_known")}
            self._view = look.look(book.conn, self.today, **days, currency=into, only=only)
            for rate in self._view.exchanges:
                streams.to_stderr(_at(rate))
        return book.conn

    @property
    def on(self) -> dt.date:
        """The day the book is read at."""
        return self._day("as_of") or self._day("as_known") or self.today

    def date(self, text: str) -> dt.date:
        """A typed date."""
        return fields.date(text, self.today)

    def since(self, text: str | None, default: dt.date) -> dt.date:
        """The first day of a typed period or date."""
        return default if text is None else self._period(text)[0]

    def until(self, text: str | None, default: dt.date) -> dt.date:
        """The last day of a typed period or date."""
        return default if text is None else self._period(text)[1]

    def year(self, text: str) -> dt.date:
        """A day of the fiscal year that is typed: 2026 and FY2026/27 begin in 2026 (P12), or any day in it."""
        is_bare = re.fullmatch(r"\d{4}(/\d\d)?", text.strip())
        return self._period(f"FY{text.strip()}" if is_bare else text)[0]

    def close(self) -> None:
        """Close the book if it was opened."""
        if self._book is not None:
            self._say_notices(self._book)
            if self._hooks is not None:
                self._hooks.close()
            self._book.close()
            self._book = None

    def blamed(self) -> Damaged | None:
        """That the book is damaged, where one was opened and is."""
        return None if self._book is None else self._book.blamed()

    @property
    def saved(self) -> int | None:
        """The last change that this run has saved."""
        return None if self._book is None else self._book.saved

    def _say_notices(self, book: Book) -> None:
        for notice in book.take_notices():
            streams.to_stderr(clean(notice, sys.maxsize))

    def _opened(self) -> Book:
        if self._book is None:
            self._book = Book.open(self.path, who=self.who, clock=self.clock, readonly=self.options.readonly)
            self._book.via = self.via
            self._say_notices(self._book)
            self._install_hooks(self._book)
        return self._book

    def _install_hooks(self, book: Book) -> None:
        """Run the user's own commands after each change; what they print goes to a log, their failure to stderr."""
        if self.gated is None and self.settings.hooks:
            # imported late: few have any
            from kamtui import hooks

            log = paths.hooks_log()
            self._hooks = hooks.installed(book, self.settings.hooks, log=log, complain=_said_of_hooks)

    def _day(self, option: str) -> dt.date | None:
        text: str | None = getattr(self.options, option)
        return None if text is None else self.date(text)

    def _period(self, text: str) -> tuple[dt.date, dt.date]:
        """The days of a period, fiscal years among them; a date that no period names, such as "12d ago", is one day."""
        if text[:2].upper() == "FY" and (named := fiscal_named(text, fiscal.start(self._opened().conn))):
            return named
        try:
            first, last = fields.period(text, self.today)
        except BadInput:
            first = last = self.date(text)
        return first, last


def _said_of_hooks(sentence: str) -> None:
    streams.to_stderr(clean(sentence, sys.maxsize))


def _at(rate: Exchange) -> str:
    """The rate that amounts are taken at, and its day."""
    message = "1 {currency} = {value} {into}, rate of {on}"
    value = f"{float(rate.per_unit):.10g}"
    return t(message, currency=rate.currency, value=value, into=rate.into, on=rate.on)
