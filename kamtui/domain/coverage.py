"""Coverage: how much of the customer is in touch with us, by level and function (D13, D14, D16)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from kamtui.domain.contacts import Function, Level

ACTIVE_DAYS = 90
"""Within so many days a person must have been touched to be active."""

LEVELS, FUNCTIONS, PEOPLE = 25, 20, 15
"""Points of D16 for three levels alive, for three functions beside purchasing, for three active people. The points for
buying roles and named counterparts join when those are kept; until then the rest is taken as the whole."""

ONE_FUNCTION = 7
"""Points for each of the first two functions."""


class Person(NamedTuple):
    """Somebody at the account who was touched lately."""

    level: Level | None
    function: Function | None
    last_on: dt.date
    weight: float
    """Touches within the days of their level; a mail or a message counts half (D14)."""


def coverage(people: Iterable[Person], on: dt.date) -> float:
    """0-100 from the people of an account who were touched within the longest of the days above."""
    found = list(people)
    alive = sum(sum(person.weight for person in found if person.level is level) >= 1 for level in Level)
    active = [person for person in found if (on - person.last_on).days <= ACTIVE_DAYS]
    functions = {person.function for person in active} - {Function.PURCHASING, None}
    points = LEVELS * alive / len(Level)
    points += FUNCTIONS if len(functions) >= 3 else ONE_FUNCTION * len(functions)
    points += PEOPLE * min(len(active), 3) / 3
    return 100 * points / (LEVELS + FUNCTIONS + PEOPLE)
