"""The arithmetic behind a list."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kamtui.tui.widgets.window import Window


def window(ids: Iterable[int], height: int = 10) -> Window:
    made = Window()
    made.resize(height)
    made.replace(array("q", ids))
    return made


def test_a_step_inside_the_window_draws_two_lines() -> None:
    assert window(range(100)).go(1) == [0, 1]


def test_a_step_that_goes_nowhere_draws_nothing() -> None:
    assert window(range(100)).go(-1) == []


def test_a_step_over_the_edge_jumps_half_a_page() -> None:
    list_ = window(range(100))
    list_.go(9)
    assert len(list_.go(10)) == 10
    assert (list_.top, list_.index) == (5, 10)
    assert len(list_.go(11)) == 2


def test_a_page_keeps_the_cursor_on_its_line() -> None:
    list_ = window(range(100))
    list_.go(3)
    list_.page(1)
    assert (list_.top, list_.index) == (10, 13)
    list_.page(-0.5)
    assert (list_.top, list_.index) == (5, 8)


def test_the_last_page_ends_at_the_last_row() -> None:
    list_ = window(range(25))
    for _ in range(5):
        list_.page(1)
    assert (list_.top, list_.index) == (15, 24)


def test_the_wheel_moves_the_window_and_the_cursor_only_when_it_must() -> None:
    list_ = window(range(100))
    list_.go(5)
    list_.roll(3)
    assert (list_.top, list_.index) == (3, 5)
    list_.roll(3)
    assert (list_.top, list_.index) == (6, 6)


def test_the_cursor_stays_on_its_id_and_its_line_when_the_order_changes() -> None:
    list_ = window(range(100))
    list_.go(50)
    line = list_.index - list_.top
    list_.replace(array("q", reversed(range(100))))
    assert list_.key == 50
    assert list_.index - list_.top == line


def test_when_its_id_leaves_the_cursor_stands_on_what_took_its_place() -> None:
    list_ = window(range(100))
    list_.go(50)
    list_.replace(array("q", [key for key in range(100) if key != 50]))
    assert list_.key == 51


def test_when_the_last_id_leaves_the_cursor_stands_on_the_new_last() -> None:
    list_ = window([1, 2, 3])
    list_.go(2)
    list_.replace(array("q", [1, 2]))
    assert list_.key == 2


def test_one_id_that_left_draws_only_the_lines_below_it() -> None:
    list_ = window(range(10))
    assert list_.replace(array("q", [0, 1, 2, 3, 4, 5, 6, 7, 8])) == [9]


def test_the_cursor_comes_back_to_its_id_when_the_list_was_empty_for_a_while() -> None:
    list_ = window(range(100))
    list_.go(50)
    list_.replace(array("q"))
    list_.replace(array("q"))
    list_.replace(array("q", range(100)))
    assert list_.key == 50


def test_an_empty_list_has_no_cursor() -> None:
    list_ = window([])
    assert list_.key is None
    assert list_.go(5) == list_.page(1) == list_.roll(1) == []


actions = st.lists(
    st.one_of(
        st.tuples(st.just("go"), st.integers(-5, 60)),
        st.tuples(st.just("page"), st.sampled_from([-1.0, -0.5, 0.5, 1.0])),
        st.tuples(st.just("roll"), st.integers(-9, 9)),
        st.tuples(st.just("resize"), st.integers(0, 20)),
        st.tuples(st.just("replace"), st.lists(st.integers(0, 50), unique=True)),
    ),
    max_size=20,
)


@given(actions)
def test_the_cursor_is_always_in_view_and_every_line_that_changed_is_drawn(steps: list[tuple[str, Any]]) -> None:
    list_ = window(range(50), 8)
    shown = _picture(list_)
    for name, argument in steps:
        if name == "resize":
            list_.resize(argument)
            shown = _picture(list_)
            continue
        lines = getattr(list_, name)(array("q", argument) if name == "replace" else argument)
        for line in lines:
            assert 0 <= line < list_.height
        now = _picture(list_)
        assert {line for line in range(list_.height) if shown[line] != now[line]} == set(lines)
        shown = now
        assert 0 <= list_.index < max(len(list_.ids), 1)
        if list_.ids and list_.height:
            assert list_.top <= list_.index < list_.top + list_.height
            assert list_.at(list_.index - list_.top) == list_.key


def _picture(list_: Window) -> list[tuple[int | None, bool]]:
    return [(list_.at(line), list_.top + line == list_.index and bool(list_.ids)) for line in range(list_.height)]
