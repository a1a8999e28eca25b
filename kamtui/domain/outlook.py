"""Outlook: how likely an account's next 90 days fall below half of its own rate, told from its own orders.

Conventions. A day with net sales above zero is an order; returns lower the sales of their day. An account's own rate is
its net sales of the trailing 365 days spread over the days since its first order, at most 365 and never fewer than
90: who first bought ten days ago is expected to buy as much again in 90 days, not nine times as much. Who sold
nothing, net, in the trailing year has no rate and no outlook.

The risk is a logistic sum of six numbers that a reader can check by hand: over how many orders the year's sales are
spread, how many of its usual gaps the account has been silent, how much of its own rate the last 90 days reached, how
large its orders are beside those of the other accounts, how many orders it gave in the year and for how many days it
has been silent. As shipped the last two weigh nothing: they say something only in books that are unlike the one the
weights were fitted on, and there the book's own past tells their weight (kamtui/domain/calibration.py). The same season
of last year is not in it: the data it was fitted on spans one year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import exp, log
from statistics import median
from typing import NamedTuple

from kamtui.i18n import n, t

HORIZON = 90
"""Days ahead that the risk speaks of, and days back that it calls recent."""
YEAR = 365
HALF = 0.5
"""Below this share of its own rate an account counts as fallen."""

FLAG_AT = 0.65
"""Risk from which an account is flagged: on the accounts it was fitted on seven of ten flagged ones did fall."""
FEW = 4
"""With fewer orders than this ever, a project buyer between two projects looks the same as one who left."""

# Set by hand, not fitted.
USUAL_GAP = 90
"""Days between orders assumed before any are known; weighs as much as one gap seen."""
MOST_GAPS = 6
"""Longer silence says nothing more."""
LARGEST_SIZE = log(10)
"""An order more than ten times the usual one, or less than a tenth, says nothing more."""
UNKNOWN_ORDERS = 16
"""Orders of the usual size that an account's own are mixed with. Of 2, 4, 8 and 16, which do about equally well where
the weights were fitted, the one that does best on accounts mostly seen once (CDNOW, so not blind there)."""
LARGEST_SCORE = 28.0
"""Beyond this sum a chance is nearer to 0 or 1 than anything can be known."""

History = Sequence[tuple[int, int]]
"""(day as a proleptic ordinal, amount in 1/10,000) of one account in one currency, ordered by day."""


class Terms(NamedTuple):
    """One number for each part of the sum: what an account has there, or what that weighs."""

    base: float
    """What everybody has: 1."""
    spread: float
    """How many times its largest order the trailing year's orders are, as a logarithm; 0 where there is only one."""
    silence: float
    """In usual gaps."""
    pace: float
    """Share of its own rate that the last 90 days reached, 0-1."""
    size: float
    """Its order over the usual one, as a logarithm."""
    orders: float
    """Orders of the trailing year, as a logarithm."""
    quiet: float
    """Silence in units of 90 days."""


# Fitted by `python -m tests.bench.early_warning --fit`: plain logistic regression (Newton's method, no penalty) on the
# UCI online retail accounts whose crc32 is even, at the seven month ends of 2011 with 90 days before and after them.
SHIPPED = Terms(base=0.71, spread=-1.04, silence=0.15, pace=-0.23, size=-1.28, orders=0.0, quiet=0.0)
"""The weights of a book without a past; the last two are not fitted, a book brings them itself."""


class Rate(NamedTuple):
    """What an account bought in the trailing year."""

    sales: int
    """Net, in 1/10,000; above zero."""
    days: int
    """How many days these sales count for, 90-365."""
    orders: int
    """Days with net sales above zero."""

    @property
    def of_horizon(self) -> float:
        """What 90 days bring at this rate, in 1/10,000."""
        return self.sales * HORIZON / self.days

    @property
    def order(self) -> float:
        """Net sales per order, in 1/10,000."""
        return self.sales / self.orders


class Outlook(NamedTuple):
    """The risk of one account with the numbers it comes from."""

    risk: float
    """0-1 that the next 90 days bring less than half of the account's own rate."""
    orders: int
    """In the trailing year."""
    known: int
    """Orders ever."""
    gap: float
    """Usual days between orders, mixed with one gap of 90 days."""
    silence: int
    """Days since the last order."""
    age: int
    """Days since the first order."""
    pace: float
    """Net sales of the last 90 days as a share of the own rate."""
    largest: float
    """Share that the largest order has of all orders of the trailing year, 0-1."""
    size: float | None
    """Its order as a multiple of the usual one; None where that is not known."""

    @property
    def is_flagged(self) -> bool:
        """Whether the risk is worth a warning."""
        return self.risk >= FLAG_AT

    @property
    def is_sure(self) -> bool:
        """Whether there are enough orders to tell a rhythm by."""
        return self.known >= FEW


def outlook(history: History, on: int, usual: float | None = None, weights: Terms = SHIPPED) -> Outlook | None:
    """The outlook of one account at the end of day `on`; None where it sold nothing, net, in the trailing year.

    `usual`: the usual order of the book's accounts (`usual_order`); without it the size of orders is left out.
    `weights`: those that the book's own past taught, where it did.
    """
    net = _by_day(history, on)
    found = _rate(net, on)
    if found is None:
        return None
    bought = [day for day, amount in net.items() if amount > 0]
    of_year = [net[day] for day in bought if day > on - YEAR]
    first, last = min(bought), max(bought)
    recent = sum(amount for day, amount in net.items() if day > on - HORIZON)
    told = Outlook(
        risk=0.0,
        orders=found.orders,
        known=len(bought),
        gap=(last - first + USUAL_GAP) / len(bought),
        silence=on - last,
        age=on - first,
        pace=recent / found.of_horizon,
        largest=max(of_year) / sum(of_year),
        size=found.order / usual if usual else None,
    )
    return told._replace(risk=chance(weights, terms(told)))


def rate(history: History, on: int) -> Rate | None:
    """What an account bought in the year ending on day `on`; None where that is nothing, net."""
    return _rate(_by_day(history, on), on)


def usual_order(histories: Iterable[History], on: int) -> float | None:
    """The median order of the accounts that bought in the year ending on `on`, each counted once, in 1/10,000."""
    orders = [found.order for found in (rate(history, on) for history in histories) if found is not None]
    return median(orders) if orders else None


def fell(history: History, on: int) -> bool | None:
    """Whether the 90 days after `on` brought less than half of the own rate; None where there was no rate."""
    found = rate(history, on)
    if found is None:
        return None
    return sum(amount for day, amount in history if on < day <= on + HORIZON) < HALF * found.of_horizon


def terms(told: Outlook) -> Terms:
    """The numbers that the risk of an account is a sum of."""
    size = 0.0 if told.size is None else max(-LARGEST_SIZE, min(LARGEST_SIZE, log(told.size)))
    return Terms(
        base=1.0,
        spread=-log(told.largest),
        silence=min(told.silence / told.gap, MOST_GAPS),
        pace=max(0.0, min(1.0, told.pace)),
        size=size * told.orders / (told.orders + UNKNOWN_ORDERS),
        orders=log(told.orders),
        quiet=told.silence / HORIZON,
    )


def chance(weights: Sequence[float], values: Sequence[float]) -> float:
    """The logistic of the weighted sum: above 0 and below 1."""
    score = sum(weight * value for weight, value in zip(weights, values, strict=True))
    return 1 / (1 + exp(-max(-LARGEST_SCORE, min(LARGEST_SCORE, score))))


def why(told: Outlook) -> str:
    """The numbers behind a risk in one line, in the user's language."""
    parts = [_rhythm(told)]
    if told.age >= HORIZON:
        parts.append(t("last 90 days {share} % of its own rate", share=_percent(told.pace)))
    if told.orders > 1 and told.largest >= HALF:
        share = _percent(told.largest)
        parts.append(t("one of {count} orders is {share} % of its year", count=told.orders, share=share))
    if not told.is_sure:
        parts.append(n("1 order is little to judge by", "{count} orders are little to judge by", told.known))
    return "; ".join(parts)


def _rate(net: Mapping[int, int], on: int) -> Rate | None:
    year = [amount for day, amount in net.items() if day > on - YEAR]
    sales = sum(year)
    if sales <= 0:
        return None
    first = min(day for day, amount in net.items() if amount > 0)
    days = max(HORIZON, min(YEAR, on - first + 1))
    return Rate(sales, days, sum(amount > 0 for amount in year))


def _rhythm(told: Outlook) -> str:
    if told.known == 1:
        return n("bought once, {count} day ago", "bought once, {count} days ago", told.silence)
    gap = max(1, round((told.age - told.silence) / (told.known - 1)))
    return t("usually buys every {gap} days, silent for {silence}", gap=gap, silence=told.silence)


def _by_day(history: History, on: int) -> dict[int, int]:
    """Day -> net amount up to `on`."""
    net: dict[int, int] = {}
    for day, amount in history:
        if day <= on:
            net[day] = net.get(day, 0) + amount
    return net


def _percent(share: float) -> int:
    return round(100 * share)
