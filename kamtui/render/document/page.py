"""The parts of a page that text, Markdown and HTML lay out each in its own way."""

from __future__ import annotations

import datetime as dt
import re
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
    FIGURES = "figures"
    """A table whose headings are needed to read it; numbers stand on the right of their column."""
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


class Pair(NamedTuple):
    """What is, as a bar, and what should be, as a line across it; in percent of all."""

    label: str
    value: float | None
    target: float | None
    shown: str


class Pairs(NamedTuple):
    """Several of them below each other on one scale."""

    title: str
    pairs: Sequence[Pair]


class Dot(NamedTuple):
    """One of many on a plane; 0-100 each way."""

    x: float
    y: float
    label: str
    """"": it has no name beside it."""
    tier: Tier | None
    is_guess: bool
    """Hollow: x is a guess of ours."""


class Plane(NamedTuple):
    """Dots in four fields."""

    title: str
    across: str
    up: str
    cut_x: float
    cut_y: float
    corners: tuple[str, str, str, str]
    """What the fields are called: above left, above right, below left, below right."""
    dots: Sequence[Dot]


class Curve(NamedTuple):
    """A share that grows with the number of those who have it, the largest first."""

    title: str
    across: str
    shares: Sequence[float]
    """After each of them, 0-1."""
    cuts: Sequence[float]
    """Shares at which a line says how many it takes."""


class Strip(NamedTuple):
    """How a number went, on a scale of its own."""

    label: str
    values: Sequence[float]
    """Oldest first."""
    tier: Tier | None = None


class Strips(NamedTuple):
    """Small multiples: several of them over the same days."""

    title: str
    first: str
    last: str
    strips: Sequence[Strip]


class Stream(NamedTuple):
    """How many went from one place on the left to one on the right."""

    before: int
    after: int
    accounts: int
    role: str
    """"up", "down", or "" for those that stayed."""


class Flow(NamedTuple):
    """Places on both sides, and what flows between them."""

    title: str
    left: str
    right: str
    places: Sequence[str]
    """The same on both sides, the highest first."""
    streams: Sequence[Stream]


Picture = Bars | Steps | Ways | Pairs | Plane | Curve | Strips | Flow


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
    note: str = ""
    """What is to be known of it, below everything."""


class Page(NamedTuple):
    """What is ready to be laid out."""

    title: str
    about: str
    """Below the title: what and where it is."""
    sections: Sequence[Section]
    foot: str
    is_sheet: bool = True
    """Whether it is to fit one sheet of paper, in two columns; a report is read from top to bottom."""


_NUMBER = re.compile(r"[-+<>▲▼–—]?\d[\d,.:]*[^\W\d_]{0,3} ?[%▲▼^vh]?( \w{3})?|[-–—·?]?")
"""A cell that holds a number, with its sign and unit, or says that there is none."""


def numeric(rows: Sequence[Row]) -> list[bool]:
    """Which columns of a table hold numbers and nothing else."""
    return [all(_NUMBER.fullmatch(cell.text) for cell in cells) for cells in zip(*rows, strict=True)]
