"""The whale curve: profit summed over the accounts from the best to the worst, and who drains it (R50, R53, D26).

Net is gross profit less what is known of cost-to-serve and concessions (`costs`). Where nothing of the cost-to-serve is
known, gross profit less the concessions stands in and is marked as such: it can only be too high. An account whose
gross profit is unknown is on no curve and in no class; it is listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.costs import NOTHING, Costs
from kamtui.domain.policy import ProfitRules
from kamtui.domain.tiers import top_count

BEST_PERCENT, WORST_PERCENT = 20, 10
"""Kaplan and Narayanan's parts of the curve: the best fifth, the worst tenth, and those between."""


class ProfitClass(StrEnum):
    """What an account leaves of its revenue (D26)."""

    PROFITABLE = "profitable"
    MICRO = "micro"
    BREAK_EVEN = "break_even"
    DRAINING = "draining"


class Earned(NamedTuple):
    """What one account brought in a period, in 1/10,000."""

    account_id: int
    code: str
    """External id, or the name where there is none: what orders equal values."""
    name: str
    revenue: int
    profit: int | None
    """Gross; None: unknown."""
    costs: Costs = NOTHING
    has_bought: bool = True
    """Whether there is a document; else it only cost something."""

    @property
    def value(self) -> int | None:
        """What it leaves: gross profit less what is known of its costs; None: unknown."""
        return None if self.profit is None else self.profit - (self.costs.total or 0)

    @property
    def is_gross(self) -> bool:
        """Whether nothing of the cost-to-serve is known, so that it is missing in `value`."""
        return self.costs.cost_to_serve is None


class Point(NamedTuple):
    """One account on the curve."""

    rank: int
    earned: Earned
    value: int
    running: int
    """Sum of this account's value and the better ones'."""
    profit_class: ProfitClass | None


class Whale(NamedTuple):
    """The curve; percentages are of the total, None where the total is not above zero."""

    points: tuple[Point, ...]
    """The most profitable first, losses last."""
    unknown: tuple[Earned, ...]
    total: int
    peak: int
    """The highest sum on the way: what all accounts that lose nothing bring."""
    peak_at: int
    """After how many accounts; 0 where every account loses."""
    best: float | None
    """Percent that the best 20 % of the accounts bring, rounded up to whole accounts."""
    middle: float | None
    worst: float | None
    """Percent that the worst 10 % bring, rounded down: below zero, what they take."""

    @property
    def n(self) -> int:
        """How many accounts are on the curve."""
        return len(self.points)

    @property
    def peak_percent(self) -> float | None:
        """The peak in percent of the total: by how much the rest lowers it."""
        return _percent(self.peak, self.total)

    @property
    def gross(self) -> int:
        """How many accounts are there without their cost-to-serve."""
        return sum(point.earned.is_gross for point in self.points)

    def classes(self) -> dict[ProfitClass, int]:
        """How many accounts are in each class."""
        found = dict.fromkeys(ProfitClass, 0)
        for point in self.points:
            if point.profit_class is not None:
                found[point.profit_class] += 1
        return found


def whale(earned: Iterable[Earned], rules: ProfitRules) -> Whale:
    """The curve of the accounts of a period."""
    known, unknown = [], []
    for account in earned:
        if account.value is None:
            unknown.append(account)
        else:
            known.append((account.value, account))
    known.sort(key=lambda pair: (-pair[0], pair[1].code, pair[1].account_id))
    points, running, peak, peak_at = [], 0, 0, 0
    for rank, (value, account) in enumerate(known, 1):
        running += value
        if running > peak:
            peak, peak_at = running, rank
        points.append(Point(rank, account, value, running, profit_class(account.revenue, value, rules)))
    best, worst = top_count(len(points), BEST_PERCENT), len(points) * WORST_PERCENT // 100
    parts = (points[:best], points[best : len(points) - worst], points[len(points) - worst :])
    shares = [_percent(sum(point.value for point in part), running) for part in parts]
    return Whale(tuple(points), tuple(unknown), running, peak, peak_at, *shares)


def profit_class(revenue: int, value: int | None, rules: ProfitRules) -> ProfitClass | None:
    """The class of an account that left `value` of its revenue; None where that cannot be said.

    Without revenue a loss drains, nothing breaks even, and a profit has no percentage.
    """
    if value is None or (revenue <= 0 and value > 0):
        return None
    if revenue <= 0:
        return ProfitClass.DRAINING if value < 0 else ProfitClass.BREAK_EVEN
    percent = 100 * value / revenue
    if percent > rules.profitable:
        return ProfitClass.PROFITABLE
    if percent < rules.draining:
        return ProfitClass.DRAINING
    return ProfitClass.MICRO if percent >= rules.micro else ProfitClass.BREAK_EVEN


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole > 0 else None
