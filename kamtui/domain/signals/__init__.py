"""Signals: what asks for attention at an account on a day, and why (section 4.5, SIG-01 to SIG-35).

Each signal is a pure function of a `Situation` (what is known of the account on the day), the policy and the day. Only
what somebody did about a card is stored. Those whose facts the book does not keep yet are absent, not silent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import attrgetter

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
from kamtui.domain.tiers import Tier

Look = Callable[[Situation, Policy, dt.date], Iterable[Reason]]

KEY = "key"
"""Stands among the fields for: it is a key account."""

LOOKS: Mapping[Look, tuple[str, ...]] = {
    cadence.overdue: (),
    cadence.unclosed: ("unclosed_on",),
    people.silent_level: ("people",),
    people.few_people: (KEY,),
    people.person_left: ("gone",),
    influence.missing: ("people",),
    influence.stale: ("people",),
    influence.against: ("people",),
    relationship.status: ("status",),
    relationship.contradiction: ("status",),
    team.nobody_owns: (KEY,),
    team.nobody_covers: ("people",),
    team.weak_owner: (KEY,),
    relationship.exception_waits: ("exception",),
    market.rival_moved: ("rival",),
    sales.fallen: ("trend",),
    sales.quiet: ("last_order_on",),
    planning.plan: (KEY,),
    planning.goals: ("plan",),
    promises.ours: ("ours",),
    promises.theirs: ("theirs",),
    promises.event_ahead: ("event",),
    promises.forum_missing: (KEY,),
    structure.duplicate: ("namesakes",),
    voice.staff_opinion: (KEY, "opinions"),
    voice.satisfaction_fell: ("opinions",),
    supply.short: ("short",),
    supply.peak_ahead: ("peaks",),
    service.past_due: ("issues",),
    service.same_cause: ("repeated",),
    receivables.overdue: ("overdue",),
    receivables.pays_with_next_order: ("patterns",),
    credit.exposure: ("credit",),
    credit.review: ("credit",),
    terms.unmet: ("terms",),
    terms.over_headroom: ("terms",),
    terms.ending: ("terms",),
    opportunities.renewal_ahead: ("deals",),
    opportunities.nobody_known: ("deals",),
}
"""Every signal that one account has by itself; `ranking` and `portfolio` have those of the whole book.

Beside each the fields of the situation of which one must hold something for it to say anything; () is always.
"""

_FIELDS = tuple(sorted({field for fields in LOOKS.values() for field in fields} - {KEY}))

_held: Callable[[Situation], tuple[object, ...]] = attrgetter(*_FIELDS)


@cache
def _looks(*holds: bool) -> list[Look]:
    """What can say anything of an account: whether it is key, and whether each of _FIELDS holds something."""
    there = {field for field, is_there in zip((KEY, *_FIELDS), holds, strict=True) if is_there}
    return [look for look, fields in LOOKS.items() if not fields or not there.isdisjoint(fields)]


def reasons(situation: Situation, policy: Policy, on: dt.date) -> list[Reason]:
    """Every reason an account has for attention on a day, the most pressing first."""
    looks = _looks(situation.tier is Tier.KEY, *map(bool, _held(situation)))
    found = [reason for look in looks for reason in look(situation, policy, on)]
    return ranked(found) if len(found) > 1 else found


def ranked(found: Iterable[Reason]) -> list[Reason]:
    """Reasons in the order they press: worst first, then who has waited longest."""
    return sorted(found, key=lambda reason: (-reason.severity, reason.since, reason.signal))


def is_in_hand(reason: Reason, situation: Situation) -> bool:
    """Whether a next step was promised that answers the reason, and is not late.

    Only what a next step can answer: a touch that is due stays due until it is logged.
    """
    return reason.action is Action.NEXT and reason.signal in situation.answered
