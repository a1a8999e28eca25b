"""How complete the profiles of accounts are, and what is missing, stale or in doubt (R32, R83, R103)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from kamtui.domain.profiles import Completeness, Gap, Held, completeness, gaps, held_by
from kamtui.domain.tiers import Tier
from kamtui.store import accounts, policies, profiles
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection


class Profiled(NamedTuple):
    """The profile of one account as a whole."""

    account_id: int
    name: str
    tier: Tier | None
    owner: str
    completeness: Completeness
    gaps: Sequence[Gap]
    held_by: Held | None
    unsourced: Sequence[str]
    """Fields of which nobody said who says so."""

    @property
    def is_held_by_barrier_only(self) -> bool:
        """Whether a key account stays only because leaving is hard (R32)."""
        return self.tier is Tier.KEY and self.held_by is Held.BARRIER


def of(conn: Connection, on: dt.date, keys: Sequence[int]) -> list[Profiled]:
    """The profiles of these accounts, the least complete first; of one percent the one that is older."""
    scope = Scope(conn, on, keys)
    known, there = profiles.of_accounts(scope), profiles.basics(scope)
    # only what is kept can be stale; to read the policy for nothing takes longer than one account does
    days = policies.in_force(conn, on).signals.profile_days if known else 0
    found = []
    for row in accounts.rows(conn, keys):
        kept, basics = known.get(row.id, {}), there.get(row.id, ())
        found.append(
            Profiled(
                row.id,
                row.name,
                row.tier,
                row.owner,
                completeness(kept, basics, on, days),
                gaps(kept, basics, on, days),
                held_by(kept),
                profiles.without_source(kept.values()),
            )
        )
    return sorted(
        found, key=lambda one: (one.completeness.percent, one.completeness.oldest_on or dt.date.min, one.name)
    )


def at_account(conn: Connection, account: int, on: dt.date) -> Profiled:
    """The profile of one account as a whole; raises NotFound."""
    accounts.row(conn, account)
    return of(conn, on, [account])[0]
