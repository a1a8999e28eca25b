"""A filled curve: as many lines and cells as asked for, every peak seen, the level where nothing covers it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.render.chart import plain
from kamtui.render.chart.area import area, cell_of, row_of, spread
from kamtui.render.glyphs import ASCII, UNICODE, Glyphs

SHARES = st.lists(st.floats(0, 100), min_size=1, max_size=200)


@given(SHARES, st.integers(1, 80), st.integers(1, 12), st.sampled_from([UNICODE, ASCII]))
def test_it_has_the_lines_and_at_most_the_cells_asked_for(
    values: list[float], cells: int, rows: int, glyphs: Glyphs
) -> None:
    lines = plain(area(values, 100, cells, rows, glyphs, level=80))
    assert len(lines) == rows
    assert all(len(line) <= cells for line in lines)


@given(SHARES, st.integers(1, 80))
def test_the_highest_value_is_in_some_cell(values: list[float], cells: int) -> None:
    found = spread(values, cells)
    assert len(found) == cells
    assert max(found) == max(values)


@given(st.integers(1, 500), st.integers(1, 80))
def test_every_account_has_a_cell_and_the_last_one_the_last(count: int, cells: int) -> None:
    places = [cell_of(rank, count, cells) for rank in range(1, count + 1)]
    assert places == sorted(places)
    assert places[-1] == cells - 1


@pytest.mark.parametrize(("glyphs", "full"), [(UNICODE, "█"), (ASCII, "#")])
def test_heights_are_drawn_to_an_eighth_and_the_level_in_dots(glyphs: Glyphs, full: str) -> None:
    upper, lower = plain(area([25, 50, 75, 100], 100, 4, 2, glyphs, level=60))
    assert upper == glyphs.dot * 2 + glyphs.spark[3] + full
    assert lower == glyphs.spark[3] + full * 3
    assert row_of(60, 100, 2) == 1


def test_nothing_is_drawn_of_nothing() -> None:
    assert plain(area([], 100, 10, 2)) == ["", ""]
    assert plain(area([0, 0], 0, 4, 1)) == [""]
