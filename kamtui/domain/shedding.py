"""Keep the big, do not drop the small (抓大不放小): who may get a simpler service, never a rejection (R58)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kamtui.domain.policy import TierRules
from kamtui.domain.whale import ProfitClass
from kamtui.i18n import t


class Year(NamedTuple):
    """What twelve months up to a review, or to the same day of a year before, left of an account."""

    on: dt.date
    profit_class: ProfitClass | None
    """None: the profit is unknown."""
    percent: float | None
    """Net in percent of revenue."""


class Candidate(NamedTuple):
    """An account that drains profit."""

    account_id: int
    name: str
    owner: str
    years: tuple[Year, ...]
    """As many as reviews must agree, the newest first; they do not overlap."""
    is_gross: bool
    """The cost-to-serve is unknown, so that even less is left."""
    potential: float | None
    assessed_on: dt.date | None
    """When somebody last judged its potential; None: never."""
    tracked_days: int
    missing: tuple[str, ...]
    """What keeps its service from being changed."""


def missing(
    rules: TierRules, years: Sequence[Year], potential: float | None, assessed_on: dt.date | None, tracked_days: int
) -> tuple[str, ...]:
    """What is not given yet: losses at every review, low potential that somebody assessed, a long enough history."""
    return tuple(_missing(rules, years, potential, assessed_on, tracked_days))


def _missing(
    rules: TierRules, years: Sequence[Year], potential: float | None, assessed_on: dt.date | None, tracked_days: int
) -> Iterator[str]:
    draining = [year for year in years if year.profit_class is ProfitClass.DRAINING]
    if len(draining) < rules.reviews:
        message = "it drained profit in {count} of the last {years} years"
        yield t(message, count=len(draining), years=rules.reviews)
    if assessed_on is None or potential is None:
        yield t("its potential has not been assessed")
    elif potential >= rules.unattractive_below:
        yield t("its potential is {p:.0f}, not below {line}", p=potential, line=rules.unattractive_below)
    if tracked_days < rules.tracking_days:
        message = "tracked for {days} days, {needed} are needed"
        yield t(message, days=tracked_days, needed=rules.tracking_days)
