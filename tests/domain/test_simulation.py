"""One weight changed, and the tier that one review indicates under some rules."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.gates import Bar, Objection
from kamtui.domain.policy import AXES, Card, Policy
from kamtui.domain.policychecks import check
from kamtui.domain.policydiff import differences
from kamtui.domain.policytext import read
from kamtui.domain.proposals import Reviewed
from kamtui.domain.simulation import changed, indicated, with_axis_weight, with_weight
from kamtui.domain.tiers import Tier
from kamtui.errors import BadInput, NotFound
from kamtui.store.policies import starting

DISTRIBUTOR, REVENUE = (read(starting(name)) for name in ("distributor", "revenue"))
WEIGHED = (*AXES, Card.IDEAL)


def weights(policy: Policy, card: Card) -> dict[str, int]:
    return {each.name: each.weight for each in policy.cards[card]}


def review(
    score: float | None = 70.0, *, above: bool = False, known: float = 80.0, a: float | None = 50, p: float | None = 50
) -> Reviewed:
    return Reviewed(dt.date(2026, 9, 30), score, 60.0, above, known, a, p)


def test_the_other_weights_keep_their_proportions_and_add_up_again() -> None:
    found = with_weight(DISTRIBUTOR, Card.ATTRACTIVENESS, "profit_share", 40)
    assert weights(DISTRIBUTOR, Card.ATTRACTIVENESS) == {
        "profit_share": 25, "goal_impact": 20, "loss_impact": 20, "payment": 15, "continuity": 10, "reference": 10,
    }  # fmt: skip
    assert weights(found, Card.ATTRACTIVENESS) == {
        "profit_share": 40, "goal_impact": 16, "loss_impact": 16, "payment": 12, "continuity": 8, "reference": 8,
    }  # fmt: skip
    assert check(found).errors == ()


def test_what_does_not_divide_goes_to_the_largest_remainder_and_then_to_what_comes_first() -> None:
    # 75 : 25 : 20 : 15 : 10 : 10 of 90 -> the others share 51 of 75: 13.6, 13.6, 10.2, 6.8, 6.8
    found = with_weight(DISTRIBUTOR, Card.ATTRACTIVENESS, "profit_share", 49)
    assert list(weights(found, Card.ATTRACTIVENESS).values()) == [49, 14, 13, 10, 7, 7]


@given(st.sampled_from(WEIGHED), st.data())
def test_any_weight_leaves_a_card_that_adds_up_and_the_others_as_they_were(card: Card, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(weights(DISTRIBUTOR, card))))
    weight = data.draw(st.integers(0, 100))
    found = with_weight(DISTRIBUTOR, card, name, weight)
    assert sum(weights(found, card).values()) == 100
    assert weights(found, card)[name] == weight
    assert all(share >= 0 for share in weights(found, card).values())
    assert list(weights(found, card)) == list(weights(DISTRIBUTOR, card))
    for other in Card:
        assert other is card or found.cards[other] == DISTRIBUTOR.cards[other]
    assert with_weight(DISTRIBUTOR, card, name, weights(DISTRIBUTOR, card)[name]) == DISTRIBUTOR


def test_where_everything_else_weighs_nothing_it_is_shared_alike() -> None:
    everything = with_weight(DISTRIBUTOR, Card.POTENTIAL, "product_fit", 100)
    back = with_weight(everything, Card.POTENTIAL, "product_fit", 50)
    assert list(weights(back, Card.POTENTIAL).values()) == [17, 17, 16, 50]


def test_an_axis_of_the_composite_is_a_weight_too() -> None:
    found = with_axis_weight(DISTRIBUTOR, "potential", 50)
    assert dict(found.composite) == {"attractiveness": 31, "potential": 50, "relationship": 19}
    assert changed(DISTRIBUTOR, "composite.potential=50") == found


@pytest.mark.parametrize(
    "setting",
    ["attractiveness", "attractiveness.profit_share", "attractiveness.profit_share=much", "=5", "six.profit_share=50",
     "tiers.key_percent=20", "attractiveness.profit_share=101", "attractiveness.profit_share=-1"],
)  # fmt: skip
def test_what_is_no_weight_is_refused(setting: str) -> None:
    with pytest.raises(BadInput):
        changed(DISTRIBUTOR, setting)


def test_a_criterion_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(NotFound, match="it has wallet_headroom, margin_headroom"):
        changed(DISTRIBUTOR, "potential.profit_share=40")


def test_the_only_criterion_of_a_card_weighs_everything() -> None:
    with pytest.raises(BadInput, match="cannot weigh 40 of 100"):
        changed(REVENUE, "attractiveness.profit_rank=40")
    assert changed(REVENUE, "attractiveness.profit_rank=100") == REVENUE


def test_key_is_who_is_above_the_line_with_nothing_against_it_but_a_lack_of_room() -> None:
    above = review(above=True)
    full = Objection(Bar.CAPACITY, "no room")
    once = Objection(Bar.PATTERN, "it buys once")
    assert indicated(DISTRIBUTOR, above, [], None, bought=True).tier is Tier.KEY
    assert indicated(DISTRIBUTOR, above, [full], None, bought=True).tier is Tier.KEY
    barred = indicated(DISTRIBUTOR, above, [full, once], None, bought=True)
    assert (barred.tier, barred.why) == (Tier.REGULAR, "70, line 60, but it buys once")
    assert indicated(DISTRIBUTOR, above, [], None, bought=False).tier is Tier.PROSPECT


def test_a_key_account_within_the_dead_band_stays_key() -> None:
    assert indicated(DISTRIBUTOR, review(55), [], Tier.KEY, bought=True).tier is Tier.KEY
    assert indicated(DISTRIBUTOR, review(54), [], Tier.KEY, bought=True).tier is Tier.REGULAR
    assert indicated(DISTRIBUTOR, review(55), [], Tier.REGULAR, bought=True).tier is Tier.REGULAR


def test_below_the_line_who_bought_is_regular_and_who_did_not_is_a_prospect() -> None:
    assert indicated(DISTRIBUTOR, review(40), [], None, bought=True).tier is Tier.REGULAR
    assert indicated(DISTRIBUTOR, review(None, known=20), [], None, bought=False).tier is Tier.PROSPECT
    assert indicated(DISTRIBUTOR, review(None, known=20), [], None, bought=True).why == "20 % of what counts is known"


def test_little_now_and_little_to_come_is_unattractive_where_a_scorecard_says_so() -> None:
    poor = review(20, a=12, p=25)
    assert indicated(DISTRIBUTOR, poor, [], None, bought=True).tier is Tier.UNATTRACTIVE
    assert indicated(REVENUE, poor, [], None, bought=True).tier is Tier.REGULAR
    assert indicated(DISTRIBUTOR, poor._replace(coverage=30), [], None, bought=True).tier is Tier.REGULAR


def test_a_difference_is_named_with_both_values() -> None:
    other = read(starting("distributor").replace("key_percent = 10", "key_percent = 12"))
    (found,) = differences(DISTRIBUTOR, other)
    assert found == ("tiers.key_percent", 10, 12)
    assert differences(DISTRIBUTOR, DISTRIBUTOR) == []
    names = {each.name: (each.before, each.after) for each in differences(REVENUE, DISTRIBUTOR)}
    assert names["attractiveness.profit_rank.weight"] == (100, None)
    assert names["attractiveness.profit_share.weight"] == (None, 25)
    assert names["tiers.method"] == ("pyramid", "scorecard")
