"""The review: which accounts want attention on a day, why, and in which order (R24, R100, section 4.5)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log2
from operator import attrgetter
from typing import NamedTuple

from kamtui.domain import signals
from kamtui.domain.policy import Policy
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Reason, working_days
from kamtui.domain.signals.situation import Situation
from kamtui.domain.tiers import Tier

SHOWN = 15
"""Cards shown before a count takes over (section 4.5)."""

WEIGHT = {Tier.KEY: 6, Tier.REGULAR: 2, Tier.PROSPECT: 1}
"""What a reason counts at an account of each tier; others count as prospects (section 4.5)."""

Settled = Mapping[str, Severity] | None
"""What somebody saw when they settled a card: signal -> how much it pressed, "SIG-25#2" being the second thing that the
signal spoke of; None: whatever there was."""

NOTHING: Mapping[int, tuple[Reason, ...]] = {}


class InHand(NamedTuple):
    """A reason that a promised next step answers."""

    reason: Reason
    due_on: dt.date
    """Of the step."""


class Card(NamedTuple):
    """One account on the list of a day."""

    account_id: int
    tier: Tier | None
    reasons: tuple[Reason, ...]
    """Most pressing first."""
    weight: float
    in_hand: tuple[InHand, ...] = ()
    """What would be a reason too, had no next step been promised about it."""
    is_new: bool = False
    """Whether it was settled, and something has come up since."""

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
    found: list[Card] = []
    for situation in situations:
        account = situation.account_id
        own, in_hand = apart(signals.reasons(situation, policy, on), situation)
        was_settled = settled is not None and account in settled
        if settled and was_settled and not is_news(own, settled[account]):
            continue
        more = ranking.get(account)
        why = tuple(signals.ranked([*own, *more]) if more else own)
        if why:
            rank = weight(situation.tier, why, on, aged=own)
            found.append(Card(account, situation.tier, why, rank, in_hand, was_settled))
    found.sort(key=attrgetter("account_id"))
    found.sort(key=attrgetter("weight"), reverse=True)
    return found


def apart(every: list[Reason], situation: Situation) -> tuple[list[Reason], tuple[InHand, ...]]:
    """The reasons that are open, and those that a promised next step answers."""
    if not situation.answered:
        return every, ()
    held = [reason for reason in every if signals.is_in_hand(reason, situation)]
    in_hand = tuple(InHand(reason, situation.answered[reason.signal]) for reason in held)
    return [reason for reason in every if reason not in held], in_hand


def is_news(reasons: Iterable[Reason], settled: Settled) -> bool:
    """Whether any of the reasons was not there, pressed less or spoke of fewer things when the card was settled."""
    if settled is None:
        return False
    return any(severity > settled.get(signal, 0) for signal, severity in _numbered(reasons).items())


def covers(reasons: Iterable[Reason]) -> str:
    """What a settled card covers, as it is kept: "SIG-01:3 SIG-25:2 SIG-25#2:2"."""
    return " ".join(f"{signal}:{severity.value}" for signal, severity in sorted(_numbered(reasons).items()))


def _numbered(reasons: Iterable[Reason]) -> dict[str, Severity]:
    """Signal -> how much it presses, with an entry for each further thing it speaks of."""
    found: dict[str, Severity] = {}
    times: Counter[str] = Counter()
    for reason in signals.ranked(reasons):
        for _ in range(reason.number):
            times[reason.signal] += 1
            count = times[reason.signal]
            found[reason.signal if count == 1 else f"{reason.signal}#{count}"] = reason.severity
    return found


def covered(text: str) -> Settled:
    """What `covers` wrote; None for a card that was settled before that was kept."""
    if not text:
        return None
    pairs = (entry.rpartition(":") for entry in text.split())
    return {signal: Severity(int(severity)) for signal, _, severity in pairs}


def weight(tier: Tier | None, why: Sequence[Reason], on: dt.date, aged: Sequence[Reason] | None = None) -> float:
    """The rank of a card: the worst severity times the tier's weight, plus the logarithm of its age in days.

    `aged` are the reasons that grow older, all where None: what the quarterly review says is as old as the quarter.
    """
    worst = max(map(_severity, why))
    since = min(map(_since, why if aged is None else aged), default=on)
    days = (on - since).days
    return worst * WEIGHT.get(tier or Tier.PROSPECT, 1) + log2(1 + max(days, 0))


_severity: Callable[[Reason], Severity] = attrgetter("severity")
_since: Callable[[Reason], dt.date] = attrgetter("since")


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
