"""Coverage of a customer's people, by hand: roles, levels, functions, people, counterparts (D13, D14, D16)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.contacts import Function, Level
from kamtui.domain.coverage import Person, Ties, coverage, roles_known
from kamtui.domain.influences import Influence, Role

TODAY = dt.date(2026, 11, 20)


def person(
    level: Level | None = None,
    function: Function | None = None,
    *,
    days: int = 10,
    spoken: bool = True,
    mails: tuple[int, int] | None = None,
) -> Person:
    return Person(level, function, TODAY - dt.timedelta(days=days), spoken, mails)


def mailed(level: Level, first: int, last: int) -> Person:
    """Somebody who was only written to."""
    return person(level, spoken=False, mails=(first, last))


def points(*people: Person) -> float:
    """Where nothing is known of roles and counterparts: those points are missing."""
    return coverage(people, TODAY).value


def test_nobody_touched_is_no_coverage() -> None:
    assert coverage([], TODAY).value == 0


def test_all_of_it_by_hand() -> None:
    people = [
        person(Level.EXEC, Function.MANAGEMENT),
        person(Level.MID, Function.TECHNICAL),
        person(Level.FRONT, Function.OPERATIONS),
    ]
    assert points(*people) == pytest.approx(25 + 20 + 15)
    found = coverage(people, TODAY, Ties(roles=4, key_people=2, covered=2))
    assert found.value == pytest.approx(100)
    assert (found.roles, found.levels, found.functions, found.people, found.covers) == (25, 25, 20, 15, 15)


@pytest.mark.parametrize(("known", "expected"), [(0, 0), (1, 6.25), (2, 12.5), (3, 18.75), (4, 25)])
def test_each_buying_role_known_is_a_quarter_of_its_points(known: int, expected: float) -> None:
    assert coverage([], TODAY, Ties(roles=known)).value == pytest.approx(expected)


@pytest.mark.parametrize(("key_people", "covered", "expected"), [(0, 0, 0), (3, 0, 0), (3, 1, 5), (3, 3, 15)])
def test_key_people_with_a_counterpart_are_a_share_of_their_points(
    key_people: int, covered: int, expected: float
) -> None:
    assert coverage([], TODAY, Ties(0, key_people, covered)).value == pytest.approx(expected)


def test_a_role_counts_once_and_as_long_as_it_was_verified_within_the_days() -> None:
    def judged(days: int, *roles: Role) -> Influence:
        return Influence(1, TODAY - dt.timedelta(days=days), roles)

    both = judged(180, Role.ECONOMIC, Role.USER)
    assert roles_known([both], 180, TODAY) == 2
    assert roles_known([both, judged(5, Role.ECONOMIC)], 180, TODAY) == 2
    assert roles_known([judged(181, Role.ECONOMIC, Role.USER)], 180, TODAY) == 0
    # whoever supports or opposes us has none of the four roles by that
    assert roles_known([judged(0, Role.SPONSOR, Role.ANTI_SPONSOR)], 180, TODAY) == 0


@pytest.mark.parametrize(("levels", "expected"), [(1, 25 / 3), (2, 50 / 3), (3, 25)])
def test_each_level_alive_is_a_third_of_its_points(levels: int, expected: float) -> None:
    people = [person(level) for level in list(Level)[:levels]]
    assert points(*people) == pytest.approx(expected + 15 * levels / 3)


def test_a_mail_alone_keeps_no_level_alive_and_two_do() -> None:
    # one active person: 5 points
    assert points(mailed(Level.MID, 7, 7)) == pytest.approx(5)
    assert points(mailed(Level.MID, 7, 9)) == pytest.approx(5 + 25 / 3)


def test_mails_of_two_people_of_one_level_count_together_and_of_two_levels_do_not() -> None:
    # two active people: 10 points
    assert points(mailed(Level.MID, 7, 7), mailed(Level.MID, 8, 8)) == pytest.approx(10 + 25 / 3)
    assert points(mailed(Level.MID, 7, 7), mailed(Level.FRONT, 8, 8)) == pytest.approx(10)


def test_one_mail_to_two_people_of_a_level_is_one_mail() -> None:
    assert points(mailed(Level.MID, 7, 7), mailed(Level.MID, 7, 7)) == pytest.approx(10)


def test_mails_alone_however_many_keep_no_executive_level_alive() -> None:
    written = mailed(Level.EXEC, 1, 20)
    assert points(written) == pytest.approx(5)
    assert points(written, person(Level.EXEC)) == pytest.approx(10 + 25 / 3)


@pytest.mark.parametrize(
    ("functions", "expected"),
    [
        ([], 0),
        ([Function.TECHNICAL], 7),
        ([Function.TECHNICAL, Function.TECHNICAL], 7),
        ([Function.TECHNICAL, Function.FINANCE], 14),
        ([Function.TECHNICAL, Function.FINANCE, Function.IT], 20),
        ([Function.TECHNICAL, Function.FINANCE, Function.IT, Function.LEGAL], 20),
        ([Function.PURCHASING], 0),
        ([Function.PURCHASING, Function.TECHNICAL], 7),
        ([None, Function.TECHNICAL], 7),
    ],
)
def test_functions_beside_purchasing(functions: list[Function | None], expected: float) -> None:
    people = [person(function=function) for function in functions]
    assert points(*people) == pytest.approx(expected + 5 * min(len(functions), 3))


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (1, 5), (2, 10), (3, 15), (4, 15)])
def test_three_active_people_are_all_that_is_asked_for(count: int, expected: float) -> None:
    assert points(*[person()] * count) == pytest.approx(expected)


def test_who_was_touched_ninety_days_ago_is_active_and_a_day_earlier_is_not() -> None:
    assert points(person(function=Function.IT, days=90)) == pytest.approx(5 + 7)
    assert points(person(function=Function.IT, days=91)) == 0


def test_an_executive_touched_a_hundred_days_ago_keeps_the_level_alive_without_being_active() -> None:
    assert points(person(Level.EXEC, Function.MANAGEMENT, days=100)) == pytest.approx(25 / 3)


people = st.lists(
    st.builds(
        person,
        st.sampled_from([None, *Level]),
        st.sampled_from([None, *Function]),
        days=st.integers(0, 120),
        spoken=st.booleans(),
        mails=st.sampled_from([None, (1, 1), (2, 2), (1, 3)]),
    ),
    max_size=8,
)


@given(people, people)
def test_more_people_never_cover_less(some: list[Person], more: list[Person]) -> None:
    assert 0 <= points(*some) <= points(*some, *more) <= 60 + 1e-9
