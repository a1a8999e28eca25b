"""Figures computed from what the book knows of an account on a day: what criteria are scored by.

A figure that cannot be computed is None, which is not zero: an account without a profit figure has no margin, one that
has never been rated has no status.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from kamtui.i18n import t

QUARTERS = 8
"""Quarters before the day that predictability and continuity look at (R15)."""

ROUNDING = 1e-9
"""What a sum of weighted scores may be off by where it is compared with a line."""

ENOUGH_QUARTERS = 4
"""Fewer quarters since the first order say nothing about regularity."""


class Facts(NamedTuple):
    """What the book knows of one account on a day; amounts in 1/10,000 of one currency."""

    account_id: int
    kind: str
    bought_first: dt.date | None
    """Day of the first order; None: never bought."""
    bought_last: dt.date | None
    revenue: int | None
    """Of the trailing twelve months; None: never bought."""
    profit: int | None
    """Gross profit of the same months; None: unknown for one document at least."""
    revenue_before: int | None
    """Of the twelve months before those; None: it had not bought yet when they began."""
    orders: int
    """In the trailing twelve months."""
    quarters: tuple[int, ...]
    """Revenue of the last quarters, the newest first, none from before the first order."""
    largest_order: float | None
    """Percent of three years of revenue that the largest order alone made (R17)."""
    strength: int | None
    """Of the relationship as rated, 0-100 (R20)."""
    rated_on: dt.date | None
    coverage: float | None
    """How much of the customer is in touch with us, 0-100 (D16); None: nobody is entered."""
    people: int
    """Active people: touched in ninety days."""
    touched_last: dt.date | None
    minutes: int
    """Logged in the trailing twelve months, internal work included."""
    wallet: int | None
    """What the customer spends a year on what we sell, as estimated."""
    wallet_on: dt.date | None
    cost_to_serve: int | None
    """Entered for the trailing twelve months, with the cost of logged hours where the policy has one."""
    concessions: int
    """Entered for the trailing twelve months."""


class Whole(NamedTuple):
    """What single accounts are compared with: the whole book on the same day."""

    on: dt.date
    currency: str
    revenue: int
    """Of all accounts with revenue above zero."""
    profit: int
    """Of all accounts with a profit above zero."""
    has_profit: bool
    """Whether profit is known for the revenue; else revenue stands in and says so."""
    minutes: int
    revenues: Sequence[int]
    """Of the buying accounts, smallest first."""
    profits: Sequence[int]
    """Of the buying accounts whose profit is known, smallest first."""
    orders: Sequence[int]
    """Of the buying accounts in twelve months, fewest first."""
    last_days: Sequence[dt.date]
    """Days of the last document of the buying accounts, oldest first."""


class Measure(NamedTuple):
    """A figure: how it is computed, its unit, and what its age goes by."""

    label: str
    unit: str
    """"%", "years" or ""."""
    figure: Callable[[Facts, Whole], float | None]
    on: Callable[[Facts], dt.date | None]


def revenue_rank(facts: Facts, whole: Whole) -> float | None:
    """Percent of the buying accounts that are not larger by revenue; 0 for a customer that bought nothing."""
    return _rank(facts.revenue, whole.revenues) if _bought(facts) else _nothing(facts)


def profit_rank(facts: Facts, whole: Whole) -> float | None:
    """Percent of the buying accounts that are not larger by profit; by revenue where the book has no profit."""
    if not whole.has_profit:
        return revenue_rank(facts, whole)
    return _rank(facts.profit, whole.profits) if _bought(facts) else _nothing(facts)


def ranks(values: Mapping[int, int], smallest_first: Sequence[int]) -> dict[int, float]:
    """Account -> rank by revenue or profit, of many at once: what the two above say of one that buys."""
    count = len(smallest_first)
    return {key: 100 * bisect_right(smallest_first, value) / count for key, value in values.items()}


def revenue_share(facts: Facts, whole: Whole) -> float | None:
    """Percent of the book's revenue."""
    return _share(facts.revenue, whole.revenue)


def profit_share(facts: Facts, whole: Whole) -> float | None:
    """Percent of the profit of all profitable accounts; of the revenue where the book has no profit (R01)."""
    return _share(facts.profit, whole.profit) if whole.has_profit else revenue_share(facts, whole)


def margin(facts: Facts, whole: Whole) -> float | None:
    """Gross profit in percent of revenue."""
    return None if facts.profit is None else _share(facts.profit, facts.revenue or 0)


def net_margin(facts: Facts, whole: Whole) -> float | None:
    """What is left after cost-to-serve and concessions, in percent of revenue (R50)."""
    left = net(facts)
    return None if left is None else _share(left, facts.revenue or 0)


def net(facts: Facts) -> int | None:
    """Gross profit less cost-to-serve and concessions; None where profit or cost-to-serve is unknown."""
    if facts.profit is None or facts.cost_to_serve is None:
        return None
    return facts.profit - facts.cost_to_serve - facts.concessions


def left(facts: Facts) -> int | None:
    """What an account leaves: net, or gross profit less concessions where the cost-to-serve is unknown (D26)."""
    known = net(facts)
    return known if known is not None or facts.profit is None else facts.profit - facts.concessions


def growth(facts: Facts, whole: Whole) -> float | None:
    """Change of twelve months' revenue against the twelve before, in percent."""
    if facts.revenue is None or facts.revenue_before is None or facts.revenue_before <= 0:
        return None
    return 100 * (facts.revenue / facts.revenue_before - 1)


def predictability(facts: Facts, whole: Whole) -> float | None:
    """100 less the coefficient of variation of quarterly revenue, in percent, at least 0 (R15)."""
    if len(facts.quarters) < ENOUGH_QUARTERS:
        return None
    count = len(facts.quarters)
    mean = sum(facts.quarters) / count
    if mean <= 0:
        return 0.0
    deviation = math.sqrt(sum((revenue - mean) ** 2 for revenue in facts.quarters) / count)
    return max(0.0, 100 * (1 - deviation / mean))


def continuity(facts: Facts, whole: Whole) -> float | None:
    """Percent of the last quarters in which it bought (R15)."""
    if len(facts.quarters) < ENOUGH_QUARTERS:
        return None
    return 100 * sum(revenue > 0 for revenue in facts.quarters) / len(facts.quarters)


def tenure(facts: Facts, whole: Whole) -> float | None:
    """Years since the first order."""
    return None if facts.bought_first is None else (whole.on - facts.bought_first).days / 365.25


def wallet_headroom(facts: Facts, whole: Whole) -> float | None:
    """Percent of the customer's spending that we do not have (methods 3.9)."""
    return None if not facts.wallet else 100 * (1 - min(max(facts.revenue or 0, 0) / facts.wallet, 1))


def share_of_wallet(facts: Facts, whole: Whole) -> float | None:
    """Percent of the customer's spending that we have."""
    headroom = wallet_headroom(facts, whole)
    return None if headroom is None else 100 - headroom


def time_share(facts: Facts, whole: Whole) -> float | None:
    """Percent of all logged time that went to this account; None where nothing is logged."""
    return _share(facts.minutes, whole.minutes)


MEASURES: Mapping[str, Measure] = {
    "revenue_rank": Measure("rank by revenue", "%", revenue_rank, lambda facts: facts.bought_last),
    "profit_rank": Measure("rank by profit", "%", profit_rank, lambda facts: facts.bought_last),
    "revenue_share": Measure("share of revenue", "%", revenue_share, lambda facts: facts.bought_last),
    "profit_share": Measure("share of profit", "%", profit_share, lambda facts: facts.bought_last),
    "margin": Measure("gross margin", "%", margin, lambda facts: facts.bought_last),
    "net_margin": Measure("net margin", "%", net_margin, lambda facts: facts.bought_last),
    "growth": Measure("growth over a year", "%", growth, lambda facts: facts.bought_last),
    "predictability": Measure("predictability", "%", predictability, lambda facts: facts.bought_last),
    "continuity": Measure("quarters with orders", "%", continuity, lambda facts: facts.bought_last),
    "tenure": Measure("years as a customer", "years", tenure, lambda facts: facts.bought_last),
    "wallet_headroom": Measure("wallet we do not have", "%", wallet_headroom, lambda facts: facts.wallet_on),
    "share_of_wallet": Measure("share of wallet", "%", share_of_wallet, lambda facts: facts.wallet_on),
    "status": Measure("relationship status", "", lambda facts, _: facts.strength, lambda facts: facts.rated_on),
    "coverage": Measure("coverage of people", "", lambda facts, _: facts.coverage, lambda facts: facts.touched_last),
    "time_share": Measure("share of our time", "%", time_share, lambda facts: facts.touched_last),
}
"""What a criterion's `measure` may name."""

OF_ORDERS = frozenset(MEASURES) - {"wallet_headroom", "share_of_wallet", "status", "coverage", "time_share"}
"""Measures of what an account bought."""


def rfm(facts: Facts, whole: Whole) -> tuple[int | None, int, int] | None:
    """Recency, frequency and money as quintiles 1-5 among the buying accounts, 5 the best (R14).

    None for an account that bought nothing in the twelve months. The caller leaves recency out for project buyers, who
    look dead between projects (methods 3.7).
    """
    if not facts.revenue or facts.revenue <= 0 or facts.bought_last is None:
        return None
    return (
        _quintile(facts.bought_last, whole.last_days),
        _quintile(facts.orders, whole.orders),
        _quintile(facts.revenue, whole.revenues),
    )


def shown(measure: str, figure: float) -> str:
    """A figure with its unit: 12.5 %, 3.4 years, 70."""
    unit = MEASURES[measure].unit
    text = f"{figure:.1f}".removesuffix(".0")
    return f"{text} %" if unit == "%" else t("{years} years", years=text) if unit == "years" else text


def _quintile(value: Any, smallest_first: Sequence[Any]) -> int:
    # rounded up, so that the best of a few is in the best fifth
    return max(1, -(-5 * bisect_right(smallest_first, value) // max(len(smallest_first), 1)))


def _bought(facts: Facts) -> bool:
    return facts.revenue is not None and facts.revenue > 0


def _nothing(facts: Facts) -> float | None:
    """The rank of one that bought nothing in twelve months: the last, if it ever bought."""
    return None if facts.revenue is None else 0.0


def _rank(value: int | None, smallest_first: Sequence[int]) -> float | None:
    if value is None or not smallest_first:
        return None
    return 100 * bisect_right(smallest_first, value) / len(smallest_first)


def _share(value: int | None, whole: int) -> float | None:
    return None if value is None or whole <= 0 else 100 * value / whole
