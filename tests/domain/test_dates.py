"""One parser reads the dates and periods of forms, options and files."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.dates import Lean
from kamtui.domain.fields import date, period
from kamtui.errors import BadInput

WEDNESDAY = dt.date(2026, 11, 18)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # in figures
        ("2026-03-05", "2026-03-05"),
        ("2026-3-5", "2026-03-05"),
        ("2026/3/5", "2026-03-05"),
        ("2026.3.5", "2026-03-05"),
        ("20260305", "2026-03-05"),
        ("2026-03-05 00:00:00", "2026-03-05"),
        ("2026-03-05T00:00:00.000", "2026-03-05"),
        ("２０２６－０３－０５", "2026-03-05"),
        (" 2026-03-05 ", "2026-03-05"),
        ("2026年3月5日", "2026-03-05"),
        ("2026年3月5号", "2026-03-05"),
        ("二〇二六年三月五日", "2026-03-05"),
        ("3月5日", "2026-03-05"),
        ("3月5", "2026-03-05"),
        ("3月5號", "2026-03-05"),
        ("十月一日", "2026-10-01"),
        ("5号", "2026-11-05"),
        ("2026-W11-3", "2026-03-11"),
        # with the month's name
        ("5 Mar 2026", "2026-03-05"),
        ("5-Mar-2026", "2026-03-05"),
        ("Mar 5, 2026", "2026-03-05"),
        ("March 5th", "2026-03-05"),
        ("5. May", "2026-05-05"),
        # day words
        ("today", "2026-11-18"),
        ("今天", "2026-11-18"),
        ("Tomorrow", "2026-11-19"),
        ("明天", "2026-11-19"),
        ("yesterday", "2026-11-17"),
        ("昨天", "2026-11-17"),
        ("后天", "2026-11-20"),
        ("後天", "2026-11-20"),
        ("day after tomorrow", "2026-11-20"),
        ("前天", "2026-11-16"),
        ("大后天", "2026-11-21"),
        # weekdays, seen from a Wednesday
        ("fri", "2026-11-20"),
        ("Friday", "2026-11-20"),
        ("next fri", "2026-11-20"),
        ("this fri", "2026-11-20"),
        ("last fri", "2026-11-13"),
        ("mon", "2026-11-23"),
        ("this mon", "2026-11-16"),
        ("last mon", "2026-11-16"),
        ("wed", "2026-11-25"),
        ("next wed", "2026-11-25"),
        ("last wed", "2026-11-11"),
        ("this wed", "2026-11-18"),
        ("周五", "2026-11-20"),
        ("星期五", "2026-11-20"),
        ("本周五", "2026-11-20"),
        ("这周一", "2026-11-16"),
        ("下周五", "2026-11-27"),
        ("下週五", "2026-11-27"),
        ("下个星期五", "2026-11-27"),
        ("下下周一", "2026-11-30"),
        ("上周五", "2026-11-13"),
        ("周日", "2026-11-22"),
        ("礼拜天", "2026-11-22"),
        ("next week", "2026-11-23"),
        ("下周", "2026-11-23"),
        # so far from today
        ("in 7d", "2026-11-25"),
        ("next 7d", "2026-11-25"),
        ("7d", "2026-11-25"),
        ("+7d", "2026-11-25"),
        ("3w", "2026-12-09"),
        ("2m", "2027-01-18"),
        ("in 2 weeks", "2026-12-02"),
        ("in two weeks", "2026-12-02"),
        ("in a week", "2026-11-25"),
        ("3 days", "2026-11-21"),
        ("3天后", "2026-11-21"),
        ("三天後", "2026-11-21"),
        ("3日后", "2026-11-21"),
        ("两周后", "2026-12-02"),
        ("一个月后", "2026-12-18"),
        ("12d ago", "2026-11-06"),
        ("2 weeks ago", "2026-11-04"),
        ("-12d", "2026-11-06"),
        ("−12d", "2026-11-06"),
        ("3天前", "2026-11-15"),
        # the last day of a period
        ("2026-Q3", "2026-09-30"),
        ("2026Q3", "2026-09-30"),
        ("Q3 2026", "2026-09-30"),
        ("2026年第三季度", "2026-09-30"),
        ("2026-W11", "2026-03-15"),
        ("2026-03", "2026-03-31"),
        ("2026年2月", "2026-02-28"),
        ("Mar 2026", "2026-03-31"),
        ("month end", "2026-11-30"),
        ("end of the month", "2026-11-30"),
        ("EOM", "2026-11-30"),
        ("月底", "2026-11-30"),
        ("本月末", "2026-11-30"),
        ("end of next month", "2026-12-31"),
        ("下个月底", "2026-12-31"),
        ("上月底", "2026-10-31"),
        ("3月底", "2026-03-31"),
        ("quarter end", "2026-12-31"),
        ("季度末", "2026-12-31"),
        ("eoy", "2026-12-31"),
        ("年底", "2026-12-31"),
        ("明年底", "2027-12-31"),
    ],
)
def test_a_date_is_understood(text: str, expected: str) -> None:
    assert date(text, WEDNESDAY) == day(expected)


@pytest.mark.parametrize(
    "text",
    [
        "", "3", "30", "2026", "3/5", "03-05", "12.5", "fridge", "monkey", "yes", "ad", "next", "next time", "last",
        "2026-13-01", "2026-02-30", "2026-W54", "2026-Q5", "2026年11", "31号", "0206-03-05", "9999-01-01", "半年",
        "2026-03-05 10:00", "sat 5", "99999w", "99999年后", "2026-03-05x", "十二百天", "week", "in", "5 foo 2026",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(BadInput, match="try 2026-03-31"):
        date(text, WEDNESDAY)


@pytest.mark.parametrize(
    ("text", "lean", "expected"),
    [
        ("周五", "past", "2026-11-13"),
        ("fri", "past", "2026-11-13"),
        ("wed", "past", "2026-11-11"),
        ("fri", "future", "2026-11-20"),
        ("next fri", "past", "2026-11-20"),
        ("12月20日", "past", "2025-12-20"),
        ("12月20日", "future", "2026-12-20"),
        ("3月5日", "past", "2026-03-05"),
        ("3月5日", "future", "2027-03-05"),
        ("Mar 5", "future", "2027-03-05"),
        ("11月18日", "future", "2026-11-18"),
        ("11月18日", "past", "2026-11-18"),
        ("2月29日", "future", "2028-02-29"),
        ("2月29日", "past", "2024-02-29"),
        ("5号", "future", "2026-12-05"),
        ("25号", "past", "2026-10-25"),
        ("31号", "future", "2026-12-31"),
        ("31号", "past", "2026-10-31"),
        ("2026-03-05", "future", "2026-03-05"),
    ],
)
def test_a_date_leans_to_the_side_it_is_meant_for(text: str, lean: Lean, expected: str) -> None:
    assert date(text, WEDNESDAY, lean=lean) == day(expected)


@given(st.dates(dt.date(1800, 1, 1), dt.date(2999, 12, 31)), st.dates(dt.date(1900, 1, 1), dt.date(2900, 1, 1)))
def test_a_date_in_figures_means_itself_whatever_today_is(on: dt.date, today: dt.date) -> None:
    for text in (
        f"{on:%Y-%m-%d}",
        f"{on:%Y%m%d}",
        f"{on.year}/{on.month}/{on.day}",
        f"{on.year}年{on.month}月{on.day}日",
    ):
        assert date(text, today) == on


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2900, 1, 1)),
    st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
)
def test_a_weekday_is_within_a_week_and_never_today(today: dt.date, name: str) -> None:
    coming, gone = date(name, today), date(f"last {name}", today)
    assert 1 <= (coming - today).days <= 7
    assert 1 <= (today - gone).days <= 7
    assert coming == date(f"next {name}", today)
    assert f"{coming:%a}".lower() == f"{gone:%a}".lower() == name


@given(st.text() | st.text(alphabet="0123456789-./年月日号周下上本一二三十两天后前qw next lastfri", max_size=14))
def test_any_text_is_a_date_or_bad_input(text: str) -> None:
    for read in (date, period):
        with suppress(BadInput):
            read(text, WEDNESDAY)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-Q3", "2026-07-01", "2026-09-30"),
        ("2026-H1", "2026-01-01", "2026-06-30"),
        ("2026H2", "2026-07-01", "2026-12-31"),
        ("2026年下半年", "2026-07-01", "2026-12-31"),
        ("Q3", "2026-07-01", "2026-09-30"),
        ("三季度", "2026-07-01", "2026-09-30"),
        ("2026-03", "2026-03-01", "2026-03-31"),
        ("2026年3月", "2026-03-01", "2026-03-31"),
        ("3月", "2026-03-01", "2026-03-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026年", "2026-01-01", "2026-12-31"),
        ("2026-W11", "2026-03-09", "2026-03-15"),
        ("2026-01-01..2026-03-31", "2026-01-01", "2026-03-31"),
        ("2026-01-01…2026-03-31", "2026-01-01", "2026-03-31"),
        ("2026-01 .. 2026-Q2", "2026-01-01", "2026-06-30"),
        ("2026-01..today", "2026-01-01", "2026-11-18"),
        ("2026-03-05", "2026-03-05", "2026-03-05"),
        ("yesterday", "2026-11-17", "2026-11-17"),
        ("this week", "2026-11-16", "2026-11-22"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("上个月", "2026-10-01", "2026-10-31"),
        ("本季度", "2026-10-01", "2026-12-31"),
        ("last quarter", "2026-07-01", "2026-09-30"),
        ("去年", "2025-01-01", "2025-12-31"),
        ("next year", "2027-01-01", "2027-12-31"),
    ],
)
def test_a_period_is_understood(text: str, first: str, last: str) -> None:
    assert period(text, WEDNESDAY) == (day(first), day(last))


@pytest.mark.parametrize(
    "text", ["", "..", "2026..", "..2026", "2026-04..2026-01", "12m", "fri", "7d", "2026-Q5", "0000"]
)
def test_what_is_no_period_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(BadInput, match="try 2026-Q3"):
        period(text, WEDNESDAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("下月15号", "2026-12-15"), ("上个月3日", "2026-10-03"), ("上个月", "2026-10-31"), ("下个月", "2026-12-31"),
        ("下月初", "2026-12-01"), ("月初", "2026-11-01"), ("明年3月1日", "2027-03-01"), ("去年十二月底", "2025-12-31"),
        ("明年", "2027-12-31"), ("大后天", "2026-11-25"), ("２０２６年１１月２２日", "2026-11-22"),
        ("月底", "2026-11-30"),
    ],
)  # fmt: skip
def test_a_day_of_a_month_or_year_near_today_is_read_in_chinese(text: str, day: str) -> None:
    assert date(text, dt.date(2026, 11, 22)).isoformat() == day
