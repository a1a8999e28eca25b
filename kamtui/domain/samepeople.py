"""People who may be entered twice: the same mail or telephone anywhere, or the same name at one account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from itertools import pairwise
from typing import NamedTuple

SHORTEST = 7
"""Digits of a telephone number that is one person's; shorter ones are extensions."""


class Known(NamedTuple):
    """A person, with what tells people apart."""

    id: int
    name: str
    name_key: str
    mails: frozenset[str]
    phones: frozenset[str]
    accounts: frozenset[int]


class Pair(NamedTuple):
    """Two entries that may be one person; the one entered first comes first."""

    one: Known
    other: Known
    why: tuple[str, ...]
    """What is the same: email, phone, name."""


def pairs(people: Iterable[Known]) -> list[Pair]:
    """Who may be entered twice, with the strongest reasons first. Of several who share a thing, each with the next."""
    groups: dict[tuple[Hashable, ...], list[Known]] = defaultdict(list)
    for person in people:
        for mail in person.mails:
            groups["email", mail].append(person)
        for phone in person.phones:
            if len(phone) >= SHORTEST:
                groups["phone", phone].append(person)
        for account in person.accounts:
            if person.name_key:
                groups["name", account, person.name_key].append(person)
    found: dict[tuple[int, int], tuple[Known, Known, set[str]]] = {}
    for shared, members in groups.items():
        for one, other in pairwise(sorted(members, key=lambda member: member.id)):
            found.setdefault((one.id, other.id), (one, other, set()))[2].add(str(shared[0]))
    ordered = [Pair(one, other, tuple(why for why in _WHY if why in whys)) for one, other, whys in found.values()]
    return sorted(ordered, key=lambda pair: (-len(pair.why), _WHY.index(pair.why[0]), pair.one.id, pair.other.id))


_WHY = ("email", "phone", "name")
