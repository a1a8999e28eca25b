"""The mix of contact, by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.domain.mix import Cell, mixes, weeks_of
from kamtui.domain.periods import Period
from kamtui.domain.touches import Direction, Kind

OUT, IN, BOTH = Direction.OUT, Direction.IN, Direction.BOTH


def test_kinds_are_shares_and_two_ways_are_what_the_customer_sought() -> None:
    (mix,) = mixes(
        [
            Cell("li.wei", Kind.MESSAGE, OUT, 12, 36, 36),
            Cell("li.wei", Kind.EMAIL, IN, 3, 30, 15),
            Cell("li.wei", Kind.VISIT, None, 4, 400, 180),
            Cell("li.wei", Kind.VISIT, BOTH, 1, 90, 90),
        ],
        {"li.wei": 7},
    )
    assert mix.touches == 20
    assert list(mix.kinds) == [Kind.MESSAGE, Kind.VISIT, Kind.EMAIL]
    assert [mix.share(kind) for kind in mix.kinds] == [0.6, 0.25, 0.15]
    assert mix.share(Kind.CALL) == 0
    assert mix.written_share == 0.75
    assert mix.two_way_share == 4 / 16
    assert mix.as_usual_share == pytest.approx(321 / 556)
    assert mix.weeks == 7


def test_where_nobody_said_who_sought_it_nothing_is_known_of_two_ways() -> None:
    (mix,) = mixes([Cell("", Kind.CALL, None, 2, 0, 0)], {})
    assert (mix.two_way_share, mix.as_usual_share, mix.weeks) == (None, None, 0)


def test_a_joined_touch_brings_its_minutes_and_no_second_meeting() -> None:
    (mix,) = mixes([Cell("1", Kind.VISIT, None, 1, 90, 90), Cell("1", Kind.VISIT, BOTH, 0, 60, 0)], {})
    assert (mix.kinds, mix.minutes, mix.as_usual) == ({Kind.VISIT: 1}, 150, 90)
    assert mixes([Cell("1", Kind.VISIT, BOTH, 0, 60, 0)], {}) == []


def test_groups_keep_their_order_whatever_they_did() -> None:
    cells = [Cell(name, Kind.CALL, None, count, 0, 0) for name, count in (("a", 1), ("b", 9), ("c", 4))]
    assert [mix.group for mix in mixes(cells, {})] == ["a", "b", "c"]


@pytest.mark.parametrize(("days", "weeks"), [(1, 1), (7, 1), (8, 2), (91, 13)])
def test_a_begun_week_is_a_week(days: int, weeks: int) -> None:
    first = dt.date(2026, 11, 1)
    assert weeks_of(Period(first, first + dt.timedelta(days=days - 1))) == weeks
