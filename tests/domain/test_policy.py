"""Policies: the starting ones stand up to the check, and the check says what is wrong with others."""

from __future__ import annotations

import re

import pytest

from kamtui.domain import cadences
from kamtui.domain.policy import AXES, Card, Method
from kamtui.domain.policychecks import check
from kamtui.domain.policytext import read
from kamtui.errors import BadInput
from kamtui.store.policies import STARTING, starting

DISTRIBUTOR = starting("distributor")


@pytest.mark.parametrize("name", STARTING)
def test_a_starting_policy_has_nothing_against_it(name: str) -> None:
    found = read(starting(name))
    assert found.name == name
    assert found.about
    assert check(found).errors == ()


@pytest.mark.parametrize("name", STARTING)
def test_the_cadence_that_needs_no_reading_is_what_every_starting_policy_states(name: str) -> None:
    assert read(starting(name)).cadence == cadences.STARTING


def test_one_indicator_alone_is_warned_of_and_spread_weights_are_not() -> None:
    alone = check(read(starting("revenue"))).warnings
    assert any("profit_rank carries 100 % alone" in warning for warning in alone)
    assert check(read(DISTRIBUTOR)).warnings == ()


def test_weights_that_do_not_add_up_are_refused_with_their_sum() -> None:
    wrong = DISTRIBUTOR.replace('name = "profit_share"\nweight = 25', 'name = "profit_share"\nweight = 30')
    assert check(read(wrong)).errors == ("[[attractiveness]]: the weights add up to 105, not 100",)


def test_axes_and_time_targets_must_add_up_too() -> None:
    wrong = DISTRIBUTOR.replace("attractiveness = 40", "attractiveness = 41").replace(
        "prospect = 10\n", "prospect = 11\n"
    )
    assert check(read(wrong)).errors == (
        "composite: the weights add up to 101, not 100",
        "time: the weights add up to 101, not 100",
    )


def test_a_criterion_without_a_described_scale_or_a_reason_is_named() -> None:
    wrong = re.sub(r'(name = "payment"\nweight = 15\n)why = .*\nscale = .*\n', r"\1", DISTRIBUTOR)
    scale, why = check(read(wrong)).errors
    assert scale.startswith("[[attractiveness]] payment: describe what 0, 5 and 10 look like")
    assert why.startswith("[[attractiveness]] payment: say in one line why it counts")


def test_a_measure_nobody_computes_is_named_with_those_there_are() -> None:
    (error,) = check(read(DISTRIBUTOR.replace('measure = "margin"', 'measure = "mood"'))).errors
    assert "there is no measure 'mood'" in error
    assert "margin" in error


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("key_percent = 10", "key_percnt = 10", "did you mean key_percent?"),
        ("key_percent = 10", 'key_percent = "ten"', "tiers.key_percent cannot be 'ten'"),
        ("key_percent = 10", "key_percent = true", "tiers.key_percent cannot be True"),
        ('method = "scorecard"', 'method = "feeling"', "single, pyramid, scorecard"),
        ("key = [7, 14]", "key = [14, 7]", "cadence.key: the target must be above 0"),
        ("at = [0, 2, 5]", "at = [0, 2, 2]", "`at` must be three figures"),
        ("[strategy]", "[stratgy]", "did you mean strategy?"),
        ("[strategy]", "[strategy", "not TOML"),
    ],
)
def test_what_cannot_be_read_is_said(before: str, after: str, said: str) -> None:
    with pytest.raises(BadInput, match=re.escape(said)):
        read(DISTRIBUTOR.replace(before, after, 1))


def test_a_policy_of_an_earlier_version_is_still_read() -> None:
    cadence = "[cadence]\nkey = [5, 10]\nregular = [30, 45]\nprospect = [60, 90]\n"
    old = f"{cadence}[tiers]\nkey_percent = 12\nregular_percent = 30\n"
    found = read(old)
    assert (found.tiers.key_percent, found.tiers.method, found.cadence["key"]) == (12, Method.PYRAMID, (5, 10))
    assert [found.cards[axis] for axis in AXES] == [(), (), ()]


def test_a_score_is_linear_between_the_three_figures_and_back() -> None:
    share = read(DISTRIBUTOR).cards[Card.ATTRACTIVENESS][0]
    assert [share.scored(figure) for figure in (-1, 0, 1, 2, 3.5, 5, 9)] == [0, 0, 2.5, 5, 7.5, 10, 10]
    assert [share.figure(score) for score in (0, 2.5, 5, 7.5, 10)] == [0, 1, 2, 3.5, 5]


def test_a_falling_scale_scores_less_as_the_figure_grows() -> None:
    criterion = read(DISTRIBUTOR.replace("at = [0, 2, 5]", "at = [60, 30, 0]")).cards[Card.ATTRACTIVENESS][0]
    assert [criterion.scored(figure) for figure in (90, 60, 45, 30, 15, 0)] == [0, 0, 2.5, 5, 7.5, 10]
    assert criterion.figure(7.5) == 15
