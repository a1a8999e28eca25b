"""Pictures of the whole book say in words what they show, and draw what is there: nothing, one, or very many."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.tiers import Tier
from kamtui.render.chart.lines import Span
from kamtui.render.document import pictures
from kamtui.render.document.page import (
    Curve,
    Dot,
    Flow,
    Pair,
    Pairs,
    Picture,
    Plane,
    Stream,
    Strip,
    Strips,
    numeric,
)

CORNERS = ("proactive", "strategic", "opportunistic", "maintain")
NAME = '<b>&"x'

EMPTY: list[Picture] = [
    Pairs("a", []),
    Plane("a", "x", "y", 50, 50, CORNERS, []),
    Curve("a", "x", [], (0.8,)),
    Strips("a", "2025-01", "2026-01", []),
    Flow("a", "l", "r", [], []),
]
FULL: list[Picture] = [
    Pairs(NAME, [Pair(NAME, 10, 20, "10 / 20"), Pair("b", None, None, "–"), Pair("c", 0, 0, "0")]),
    Plane(NAME, "x", "y", 50, 50, CORNERS, [Dot(100, 0, NAME, Tier.KEY, False), Dot(0, 100, "", None, True)]),
    Curve(NAME, "x", [0.5, 0.9, 1.0], (0.8, 0.95)),
    Strips(NAME, "2025-01", "2026-01", [Strip(NAME, [1, 5, 3], Tier.KEY), Strip("b", [4])]),
    Flow(NAME, "l", "r", [NAME, "b"], [Stream(0, 1, 3, "down"), Stream(1, 0, 1, "up"), Stream(0, 0, 9, "")]),
]


@pytest.mark.parametrize("picture", EMPTY, ids=lambda each: type(each).__name__)
def test_where_there_is_nothing_nothing_is_drawn(picture: Picture) -> None:
    assert pictures.picture(picture) == ""


@pytest.mark.parametrize("picture", FULL, ids=lambda each: type(each).__name__)
def test_a_picture_is_well_formed_and_says_what_it_shows(picture: Picture) -> None:
    drawn = ElementTree.fromstring(pictures.picture(picture))
    said = drawn.attrib["aria-label"]
    assert said.startswith(NAME)
    assert any(character.isdigit() for character in said)
    assert drawn.find("title") is not None


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=300))
def test_a_curve_says_how_many_it_takes(values: list[int]) -> None:
    values.sort(reverse=True)
    total, running, shares = sum(values), 0, []
    for value in values:
        running += value
        shares.append(running / total)
    said = ElementTree.fromstring(pictures.picture(Curve("a", "x", shares, (0.8,)))).attrib["aria-label"]
    needed = next(count for count, share in enumerate(shares, 1) if share >= 0.8)
    assert said == f"a: 80 %: {needed} of {len(values)}"


def test_numbers_with_signs_and_units_are_told_from_words() -> None:
    rows = [[Span("key"), Span("1,234"), Span("-3"), Span("2▼"), Span(">99%"), Span("2, 42%"), Span("2026-11-20")]]
    rows.append([Span("regular"), Span("–"), Span("+12"), Span("·"), Span("4%"), Span("1, 3%"), Span("2026-11-21")])
    assert numeric(rows) == [False, True, True, True, True, False, False]
