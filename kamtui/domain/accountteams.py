"""The team of an account: which of us do what there, which functions are missing, who covers whom (R45, R46, R90)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kamtui.domain.contacts import Function, Level
from kamtui.domain.teams import Cover, OurFunction

SALES = frozenset((OurFunction.KAM, OurFunction.SALES_VP, OurFunction.SALES_MANAGER))
"""The functions that sell; all others are beyond sales (R45)."""


class Colleague(NamedTuple):
    """One of us with one function at an account."""

    who: str
    """A login."""
    function: OurFunction
    from_on: dt.date | None
    is_owner: bool
    last_on: dt.date | None
    """Of their last contact with the customer there; None: never."""
    touches: int
    """How often they were in contact within the days that count as active."""


class Covered(NamedTuple):
    """Somebody at the customer, and who of us covers them."""

    contact_id: int
    name: str
    level: Level | None
    function: Function | None
    is_key: bool
    """Whether somebody of ours has to cover them (D16)."""
    last_on: dt.date | None
    by: tuple[Cover, ...]
    """The strongest first."""


class AccountTeam(NamedTuple):
    """Who of us works on an account on a day."""

    account_id: int
    account: str
    on: dt.date
    owner: str
    """"": nobody."""
    colleagues: tuple[Colleague, ...]
    """The owner first, then by function."""
    missing: tuple[OurFunction, ...]
    """What the team of a key account should have and has not; empty for other accounts."""
    people: tuple[Covered, ...]
    """Those at the customer who are covered or should be."""
    beyond_sales: int
    """Colleagues without a function in sales who were active lately."""
    beyond_sales_touches: int

    @property
    def uncovered(self) -> list[Covered]:
        """The key people whom none of us covers."""
        return [one for one in self.people if one.is_key and not one.by]

    @property
    def logins(self) -> list[str]:
        """Who of us covers somebody, in the order of the team."""
        known = dict.fromkeys(colleague.who for colleague in self.colleagues)
        covering = dict.fromkeys(cover.who for one in self.people for cover in one.by)
        return [who for who in {**known, **covering} if who in covering]


class Touched(NamedTuple):
    """What one of us logged at an account."""

    last_on: dt.date
    touches: int
    """Within the days that count as active."""


def team(
    account: tuple[int, str],
    on: dt.date,
    owner: str,
    members: Iterable[tuple[str, OurFunction, dt.date | None]],
    touched: Mapping[str, Touched],
    people: Sequence[Covered],
    needed: Sequence[OurFunction],
) -> AccountTeam:
    """The team of an account; the owner is its account manager, entered or not.

    `members`: login, function, since when; `needed`: the functions that it should have.
    """
    entered = list(members)
    if owner and (owner, OurFunction.KAM) not in [(who, function) for who, function, _ in entered]:
        entered.append((owner, OurFunction.KAM, None))
    nothing = Touched(dt.date.min, 0)
    order = {function: place for place, function in enumerate(OurFunction)}
    colleagues = [
        Colleague(
            who,
            function,
            since,
            who == owner and function is OurFunction.KAM,
            touched[who].last_on if who in touched else None,
            touched.get(who, nothing).touches,
        )
        for who, function, since in entered
    ]
    colleagues.sort(key=lambda one: (not one.is_owner, order[one.function], one.who))
    sellers = {one.who for one in colleagues if one.function in SALES}
    beyond = {one.who: one.touches for one in colleagues if one.who not in sellers and one.touches}
    has = {one.function for one in colleagues}
    return AccountTeam(
        account_id=account[0],
        account=account[1],
        on=on,
        owner=owner,
        colleagues=tuple(colleagues),
        missing=tuple(function for function in needed if function not in has),
        people=tuple(people),
        beyond_sales=len(beyond),
        beyond_sales_touches=sum(beyond.values()),
    )
