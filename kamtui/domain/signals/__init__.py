"""Signals: what asks for attention at an account on a day, and why (section 4.5, SIG-01 to SIG-35).

Each signal is a pure function of a `Situation` (what is known of the account on the day), the policy and the day. Only
what somebody did about a card is stored. Those whose facts the book does not keep yet are absent, not silent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from kamtui.domain.policy import Policy
from kamtui.domain.signals import (
    cadence,
    credit,
    influence,
    market,
    opportunities,
    people,
    planning,
    promises,
    receivables,
    relationship,
    sales,
    service,
    structure,
    supply,
    team,
    terms,
    voice,
)
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Situation

Look = Callable[[Situation, Policy, dt.date], Iterable[Reason]]

LOOKS: Sequence[Look] = (
    cadence.overdue,
    cadence.unclosed,
    people.silent_level,
    people.few_people,
    people.person_left,
    influence.missing,
    influence.stale,
    influence.against,
    relationship.status,
    relationship.contradiction,
    team.nobody_owns,
    team.nobody_covers,
    team.weak_owner,
    relationship.exception_waits,
    market.rival_moved,
    sales.fallen,
    sales.quiet,
    planning.plan,
    planning.goals,
    promises.ours,
    promises.theirs,
    promises.event_ahead,
    promises.forum_missing,
    structure.duplicate,
    voice.staff_opinion,
    voice.satisfaction_fell,
    supply.short,
    supply.peak_ahead,
    service.past_due,
    service.same_cause,
    receivables.overdue,
    receivables.pays_with_next_order,
    credit.exposure,
    credit.review,
    terms.unmet,
    terms.over_headroom,
    terms.ending,
    opportunities.renewal_ahead,
    opportunities.nobody_known,
)
"""Every signal that one account has by itself; `ranking` and `portfolio` have those of the whole book."""


def reasons(situation: Situation, policy: Policy, on: dt.date) -> list[Reason]:
    """Every reason an account has for attention on a day, the most pressing first."""
    return ranked(reason for look in LOOKS for reason in look(situation, policy, on))


def ranked(found: Iterable[Reason]) -> list[Reason]:
    """Reasons in the order they press: worst first, then who has waited longest."""
    return sorted(found, key=lambda reason: (-reason.severity, reason.since, reason.signal))


def is_in_hand(reason: Reason, situation: Situation) -> bool:
    """Whether a next step was promised that answers the reason, and is not late.

    Only what a next step can answer: a touch that is due stays due until it is logged.
    """
    return reason.action is Action.NEXT and reason.signal in situation.answered
