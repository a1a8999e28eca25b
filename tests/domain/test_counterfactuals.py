"""The nearest change does what it says, none is smaller, and what moved a score adds up to its movement."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kamtui.domain.counterfactuals import Change, drivers, nearest
from kamtui.domain.measures import Facts, Whole
from kamtui.domain.policy import AXES, Card, Criterion
from kamtui.domain.policytext import read
from kamtui.domain.scorecards import Judgement, Scorecard, fill, scorecard
from kamtui.store.policies import starting

TODAY = dt.date(2026, 3, 31)
YUAN = 10_000
POLICY = read(starting("distributor"))
NOBODY = Facts(
    1, "end_user", None, None, None, None, None, 0, (), None, None, None, None, 0, None, 0, None, None, None, 0
)
BOOK = Whole(TODAY, "CNY", 1_000 * YUAN, 200 * YUAN, True, 1_000, (), (), (), ())

Lines = tuple[tuple[int, float | None], ...]
"""Weight and score of each criterion of a card; None: unknown."""


class Drawn(NamedTuple):
    """Three cards and their weights; criteria are called a0, a1, …, p0, …"""

    axes: tuple[Lines, Lines, Lines]
    weights: tuple[int, int, int] = (40, 35, 25)

    @property
    def card(self) -> Scorecard:
        found = {}
        for axis, lines in zip(AXES, self.axes, strict=True):
            names = [f"{axis[0]}{place}" for place in range(len(lines))]
            criteria = [
                Criterion(name, weight, "", (), None, ()) for name, (weight, _) in zip(names, lines, strict=True)
            ]
            judged = {
                name: Judgement(name, score, "", TODAY, "li.wei", "", "")
                for name, (_, score) in zip(names, lines, strict=True)
            }
            found[axis] = fill(criteria, NOBODY, BOOK, judged)
        return Scorecard(found, dict(zip(AXES, self.weights, strict=True)))

    def after(self, changes: tuple[Change, ...]) -> Scorecard:
        """The scorecard filled in anew with the changed scores."""
        return self.scored({change.criterion: change.after for change in changes}).card

    def scored(self, scores: dict[str, float]) -> Drawn:
        axes = (
            tuple((weight, scores.get(f"{axis[0]}{place}", score)) for place, (weight, score) in enumerate(lines))
            for axis, lines in zip(AXES, self.axes, strict=True)
        )
        one, two, three = axes
        return self._replace(axes=(one, two, three))

    @property
    def known(self) -> dict[str, float]:
        """Criterion -> score."""
        return {
            f"{axis[0]}{place}": score
            for axis, lines in zip(AXES, self.axes, strict=True)
            for place, (_, score) in enumerate(lines)
            if score is not None
        }


def composite(card: Scorecard) -> float:
    found = card.composite
    assert found is not None
    return found


tenths = st.integers(0, 100).map(lambda tenth: tenth / 10)
cards = st.lists(st.tuples(st.integers(0, 50), st.none() | tenths), max_size=4).map(tuple)
weight = st.integers(0, 50)
drawn = st.builds(Drawn, st.tuples(cards, cards, cards), st.tuples(weight, weight, weight))
targets = st.floats(0, 100)


@given(drawn, targets)
def test_the_nearest_change_reaches_the_target(found: Drawn, target: float) -> None:
    card = found.card
    assume(card.composite is not None)
    changes = nearest(card, target)
    if changes:
        reached, up = composite(found.after(changes)), target > composite(card)
        # what can be said has one decimal: it is reached, and by no more than that
        assert (target - 1e-6 <= reached) if up else (reached <= target + 1e-6)
        assert all(change.after == pytest.approx(round(change.after, 1)) for change in changes)
        assert all(0 <= change.after <= 10 for change in changes)
        assert {change.criterion: change.before for change in changes}.items() <= found.known.items()
    else:
        best = composite(found.scored(dict.fromkeys(found.known, 10.0)).card)
        worst = composite(found.scored(dict.fromkeys(found.known, 0.0)).card)
        assert target == pytest.approx(composite(card)) or not worst + 1e-6 < target < best - 1e-6


@given(drawn, targets)
def test_no_single_change_that_reaches_the_target_is_smaller(found: Drawn, target: float) -> None:
    card = found.card
    assume(card.composite is not None)
    now = composite(card)
    assume(abs(target - now) > 1e-6)
    alone = {}
    for criterion, score in found.known.items():
        ends = [composite(found.scored({criterion: end}).card) for end in (0.0, 10.0)]
        per_point = (ends[1] - ends[0]) / 10
        if per_point > 1e-9 and -1e-9 <= score + (target - now) / per_point <= 10 + 1e-9:
            alone[criterion] = abs(target - now) / per_point
    changes = nearest(card, target)
    if alone:
        (change,) = changes
        assert -1e-6 <= abs(change.after - change.before) - min(alone.values()) <= 0.1 + 1e-6
    else:
        assert len(changes) != 1


@given(drawn, targets)
def test_no_fewer_changes_would_do(found: Drawn, target: float) -> None:
    card = found.card
    assume(card.composite is not None)
    changes = nearest(card, target)
    assume(len(changes) > 1)
    now, up = composite(card), target > composite(card)
    end = 10.0 if up else 0.0
    reach = sorted(abs(composite(found.scored({criterion: end}).card) - now) for criterion in found.known)
    assert sum(reach[-(len(changes) - 1) :]) < abs(target - now)
    assert all((change.after > change.before) == up for change in changes)


def test_one_input_by_hand() -> None:
    half = ((50, 5.0), (50, 5.0))
    found = Drawn((((60, 5.0), (40, 5.0)), half, half))
    # a point of a0 makes 10*0.6*0.4 = 2.4 points of the composite, of p0 and p1 1.75, of the others less
    (change,) = nearest(found.card, 56)
    assert change.criterion == "a0"
    assert (change.axis, change.before, change.figure, change.measure) == (Card.ATTRACTIVENESS, 5, None, None)
    assert change.after == pytest.approx(7.5)
    assert composite(found.after((change,))) == pytest.approx(56)


def test_several_inputs_where_one_is_not_enough() -> None:
    half = ((50, 8.0), (50, 8.0))
    found = Drawn((((60, 8.0), (40, 8.0)), half, half))
    changes = nearest(found.card, 90)
    # a0 to 10 brings 4.8, p0 3.5, and the 1.7 left come from p1 at 1.75 a point
    assert [change.criterion for change in changes] == ["a0", "p0", "p1"]
    assert pytest.approx(8.97, abs=0.005) == 8 + 1.7 / 1.75
    assert [change.after for change in changes] == pytest.approx([10, 10, 9.0])


def test_what_cannot_be_reached_has_no_change() -> None:
    found = Drawn((((50, 8.0), (50, 8.0)), ((100, None),), ((100, None),)))
    assert nearest(found.card, 101) == ()
    assert len(nearest(found.card, 100)) == 2
    assert len(nearest(found.card, 0)) == 2


def test_what_is_unknown_is_never_what_should_change() -> None:
    found = Drawn((((10, 5.0), (90, None)), ((100, None),), ((100, None),)))
    (change,) = nearest(found.card, 70)
    assert change.criterion == "a0"


def test_nothing_known_has_no_change() -> None:
    assert nearest(Drawn((((100, None),), (), ())).card, 50) == ()


def test_what_is_at_the_target_already_needs_no_change() -> None:
    assert nearest(Drawn((((60, 5.0), (40, 5.0)), (), ())).card, 50) == ()


ACCOUNT = NOBODY._replace(profit=4 * YUAN, revenue=20 * YUAN, wallet=50 * YUAN, strength=50)
OPINIONS = {
    name: Judgement(name, score, "", TODAY, "li.wei", "", "")
    for name, score in {"payment": 5.0, "product_fit": 5.0, "relative_strength": 5.0}.items()
}


def test_a_computed_input_says_which_figure_it_needs_and_that_figure_does_it() -> None:
    card = scorecard(POLICY, ACCOUNT, BOOK, OPINIONS)
    target = composite(card) + 2
    (change,) = nearest(card, target)
    # known: profit share 25 and payment 15 of A; wallet 40, margin 25, fit 15 of P; status 40, strength 10 of R:
    # a point of the profit share makes 10*25/40*0.40 = 2.5, of the wallet 10*40/80*0.35 = 1.75, of the status 2
    assert (change.criterion, change.before) == ("profit_share", 5)
    # 2 % of the profit scores 5, 5 % scores 10: 5.8 are 2.48 %, and 2.5 % can be said
    assert change.figure == pytest.approx(2.5)
    assert change.after == pytest.approx(5 + 5 * 0.5 / 3)
    share = scorecard(POLICY, ACCOUNT._replace(profit=round(0.025 * BOOK.profit)), BOOK, OPINIONS)
    # the margin moves with the profit, so only the axis of the change is compared
    moved = card._replace(axes={**card.axes, change.axis: share.axes[change.axis]})
    assert composite(moved) == pytest.approx(target + 2.5 * (5 * 0.5 / 3 - 0.8), abs=1e-3)


def test_a_status_is_only_moved_to_what_a_status_stands_for() -> None:
    card = scorecard(POLICY, NOBODY._replace(strength=50), BOOK, {})
    # the status alone is known and makes the composite: 50 now; good is 70, defending 60, solid 90
    assert [nearest(card, target)[0].figure for target in (51, 60, 61, 75)] == [60, 60, 70, 90]
    assert nearest(card, 91) == ()
    assert nearest(card, 40)[0].figure == 35


def test_where_a_judgement_stands_in_for_a_figure_there_is_no_figure_to_reach() -> None:
    stated = {name: OPINIONS["product_fit"]._replace(criterion=name) for name in ("wallet_headroom", "product_fit")}
    card = scorecard(POLICY, NOBODY, BOOK, stated)
    (change,) = nearest(card, composite(card) + 1)
    assert (change.criterion, change.figure) == ("wallet_headroom", None)


@given(drawn, st.data())
def test_drivers_add_up_where_the_same_is_known_on_both_days(found: Drawn, data: st.DataObject) -> None:
    assume(found.card.composite is not None)
    other = found.scored({criterion: data.draw(tenths) for criterion in found.known})
    moved = drivers(found.card, other.card)
    difference = composite(other.card) - composite(found.card)
    assert sum(each.points for each in moved) == pytest.approx(difference, abs=1e-9)
    assert all(each.before != each.after for each in moved)
    effects = [abs(each.points) for each in moved]
    assert effects == sorted(effects, reverse=True)


def test_drivers_by_hand() -> None:
    half = ((50, 5.0), (50, 5.0))
    before = Drawn((((60, 5.0), (40, 5.0)), half, half))
    moved = drivers(before.card, before.scored({"a0": 7.0, "p1": 1.0, "r0": 5.0}).card)
    # four points of 10*0.5*0.35 down, two of 10*0.6*0.4 up
    assert [(each.criterion, each.before, each.after) for each in moved] == [("p1", 5, 1), ("a0", 5, 7)]
    assert [each.points for each in moved] == pytest.approx([-7, 4.8])


def test_nothing_moved_has_no_drivers() -> None:
    card = Drawn((((60, 5.0), (40, None)), (), ())).card
    assert drivers(card, card) == ()


def test_what_became_known_or_unknown_is_a_driver_and_says_so() -> None:
    before, after = Drawn((((50, 5.0), (50, None)), (), ())), Drawn((((50, None), (50, 8.0)), (), ()))
    moved = drivers(before.card, after.card)
    # 50 -> 80: what was below the middle of both is gone, what is above it came; each lifts by 15
    assert [(each.criterion, each.before, each.after) for each in moved] == [("a0", 5, None), ("a1", None, 8)]
    assert [each.points for each in moved] == pytest.approx([15, 15])


def test_a_criterion_that_only_one_of_the_days_has_is_a_driver() -> None:
    before, after = Drawn((((50, 5.0), (50, 6.0)), (), ())), Drawn((((50, 5.0),), (), ()))
    assert [(each.criterion, each.after) for each in drivers(before.card, after.card)] == [("a1", None)]
