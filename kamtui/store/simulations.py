"""The whole book under other rules, read: which tier they would indicate for every account on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.policy import Policy
from kamtui.domain.simulation import Indicated, Simulated, indicated
from kamtui.store import accounts, owners, policies, proposals, tiers
from kamtui.store.sqlite import Connection


def simulate(conn: Connection, on: dt.date, rules: Policy) -> list[Simulated]:
    """Every account by the rules in force on a day and by other ones, in the order of names."""
    before, after = (_indicated(conn, on, policy) for policy in (policies.in_force(conn, on), rules))
    held, managers, names = tiers.of_all(conn, on), owners.of_all(conn, on), accounts.names(conn)
    return [
        Simulated(account, names[account], managers.get(account, ""), held.get(account), now, after[account])
        for account, now in sorted(before.items(), key=lambda entry: (names[entry[0]], entry[0]))
    ]


def _indicated(conn: Connection, on: dt.date, policy: Policy) -> Mapping[int, Indicated]:
    """Account -> what the newest review says, with what is against key on the day."""
    held = tiers.of_all(conn, on)
    found = proposals.reviews(conn, on, policy._replace(tiers=policy.tiers._replace(reviews=1)))
    said = {}
    for account, facts in found.now.facts.items():
        (review,) = found.of(account)
        against = proposals.against_key(found.now, account, None) if review.is_above else ()
        said[account] = indicated(policy, review, against, held.get(account), bought=facts.bought_first is not None)
    return said
