"""Scorecards: what is unknown lowers no score and hides in none; D5 to D8 by hand under the distributor policy."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.measures import Facts, Whole
from kamtui.domain.policy import AXES, Card, Criterion
from kamtui.domain.policytext import read
from kamtui.domain.scorecards import Judgement, Scorecard, Scored, fill, scorecard
from kamtui.store.policies import starting

TODAY = dt.date(2026, 3, 31)
YUAN = 10_000
POLICY = read(starting("distributor"))
NOBODY = Facts(
    1, "dealer", None, None, None, None, None, 0, (), None, None, None, None, 0, None, 0, None, None, None, 0
)
BOOK = Whole(TODAY, "CNY", 1_000 * YUAN, 200 * YUAN, True, 1_000, (), (), (), ())
CLOSE = 1e-9


Lines = tuple[tuple[int, float | None], ...]
"""Weight and score of each criterion of a card; None: unknown."""


def judged(scores: Mapping[str, float | None]) -> dict[str, Judgement]:
    return {name: Judgement(name, score, "", TODAY, "li.wei", "", "") for name, score in scores.items()}


def filled(lines: Lines) -> Scored:
    """A card whose criteria a person judged so."""
    names = [f"criterion_{place}" for place in range(len(lines))]
    criteria = [Criterion(name, weight, "", (), None, ()) for name, (weight, _) in zip(names, lines, strict=True)]
    opinions = {name: score for name, (_, score) in zip(names, lines, strict=True)}
    return fill(criteria, NOBODY, BOOK, judged(opinions))


class Drawn(NamedTuple):
    """Three cards and their weights, as hypothesis makes them up."""

    axes: tuple[Lines, Lines, Lines]
    weights: tuple[int, int, int]

    @property
    def card(self) -> Scorecard:
        weights = dict(zip(AXES, self.weights, strict=True))
        return Scorecard(dict(zip(AXES, map(filled, self.axes), strict=True)), weights)

    def places(self, *, known: bool) -> list[tuple[int, int]]:
        """(axis, criterion) of what is known, or of what is not."""
        return [
            (axis, place)
            for axis, lines in enumerate(self.axes)
            for place, (_, score) in enumerate(lines)
            if (score is not None) == known
        ]

    def changed(self, axis: int, place: int, score: float | None) -> Drawn:
        """The same with one criterion scored otherwise."""
        lines = list(self.axes[axis])
        lines[place] = (lines[place][0], score)
        one, two, three = (tuple(lines) if each == axis else self.axes[each] for each in range(3))
        return self._replace(axes=(one, two, three))


weights = st.integers(0, 100)
cards = st.lists(st.tuples(weights, st.none() | st.integers(0, 100).map(lambda tenths: tenths / 10)), max_size=6)
lines_of = cards.map(tuple)
drawn = st.builds(Drawn, st.tuples(lines_of, lines_of, lines_of), st.tuples(weights, weights, weights))


@given(lines_of)
def test_a_card_lies_between_its_ends(lines: Lines) -> None:
    card = filled(lines)
    assert -CLOSE <= card.low <= card.high + CLOSE
    assert card.high <= 100 + CLOSE
    if card.score is not None:
        assert card.low - CLOSE <= card.score <= card.high + CLOSE


@given(drawn)
def test_a_composite_lies_between_its_ends(found: Drawn) -> None:
    card = found.card
    assert -CLOSE <= card.low <= card.high + CLOSE
    assert card.high <= 100 + CLOSE
    if card.composite is not None:
        assert card.low - CLOSE <= card.composite <= card.high + CLOSE


@given(drawn, st.data())
def test_raising_one_known_input_never_lowers_a_score(found: Drawn, data: st.DataObject) -> None:
    known = found.places(known=True)
    if not known:
        return
    axis, place = data.draw(st.sampled_from(known))
    score = found.axes[axis][place][1]
    assert score is not None
    card, higher = found.card, found.changed(axis, place, data.draw(st.floats(score, 10))).card
    name = AXES[axis]
    assert higher.low >= card.low - CLOSE
    assert higher.high >= card.high - CLOSE
    assert (higher.axes[name].score or 0) >= (card.axes[name].score or 0) - CLOSE
    assert (higher.composite or 0) >= (card.composite or 0) - CLOSE


@given(drawn, st.randoms(use_true_random=False))
def test_the_order_of_criteria_does_not_matter(found: Drawn, mixed: random.Random) -> None:
    one, two, three = (tuple(mixed.sample(lines, len(lines))) for lines in found.axes)
    card, other = found.card, found._replace(axes=(one, two, three)).card
    before = (card.composite, card.coverage, card.low, card.high)
    assert (other.composite, other.coverage, other.low, other.high) == pytest.approx(before)


@given(drawn, st.data())
def test_what_is_not_known_any_more_never_raises_the_lower_end(found: Drawn, data: st.DataObject) -> None:
    known = found.places(known=True)
    if not known:
        return
    axis, place = data.draw(st.sampled_from(known))
    card, less = found.card, found.changed(axis, place, None).card
    before, after = card.axes[AXES[axis]], less.axes[AXES[axis]]
    assert after.low <= before.low + CLOSE
    assert after.high >= before.high - CLOSE
    assert less.low <= card.low + CLOSE
    assert less.high >= card.high - CLOSE
    if found.axes[axis][place][0]:
        assert after.coverage < before.coverage
        assert less.coverage < card.coverage or not found.weights[axis]
    else:
        assert (after.coverage, less.coverage) == (before.coverage, card.coverage)


@given(drawn, st.data())
def test_learning_something_keeps_the_score_within_what_was_possible(found: Drawn, data: st.DataObject) -> None:
    unknown = found.places(known=False)
    if not unknown:
        return
    axis, place = data.draw(st.sampled_from(unknown))
    card, more = found.card, found.changed(axis, place, data.draw(st.floats(0, 10))).card
    assert card.low - CLOSE <= more.low <= more.high + CLOSE
    assert more.high <= card.high + CLOSE


@given(drawn)
def test_the_shares_of_what_is_known_add_up_to_the_composite(found: Drawn) -> None:
    card = found.card
    points = [card.share(axis, each) * (each.score or 0) for axis in AXES for each in card.axes[axis].inputs]
    assert sum(points) == pytest.approx(card.composite or 0)


def test_unknown_is_not_zero() -> None:
    half, zero = filled(((50, 8.0), (50, None))), filled(((50, 8.0), (50, 0.0)))
    assert (half.score, half.coverage, half.low, half.high) == (80, 50, 40, 90)
    assert (zero.score, zero.coverage, zero.low, zero.high) == (40, 100, 40, 40)


def test_a_card_of_which_nothing_is_known_has_no_score_and_every_possible_one() -> None:
    card = filled(((100, None),))
    assert (card.score, card.coverage, card.low, card.high, card.oldest) == (None, 0, 0, 100, None)


def test_an_axis_of_which_nothing_is_known_is_left_out_of_the_composite_and_counts_as_unknown() -> None:
    card = Drawn((((100, 6.0),), ((100, None),), ((100, 6.0),)), (40, 35, 25)).card
    # (0.40 * 60 + 0.25 * 60) / 0.65; 0.40 * 60 + 0.25 * 60; that and 35 more
    assert (card.composite, card.coverage, card.low, card.high) == pytest.approx((60, 65, 39, 74))


def test_a_criterion_of_no_weight_is_shown_and_moves_nothing() -> None:
    card = filled(((100, 6.0), (0, 0.0)))
    assert len(card.inputs) == 2
    assert (card.score, card.coverage, card.low, card.high) == (60, 100, 60, 60)


ACCOUNT = NOBODY._replace(
    bought_first=dt.date(2024, 3, 31),
    bought_last=dt.date(2026, 3, 15),
    revenue=100 * YUAN,
    profit=30 * YUAN,
    revenue_before=80 * YUAN,
    quarters=(25 * YUAN,) * 6 + (0,) * 2,
    strength=70,
    rated_on=dt.date(2026, 1, 10),
    coverage=50.0,
    touched_last=dt.date(2026, 3, 20),
    wallet=500 * YUAN,
    wallet_on=dt.date(2025, 6, 30),
)
WORDS = {"goal_impact": 8.0, "loss_impact": 5.0, "payment": 10.0, "reference": 4.0, "market_growth": 5.0}
OPINIONS = judged({**WORDS, "product_fit": 8.0, "relative_strength": 6.0})


def test_d6_attractiveness_by_hand() -> None:
    axis = scorecard(POLICY, ACCOUNT, BOOK, OPINIONS).axes[Card.ATTRACTIVENESS]
    # 30 of 200 of the profit is 15 %, beyond the 5 % that score 10; 6 of 8 quarters are 75 %, and 60 scores 5, 100 10
    assert [each.score for each in axis.inputs] == pytest.approx([10, 8, 5, 10, 6.875, 4])
    # (25*10 + 20*8 + 20*5 + 15*10 + 10*6.875 + 10*4) / 10
    assert axis.score == pytest.approx(76.875)
    assert (axis.coverage, axis.oldest) == (100, dt.date(2026, 3, 15))


def test_d7_potential_by_hand() -> None:
    axis = scorecard(POLICY, ACCOUNT, BOOK, OPINIONS).axes[Card.POTENTIAL]
    # 400 of 500 is bought elsewhere: 80 % scores 10; margin 30 %: 20 scores 5, 40 scores 10
    assert [each.score for each in axis.inputs] == pytest.approx([10, 7.5, 5, 8])
    # (40*10 + 25*7.5 + 20*5 + 15*8) / 10
    assert axis.score == pytest.approx(80.75)
    assert axis.oldest == dt.date(2025, 6, 30)


def test_d8_relationship_by_hand() -> None:
    axis = scorecard(POLICY, ACCOUNT, BOOK, OPINIONS).axes[Card.RELATIONSHIP]
    # quarters of 25 six times and 0 twice: mean 18.75, deviation 10.8253, so 100 * (1 - 0.57735) = 42.265
    assert [each.score for each in axis.inputs] == pytest.approx([7, 5, 4.2265, 6], abs=1e-4)
    # (40*7 + 30*5 + 20*4.2265 + 10*6) / 10
    assert axis.score == pytest.approx(57.453, abs=1e-3)


def test_d5_composite_by_hand() -> None:
    card = scorecard(POLICY, ACCOUNT, BOOK, OPINIONS)
    # 0.40*76.875 + 0.35*80.75 + 0.25*57.453
    assert card.composite == pytest.approx(73.376, abs=1e-3)
    assert card.coverage == 100
    assert (card.low, card.high) == pytest.approx((card.composite, card.composite))


def test_d5_to_d8_with_half_of_it_unknown() -> None:
    facts = ACCOUNT._replace(wallet=None, strength=None, coverage=None)
    card = scorecard(POLICY, facts, BOOK, judged({"payment": 10.0, "product_fit": 8.0}))
    a, p, r = (card.axes[axis] for axis in AXES)
    # known: profit share 25 at 10, payment 15 at 10, continuity 10 at 6.875
    assert (a.coverage, a.score) == pytest.approx((50, 93.75))
    assert (a.low, a.high) == pytest.approx((46.875, 96.875))
    # known: margin 25 at 7.5, product fit 15 at 8
    assert (p.coverage, p.score, p.low, p.high) == pytest.approx((40, 76.875, 30.75, 90.75))
    # known: predictability 20 at 4.2265
    assert (r.coverage, r.score, r.low, r.high) == pytest.approx((20, 42.265, 8.453, 88.453), abs=1e-3)
    # 0.40*50 + 0.35*40 + 0.25*20
    assert card.coverage == pytest.approx(39)
    # 0.40*93.75 + 0.35*76.875 + 0.25*42.265
    assert card.composite == pytest.approx(74.972, abs=1e-3)
    # 0.40*46.875 + 0.35*30.75 + 0.25*8.453, and the 61 % unknown on top
    assert (card.low, card.high) == pytest.approx((31.626, 92.626), abs=1e-3)


def test_an_account_of_which_nothing_is_known_has_no_score() -> None:
    card = scorecard(POLICY, NOBODY, BOOK, {})
    assert (card.composite, card.coverage, card.low, card.high, card.oldest) == (None, 0, 0, 100, None)


def test_a_judgement_stands_in_for_a_figure_that_is_unknown_and_not_for_one_that_is_known() -> None:
    opinion = judged({"wallet_headroom": 2.0, "status": 1.0})
    known = scorecard(POLICY, ACCOUNT, BOOK, opinion)
    assert known.axes[Card.POTENTIAL].inputs[0][1:4] == (10, 80, None)
    unknown = scorecard(POLICY, ACCOUNT._replace(wallet=None, strength=None), BOOK, opinion)
    headroom, status = unknown.axes[Card.POTENTIAL].inputs[0], unknown.axes[Card.RELATIONSHIP].inputs[0]
    assert (headroom.score, headroom.figure, headroom.on) == (2, None, TODAY)
    assert (status.score, status.judgement) == (1, opinion["status"])


def test_a_judgement_that_was_taken_back_is_unknown() -> None:
    taken_back = {"payment": Judgement("payment", None, "", TODAY, "li.wei", "", "")}
    (payment,) = [
        each
        for each in scorecard(POLICY, NOBODY, BOOK, taken_back).axes[Card.ATTRACTIVENESS].inputs
        if each.criterion.name == "payment"
    ]
    assert payment.score is None
