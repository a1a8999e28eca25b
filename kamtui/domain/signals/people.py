"""Who at the customer is in touch with us: levels and people have their own clocks (R44; SIG-02, SIG-03, SIG-06)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kamtui.domain.contacts import Function, Level
from kamtui.domain.coverage import ACTIVE_DAYS, is_alive
from kamtui.domain.influences import Role
from kamtui.domain.policy import Policy
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Gone, Situation, Someone
from kamtui.domain.stages import MOST_OF_IT
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier

THROUGH_ONE = 1 / 3
"""From this share of a year's touches on, a person who leaves takes the relationship along: a default of ours."""

TRACE_DAYS = 365
"""For so long a person who left asks for a new start, unless the relationship is rated anew before."""

BEARING = (Role.ECONOMIC, Role.SPONSOR, Role.COACH)
"""On whom a relationship hangs (R21, D30)."""

BOUGHT = frozenset((Tier.KEY, Tier.REGULAR))


def active(account: Situation, on: dt.date) -> list[Someone]:
    """The people of an account who were touched lately."""
    return [one for one in named(account) if one.last_on is not None and (on - one.last_on).days <= ACTIVE_DAYS]


def named(account: Situation) -> list[Someone]:
    """The people of an account without the placeholders."""
    return [one for one in account.people if not one.is_placeholder]


def silent_level(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-02: a level of a key account has people we know and none of them was touched within its maximum (D13).

    A level whose people are all too new to have been silent for so long is not silent; where nobody was ever touched,
    SIG-01 says so. Mails and messages count half, two of them are needed, and to an executive they do not count at
    all: a level that was only written to is as silent as it was (D14, P17).
    """
    if account.tier is not Tier.KEY or account.last_touch_on is None:
        return
    for level in Level:
        here = [one for one in named(account) if one.level is level]
        most = policy.levels.most(level)
        if not here or is_alive(level, here):
            continue
        touched = max((one.last_on for one in here if one.last_on is not None), default=None)
        known = [one.since for one in here if one.since is not None]
        if len(known) == len(here) and (on - min(known)).days <= most:
            continue
        # the one whom we know best there, else the one who has waited longest
        whom = max(here, key=lambda one: (one.last_on or dt.date.min, -one.contact_id))
        if touched is None:
            text, fields = "{level} level never touched: {name}", {"level": level.value, "name": whom.name}
            yield Reason("SIG-02", Severity.AMBER, text, dict(fields), Action.PEOPLE, on)
            continue
        days = (on - touched).days
        since = min(touched + dt.timedelta(days=most + 1), on)
        if days > most:
            text = "{level} level silent {days}d, max {most}: {name}"
        elif level is Level.EXEC:
            text = "{level} level only mailed in {most}d: {name}"
        else:
            text = "{level} level has one mail in {most}d: {name}"
        numbers: dict[str, object] = {"level": level.value, "days": days, "most": most, "name": whom.name}
        yield Reason("SIG-02", Severity.AMBER, text, numbers, Action.PEOPLE, since)


def few_people(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-03: a key account hangs on fewer active people than the policy asks for; on one it is red."""
    if account.tier is not Tier.KEY or account.last_touch_on is None:
        return
    here = active(account, on)
    needed = policy.signals.people
    if len(here) >= needed:
        return
    # on one person it is red, and it has been that since the second fell silent, not since the third did
    since = _thin_since(account, needed if len(here) > 1 else min(needed, 2), on)
    fields: dict[str, object] = {"count": len(here), "known": len(named(account)), "needed": needed}
    if not named(account):
        yield Reason("SIG-03", Severity.AMBER, "nobody is known there", {}, Action.PEOPLE, on)
    elif len(here) == 1:
        text = "hangs on one person: {name}; {needed} are needed"
        yield Reason("SIG-03", Severity.RED, text, {**fields, "name": here[0].name}, Action.PEOPLE, since)
    else:
        severity = Severity.AMBER if here else Severity.RED
        text = "{count} of {known} people active in 90d, {needed} needed"
        yield Reason("SIG-03", severity, text, fields, Action.PEOPLE, since)


def person_left(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-06: somebody on whom the relationship hung left, and nobody rated it anew since (R21, D30)."""
    if account.tier not in BOUGHT:
        return
    left = [one for one in unanswered(account, on) if mattered(one)]
    if left:
        gone = left[0]
        fields: dict[str, object] = {"name": gone.name, "days": (on - gone.on).days, "share": 100 * gone.share}
        text = "{name} left {days}d ago ({share:.0f} % of touches): start anew?"
        if (role := bearing(gone)) is not None:
            text = "{role} {name} left {days}d ago ({share:.0f} % of touches): start anew?"
            fields["role"] = role.value
        yield Reason("SIG-06", Severity.RED, text, fields, Action.PLAYBOOK, gone.on, len(left))


def unanswered(account: Situation, on: dt.date) -> list[Gone]:
    """Who left within a year and after whom the relationship was not rated, the latest first.

    Which came first on one day is not known: only a rating that says they start anew answers it then.
    """
    rated, anew = account.status_on, account.status is Status.DEVELOPING
    return [
        one
        for one in account.gone
        if (rated is None or rated < one.on or (rated == one.on and not anew)) and (on - one.on).days <= TRACE_DAYS
    ]


def mattered(gone: Gone) -> bool:
    """Whether the relationship hung on them: an executive, a buyer who decides, or much of the contact was with them.

    Who approves, guides or sponsors is what was judged of them; where nothing was, it is who works in purchasing above
    the front line.
    """
    if gone.influence is None:
        bears = gone.function is Function.PURCHASING and gone.level is Level.MID
    else:
        bears = bearing(gone) is not None
    return gone.level is Level.EXEC or bears or gone.share >= THROUGH_ONE or gone.weight > MOST_OF_IT


def bearing(gone: Gone) -> Role | None:
    """The role because of which the relationship hung on them; None: nobody judged that they had one."""
    return None if gone.influence is None else next((role for role in BEARING if role in gone.influence.roles), None)


def _thin_since(account: Situation, needed: int, on: dt.date) -> dt.date:
    """The day on which the number of active people fell below `needed`.

    Where there never were so many: since it is key and in touch with us, or since somebody left who may have been one.
    """
    days = sorted((one.last_on for one in account.people if one.last_on is not None), reverse=True)
    if len(days) >= needed:
        return min(days[needed - 1] + dt.timedelta(days=ACTIVE_DAYS + 1), on)
    left = (one.on for one in account.gone)
    known = [day for day in (account.tier_on, account.first_touch_on, *left) if day is not None]
    return max(known, default=on)
