"""Days of cover: how long a customer's stock lasts at the pace at which it sells on (R63, D22).

Figures of weeks and months are spread over their days, and only days that are known count: unknown is not zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from kamtui.domain.peaks import Peak
from kamtui.domain.periods import Period, add_months
from kamtui.domain.traderules import SupplyRules

_DAY = dt.timedelta(days=1)


class Level(StrEnum):
    """How well a customer is supplied (D22)."""

    RED = "red"
    """What is ordered today comes too late."""
    AMBER = "amber"
    OK = "ok"
    STALE = "stale"
    """The stock figure is too old to say anything of today."""
    UNKNOWN = "unknown"


ORDER = (Level.RED, Level.AMBER, Level.STALE, Level.UNKNOWN, Level.OK)
"""Worst first; what nobody can tell comes before what is well."""


class Basis(StrEnum):
    """The days by which the pace was told."""

    RECENT = "recent"
    LAST_YEAR = "last year"


class Gap(StrEnum):
    """Why cover is not known."""

    NO_STOCK = "no stock figure"
    NO_SALES = "no sell-through of these days"
    UNITS = "stock and sell-through are in different units"
    NOTHING = "nothing there and nothing sold"


class Flow(NamedTuple):
    """A quantity of some days: sold on, or expected to be."""

    id: int
    first: dt.date
    last: dt.date
    value: int
    """In 1/10,000 of the unit."""
    unit: str
    on: dt.date
    """Since when it is known."""

    @property
    def told(self) -> Period:
        """The days of it that it speaks of: those of a running month up to the day on which it was entered."""
        return Period(self.first, min(self.last, self.on) if self.on > self.first else self.last)


class Stock(NamedTuple):
    """What a customer had in stock on a day."""

    value: int
    """In 1/10,000 of the unit."""
    unit: str
    on: dt.date
    source: str = ""


class Pace(NamedTuple):
    """How fast it sells on."""

    a_day: Fraction
    """In 1/10,000 of the unit."""
    days: int
    """How many of the days are known."""
    window: Period
    basis: Basis


class Cover(NamedTuple):
    """How long the stock of a product lasts at an account."""

    account_id: int
    product: str
    """As the catalogue calls it; "": of all products."""
    stock: Stock | None
    pace: Pace | None
    lead_days: int
    """From order to delivery."""
    level: Level
    age: int | None
    """Days since the stock was counted."""
    gap: Gap | None = None
    peak: str = ""
    """The peak that begins before a delivery can come, or runs."""

    @property
    def exact(self) -> Fraction | None:
        """Days of cover; None where unknown, or where nothing was sold on."""
        if self.stock is None or self.pace is None or self.pace.a_day <= 0 or self.gap is not None:
            return None
        return max(Fraction(0), self.stock.value / self.pace.a_day)

    @property
    def days(self) -> float | None:
        """The same, to a tenth of a day."""
        return None if self.exact is None else int(self.exact * 10) / 10

    @property
    def until(self) -> dt.date | None:
        """The day on which the stock is gone, counted from the day it was counted; None: unknown or far away."""
        if self.exact is None or self.stock is None or self.exact > 3650:
            return None
        return self.stock.on + dt.timedelta(days=int(self.exact))

    @property
    def comes_too_late(self) -> bool:
        """Whether the stock is gone before what is ordered today arrives."""
        return self.level is Level.RED

    @property
    def is_short(self) -> bool:
        """Whether it wants attention (D22)."""
        return self.level in (Level.RED, Level.AMBER)


def recent(rules: SupplyRules, on: dt.date) -> Period:
    """The days by which the pace is told: the last ones, the day itself among them."""
    return Period(on - (rules.days - 1) * _DAY, on)


def season(rules: SupplyRules, on: dt.date, peak: Peak | None = None, earlier: dt.date | None = None) -> Period:
    """The same days of last year; before a `peak` those that followed, because what comes is another season.

    `earlier` is when the same peak began a year before, as far as anybody knows: the Spring Festival moves.
    """
    length = (rules.days - 1) * _DAY
    if peak is None:
        return Period(add_months(on, -12) - length, add_months(on, -12))
    there = add_months(on, -12) if earlier is None else on - (peak.starts_on - earlier)
    return Period(there, there + length)


def coming(peaks: Iterable[Peak], product: str, lead_days: int, rules: SupplyRules, on: dt.date) -> Peak | None:
    """The peak that runs, or begins before what is ordered today has come with days to spare."""
    reach = on + (lead_days + rules.spare_days) * _DAY
    return next((peak for peak in peaks if peak.touches(product, on, reach)), None)


def pace(figures: Iterable[Flow], window: Period, basis: Basis) -> Pace | None:
    """How much a day in a window; None where no day of it is known."""
    taken, days, brought = 0, 0, dict[int, int]()
    for flow, told in _in_order((flow, flow.told) for flow in figures):
        # the days of a window as bits: what a shorter period speaks of is taken
        first, last = max(told.first, window.first), min(told.last, window.last)
        mask = ((1 << max(0, (last - first).days + 1)) - 1) << (first - window.first).days
        fresh = (mask & ~taken).bit_count()
        taken |= mask
        days += fresh
        brought[told.days] = brought.get(told.days, 0) + flow.value * fresh
    total = sum((Fraction(value, length) for length, value in brought.items()), Fraction(0))
    return Pace(total / days, days, window, basis) if days else None


def daily(figures: Iterable[tuple[Flow, Period]]) -> dict[dt.date, Fraction]:
    """Each day with what it brings: of the shortest period that speaks of it, of those the one known last."""
    found: dict[dt.date, Fraction] = {}
    for flow, told in _in_order(figures):
        for step in range(told.days):
            found.setdefault(told.first + step * _DAY, Fraction(flow.value, told.days))
    return found


def _in_order(figures: Iterable[tuple[Flow, Period]]) -> list[tuple[Flow, Period]]:
    return sorted(figures, key=lambda each: (each[1].days, -each[0].on.toordinal(), -each[0].id))


def cover(
    account_id: int,
    product: str,
    stock: Stock | None,
    sold: Sequence[Flow],
    before: Sequence[Flow],
    *,
    rules: SupplyRules,
    on: dt.date,
    lead_days: int,
    peak: Peak | None = None,
    earlier: dt.date | None = None,
) -> Cover:
    """How long a stock lasts (D22).

    `sold` are the figures of the last days, `before` those of the same season last year, which tell the pace where the
    last days are unknown, a `peak` begins (`earlier`: when it did a year before) or there was nothing left to sell.
    Units that differ cannot be divided.
    """
    alike, alike_then = ([flow for flow in each if _fits(stock, flow)] for each in (sold, before))
    now = pace(alike, recent(rules, on), Basis.RECENT)
    then = pace(alike_then, season(rules, on, peak, earlier), Basis.LAST_YEAR)
    is_empty = stock is not None and stock.value <= 0 and now is not None and now.a_day <= 0
    chosen = then if then is not None and (now is None or peak is not None or is_empty) else now
    gap = _gap(stock, chosen, is_other_unit=len(alike) < len(sold) or len(alike_then) < len(before))
    age = None if stock is None else (on - stock.on).days
    found = Cover(account_id, product, stock, chosen, lead_days, Level.UNKNOWN, age, gap, peak.name if peak else "")
    return found._replace(level=_level(found, rules))


def same_unit(one: str, other: str) -> bool:
    """Whether two units are one; what nobody named may be any."""
    return not one or not other or one.casefold() == other.casefold()


def ranked(covers: Iterable[Cover]) -> list[Cover]:
    """Covers in the order they press: worst first, then what lasts shortest beside its lead time."""
    return sorted(covers, key=lambda each: (ORDER.index(each.level), _rest(each), each.account_id, each.product))


def _rest(each: Cover) -> Fraction:
    return Fraction(10**9) if each.exact is None else each.exact - each.lead_days


def _level(each: Cover, rules: SupplyRules) -> Level:
    if each.gap is not None or each.pace is None:
        return Level.UNKNOWN
    if each.age is not None and each.age > rules.stale_days:
        return Level.STALE
    if each.exact is None:
        return Level.OK
    if each.exact < each.lead_days:
        return Level.RED
    return Level.AMBER if each.exact < each.lead_days + rules.spare_days else Level.OK


def _gap(stock: Stock | None, chosen: Pace | None, *, is_other_unit: bool) -> Gap | None:
    if stock is None:
        return Gap.NO_STOCK
    if chosen is None:
        return Gap.UNITS if is_other_unit else Gap.NO_SALES
    return Gap.NOTHING if stock.value <= 0 and chosen.a_day <= 0 else None


def _fits(stock: Stock | None, flow: Flow) -> bool:
    return stock is None or same_unit(stock.unit, flow.unit)
