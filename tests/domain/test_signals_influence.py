"""Signals about buying influences, by hand: roles missing, judgements stale, who is against us (SIG-04, 05, 06, 07)."""

from __future__ import annotations

import pytest

from kamtui.domain.contacts import Function, Level
from kamtui.domain.influences import FOUR, Role
from kamtui.domain.signals.people import mattered
from kamtui.domain.signals.reason import Action
from kamtui.domain.signals.situation import Gone
from kamtui.domain.tiers import Tier
from tests.signalled import account, ago, fired, judged, said, someone

E, U, T, C = FOUR


def test_of_a_key_account_each_role_that_nobody_has_is_named() -> None:
    known = [someone(1, 1, influence=judged(E, U)), someone(2, 1)]
    assert said(account(people=known), "SIG-04") == [("amber", "buying roles missing: technical, coach")]
    (reason,) = fired(account(people=known), "SIG-04")
    assert (reason.action, reason.number, reason.since) == (Action.PEOPLE, 2, ago(0))
    everybody = [*known, someone(3, 1, influence=judged(T, C))]
    assert said(account(people=everybody), "SIG-04") == []


@pytest.mark.parametrize("tier", [Tier.REGULAR, Tier.PROSPECT, Tier.UNATTRACTIVE, None])
def test_roles_are_asked_for_at_key_accounts_only(tier: Tier | None) -> None:
    assert said(account(tier, people=[someone(1, 1)]), "SIG-04") == []


def test_a_placeholder_has_no_role_but_is_said_to_be_unknown() -> None:
    stands_in = someone(9, None, is_placeholder=True, influence=judged(E))
    people = [someone(1, 1, influence=judged(U, T)), stands_in]
    expected = "buying roles missing: coach; still unknown: economic"
    assert said(account(people=people), "SIG-04") == [("amber", expected)]
    people = [someone(1, 1, influence=judged(U, T, C)), stands_in]
    assert said(account(people=people), "SIG-04") == [("amber", "buying roles still unknown: economic")]
    # where only placeholders are, nobody is known, and SIG-03 says so
    assert said(account(people=[stands_in]), "SIG-04") == []
    assert said(account(people=[stands_in]), "SIG-03") == [("amber", "nobody is known there")]


def test_a_role_is_missing_since_whoever_had_it_left() -> None:
    gone = Gone(5, "Bo", Level.MID, ago(12), 0.1, influence=judged(C, key=5))
    known = account(people=[someone(1, 1, influence=judged(E, U, T))], gone=[gone])
    assert [reason.since for reason in fired(known, "SIG-04")] == [ago(12)]


@pytest.mark.parametrize(("tier", "most"), [(Tier.KEY, 90), (Tier.REGULAR, 180), (Tier.PROSPECT, 180)])
def test_a_judgement_is_stale_the_day_after_its_days(tier: Tier, most: int) -> None:
    fresh = account(tier, people=[someone(1, 1, influence=judged(*FOUR, days=most))])
    assert said(fresh, "SIG-05") == []
    old = account(tier, people=[someone(1, 1, influence=judged(*FOUR, days=most + 1))])
    assert said(old, "SIG-05") == [("info", f"what is judged of P1 is {most + 1}d old, max {most}")]
    assert [reason.since for reason in fired(old, "SIG-05")] == [ago(0)]


def test_of_several_stale_judgements_the_oldest_is_named() -> None:
    people = [someone(key, 1, influence=judged(E, days=days)) for key, days in ((1, 95), (2, 200), (3, 5))]
    assert said(account(people=people), "SIG-05") == [("info", "judgements of 2 people older than 90d, of P2 200d")]


@pytest.mark.parametrize("role", [Role.ECONOMIC, Role.SPONSOR])
@pytest.mark.parametrize(("stance", "text"), [(-1, "prefers another"), (-2, "works against us")])
def test_who_approves_or_sponsors_and_is_against_us_is_red(role: Role, stance: int, text: str) -> None:
    known = account(people=[someone(1, 1, influence=judged(role, stance=stance), against_since=ago(30))])
    assert said(known, "SIG-07") == [("red", f"{role.value} P1 {text}")]
    assert [(reason.since, reason.action) for reason in fired(known, "SIG-07")] == [(ago(30), Action.PEOPLE)]


def test_a_neutral_buyer_or_a_user_against_us_is_not_red() -> None:
    neutral = someone(1, 1, influence=judged(E, stance=0))
    user = someone(2, 1, influence=judged(U, T, C, stance=-2))
    assert said(account(people=[neutral, user]), "SIG-07") == []


def gone(*roles: Role, **more: object) -> Gone:
    values = {"influence": judged(*roles, key=5), **more}
    return Gone(5, "Bo", Level.MID, ago(9), 0.1, Function.PURCHASING, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (gone(Role.ECONOMIC), True),
        (gone(Role.COACH), True),
        (gone(Role.SPONSOR), True),
        # judged, so the guess from purchasing does not count
        (gone(Role.USER), False),
        (gone(Role.USER, weight=0.51), True),
        (gone(Role.USER, weight=0.5), False),
        (gone(influence=None), True),
    ],
)
def test_who_approves_guides_or_sponsors_matters_when_they_leave(left: Gone, expected: bool) -> None:
    assert mattered(left) is expected


def test_a_buyer_who_left_is_named_with_the_role() -> None:
    expected = "economic Bo left 9d ago (10 % of touches): start anew?"
    assert said(account(Tier.REGULAR, gone=[gone(Role.ECONOMIC)]), "SIG-06") == [("red", expected)]
