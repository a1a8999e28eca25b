"""What if: an account leaves, fewer accounts leave, and what an account is worth over some years (R30, R51, R52, R60).

All of it is computed from the book's own figures; nothing here is a rule of thumb from elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from kamtui.domain import policy
from kamtui.domain.concentration import Concentration, concentration

YEARS = 3
"""How far ahead the worth of a customer is counted (methods 3.14)."""

DISCOUNT = 0.10
"""What money is worth less a year later: a default of ours."""


class Sold(NamedTuple):
    """What an account brought in twelve months, in 1/10,000."""

    revenue: int
    profit: int | None
    """None: unknown."""


class Loss(NamedTuple):
    """What goes when accounts leave; amounts of twelve months in 1/10,000."""

    revenue: int
    revenue_percent: float | None
    """Of the revenue of all accounts that have one."""
    profit: int | None
    """None: unknown for one of them."""
    profit_percent: float | None
    """Of the profit of all accounts that are known to have one."""
    before: Concentration
    """Of the revenue."""
    after: Concentration
    new_a_month: int
    """First-year revenue of the accounts won in the last twelve months, per month; without those that leave."""
    exposure: int | None = None
    """What they owe; who has something in credit counts as owing nothing. None: the book keeps no receivables."""
    customers: int = 0
    """How many of them bought in these months: so many would have to be won anew (R31)."""

    @property
    def months_to_recover(self) -> float | None:
        """How long new business takes to replace the revenue; None: there is none, or nothing is lost."""
        return self.revenue / self.new_a_month if self.revenue > 0 and self.new_a_month > 0 else None


class Churn(NamedTuple):
    """Who stayed from one year to the next, and what it would bring if fewer left."""

    bought: int
    """Accounts that bought in the twelve months before the last twelve."""
    kept: int
    """Of these, who bought again."""
    kept_revenue: int
    """Their revenue of the last twelve months."""
    kept_profit: int | None
    """Their gross profit; None where nobody's is known."""
    unknown: int
    """Those who stayed and whose profit is unknown."""
    points: float
    more: float
    """How many accounts more would have stayed; not more than left."""
    more_revenue: int
    """What these brought in the year before they left, at the mean of those who left."""
    more_profit: int | None

    @property
    def lost(self) -> int:
        """Who did not buy again."""
        return self.bought - self.kept

    @property
    def retention(self) -> float | None:
        """Who stayed, 0-1; None: nobody was there."""
        return self.kept / self.bought if self.bought else None

    @property
    def more_percent(self) -> float | None:
        """By how much the retained profit would be higher."""
        if self.more_profit is None or self.kept_profit is None or self.kept_profit <= 0:
            return None
        return 100 * self.more_profit / self.kept_profit


class Assumptions(NamedTuple):
    """What the worth of a customer rests on; to be shown with it."""

    retention: float
    """Chance that it stays another year, 0-1."""
    discount: float = DISCOUNT
    years: int = YEARS


def lose(
    sold: Mapping[int, Sold],
    leaving: Collection[int],
    new: Collection[int],
    rules: policy.Concentration,
    roots: Mapping[int, int] | None = None,
    owed: Mapping[int, int] | None = None,
) -> Loss:
    """What goes when the accounts in `leaving` go.

    `sold`: account -> twelve months; `new`: accounts that first bought in these months; `roots`: account -> the top
    of its group; `owed`: account -> what it owes, None where the book keeps no receivables.
    """
    revenues = {account: found.revenue for account, found in sold.items()}
    gone = {account: sold[account] for account in leaving if account in sold}
    profits = [found.profit for found in gone.values()]
    revenue = sum(found.revenue for found in gone.values())
    profit = None if None in profits else sum(found or 0 for found in profits)
    known = sum(found.profit for found in sold.values() if found.profit is not None and found.profit > 0)
    whole = sum(value for value in revenues.values() if value > 0)
    before = concentration(revenues, rules, roots)
    stay = {account: value for account, value in revenues.items() if account not in gone}
    won = sum(max(found.revenue, 0) for account, found in sold.items() if account in new and account not in gone)
    return Loss(
        revenue=revenue,
        revenue_percent=100 * revenue / whole if whole else None,
        profit=profit,
        profit_percent=100 * profit / known if profit is not None and known else None,
        before=before,
        after=concentration(stay, rules, roots),
        new_a_month=won // 12,
        exposure=None if owed is None else sum(max(owed.get(account, 0), 0) for account in leaving),
        customers=sum(found.revenue > 0 for found in gone.values()),
    )


def churn(before: Mapping[int, Sold], now: Mapping[int, Sold], points: float) -> Churn:
    """Who of `before` bought again in `now`, and what `points` percentage points less churn would have kept.

    An account bought where its revenue is above zero. Accounts that would have stayed count with the mean of what
    those who left brought in the year before.
    """
    bought = [account for account, found in before.items() if found.revenue > 0]
    kept = [account for account in bought if account in now and now[account].revenue > 0]
    left = [before[account] for account in bought if account not in now or now[account].revenue <= 0]
    profits = [profit for account in kept if (profit := now[account].profit) is not None]
    lost_profits = [found.profit for found in left if found.profit is not None]
    more = min(len(left), len(bought) * points / 100)
    return Churn(
        bought=len(bought),
        kept=len(kept),
        kept_revenue=sum(now[account].revenue for account in kept),
        kept_profit=sum(profits) if profits or not kept else None,
        unknown=len(kept) - len(profits),
        points=points,
        more=more,
        more_revenue=round(more * sum(found.revenue for found in left) / len(left)) if left else 0,
        more_profit=_mean_of(lost_profits, more) if left else 0,
    )


def asset(net: int, assumed: Assumptions) -> int:
    """The worth of a customer that leaves `net` a year, over some years, what is later counting less (R60).

    In the unit of `net`; show it with `one_digit` and its assumptions, for it is no more exact than they are.
    """
    step = assumed.retention / (1 + assumed.discount)
    return round(sum(net * step**year for year in range(1, assumed.years + 1)))


def one_digit(amount: int) -> int:
    """`amount` rounded to its first digit, half away from zero."""
    unit: int = 10 ** (len(str(abs(amount))) - 1)
    rounded = (2 * abs(amount) + unit) // (2 * unit) * unit
    return rounded if amount >= 0 else -rounded


def _mean_of(profits: Collection[int], count: float) -> int | None:
    return round(count * sum(profits) / len(profits)) if profits else None
