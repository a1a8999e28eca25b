"""Promises that come again keep their day, and never begin as late."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.periods import add_months
from kamtui.domain.recurrence import Repeat, Unit, day_of, following, from_stored, moved, repeat, stored
from kamtui.errors import BadInput

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))
REPEATS = st.builds(Repeat, st.integers(1, 40), st.sampled_from(Unit), st.none())


@pytest.mark.parametrize(
    ("text", "often"),
    [
        ("7d", "7d"),
        ("2W", "2w"),
        (" 1 m ", "1m"),
        ("１q", "1q"),
        ("1y", "1y"),
        ("weekly", "1w"),
        ("每月", "1m"),
        ("每季度", "1q"),
        ("Every Year", "1y"),
    ],
)
def test_how_often_is_a_number_and_a_letter_or_a_word(text: str, often: str) -> None:
    assert repeat(text).text == often


@pytest.mark.parametrize("text", ["", "0d", "d", "1", "1h", "-1w", "1000d", "1.5m", "1m@2026-01-31", "sometimes"])
def test_anything_else_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(BadInput, match="1q"):
        repeat(text)


def series(often: str, first: dt.date, count: int) -> list[str]:
    """The first days of a series in which everything is done on its day."""
    found, due, days = repeat(often), first, [first]
    while len(days) < count:
        step = following(found, due, due)
        assert step is not None
        due, found = step
        found = from_stored(stored(found)) or found
        days.append(due)
    return [day.isoformat() for day in days]


def test_a_month_keeps_the_31st_however_short_the_months_between_are() -> None:
    assert series("1m", dt.date(2026, 1, 31), 5) == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
        "2026-05-31",
    ]


def test_the_29th_of_february_comes_back_every_fourth_year() -> None:
    assert series("1y", dt.date(2024, 2, 29), 5)[1::3] == ["2025-02-28", "2028-02-29"]


def test_a_quarter_is_three_months_and_two_weeks_are_fourteen_days() -> None:
    assert series("1q", dt.date(2025, 11, 30), 3) == ["2025-11-30", "2026-02-28", "2026-05-30"]
    assert series("2w", dt.date(2026, 11, 2), 3) == ["2026-11-02", "2026-11-16", "2026-11-30"]


def test_what_is_done_late_steps_over_the_days_that_are_over_and_not_over_today() -> None:
    monday, friday = dt.date(2026, 11, 2), dt.date(2026, 11, 20)
    assert following(repeat("1w"), monday, friday) == (dt.date(2026, 11, 23), repeat("1w"))
    assert following(repeat("1w"), monday, dt.date(2026, 11, 23)) == (dt.date(2026, 11, 23), repeat("1w"))


def test_what_is_done_early_does_not_come_again_on_the_same_day() -> None:
    due = dt.date(2026, 11, 30)
    assert following(repeat("1m"), due, dt.date(2026, 11, 1)) == (dt.date(2026, 12, 30), repeat("1m"))


@pytest.mark.parametrize("to", [dt.date(2026, 11, 4), dt.date(2026, 10, 30)])
def test_another_day_is_for_this_time_only(to: dt.date) -> None:
    monday = dt.date(2026, 11, 2)
    once = moved(repeat("1w"), monday, to)
    assert day_of(once, to) == monday
    assert following(once, to, to) == (dt.date(2026, 11, 9), repeat("1w"))
    assert moved(once, to, monday) == repeat("1w")


def test_at_the_end_of_the_calendar_a_series_ends() -> None:
    assert following(repeat("1y"), dt.date(9999, 5, 1), dt.date(9999, 5, 1)) is None
    assert following(repeat("7d"), dt.date(9999, 12, 30), dt.date(9999, 12, 30)) is None


@given(REPEATS, DAYS, DAYS)
def test_the_next_day_is_later_not_over_and_of_the_series(found: Repeat, due: dt.date, done: dt.date) -> None:
    step = following(found, due, done)
    assert step is not None
    day, onward = step
    assert day > due
    assert day >= done
    if found.days:
        assert (day - due).days % found.days == 0
        before = day - dt.timedelta(days=found.days)
        assert before == due or before < done
    else:
        count = ((day.year - due.year) * 12 + day.month - due.month) // found.months
        assert day == add_months(due, found.months * count)
    assert from_stored(stored(onward)) == onward


@given(REPEATS, DAYS, st.lists(st.integers(0, 400), max_size=8))
def test_a_series_does_not_drift_however_late_each_is_done(found: Repeat, first: dt.date, delays: list[int]) -> None:
    due, onward = first, found
    for delay in delays:
        step = following(onward, due, due + dt.timedelta(days=delay))
        assert step is not None
        due, onward = step
    if found.months:
        assert due == add_months(first, (due.year - first.year) * 12 + due.month - first.month)
    else:
        assert (due - first).days % found.days == 0
