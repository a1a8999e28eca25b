"""Scores over time: one account at the end of every quarter, and who rose most between two days (R18, R22, R59)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain.counterfactuals import Driver, drivers
from kamtui.domain.periods import Period, fiscal_quarter
from kamtui.domain.policy import Policy
from kamtui.domain.proposals import Reviewed
from kamtui.domain.scorecards import Scorecard
from kamtui.domain.tiers import Tier
from kamtui.store import accounts, assessments, fiscal, owners, policies, proposals, rankings, tiers
from kamtui.store.rankings import Ground, Rankings
from kamtui.store.sqlite import Connection
from kamtui.store.tiers import TierDecision


class Point(NamedTuple):
    """One account at the end of a quarter."""

    on: dt.date
    is_partial: bool
    """Whether the quarter still runs on this day."""
    policy: Policy
    card: Scorecard
    review: Reviewed | None
    """Beside the line of that day; None where nobody asked for lines."""
    tier: Tier | None
    decisions: tuple[TierDecision, ...]
    """Of this quarter, oldest first."""


class Riser(NamedTuple):
    """An account that is not key and scores higher than before."""

    account_id: int
    name: str
    owner: str
    tier: Tier | None
    before: float
    """Its composite then and now, 0-100."""
    after: float
    card: Scorecard
    drivers: tuple[Driver, ...]
    """The largest effect first."""

    @property
    def growth(self) -> float:
        """Points gained."""
        return self.after - self.before


class Rising(NamedTuple):
    """Who rose between two days."""

    risers: list[Riser]
    """The largest growth first."""
    newly_scored: int
    """Accounts that had no score on the first day: nothing is known of their growth."""


def timeline(conn: Connection, account: int, first: dt.date, last: dt.date, *, lines: bool) -> list[Point]:
    """One account at every quarter end from `first` to `last`, oldest first, and on `last` where a quarter runs then.

    Every day is judged by the policy in force on it, the book's first one before that. With `lines` the whole book is
    ranked on every day, to say where the line ran.
    """
    decided = tiers.history(conn, account)
    base = Ground(conn) if lines else None
    made = []
    for quarter in _quarters(first, last, fiscal.start(conn)):
        on = min(quarter.last, last)
        policy = policies.in_force_or_first(conn, on)
        found = assessments.assess(conn, on, policy=policy, among=[account])
        if account not in found.facts:
            # archived by then
            continue
        review = None if base is None else proposals.reviewed(_ranked(conn, on, policy, base), account)
        there = tuple(each for each in decided if quarter.first <= each.on <= on)
        tier = tiers.in_force(conn, account, on)
        made.append(Point(on, on < quarter.last, policy, found.card(account), review, tier, there))
    return made


def rising(conn: Connection, first: dt.date, last: dt.date) -> Rising:
    """The accounts that are not key and gained points from one day to another, both judged by the last day's rules."""
    policy = policies.in_force(conn, last)
    before, after = (assessments.assess(conn, day, policy=policy) for day in (first, last))
    held, managers, names = tiers.of_all(conn, last), owners.of_all(conn, last), accounts.names(conn)
    risers, newly_scored = [], 0
    for account in after.facts.keys() & before.facts.keys():
        if held.get(account) is Tier.KEY:
            continue
        then, now = before.card(account), after.card(account)
        if now.composite is None:
            continue
        if then.composite is None:
            newly_scored += 1
        elif now.composite > then.composite:
            riser = Riser(
                account_id=account,
                name=names[account],
                owner=managers.get(account, ""),
                tier=held.get(account),
                before=then.composite,
                after=now.composite,
                card=now,
                drivers=drivers(then, now),
            )
            risers.append(riser)
    return Rising(sorted(risers, key=lambda riser: (-riser.growth, riser.account_id)), newly_scored)


def _ranked(conn: Connection, on: dt.date, policy: Policy, base: Ground) -> Rankings:
    """The book on a day by the policy's method."""
    return rankings.ranked(conn, on, policy, base, [policy.tiers.method])


def _quarters(first: dt.date, last: dt.date, fiscal_start: int) -> list[Period]:
    """The quarters that end from `first` on and begin up to `last`, oldest first."""
    found = []
    quarter = fiscal_quarter(first, fiscal_start)
    while quarter.first <= last:
        found.append(quarter)
        quarter = fiscal_quarter(quarter.last + dt.timedelta(days=1), fiscal_start)
    return found
