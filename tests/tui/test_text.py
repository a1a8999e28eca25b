"""Stored text on its way into a widget."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.render.text import width
from kamtui.tui.text import T, beside, fitted, line_width
from tests.render.hostile import HOSTILE
from tests.tui.seen import is_harmless


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_markup_stays_text_and_controls_become_visible(text: str) -> None:
    shown = T(text).plain
    assert all(is_harmless(character) for character in shown)
    assert len(shown) <= 200


def test_a_name_in_brackets_keeps_them() -> None:
    content = T("Acme [Holdings] [/] [red]x")
    assert content.plain == "Acme [Holdings] [/] [red]x"
    assert not content.spans


@given(st.lists(st.tuples(st.text(max_size=30), st.sampled_from(["", "key", "muted"])), max_size=6), st.integers(0, 60))
def test_a_fitted_line_is_exactly_as_wide_as_asked(line: list[tuple[str, str]], cells: int) -> None:
    bits = fitted(line, cells)
    assert sum(width(text) for text, _ in bits) == cells


def test_what_does_not_fit_is_cut_between_characters() -> None:
    assert fitted([("中国移动", "key"), ("x", "")], 5) == [("中国…", "key")]


def test_the_width_of_a_line_is_counted_in_cells() -> None:
    assert line_width([("中国", ""), ("ab", "key")]) == 6


def test_the_shorter_of_two_columns_ends_in_blank_lines() -> None:
    lines = beside([[("one", "")]], [[("two", "")], [("three", "")]], 4, [("|", "axis")])
    assert ["".join(text for text, _ in line) for line in lines] == ["one |two", "    |three"]
