"""What parsers do first: one form of each character, Chinese numerals in figures, errors that stay short."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain import texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Next\u3000 FRI ", "next fri"),
        ("２０２６－０３－０５", "2026-03-05"),
        ("−12d", "-12d"),
        ("–5", "-5"),
        ("下週五", "下周五"),
        ("電話", "电话"),
        ("＞周五", ">周五"),
    ],
)
def test_tidy_makes_one_form_of_each_character(text: str, expected: str) -> None:
    assert texts.tidy(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("两周后", "2周后"),
        ("十天后", "10天后"),
        ("十二天", "12天"),
        ("二十天", "20天"),
        ("二十三日", "23日"),
        ("二〇二六年十月一日", "2026年10月1日"),
        ("下周一", "下周一"),
        ("星期三", "星期三"),
        ("第三季度", "第3季度"),
        ("一个半小时", "1个半小时"),
    ],
)
def test_numerals_before_a_counted_word_become_figures(text: str, expected: str) -> None:
    assert texts.arabic(text) == expected


@given(st.text(alphabet="零〇一二两三四五六七八九十", min_size=1, max_size=12))
def test_no_numeral_is_refused(numeral: str) -> None:
    assert texts.arabic(numeral + "天")[:-1].isdecimal()


@given(st.text())
def test_same_length_keeps_the_length(text: str) -> None:
    assert len(texts.same_length(text)) == len(text)


@given(st.text())
def test_an_error_repeats_at_most_one_short_line(text: str) -> None:
    assert len(texts.clipped(text)) <= texts.SHOWN
    assert len(texts.clipped(text).splitlines()) <= 1


def test_a_short_text_is_repeated_whole() -> None:
    assert texts.clipped("32 Mar") == "32 Mar"
    assert texts.clipped("x" * 41) == "x" * 39 + "…"
