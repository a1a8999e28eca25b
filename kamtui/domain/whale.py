"""The whale curve: profit summed over the accounts from the best to the worst, and who drains it (R50, R53, D26).

Net is gross profit less cost-to-serve and concessions. Where nobody entered a cost-to-serve, gross profit less the
concessions stands in and is marked as such: it can only be too high. An account whose gross profit is unknown is on no
curve and in no class; it is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.policy import ProfitRules
from kamtui.domain.tiers import Tier, top_count

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
    cost_to_serve: int | None = None
    """None: nobody entered one."""
    concessions: int = 0

    @property
    def value(self) -> int | None:
        """What it leaves: net, or gross less concessions where the cost-to-serve is unknown; None: unknown."""
        return None if self.profit is None else self.profit - (self.cost_to_serve or 0) - self.concessions

    @property
    def is_gross(self) -> bool:
        """Whether the cost-to-serve is missing in `value`."""
        return self.cost_to_serve is None


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


class TierResult(NamedTuple):
    """What the accounts of one tier brought."""

    tier: Tier | None
    accounts: int
    revenue: int
    unknown: int
    """Accounts whose profit nobody knows."""
    known_revenue: int
    """Of the others."""
    value: int | None
    """What they left; None where nobody's is known."""
    gross: int
    """How many of them are counted without their cost-to-serve."""

    @property
    def margin(self) -> float | None:
        """What is left in percent of the revenue that it is known for."""
        return None if self.value is None else _percent(self.value, self.known_revenue)


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


def by_tier(earned: Iterable[Earned], tiers: Mapping[int, Tier]) -> list[TierResult]:
    """Each tier's result, key first, accounts without a tier last; tiers without an account are left out."""
    groups: dict[Tier | None, list[Earned]] = {tier: [] for tier in (*Tier, None)}
    for account in earned:
        groups[tiers.get(account.account_id)].append(account)
    return [_result(tier, accounts) for tier, accounts in groups.items() if accounts]


def key_earns_less(results: Iterable[TierResult]) -> bool:
    """Whether the margin on key accounts is below that on regular ones: volume from big, profit from small (R53)."""
    margins = {result.tier: result.margin for result in results}
    key, regular = margins.get(Tier.KEY), margins.get(Tier.REGULAR)
    return key is not None and regular is not None and key < regular


def _result(tier: Tier | None, accounts: Sequence[Earned]) -> TierResult:
    known = [(account.value, account) for account in accounts if account.value is not None]
    return TierResult(
        tier,
        len(accounts),
        sum(account.revenue for account in accounts),
        len(accounts) - len(known),
        sum(account.revenue for _, account in known),
        sum(value for value, _ in known) if known else None,
        sum(account.is_gross for _, account in known),
    )


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole > 0 else None
