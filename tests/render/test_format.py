"""Values read the same everywhere, in few cells, and unknown is never 0."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.money import SCALE
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.render.format import (
    amount_short,
    change,
    date_short,
    days,
    minutes,
    percent,
    percentage,
    status_word,
    tier_word,
)
from kamtui.render.glyphs import ASCII, UNICODE
from kamtui.render.text import width

TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("units", "currency", "shown"),
    [
        (0, "USD", "0"),
        (0.001, "USD", "0"),
        (-0.001, "USD", "0"),
        (0.4, "USD", "0.40"),
        (9.5, "USD", "9.50"),
        (9.5, "JPY", "10"),
        (9.5, "KWD", "9.500"),
        (9.999, "USD", "10"),
        (12.34, "USD", "12"),
        (950, "USD", "950"),
        (-950, "USD", "-950"),
        (999.5, "USD", "1.0k"),
        (1234, "USD", "1.2k"),
        (9960, "USD", "10k"),
        (34_400, "CNY", "34k"),
        (999_600, "USD", "1.0M"),
        (1_234_567, "USD", "1.2M"),
        (-1_250_000, "USD", "-1.3M"),
        (56_700_000, "USD", "57M"),
        (3_400_000_000, "USD", "3.4B"),
        (5_600_000_000_000, "JPY", "5.6T"),
    ],
)
def test_short_amounts(units: float, currency: str, shown: str) -> None:
    assert amount_short(round(units * SCALE), currency) == shown


@given(st.integers(-(999 * 10**12) * SCALE, 999 * 10**12 * SCALE), st.sampled_from(["USD", "JPY", "KWD"]))
def test_a_short_amount_takes_at_most_six_cells_and_is_right_within_its_digits(amount: int, currency: str) -> None:
    shown = amount_short(amount, currency)
    assert width(shown) <= 6
    factor = {"k": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}.get(shown[-1], 1)
    read = float(shown.rstrip("kMBT")) * factor * SCALE
    assert abs(read - amount) <= max(abs(amount) * 0.051, SCALE / 2)


def test_unknown_is_a_dash_in_both_glyph_sets() -> None:
    assert {amount_short(None, "USD"), days(None), minutes(None), date_short(None, TODAY)} == {"–"}
    assert {percent(None), change(None), tier_word(None)} == {"–"}
    assert {amount_short(None, "USD", ASCII), percent(None, ASCII), days(None, ASCII)} == {"-"}


def test_durations() -> None:
    assert [days(0), days(5), days(102)] == ["0d", "5d", "102d"]
    assert [minutes(each) for each in (0, 45, 60, 65, 90, 150)] == ["0m", "45m", "1h", "1h05", "1h30", "2h30"]


def test_dates_name_the_year_only_when_it_is_another() -> None:
    assert date_short(dt.date(2026, 11, 18), TODAY) == "11-18"
    assert date_short(dt.date(2025, 11, 18), TODAY) == "25-11-18"


def test_a_percentage_reads_like_the_share_it_is() -> None:
    assert [percentage(each) for each in (None, 0.1, 55.0, 100.0)] == ["–", "<1%", "55%", "100%"]


def test_a_share_is_nothing_or_all_only_when_it_is() -> None:
    shares = (0, 0.001, 0.005, 0.55, 0.994, 0.996, 1, 1.2, -0.034)
    assert [percent(each) for each in shares] == [
        "0%",
        "<1%",
        "1%",
        "55%",
        "99%",
        ">99%",
        "100%",
        "120%",
        "-3%",
    ]


def test_a_change_says_its_direction() -> None:
    assert [change(each) for each in (72, -13, 0)] == ["▲72", "▼13", "0"]
    assert [change(each, ASCII) for each in (72, -13, 0)] == ["+72", "-13", "0"]


def test_tiers_and_statuses_are_words_with_a_glyph() -> None:
    assert [tier_word(tier) for tier in Tier] == ["key", "regular", "prospect", "unattractive"]
    assert [status_word(status, UNICODE) for status in (*Status, None)] == [
        "◔ developing",
        "◕ solid",
        "◆ defending",
        "▼ declining",
        "· not rated",
    ]
    assert [status_word(status, ASCII)[:2] for status in (*Status, None)] == ["o ", "O ", "# ", "v ", ". "]


@pytest.mark.usefixtures("chinese")
def test_words_follow_the_language() -> None:
    assert tier_word(Tier.KEY) == "重点客户"
    assert status_word(Status.DEVELOPING) == "◔ 发展中"
    assert days(3) == "3天"
