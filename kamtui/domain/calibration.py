"""Calibration: what a book's own past says about the weights of the outlook, told without looking ahead.

Past cases are accounts at earlier ends of months whose 90 days were over by the day asked about: the terms of each as
known then, and whether it fell. On them the weights are fitted anew by logistic regression with a Gaussian prior
around the shipped ones (the most probable weights, by Newton's method), so that few cases change little and many much.

Limits. Cases of one account overlap and are not independent: a small book learns by chance as much as by truth. What
is learned is one rule for all accounts, and holds as long as they go on as they did; a book that grows or changes its
trade is judged by what it was. The base is learned too: where most accounts fall, most risks are high.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple, TypeVar
from zlib import crc32

from kamtui.domain import outlook, periods
from kamtui.domain.outlook import HORIZON, History, Terms

STRENGTH = 40.0
"""How firmly the shipped weights stand: the precision of each per unit of variance of its term, about what 200 cases
weigh. Of 10, 20, 40, 80 and 160 chosen on the tuning halves of the accounts (tests/bench/early_warning.py)."""
MOST = 5_000
"""Accounts at ends of months looked at, so that a large book is as fast as a small one."""
LATEST = 36
"""Months back that are learned from."""
FEWEST = 100
"""With fewer cases the shipped weights stand."""
FEWEST_ENDS = 3
"""And with fewer ends of months: however many accounts there are, they all lived through the same weeks."""

STEPS = 20
"""Newton's method needs five or six."""
NEAR = 1e-6
SAME = 1e-6
"""Variance below which a term is the same for everybody, like the base."""

Key = TypeVar("Key", int, str)


class Learned(NamedTuple):
    """The weights for one day, and how many past cases they were learned from: none where the shipped ones stand."""

    weights: Terms
    cases: int


def learned(histories: Mapping[Key, History], on: int, strength: float = STRENGTH) -> Learned:
    """The weights that the past of these accounts teaches by the end of day `on`."""
    ends, rows, fell = set(), [], []
    for end, found in groupby(sorted(islice(_pairs(histories, on), MOST)), itemgetter(0)):
        of_end = [histories[key] for _, key in found]
        usual = outlook.usual_order(of_end, end)
        for history in of_end:
            told = outlook.outlook(history, end, usual)
            did = outlook.fell(history, end)
            if told is not None and did is not None:
                ends.add(end)
                rows.append(outlook.terms(told))
                fell.append(did)
    if len(rows) < FEWEST or len(ends) < FEWEST_ENDS or len(set(fell)) < 2:
        return Learned(outlook.SHIPPED, 0)
    return Learned(Terms(*fitted(rows, fell, outlook.SHIPPED, strength)), len(rows))


def fitted(
    rows: Sequence[Sequence[float]], fell: Sequence[bool], prior: Sequence[float], strength: float
) -> list[float]:
    """The most probable weights, one per column of `rows`; at strength 0 the prior is only where the search begins."""
    firm = [strength * _variance(column) for column in zip(*rows, strict=True)]
    weights = list(prior)
    for _ in range(STEPS):
        slope = [-much * (now - was) for much, now, was in zip(firm, weights, prior, strict=True)]
        curve = [[much if i == j else 0.0 for j in range(len(firm))] for i, much in enumerate(firm)]
        for row, did in zip(rows, fell, strict=True):
            risk = outlook.chance(weights, row)
            for i, value in enumerate(row):
                slope[i] += (did - risk) * value
                weighted = risk * (1 - risk) * value
                for j in range(i + 1):
                    curve[i][j] += weighted * row[j]
        steps = _solved(curve, slope)
        weights = [weight + step for weight, step in zip(weights, steps, strict=True)]
        if max(map(abs, steps)) < NEAR:
            break
    return weights


def _pairs(histories: Mapping[Key, History], on: int) -> Iterator[tuple[int, Key]]:
    """(End of a month, account), every account once before any comes again, in an order that is by chance but fixed."""
    known = {key: history[0][0] for key, history in histories.items() if history and history[0][0] <= on}
    first = min(known.values(), default=on)
    if on - first < 2 * HORIZON:
        return
    whole = periods.month_ends(date.fromordinal(first + HORIZON - 1), date.fromordinal(on - HORIZON))
    ends = [end.toordinal() for end in whole[-LATEST:]]
    keys = sorted(known, key=lambda key: crc32(str(key).encode()))
    for turn in range(len(ends)):
        for place, key in enumerate(keys):
            yield ends[(place + turn) % len(ends)], key


def _variance(column: Sequence[float]) -> float:
    mean = sum(column) / len(column)
    found = sum((value - mean) ** 2 for value in column) / len(column)
    return found if found > SAME else 1.0


def _solved(lower: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """The vector that a symmetric matrix, given by its lower half, turns into `right`.

    Gauss-Jordan is enough for a positive definite matrix.
    """
    size = range(len(right))
    rows = [[*(lower[max(i, j)][min(i, j)] for j in size), right[i]] for i in size]
    for i, pivot in enumerate(rows):
        pivot[:] = [value / pivot[i] for value in pivot]
        for row in rows:
            if row is not pivot:
                row[:] = [value - row[i] * above for value, above in zip(row, pivot, strict=True)]
    return [row[-1] for row in rows]
