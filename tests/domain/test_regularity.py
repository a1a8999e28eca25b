"""Regularity: days, ages and shares, never a count of touches."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.periods import Period
from kamtui.domain.regularity import KeyAccount, Regularity, regularity, window
from kamtui.domain.touches import Kind

SUNDAY = dt.date(2026, 11, 22)
FOUR_WEEKS = window(SUNDAY)


def of(**given_: object) -> Regularity:
    values: dict[str, object] = {"reviewed": (), "red_days": (), "keys": (), "touches": {}, **given_}
    return regularity("li.wei", FOUR_WEEKS, **values)  # type: ignore[arg-type]


def test_four_weeks_have_twenty_working_days_wherever_they_begin() -> None:
    assert Period(dt.date(2026, 10, 26), SUNDAY) == FOUR_WEEKS
    for back in range(7):
        period = window(SUNDAY - dt.timedelta(days=back))
        assert regularity("x", period, (), (), (), {}).working_days == 20


def test_a_review_counts_once_a_day_on_working_days_of_the_weeks_looked_at() -> None:
    monday, saturday, before = dt.date(2026, 11, 16), dt.date(2026, 11, 21), dt.date(2026, 10, 23)
    assert of(reviewed=[monday, monday, saturday, before]).review_days == 1


def test_the_age_of_reds_is_their_median() -> None:
    assert of(red_days=[1, 3, 50]).red_age == 3
    assert of(red_days=[1, 4]).red_age == 2.5
    assert (of().red_age, of().reds) == (None, 0)


def test_a_key_account_is_in_touch_up_to_the_last_acceptable_day() -> None:
    touched = dt.date(2026, 11, 8)
    keys = [
        KeyAccount(touched, SUNDAY),
        KeyAccount(touched, SUNDAY - dt.timedelta(days=1)),
        KeyAccount(None, None),
        KeyAccount(touched, None),
    ]
    found = of(keys=keys)
    assert (found.keys, found.keys_in_touch, found.keys_percent) == (4, 2, 50)
    assert of().keys_percent is None


def test_the_mix_is_in_shares_with_internal_work_and_without_notes() -> None:
    touches = {
        (Kind.CALL, ""): 5,
        (Kind.CALL, "in"): 1,
        (Kind.INTERNAL, ""): 3,
        (Kind.VISIT, "both"): 1,
        (Kind.NOTE, ""): 90,
    }
    found = of(touches=touches)
    assert found.mix == {Kind.CALL: 60, Kind.INTERNAL: 30, Kind.VISIT: 10}


def test_two_way_is_of_those_touches_with_the_customer_whose_direction_is_known() -> None:
    touches = {
        (Kind.CALL, "out"): 2,
        (Kind.CALL, "in"): 1,
        (Kind.VISIT, "both"): 1,
        (Kind.EMAIL, ""): 4,
        (Kind.INTERNAL, "both"): 99,
    }
    found = of(touches=touches)
    assert (found.two_way_percent, found.direction_percent) == (50, 50)


def test_an_unknown_direction_is_not_one_sided() -> None:
    found = of(touches={(Kind.EMAIL, ""): 4})
    assert (found.two_way_percent, found.direction_percent) == (None, 0)
    assert of().direction_percent is None


@given(
    st.dictionaries(st.tuples(st.sampled_from(Kind), st.sampled_from(["", "in", "out", "both"])), st.integers(1, 99))
)
def test_twice_as_many_touches_of_the_same_kinds_look_the_same(touches: dict[tuple[Kind, str], int]) -> None:
    assert of(touches=touches) == of(touches={key: 2 * count for key, count in touches.items()})
