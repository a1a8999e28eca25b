"""The tiers of the whole book on any day, from one reading of all decisions."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from kamtui.domain.movement import Movement, counts_by_day, movement
from kamtui.domain.tiers import Tier
from kamtui.store import tiers
from kamtui.store.sqlite import Connection

Pair = tuple[Tier | None, Tier | None]


class TierPast:
    """What was decided until now; it is read again when a decision is added."""

    def __init__(self, conn: Connection) -> None:
        self._decisions = tiers.decisions(conn)

    def on(self, day: dt.date) -> dict[int, Tier]:
        """Account -> tier on a day, for every account that had one."""
        until = bisect_right(self._decisions, day, key=lambda decision: decision[0])
        return {account: tier for _, account, tier in self._decisions[:until]}

    def counts(self, days: Sequence[dt.date]) -> dict[dt.date, Counter[Tier]]:
        """How many accounts each tier had at the end of each day."""
        return counts_by_day(days, self._decisions)


class Flow:
    """Where every account stood on two days."""

    def __init__(self, past: TierPast, first: dt.date, last: dt.date) -> None:
        self._before, self._after = past.on(first), past.on(last)
        self.movement: Movement = movement(first, last, self._before, self._after)

    def pair(self, account: int) -> Pair:
        """The tiers of an account on the two days."""
        return self._before.get(account), self._after.get(account)

    def accounts(self, before: Sequence[Tier | None], after: Sequence[Tier | None]) -> list[int]:
        """The accounts that went from one of these tiers to one of those."""
        keys = sorted(self._before.keys() | self._after.keys())
        return [key for key in keys if self._before.get(key) in before and self._after.get(key) in after]
