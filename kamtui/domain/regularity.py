"""Regularity: whether a manager's daily work is constant (R99, R100), never how much of it there is (P17).

Counts of touches reward whoever logs many short ones, so there are none here: only shares, ages and days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from kamtui.domain.periods import Period
from kamtui.domain.signals.reason import working_days
from kamtui.domain.touches import QUALIFYING, Kind

WEEKS = 4
"""Over so many weeks regularity is looked at."""

TWO_WAY = ("in", "both")
"""Directions of a touch that the customer sought, or that both did."""

Touches = Mapping[tuple[Kind, str], int]
"""(kind, direction) -> how many; "" is a direction that nobody noted."""


class KeyAccount(NamedTuple):
    """Whether a key account was touched lately enough."""

    last_touch_on: dt.date | None
    overdue_on: dt.date | None
    """The last acceptable day for the next touch."""

    def is_in_touch(self, on: dt.date) -> bool:
        """Whether it was touched within the most days that the policy lets it be silent."""
        return self.last_touch_on is not None and (self.overdue_on is None or on <= self.overdue_on)


class Regularity(NamedTuple):
    """One manager over some weeks."""

    login: str
    review_days: int
    """Working days on which a card was answered."""
    working_days: int
    """Mondays to Fridays; public holidays are not known."""
    reds: int
    """Accounts that are red and not in hand."""
    red_age: float | None
    """The median of the working days they have been red; None: none is."""
    keys: int
    keys_in_touch: int
    """Of the key accounts, those touched within the policy's maximum."""
    mix: Mapping[Kind, float]
    """Kind -> percent of the touches, the largest first; notes are no touches. Empty: nothing was logged."""
    two_way_percent: float | None
    """Of the touches whose direction is known, those that the customer sought too; None: of none it is known."""
    direction_percent: float | None
    """Of how many touches with the customer the direction is known; None: there are none."""

    @property
    def keys_percent(self) -> float | None:
        """Percent of the key accounts that are in touch; None where there are none."""
        return 100 * self.keys_in_touch / self.keys if self.keys else None


def window(on: dt.date) -> Period:
    """The days that are looked at, up to `on`."""
    return Period(on - dt.timedelta(days=7 * WEEKS - 1), on)


def regularity(
    login: str,
    period: Period,
    reviewed: Collection[dt.date],
    red_days: Sequence[int],
    keys: Iterable[KeyAccount],
    touches: Touches,
) -> Regularity:
    """How regular the work of one manager is.

    `reviewed`: days on which a card was answered; `red_days`: for each red account, for how many working days.
    """
    accounts = list(keys)
    days = {day for day in reviewed if period.holds(day) and day.weekday() < 5}
    kinds = {kind: _sum(touches, [kind]) for kind in Kind if kind is not Kind.NOTE}
    every = sum(kinds.values())
    with_them = _sum(touches, QUALIFYING)
    known = with_them - _sum(touches, QUALIFYING, ("",))
    two_way = _sum(touches, QUALIFYING, TWO_WAY)
    ordered = sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
    return Regularity(
        login=login,
        review_days=len(days),
        working_days=working_days(period.first - dt.timedelta(days=1), period.last),
        reds=len(red_days),
        red_age=median(red_days) if red_days else None,
        keys=len(accounts),
        keys_in_touch=sum(account.is_in_touch(period.last) for account in accounts),
        mix={kind: 100 * count / every for kind, count in ordered if count},
        two_way_percent=100 * two_way / known if known else None,
        direction_percent=100 * known / with_them if with_them else None,
    )


def _sum(touches: Touches, kinds: Collection[Kind], directions: Collection[str] | None = None) -> int:
    return sum(
        count
        for (kind, direction), count in touches.items()
        if kind in kinds and (directions is None or direction in directions)
    )
