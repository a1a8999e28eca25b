"""The parts of a briefing that text, Markdown and HTML lay out each in its own way."""

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


class Section(NamedTuple):
    """A heading with rows below it."""

    name: str
    """The same in every language."""
    heading: str
    style: Style
    rows: Sequence[Row]
    columns: Sequence[str] = ()
    """What the columns of a table hold."""


class Column(NamedTuple):
    """One quarter of the sales."""

    label: str
    value: float
    """In the currency's unit."""
    shown: str
    partial: bool
    """It still runs."""


class Pictures(NamedTuple):
    """What is drawn beside the words."""

    on: dt.date
    quarters: Sequence[Column]
    tiers: Sequence[tuple[dt.date, Tier]]
    """From which day on it had which tier, oldest first."""


class Page(NamedTuple):
    """A briefing ready to be laid out."""

    title: str
    about: str
    """Below the title: what and where it is."""
    sections: Sequence[Section]
    foot: str
    pictures: Pictures
