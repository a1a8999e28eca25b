"""What customers say of the firm, level by level: zones, respondents, never one mean of all (R28, D19, 3.13)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from statistics import mean
from typing import NamedTuple

from kamtui.domain.contacts import Level
from kamtui.domain.policy import Satisfaction
from kamtui.domain.signals.voice import Zone, zone

FEW = 3
"""Respondents below which an account's answers say little."""

OLD_DAYS = 365
"""An answer older than this is history."""

LEVELS: Sequence[Level | None] = (*Level, None)
"""The highest first; None: of whom the level is not known."""


class Answer(NamedTuple):
    """The last answer of one respondent on the firm."""

    account_id: int
    contact_id: int | None
    name: str
    """"": nobody was named."""
    level: Level | None
    on: dt.date
    score: float
    """0-10."""
    before: float | None
    zone: Zone


class OfLevel(NamedTuple):
    """What one level says."""

    level: Level | None
    """None: of respondents whose level is not known."""
    n: int
    mean: float
    """Of this level alone."""
    lowest: float
    zone: Zone
    """Of the mean."""
    zones: Mapping[Zone, int]
    """Respondents by zone."""


class Doubt(StrEnum):
    """Why the answers may say less than they seem to."""

    FEW = "few answered"
    ONE_LEVEL = "only one level answered"
    FRIENDS = "only those who are for us answered"
    UNASKED = "a level was never asked"
    OLD = "an answer is older than a year"


class Customer(NamedTuple):
    """What one account says."""

    account_id: int
    account: str
    answers: tuple[Answer, ...]
    """The highest level first, the unhappiest first within it."""
    levels: tuple[OfLevel, ...]
    unasked: tuple[Level, ...]
    """Levels at which somebody works and nobody was asked."""
    doubts: tuple[Doubt, ...]

    @property
    def worst(self) -> Zone:
        """The zone of the unhappiest."""
        return min(answer.zone for answer in self.answers)


class Standing(NamedTuple):
    """How somebody who could be asked stands to us."""

    contact_id: int
    level: Level | None
    is_for_us: bool
    """Judged to be for us; False where nobody judged it."""


def customer(
    account: tuple[int, str], answers: Iterable[Answer], people: Sequence[Standing], rules: Satisfaction, on: dt.date
) -> Customer | None:
    """What one account says; None: nobody answered. `people` are those who work there."""
    ordered = sorted(answers, key=lambda one: (LEVELS.index(one.level), one.score, one.name))
    if not ordered:
        return None
    asked = {one.level for one in ordered}
    unasked = tuple(level for level in Level if level not in asked and any(one.level is level for one in people))
    friends = {one.contact_id for one in people if one.is_for_us}
    doubts = {
        Doubt.FEW: len(ordered) < FEW,
        Doubt.ONE_LEVEL: len(asked) == 1,
        Doubt.FRIENDS: all(one.contact_id in friends for one in ordered),
        Doubt.UNASKED: bool(unasked),
        Doubt.OLD: any((on - one.on).days > OLD_DAYS for one in ordered),
    }
    found = tuple(doubt for doubt, is_so in doubts.items() if is_so)
    return Customer(*account, tuple(ordered), by_level(ordered, rules), unasked, found)


def by_level(answers: Iterable[Answer], rules: Satisfaction) -> tuple[OfLevel, ...]:
    """What each level says, the highest first; levels are never put together."""
    given: dict[Level | None, list[Answer]] = {}
    for answer in answers:
        given.setdefault(answer.level, []).append(answer)
    return tuple(_level(level, given[level], rules) for level in LEVELS if level in given)


def _level(level: Level | None, answers: Sequence[Answer], rules: Satisfaction) -> OfLevel:
    average = mean(answer.score for answer in answers)
    zones = {place: sum(answer.zone is place for answer in answers) for place in Zone}
    of_mean = zone(average, rules)
    return OfLevel(level, len(answers), average, min(answer.score for answer in answers), of_mean, zones)
