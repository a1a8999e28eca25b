"""What customers are worth over some years, by how many of their tier stayed so far (R60, 3.14).

What an account left in twelve months is expected again each year, as often as customers of its tier stayed before, and
counts less the later it comes. The answer is no more exact than that: print it to one digit, with what it rests on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from kamtui.domain.costs import total
from kamtui.domain.tiers import Tier
from kamtui.domain.whale import Earned
from kamtui.domain.whatif import DISCOUNT, YEARS, Assumptions, asset

LOOKED_BACK = 3
"""Years of tier history that retention is taken from."""

ENOUGH = 5
"""Fewer customers of a tier say nothing about it; then all customers stand in."""


class Stayed(NamedTuple):
    """How many customers of a tier bought again in the year after, over some years."""

    of: int = 0
    kept: int = 0

    @property
    def retention(self) -> float | None:
        """Who stayed, 0-1; None: nobody was there."""
        return self.kept / self.of if self.of else None

    def plus(self, other: Stayed) -> Stayed:
        """Both together."""
        return Stayed(self.of + other.of, self.kept + other.kept)


class Year(NamedTuple):
    """One year of history: who had which tier when it began, who had bought in the year before, and who did in it."""

    tiers: Mapping[int, Tier]
    before: Set[int]
    after: Set[int]


class Worth(NamedTuple):
    """What some accounts of one tier are worth together; amounts in 1/10,000."""

    tier: Tier | None
    accounts: int
    unknown: int
    """How many of them have an unknown profit and are left out."""
    gross: int
    """How many of the others are counted without their cost-to-serve."""
    net: int | None
    """What they left in twelve months; None where nobody's is known."""
    stayed: Stayed
    is_of_all: bool
    """Too few of the tier are known: these are all customers'."""
    asset: int | None


class Terms(NamedTuple):
    """How far ahead is counted, and what a year's waiting costs."""

    years: int = YEARS
    discount: float = DISCOUNT


def stayed(years: Iterable[Year]) -> dict[Tier | None, Stayed]:
    """Tier -> how many of its customers stayed, all years together; None is customers without a tier."""
    found: dict[Tier | None, Stayed] = defaultdict(Stayed)
    for year in years:
        for account in year.before:
            tier = year.tiers.get(account)
            found[tier] = found[tier].plus(Stayed(1, account in year.after))
    return dict(found)


def of_tier(known: Mapping[Tier | None, Stayed], tier: Tier | None) -> tuple[Stayed, bool]:
    """How many of a tier stayed, and whether these are all customers because too few of the tier are known."""
    own = known.get(tier, Stayed())
    return (own, False) if own.of >= ENOUGH else (everybody(known), True)


def everybody(known: Mapping[Tier | None, Stayed]) -> Stayed:
    """How many of all customers stayed."""
    found = Stayed()
    for each in known.values():
        found = found.plus(each)
    return found


def worth(
    earned: Iterable[Earned], tiers: Mapping[int, Tier], known: Mapping[Tier | None, Stayed], terms: Terms
) -> list[Worth]:
    """What the accounts are worth, tier by tier, key first; empty where nobody knows how many stay."""
    members: dict[Tier | None, list[Earned]] = defaultdict(list)
    for account in earned:
        members[tiers.get(account.account_id)].append(account)
    if not everybody(known).of:
        return []
    return [_worth(tier, members[tier], *of_tier(known, tier), terms) for tier in (*Tier, None) if tier in members]


def together(parts: Sequence[Worth]) -> int | None:
    """What all are worth; None where nobody's profit is known."""
    return total(part.asset for part in parts)


def _worth(tier: Tier | None, accounts: Sequence[Earned], used: Stayed, is_of_all: bool, terms: Terms) -> Worth:
    known = [account for account in accounts if account.value is not None]
    net = total(account.value for account in known)
    retention = used.retention
    assert retention is not None
    return Worth(
        tier=tier,
        accounts=len(accounts),
        unknown=len(accounts) - len(known),
        gross=sum(account.is_gross for account in known),
        net=net,
        stayed=used,
        is_of_all=is_of_all,
        asset=None if net is None else asset(net, Assumptions(retention, terms.discount, terms.years)),
    )
