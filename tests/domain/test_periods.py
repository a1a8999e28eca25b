"""Months end where calendars say, ranges include both ends, fiscal years name both of theirs."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain import periods
from kamtui.domain.periods import Period

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-05-15", 0, "2026-05-15"),
        ("2026-01-15", -13, "2024-12-15"),
    ],
)
def test_a_day_that_the_month_lacks_becomes_its_last(on: str, months: int, expected: str) -> None:
    assert periods.add_months(day(on), months) == day(expected)


def test_moving_out_of_the_calendar_is_an_overflow() -> None:
    with pytest.raises(OverflowError):
        periods.add_months(day("2026-01-01"), 12 * 9000)
    with pytest.raises(OverflowError):
        periods.add_months(day("2026-01-01"), -12 * 2026)


@given(DAYS, st.integers(-600, 600))
def test_adding_months_passes_as_many_month_borders(on: dt.date, months: int) -> None:
    moved = periods.add_months(on, months)
    assert periods.months_between(on, moved) == months
    assert moved.day == min(on.day, periods.month_end(moved).day)


@given(DAYS)
def test_a_month_runs_from_its_first_day_to_the_day_before_the_next(on: dt.date) -> None:
    first, last = periods.month(on)
    assert first == periods.month_start(on)
    assert first.day == 1
    assert last == periods.add_months(first, 1) - dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("month", "last"),
    [("2026-02-01", 28), ("2024-02-01", 29), ("2000-02-01", 29), ("1900-02-01", 28), ("9999-12-01", 31)],
)
def test_february_has_a_day_more_in_leap_years_and_the_last_month_an_end(month: str, last: int) -> None:
    assert periods.month_end(day(month)).day == last


@given(DAYS, st.integers(-100, 1000))
def test_month_ends_are_the_days_before_a_first(first: dt.date, length: int) -> None:
    last = first + dt.timedelta(days=length)
    every_day = [first + dt.timedelta(days=step) for step in range(length + 1)]
    assert periods.month_ends(first, last) == [on for on in every_day if (on + dt.timedelta(days=1)).day == 1]


@pytest.mark.parametrize(
    ("on", "first"),
    [
        ("2026-03-31", "2025-04-01"),
        ("2026-11-18", "2025-11-19"),
        ("2024-02-29", "2023-03-01"),
        ("2025-02-28", "2024-02-29"),
        ("2025-12-31", "2025-01-01"),
    ],
)
def test_a_trailing_year_starts_the_day_after_the_same_day_last_year(on: str, first: str) -> None:
    assert periods.trailing_year(day(on)) == (day(first), day(on))


@given(DAYS)
def test_a_trailing_year_has_a_year_of_days(on: dt.date) -> None:
    assert periods.trailing_year(on).days in (365, 366)


def test_a_period_counts_and_holds_both_its_ends() -> None:
    march = Period(day("2026-03-01"), day("2026-03-31"))
    assert march.days == 31
    assert march.holds(day("2026-03-01"))
    assert march.holds(day("2026-03-31"))
    assert not march.holds(day("2026-04-01"))


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [
        (1, "2026-01-01", "2026-03-31"),
        (2, "2026-04-01", "2026-06-30"),
        (3, "2026-07-01", "2026-09-30"),
        (4, "2026-10-01", "2026-12-31"),
    ],
)
def test_quarters_are_three_months(number: int, first: str, last: str) -> None:
    assert periods.quarter_of(2026, number) == (day(first), day(last))
    assert periods.quarter(day(last)) == periods.quarter(day(first)) == (day(first), day(last))


@pytest.mark.parametrize("number", [0, 5])
def test_there_is_no_fifth_quarter(number: int) -> None:
    with pytest.raises(ValueError, match="no quarter"):
        periods.quarter_of(2026, number)


def test_iso_weeks_may_start_in_the_year_before() -> None:
    assert periods.week_of(2026, 1) == (day("2025-12-29"), day("2026-01-04"))
    assert periods.week(day("2026-01-01")) == periods.week_of(2026, 1)
    assert periods.week_of(2026, 53) == (day("2026-12-28"), day("2027-01-03"))


def test_a_year_without_week_53_refuses_it() -> None:
    with pytest.raises(ValueError, match="53"):
        periods.week_of(2025, 53)


def test_march_belongs_to_the_earlier_year_where_years_start_in_april() -> None:
    assert periods.fiscal_year(day("2026-03-31"), 4) == (day("2025-04-01"), day("2026-03-31"))
    assert periods.fiscal_year(day("2026-04-01"), 4) == (day("2026-04-01"), day("2027-03-31"))
    assert periods.fiscal_year(day("2026-04-01"), 1) == periods.year(day("2026-04-01"))


@pytest.mark.parametrize(
    ("on", "start", "label"),
    [
        ("2026-03-31", 4, "FY2025/26"),
        ("2026-04-01", 4, "FY2026/27"),
        ("2026-04-01", 1, "FY2026"),
        ("2099-12-31", 7, "FY2099/00"),
    ],
)
def test_a_fiscal_year_is_named_after_both_years_it_touches(on: str, start: int, label: str) -> None:
    assert periods.fiscal_label(day(on), start) == label


@given(DAYS, st.integers(1, 12))
def test_four_fiscal_quarters_fill_the_fiscal_year(on: dt.date, start: int) -> None:
    year = periods.fiscal_year(on, start)
    quarters = [periods.fiscal_quarter(periods.add_months(year.first, 3 * step), start) for step in range(4)]
    assert year.holds(on)
    assert any(quarter.holds(on) for quarter in quarters)
    assert quarters[0].first == year.first
    assert quarters[3].last == year.last
    assert sum(quarter.days for quarter in quarters) == year.days


def test_a_fiscal_year_is_named_by_the_year_it_begins_in() -> None:
    april = Period(dt.date(2025, 4, 1), dt.date(2026, 3, 31))
    assert periods.fiscal_named("FY2025/26", 4) == periods.fiscal_named("fy2025", 4) == april
    assert periods.fiscal_named("FY2025/26 Q4", 4) == Period(dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    assert periods.fiscal_named("FY2026 Q1", 1) == Period(dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    for text in ("FY2025/27", "2025", "FY25", "FY2025 Q5"):
        assert periods.fiscal_named(text, 4) is None
