"""The groups of accounts that the Portfolio page lists: tiers, quadrants, classes, treatments, the largest."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from kamtui.domain.portfolio import Group, Quadrant
from kamtui.domain.tiers import Tier
from kamtui.domain.whale import ProfitClass
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.tui.portfolioread import Curves, Part, Places


class View(StrEnum):
    """The views that Tab goes through."""

    PYRAMID = "pyramid"
    MATRIX = "matrix"
    PROFIT = "profit"
    CONCENTRATION = "concentration"


LABELS = {
    View.PYRAMID: "Pyramid and time",
    View.MATRIX: "Matrix",
    View.PROFIT: "Pareto and profit",
    View.CONCENTRATION: "Concentration",
}
"""View -> its heading."""

PARTS = {
    View.PYRAMID: Part.TIME,
    View.MATRIX: Part.PLACES,
    View.PROFIT: Part.MONEY,
    View.CONCENTRATION: Part.MONEY,
}
"""View -> what it is drawn from."""

NO_TIER, NOT_PLACED, UNKNOWN = "no tier", "not placed", "profit unknown"

CLASSES = {"class A": "A", "class B": "B", "class C": "C"}
PROFITS = {each.value.replace("_", " "): each for each in ProfitClass}
TREATMENTS = {each.value: each for each in Group if each not in (Group.NONE, Group.DRAINING)}
"""How a customer is treated; that one drains profit is a class of profit already."""
TOPS = {"top 1": 1, "top 3": 3, "top 5": 5}

GROUPS: Mapping[View, tuple[str, ...]] = {
    View.PYRAMID: (*Tier, NO_TIER),
    View.MATRIX: (*Quadrant, NOT_PLACED, *TREATMENTS),
    View.PROFIT: (*CLASSES, *PROFITS, UNKNOWN),
    View.CONCENTRATION: tuple(TOPS),
}
"""What one goes through in each view; a name is what is typed, and what is translated."""

ALL = [str(name) for names in GROUPS.values() for name in names]


def view_of(group: str) -> View:
    """The view that a group is drawn in."""
    return next(view for view, names in GROUPS.items() if group in names)


def part_of(group: str) -> Part | None:
    """What must be read to say who is in a group; None: the list knows it."""
    part = PARTS[view_of(group)]
    return None if part is Part.TIME else part


def read_group(text: str) -> str:
    """A group as it was typed, in English or in the user's language; raises BadInput."""
    typed = text.strip().casefold()
    for name in ALL:
        if typed in (name, name.casefold(), t(name).casefold()):
            return name
    raise BadInput(t("'{text}' is no group of accounts", text=text))


def offered(view: View, start: str) -> list[str]:
    """The groups whose name begins so, those of a view first, in the user's language and as they are called."""
    own = [*map(str, GROUPS[view])]
    names = [*own, *(name for name in ALL if name not in own)]
    said = dict.fromkeys([*(t(name) for name in names), *names])
    return [name for name in said if name.casefold().startswith(start.casefold())]


def following(view: View, group: str, step: int) -> str:
    """The group `step` places after this one in a view; "" is all accounts, before the first and after the last."""
    names = ["", *map(str, GROUPS[view])]
    at = names.index(group) if group in names else 0
    return names[(at + step) % len(names)]


def in_matrix(places: Places, group: str) -> set[int]:
    """The accounts of a quadrant, or of a treatment."""
    if group in TREATMENTS:
        return {key for key, row in places.rows.items() if row.group is TREATMENTS[group]}
    quadrant = None if group == NOT_PLACED else Quadrant(group)
    return {key for key, row in places.rows.items() if row.placed.quadrant is quadrant}


def in_curves(curves: Curves, roots: Mapping[int, int], group: str) -> set[int]:
    """The accounts of a class, or of the largest customers with everybody in their groups."""
    if group in CLASSES:
        return {key for key, row in curves.ranks.items() if row.abc == CLASSES[group]}
    if group in TOPS:
        tops = {holder.account_id for holder in curves.revenue.holders[: TOPS[group]]}
        return {key for key in curves.earned if roots.get(key, key) in tops}
    if group == UNKNOWN:
        return {earned.account_id for earned in curves.whale.unknown}
    return {key for key, point in curves.points.items() if point.profit_class is PROFITS[group]}
