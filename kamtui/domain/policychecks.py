"""Whether a policy's rules make sense together (D31): what keeps it from being set, and what should be known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kamtui.domain.measures import MEASURES
from kamtui.domain.policy import AXES, Card, Criterion, Policy
from kamtui.domain.tiers import Tier
from kamtui.i18n import n, t

SINGLE = 60
"""Percent from which one criterion decides nearly alone (R09, SIG-23)."""

WEIGHED = (*AXES, Card.IDEAL)
"""Cards whose weights add up to 100; the six marks are counted, the dealer's lines averaged."""

TRAITS = (5, 8)
"""How many traits an ideal profile has (R42)."""


class Checked(NamedTuple):
    """What there is to say against a policy."""

    errors: tuple[str, ...]
    """Each keeps it from being set."""
    warnings: tuple[str, ...]


def check(policy: Policy) -> Checked:
    """Everything that is wrong, and everything that is risky."""
    return Checked(tuple(_errors(policy)), tuple(_warnings(policy)))


def _errors(policy: Policy) -> Iterator[str]:
    yield from _adds_up("composite", sum(policy.composite.values()))
    yield from _adds_up("time", policy.time.key + policy.time.regular + policy.time.prospect)
    for card, criteria in policy.cards.items():
        if criteria and card in WEIGHED:
            yield from _adds_up(f"[[{card}]]", sum(criterion.weight for criterion in criteria))
        names = [criterion.name for criterion in criteria]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield t("{where}: {name} stands there twice", where=f"[[{card}]]", name=name)
        for criterion in criteria:
            yield from _described(card, criterion)
    rules = policy.tiers
    if not 0 < rules.key_percent <= rules.key_percent + rules.regular_percent <= 100:
        yield t("tiers: key_percent and regular_percent must be shares of 100")
    if rules.reviews < 1:
        yield t("tiers.reviews must be 1 or more")
    if policy.capacity.hours_per_key <= 0:
        yield t("capacity.hours_per_key must be above 0")


def _warnings(policy: Policy) -> Iterator[str]:
    for card in AXES:
        criteria = policy.cards[card]
        if not criteria:
            yield t("{where} has no criteria: this axis stays empty", where=f"[[{card}]]")
        for criterion in criteria:
            if criterion.weight >= SINGLE:
                message = "{where}: {name} carries {weight} % alone (single-indicator risk, R09)"
                yield t(message, where=f"[[{card}]]", name=criterion.name, weight=criterion.weight)
    needed, marks = policy.tiers.criteria_needed, len(policy.cards[Card.SIX])
    if needed > marks:
        yield n(
            "tiers.criteria_needed is {needed}, but [[six]] has {count} criterion",
            "tiers.criteria_needed is {needed}, but [[six]] has {count} criteria",
            marks,
            needed=needed,
        )
    traits = len(policy.cards[Card.IDEAL])
    if traits and not TRAITS[0] <= traits <= TRAITS[1]:
        yield t("[[ideal]] has {count} traits; five to eight tell customers apart", count=traits)
    for tier in (Tier.KEY, Tier.REGULAR, Tier.PROSPECT, Tier.UNATTRACTIVE):
        if not policy.strategy.get(tier):
            yield t("strategy.{tier} is not said", tier=tier)


def _adds_up(where: str, total: int) -> Iterator[str]:
    if total != 100:
        yield t("{where}: the weights add up to {total}, not 100", where=where, total=total)


def _described(card: Card, criterion: Criterion) -> Iterator[str]:
    where = f"[[{card}]] {criterion.name}"
    if len(criterion.scale) != 3 or not all(criterion.scale):
        yield t('{where}: describe what 0, 5 and 10 look like (scale = ["…", "…", "…"])', where=where)
    if not criterion.why:
        yield t('{where}: say in one line why it counts (why = "…")', where=where)
    if criterion.measure is not None and criterion.measure not in MEASURES:
        known = ", ".join(MEASURES)
        yield t(
            "{where}: there is no measure '{name}'; there are {known}", where=where, name=criterion.measure, known=known
        )
