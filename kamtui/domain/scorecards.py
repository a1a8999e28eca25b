"""Scorecards: three axes from weighted criteria, with how much of them is known (R08, D5-D8, D10).

A score is the weighted mean of what is known. What is unknown does not count as zero and does not pass unseen: every
score carries its coverage, and the lowest and highest value it could have once everything is known. The lower end never
rises when something is not known any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from kamtui.domain.measures import MEASURES, Facts, Whole
from kamtui.domain.policy import AXES, Card, Criterion, Policy


class Judgement(NamedTuple):
    """What somebody thinks of one criterion, or what they answered."""

    criterion: str
    score: float | None
    """0-10; None where the answer is a word, or was taken back."""
    answer: str
    on: dt.date
    by: str
    source: str
    """customer, public, competitor, internal, or whatever was typed."""
    note: str


Judged = Mapping[str, Judgement]
"""Criterion -> the newest judgement on a day."""


class Input(NamedTuple):
    """One criterion of one account."""

    criterion: Criterion
    score: float | None
    """0-10; None: unknown."""
    figure: float | None
    """What was computed; None where a person judged."""
    judgement: Judgement | None
    on: dt.date | None
    """How old what it rests on is."""


class Scored(NamedTuple):
    """A card filled in for one account."""

    inputs: tuple[Input, ...]
    weight: int
    """Of all criteria."""
    known: int
    """Of those that are known."""
    points: float
    """Weight times score of the known ones."""

    @property
    def score(self) -> float | None:
        """0-100, the weighted mean of the known criteria; None where nothing is known."""
        return 10 * self.points / self.known if self.known else None

    @property
    def coverage(self) -> float:
        """Percent of the weight that is known."""
        return 100 * self.known / self.weight if self.weight else 0.0

    @property
    def low(self) -> float:
        """The score if everything unknown turned out worst."""
        return 10 * self.points / self.weight if self.weight else 0.0

    @property
    def high(self) -> float:
        """The score if everything unknown turned out best."""
        return self.low + 100 - self.coverage if self.weight else 100.0

    @property
    def oldest(self) -> dt.date | None:
        """The day of the oldest thing it rests on."""
        return min((each.on for each in self.inputs if each.score is not None and each.on), default=None)


class Scorecard(NamedTuple):
    """The three axes of one account, and the composite that only ranks (D5)."""

    axes: Mapping[Card, Scored]
    weights: Mapping[Card, int]
    """Axis -> percent of the composite."""

    @property
    def composite(self) -> float | None:
        """0-100 over the axes that are known at all."""
        known = [(axis.score, self.weights[card]) for card, axis in self.axes.items() if axis.score is not None]
        weight = sum(weight for _, weight in known)
        return None if not weight else sum(score * share for score, share in known) / weight

    @property
    def coverage(self) -> float:
        """Percent of the composite's weight that is known."""
        return self._mean({card: axis.coverage for card, axis in self.axes.items()})

    @property
    def low(self) -> float:
        """The composite if everything unknown turned out worst."""
        return self._mean({card: axis.low for card, axis in self.axes.items()})

    @property
    def high(self) -> float:
        """The composite if everything unknown turned out best."""
        return self._mean({card: axis.high for card, axis in self.axes.items()})

    @property
    def oldest(self) -> dt.date | None:
        """The day of the oldest thing it rests on."""
        return min((axis.oldest for axis in self.axes.values() if axis.oldest is not None), default=None)

    def share(self, card: Card, entry: Input) -> float:
        """How many points of the composite one point (of 10) of a known criterion makes; 0 for an unknown one."""
        if entry.score is None:
            return 0.0
        known_axes = sum(self.weights[axis] for axis, scored in self.axes.items() if scored.score is not None)
        known = self.axes[card].known
        return 10 * entry.criterion.weight / known * self.weights[card] / known_axes if known and known_axes else 0.0

    def _mean(self, values: Mapping[Card, float]) -> float:
        weight = sum(self.weights[card] for card in values)
        return sum(value * self.weights[card] for card, value in values.items()) / weight if weight else 0.0


def scorecard(policy: Policy, facts: Facts, whole: Whole, judged: Judged) -> Scorecard:
    """The three axes of an account under a policy."""
    return Scorecard({card: fill(policy.cards[card], facts, whole, judged) for card in AXES}, policy.composite)


class Numbers(NamedTuple):
    """What a scorecard says in numbers alone; None: nothing is known of it."""

    composite: float | None
    coverage: float
    axes: tuple[float | None, ...]
    """Attractiveness, potential, relationship; None also for one that nobody asked for."""


def numbers(
    policy: Policy,
    cards: Collection[Card],
    figures: Mapping[str, Mapping[int, float]],
    judged: Mapping[int, Judged],
) -> dict[int, Numbers]:
    """Account -> what its `scorecard` says in numbers, criterion by criterion for a whole book.

    `figures` are those of every measure by account; `cards` the axes asked for, among them all that weigh anything.
    Who is absent is unknown.
    """
    filled = {card: _filled(policy.cards[card] if card in cards else (), figures, judged) for card in AXES}
    weights = [(policy.composite[card], sum(each.weight for each in policy.cards[card])) for card in AXES]
    whole = sum(share for share, _ in weights)
    columns = [filled[card] for card in AXES]
    found = {}
    for account in set[int]().union(*columns):
        axes, points_of_all, known_of_all, covered = [], 0.0, 0, 0.0
        for column, (share, weight) in zip(columns, weights, strict=True):
            known, points = column.get(account, (0, 0.0))
            axis = 10 * points / known if known else None
            axes.append(axis)
            if axis is not None:
                points_of_all += axis * share
                known_of_all += share
                covered += 100 * known / weight * share
        composite = points_of_all / known_of_all if known_of_all else None
        found[account] = Numbers(composite, covered / whole if whole else 0.0, tuple(axes))
    return found


def _filled(
    criteria: Iterable[Criterion], figures: Mapping[str, Mapping[int, float]], judged: Mapping[int, Judged]
) -> dict[int, tuple[int, float]]:
    """Account -> the weight that is known of a card, and the points; what `fill` says of one."""
    found: dict[int, tuple[int, float]] = {}
    for criterion in criteria:
        weight, name = criterion.weight, criterion.name
        scores = {
            account: criterion.scored(figure) for account, figure in figures.get(criterion.measure or "", {}).items()
        }
        for account, each in judged.items():
            if name in each and account not in scores:
                score = each[name].score
                if score is not None:
                    scores[account] = score
        for account, score in scores.items():
            known, points = found.get(account, (0, 0.0))
            found[account] = known + weight, points + weight * score
    return found


def fill(criteria: Iterable[Criterion], facts: Facts, whole: Whole, judged: Judged) -> Scored:
    """A card filled in: what can be computed is, a judgement stands in for the rest."""
    inputs = tuple([_input(criterion, facts, whole, judged) for criterion in criteria])
    weight, known, points = 0, 0, 0.0
    for criterion, score, *_ in inputs:
        weight += criterion.weight
        if score is not None:
            known += criterion.weight
            points += criterion.weight * score
    return Scored(inputs, weight, known, points)


def _input(criterion: Criterion, facts: Facts, whole: Whole, judged: Judged) -> Input:
    if criterion.measure is not None:
        measure = MEASURES[criterion.measure]
        figure = measure.figure(facts, whole)
        if figure is not None:
            return Input(criterion, criterion.scored(figure), figure, None, measure.on(facts))
    found = judged.get(criterion.name)
    if found is None or found.score is None:
        return Input(criterion, None, None, None, None)
    return Input(criterion, found.score, None, found, found.on)
