"""The barometer for other departments: what key accounts buy beside a year ago, and who stands out (R65)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain import periods
from kamtui.domain.money import rounded
from kamtui.domain.peaks import Peak
from kamtui.domain.periods import Period
from kamtui.domain.supply import Cover


class Direction(StrEnum):
    """Where the sales of an account go beside last year's."""

    DOWN = "down"
    STEADY = "steady"
    UP = "up"
    NEW = "new"
    """Nothing was sold in those months of last year."""
    UNKNOWN = "unknown"


class Trend(NamedTuple):
    """Sales of some days beside those of a year before; in 1/10,000 of one currency, None where unknown."""

    now: int | None
    then: int | None

    @property
    def ratio(self) -> float | None:
        """Now as a share of then; None where there is nothing to compare with."""
        if self.now is None or self.then is None or self.then <= 0:
            return None
        return self.now / self.then


class Line(NamedTuple):
    """One account of the report."""

    account_id: int
    name: str
    owner: str
    currency: str
    quarter: Trend
    """The last three whole months."""
    month: Trend
    """The running month up to the day, beside the same days of last year."""
    level: str | None
    """What D18 says; None: unknown."""


class Total(NamedTuple):
    """All accounts of one currency that can be compared, added up."""

    currency: str
    accounts: int
    compared: int
    quarter: Trend
    month: Trend


class Report(NamedTuple):
    """What is told to other departments."""

    on: dt.date
    who: str
    """Which accounts: a tier, or "" for all."""
    quarter: Period
    month: Period
    """From the first of the month to the day."""
    steady: float
    """From this share of last year's sales on they are steady, and below one and what is missing to it."""
    far: float
    """Below this share, or as much above one, an account stands out."""
    lines: Sequence[Line]
    """Worst first."""
    totals: Sequence[Total]
    short: Sequence[Cover]
    """Stocks of these accounts that run short, worst first."""
    peaks: Sequence[Peak]
    """Their peaks that run or are near, the nearest first."""

    @property
    def is_partial(self) -> bool:
        """Whether the month goes on after the day."""
        return self.month.last < periods.month_end(self.month.last)

    def direction(self, trend: Trend) -> Direction:
        """Where sales go."""
        if trend.ratio is None:
            is_new = trend.then is not None and trend.then <= 0 and (trend.now or 0) > 0
            return Direction.NEW if is_new else Direction.UNKNOWN
        if trend.ratio < self.steady:
            return Direction.DOWN
        return Direction.UP if trend.ratio > 2 - self.steady else Direction.STEADY

    @property
    def outliers(self) -> list[Line]:
        """The accounts whose sales moved far, and those that are new, by how much money it is."""
        found = [line for line in self.lines if self._stands_out(line.quarter)]
        return sorted(found, key=lambda line: (-abs((line.quarter.now or 0) - (line.quarter.then or 0)), line.name))

    def _stands_out(self, trend: Trend) -> bool:
        if trend.ratio is None:
            return self.direction(trend) is Direction.NEW
        return trend.ratio < self.far or trend.ratio > 2 - self.far


def totals(lines: Sequence[Line]) -> list[Total]:
    """Per currency what the accounts bring together; who cannot be compared is counted but not added."""
    found = []
    for currency in sorted({line.currency for line in lines}):
        mine = [line for line in lines if line.currency == currency]
        known = [line for line in mine if line.quarter.now is not None and line.quarter.then is not None]
        quarter = _sum([line.quarter for line in known], currency)
        found.append(Total(currency, len(mine), len(known), quarter, _sum([line.month for line in known], currency)))
    return found


def _sum(trends: Sequence[Trend], currency: str) -> Trend:
    if not trends:
        return Trend(None, None)
    now, then = (sum(value or 0 for value in values) for values in zip(*trends, strict=True))
    return Trend(rounded(now, currency), rounded(then, currency))
