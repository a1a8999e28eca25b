"""How service went in a time: settled at the first go, in time, and what complaints changed (R56, R66, R68)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from kamtui.domain.issues import Issue, IssueKind, Seen, in_turn, tier_place
from kamtui.domain.serviceclocks import Clock, Pace, hours
from kamtui.domain.tiers import Tier
from kamtui.domain.traderules import ServiceRules


class Kept(NamedTuple):
    """How often a clock was kept, of those that are decided: done, or late and not done."""

    kept: int
    of: int

    @property
    def share(self) -> float | None:
        """0-1; None: none is decided."""
        return self.kept / self.of if self.of else None


class Served(NamedTuple):
    """How the accounts of one tier were served."""

    tier: Tier | None
    """Of the day of each issue; None: without a tier."""
    issues: int
    open: int
    first_time: int
    """Settled at the first go."""
    first_time_known: int
    """Settled, and said whether at the first go."""
    resolved: int
    response: Kept
    resolution: Kept
    hours: float | None
    """Half of those settled took at most so long; None: none is settled."""

    @property
    def first_time_share(self) -> float | None:
        """Of those of which it is known, 0-1; None: of none."""
        return self.first_time / self.first_time_known if self.first_time_known else None


class Improvement(NamedTuple):
    """What a complaint taught."""

    issue_id: int
    account_id: int
    account: str
    on: dt.date
    resolved_on: dt.date | None
    """None: it is open."""
    title: str
    cause: str
    lesson: str
    prevented_by: str


class ServiceReport(NamedTuple):
    """How issues that came in within a time were served, as far as one sees them."""

    first: dt.date
    last: dt.date
    tiers: Sequence[Served]
    improvements: Sequence[Improvement]
    """Complaints, the latest first."""


def service_report(
    issues: Sequence[Issue], first: dt.date, last: dt.date, rules: ServiceRules, now: dt.datetime
) -> ServiceReport:
    """The report on issues that came in from `first` to `last`, as it stands at a moment."""
    by_tier: dict[Tier | None, list[Seen]] = {}
    for one in in_turn(issues, rules, now):
        by_tier.setdefault(one.issue.tier, []).append(one)
    tiers = [_served(tier, by_tier[tier]) for tier in sorted(by_tier, key=tier_place)]
    return ServiceReport(first, last, tiers, improvements(issues))


def improvements(issues: Iterable[Issue]) -> list[Improvement]:
    """What complaints taught, the latest first; those that taught nothing yet are named, too."""
    found = [
        Improvement(
            one.id,
            one.account_id,
            one.account,
            one.on,
            one.resolved_on,
            one.title,
            one.cause,
            one.lesson,
            one.prevented_by,
        )
        for one in issues
        if one.kind is IssueKind.COMPLAINT
    ]
    return sorted(found, key=lambda one: (one.on, one.issue_id), reverse=True)


def _served(tier: Tier | None, seen: Sequence[Seen]) -> Served:
    done = [one for one in seen if not one.issue.is_open]
    said = [one.issue.first_time for one in done if one.issue.first_time is not None]
    took = [(one.issue.resolved_at - one.issue.at).total_seconds() for one in done if one.issue.resolved_at is not None]
    return Served(
        tier=tier,
        issues=len(seen),
        open=len(seen) - len(done),
        first_time=sum(said),
        first_time_known=len(said),
        resolved=len(done),
        response=_kept(one.clocks.response for one in seen),
        resolution=_kept(one.clocks.resolution for one in seen),
        hours=hours(dt.timedelta(seconds=median(took))) if took else None,
    )


def _kept(found: Iterable[Clock]) -> Kept:
    paces = [clock.pace for clock in found]
    kept = paces.count(Pace.KEPT)
    return Kept(kept, kept + paces.count(Pace.MISSED) + paces.count(Pace.LATE))
