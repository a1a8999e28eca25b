"""Goals by hand: how far on the way, how much of the time is gone, and when one is off track (R86)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain import goalfields
from kamtui.domain.goals import Actual, Course, Goal, GoalKind, GoalState, Metric, Pace, pace, progress, share_gone
from kamtui.domain.periods import Period, fiscal_label, fiscal_year
from kamtui.domain.policy import PlanRules
from kamtui.errors import BadInput

YEAR = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
RULES = PlanRules(stale_days=90, behind_percent=20)


def goal(metric: Metric | None = None, at: int | None = None, on: dt.date | None = None, **known: Any) -> Goal:
    """A goal set on the first of January; `at` is where it stands."""
    made: dict[str, Any] = {"base": None, "target": None, "due_on": None, "state": GoalState.OPEN, **known}
    actual = None if at is None else Actual(at, on or dt.date(2026, 7, 1))
    entered = () if actual is None or metric else (actual,)
    return Goal(
        id=1,
        plan_id=1,
        kind=GoalKind.OTHER,
        title="x",
        metric=metric,
        unit="",
        solution="",
        settled_on=None,
        on=made.pop("set_on", YEAR.first),
        actual=actual,
        entered=made.pop("entered", entered),
        **made,
    )


def stands(of: Goal, on: dt.date) -> Pace:
    return pace(of, YEAR, RULES, on)


def test_revenue_begins_at_nothing_and_is_on_track_up_to_twenty_points_behind() -> None:
    # 73 of 365 days: 20 % of the year, and nothing sold is exactly as much behind as is allowed
    day = dt.date(2026, 3, 14)
    assert stands(goal(Metric.REVENUE, 0, day, target=100), day) == Pace(Course.ON, 0.0, 73 / 365)
    next_day = dt.date(2026, 3, 15)
    assert stands(goal(Metric.REVENUE, 0, next_day, target=100), next_day).course is Course.OFF
    # half of the year is gone, 30 % is there: 20.1 points behind
    summer = dt.date(2026, 7, 2)
    assert share_gone(YEAR, summer) == pytest.approx(183 / 365)
    assert stands(goal(Metric.REVENUE, 30, summer, target=100), summer).course is Course.OFF
    assert stands(goal(Metric.REVENUE, 31, summer, target=100), summer).course is Course.ON


def test_a_goal_set_in_july_has_less_time_gone_unless_it_adds_up_over_the_year() -> None:
    july, day = dt.date(2026, 7, 1), dt.date(2026, 9, 30)
    set_late = goal(None, 0, day, base=0, target=10, set_on=july)
    assert stands(set_late, day).gone == pytest.approx(92 / 184)
    assert stands(goal(Metric.REVENUE, 0, day, target=10, set_on=july), day).gone == pytest.approx(273 / 365)


def test_unknown_is_not_nothing() -> None:
    day = dt.date(2026, 12, 1)
    for unknown in (goal(None, None, base=0, target=9), goal(Metric.PROFIT, None, target=9), goal(None, 3, day)):
        found = stands(unknown, day)
        assert (found.course, found.progress) == (Course.UNKNOWN, None)


def test_without_a_base_the_first_measure_is_where_it_began() -> None:
    first, last = Actual(40, dt.date(2026, 4, 1)), Actual(50, dt.date(2026, 10, 1))
    known = goal(None, 50, last.on, target=80, entered=(first, last))
    found = stands(known, last.on)
    assert found.progress == pytest.approx(0.25)
    # of the 275 days since the first measure 184 are gone
    assert found.gone == pytest.approx(184 / 275)
    assert found.course is Course.OFF


def test_fewer_can_be_better() -> None:
    day = dt.date(2026, 7, 1)
    assert progress(goal(Metric.LATE, 2, day, base=10, target=0)) == pytest.approx(0.8)
    assert progress(goal(Metric.LATE, 0, day, base=0, target=0)) == 1
    assert progress(goal(Metric.LATE, 1, day, base=0, target=0)) == 0


def test_a_level_to_hold_is_held_or_not() -> None:
    day = dt.date(2026, 2, 1)
    assert stands(goal(Metric.SATISFACTION, 9, day, base=9, target=9), day).course is Course.REACHED
    assert progress(goal(Metric.SATISFACTION, 8, day, base=9, target=9)) == 0


def test_what_was_measured_long_ago_says_nothing_of_today() -> None:
    measured = dt.date(2026, 3, 1)
    old = goal(None, 5, measured, base=0, target=10)
    assert stands(old, measured + dt.timedelta(days=90)).course is Course.ON
    assert stands(old, measured + dt.timedelta(days=91)).course is Course.UNKNOWN


def test_after_its_day_a_goal_that_is_not_reached_is_off_track() -> None:
    due = dt.date(2026, 6, 30)
    almost = goal(None, 9, due, base=0, target=10, due_on=due)
    assert stands(almost, due).course is Course.ON
    assert stands(almost, due + dt.timedelta(days=1)).course is Course.OFF
    assert stands(almost._replace(actual=Actual(10, due)), dt.date(2026, 12, 1)).course is Course.REACHED


@pytest.mark.parametrize(("state", "course"), [("reached", Course.REACHED), ("dropped", Course.DROPPED)])
def test_what_was_decided_goes_before_what_was_measured(state: str, course: Course) -> None:
    assert stands(goal(None, 0, base=0, target=10, state=GoalState(state)), YEAR.last).course is course


@given(st.integers(-100, 100), st.integers(-100, 100), st.integers(-100, 100), st.dates(YEAR.first, YEAR.last))
def test_time_and_course_are_always_sensible(base: int, target: int, at: int, day: dt.date) -> None:
    found = stands(goal(None, at, day, base=base, target=target), day)
    assert 0 <= found.gone <= 1
    assert found.course in (Course.ON, Course.OFF, Course.REACHED)
    assert (found.course is Course.REACHED) == (found.progress is not None and found.progress >= 1)


@pytest.mark.parametrize(
    ("day", "label", "first"),
    [
        (dt.date(2027, 3, 31), "FY2026/27", dt.date(2026, 4, 1)),
        (dt.date(2027, 4, 1), "FY2027/28", dt.date(2027, 4, 1)),
        (dt.date(2026, 12, 31), "FY2026/27", dt.date(2026, 4, 1)),
    ],
)
def test_where_years_begin_in_april_march_belongs_to_the_one_before(day: dt.date, label: str, first: dt.date) -> None:
    assert (fiscal_label(day, 4), fiscal_year(day, 4).first) == (label, first)


@pytest.mark.parametrize(
    ("text", "unit", "stored"),
    [("2000万", "CNY", 200_000_000_000), ("80%", "", 800_000), ("3 plants", "plants", 30_000), ("1.5", "", 15_000)],
)
def test_figures_are_typed_as_people_write_them(text: str, unit: str, stored: int) -> None:
    assert goalfields.figure(text, unit) == stored


def test_words_of_both_languages_name_kinds_and_metrics() -> None:
    assert goalfields.goal_kind("客户价值") is goalfields.goal_kind("Customer-Value") is GoalKind.CUSTOMER_VALUE
    assert goalfields.metric("满意度") is Metric.SATISFACTION
    with pytest.raises(BadInput, match="revenue, profit"):
        goalfields.metric("happiness")
