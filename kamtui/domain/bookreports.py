"""Reports on the book, or on what one of us looks after: the portfolio, the pyramid, movement between tiers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kamtui.domain.concentration import Concentration
from kamtui.domain.counterfactuals import Driver
from kamtui.domain.margins import Result
from kamtui.domain.movement import Movement
from kamtui.domain.pareto import Pareto
from kamtui.domain.periods import Period
from kamtui.domain.portfolio import Group, Matrix, Placed
from kamtui.domain.pyramid import Load, Pyramid
from kamtui.domain.receivables import Owed
from kamtui.domain.tiers import Tier


class Whose(NamedTuple):
    """What a report is about, and the day it speaks of."""

    book: str
    who: str | None
    """A login; None: everybody."""
    on: dt.date


class Layers(NamedTuple):
    """Accounts and time by tier."""

    period: Period
    """The days that logged time is looked at over."""
    pyramid: Pyramid
    loads: Sequence[Load]
    """The key accounts of each manager, or of the one, against the hours for them."""
    company: Load | None
    """All key accounts; None in the report on one of us."""


class Managed(NamedTuple):
    """The pyramid of one manager beside the others."""

    login: str
    pyramid: Pyramid


class PyramidReport(NamedTuple):
    """Targets against what is."""

    of: Whose
    layers: Layers
    managers: Sequence[Managed]
    """Those who own accounts or logged time; one in the report on one of us."""


class Place(NamedTuple):
    """An account on the matrix."""

    account_id: int
    name: str
    owner: str
    tier: Tier | None
    placed: Placed
    group: Group


class Sold(NamedTuple):
    """What was sold in a quarter."""

    period: Period
    revenue: int
    partial: bool
    """It still runs."""


class Brought(NamedTuple):
    """What the accounts brought over twelve months, in one currency, and what they owe."""

    period: Period
    currency: str
    others: Sequence[str]
    """Currencies of documents that are left out."""
    by_profit: bool
    """What pareto and concentration look at: profit where most of it is known, else revenue (R01)."""
    pareto: Pareto
    unknown: Sequence[str]
    """Accounts whose profit nobody knows, so that they are not ranked."""
    concentration: Concentration
    names: Mapping[int, str]
    """Account -> name, of the accounts at the top of their groups."""
    tiers: Mapping[Tier | None, Result]
    whole: Result
    before: int
    """Revenue of the twelve months before."""
    quarters: Sequence[Sold]
    """The latest last."""
    owed: Sequence[Owed] | None
    """By currency; None: the book keeps no receivables."""


class PortfolioReport(NamedTuple):
    """Where time goes, what kind of accounts there are, what they bring and how much hangs on how few."""

    of: Whose
    layers: Layers
    matrix: Matrix
    """Of the whole book, also in the report on one of us: it says where the quadrants part."""
    places: Sequence[Place]
    brought: Brought


class Moved(NamedTuple):
    """An account in another tier on the second day, and why."""

    account_id: int
    name: str
    owner: str
    before: Tier | None
    after: Tier | None
    is_up: bool
    on: dt.date
    reason: str
    by: str
    drivers: Sequence[Driver]
    """What moved its score most; empty where too many moved to look at each."""


class MovementReport(NamedTuple):
    """Who went from which tier to which between two days."""

    of: Whose
    movement: Movement
    movers: Sequence[Moved]
    """Those that moved to or from key first."""
    months: Mapping[dt.date, Mapping[Tier, int]]
    """Last day of a month, the last one perhaps earlier -> accounts by tier; oldest first."""
