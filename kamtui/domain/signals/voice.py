"""What the customer says of us and of our people (R28, R47, D19; SIG-28, SIG-29)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from enum import IntEnum

from kamtui.domain.policy import Policy, Satisfaction
from kamtui.domain.severity import Severity
from kamtui.domain.signals.people import TRACE_DAYS
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Opinion, Situation
from kamtui.domain.tiers import Tier


class Zone(IntEnum):
    """What a degree of satisfaction does to loyalty (D19); worst first."""

    DANGER = 0
    INDIFFERENCE = 1
    LOYALTY = 2

    @property
    def word(self) -> str:
        """As it is shown and translated."""
        return self.name.lower()


def zone(score: float, rules: Satisfaction) -> Zone:
    """The zone of a score 0-10."""
    if score < rules.danger:
        return Zone.DANGER
    return Zone.LOYALTY if score >= rules.loyalty else Zone.INDIFFERENCE


def staff_opinion(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-28: somebody thinks badly of one of our people; or a key account was not asked for half a year (R47)."""
    asked = [opinion for opinion in account.opinions if opinion.about]
    newest = {(opinion.contact_id, opinion.about): opinion for opinion in asked}
    days = policy.signals.opinion_days
    bad = [
        opinion
        for opinion in newest.values()
        if zone(opinion.score, policy.satisfaction) is Zone.DANGER and (on - opinion.on).days <= days
    ]
    if bad:
        worst = min(bad, key=lambda opinion: (opinion.score, opinion.on))
        fields: dict[str, object] = {"who": worst.about, "score": worst.score, "days": (on - worst.on).days}
        text = "{who} got {score:g} of 10, {days}d ago"
        if worst.name:
            text, fields["name"] = "{who} got {score:g} of 10 from {name}, {days}d ago", worst.name
        yield Reason("SIG-28", Severity.RED, text, fields, Action.NEXT, worst.on, len(bad))
    elif account.tier is Tier.KEY and account.tier_on is not None and account.last_touch_on is not None:
        last = max((day for day in (account.asked_on, *(one.on for one in asked)) if day is not None), default=None)
        # who became key lately has as long to be asked as the others between two questions
        start = account.tier_on if last is None else last
        if (on - start).days > days:
            text = "never asked about our people" if last is None else "not asked about our people for {days}d"
            since = start + dt.timedelta(days=days + 1)
            yield Reason("SIG-28", Severity.INFO, text, {"days": (on - start).days}, Action.NEXT, since)


def satisfaction_fell(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-29: somebody is in a lower zone than the time before; people are never averaged (R28).

    A fall of more than a year ago is history.
    """
    fallen = [
        (before, now)
        for before, now in _answers_in_turn(account.opinions)
        if zone(now.score, policy.satisfaction) < zone(before.score, policy.satisfaction)
        and (on - now.on).days <= TRACE_DAYS
    ]
    if fallen:
        before, now = fallen[0]
        fields: dict[str, object] = {"before": before.score, "now": now.score, "days": (on - now.on).days}
        text = "satisfaction fell from {before:g} to {now:g}, {days}d ago"
        if now.name:
            text, fields["name"] = "{name}: satisfaction fell from {before:g} to {now:g}, {days}d ago", now.name
        yield Reason("SIG-29", Severity.RED, text, fields, Action.NEXT, now.on, len(fallen))


def _answers_in_turn(opinions: Sequence[Opinion]) -> Iterator[tuple[Opinion, Opinion]]:
    """The last two answers of each respondent we know on our firm, the worst fall first."""
    given: dict[int, list[Opinion]] = {}
    for opinion in opinions:
        if not opinion.about and opinion.contact_id is not None:
            given.setdefault(opinion.contact_id, []).append(opinion)
    pairs = [(answers[-2], answers[-1]) for answers in given.values() if len(answers) > 1]
    yield from sorted(pairs, key=lambda pair: pair[1].score - pair[0].score)
