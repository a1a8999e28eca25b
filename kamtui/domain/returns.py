"""What the time and money put into accounts bring back, period by period (R26).

Invested are our hours, the other costs of serving them and what they were granted. What comes back is gross profit, and
how much it grew against the same days a year before. An investment of which nothing is known has no return.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kamtui.domain import costs
from kamtui.domain.costs import NOTHING, Costs
from kamtui.domain.periods import Period


class Brought(NamedTuple):
    """What accounts brought and cost in some days, in 1/10,000."""

    accounts: int = 0
    """With a document or a cost."""
    revenue: int | None = 0
    """None: the book has no documents of these days yet, which is not that nothing was sold."""
    profit: int | None = 0
    """Gross; None: unknown for one of them at least."""
    costs: Costs = NOTHING


class Return(NamedTuple):
    """What was put into accounts in a period, and what came back."""

    period: Period
    """As far as it has gone."""
    is_partial: bool
    """It still runs, or the documents of the book begin in it."""
    now: Brought
    before: Brought | None
    """Of the same days a year earlier; None: nothing had been sold when they began."""
    compared: int | None = None
    """The gross profit that is held against it; None: that of `now`."""
    left_out: int = 0
    """Of several accounts: those whose gross profit is unknown. They are in none of these figures."""

    @property
    def invested(self) -> int | None:
        """Everything that is known of the costs; None where nothing is."""
        return self.now.costs.total

    @property
    def net(self) -> int | None:
        """Gross profit less what was invested; None where either is unknown."""
        return None if self.now.profit is None or self.invested is None else self.now.profit - self.invested

    @property
    def percent(self) -> float | None:
        """The net in percent of what was invested; None where that is unknown or nothing."""
        return 100 * self.net / self.invested if self.net is not None and self.invested and self.invested > 0 else None

    @property
    def growth(self) -> int | None:
        """By how much the gross profit is above that of a year before; None where either is unknown."""
        now = self.now.profit if self.compared is None else self.compared
        if self.before is None or now is None or self.before.profit is None:
            return None
        return now - self.before.profit

    @property
    def growth_percent(self) -> float | None:
        """The growth in percent of the gross profit of a year before, where that is above zero."""
        if self.growth is None or self.before is None or not self.before.profit or self.before.profit < 0:
            return None
        return 100 * self.growth / self.before.profit

    @property
    def per_hour(self) -> int | None:
        """Gross profit for each hour of ours; None where it is unknown or no time was logged."""
        if self.now.profit is None or not self.now.costs.minutes:
            return None
        return round(60 * self.now.profit / self.now.costs.minutes)


def summed(
    period: Period, now: Mapping[int, Brought], before: Mapping[int, Brought] | None, *, is_partial: bool
) -> Return:
    """The return of several accounts together, of those whose gross profit is known.

    Growth is that of accounts whose gross profit is known in both years.
    """
    known = {key: one for key, one in now.items() if one.profit is not None}
    if before is None:
        return Return(period, is_partial, together(known.values()), None, left_out=len(now) - len(known))
    both = [key for key in {*now, *before} if _is_known(now, key) and _is_known(before, key)]
    return Return(
        period,
        is_partial,
        together(known.values()),
        together(before[key] for key in both if key in before),
        together(now[key] for key in both if key in now).profit,
        len(now) - len(known),
    )


def _is_known(brought: Mapping[int, Brought], account: int) -> bool:
    """Whether an account brought something known, or nothing at all."""
    return account not in brought or brought[account].profit is not None


def together(several: Iterable[Brought]) -> Brought:
    """What accounts brought and cost together."""
    every = list(several)
    revenues = [one.revenue for one in every if one.revenue is not None]
    profits = [one.profit for one in every if one.profit is not None]
    return Brought(
        sum(one.accounts for one in every),
        sum(revenues) if len(revenues) == len(every) else None,
        sum(profits) if len(profits) == len(every) else None,
        costs.together(one.costs for one in every),
    )
