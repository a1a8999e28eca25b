"""The buy-sell hierarchy of an account: on which rung its people see us, and the lowest that counts (section 3.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kamtui.domain.influences import RUNGS, is_key_person
from kamtui.domain.signals.situation import Someone


class Rungs(NamedTuple):
    """On which rungs we stand at an account."""

    people: Mapping[int, int]
    """Rung -> how many see us there; every rung is there."""
    unknown: int
    """How many nobody judged."""
    least: int | None
    """The lowest among key people; None: unknown."""
    held_by: tuple[str, ...]
    """The key people who see us there."""


def rungs(people: Iterable[Someone]) -> Rungs:
    """The distribution over people who have a name, and the minimum among key people: one mean would hide both."""
    named = [one for one in people if not one.is_placeholder]
    seen = {one.contact_id: rung for one in named if (rung := _rung(one)) is not None}
    count = Counter(seen.values())
    keys = [one for one in named if is_key_person(one.level, one.influence, marked=one.is_marked)]
    least = min((seen[one.contact_id] for one in keys if one.contact_id in seen), default=None)
    lowest = tuple(one.name for one in keys if least is not None and seen.get(one.contact_id) == least)
    return Rungs({rung: count[rung] for rung in RUNGS}, len(named) - len(seen), least, lowest)


def _rung(one: Someone) -> int | None:
    return None if one.influence is None else one.influence.rung
