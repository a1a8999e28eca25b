"""What a view of a page is: lines, or lines above a list, and what the keys of the page do in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from kamtui.render.glyphs import Glyphs
from kamtui.store.book import Book
from kamtui.tui.text import Line
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.rowlist import HasId

R = TypeVar("R", bound=HasId)


class Key(StrEnum):
    """What a view may give a meaning to; the key itself stands in the bindings of the page."""

    ADD = "add"
    DONE = "done"
    """Paid, settled, looked at: what the customer or we were to do is done. Enter does it too."""
    EDIT = "edit"
    DROP = "drop"
    """Disputed, ended, called off."""


def always(row: Any) -> Mapping[str, Any] | None:
    """Nothing is known beforehand, and no row is needed."""
    return {}


@dataclass(frozen=True)
class Verb:
    """One thing that a key does: the form of an operation, some of whose answers are known from the row."""

    label: str
    """What it is called where a key does several, in English."""
    form: str
    """The operation, as in `tui.forms.FORMS`."""
    given: Callable[[Any], Mapping[str, Any] | None] = always
    """Reads the answers from the row at the cursor, which is None in an empty list and in a view without one.

    None: the verb has no meaning for that row."""


@dataclass(frozen=True)
class View(Generic[R]):
    """One tab of a page about an account."""

    heading: str
    """In English."""
    lines: Callable[[Book, int, int, Glyphs], Sequence[Line]]
    """(book, account, cells, glyphs) -> all there is, or with `rows` the few lines above the list."""
    rows: Callable[[Book, int], Sequence[R]] | None = None
    """(book, account) -> the rows of the list, in the order to show; None: the view has none."""
    columns: Callable[[dt.date, Glyphs], Sequence[Column[R]]] | None = None
    """(today, glyphs) -> the columns of the list."""
    sign: Callable[[R, Glyphs], str] | None = None
    """One cell in front of a row."""
    detail: Callable[[R, int, Glyphs], Sequence[Line]] | None = None
    """(row, cells, glyphs) -> what is said of the row at the cursor, below the list or beside it."""
    empty: str = ""
    """What stands in a list without rows, in English."""
    verbs: Mapping[Key, Sequence[Verb]] = field(default_factory=dict)
    """What the keys do; of several whose `given` fits the row one is chosen by its name."""
