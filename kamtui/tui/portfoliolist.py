"""Which accounts stand below a view of the portfolio, and in which order."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Container
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain import filters
from kamtui.domain.filters import Filter
from kamtui.store import accounts
from kamtui.store.sqlite import Connection
from kamtui.tui import portfoliogroups as groups
from kamtui.tui.portfolioread import Part, Reading, owned


class Order(StrEnum):
    """What the list is sorted by."""

    SALES = "sales"
    PROFIT = "profit"
    SCORE = "score"
    NAME = "name"


class Choice(NamedTuple):
    """What of the book is listed."""

    filter: Filter
    group: str
    """"" is all accounts."""
    order: Order
    owner: str | None
    """Whose accounts; None is everybody's."""


def listed(conn: Connection, reading: Reading, chosen: Choice, on: dt.date) -> array[int]:
    """The accounts chosen, in order; nobody of a group that is not read yet."""
    by_name = chosen.order is Order.NAME
    found = accounts.ids(
        conn,
        chosen.filter,
        accounts.Order.NAME if by_name else accounts.Order.REVENUE,
        on=on,
        descending=not by_name,
        # who was archived since has still brought and cost something this year
        archived=bool(chosen.group) and groups.part_of(chosen.group) is Part.MONEY,
    )
    members = _members(conn, reading, chosen, on) if chosen.group else None
    if members is not None:
        found = array("q", (key for key in found if key in members))
    if chosen.owner is not None:
        mine = owned(conn, chosen.owner, on)
        found = array("q", (key for key in found if key in mine))
    figure = _figure(reading, chosen)
    return found if figure is None else array("q", sorted(found, key=figure, reverse=True))


def _members(conn: Connection, reading: Reading, chosen: Choice, on: dt.date) -> Container[int]:
    """Who is in the chosen group."""
    places, money, curves = reading.places, reading.money, reading.curves(mine=chosen.owner is not None)
    match groups.part_of(chosen.group):
        case None:
            tier = "none" if chosen.group == groups.NO_TIER else chosen.group
            asked = filters.parse_leniently(f"tier:{tier}", me="")
            return frozenset(accounts.ids(conn, asked, on=on))
        case Part.PLACES if places is not None:
            return groups.in_matrix(places, chosen.group)
        case Part.MONEY if money is not None and curves is not None:
            return groups.in_curves(curves, money.roots, chosen.group)
    return ()


def _figure(reading: Reading, chosen: Choice) -> Callable[[int], float] | None:
    """What the list is sorted by, the largest first; None: the book has it in order."""
    places, curves = reading.places, reading.curves(mine=chosen.owner is not None)
    unknown = float("-inf")
    if chosen.order is Order.PROFIT and curves is not None:
        points = curves.points
        return lambda key: points[key].value if key in points else unknown
    if chosen.order is Order.SCORE and places is not None:
        scores = {key: row.card.composite for key, row in places.rows.items()}
        return lambda key: unknown if (score := scores.get(key)) is None else score
    return None
