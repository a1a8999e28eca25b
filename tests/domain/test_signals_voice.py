"""What customers say of us and of our people, computed by hand (SIG-28, SIG-29)."""

from __future__ import annotations

import pytest

from kamtui.domain.signals.reason import Action
from kamtui.domain.signals.situation import Opinion
from kamtui.domain.tiers import Tier
from tests.signalled import account, ago, fired, said


def opinion(days: int, score: float, about: str = "li.wei", who: int | None = 1) -> Opinion:
    return Opinion(who, about, ago(days), score)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (0, [("red", "li.wei got 0 of 10, 5d ago")]),
        (5.9, [("red", "li.wei got 5.9 of 10, 5d ago")]),
        (6, []),
        (9, []),
    ],
)
def test_below_six_is_a_bad_opinion_of_one_of_us(score: float, expected: list[tuple[str, str]]) -> None:
    assert said(account(opinions=[opinion(5, score)]), "SIG-28") == expected


def test_a_bad_opinion_lapses_after_half_a_year_and_asks_to_be_asked_again() -> None:
    assert said(account(opinions=[opinion(180, 3)]), "SIG-28") == [("red", "li.wei got 3 of 10, 180d ago")]
    lapsed = account(opinions=[opinion(181, 3)])
    assert said(lapsed, "SIG-28") == [("info", "not asked about our people for 181d")]
    (reason,) = fired(lapsed, "SIG-28")
    assert (reason.since, reason.action) == (ago(0), Action.NEXT)


def test_only_the_newest_opinion_of_each_person_on_each_of_us_counts() -> None:
    better = [opinion(50, 2), opinion(5, 9)]
    assert said(account(opinions=better), "SIG-28") == []
    two = [opinion(50, 2), opinion(5, 9, who=2), opinion(4, 9, about="chen.jing")]
    assert said(account(opinions=two), "SIG-28") == [("red", "li.wei got 2 of 10, 50d ago")]


def test_a_key_account_is_asked_about_our_people_every_half_year() -> None:
    assert said(account(tier_on=ago(180)), "SIG-28") == []
    assert said(account(tier_on=ago(181)), "SIG-28") == [("info", "never asked about our people")]
    assert said(account(tier_on=ago(400), opinions=[opinion(180, 8)]), "SIG-28") == []
    about_us = [opinion(3, 8, about="")]
    assert said(account(tier_on=ago(400), opinions=about_us), "SIG-28") == [("info", "never asked about our people")]
    assert said(account(Tier.REGULAR, tier_on=ago(400)), "SIG-28") == []


# -- SIG-29 ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "fell"),
    [
        (9, 9, False),
        (10, 9, False),
        (9, 8.9, True),
        (8, 6, False),
        (6, 5.9, True),
        (10, 0, True),
        (3, 9, False),
        (5, 0, False),
    ],
)
def test_satisfaction_falls_when_somebody_crosses_six_or_nine(before: float, now: float, fell: bool) -> None:
    asked = [opinion(100, before, about=""), opinion(2, now, about="")]
    found = said(account(Tier.REGULAR, opinions=asked), "SIG-29")
    assert found == ([("red", f"satisfaction fell from {before:g} to {now:g}, 2d ago")] if fell else [])


def test_one_respondent_falls_while_another_rises() -> None:
    asked = [
        opinion(100, 9, about="", who=1),
        opinion(90, 3, about="", who=2),
        opinion(10, 5, about="", who=1),
        opinion(5, 10, about="", who=2),
    ]
    assert said(account(opinions=asked), "SIG-29") == [("red", "satisfaction fell from 9 to 5, 10d ago")]


def test_the_worst_fall_is_named_and_one_answer_is_no_fall() -> None:
    asked = [opinion(100, 9, "", 1), opinion(100, 10, "", 2), opinion(9, 8, "", 1), opinion(8, 1, "", 2)]
    assert said(account(opinions=asked), "SIG-29") == [("red", "satisfaction fell from 10 to 1, 8d ago")]
    assert said(account(opinions=[opinion(1, 0, about="")]), "SIG-29") == []


def test_opinions_of_one_of_us_are_no_satisfaction_with_us() -> None:
    assert said(account(opinions=[opinion(100, 9), opinion(2, 1)]), "SIG-29") == []
