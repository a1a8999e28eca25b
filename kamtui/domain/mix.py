"""The mix of contact: which kinds, how much of it goes both ways, how many minutes nobody typed (P17).

It shows whether there is contact behind the numbers. It is no ranking: groups come in the order of their names, kinds
are shares, and of people it says in how many weeks they were in touch with customers, not how often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kamtui.domain.periods import Period
from kamtui.domain.touches import WRITTEN, Direction, Kind

WEEK = 7


class Cell(NamedTuple):
    """Touches of one group, kind and direction."""

    group: str
    kind: Kind
    direction: Direction | None
    touches: int
    minutes: int
    as_usual: int
    """Of the minutes, those that are what the policy counts for the kind where none are typed (D3)."""


class Mix(NamedTuple):
    """The contact of one group."""

    group: str
    """A login, the id of an account, or a tier; "": nobody's, or no tier."""
    kinds: Mapping[Kind, int]
    """Touches of each kind, the most frequent first."""
    directed: int
    """Touches of which somebody said who sought them."""
    mutual: int
    """Of those, the ones that the customer sought or both did."""
    minutes: int
    as_usual: int
    weeks: int
    """Weeks with contact."""

    @property
    def touches(self) -> int:
        return sum(self.kinds.values())

    @property
    def written_share(self) -> float:
        """How much of it is mails and messages, 0-1."""
        return sum(self.kinds.get(kind, 0) for kind in WRITTEN) / self.touches

    @property
    def two_way_share(self) -> float | None:
        """How much of what is known of it the customer sought, 0-1; None: nothing is known."""
        return self.mutual / self.directed if self.directed else None

    @property
    def as_usual_share(self) -> float | None:
        """How many of the minutes nobody may have typed, 0-1; None: there are none."""
        return self.as_usual / self.minutes if self.minutes else None

    def share(self, kind: Kind) -> float:
        """How much of it is of a kind, 0-1."""
        return self.kinds.get(kind, 0) / self.touches


def mixes(cells: Iterable[Cell], weeks: Mapping[str, int]) -> list[Mix]:
    """The mix of each group that has contact, in the order in which the groups come first."""
    grouped: dict[str, list[Cell]] = {}
    for cell in cells:
        grouped.setdefault(cell.group, []).append(cell)
    found = (_mix(group, own, weeks.get(group, 0)) for group, own in grouped.items())
    return [mix for mix in found if mix.kinds]


def weeks_of(period: Period) -> int:
    """Weeks in a period, a begun one counted whole; they end on the weekday of its last day."""
    return -(-period.days // WEEK)


def _mix(group: str, cells: list[Cell], weeks: int) -> Mix:
    kinds: Counter[Kind] = Counter()
    for cell in cells:
        # one that joins another brings its minutes only
        kinds[cell.kind] += cell.touches
    directed = sum(cell.touches for cell in cells if cell.direction is not None)
    mutual = sum(cell.touches for cell in cells if cell.direction in (Direction.IN, Direction.BOTH))
    minutes, as_usual = sum(cell.minutes for cell in cells), sum(cell.as_usual for cell in cells)
    return Mix(group, dict((+kinds).most_common()), directed, mutual, minutes, as_usual, weeks)
