"""Peaks: seasons in which a customer needs more, and what has to be done before one (R64, D23)."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.teams import OurFunction
from kamtui.domain.traderules import SupplyRules

SIGNAL = "SIG-11"
"""What the tasks that prepare a peak answer."""


class Stage(StrEnum):
    """How far a peak is."""

    AHEAD = "ahead"
    """Its preparation has not begun to be due."""
    PREPARE = "prepare"
    """It is near, and nothing prepares it."""
    PREPARED = "prepared"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


class Peak(NamedTuple):
    """A season in which a customer needs more."""

    id: int
    account_id: int
    account: str
    name: str
    product: str
    """"": of all it buys."""
    starts_on: dt.date
    ends_on: dt.date
    lead_days: int | None
    """Days before its start that its preparation begins; None: as the policy says."""
    quantity: int | None
    """In 1/10,000 of the unit; None: nobody knows."""
    unit: str
    note: str
    result: str
    """What came of it."""
    on: dt.date
    author: str
    cancelled_on: dt.date | None
    open_tasks: int = 0
    """Tasks of its preparation that are open."""
    done_tasks: int = 0

    def prepare_on(self, rules: SupplyRules) -> dt.date:
        """From when on it should be prepared (D23)."""
        return self.starts_on - dt.timedelta(days=rules.peak_days if self.lead_days is None else self.lead_days)

    @property
    def is_prepared(self) -> bool:
        """Whether anybody prepares it, or did."""
        return self.open_tasks + self.done_tasks > 0

    def stage(self, rules: SupplyRules, on: dt.date) -> Stage:
        """How far it is on a day."""
        if self.cancelled_on is not None and self.cancelled_on <= on:
            return Stage.CANCELLED
        if on > self.ends_on:
            return Stage.OVER
        if on >= self.starts_on:
            return Stage.RUNNING
        if self.is_prepared:
            return Stage.PREPARED
        return Stage.PREPARE if on >= self.prepare_on(rules) else Stage.AHEAD

    def touches(self, product: str, first: dt.date, last: dt.date) -> bool:
        """Whether a product is wanted for it in these days; `product` as the catalogue calls it, "" for all."""
        return (not self.product or self.product == product) and self.starts_on <= last and first <= self.ends_on


class Duty(NamedTuple):
    """What a function of the team does before a peak."""

    function: OurFunction
    title: str
    """English message with {peak}."""


DUTIES = (
    Duty(OurFunction.MANUFACTURING, "plan production for {peak}"),
    Duty(OurFunction.TRANSPORT, "book transport for {peak}"),
)
"""Before a peak, production and transport are coordinated (R64)."""


def due(peak: Peak, function: OurFunction, rules: SupplyRules, lead_days: int | None, on: dt.date) -> dt.date:
    """By when a function must be done; a day that is over is today.

    What is shipped takes the lead time, and is produced the spare days before. `lead_days` is that of the product,
    None: as the policy says.
    """
    days = rules.lead_days if lead_days is None else lead_days
    if function is OurFunction.MANUFACTURING:
        days += rules.spare_days
    return max(on, peak.starts_on - dt.timedelta(days=days))
