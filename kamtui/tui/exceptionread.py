"""What the head's page knows of the book: its two lists, each read when it is looked at and no longer true."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from kamtui.render.glyphs import Glyphs
from kamtui.store import exceptions, overview, regularity
from kamtui.store.book import Book
from kamtui.store.journal import Changed
from kamtui.store.overview import Overview
from kamtui.tui.exceptionitems import Item, Manager, items

LIGHT = frozenset({"exception", "exception_comment"})
"""Tables that only the exceptions themselves rest on."""


class View(StrEnum):
    """The two lists."""

    OVERVIEW = "overview"
    REGULARITY = "regularity"


class Reading:
    """The lists as they were last read."""

    def __init__(self, book: Book, glyphs: Glyphs) -> None:
        self._book = book
        self._glyphs = glyphs
        self.found: Overview | None = None
        """None: not read yet."""
        self.items: dict[int, Item] = {}
        """The rows of what waits, in their order."""
        self.managers: dict[int, Manager] | None = None
        """The rows of regularity; None: not read yet."""
        self._changes = 0
        """How often the lists became untrue."""
        self._known: dict[View, tuple[int, dt.date]] = {}
        """What was true of a list when its reading began: the changes until then, and the day."""

    def is_true(self, view: View) -> bool:
        """Whether a list says what the book says."""
        return self._known.get(view) == self._state()

    def is_read(self, view: View) -> bool:
        """Whether a list says anything."""
        return (self.found if view is View.OVERVIEW else self.managers) is not None

    def note(self, changed: Changed) -> None:
        """Know that something was written. Exceptions are read again at once: nothing else rests on them."""
        if changed.everything or not changed.tables <= LIGHT:
            self._changes += 1
        elif self.found is not None:
            waiting = exceptions.waiting(self._book.conn, self.found.on)
            comments = exceptions.comments(self._book.conn, [row.id for row in waiting])
            self._take(self.found._replace(waiting=waiting, comments=comments))

    def read(self, view: View) -> None:
        """Read a list, on whichever thread; what is written meanwhile makes it untrue at once."""
        state = self._state()
        conn, (_, today) = self._book.conn, state
        if view is View.OVERVIEW:
            self._take(overview.overview(conn, today))
        else:
            found = enumerate(regularity.regularity(conn, today))
            self.managers = {number: Manager(number, each) for number, each in found}
        self._known[view] = state

    def _take(self, found: Overview) -> None:
        self.found, self.items = found, {item.id: item for item in items(found, self._glyphs)}

    def _state(self) -> tuple[int, dt.date]:
        return self._changes, self._book.today()
