"""Keep the big, do not drop the small (抓大不放小): who may get a simpler service, never a rejection (R58)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.policy import TierRules
from kamtui.domain.whale import ProfitClass
from kamtui.i18n import t


class Caution(StrEnum):
    """The seven things to have thought of before."""

    MARKET_SHARE = "market_share"
    MEDIA = "media"
    WORD_OF_MOUTH = "word_of_mouth"
    POTENTIAL = "potential"
    OLD_CUSTOMER = "old_customer"
    ENTRY_GATE = "entry_gate"
    FILES = "files"


ASKED: dict[Caution, str] = {
    Caution.MARKET_SHARE: "Does our market share stand it, also where this customer is one of many like it?",
    Caution.MEDIA: "Are media, associations or authorities tied to this customer?",
    Caution.WORD_OF_MOUTH: "Whom does it talk to, and what will it say of us?",
    Caution.POTENTIAL: "Was its potential looked at, and not only its past?",
    Caution.OLD_CUSTOMER: "Did it stay with us in hard times? Old customers are cherished.",
    Caution.ENTRY_GATE: "What lets the next one of its kind in? Look at the gate, not only at the door out.",
    Caution.FILES: "Is its file complete, so that we know it again when it grows?",
}
"""What the checklist asks."""


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


def unread(read: Collection[Caution]) -> list[Caution]:
    """The cautions that nobody said to have thought of."""
    return [caution for caution in Caution if caution not in read]


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
