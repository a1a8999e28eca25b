"""Buying influences: who is missing, what is stale, who is against us (R38, R40; SIG-04, SIG-05, SIG-07)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from kamtui.domain.influences import FOUR, Role, is_of_before, is_stale, stale_after
from kamtui.domain.policy import Policy
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Situation, Someone
from kamtui.domain.tiers import Tier

WEIGHTY = (Role.ECONOMIC, Role.SPONSOR)
"""Whose being against us is red (SIG-07)."""

AGAINST = -1
"""From this stance down somebody prefers another, or works against us."""


def missing(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-04: nobody who has a name is known to be economic buyer, user, technical buyer or coach of a key account.

    Where nobody was ever touched, SIG-01 says so; where nobody is known, SIG-03 does.
    """
    if account.tier is not Tier.KEY or account.last_touch_on is None:
        return
    if all(one.is_placeholder for one in account.people):
        return
    lacking = [role for role in FOUR if not is_known(role, account.people)]
    if not lacking:
        return
    open_roles = tuple(role.value for role in lacking if placeholders(role, account.people))
    nobody = tuple(role.value for role in lacking if role.value not in open_roles)
    fields: dict[str, object] = {"roles": nobody, "unknown": open_roles}
    if not open_roles:
        text = "buying roles missing: {roles}"
    elif not nobody:
        text = "buying roles still unknown: {unknown}"
    else:
        text = "buying roles missing: {roles}; still unknown: {unknown}"
    yield Reason(
        "SIG-04", Severity.AMBER, text, fields, Action.PEOPLE, _lacking_since(account, lacking, on), len(lacking)
    )


def stale(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-05: what is judged of people was not verified for too long, their response mode included (R37, D29)."""
    if account.tier is Tier.UNATTRACTIVE:
        return
    rules = policy.influences
    old = [
        (one.influence.on, one.name)
        for one in account.people
        if one.influence is not None and not one.is_placeholder and is_stale(one.influence, account.tier, rules, on)
    ]
    if not old:
        yield from _moved(account, on)
        return
    (day, name), most = min(old), stale_after(account.tier, rules)
    fields: dict[str, object] = {"name": name, "days": (on - day).days, "most": most, "count": len(old)}
    text = "what is judged of {name} is {days}d old, max {most}"
    if len(old) > 1:
        text = "judgements of {count} people older than {most}d, of {name} {days}d"
    since = day + dt.timedelta(days=most + 1)
    yield Reason("SIG-05", Severity.INFO, text, fields, Action.PEOPLE, since, len(old))


def _moved(account: Situation, on: dt.date) -> Iterator[Reason]:
    """SIG-05, too: somebody took another position after they were judged."""
    moved = [
        (one.since, one.name)
        for one in account.people
        if one.influence is not None and one.since is not None and is_of_before(one.influence, one.since)
    ]
    if moved:
        since, name = min(moved)
        fields: dict[str, object] = {"name": name, "days": (on - since).days}
        text = "{name} has another position since {days}d and was judged before"
        yield Reason("SIG-05", Severity.INFO, text, fields, Action.PEOPLE, since, len(moved))


def against(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-07: who approves, or has been our sponsor, prefers another or works against us."""
    if account.tier is Tier.UNATTRACTIVE:
        return
    found: list[tuple[int, dt.date, Role, str]] = []
    for one in account.people:
        said = one.influence
        role = None if said is None else next((role for role in WEIGHTY if role in said.roles), None)
        if said is not None and role is not None and said.stance is not None and said.stance <= AGAINST:
            found.append((said.stance, one.against_since or said.on, role, one.name))
    if not found:
        return
    stance, since, role, name = min(found)
    fields: dict[str, object] = {"role": role.value, "name": name, "days": (on - since).days}
    text = "{role} {name} prefers another" if stance == AGAINST else "{role} {name} works against us"
    yield Reason("SIG-07", Severity.RED, text, fields, Action.PEOPLE, since, len(found))


def is_known(role: Role, people: Iterable[Someone]) -> bool:
    """Whether somebody who has a name is known to have a role."""
    return any(role in one.influence.roles for one in people if one.influence is not None and not one.is_placeholder)


def placeholders(role: Role, people: Iterable[Someone]) -> list[Someone]:
    """Those who stand for whoever has a role."""
    return [one for one in people if one.is_placeholder and one.influence is not None and role in one.influence.roles]


def _lacking_since(account: Situation, lacking: Iterable[Role], on: dt.date) -> dt.date:
    """Since somebody with one of the roles left; where nobody did, nobody ever knew, and it counts from today."""
    roles = set(lacking)
    left = [gone.on for gone in account.gone if gone.influence is not None and roles & set(gone.influence.roles)]
    return min(left, default=on)
