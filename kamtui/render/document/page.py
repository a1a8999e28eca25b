"""The parts of a page that text, Markdown and HTML lay out each in its own way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.tiers import Tier
from kamtui.render.chart.lines import Span

Row = Sequence[Span]
"""The cells of a line, each with its role: "warn", "error", "muted", "strong", a tier or a status."""


class Style(StrEnum):
    """How a section is laid out."""

    FACTS = "facts"
    """A label and a text in each row."""
    TABLE = "table"
    LIST = "list"
    """A sign, which may be empty, and a text in each row."""
    ASK = "ask"
    """Questions with a box to tick; the last row closes the page."""


class Column(NamedTuple):
    """One bar of a picture: a quarter of the sales."""

    label: str
    value: float
    """In the currency's unit."""
    shown: str
    partial: bool
    """It still runs."""


class Bars(NamedTuple):
    """A figure by period."""

    title: str
    label: str
    """What stands before the figures where they are listed."""
    columns: Sequence[Column]


class Steps(NamedTuple):
    """The tier over the two years before a day."""

    on: dt.date
    tiers: Sequence[tuple[dt.date, Tier]]
    """From which day on it had which tier, oldest first."""


class Way(NamedTuple):
    """How far something is on its way, against its time."""

    label: str
    done: float | None
    """0-1 and beyond; None: unknown."""
    gone: float
    """Of its time, 0-1."""


class Ways(NamedTuple):
    """Several of them below each other."""

    title: str
    ways: Sequence[Way]


Picture = Bars | Steps | Ways


class Section(NamedTuple):
    """A heading with rows below it, and perhaps a picture below them."""

    name: str
    """The same in every language."""
    heading: str
    style: Style
    rows: Sequence[Row]
    columns: Sequence[str] = ()
    """What the columns of a table hold."""
    picture: Picture | None = None


class Page(NamedTuple):
    """What is ready to be laid out."""

    title: str
    about: str
    """Below the title: what and where it is."""
    sections: Sequence[Section]
    foot: str
    is_sheet: bool = True
    """Whether it is to fit one sheet of paper, in two columns; a report is read from top to bottom."""
