"""Red flags: what is unknown, unverified or in doubt at an account, and what was flagged by hand (R39, R83).

Flags are computed from what is known; only what somebody flagged, and what is done about it, is stored. They lower how
far the data can be relied on, never a score.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from kamtui.domain.coverage import ACTIVE_DAYS
from kamtui.domain.influences import FOUR, Influence, Role, is_key_person, is_of_before, is_stale, stale_after
from kamtui.domain.policy import Policy
from kamtui.domain.profiles import Gap
from kamtui.domain.signals.influence import is_known, placeholders
from kamtui.domain.signals.situation import Someone
from kamtui.domain.tiers import Tier

NOTHING: Mapping[str, object] = MappingProxyType({})

PROFILE = "profile:"
"""How the subject of a flag about the profile begins."""

JUDGED: Mapping[str, str] = {
    "degree": "how much the word of {name} weighs is unknown",
    "mode": "how {name} receives a proposal is unknown",
    "stance": "where {name} stands is unknown",
    "rung": "how {name} sees us is unknown",
}
"""What must be judged of a key person, and what is said where it is not: English messages."""

ROLES: Mapping[Role, str] = {
    Role.ECONOMIC: "who approves the purchase is unknown",
    Role.USER: "who lives with what is bought is unknown",
    Role.TECHNICAL: "who screens what is bought is unknown",
    Role.COACH: "nobody guides us there",
}


class Flag(NamedTuple):
    """Something in doubt."""

    subject: str
    """role:economic, degree, mode, stance, rung, win, judged, stale, cover, silent, profile:goals, or any words."""
    text: str
    """English message with {fields}; of one by hand what somebody wrote, or ""."""
    fields: Mapping[str, object] = NOTHING
    contact_id: int | None = None
    """None: of the account."""
    contact: str = ""
    since: dt.date | None = None
    """None: nobody knows."""
    counts: int = 1
    """How many of the things looked at it is."""


class Kept(NamedTuple):
    """A row of the book: a flag raised by hand, or what is done about one that is computed."""

    id: int
    subject: str
    text: str
    contact_id: int | None
    contact: str
    strength: str
    """Of ours, used against it."""
    task_id: int | None
    task: str
    """Its title; "" for none."""
    is_task_open: bool
    on: dt.date
    by_hand: bool
    author: str


class Flagged(NamedTuple):
    """A flag, and what is done about it."""

    flag: Flag
    kept: Kept | None
    """None: nothing is done about it."""

    @property
    def by_hand(self) -> bool:
        """Whether somebody raised it."""
        return self.kept is not None and self.kept.by_hand

    @property
    def is_answered(self) -> bool:
        """Whether a strength or a task is set against it."""
        return self.kept is not None and bool(self.kept.strength or self.kept.task_id)


class RedFlags(NamedTuple):
    """The red flags of an account on a day."""

    flags: Sequence[Flagged]
    """Those of the account first, then person by person."""
    looked: int
    """How many things were looked at."""

    @property
    def confidence(self) -> int | None:
        """Of what was looked at, how much is not in doubt, in percent; None where there was nothing to look at."""
        doubted = sum(each.flag.counts for each in self.flags)
        return None if not self.looked else 100 * max(self.looked - doubted, 0) // self.looked


def computed(people: Sequence[Someone], tier: Tier | None, policy: Policy, on: dt.date) -> tuple[list[Flag], int]:
    """What is in doubt about the people of an account on a day, and how many things were looked at."""
    if tier is Tier.UNATTRACTIVE:
        return [], 0
    flags, looked = list(_roles(people)), len(FOUR)
    for one in people:
        if one.is_placeholder:
            continue
        if not is_key_person(one.level, one.influence, marked=one.is_marked):
            # of them nothing must be known, but what is must be fresh
            flags += _stale(one, tier, policy, on)
            looked += one.influence is not None
            continue
        here = list(_person(one, tier, policy, on))
        flags += here
        looked += _LOOKED + (one.influence is not None and Role.ECONOMIC in one.influence.roles)
    return flags, looked


def merged(found: Iterable[Flag], kept: Iterable[Kept], looked: int) -> RedFlags:
    """Flags with what is done about them; rows about what is known by now are left out, those by hand stand."""
    rows = {(row.subject, row.contact_id): row for row in kept}
    flags = [Flagged(flag, rows.pop((flag.subject, flag.contact_id), None)) for flag in found]
    by_hand = [
        Flagged(Flag(row.subject, row.text, NOTHING, row.contact_id, row.contact, row.on), row)
        for row in rows.values()
        if row.by_hand
    ]
    every = sorted([*flags, *by_hand], key=lambda each: (each.flag.contact_id is not None, each.flag.contact_id or 0))
    return RedFlags(every, looked + len(by_hand))


def of_profile(gaps: Iterable[Gap], on: dt.date) -> list[Flag]:
    """What is not known of a customer, and what was not confirmed for too long (R83): each in one flag."""
    found = list(gaps)
    flags = []
    if unknown := tuple(topic.heading for topic, last in found if last is None):
        flags.append(Flag(f"{PROFILE}unknown", "profile: nothing is known of {field}", {"field": unknown}))
    if stale := {topic.heading: last for topic, last in found if last is not None}:
        oldest = min(stale.values())
        fields: dict[str, object] = {"field": tuple(stale), "days": (on - oldest).days}
        flags.append(Flag(f"{PROFILE}stale", "profile: {field} was not confirmed for {days}d", fields, since=oldest))
    return flags


PROFILE_LOOKED = 2
"""Whether everything is known, and whether it is fresh."""


_LOOKED = len(JUDGED) + 3
"""Beside what is judged: whether it is fresh, who covers them, and whether they are in touch."""


def _roles(people: Sequence[Someone]) -> Iterator[Flag]:
    for role in FOUR:
        if is_known(role, people):
            continue
        subject, standing_in = f"role:{role}", placeholders(role, people)
        if standing_in:
            fields = {"role": role.value, "name": standing_in[0].name}
            yield Flag(subject, "{role}: only a placeholder, {name}", fields, since=standing_in[0].since)
        else:
            yield Flag(subject, ROLES[role])


def _person(one: Someone, tier: Tier | None, policy: Policy, on: dt.date) -> Iterator[Flag]:
    who, name = (one.contact_id, one.name), {"name": one.name}
    said = one.influence
    if said is None:
        yield Flag("judged", "nothing is judged of {name}", name, *who, one.since, len(JUDGED) + 1)
    else:
        yield from _judged(one, said, tier, policy, on)
    if not one.covered:
        yield Flag("cover", "none of us covers {name}", name, *who)
    if (silent := silent_since(one, tier, policy)) is not None and silent <= on:
        days = None if one.last_on is None else (on - one.last_on).days
        text = "{name} was never touched" if days is None else "nothing was heard of {name} for {days}d"
        yield Flag("silent", text, {**name, "days": days}, *who, silent)


def _judged(one: Someone, said: Influence, tier: Tier | None, policy: Policy, on: dt.date) -> Iterator[Flag]:
    who, name = (one.contact_id, one.name), {"name": one.name}
    for field, text in JUDGED.items():
        if getattr(said, field) is None:
            yield Flag(field, text, name, *who, said.on)
    if Role.ECONOMIC in said.roles and not said.win:
        yield Flag("win", "what {name} wins personally is unknown", name, *who, said.on)
    yield from _stale(one, tier, policy, on)


def _stale(one: Someone, tier: Tier | None, policy: Policy, on: dt.date) -> Iterator[Flag]:
    """What is judged of somebody was not verified for too long (D29)."""
    said = one.influence
    if said is not None and is_stale(said, tier, policy.influences, on):
        after = stale_after(tier, policy.influences)
        fields = {"name": one.name, "days": (on - said.on).days, "most": after}
        since = said.on + dt.timedelta(days=after + 1)
        yield Flag(
            "stale", "what is judged of {name} is {days}d old, max {most}", fields, one.contact_id, one.name, since
        )
    elif said is not None and one.since is not None and is_of_before(said, one.since):
        moved = {"name": one.name, "days": (on - one.since).days}
        text = "{name} has another position since {days}d and was judged before"
        yield Flag("stale", text, moved, one.contact_id, one.name, one.since)


def silent_since(one: Someone, tier: Tier | None, policy: Policy) -> dt.date | None:
    """From which day on somebody has been in touch with us too little; None: nobody can say (D13).

    At a key account each level has its days, elsewhere it is 90.
    """
    has_clock = tier is Tier.KEY and one.level is not None
    most = policy.levels.most(one.level) if has_clock and one.level else ACTIVE_DAYS
    last = one.last_on or one.since
    return None if last is None else last + dt.timedelta(days=most + 1)
