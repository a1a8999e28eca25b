"""What speaks against calling an account key and needs an answer (D9, R16, R92)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.measures import Facts, Whole
from kamtui.domain.policy import Card, Method, Policy
from kamtui.domain.scorecards import Input, Judged, Scorecard, fill
from kamtui.i18n import t

TESTS: dict[str, dict[str, bool]] = {
    "fit": {"yes": True, "no": False},
    "purchasing": {"central": True, "mixed": True, "dispersed": False},
    "pattern": {"recurring": True, "project": True, "one_off": False},
}
"""The three qualification tests, their answers, and whether an answer passes (R16)."""


class Bar(StrEnum):
    """Which part of the gate objects."""

    ORDERS = "orders"
    COVERAGE = "coverage"
    AXES = "axes"
    MARKS = "six"
    FIT = "fit"
    PURCHASING = "purchasing"
    PATTERN = "pattern"
    CAPACITY = "capacity"


class Objection(NamedTuple):
    """A reason against, in one sentence with its numbers."""

    bar: Bar
    text: str


class Load(NamedTuple):
    """How many key accounts there are, and how many there can be (D4)."""

    owner: str
    held: int
    """By the owner of the account."""
    room: int
    company: int
    """By everybody."""


def objections(
    policy: Policy, card: Scorecard, facts: Facts, whole: Whole, judged: Judged, load: Load | None
) -> tuple[Objection, ...]:
    """Everything that bars an account from being key until somebody overrides it with a reason."""
    return tuple(_objections(policy, card, facts, whole, judged, load))


def strong_axes(policy: Policy, card: Scorecard) -> int:
    """How many of the three axes are at the line or above."""
    return sum(axis.score is not None and axis.score >= policy.tiers.axis_line for axis in card.axes.values())


def marks(policy: Policy, facts: Facts, whole: Whole, judged: Judged) -> tuple[Input, ...]:
    """The six marks of a key account (R04)."""
    return fill(policy.cards[Card.SIX], facts, whole, judged).inputs


def is_met(policy: Policy, mark: Input) -> bool:
    """Whether a mark is there; an unknown one is not."""
    return mark.score is not None and mark.score >= policy.tiers.criterion_met


def answer(test: str, facts: Facts, judged: Judged, policy: Policy) -> tuple[str, bool | None]:
    """The answer to a qualification test and whether it passes; ("", None) where nobody knows.

    Who buys once is seen from the orders: one that made half of three years of revenue is one-off, unless somebody
    judged that the account buys regularly (R17).
    """
    found = judged.get(test)
    said = found.answer if found is not None and found.answer in TESTS[test] else ""
    if test == "pattern" and said != "recurring" and _buys_once(policy, facts):
        return "one_off", False
    return said, TESTS[test].get(said)


def _objections(
    policy: Policy, card: Scorecard, facts: Facts, whole: Whole, judged: Judged, load: Load | None
) -> Iterator[Objection]:
    rules = policy.tiers
    if facts.bought_first is None:
        yield Objection(Bar.ORDERS, t("it has not bought yet"))
    if rules.method is Method.SCORECARD and card.coverage < rules.coverage_percent:
        message = "only {known:.0f} % of what counts is known, {needed} % are needed"
        yield Objection(Bar.COVERAGE, t(message, known=card.coverage, needed=rules.coverage_percent))
    strong = strong_axes(policy, card)
    if strong < rules.axes_needed:
        message = "{count} of 3 axes at {line} or above, {needed} are needed"
        yield Objection(Bar.AXES, t(message, count=strong, line=rules.axis_line, needed=rules.axes_needed))
    met = sum(is_met(policy, mark) for mark in marks(policy, facts, whole, judged))
    if met < rules.criteria_needed:
        message = "{count} of the six marks of a key account, {needed} are needed"
        yield Objection(Bar.MARKS, t(message, count=met, needed=rules.criteria_needed))
    if answer("fit", facts, judged, policy)[1] is False:
        yield Objection(Bar.FIT, t("our product does not fit"))
    if answer("purchasing", facts, judged, policy)[1] is False:
        yield Objection(Bar.PURCHASING, t("its purchasing is dispersed"))
    if answer("pattern", facts, judged, policy)[1] is False:
        yield Objection(Bar.PATTERN, _bought_once(policy, facts))
    if load is not None:
        yield from _full(policy, load)


def _buys_once(policy: Policy, facts: Facts) -> bool:
    return facts.largest_order is not None and facts.largest_order >= policy.tiers.one_order


def _bought_once(policy: Policy, facts: Facts) -> str:
    if _buys_once(policy, facts):
        return t("one order made {share:.0f} % of three years of revenue", share=facts.largest_order)
    return t("it buys once, not again and again")


def _full(policy: Policy, load: Load) -> Iterator[Objection]:
    if load.owner and load.held >= load.room:
        message = "{owner}: {held} of {room} places for key accounts are taken; name one to demote"
        yield Objection(Bar.CAPACITY, t(message, owner=load.owner, held=load.held, room=load.room))
    if load.company >= policy.capacity.company_blocks:
        message = "the company has {held} key accounts, {most} are the limit: name one to demote"
        yield Objection(Bar.CAPACITY, t(message, held=load.company, most=policy.capacity.company_blocks))
