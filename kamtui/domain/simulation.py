"""What other rules would say of the accounts before anybody decides them: one weight changed, and who would move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kamtui.domain.gates import Bar, Objection
from kamtui.domain.policy import AXES, Card, Method, Policy
from kamtui.domain.policychecks import WEIGHED
from kamtui.domain.proposals import Reviewed, is_below, is_unattractive
from kamtui.domain.tiers import Tier
from kamtui.errors import BadInput, NotFound
from kamtui.i18n import t

COMPOSITE = "composite"
"""What the weights of the three axes are called beside the cards."""


class Indicated(NamedTuple):
    """The tier that the rules alone indicate for an account, and why."""

    tier: Tier
    why: str


class Simulated(NamedTuple):
    """One account under the rules in force and under others."""

    account_id: int
    name: str
    owner: str
    tier: Tier | None
    """As it was decided; None: not decided."""
    before: Indicated
    """By the rules in force."""
    after: Indicated

    @property
    def moves(self) -> bool:
        """Whether the rules differ about it."""
        return self.before.tier is not self.after.tier


def indicated(
    policy: Policy, review: Reviewed, against: Sequence[Objection], held: Tier | None, *, bought: bool
) -> Indicated:
    """The tier that one review indicates, without waiting for a second one and without anybody's decision.

    Key is who is above the line with nothing against it, and who is key and not under it by more than the dead band;
    room for another key account is not looked at.
    """
    barred = [each.text for each in against if each.bar is not Bar.CAPACITY]
    numbers = _numbers(policy, review)
    if (review.is_above and bought and not barred) or (held is Tier.KEY and not is_below(policy, review)):
        return Indicated(Tier.KEY, numbers)
    if is_unattractive(policy, review):
        message = "attractiveness {a:.0f}, potential {p:.0f}"
        return Indicated(Tier.UNATTRACTIVE, t(message, a=review.attractiveness, p=review.potential))
    why = t("{numbers}, but {against}", numbers=numbers, against="; ".join(barred)) if review.is_above else numbers
    return Indicated(Tier.REGULAR if bought else Tier.PROSPECT, why)


def changed(policy: Policy, setting: str) -> Policy:
    """The policy with one weight changed, as typed: `attractiveness.profit_share=40`, `composite.potential=50`.

    Raises BadInput, NotFound.
    """
    name, equals, value = (part.strip() for part in setting.partition("="))
    card, dot, criterion = name.partition(".")
    if not (equals and dot and value.isascii() and value.isdigit()):
        raise BadInput(t("'{setting}' is no weight; try attractiveness.profit_share=40", setting=setting))
    if card not in (COMPOSITE, *WEIGHED):
        known = ", ".join((COMPOSITE, *WEIGHED))
        raise BadInput(t("'{card}' has no weights; there are {known}", card=card, known=known))
    if card == COMPOSITE:
        return with_axis_weight(policy, criterion, int(value))
    return with_weight(policy, Card(card), criterion, int(value))


def with_weight(policy: Policy, card: Card, criterion: str, weight: int) -> Policy:
    """The policy with one criterion weighing `weight` percent of its card; the others keep their proportions.

    Raises BadInput where it cannot be, NotFound for a criterion that the card has not.
    """
    criteria = policy.cards[card]
    if card not in WEIGHED:
        raise BadInput(t("the criteria of [[{card}]] are not weighed against each other", card=card))
    weights = _reweighed({each.name: each.weight for each in criteria}, criterion, weight, f"[[{card}]]")
    reweighed = tuple(each._replace(weight=weights[each.name]) for each in criteria)
    return policy._replace(cards={**policy.cards, card: reweighed})


def with_axis_weight(policy: Policy, axis: str, weight: int) -> Policy:
    """The policy with one axis weighing `weight` percent of the composite; the others keep their proportions.

    Raises BadInput, NotFound.
    """
    weights = _reweighed({each.value: policy.composite.get(each, 0) for each in AXES}, axis, weight, COMPOSITE)
    return policy._replace(composite={Card(name): share for name, share in weights.items()})


def _reweighed(weights: Mapping[str, int], name: str, weight: int, where: str) -> dict[str, int]:
    if name not in weights:
        message = "{where} has no '{name}'; it has {known}"
        raise NotFound(t(message, where=where, name=name, known=", ".join(weights) or t("nothing")))
    others = {other: share for other, share in weights.items() if other != name}
    if not 0 <= weight <= 100 or (weight < 100 and not others):
        raise BadInput(t("{where}: {name} cannot weigh {weight} of 100", where=where, name=name, weight=weight))
    shared = {**_shared(others, 100 - weight), name: weight}
    return {each: shared[each] for each in weights}


def _shared(weights: Mapping[str, int], whole: int) -> dict[str, int]:
    """`whole` in the proportions of the weights, by the largest remainder; what comes first goes first among equals."""
    total = sum(weights.values())
    parts = weights if total else dict.fromkeys(weights, 1)
    total = total or len(weights)
    found = {name: part * whole // total for name, part in parts.items()}
    by_remainder = sorted(parts, key=lambda name: -(parts[name] * whole % total))
    for name in by_remainder[: whole - sum(found.values())]:
        found[name] += 1
    return found


def _numbers(policy: Policy, review: Reviewed) -> str:
    is_thin = review.coverage < policy.tiers.coverage_percent
    if policy.tiers.method is Method.SCORECARD and review.score is None and is_thin:
        return t("{known:.0f} % of what counts is known", known=review.coverage)
    if review.line is None:
        return t("no line on {on}", on=review.on)
    if review.score is None:
        return t("no score, line {line:.0f}", line=review.line)
    return t("{score:.0f}, line {line:.0f}", score=review.score, line=review.line)
