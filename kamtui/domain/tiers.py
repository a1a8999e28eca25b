"""Tiers, and the first-cut rule that decides them from the rank in trailing sales."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple


class Tier(StrEnum):
    """The class of an account (R07, R10)."""

    KEY = "key"
    """Vital, hard to replace, gets our best people."""
    REGULAR = "regular"
    """Buys; a small share each, handled by routine."""
    PROSPECT = "prospect"
    """Needs our product, does not buy yet."""
    UNATTRACTIVE = "unattractive"
    """Low attractiveness; won only if the potential is high."""

    @property
    def rank(self) -> int:
        """0 for key … 3 for unattractive; lower is higher in the pyramid."""
        return _RANK[self]


_RANK = {tier: rank for rank, tier in enumerate(Tier)}


class Ranked(NamedTuple):
    """What the rule says of one account on one day."""

    tier: Tier
    rank: int | None
    """Place among the buying accounts, 1 for the largest; None: bought nothing in the twelve months."""
    of: int
    """How many accounts bought in the twelve months."""
    score: float | None
    """The rank on a scale of 0-100: the share of buying accounts that are not larger."""


def top_count(accounts: int, percent: int) -> int:
    """How many accounts are the top `percent`: rounded up, so that a small book has at least one (D1)."""
    return -(-accounts * percent // 100)


def by_sales_rank(
    accounts: Iterable[int],
    revenue: Mapping[int, int],
    codes: Mapping[int, str],
    buyers: frozenset[int],
    key_percent: int,
) -> dict[int, Ranked]:
    """Tier by trailing-twelve-month sales: the top `key_percent` are key, other buyers regular, the rest prospects.

    `revenue` holds the accounts that bought in the window (rounded to the currency; those at or below 0 do not
    count), `buyers` those that ever bought: they are never called prospects again (R07, R18). Equal revenue is
    ordered by `codes` as text, so the cut is the same in every run.
    """
    active = sorted(
        (account for account, amount in revenue.items() if amount > 0),
        key=lambda account: (-revenue[account], codes[account]),
    )
    top = top_count(len(active), key_percent)
    place = {account: rank for rank, account in enumerate(active, 1)}
    result = {}
    for account in accounts:
        rank = place.get(account)
        if rank is None:
            tier = Tier.REGULAR if account in buyers else Tier.PROSPECT
            result[account] = Ranked(tier, None, len(active), None)
        else:
            score = round(100 * (len(active) - rank + 1) / len(active), 1)
            result[account] = Ranked(Tier.KEY if rank <= top else Tier.REGULAR, rank, len(active), score)
    return result
