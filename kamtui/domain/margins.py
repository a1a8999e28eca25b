"""What accounts bring, cost and leave, one by one and summed up by tier or manager (R50, R53).

A sum says of how many accounts the gross profit is unknown: they are in its revenue and its costs, but in no net.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from kamtui.domain.costs import NOTHING, SERVING, Costs, Part, together
from kamtui.domain.tiers import Tier
from kamtui.domain.whale import Earned

K = TypeVar("K")


class Result(NamedTuple):
    """What some accounts brought together, in 1/10,000."""

    accounts: int = 0
    revenue: int = 0
    unknown: int = 0
    """Accounts whose gross profit nobody knows."""
    known_revenue: int = 0
    """Of the others."""
    profit: int | None = None
    """Gross, of the others; None where nobody's is known."""
    costs: Costs = NOTHING
    """Of all of them."""
    net: int | None = None
    """What those left whose gross profit is known."""
    gross: int = 0
    """How many of these are counted without their cost-to-serve, of which nothing is known."""
    without: Mapping[Part, int] = {}
    """How many accounts of all lack a part of the costs."""

    @property
    def margin(self) -> float | None:
        """Gross profit in percent of the revenue that it is known for."""
        return percent(self.profit, self.known_revenue)

    @property
    def net_margin(self) -> float | None:
        """What is left in percent of the revenue that it is known for."""
        return percent(self.net, self.known_revenue)

    @property
    def covered(self) -> float | None:
        """Percent of the revenue whose gross profit is known."""
        return percent(self.known_revenue, self.revenue)


def result(earned: Iterable[Earned]) -> Result:
    """What these accounts brought, cost and left together."""
    every = list(earned)
    known = [(account, account.profit, account.value) for account in every if account.profit is not None]
    lacking = {part: sum(getattr(account.costs, part) is None for account in every) for part in SERVING}
    lacking[Part.CONCESSIONS] = sum(account.costs.granted is None for account in every)
    return Result(
        accounts=len(every),
        revenue=sum(account.revenue for account in every),
        unknown=len(every) - len(known),
        known_revenue=sum(account.revenue for account, _, _ in known),
        profit=sum(profit for _, profit, _ in known) if known else None,
        costs=together(account.costs for account in every),
        net=sum(value or 0 for _, _, value in known) if known else None,
        gross=sum(account.is_gross for account, _, _ in known),
        without={part: count for part, count in lacking.items() if count},
    )


def by(earned: Iterable[Earned], group: Callable[[int], K], order: Iterable[K]) -> dict[K, Result]:
    """Group -> what its accounts brought, in this order; a group without an account is left out."""
    members: dict[K, list[Earned]] = defaultdict(list)
    for account in earned:
        members[group(account.account_id)].append(account)
    return {each: result(members[each]) for each in order if each in members}


def by_tier(earned: Iterable[Earned], tiers: Mapping[int, Tier]) -> dict[Tier | None, Result]:
    """Each tier's result, key first, accounts without a tier last."""
    return by(earned, tiers.get, (*Tier, None))


def by_manager(earned: Iterable[Earned], owners: Mapping[int, str]) -> dict[str, Result]:
    """Each manager's result in the order of their logins; "" is nobody."""
    return by(earned, lambda account: owners.get(account, ""), sorted({"", *owners.values()}))


def key_earns_less(tiers: Mapping[Tier | None, Result]) -> bool:
    """Whether the margin on key accounts is below that on regular ones: volume from big, profit from small (R53)."""
    key, regular = (tiers[tier].net_margin if tier in tiers else None for tier in (Tier.KEY, Tier.REGULAR))
    return key is not None and regular is not None and key < regular


def percent(part: int | None, whole: int) -> float | None:
    """A part in percent of a whole; None where either is unknown or the whole is not above zero."""
    return 100 * part / whole if part is not None and whole > 0 else None
