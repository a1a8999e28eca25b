"""Concentration: how much hangs on how few customers (R51, D24).

Customers that belong to one group count once, or the risk disappears from sight. Shares are of the customers that
bring something: one at or below zero has no share.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kamtui.domain import policy
from kamtui.domain.severity import Severity

ENOUGH = 0.5
"""The part of the revenue that must have a profit for shares and ranks by it to mean something (R01)."""


class Holder(NamedTuple):
    """A customer, the whole group where it is one, with what it brings."""

    account_id: int
    """The account at the top of the group."""
    value: int
    percent: float


class Concentration(NamedTuple):
    """How one total is spread; percentages 0-100, None where there is nothing to spread."""

    total: int
    """Of the customers that bring something, in the unit of the values."""
    holders: tuple[Holder, ...]
    """The largest first."""
    hhi: float | None
    """Sum of the squared shares, from 1/n where all are equal up to 1 where one has everything."""
    level: Severity | None

    @property
    def n(self) -> int:
        """How many customers, groups counted once."""
        return len(self.holders)

    @property
    def effective(self) -> float | None:
        """How many customers of equal size would be as concentrated."""
        return None if self.hhi is None else 1 / self.hhi

    def top(self, count: int) -> float | None:
        """Percent that the largest `count` have together."""
        return 100 * sum(holder.value for holder in self.holders[:count]) / self.total if self.holders else None


def concentration(
    values: Mapping[int, int], rules: policy.Concentration, roots: Mapping[int, int] | None = None
) -> Concentration:
    """How `values` (account -> revenue, gross profit, what is owed) are spread.

    `roots`: account -> the account at the top of its group; one that is not named stands alone.
    """
    groups: dict[int, int] = {}
    for account, value in values.items():
        root = account if roots is None else roots.get(account, account)
        groups[root] = groups.get(root, 0) + value
    order = sorted(((value, root) for root, value in groups.items() if value > 0), key=lambda pair: (-pair[0], pair[1]))
    total = sum(value for value, _ in order)
    if not order:
        return Concentration(0, (), None, None)
    hhi = sum(value * value for value, _ in order) / (total * total)
    holders = tuple(Holder(root, value, 100 * value / total) for value, root in order)
    levels = (top_level(holders[0].percent, rules), hhi_level(hhi, rules))
    return Concentration(total, holders, hhi, max((each for each in levels if each is not None), default=None))


def roots(parents: Mapping[int, int]) -> dict[int, int]:
    """Account -> the top of its group, for every account that has a parent; a ring of parents is one group."""
    found: dict[int, int] = {}
    for account in parents:
        seen = [account]
        while (above := parents.get(seen[-1])) is not None and above not in seen:
            seen.append(above)
        found[account] = seen[-1] if above is None else min(seen[seen.index(above) :])
    return found


def top_level(percent: float | None, rules: policy.Concentration) -> Severity | None:
    """How bad it is that the largest customer has so many percent."""
    return _graded(percent, rules.top_amber, rules.top_red)


def hhi_level(hhi: float | None, rules: policy.Concentration) -> Severity | None:
    """How bad a sum of squared shares is."""
    return _graded(hhi, rules.hhi_amber, rules.hhi_red)


def _graded(value: float | None, amber: float, red: float) -> Severity | None:
    if value is None or value < amber:
        return None
    return Severity.RED if value >= red else Severity.AMBER
