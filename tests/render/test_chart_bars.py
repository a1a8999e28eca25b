# ruff: noqa: E501
"""Bars and sparklines: never a wrong impression of a running, missing or negative value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.render.chart import ROLES, Bar, Line, Span, bars, plain, spark
from kamtui.render.glyphs import ASCII, SETS
from kamtui.render.text import width

MONTHS = [
    Bar("2026-06", 1_200_000, "1.2M"),
    Bar("2026-07", 34_000, "34k"),
    Bar("2026-08", 0, "0"),
    Bar("2026-09", None),
    Bar("2026-10", 800_000, "800k"),
    Bar("2026-11", 210_000, "210k", partial=True),
]
ACCOUNTS = [
    Bar("华为技术有限公司", 1_200_000, "1.2M"),
    Bar("Acme [Holdings] Ltd", 500_000, "500k"),
    Bar("中国移动通信集团", -300_000, "-300k"),
]

SALES = {
    (30, "unicode"): """
2026-06  1.2M  ████████
2026-07   34k  ▎
2026-08     0
2026-09     –
2026-10  800k  █████▍
2026-11  210k  ░ so far
""",
    (30, "ascii"): """
2026-06  1.2M  ########
2026-07   34k  #
2026-08     0
2026-09     -
2026-10  800k  #####
2026-11  210k  : so far
""",
    (78, "unicode"): """
2026-06  1.2M  ████████████████████████████████████████████████████████
2026-07   34k  █▋
2026-08     0
2026-09     –
2026-10  800k  █████████████████████████████████████▍
2026-11  210k  ░░░░░░░░░░ so far
""",
    (78, "ascii"): """
2026-06  1.2M  ########################################################
2026-07   34k  ##
2026-08     0
2026-09     -
2026-10  800k  #####################################
2026-11  210k  :::::::::: so far
""",
    (130, "unicode"): """
2026-06  1.2M  ████████████████████████████████████████████████████████████████████████████████████████████████████████████
2026-07   34k  ███
2026-08     0
2026-09     –
2026-10  800k  ████████████████████████████████████████████████████████████████████████
2026-11  210k  ░░░░░░░░░░░░░░░░░░░ so far
""",
    (130, "ascii"): """
2026-06  1.2M  ############################################################################################################
2026-07   34k  ###
2026-08     0
2026-09     -
2026-10  800k  ########################################################################
2026-11  210k  ::::::::::::::::::: so far
""",
}

BY_ACCOUNT = {
    (30, "unicode"): """
华为技…    1.2M     ██████████
Acme [H…   500k     ████▏
中国移…   -300k  ███
""",
    (30, "ascii"): """
华为技~    1.2M     ##########
Acme [H~   500k     ####
中国移~   -300k  ###
""",
    (78, "unicode"): """
华为技术有限公司      1.2M            ████████████████████████████████████████
Acme [Holdings] Ltd   500k            ████████████████▋
中国移动通信集团     -300k  ██████████
""",
    (78, "ascii"): """
华为技术有限公司      1.2M            ########################################
Acme [Holdings] Ltd   500k            #################
中国移动通信集团     -300k  ##########
""",
}


def drawn(lines: list[Line]) -> str:
    return "\n" + "".join(f"{line}\n" for line in plain(lines))


@pytest.mark.parametrize(("cells", "name"), SALES)
def test_sales_by_month_with_a_running_month(cells: int, name: str) -> None:
    assert drawn(bars(MONTHS, cells, SETS[name])) == SALES[cells, name]


@pytest.mark.parametrize(("cells", "name"), BY_ACCOUNT)
def test_returns_go_to_the_left_of_zero(cells: int, name: str) -> None:
    assert drawn(bars(ACCOUNTS, cells, SETS[name])) == BY_ACCOUNT[cells, name]


def test_the_roles_of_bars() -> None:
    roles = [[span.role for span in line] for line in bars([*MONTHS, *ACCOUNTS], 78)]
    assert roles[0] == [""]
    assert roles[5] == ["", "partial"]
    assert roles[8] == ["", "down"]


values = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9))


@given(
    st.lists(st.tuples(st.text(max_size=30), values), max_size=8),
    st.integers(30, 200),
    st.sampled_from(["unicode", "ascii"]),
)
def test_bars_fit_any_width(rows: list[tuple[str, float | None]], cells: int, name: str) -> None:
    drawn = [Bar(label, value, "9.9M", partial=index == 7) for index, (label, value) in enumerate(rows)]
    for (_, value), line in zip(rows, bars(drawn, cells, SETS[name]), strict=True):
        assert width("".join(span.text for span in line)) <= cells
        assert all(span.role in ROLES for span in line)
        full = SETS[name].bar[-1]
        assert value or full not in plain([line])[0].partition("9.9M")[2]


def one(line: Line) -> str:
    return plain([line])[0]


def test_a_sparkline_is_on_its_own_scale_with_gaps() -> None:
    assert one(spark([1, 2, 3, None, 5, 8, 2], 20)) == "▁▂▃·▅█▂"
    assert one(spark([1, 2, 3, None, 5, 8, 2], 20, ASCII)) == ".:- +@:"
    assert one(spark([-4, 0, 4], 20)) == "▁▅█"


def test_what_never_changes_is_flat() -> None:
    assert one(spark([0, 0, 0], 9)) == "▁▁▁"
    assert one(spark([5, 5, 5], 9)) == "▄▄▄"
    assert one(spark([None, None], 9)) == "··"
    assert spark([], 9) == []


def test_a_running_period_is_marked_and_does_not_set_the_scale() -> None:
    assert spark([10, 20, 30, 1], 20, partial=True) == [Span("▁▅█"), Span("▁…", "partial")]
    assert one(spark([10, 20, 30, 99], 20, partial=True)) == "▁▅██…"
    assert one(spark([10, 20, 30, 1], 20, ASCII, partial=True)) == ".+@.~"
    assert one(spark([7], 20, partial=True)) == "▄…"


def test_more_values_than_cells_are_averaged() -> None:
    assert one(spark(range(100), 8)) == "▁▂▃▄▅▆▇█"
    assert one(spark([None] * 4 + [1, 9, 5, 5], 4)) == "··▄▄"


@given(st.lists(values, max_size=60), st.integers(0, 50), st.booleans(), st.sampled_from(["unicode", "ascii"]))
def test_a_sparkline_never_exceeds_its_width(series: list[float | None], cells: int, partial: bool, name: str) -> None:
    line = spark(series, cells, SETS[name], partial=partial, role="key")
    assert width(one(line)) <= cells
    assert all(span.role in {"key", "partial", ""} for span in line)
