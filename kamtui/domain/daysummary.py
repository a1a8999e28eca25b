"""The day summed up: cards, touches, minutes by tier against their targets, what changed, what is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kamtui.domain.policy import Policy
from kamtui.domain.pyramid import pyramid
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind


class Acked(NamedTuple):
    """A card somebody settled."""

    account_id: int
    until_on: dt.date | None
    """None: reviewed for the day."""


class Contact(NamedTuple):
    """A touch that took place on the day."""

    account_id: int
    tier: Tier | None
    kind: Kind
    minutes: int


class Rated(NamedTuple):
    """A status that was set."""

    account_id: int
    account: str
    before: Status | None
    after: Status | None


class Step(NamedTuple):
    """A next step that was promised."""

    account_id: int | None
    account: str | None
    title: str
    due_on: dt.date | None


class Share(NamedTuple):
    """The time that one tier got."""

    tier: Tier | None
    minutes: int
    percent: float | None
    """Of the time of the day on key, regular and prospect accounts; None beside them, or where none was logged."""
    target_percent: int | None


class Left(NamedTuple):
    """Cards that still wait, and promises of one's own that are late."""

    cards: int
    red: int
    late: int = 0


class Tomorrow(NamedTuple):
    """What the next day brings."""

    touches: int
    """Accounts whose touch is due then."""
    steps: int
    """Promises that are due then."""
    cards: int
    """Cards put off until then."""


class Day(NamedTuple):
    """What somebody did on a day, as the book knows it; what was undone is not there."""

    acked: tuple[Acked, ...]
    """The latest last."""
    touches: tuple[Contact, ...]
    statuses: tuple[Rated, ...]
    tiers: int
    """Tier decisions."""
    steps: tuple[Step, ...]
    kept: int
    """Promises that were kept."""


class DaySummary(NamedTuple):
    """One day of one of us."""

    who: str
    on: dt.date
    reviewed: int
    """Cards that were looked at and found in order."""
    put_off: int
    answered: int
    """Accounts that were worked on without settling their card."""
    kinds: Mapping[Kind, int]
    """Kind -> touches, the most frequent first."""
    minutes: int
    shares: tuple[Share, ...]
    """Key, regular, prospect; then what got time beside them."""
    statuses: tuple[Rated, ...]
    tiers: int
    steps: tuple[Step, ...]
    kept: int
    left: Left
    tomorrow: Tomorrow

    @property
    def cards(self) -> int:
        """Accounts that were worked on."""
        return self.reviewed + self.put_off + self.answered

    @property
    def touches(self) -> int:
        return sum(self.kinds.values())


def summary(who: str, on: dt.date, day: Day, left: Left, tomorrow: Tomorrow, policy: Policy) -> DaySummary:
    """The day of one of us; time counts internal work too, against the policy's shares (D2)."""
    settled = {ack.account_id: ack.until_on for ack in day.acked}
    put_off = sum(until is not None for until in settled.values())
    worked = _accounts(day.touches) | _accounts(day.statuses) | _accounts(day.steps)
    return DaySummary(
        who=who,
        on=on,
        reviewed=len(settled) - put_off,
        put_off=put_off,
        answered=len(worked - settled.keys()),
        kinds=_kinds(day.touches),
        minutes=sum(touch.minutes for touch in day.touches),
        shares=_shares(day.touches, policy),
        statuses=day.statuses,
        tiers=day.tiers,
        steps=day.steps,
        kept=day.kept,
        left=left,
        tomorrow=tomorrow,
    )


def _shares(touches: Iterable[Contact], policy: Policy) -> tuple[Share, ...]:
    minutes: dict[Tier | None, int] = {}
    for touch in touches:
        minutes[touch.tier] = minutes.get(touch.tier, 0) + touch.minutes
    found = pyramid({}, minutes, None, 1, policy)
    layers = (*found.layers, *found.beside)
    return tuple(Share(layer.tier, layer.minutes, layer.time_percent, layer.target_time_percent) for layer in layers)


def _kinds(touches: Iterable[Contact]) -> dict[Kind, int]:
    counts: dict[Kind, int] = {}
    for touch in touches:
        counts[touch.kind] = counts.get(touch.kind, 0) + 1
    return dict(sorted(counts.items(), key=lambda entry: -entry[1]))


def _accounts(rows: Iterable[Contact | Rated | Step]) -> set[int]:
    return {row.account_id for row in rows if row.account_id is not None}
