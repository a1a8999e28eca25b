"""What is different between two policies, value by value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kamtui.domain.policy import Policy


class Difference(NamedTuple):
    """One value that changed."""

    name: str
    """Dotted: tiers.key_percent, attractiveness.profit_share.weight."""
    before: object
    """None: it was not there."""
    after: object


def differences(before: Policy, after: Policy) -> list[Difference]:
    """The values that are not the same, in the order of the policy; what a text leaves out has its usual value."""
    old, new = dict(_values(before)), dict(_values(after))
    return [
        Difference(name, old.get(name), new.get(name))
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    ]


def _values(policy: Policy) -> Iterator[tuple[str, object]]:
    yield from (("name", policy.name), ("about", policy.about))
    for tier, (target, most) in policy.cadence.items():
        yield f"cadence.{tier}", [target, most]
    for section in ("tiers", "capacity", "time", "concentration", "profit", "treatment"):
        yield from _named(section, getattr(policy, section)._asdict().items())
    yield from _named("minutes", policy.minutes.items())
    yield from _named("composite", policy.composite.items())
    for card, criteria in policy.cards.items():
        for criterion in criteria:
            rest = criterion._asdict()
            yield from _named(f"{card}.{rest.pop('name')}", rest.items())
    yield from _named("strategy", policy.strategy.items())
    yield from _named("playbook", policy.playbook.items())


def _named(where: str, values: Iterable[tuple[str, object]]) -> Iterator[tuple[str, object]]:
    for name, value in values:
        yield f"{where}.{name}", list(value) if isinstance(value, tuple) else value
