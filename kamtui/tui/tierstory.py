"""What the tier page tells of one account, read once: why it has its tier, and how it came to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from kamtui.domain.proposals import review_days
from kamtui.domain.scorecards import Scorecard
from kamtui.store import assessments, explanations, fiscal, policies, proposals, tiers
from kamtui.store.explanations import Explanation
from kamtui.store.policies import PolicyVersion
from kamtui.store.proposals import Answer, Reviews
from kamtui.store.sqlite import Connection
from kamtui.store.tiers import TierDecision

QUARTERS = 8
"""Quarter ends of the timeline."""


class Story(NamedTuple):
    """One account on a day."""

    found: Explanation
    trend: tuple[tuple[dt.date, Scorecard], ...]
    """Its scorecard at the last quarter ends, oldest first, all by today's policy."""
    decisions: Sequence[TierDecision]
    """Oldest first."""
    answers: Sequence[Answer]
    versions: Sequence[PolicyVersion]


def read(conn: Connection, account: int, on: dt.date, reviews: Reviews | None = None) -> Story:
    """The story of one account on a day; `reviews` are those of the day, where they are made already.

    Raises NotFound where it is archived or unknown.
    """
    found = explanations.explain(conn, account, on, reviews)
    days = review_days(on, QUARTERS, fiscal.start(conn))
    past = [assessments.assess(conn, day, policy=found.policy, among=[account]) for day in reversed(days)]
    return Story(
        found,
        tuple((each.on, each.card(account)) for each in past if account in each.facts),
        [decision for decision in tiers.history(conn, account) if decision.on <= on],
        [answer for answer in proposals.answers(conn, account) if answer.on <= on],
        [version for version in policies.history(conn) if version.on <= on],
    )
