"""The week has seven days, and what is late stands first and once."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.agenda import Item, What, days, planned
from kamtui.domain.periods import week
from kamtui.domain.touches import Kind

FRIDAY = dt.date(2026, 11, 20)
WEEK = week(FRIDAY)


def item(on: dt.date, what: What = What.OURS, row: int = 1, at: dt.datetime | None = None) -> Item:
    return Item(what, row, 1, "Acme", on, "drawings", "li.wei", at=at)


def test_a_week_has_its_seven_days_also_those_with_nothing() -> None:
    found = days([], WEEK, FRIDAY)
    assert [day.on for day in found] == [WEEK.first + dt.timedelta(days=count) for count in range(7)]
    assert not any(day.items for day in found)


def test_what_is_late_stands_first_and_not_on_its_day() -> None:
    yesterday, long_ago = item(FRIDAY - dt.timedelta(days=1)), item(dt.date(2026, 9, 1))
    late, *rest = days([yesterday, long_ago, item(FRIDAY)], WEEK, FRIDAY)
    assert (late.on, late.items) == (None, (long_ago, yesterday))
    assert [one.on for day in rest for one in day.items] == [FRIDAY]


def test_another_week_shows_only_its_own_days() -> None:
    late, coming = item(FRIDAY - dt.timedelta(days=1)), item(FRIDAY + dt.timedelta(days=7))
    found = days([late, coming], week(coming.on), FRIDAY)
    assert [one for day in found for one in day.items] == [coming]
    found = days([late, coming], week(late.on), FRIDAY + dt.timedelta(days=14))
    assert [day.on for day in found if day.items] == [late.on]


def test_what_has_an_hour_comes_first_and_what_is_only_due_last() -> None:
    noon = item(FRIDAY, What.TOUCH, 5, dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC))
    morning = item(FRIDAY, What.TOUCH, 6, dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC))
    rest = [item(FRIDAY, what) for what in (What.EVENT, What.FORUM, What.TOUCH, What.OURS, What.THEIRS, What.DUE)]
    shown = next(day.items for day in days([*reversed(rest), noon, morning], WEEK, FRIDAY) if day.on == FRIDAY)
    assert shown == (morning, noon, *rest)


def test_an_event_of_the_customers_and_the_annual_forum_are_no_mere_touches() -> None:
    assert planned(Kind.EVENT) is What.EVENT
    assert planned(Kind.ANNUAL_FORUM) is What.FORUM
    assert planned(Kind.VISIT) is What.TOUCH


ITEMS = st.lists(st.builds(item, st.dates(dt.date(2026, 10, 1), dt.date(2026, 12, 31)), st.sampled_from(What)))


@given(ITEMS, st.dates(dt.date(2026, 10, 1), dt.date(2026, 12, 31)))
def test_everything_up_to_the_end_of_the_week_of_today_is_shown_once(items: list[Item], today: dt.date) -> None:
    period = week(today)
    shown = [one for day in days(items, period, today) for one in day.items]
    assert sorted(shown) == sorted(one for one in items if one.on <= period.last)
