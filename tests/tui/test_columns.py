"""How wide columns are, and what a row looks like in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kamtui.render.text import width
from kamtui.tui.text import line_width
from kamtui.tui.widgets.columns import GAP, Column, cells, heading, widths


def column(size: int, text: str = "x", **options: object) -> Column[object]:
    return Column("label", size, lambda _: text, **options)  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 20), min_size=1, max_size=6).filter(lambda sizes: 0 in sizes), st.integers(60, 300))
def test_with_a_flexible_column_they_fill_the_line(sizes: list[int], room: int) -> None:
    columns = [column(size) for size in sizes]
    shown = widths(columns, room)
    assert sum(size for _, size in shown) + GAP * (len(shown) - 1) == max(room, sum(sizes) + GAP * (len(sizes) - 1))


def test_what_gives_way_goes_first_and_the_rest_stays() -> None:
    columns = [column(0), column(20, drop=1), column(20, drop=2), column(10)]
    assert len(widths(columns, 80)) == 4
    assert [shown.drop for shown, _ in widths(columns, 60)] == [0, 1, 0]
    assert [shown.drop for shown, _ in widths(columns, 30)] == [0, 0]


@given(st.text(max_size=60), st.integers(1, 30))
def test_a_cell_is_exactly_as_wide_as_its_column(text: str, size: int) -> None:
    row = cells(None, [(column(size, text), size), (column(3, "end"), 3)])
    assert line_width(row) == size + GAP + 3


def test_a_cell_of_several_bits_is_cut_and_aligned_as_one() -> None:
    several = Column[None]("label", 8, lambda _: [("12", "up"), ("d", "muted")], align="right")
    assert cells(None, [(several, 8)]) == [("     ", ""), ("12", "up"), ("d", "muted")]
    assert cells(None, [(several, 2)]) == [("12", "up")]


def test_the_heading_stands_over_its_column() -> None:
    assert heading([(column(10), 10), (column(6, align="right"), 6)]) == [
        ("label     ", "head"),
        ("  ", "head"),
        (" label", "head"),
    ]
    assert width("label") == 5
