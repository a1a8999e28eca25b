"""The org chart: who reports to whom at an account, as a tree with everybody in it once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kamtui.domain.peoplemap import Person


class Branch(NamedTuple):
    """One person in the org chart."""

    person: Person
    lasts: tuple[bool, ...]
    """For each step down from the top: whether the one there is the last of their boss; () is at the top."""
    is_circle: bool = False
    """Whether they stand at the top only because they report to somebody below them."""


def chart(people: Sequence[Person]) -> list[Branch]:
    """The people as a tree by whom they report to, everybody once, as it is read from top to bottom.

    At the top is who has no boss on the map. Where people report to each other in a circle, the first of them does.
    """
    here = {person.id: person for person in people}
    boss = {
        person.id: person.boss_id
        for person in people
        if person.boss_id is not None and person.boss_id in here and person.boss_id != person.id
    }
    below: dict[int, list[int]] = {}
    for key in here:
        if key in boss:
            below.setdefault(boss[key], []).append(key)
    tops = [key for key in here if key not in boss]
    circles = _circle_heads(list(here), boss, tops, below)
    branches: list[Branch] = []
    seen: set[int] = set()
    for top in (*tops, *circles):
        _grow(top, (), here, below, branches, seen)
    return [branch._replace(is_circle=branch.person.id in circles) for branch in branches]


def _grow(
    top: int,
    lasts: tuple[bool, ...],
    here: Mapping[int, Person],
    below: Mapping[int, Sequence[int]],
    branches: list[Branch],
    seen: set[int],
) -> None:
    """Write down somebody and all below them; a hierarchy may be deeper than Python calls."""
    waiting = [(top, lasts)]
    while waiting:
        key, at = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        branches.append(Branch(here[key], at))
        children = [child for child in below.get(key, ()) if child not in seen]
        waiting += [(child, (*at, child == children[-1])) for child in reversed(children)]


def _circle_heads(
    keys: Sequence[int], boss: Mapping[int, int], tops: Sequence[int], below: Mapping[int, Sequence[int]]
) -> list[int]:
    """The first of every circle."""
    reached = _all_below(tops, below)
    heads: list[int] = []
    for key in keys:
        if key in reached:
            continue
        path = [key]
        while boss[path[-1]] not in path:
            path.append(boss[path[-1]])
        circle = path[path.index(boss[path[-1]]) :]
        heads.append(min(circle, key=keys.index))
        reached |= _all_below(heads[-1:], below)
    return heads


def _all_below(tops: Iterable[int], below: Mapping[int, Sequence[int]]) -> set[int]:
    """These and everybody below them."""
    found: set[int] = set()
    waiting = list(tops)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += below.get(key, ())
    return found
