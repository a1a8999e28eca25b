"""Coverage: how much of the customer is known to us and in touch with us (D13, D14, D16, R45)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from kamtui.domain.contacts import Function, Level
from kamtui.domain.influences import FOUR, Influence

ACTIVE_DAYS = 90
"""Within so many days a person must have been touched to be active."""

ROLES, LEVELS, FUNCTIONS, PEOPLE, COVERS = 25, 25, 20, 15, 15
"""Points of D16: the four buying roles known, three levels alive, three functions beside purchasing, three active
people, a named counterpart for every key person. What is not known of roles and key people counts as missing."""

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


class Ties(NamedTuple):
    """What is known of the buying roles and the key people of an account."""

    roles: int = 0
    """How many of the four are had by somebody with a name, as verified lately."""
    key_people: int = 0
    covered: int = 0
    """Of them, how many have a counterpart among us."""


class Coverage(NamedTuple):
    """Points of D16, one by one."""

    roles: float
    levels: float
    functions: float
    people: float
    covers: float
    ties: Ties

    @property
    def value(self) -> float:
        """0-100."""
        return self.roles + self.levels + self.functions + self.people + self.covers


class Threads(NamedTuple):
    """On how many threads an account hangs: who was active in the last 90 days (R45, R46)."""

    people: int
    functions: int
    """Of theirs, beside purchasing."""
    colleagues: int
    """Of ours in its team who are not in sales."""


NO_TIES = Ties()


def coverage(people: Iterable[Person], on: dt.date, ties: Ties = NO_TIES) -> Coverage:
    """The points of an account, from its people who were touched within the longest of the days above."""
    found = list(people)
    alive = sum(is_alive(level, (person for person in found if person.level is level)) for level in Level)
    active = [person for person in found if (on - person.last_on).days <= ACTIVE_DAYS]
    functions = beside_purchasing(person.function for person in active)
    return Coverage(
        roles=ROLES * ties.roles / len(FOUR),
        levels=LEVELS * alive / len(Level),
        functions=FUNCTIONS if functions >= 3 else ONE_FUNCTION * functions,
        people=PEOPLE * min(len(active), 3) / 3,
        covers=COVERS * ties.covered / ties.key_people if ties.key_people else 0.0,
        ties=ties,
    )


def beside_purchasing(functions: Iterable[Function | None]) -> int:
    """How many functions there are beside purchasing (R45)."""
    return len({*functions} - {Function.PURCHASING, None})


def roles_known(judged: Iterable[Influence], days: int, on: dt.date) -> int:
    """How many of the four roles somebody has, as verified within so many days; of people who have a name."""
    lately = [said for said in judged if (on - said.on).days <= days]
    return sum(any(role in said.roles for said in lately) for role in FOUR)
