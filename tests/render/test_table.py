"""Tables line up for any script, fit the terminal, and say the same in TSV."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kamtui.render.glyphs import ASCII
from kamtui.render.table import Column, table, tsv
from kamtui.render.text import width

from .hostile import HOSTILE

COLUMNS = [
    Column("id", key="id"),
    Column("account", max=24, key="name"),
    Column("tier", drop=1),
    Column("status", drop=2),
    Column("revenue", align="right"),
]
ROWS = [
    (1, "华为技术有限公司", "key", "◕ solid", "1.2M"),
    (22, "Acme [Holdings] Ltd", "key", "▼ declining", "34k"),
    (333, "中国移动通信集团北京有限公司", None, "◆ defending", "950"),
]


def test_columns_line_up_whatever_the_script() -> None:
    assert table(COLUMNS, ROWS) == [
        " id  account                   tier  status       revenue",
        "  1  华为技术有限公司          key   ◕ solid         1.2M",
        " 22  Acme [Holdings] Ltd       key   ▼ declining      34k",
        "333  中国移动通信集团北京有…   –     ◆ defending      950",
    ]


def test_text_gives_way_before_columns_do() -> None:
    assert table(COLUMNS, ROWS, 45) == [
        " id  account       tier  status       revenue",
        "  1  华为技术有…   key   ◕ solid         1.2M",
        " 22  Acme [Holdi…  key   ▼ declining      34k",
        "333  中国移动通…   –     ◆ defending      950",
    ]


def test_columns_go_by_their_drop_number_and_the_rest_uses_the_room() -> None:
    assert table(COLUMNS, ROWS, 30, ASCII) == [
        " id  account     tier  revenue",
        "  1  华为技术~   key      1.2M",
        " 22  Acme [Hol~  key       34k",
        "333  中国移动~   -         950",
    ]
    assert table(COLUMNS, ROWS, 20, ASCII) == [
        " id  accou~  revenue",
        "  1  华为~      1.2M",
        " 22  Acme ~      34k",
        "333  中国~       950",
    ]


def test_a_number_is_not_cut_while_text_can_be() -> None:
    assert table([Column("account"), Column("revenue")], [("北京字节跳动科技", 123456789)], 14) == [
        "ac…    revenue",
        "北…  123456789",
    ]


def test_no_rows_is_a_heading() -> None:
    assert table(COLUMNS, []) == ["id  account  tier  status  revenue"]
    assert tsv(COLUMNS, []) == ["id\tname\ttier\tstatus\trevenue"]


def test_tsv_is_uncut_and_one_line_per_row() -> None:
    long = "x" * 500
    assert tsv(COLUMNS[:3], [(1, f"a\tb\nc{long}", None)])[1] == f"1\ta b ⏎ c{long}\t"


def test_hostile_cells_stay_in_their_cell() -> None:
    rows = [(name, text, number) for number, (name, text) in enumerate(HOSTILE.items())]
    for lines in (table([Column("name"), Column("text"), Column("n")], rows, 70), tsv(COLUMNS[:3], rows)):
        assert len(lines) == len(rows) + 1
        assert not [line for line in lines if re.search("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u202e]", line)]
    ends = {width(line) for line in table([Column("name"), Column("text"), Column("n")], rows, 70)}
    assert ends == {70}


cells = st.one_of(st.none(), st.integers(), st.text(max_size=30), st.text(alphabet="中国a ", max_size=30))


@given(
    st.integers(1, 6).flatmap(lambda n: st.lists(st.tuples(*[cells] * n), min_size=1, max_size=5)),
    st.integers(1, 100),
    st.lists(st.integers(0, 3), min_size=6, max_size=6),
)
def test_no_line_is_wider_than_the_terminal(rows: list[tuple[object, ...]], cells: int, drops: list[int]) -> None:
    columns = [Column(f"label {i}", drop=drop) for i, drop in enumerate(drops[: len(rows[0])])]
    lines = table(columns, rows, cells)
    assert len(lines) == len(rows) + 1
    assert all(width(line) <= cells for line in lines)
