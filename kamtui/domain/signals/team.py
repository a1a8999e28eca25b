"""Who of us looks after a key account and its people (R46, R91; SIG-33)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from kamtui.domain.influences import is_key_person
from kamtui.domain.policy import Policy
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Situation, Someone
from kamtui.domain.tiers import Tier


def nobody_owns(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-33: a key account has no owner, in a book where accounts have owners."""
    if account.tier is Tier.KEY and not account.owner and account.has_owners:
        yield Reason("SIG-33", Severity.AMBER, "key account without an owner", {}, Action.OWNER, on)


def nobody_covers(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-33: key people of a key account are covered by none of us, in a book where somebody covers anybody."""
    if account.tier is not Tier.KEY or not account.has_covers:
        return
    bare = uncovered(account.people)
    if bare:
        fields: dict[str, object] = {"name": bare[0].name, "more": len(bare) - 1}
        text = "{name} and {more} more key people covered by nobody" if bare[1:] else "{name} is covered by nobody"
        yield Reason("SIG-33", Severity.AMBER, text, fields, Action.PEOPLE, on, len(bare))


def weak_owner(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-33: who looks after a key account is rated too low for it; only heads know ratings (R91)."""
    least = policy.team.least_rating
    if account.tier is Tier.KEY and account.rating is not None and account.rating < least:
        fields: dict[str, object] = {"name": account.owner, "rating": account.rating, "least": least}
        text = "{name} is rated {rating:.1f}, key accounts need {least:g}"
        yield Reason("SIG-33", Severity.AMBER, text, fields, Action.OWNER, on)


def uncovered(people: Iterable[Someone]) -> list[Someone]:
    """The key people whom none of us covers; a role whose holder is not known cannot be covered."""
    return [
        one
        for one in people
        if not one.covered and not one.is_placeholder and is_key_person(one.level, one.influence, marked=one.is_marked)
    ]
