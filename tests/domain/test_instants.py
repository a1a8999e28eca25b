"""A moment is read in the user's zone and kept in UTC."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.fields import instant
from kamtui.errors import BadInput

TODAY = dt.date(2026, 11, 18)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-05 14:30", "2026-03-05 06:30"),
        ("2026-03-05T14:30:15.999", "2026-03-05 06:30:15"),
        ("2026-03-05T14:30:00Z", "2026-03-05 14:30"),
        ("2026-03-05 14:30:00 +0200", "2026-03-05 12:30"),
        ("20260305T143000Z", "2026-03-05 14:30"),
        ("2026/3/5 9:15", "2026-03-05 01:15"),
        ("14:30", "2026-11-18 06:30"),
        ("yesterday 14:30", "2026-11-17 06:30"),
        ("fri 3pm", "2026-11-20 07:00"),
        ("3:05 pm", "2026-11-18 07:05"),
        ("12am", "2026-11-17 16:00"),
        ("12pm", "2026-11-18 04:00"),
        ("昨天下午3点", "2026-11-17 07:00"),
        ("下午三点半", "2026-11-18 07:30"),
        ("上午10:30", "2026-11-18 02:30"),
        ("晚上8点20分", "2026-11-18 12:20"),
        ("中午12点", "2026-11-18 04:00"),
        ("中午1点", "2026-11-18 05:00"),
        ("周五 9点", "2026-11-20 01:00"),
    ],
)
def test_a_moment_is_understood(text: str, expected: str) -> None:
    assert instant(text, TODAY, SHANGHAI) == utc(expected)


def test_a_date_alone_is_at_noon_or_at_the_hour_asked_for() -> None:
    assert instant("2026-03-05", TODAY, SHANGHAI) == utc("2026-03-05 04:00")
    assert instant("2026-03-05", TODAY, SHANGHAI, at=dt.time(0)) == utc("2026-03-04 16:00")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "25:00",
        "12:60",
        "2026-03-05 24:00",
        "晚上12点",
        "foo 3pm",
        "0001-01-01 00:00",
        "13:5",
        "2026-02-30 1:00",
    ],
)
def test_what_is_no_moment_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(BadInput, match="try 2026-03-31 14:30"):
        instant(text, TODAY, SHANGHAI)


@given(st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2900, 1, 1)))  # noqa: DTZ001 - the clock on the wall
def test_a_moment_with_its_offset_is_itself(wall: dt.datetime) -> None:
    moment = wall.replace(microsecond=0, tzinfo=dt.UTC)
    assert instant(moment.isoformat(), TODAY, SHANGHAI) == moment


@given(st.text() | st.text(alphabet="0123456789-: TZ点分半上下午pma昨天", max_size=20))
def test_any_text_is_a_moment_or_bad_input(text: str) -> None:
    with suppress(BadInput):
        assert instant(text, TODAY, SHANGHAI).tzinfo is dt.UTC
