"""What should be known before an account is called key, though it bars nothing (R09, R54, R76, SIG-03, SIG-23)."""

from __future__ import annotations

from collections.abc import Iterator

from kamtui.domain.gates import Load, strong_axes
from kamtui.domain.measures import ROUNDING, Facts, Whole, net_margin
from kamtui.domain.policy import AXES, Card, Policy
from kamtui.domain.policychecks import SINGLE
from kamtui.domain.scorecards import Judged, Scorecard
from kamtui.i18n import n, t

PEOPLE = 3
"""Fewer active people than that hang an account on a thread (SIG-03)."""

WILLING, IDLE = 8, 4
"""A dealer whose attitude is judged that high and whose action that low talks without acting: 4 and 2 of 5 (R76)."""


def cautions(
    policy: Policy, card: Scorecard, facts: Facts, whole: Whole, judged: Judged, load: Load | None = None
) -> tuple[str, ...]:
    """All of them, each in one sentence with its numbers; `load` where another key account is in question."""
    return (
        *_thin_ground(policy, card, facts, whole),
        *_little_left(policy, facts, whole),
        *_mere_talk(policy, judged),
        *_many_already(policy, load),
        *_few_people(facts),
    )


def leaning(card: Scorecard) -> str | None:
    """What a score hangs on alone: a criterion that makes most of it, or the one axis it stands on (SIG-23)."""
    heavy = [name for name, _ in _heavy(card)]
    if heavy:
        return heavy[0]
    known = [axis for axis in AXES if card.axes[axis].score is not None]
    return t(known[0]) if len(known) == 1 else None


def _heavy(card: Scorecard) -> Iterator[tuple[str, float]]:
    """Criteria that make most of a composite alone, in the user's language, with their percent of it."""
    composite = card.composite
    for axis in AXES:
        for entry in card.axes[axis].inputs:
            points = 0.0 if entry.score is None else card.share(axis, entry) * entry.score
            if composite and 100 * points / composite >= SINGLE - ROUNDING:
                yield t(entry.criterion.name.replace("_", " ")), 100 * points / composite


def _thin_ground(policy: Policy, card: Scorecard, facts: Facts, whole: Whole) -> Iterator[str]:
    for name, share in _heavy(card):
        yield t("{share:.0f} % of the score comes from {name} alone", share=share, name=name)
    known = [axis for axis in AXES if card.axes[axis].score is not None]
    if strong_axes(policy, card) == 1 or len(known) == 1:
        yield t("it stands on one axis only")
    if facts.bought_first is not None and facts.revenue is None:
        yield t("it buys in another currency than {currency}: its sales are not compared", currency=whole.currency)
    measured = {entry.criterion.measure for axis in AXES for entry in card.axes[axis].inputs if card.weights[axis]}
    if not whole.has_profit and measured & {"profit_rank", "profit_share"}:
        yield t("the profit of most sales is unknown: revenue stands in for it")


def _little_left(policy: Policy, facts: Facts, whole: Whole) -> Iterator[str]:
    rules = policy.profit
    if facts.concessions > 0 and facts.profit is not None:
        if facts.profit <= 0:
            yield t("it gets concessions on no gross profit")
        elif 100 * facts.concessions / facts.profit > rules.concessions:
            message = "concessions take {share:.0f} % of its gross profit, {most:.0f} % are the limit"
            yield t(message, share=100 * facts.concessions / facts.profit, most=rules.concessions)
    left = net_margin(facts, whole)
    if left is not None and left < rules.floor:
        message = "{left:.1f} % of its revenue is left, the floor is {floor:.0f} %"
        yield t(message, left=left, floor=rules.floor)


def _mere_talk(policy: Policy, judged: Judged) -> Iterator[str]:
    lines = {criterion.name for criterion in policy.cards[Card.DEALER]}
    said, done = (judged[name].score if name in judged and name in lines else None for name in ("attitude", "action"))
    if said is not None and done is not None and said >= WILLING and done <= IDLE:
        yield t("talk without action: attitude {said:.0f}, action {done:.0f}", said=said, done=done)


def _many_already(policy: Policy, load: Load | None) -> Iterator[str]:
    rules = policy.capacity
    if load is not None and rules.company_warns <= load.company < rules.company_blocks:
        message = "the company has {held} key accounts, from {most} on they are too many to know well"
        yield t(message, held=load.company, most=rules.company_warns)


def _few_people(facts: Facts) -> Iterator[str]:
    if facts.people < PEOPLE:
        yield n("{count} active person there", "{count} active people there", facts.people)
