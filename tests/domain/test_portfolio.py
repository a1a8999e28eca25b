"""The matrix: whose view an axis is, where quadrants part; and the group an account is treated as."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.policy import AXES, Card, Treatment
from kamtui.domain.portfolio import Group, Quadrant, Signs, Spot, cut, group, matrix, spot
from kamtui.domain.scorecards import Judgement, Scorecard, Scored
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.whale import ProfitClass

RULES = Treatment()
SCORES = st.lists(st.floats(0, 100), max_size=30)
LOYAL = Signs(
    tier=Tier.REGULAR,
    bought=True,
    tenure_years=2,
    trend=0.95,
    status=Status.SOLID,
    potential=90,
    profit_class=ProfitClass.PROFITABLE,
)


def card(a: float | None, p: float | None, r: float | None) -> Scorecard:
    """A scorecard with these scores, 0-100."""
    axes = {
        axis: Scored((), 100, 0, 0.0) if score is None else Scored((), 100, 100, 10 * score)
        for axis, score in zip(AXES, (a, p, r), strict=True)
    }
    return Scorecard(axes, {Card.ATTRACTIVENESS: 40, Card.POTENTIAL: 35, Card.RELATIONSHIP: 25})


def said(score: float | None, source: str) -> dict[str, Judgement]:
    return {"relative_strength": Judgement("relative_strength", score, "", dt.date(2026, 1, 1), "li", source, "")}


def at(x: float | None, y: float | None) -> Spot:
    return Spot(1, x, y, is_guess=False)


def test_upwards_is_the_mean_of_what_is_known_of_attractiveness_and_potential() -> None:
    assert spot(1, card(80, 40, 0), {}).y == 60
    assert spot(1, card(80, None, 0), {}).y == 80
    assert spot(1, card(None, None, 50), {}).y is None


def test_our_strength_is_what_the_customer_says_else_our_guess_with_a_mark() -> None:
    assert spot(1, card(50, 50, 90), said(3, "customer")) == (1, 30, 50, False)
    for judged in ({}, said(3, "internal"), said(None, "customer")):
        assert spot(1, card(50, 50, 90), judged) == (1, 90, 50, True)
    assert spot(1, card(50, 50, None), {}).x is None


def test_the_four_quadrants() -> None:
    found = matrix([at(80, 90), at(20, 90), at(80, 10), at(20, 10), at(50, 50), at(None, 90), at(90, None)])
    assert [each.quadrant for each in found.placed] == [
        Quadrant.STRATEGIC,
        Quadrant.PROACTIVE,
        Quadrant.MAINTAIN,
        Quadrant.OPPORTUNISTIC,
        Quadrant.STRATEGIC,
        None,
        None,
    ]
    assert (found.cut_x, found.cut_y) == (50, 50)


def test_accounts_that_lie_close_together_are_parted_by_their_median() -> None:
    found = matrix([at(10, 81), at(50, 85), at(90, 99)])
    assert (found.cut_x, found.cut_y) == (50, 85)
    assert [each.quadrant for each in found.placed] == [
        Quadrant.OPPORTUNISTIC,
        Quadrant.STRATEGIC,
        Quadrant.STRATEGIC,
    ]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [([], 50), ([90], 50), ([90, 90], 50), ([70, 89.9], 79.95), ([70, 90], 50), ([0, 100], 50), ([80, 81, 82], 81)],
)
def test_where_an_axis_parts(scores: list[float], expected: float) -> None:
    assert cut(scores) == pytest.approx(expected)


@given(SCORES)
def test_the_cut_is_the_middle_or_lies_among_the_accounts(scores: list[float]) -> None:
    found = cut(scores)
    assert found == 50 or min(scores) <= found <= max(scores)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), max_size=30))
def test_every_account_with_both_axes_has_a_quadrant(places: list[tuple[float, float]]) -> None:
    assert all(each.quadrant is not None for each in matrix(at(x, y) for x, y in places).placed)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, Group.LOYAL),
        ({"is_in_danger": False}, Group.LOYAL),
        ({"tenure_years": 1.9}, Group.NONE),
        ({"tenure_years": None}, Group.NONE),
        ({"trend": 0.94}, Group.NONE),
        ({"trend": 0.90}, Group.NONE),
        ({"trend": None}, Group.NONE),
        ({"trend": 0.89}, Group.WAVERING),
        ({"trend": 0.89, "bought": False}, Group.NONE),
        ({"status": Status.DEFENDING}, Group.WAVERING),
        ({"status": Status.DECLINING}, Group.WAVERING),
        ({"is_in_danger": True}, Group.WAVERING),
        ({"profit_class": ProfitClass.DRAINING}, Group.DRAINING),
        ({"profit_class": ProfitClass.DRAINING, "trend": 0.5}, Group.DRAINING),
        ({"profit_class": None}, Group.LOYAL),
    ],
)
def test_how_a_customer_wants_to_be_treated(changed: dict[str, object], expected: Group) -> None:
    assert group(LOYAL._replace(**changed), RULES) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tier", "potential", "expected"),
    [
        (Tier.PROSPECT, 60, Group.POTENTIAL),
        (Tier.PROSPECT, 59.9, Group.NONE),
        (Tier.PROSPECT, None, Group.NONE),
        (Tier.REGULAR, 60, Group.NONE),
        (None, 60, Group.NONE),
    ],
)
def test_a_prospect_with_potential_is_to_be_woken(tier: Tier | None, potential: float | None, expected: Group) -> None:
    signs = Signs(
        tier, bought=False, tenure_years=None, trend=None, status=None, potential=potential, profit_class=None
    )
    assert group(signs, RULES) is expected
