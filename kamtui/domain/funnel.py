"""The funnel: what stands on each level, the hours it still needs, and what is missing to a quota (R43).

A high quota is not swallowed and not cut: what is missing is put into hours, and the hours are asked for.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kamtui.domain.money import Money
from kamtui.domain.opportunities import Level, Opportunity
from kamtui.domain.periods import Period
from kamtui.domain.traderules import FunnelRules

LEAST_DECIDED = 10
"""So many opportunities must be decided before their win rate says something: a default of ours."""

FROM_THE_END = (Level.BEST_FEW, Level.IN, Level.ABOVE, Level.UNIVERSE)
"""The levels, the nearest to the end first: the order in which the funnel is worked."""


class Standing(NamedTuple):
    """What stands on one level."""

    level: Level
    size: int
    value: tuple[Money, ...]
    """One amount for each currency."""
    without_value: int
    """Of which nobody knows what they are worth."""
    estimated: int
    """Those that only have the list price of their product."""
    hours: float
    """Of ours that they still need."""
    stale: int
    """Those that have not moved for longer than the policy wants."""


class WinRate(NamedTuple):
    """How much of what is decided is won."""

    share: float
    """0-1."""
    decided: int
    is_own: bool
    """Of those whose quota it is; else of all of us, because too few of theirs are decided."""


class Gap(NamedTuple):
    """What is missing to a quota, in value and in hours."""

    who: tuple[str, ...]
    """Whose quota it is, or quotas: logins."""
    label: str
    """The fiscal year."""
    year: Period
    on: dt.date
    quota: Money
    brought: int
    """In the currency of the quota, as all amounts here, 1/10,000: what was sold in the year up to the day."""
    brought_by: str
    """What that was read from: "sales", or "won" opportunities where no sales are entered."""
    funnel: int
    """What stands in the funnel and is not expected after the year."""
    size: int
    """So many opportunities."""
    later: int
    """Opportunities that are expected after the year, and do not count."""
    unvalued: int
    """Opportunities that do not count because nobody knows what they are worth, or in another currency."""
    rate: WinRate | None
    """None: too little is decided to say."""
    average: int | None
    """What one of them is worth; None: nothing is known of any."""
    funnel_hours: float
    """That they still need."""
    hours: float | None
    """Available until the year ends; None: nobody entered any."""
    whole_way: float
    """Hours that an opportunity needs from the first level to the last."""

    @property
    def required(self) -> int:
        """Still to be brought: the quota less what was brought; not below nothing."""
        return max(0, self.quota.amount - self.brought)

    @property
    def expected(self) -> int | None:
        """What the funnel will bring by the win rate; None: nobody can say."""
        return None if self.rate is None else round(self.funnel * self.rate.share)

    @property
    def missing(self) -> int | None:
        """Required and not to be expected from the funnel; None: nobody can say."""
        return None if self.expected is None else max(0, self.required - self.expected)

    @property
    def more(self) -> int | None:
        """Further opportunities of average value that bring what is missing; None: nobody can say."""
        if self.missing is None:
            return None
        if not self.missing:
            return 0
        if self.rate is None or not self.rate.share or not self.average:
            return None
        return math.ceil(self.missing / (self.average * self.rate.share))

    @property
    def required_hours(self) -> float | None:
        """For what is in the funnel, and for those that it lacks; None: nobody can say."""
        return None if self.more is None else self.funnel_hours + self.more * self.whole_way

    @property
    def short_hours(self) -> float | None:
        """Required and not available; not below nothing; None: nobody can say."""
        if self.required_hours is None or self.hours is None:
            return None
        return max(0.0, self.required_hours - self.hours)


def hours_of(level: Level, rules: FunnelRules) -> float:
    """Hours of ours that an opportunity on this level still needs, as the policy says."""
    match level:
        case Level.UNIVERSE:
            return rules.hours_universe
        case Level.ABOVE:
            return rules.hours_above
        case Level.IN:
            return rules.hours_in
        case Level.BEST_FEW:
            return rules.hours_best_few


def whole_way(rules: FunnelRules) -> float:
    """Hours that one needs from the first level to the last: those of all of them."""
    return sum(hours_of(level, rules) for level in Level)


def hours_left(one: Opportunity, rules: FunnelRules) -> float:
    """Hours of ours that an opportunity still needs: its own, else those of its level."""
    return hours_of(one.level, rules) if one.minutes is None else one.minutes / 60


def is_stale(one: Opportunity, rules: FunnelRules, on: dt.date) -> bool:
    """Whether an open opportunity has not moved for longer than the policy wants."""
    return one.is_open and one.idle_days(on) > rules.stale_days


def standings(opportunities: Iterable[Opportunity], rules: FunnelRules, on: dt.date) -> list[Standing]:
    """The four levels, the nearest to the end first, each with what is open there."""
    by_level: dict[Level, list[Opportunity]] = {level: [] for level in FROM_THE_END}
    for one in opportunities:
        if one.is_open:
            by_level[one.level].append(one)
    return [standing(level, found, rules, on) for level, found in by_level.items()]


def standing(level: Level, found: Sequence[Opportunity], rules: FunnelRules, on: dt.date) -> Standing:
    """What some open opportunities on one level come to."""
    return Standing(
        level,
        len(found),
        totals(found),
        sum(one.value is None for one in found),
        sum(one.is_estimated for one in found),
        sum(hours_left(one, rules) for one in found),
        sum(is_stale(one, rules, on) for one in found),
    )


def totals(found: Iterable[Opportunity]) -> tuple[Money, ...]:
    """What opportunities are worth: one amount for each currency, never added up across them."""
    amounts: dict[str, int] = {}
    for one in found:
        if (value := one.value) is not None:
            amounts[value.currency] = amounts.get(value.currency, 0) + value.amount
    return tuple(Money(amount, currency) for currency, amount in sorted(amounts.items()))
