"""Tiers: the classes of accounts, and how many a share of them is."""

from __future__ import annotations

from enum import StrEnum


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


def top_count(accounts: int, percent: int) -> int:
    """How many accounts are the top `percent`: rounded up, so that a small book has at least one (D1)."""
    return -(-accounts * percent // 100)
