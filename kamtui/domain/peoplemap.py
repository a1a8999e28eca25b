"""The people map: who decides at a customer, who reports to whom, who of us covers them, and who is missing (R38-R46).

Pure: what the book knows of the people of an account on a day goes in; the grid, the org chart and the figures come
out. Whoever holds two positions stands at the higher one, so that everybody is there exactly once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from types import MappingProxyType
from typing import NamedTuple

from kamtui.domain.contacts import Function, Level
from kamtui.domain.coverage import ACTIVE_DAYS
from kamtui.domain.influences import FOUR, WEIGHTS, Influence, Role, is_key_person, is_stale
from kamtui.domain.policy import InfluenceRules
from kamtui.domain.teams import Cover, OurFunction
from kamtui.domain.tiers import Tier

LEAST = 3
"""Of fewer contacts a share says nothing."""

THREAD = 0.5
"""From this share of a year's touches on, an account hangs on the person they went through: a default of ours."""


class Person(NamedTuple):
    """Somebody at the customer as the map shows them."""

    id: int
    """Of the contact."""
    name: str
    account_id: int
    account: str
    title: str = ""
    function: Function | None = None
    level: Level | None = None
    since: dt.date | None = None
    boss_id: int | None = None
    """The contact they report to, also one who is not on the map."""
    boss: str = ""
    boss_left: bool = False
    """Whether the boss has no position at the account any more."""
    last_on: dt.date | None = None
    """Of the last contact with them at this account."""
    touches: int = 0
    """Contacts with them within a year."""
    influence: Influence | None = None
    covers: tuple[Cover, ...] = ()
    """Who of us covers them, the strongest tie first."""
    is_placeholder: bool = False
    """A role whose holder is not known yet."""
    is_marked: bool = False
    also: tuple[str, ...] = ()
    """Their further positions: titles, and accounts where it is another one."""
    listens_to: tuple[tuple[int, str], ...] = ()
    """Contacts and names whose word counts with them, beside their boss (informal influence)."""

    @property
    def roles(self) -> tuple[Role, ...]:
        return () if self.influence is None else self.influence.roles

    @property
    def letters(self) -> str:
        """Their buying roles in short: "EU"."""
        return "" if self.influence is None else self.influence.letters

    @property
    def is_key(self) -> bool:
        """Whether they must have a named counterpart among us."""
        return is_key_person(self.level, self.influence, marked=self.is_marked)

    @property
    def weight(self) -> int:
        """How much their word weighs, 0 where nobody judged."""
        degree = None if self.influence is None else self.influence.degree
        return 0 if degree is None else WEIGHTS[degree]

    @property
    def supports(self) -> bool:
        """Whether they are for us."""
        return self.influence is not None and (self.influence.stance or 0) > 0


class Tie(NamedTuple):
    """What is between one of us and one of theirs."""

    strength: int | None = None
    wanted: int | None = None
    last_on: dt.date | None = None
    """When that one of us was last in contact with them."""
    is_cover: bool = False
    """Whether it is named as cover; else they only met."""


class MapStatus(IntEnum):
    """How far the map has come (3.6): an accurate one names who is against us, too."""

    NOBODY = 0
    NO_KEY_PLAYER = 1
    NONE_SUPPORTS = 2
    SUPPORTED = 3


class Reach(NamedTuple):
    """How broad the contact is."""

    known: int
    """People, without those who are only a role."""
    active: int
    functions: int
    """In which somebody is active."""
    beyond_purchasing: int
    """The same without purchasing (R45)."""
    thread: tuple[Person, float] | None
    """Who most of a year's contact went through, and its share 0-1; None: nobody was in contact."""


class Colleague(NamedTuple):
    """One of us at the account."""

    who: str
    """A login."""
    functions: tuple[OurFunction, ...] = ()
    is_owner: bool = False


class PeopleMap(NamedTuple):
    """Everything the map is drawn from."""

    account_id: int
    name: str
    tier: Tier | None
    on: dt.date
    people: Sequence[Person]
    """Executives first, then by name; everybody once."""
    rules: InfluenceRules
    clocks: Mapping[Level, tuple[int, int]]
    """Level -> the days after which contact is due and after which it is late; empty where no tier asks for it."""
    coverage: float | None = None
    """0-100 (D16)."""
    team: Sequence[Colleague] = ()
    ties: Mapping[tuple[str, int], Tie] = MappingProxyType({})
    """(login, contact) -> what is between them."""
    touches: int = 0
    """Contacts with the account within a year."""
    is_group: bool = False
    """Whether the people of the accounts below it are here, too."""

    def age(self, person: Person) -> int | None:
        """Days since the last contact with somebody; None: never."""
        return None if person.last_on is None else (self.on - person.last_on).days

    def is_active(self, person: Person) -> bool:
        """Whether somebody was in contact with us lately."""
        age = self.age(person)
        return age is not None and age <= ACTIVE_DAYS

    def lateness(self, person: Person) -> int:
        """0 in time, 1 due, 2 silent for longer than their level may be."""
        age = self.age(person)
        due, most = self.clocks.get(person.level, (0, 0)) if person.level is not None else (0, 0)
        if age is None or not most:
            return 0
        return (age > due) + (age > most)

    def verified(self, person: Person) -> int | None:
        """Days since their influence was verified; None: never judged."""
        return None if person.influence is None else (self.on - person.influence.on).days

    def is_stale(self, person: Person) -> bool:
        """Whether their influence must be verified (D29)."""
        return person.influence is not None and is_stale(person.influence, self.tier, self.rules, self.on)

    def person(self, contact: int) -> Person | None:
        """One of the people; None where they are not on the map."""
        return next((person for person in self.people if person.id == contact), None)


def weightiest(people: Iterable[Person]) -> list[Person]:
    """People in the order in which they matter for a purchase: who approves, whose word weighs, then by level."""
    return sorted(people, key=lambda person: (Role.ECONOMIC not in person.roles, -person.weight, not person.roles))


def deciders(found: PeopleMap) -> dict[Role, list[Person]]:
    """Role -> those known to have it, the weightiest first; the four that must be known are always there (SIG-04)."""
    ordered = weightiest(person for person in found.people if not person.is_placeholder)
    holders = {role: [person for person in ordered if role in person.roles] for role in Role}
    return {role: those for role, those in holders.items() if those or role in FOUR}


def missing(found: PeopleMap) -> list[Role]:
    """The roles that nobody is known to have."""
    return [role for role, those in deciders(found).items() if not those]


def status(found: PeopleMap) -> MapStatus:
    """How far the map has come."""
    known = [person for person in found.people if not person.is_placeholder]
    players = [person for person in known if person.is_key]
    if not players:
        return MapStatus.NO_KEY_PLAYER if known else MapStatus.NOBODY
    supported = any(person.supports or Role.SPONSOR in person.roles for person in players)
    return MapStatus.SUPPORTED if supported else MapStatus.NONE_SUPPORTS


def reach(found: PeopleMap) -> Reach:
    """How many people and functions are in contact with us, and whether all of it goes through one of them."""
    known = [person for person in found.people if not person.is_placeholder]
    active = [person for person in known if found.is_active(person)]
    functions = {person.function for person in active} - {None}
    most = max(known, key=lambda person: person.touches, default=None)
    thread = None
    if most is not None and most.touches and found.touches >= LEAST:
        thread = (most, min(most.touches / found.touches, 1.0))
    return Reach(len(known), len(active), len(functions), len(functions - {Function.PURCHASING}), thread)


def uncovered(found: PeopleMap) -> list[Person]:
    """Key people without a named counterpart among us (SIG-33)."""
    return [person for person in found.people if person.is_key and not person.covers and not person.is_placeholder]


# -- grid --------------------------------------------------------------------------------------------------------------

LEVELS: tuple[Level | None, ...] = (*Level, None)
FUNCTIONS: tuple[Function | None, ...] = (*Function, None)

Cell = tuple[Function | None, Level | None]


class Grid(NamedTuple):
    """Functions below each other, levels side by side; a cell without people is a gap."""

    functions: tuple[Function | None, ...]
    levels: tuple[Level | None, ...]
    cells: Mapping[Cell, tuple[Person, ...]]
    """Those where somebody is, the weightiest first."""

    def order(self) -> list[int]:
        """Everybody in reading order: line by line, from left to right."""
        return [
            person.id
            for function in self.functions
            for level in self.levels
            for person in self.cells.get((function, level), ())
        ]


def grid(found: PeopleMap) -> Grid:
    """Levels x functions. What is not known has a line and a column of its own, but only where it is needed."""
    cells: dict[Cell, list[Person]] = {}
    for person in weightiest(sorted(found.people, key=lambda one: one.last_on or dt.date.min, reverse=True)):
        cells.setdefault((person.function, person.level), []).append(person)
    functions = {function for function, _ in cells}
    levels = {level for _, level in cells}
    optional = {None, Function.OTHER}
    return Grid(
        tuple(one for one in FUNCTIONS if one not in optional or one in functions),
        tuple(one for one in LEVELS if one is not None or one in levels),
        {where: tuple(those) for where, those in cells.items()},
    )
