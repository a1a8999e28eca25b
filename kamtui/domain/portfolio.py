"""The portfolio: our view of an account against its view of us (R19), and how groups of customers are treated (R33)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from statistics import fmean, median
from typing import NamedTuple

from kamtui.domain.policy import Card, Treatment
from kamtui.domain.scorecards import Judged, Scorecard
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.whale import ProfitClass

CUT = 50
"""Where the quadrants part."""

NARROW = 20
"""Where the accounts lie closer together than this many points, their median parts them instead."""

STRENGTH = "relative_strength"
"""The criterion that says how strong we are beside our rivals; it counts where a customer said so."""

CUSTOMER = "customer"
"""The source of a judgement that is the customer's own."""


class Quadrant(StrEnum):
    """What kind of account it is for us (methods 3.2)."""

    STRATEGIC = "strategic"
    """Attractive, and we are strong there: invest."""
    PROACTIVE = "proactive"
    """Attractive, but we are weak there: a key account to develop."""
    MAINTAIN = "maintain"
    """Less attractive, but we are strong there: keep up, at little cost."""
    OPPORTUNISTIC = "opportunistic"
    """Less attractive, and we are weak there: take what comes."""


class Group(StrEnum):
    """How a customer wants to be treated (D27)."""

    LOYAL = "loyal"
    """Reward."""
    WAVERING = "wavering"
    """Stimulate."""
    POTENTIAL = "potential"
    """Activate."""
    DRAINING = "draining"
    """Keep away: find out what it costs, and change the service."""
    NONE = "none"


class Spot(NamedTuple):
    """Where an account lies on the matrix, 0-100."""

    account_id: int
    x: float | None
    """Our strength beside our rivals; None: unknown."""
    y: float | None
    """The mean of attractiveness and potential, as far as they are known; None: neither is."""
    is_guess: bool
    """Whether x is our own guess, the relationship axis, because no customer said anything."""


class Placed(NamedTuple):
    """An account on the matrix."""

    spot: Spot
    quadrant: Quadrant | None
    """None: an axis is unknown."""


class Matrix(NamedTuple):
    """The accounts, and where the quadrants part."""

    placed: tuple[Placed, ...]
    """In the order they came."""
    cut_x: float
    cut_y: float


class Signs(NamedTuple):
    """What the treatment of an account goes by; None: unknown."""

    tier: Tier | None
    bought: bool
    """Whether it ever did."""
    tenure_years: float | None
    trend: float | None
    """Sales of twelve months over those of the twelve before."""
    status: Status | None
    potential: float | None
    """0-100."""
    profit_class: ProfitClass | None
    is_in_danger: bool | None = None
    """Whether satisfaction is in the danger zone (D19)."""


def spot(account_id: int, card: Scorecard, judged: Judged) -> Spot:
    """Where an account lies, from its scorecard and what was judged of it."""
    ours = [card.axes[axis].score for axis in (Card.ATTRACTIVENESS, Card.POTENTIAL)]
    known = [score for score in ours if score is not None]
    y = fmean(known) if known else None
    said = judged.get(STRENGTH)
    if said is not None and said.score is not None and said.source == CUSTOMER:
        return Spot(account_id, 10 * said.score, y, is_guess=False)
    return Spot(account_id, card.axes[Card.RELATIONSHIP].score, y, is_guess=True)


def matrix(spots: Iterable[Spot]) -> Matrix:
    """The accounts in their quadrants."""
    found = list(spots)
    cut_x = cut([place.x for place in found if place.x is not None])
    cut_y = cut([place.y for place in found if place.y is not None])
    return Matrix(tuple(Placed(place, _quadrant(place, cut_x, cut_y)) for place in found), cut_x, cut_y)


def cut(values: Sequence[float]) -> float:
    """Where an axis parts: in the middle, or at the median where the accounts lie close together but not on one point.

    Accounts at the cut are on its upper side.
    """
    spread = max(values) - min(values) if values else 0.0
    return median(values) if 0 < spread < NARROW else CUT


def group(signs: Signs, rules: Treatment) -> Group:
    """How an account wants to be treated; the more pressing group where two fit."""
    if signs.profit_class is ProfitClass.DRAINING:
        return Group.DRAINING
    if signs.bought and _wavers(signs, rules):
        return Group.WAVERING
    if (
        signs.tenure_years is not None
        and signs.tenure_years >= rules.tenure_years
        and signs.trend is not None
        and signs.trend >= rules.steady
    ):
        return Group.LOYAL
    if signs.tier is Tier.PROSPECT and signs.potential is not None and signs.potential >= rules.potential:
        return Group.POTENTIAL
    return Group.NONE


def _quadrant(place: Spot, cut_x: float, cut_y: float) -> Quadrant | None:
    if place.x is None or place.y is None:
        return None
    if place.y >= cut_y:
        return Quadrant.STRATEGIC if place.x >= cut_x else Quadrant.PROACTIVE
    return Quadrant.MAINTAIN if place.x >= cut_x else Quadrant.OPPORTUNISTIC


def _wavers(signs: Signs, rules: Treatment) -> bool:
    falls = signs.trend is not None and signs.trend < rules.wavering
    return falls or signs.status in (Status.DEFENDING, Status.DECLINING) or signs.is_in_danger is True
