"""What came of opportunities, group by group: won, lost, the win rate, what it brought, how long it took."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable
from statistics import median
from typing import Generic, NamedTuple, TypeVar

from kamtui.domain.money import Money
from kamtui.domain.opportunities import Outcome

K = TypeVar("K", bound=Hashable)


class Ended(NamedTuple, Generic[K]):
    """One opportunity as far as rates mind it."""

    group: K
    outcome: Outcome
    value: Money | None
    """None: unknown."""
    is_estimated: bool
    """Whether its value is only a list price."""
    opened_on: dt.date | None
    """None: nobody said when."""
    closed_on: dt.date | None


class Rate(NamedTuple, Generic[K]):
    """What came of the opportunities of one group."""

    group: K
    open: int = 0
    won: int = 0
    lost: int = 0
    open_value: tuple[Money, ...] = ()
    """Of what is open: one amount for each currency."""
    value: tuple[Money, ...] = ()
    """Of what was won: one amount for each currency, the largest number of opportunities first."""
    without_value: int = 0
    """Won ones of which nobody knows what they brought."""
    estimated: int = 0
    """Won ones that only have the list price of their product."""
    median_days: float | None = None
    """From opened to won; None: nothing was won, or nobody said when it was opened."""
    won_before_opened: int = 0
    """Contradictions: their days do not count towards the median."""

    @property
    def size(self) -> int:
        """All of them."""
        return self.open + self.won + self.lost

    @property
    def win_rate(self) -> float | None:
        """Won of all that were decided, 0-1; None: none was."""
        return self.won / (self.won + self.lost) if self.won or self.lost else None

    @property
    def conversion(self) -> float | None:
        """Won of all, 0-1: what became of leads; None: there are none."""
        return self.won / self.size if self.size else None


def rate(group: K, ended: Iterable[Ended[K]]) -> Rate[K]:
    """What came of some opportunities taken together."""
    found = list(ended)
    won = [one for one in found if one.outcome is Outcome.WON]
    days = [(one.closed_on - one.opened_on).days for one in won if one.closed_on and one.opened_on]
    return Rate(
        group,
        open=sum(one.outcome is Outcome.OPEN for one in found),
        open_value=_added(one for one in found if one.outcome is Outcome.OPEN),
        won=len(won),
        lost=sum(one.outcome is Outcome.LOST for one in found),
        value=_added(won),
        without_value=sum(one.value is None for one in won),
        estimated=sum(one.is_estimated for one in won),
        median_days=median(sound) if (sound := [span for span in days if span >= 0]) else None,
        won_before_opened=sum(span < 0 for span in days),
    )


def _added(some: Iterable[Ended[K]]) -> tuple[Money, ...]:
    """What they are worth, the currency of most of them first."""
    amounts: dict[str, list[int]] = {}
    for one in some:
        if one.value is not None:
            amounts.setdefault(one.value.currency, []).append(one.value.amount)
    by_size = sorted(amounts.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Money(sum(values), currency) for currency, values in by_size)


def rates(ended: Iterable[Ended[K]]) -> list[Rate[K]]:
    """One rate for each group, in the order in which the groups come."""
    groups: dict[K, list[Ended[K]]] = {}
    for one in ended:
        groups.setdefault(one.group, []).append(one)
    return [rate(group, members) for group, members in groups.items()]
