"""Coverage: how much of the customer is in touch with us, by level and function (D13, D14, D16)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from kamtui.domain.contacts import Function, Level

ACTIVE_DAYS = 90
"""Within so many days a person must have been touched to be active."""

LEVELS, FUNCTIONS, PEOPLE = 25, 20, 15
"""Points of D16 for three levels alive, for three functions beside purchasing, for three active people. The points for
buying roles and named counterparts join when those are kept; until then the rest is taken as the whole."""

ONE_FUNCTION = 7
"""Points for each of the first two functions."""


class Reached(Protocol):
    """How somebody was in touch within the days of their level."""

    @property
    def spoken(self) -> bool:
        """Whether there was any touch other than mails and messages."""

    @property
    def mails(self) -> tuple[int, int] | None:
        """The first and the last mail or message, by their ids, a joined one by that of the other; None: none."""


class Person(NamedTuple):
    """Somebody at the account who was touched lately."""

    level: Level | None
    function: Function | None
    last_on: dt.date
    spoken: bool
    mails: tuple[int, int] | None = None


def is_alive(level: Level, people: Iterable[Reached]) -> bool:
    """Whether the people of a level were in touch with us within its days.

    One touch is enough, of mails and messages there must be two (D14); and nobody has a tie to a firm's heads by
    sending them mails, however many (P17).
    """
    found = list(people)
    if any(person.spoken for person in found):
        return True
    ids = [mail for person in found if person.mails is not None for mail in person.mails]
    # one mail to two people is one mail
    return level is not Level.EXEC and len(ids) > 0 and min(ids) < max(ids)


def coverage(people: Iterable[Person], on: dt.date) -> float:
    """0-100 from the people of an account who were touched within the longest of the days above."""
    found = list(people)
    alive = sum(is_alive(level, (person for person in found if person.level is level)) for level in Level)
    active = [person for person in found if (on - person.last_on).days <= ACTIVE_DAYS]
    functions = {person.function for person in active} - {Function.PURCHASING, None}
    points = LEVELS * alive / len(Level)
    points += FUNCTIONS if len(functions) >= 3 else ONE_FUNCTION * len(functions)
    points += PEOPLE * min(len(active), 3) / 3
    return 100 * points / (LEVELS + FUNCTIONS + PEOPLE)
