"""Movement between tiers: who stood where on two days, and who moved in between (R22)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kamtui.domain.tiers import Tier


class Mover(NamedTuple):
    """An account that stands in another tier on the second day."""

    account_id: int
    before: Tier | None
    after: Tier | None

    @property
    def is_up(self) -> bool:
        """Whether it moved towards key."""
        return _rank(self.after) < _rank(self.before)


class Movement(NamedTuple):
    """The flow of a portfolio between two days."""

    first: dt.date
    last: dt.date
    counts: Mapping[tuple[Tier | None, Tier | None], int]
    """(tier on the first day, tier on the last day) -> accounts; None is "not decided"."""
    movers: tuple[Mover, ...]
    """Demotions and promotions, those that moved to or from key first."""


def movement(first: dt.date, last: dt.date, before: Mapping[int, Tier], after: Mapping[int, Tier]) -> Movement:
    """The flow from `before` (account -> tier on `first`) to `after` (on `last`)."""
    counts: Counter[tuple[Tier | None, Tier | None]] = Counter()
    movers = []
    for account in sorted(before.keys() | after.keys()):
        pair = before.get(account), after.get(account)
        counts[pair] += 1
        if pair[0] is not pair[1]:
            movers.append(Mover(account, *pair))
    movers.sort(key=lambda mover: (min(_rank(mover.before), _rank(mover.after)), mover.is_up, mover.account_id))
    return Movement(first, last, counts, tuple(movers))


def counts_by_day(
    days: Iterable[dt.date], decisions: Iterable[tuple[dt.date, int, Tier]]
) -> dict[dt.date, Counter[Tier]]:
    """How many accounts each tier holds at the end of each day, from decisions (date, account, tier), oldest first."""
    now: dict[int, Tier] = {}
    held: Counter[Tier] = Counter()
    pending = iter(decisions)
    coming = next(pending, None)
    result = {}
    for day in sorted(days):
        while coming is not None and coming[0] <= day:
            _, account, tier = coming
            if account in now:
                held[now[account]] -= 1
            now[account] = tier
            held[tier] += 1
            coming = next(pending, None)
        result[day] = Counter(held)
    return result


def _rank(tier: Tier | None) -> int:
    return len(Tier) if tier is None else tier.rank
