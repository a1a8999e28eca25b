"""Signals about people, computed by hand: silent levels, too few active, who left (SIG-02, SIG-03, SIG-06)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kamtui.domain.contacts import Function, Level
from kamtui.domain.signals.people import THROUGH_ONE
from kamtui.domain.signals.reason import Action
from kamtui.domain.signals.situation import Gone, Someone
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from tests.signalled import account, ago, fired, said, someone

EXEC, MID, FRONT = Level.EXEC, Level.MID, Level.FRONT


# -- SIG-02: levels ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "most"), [(EXEC, 120), (MID, 45), (FRONT, 90)])
def test_a_level_is_silent_one_day_beyond_its_maximum(level: Level, most: int) -> None:
    assert said(account(people=[someone(1, most, level)]), "SIG-02") == []
    silent = account(people=[someone(1, most + 1, level, spoken=False)])
    expected = f"{level.value} level silent {most + 1}d, max {most}: P1"
    assert said(silent, "SIG-02") == [("amber", expected)]
    (reason,) = fired(silent, "SIG-02")
    assert (reason.since, reason.action) == (ago(0), Action.PEOPLE)


def test_one_mail_does_not_keep_a_level_and_two_do() -> None:
    one = account(people=[someone(1, 3, MID, mails=(7, 7))])
    assert said(one, "SIG-02") == [("amber", "mid level has one mail in 45d: P1")]
    assert said(account(people=[someone(1, 3, MID, mails=(7, 8))]), "SIG-02") == []
    assert said(account(people=[someone(1, 3, MID, mails=(7, 7)), someone(2, 40, MID, mails=(6, 6))]), "SIG-02") == []
    same = [someone(1, 3, MID, mails=(7, 7)), someone(2, 3, MID, mails=(7, 7))]
    assert len(said(account(people=same), "SIG-02")) == 1


def test_no_number_of_mails_keeps_the_executives() -> None:
    mailed = account(people=[someone(1, 3, EXEC, mails=(1, 20))])
    assert said(mailed, "SIG-02") == [("amber", "exec level only mailed in 120d: P1")]
    assert said(account(people=[someone(1, 3, EXEC, mails=(1, 20), spoken=True)]), "SIG-02") == []


def test_each_level_has_its_own_clock_and_a_level_without_people_has_none() -> None:
    people = [
        someone(1, 121, EXEC, spoken=False),
        someone(2, 91, FRONT, spoken=False),
        someone(3, 400, None, spoken=False),
    ]
    assert sorted(text for _, text in said(account(people=people), "SIG-02")) == [
        "exec level silent 121d, max 120: P1",
        "front level silent 91d, max 90: P2",
    ]


def test_a_level_nobody_was_ever_touched_at_names_somebody() -> None:
    people = [someone(1, None, EXEC), someone(2, None, EXEC)]
    assert said(account(people=people), "SIG-02") == [("amber", "exec level never touched: P1")]


def test_people_known_for_no_longer_than_the_maximum_cannot_have_been_silent() -> None:
    assert said(account(people=[someone(1, None, MID, since=45)]), "SIG-02") == []
    assert len(said(account(people=[someone(1, None, MID, since=46)]), "SIG-02")) == 1
    mixed = [someone(1, None, MID, since=3), someone(2, None, MID)]
    assert len(said(account(people=mixed), "SIG-02")) == 1


def test_a_mail_to_somebody_new_is_no_reason_that_silence_was_not() -> None:
    silent, mailed = someone(1, None, MID, since=3), someone(1, 1, MID, since=3, mails=(1, 1))
    assert said(account(people=[silent]), "SIG-02") == []
    assert said(account(people=[mailed]), "SIG-02") == []


@pytest.mark.parametrize("tier", [Tier.REGULAR, Tier.PROSPECT, Tier.UNATTRACTIVE, None])
def test_levels_and_numbers_of_people_are_asked_of_key_accounts_only(tier: Tier | None) -> None:
    people = [someone(1, 121, EXEC, spoken=False)]
    assert said(account(tier, people=people), "SIG-02") == []
    assert said(account(tier, people=people), "SIG-03") == []


# -- SIG-03: how many --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([], [("amber", "nobody is known there")]),
        ([someone(1, None)], [("red", "0 of 1 people active in 90d, 3 needed")]),
        ([someone(1, 91)], [("red", "0 of 1 people active in 90d, 3 needed")]),
        ([someone(1, 90)], [("red", "hangs on one person: P1; 3 are needed")]),
        ([someone(1, 90), someone(2, 91)], [("red", "hangs on one person: P1; 3 are needed")]),
        ([someone(1, 90), someone(2, 0)], [("amber", "2 of 2 people active in 90d, 3 needed")]),
        ([someone(1, 90), someone(2, 0), someone(3, 91)], [("amber", "2 of 3 people active in 90d, 3 needed")]),
        ([someone(1, 90), someone(2, 0), someone(3, 90)], []),
    ],
)
def test_a_key_account_needs_three_active_people(people: list[Someone], expected: list[tuple[str, str]]) -> None:
    assert said(account(people=people), "SIG-03") == expected


def test_a_key_account_nobody_was_ever_in_touch_with_says_that_and_nothing_of_its_people() -> None:
    untouched = account(touched=None, people=[someone(1, None, EXEC)])
    assert (said(untouched, "SIG-02"), said(untouched, "SIG-03")) == ([], [])


def test_too_few_people_since_the_third_fell_silent() -> None:
    (reason,) = fired(account(people=[someone(1, 5), someone(2, 10), someone(3, 100)]), "SIG-03")
    assert (reason.severity.name, reason.since) == ("AMBER", ago(9))


def test_it_is_red_since_the_second_fell_silent_not_since_the_third_did() -> None:
    (reason,) = fired(account(people=[someone(1, 5), someone(2, 95), someone(3, 120)]), "SIG-03")
    assert (reason.severity.name, reason.since) == ("RED", ago(4))


def test_where_there_never_were_enough_it_is_so_since_the_account_is_key_or_somebody_left() -> None:
    hangs = account(people=[someone(1, 5)], tier_on=ago(60))
    assert [reason.since for reason in fired(hangs, "SIG-03")] == [ago(60)]
    assert [reason.since for reason in fired(hangs._replace(gone=[gone(8)]), "SIG-03")] == [ago(8)]
    assert [reason.since for reason in fired(hangs._replace(tier_on=None), "SIG-03")] == [ago(0)]


def test_every_day_without_a_touch_only_adds_to_what_is_said_of_people() -> None:
    ages = [len(fired(account(people=[someone(1, days)]), "SIG-03")) for days in range(0, 200, 10)]
    assert all(before <= after for before, after in pairwise(ages))


# -- SIG-06: who left --------------------------------------------------------------------------------------------


def gone(days: int = 3, level: Level | None = MID, share: float = 0.0) -> Gone:
    return Gone(9, "Wang", level, ago(days), share)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (gone(level=EXEC), "Wang left 3d ago (0 % of touches): start anew?"),
        (gone(share=THROUGH_ONE), "Wang left 3d ago (33 % of touches): start anew?"),
        (gone(share=1 / 3), "Wang left 3d ago (33 % of touches): start anew?"),
        (gone(share=2 / 6), "Wang left 3d ago (33 % of touches): start anew?"),
        (gone(share=33 / 100), None),
        (gone(level=FRONT), None),
        (gone(days=365, level=EXEC), "Wang left 365d ago (0 % of touches): start anew?"),
        (gone(days=366, level=EXEC), None),
        (gone(days=0, level=EXEC), "Wang left 0d ago (0 % of touches): start anew?"),
    ],
)
def test_an_executive_or_a_third_of_the_contact_leaving_asks_for_a_new_start(who: Gone, expected: str | None) -> None:
    for tier in (Tier.KEY, Tier.REGULAR):
        found = said(account(tier, gone=[who]), "SIG-06")
        assert found == ([] if expected is None else [("red", expected)])
    assert said(account(Tier.PROSPECT, gone=[who]), "SIG-06") == []


@pytest.mark.parametrize(
    ("rated", "status", "answered"),
    [
        (4, Status.SOLID, False),
        (3, Status.SOLID, False),
        (3, Status.DEVELOPING, True),
        (2, Status.SOLID, True),
    ],
)
def test_rating_the_relationship_anew_answers_it_on_the_same_day_only_as_a_new_start(
    rated: int, status: Status, answered: bool
) -> None:
    left = account(gone=[gone(3, EXEC)], status=status, status_on=ago(rated))
    assert bool(said(left, "SIG-06")) is not answered


def test_a_buyer_above_the_front_line_mattered_however_little_contact_went_through_them() -> None:
    buyer = gone(3, Level.MID)._replace(function=Function.PURCHASING)
    assert said(account(gone=[buyer]), "SIG-06")
    assert not said(account(gone=[buyer._replace(level=FRONT)]), "SIG-06")
    assert not said(account(gone=[buyer._replace(function=Function.TECHNICAL)]), "SIG-06")


def test_of_several_who_left_one_who_mattered_is_named() -> None:
    left = [gone(1, FRONT), gone(5, EXEC), gone(9, EXEC)]
    (reason,) = fired(account(gone=left), "SIG-06")
    assert (reason.since, reason.action) == (ago(5), Action.PLAYBOOK)
