"""What would move an account across a line: the smallest change of one input, or of as few as it takes (R07)."""

from __future__ import annotations

import math
from typing import NamedTuple

from kamtui.domain.measures import ROUNDING
from kamtui.domain.policy import AXES, Card, Criterion
from kamtui.domain.scorecards import Input, Scorecard
from kamtui.domain.statuses import STRENGTH

REACHED = 1e-6
"""Points that a sum of several steps may be off by and still have reached its target."""


class Change(NamedTuple):
    """One criterion that would have to be scored otherwise."""

    axis: Card
    criterion: str
    before: float
    """Its score now, 0-10."""
    after: float
    figure: float | None
    """The figure that would score `after`; None where a person judges."""
    measure: str | None
    figure_before: float | None = None
    """What was computed; None where a person judges."""


class Driver(NamedTuple):
    """One criterion that moved the composite between two days."""

    axis: Card
    criterion: str
    before: float | None
    """Its score then, 0-10; None: it was unknown."""
    after: float | None
    points: float
    """What it brought or took, in points of the composite."""
    measure: str | None = None
    """What was computed; None where a person judged on one of the days."""
    figures: tuple[float | None, float | None] = (None, None)
    """What was computed then and now; None: it was unknown."""


def nearest(card: Scorecard, target: float) -> tuple[Change, ...]:
    """The fewest and smallest changes of known inputs that bring the composite to `target`; () where none do.

    One input alone where that is enough, the one that has to move least; else the inputs that can move it most, one
    after the other. What is unknown is left out: to get to know it comes first anyway.
    """
    composite = card.composite
    if composite is None:
        return ()
    gap = target - composite
    if abs(gap) < ROUNDING:
        return ()
    movable = [
        (axis, each, card.share(axis, each))
        for axis in AXES
        for each in card.axes[axis].inputs
        if each.score is not None
    ]
    alone = [
        change for axis, each, share in movable if share > 0 and (change := _moved(axis, each, gap / share)) is not None
    ]
    if alone:
        return (min(alone, key=lambda change: (abs(change.after - change.before), change.criterion)),)
    return _together(movable, gap)


def drivers(before: Scorecard, after: Scorecard) -> tuple[Driver, ...]:
    """What moved the composite from one day to another, the largest effect first; unchanged inputs are left out.

    An input moves it by its own change, and by weighing more or less beside others that became known or unknown: then
    it pulls towards its own score. All of them together, the unchanged ones included, make the whole difference.
    """
    found = []
    middles = [composite for composite in (before.composite, after.composite) if composite is not None]
    middle = sum(middles) / len(middles) / 10 if middles else 0.0
    for axis in AXES:
        then = {each.criterion.name: each for each in before.axes[axis].inputs}
        for each in after.axes[axis].inputs:
            old = then.pop(each.criterion.name, None)
            found.append(_driver(axis, before, old, after, each, middle))
        found += [_driver(axis, before, old, after, None, middle) for old in then.values()]
    moved = [driver for driver in found if driver.before != driver.after]
    return tuple(sorted(moved, key=lambda driver: -abs(driver.points)))


def _moved(axis: Card, each: Input, step: float) -> Change | None:
    """An input moved by some points of its score at least, to something that can be said; None where there is none."""
    before = each.score or 0.0
    after = before + step
    if not -ROUNDING <= after <= 10 + ROUNDING:
        return None
    after = min(max(after, 0.0), 10.0)
    criterion = each.criterion
    # a judgement stands where a figure was unknown: what is to change then is the judgement
    if criterion.measure is None or each.judgement is not None:
        return Change(axis, criterion.name, before, _beyond(after, up=step > 0), None, criterion.measure, None)
    figure = _sayable(criterion, criterion.figure(after), step)
    if figure is None:
        return None
    return Change(axis, criterion.name, before, criterion.scored(figure), figure, criterion.measure, each.figure)


def _sayable(criterion: Criterion, figure: float, step: float) -> float | None:
    """The nearest figure that reaches it: one decimal, and of a status one that a status stands for."""
    up = (step > 0) is (criterion.at[-1] > criterion.at[0])
    if criterion.measure != "status":
        return _beyond(figure, up=up)
    reaching = [each for each in STRENGTH.values() if (each >= figure - ROUNDING if up else each <= figure + ROUNDING)]
    return (min(reaching) if up else max(reaching)) if reaching else None


def _beyond(value: float, *, up: bool) -> float:
    """A value with one decimal that is not short of it."""
    tenths = value * 10
    return (math.ceil(tenths - ROUNDING) if up else math.floor(tenths + ROUNDING)) / 10


def _together(movable: list[tuple[Card, Input, float]], gap: float) -> tuple[Change, ...]:
    def reach(entry: tuple[Card, Input, float]) -> float:
        _, each, share = entry
        return share * ((10 - (each.score or 0)) if gap > 0 else (each.score or 0))

    changes: list[Change] = []
    for axis, each, share in sorted(movable, key=reach, reverse=True):
        if share <= 0 or abs(gap) < ROUNDING:
            continue
        limit = 10 - (each.score or 0) if gap > 0 else -(each.score or 0)
        step = min(gap / share, limit) if gap > 0 else max(gap / share, limit)
        change = _moved(axis, each, step)
        if change is not None and change.after != change.before:
            changes.append(change)
            left = gap - share * (change.after - change.before)
            # what went a little beyond has reached it
            gap = left if left * gap > 0 else 0.0
    return tuple(changes) if abs(gap) < REACHED else ()


def _driver(
    axis: Card, before: Scorecard, old: Input | None, after: Scorecard, new: Input | None, middle: float
) -> Driver:
    known = new or old
    assert known is not None
    scores = old and old.score, new and new.score
    was, now = _either(*scores), _either(*reversed(scores))
    weights = (0.0 if old is None else before.share(axis, old), 0.0 if new is None else after.share(axis, new))
    points = sum(weights) / 2 * (now - was) + (weights[1] - weights[0]) * ((was + now) / 2 - middle)
    is_judged = any(each is not None and each.judgement is not None for each in (old, new))
    return Driver(
        axis=axis,
        criterion=known.criterion.name,
        before=scores[0],
        after=scores[1],
        points=points,
        measure=None if is_judged else known.criterion.measure,
        figures=(old and old.figure, new and new.figure),
    )


def _either(score: float | None, other: float | None) -> float:
    """A score; where it is unknown that of the other day, so that only its weight moves."""
    return score if score is not None else other or 0.0
