"""The whole book under other rules, read: which tier they would indicate for every account on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Set

from kamtui.domain.policy import Policy
from kamtui.domain.proposals import review_days
from kamtui.domain.simulation import Indicated, Simulated, indicated
from kamtui.domain.tiers import Tier
from kamtui.store import accounts, assessments, fiscal, owners, policies, proposals, rankings, tiers
from kamtui.store.assessments import Assessment
from kamtui.store.rankings import Ground, Rankings
from kamtui.store.sqlite import Connection


def simulate(conn: Connection, on: dt.date, others: Policy) -> list[Simulated]:
    """Every account by the rules in force on a day and by other ones, in the order of names."""
    base, held = Ground(conn), tiers.of_all(conn, on)
    rules = policies.in_force(conn, on)
    (newest,) = review_days(on, 1, fiscal.start(conn))
    one, other = (rankings.ranked(conn, newest, policy, base, [policy.tiers.method]) for policy in (rules, others))
    # what speaks against key is asked only where it decides: who is above the line and key already stays so
    keys = {account for account, tier in held.items() if tier is Tier.KEY}
    above = (_above(one) | _above(other)) - keys
    now = _assessed(conn, on, rules, base, above)
    if _scores_alike(rules, others):
        then = now._replace(policy=others)
    else:
        then = _assessed(conn, on, others, base, above)
    there, buyers = accounts.there(conn, on), base.buyers.by(on)
    before, after = (_indicated(ranked, found, there, held, buyers) for ranked, found in ((one, now), (other, then)))
    managers, names = owners.of_all(conn, on), accounts.names(conn)
    return [
        Simulated(
            account, names[account], managers.get(account, ""), held.get(account), before[account], after[account]
        )
        for account in sorted(there, key=lambda account: (names[account], account))
    ]


def _above(ranked: Rankings) -> frozenset[int]:
    return ranked.by[ranked.policy.tiers.method].above


def _assessed(conn: Connection, on: dt.date, policy: Policy, base: Ground, among: Set[int]) -> Assessment:
    whole = rankings.whole(conn, on, policy, base)
    return assessments.assess(conn, on, policy=policy, among=among, currency=base.currency, whole=whole)


def _scores_alike(one: Policy, other: Policy) -> bool:
    """Whether two policies differ only in how facts are judged, not in what is a fact."""
    judged_alike = one._replace(
        version=other.version,
        name=other.name,
        about=other.about,
        tiers=other.tiers,
        composite=other.composite,
        cards=other.cards,
    )
    return judged_alike == other and assessments.is_timed(one) == assessments.is_timed(other)


def _indicated(
    ranked: Rankings, now: Assessment, there: Iterable[int], held: Mapping[int, Tier], buyers: Set[int]
) -> Mapping[int, Indicated]:
    """Account -> what the newest review says, with what is against key on the day."""
    said = {}
    for account in there:
        review = proposals.reviewed(ranked, account)
        against = proposals.against_key(now, account, None) if review.is_above and account in now.facts else ()
        said[account] = indicated(now.policy, review, against, held.get(account), bought=account in buyers)
    return said
