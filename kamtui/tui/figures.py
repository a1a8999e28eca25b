"""Stored figures that say themselves as people write them."""

from __future__ import annotations

from collections.abc import Callable

from kamtui.domain.money import grouped


class Figure(int):
    """A stored figure, shown by `say`."""

    say: Callable[[int], str] = staticmethod(int.__repr__)

    def __str__(self) -> str:
        return self.say(int(self))


def saying(stored: int, say: Callable[[int], str]) -> Figure:
    """A stored figure; `say` words it, and any other that takes its place."""
    figure = Figure(stored)
    figure.say = say
    return figure


def money(stored: int | None, currency: str | None) -> Figure | None:
    """An amount as it is shown; None where there is none."""
    if stored is None or currency is None:
        return None
    return saying(stored, lambda amount: f"{grouped(amount, currency)} {currency}")


def worded(value: object, like: object) -> object:
    """A stored value, worded as another of its field is."""
    return like.say(value) if isinstance(like, Figure) and isinstance(value, int) else value
