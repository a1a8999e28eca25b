"""The review: which accounts want attention on a day, why, and in which order (R24, R100, section 4.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from math import log2
from typing import NamedTuple

from kamtui.domain import signals
from kamtui.domain.policy import Policy
from kamtui.domain.signals.reason import Reason, Severity, working_days
from kamtui.domain.signals.situation import Situation
from kamtui.domain.tiers import Tier

SHOWN = 15
"""Cards shown before a count takes over (section 4.5)."""

WEIGHT = {Tier.KEY: 6, Tier.REGULAR: 2, Tier.PROSPECT: 1}

Settled = Mapping[str, Severity] | None
"""What somebody saw when they settled a card: signal -> how much it pressed; None: whatever there was."""

NOTHING: Mapping[int, tuple[Reason, ...]] = {}


class Card(NamedTuple):
    """One account on the list of a day."""

    account_id: int
    tier: Tier | None
    reasons: tuple[Reason, ...]
    """Most pressing first."""
    weight: float

    @property
    def severity(self) -> Severity:
        return self.reasons[0].severity


def cards(
    situations: Iterable[Situation],
    policy: Policy,
    on: dt.date,
    settled: Mapping[int, Settled] | None = None,
    ranking: Mapping[int, tuple[Reason, ...]] = NOTHING,
) -> list[Card]:
    """The cards of a day, worst first.

    An account in `settled` has none, until something presses that had not been there or presses more. `ranking` are
    reasons that come from comparing the whole book: they are settled with the card, whatever they say.
    """
    found = []
    for situation in situations:
        account = situation.account_id
        own = [reason for reason in signals.reasons(situation, policy, on) if not signals.is_in_hand(reason, situation)]
        if settled and account in settled and not any(is_news(reason, settled[account]) for reason in own):
            continue
        why = signals.ranked([*own, *ranking.get(account, ())])
        if why:
            found.append(Card(account, situation.tier, tuple(why), weight(situation.tier, why, on)))
    return sorted(found, key=lambda card: (-card.weight, card.account_id))


def is_news(reason: Reason, settled: Settled) -> bool:
    """Whether a reason was not there, or pressed less, when somebody settled the card."""
    return settled is not None and reason.severity > settled.get(reason.signal, 0)


def covers(reasons: Iterable[Reason]) -> str:
    """What a settled card covers, as it is kept: "SIG-01:3 SIG-25:2"."""
    worst: dict[str, int] = {}
    for reason in reasons:
        worst[reason.signal] = max(worst.get(reason.signal, 0), reason.severity)
    return " ".join(f"{signal}:{severity}" for signal, severity in sorted(worst.items()))


def covered(text: str) -> Settled:
    """What `covers` wrote; None for a card that was settled before that was kept."""
    if not text:
        return None
    pairs = (entry.rpartition(":") for entry in text.split())
    return {signal: Severity(int(severity)) for signal, _, severity in pairs}


def weight(tier: Tier | None, why: Iterable[Reason], on: dt.date) -> float:
    """The rank of a card: the worst severity times the tier's weight, plus the logarithm of its age in days."""
    reasons = list(why)
    worst = max(reason.severity for reason in reasons)
    days = max((on - reason.since).days for reason in reasons)
    return worst * WEIGHT.get(tier or Tier.PROSPECT, 1) + log2(1 + max(days, 0))


class Step(NamedTuple):
    """How far up a red reason has come (the ladder of section 4.5)."""

    days: int
    """Working days it has been red."""
    is_for_head: bool
    is_at_risk: bool


def step(reason: Reason, policy: Policy, on: dt.date) -> Step:
    """Where a reason stands on the ladder: with the owner, with the head, at risk; only red ones climb."""
    if reason.severity is not Severity.RED:
        return Step(0, False, False)
    days = working_days(reason.since, on)
    rules = policy.signals
    return Step(days, days >= rules.head_days, days >= rules.risk_days)
