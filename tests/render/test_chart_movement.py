"""Counts per tier over months and the from-to matrix: numbers first, directions as glyphs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.tiers import Tier
from kamtui.render.chart import ROLES, Line, TierCounts, matrix, multiples, plain
from kamtui.render.glyphs import SETS
from kamtui.render.text import width

KEY = [39, 38, 37, 40, 37, 33, 32, 32, 31, 31, 31, 29, 30, 26, 25, 23, 22, 23, 22, 21, 20, 19, 17, 17]
REGULAR = [158, 170, 163, 171, 180, 175, 176, 181, 180, 186, 190, 186]
REGULAR += [206, 180, 185, 192, 186, 192, 180, 170, 160, 158, 156, 163]
SERIES = [
    TierCounts(Tier.PROSPECT, [574 + month * month * 431 // 529 for month in range(24)]),
    TierCounts(Tier.KEY, KEY),
    TierCounts(Tier.REGULAR, REGULAR),
    TierCounts(Tier.UNATTRACTIVE, [None] * 6 + [3, 5, 5, 6, 7, 8, 8, 8, 9, 9, 9, 12, 12, 12, 12, 13, 13, 13]),
]
TIERS = ["key", "regular", "prospect", "unattractive"]
MOVES = [[17, 2, 0, 0], [3, 151, 4, 1], [0, 22, 980, 0], [0, 0, 1, 13]]
CHINESE_TIERS = ["重点客户", "普通客户", "潜在客户", "低吸引力", "新增"]
WITH_NEW = [[17, 2, 0, 0, 0], [3, 151, 4, 1, 0], [0, 22, 980, 0, 0], [0, 0, 1, 13, 0], [1, 5, 40, 0, 0]]

MULTIPLES = {
    (30, "unicode"): """
tier           now  10 months
key             17  ▃▃▃▃▃▂▂▂▁▁
regular        163  ▅▆▅▆▄▃▂▁▁▂
prospect      1005  ▄▄▄▅▅▆▆▇▇█
unattractive    13  ▅▅▅▇▇▇▇███
""",
    (30, "ascii"): """
tier           now  10 months
key             17  -----:::..
regular        163  +*+*=-:..:
prospect      1005  ===++**##@
unattractive    13  +++####@@@
""",
    (78, "unicode"): """
tier           now  24 months, own scales        range  Δ1m  Δ12m  share
key             17  █▇▇█▇▆▆▆▅▅▅▅▅▄▃▃▃▃▃▂▂▂▁▁     17–40    0   ▼12     1%  ▏
regular        163  ▁▃▂▃▄▄▄▅▄▅▆▅█▄▅▆▅▆▄▃▂▁▁▂   156–206   ▲7   ▼23    14%  ▋
prospect      1005  ▁▁▁▁▁▁▁▂▂▂▂▃▃▃▄▄▄▅▅▆▆▇▇█  574–1005  ▲37  ▲333    84%  ████
unattractive    13  ······▁▂▂▃▄▅▅▅▅▅▅▇▇▇▇███      3–13    0    ▲5     1%  ▏
""",
    (78, "ascii"): """
tier           now  24 months, own scales        range  d1m  d12m  share
key             17  @##@#***+++++=-----:::..     17-40    0   -12     1%  #
regular        163  .-:-===+=+*+@=+*+*=-:..:   156-206   +7   -23    14%  #
prospect      1005  .......::::---===++**##@  574-1005  +37  +333    84%  ####
unattractive    13        .::-=++++++####@@@      3-13    0    +5     1%  #
""",
    (130, "unicode"): """
tier           now  24 months, own scales        range  Δ1m  Δ12m  share
key             17  █▇▇█▇▆▆▆▅▅▅▅▅▄▃▃▃▃▃▂▂▂▁▁     17–40    0   ▼12     1%  ▍
regular        163  ▁▃▂▃▄▄▄▅▄▅▆▅█▄▅▆▅▆▄▃▂▁▁▂   156–206   ▲7   ▼23    14%  ███▎
prospect      1005  ▁▁▁▁▁▁▁▂▂▂▂▃▃▃▄▄▄▅▅▆▆▇▇█  574–1005  ▲37  ▲333    84%  ████████████████████
unattractive    13  ······▁▂▂▃▄▅▅▅▅▅▅▇▇▇▇███      3–13    0    ▲5     1%  ▎
""",
    (130, "ascii"): """
tier           now  24 months, own scales        range  d1m  d12m  share
key             17  @##@#***+++++=-----:::..     17-40    0   -12     1%  #
regular        163  .-:-===+=+*+@=+*+*=-:..:   156-206   +7   -23    14%  ###
prospect      1005  .......::::---===++**##@  574-1005  +37  +333    84%  ####################
unattractive    13        .::-=++++++####@@@      3-13    0    +5     1%  #
""",
}

MULTIPLES_CHINESE = {
    (30, "unicode"): """
级别      现在  14个月
重点客户    17  ▅▅▅▄▃▃▃▃▃▂▂▂▁▁
普通客户   163  ▆▅█▄▅▆▅▆▄▃▂▁▁▂
潜在客户  1005  ▂▃▃▃▄▄▄▅▅▆▆▇▇█
低吸引力    13  ▄▅▅▅▅▅▅▇▇▇▇███
""",
    (30, "ascii"): """
级别      现在  14个月
重点客户    17  +++=-----:::..
普通客户   163  *+@=+*+*=-:..:
潜在客户  1005  :---===++**##@
低吸引力    13  =++++++####@@@
""",
    (78, "unicode"): """
级别      现在  24个月，各自比例              范围  Δ1月  Δ12月  占比
重点客户    17  █▇▇█▇▆▆▆▅▅▅▅▅▄▃▃▃▃▃▂▂▂▁▁     17–40     0    ▼12    1%  ▏
普通客户   163  ▁▃▂▃▄▄▄▅▄▅▆▅█▄▅▆▅▆▄▃▂▁▁▂   156–206    ▲7    ▼23   14%  █▏
潜在客户  1005  ▁▁▁▁▁▁▁▂▂▂▂▃▃▃▄▄▄▅▅▆▆▇▇█  574–1005   ▲37   ▲333   84%  ███████
低吸引力    13  ······▁▂▂▃▄▅▅▅▅▅▅▇▇▇▇███      3–13     0     ▲5    1%  ▏
""",
    (78, "ascii"): """
级别      现在  24个月，各自比例              范围  d1月  d12月  占比
重点客户    17  @##@#***+++++=-----:::..     17-40     0    -12    1%  #
普通客户   163  .-:-===+=+*+@=+*+*=-:..:   156-206    +7    -23   14%  #
潜在客户  1005  .......::::---===++**##@  574-1005   +37   +333   84%  #######
低吸引力    13        .::-=++++++####@@@      3-13     0     +5    1%  #
""",
}

MATRIX = {
    (30, "unicode"): """
prospect → regular         22▲
regular → prospect          4▼
regular → key               3▲
key → regular               2▼
regular → unattractive      1▼
unattractive → prospect     1▲
unchanged                1161
""",
    (30, "ascii"): """
prospect -> regular        22^
regular -> prospect         4v
regular -> key              3^
key -> regular              2v
regular -> unattractive     1v
unattractive -> prospe~     1^
unchanged                1161
""",
    (78, "unicode"): """
from → to     key   regular   prospect   unattractive   total
key            17         2▼         ·              ·      19
regular         3▲      151          4▼             1▼    159
prospect        ·        22▲       980              ·    1002
unattractive    ·         ·          1▲            13      14
total          20       175        985             14    1194
""",
    (78, "ascii"): """
from -> to    key   regular   prospect   unattractive   total
key            17         2v         .              .      19
regular         3^      151          4v             1v    159
prospect        .        22^       980              .    1002
unattractive    .         .          1^            13      14
total          20       175        985             14    1194
""",
    (130, "unicode"): """
from → to     key   regular   prospect   unattractive   total
key            17         2▼         ·              ·      19
regular         3▲      151          4▼             1▼    159
prospect        ·        22▲       980              ·    1002
unattractive    ·         ·          1▲            13      14
total          20       175        985             14    1194
""",
    (130, "ascii"): """
from -> to    key   regular   prospect   unattractive   total
key            17         2v         .              .      19
regular         3^      151          4v             1v    159
prospect        .        22^       980              .    1002
unattractive    .         .          1^            13      14
total          20       175        985             14    1194
""",
}

MATRIX_CHINESE = {
    (30, "unicode"): """
新增 → 潜在客户        40
潜在客户 → 普通客户    22▲
新增 → 普通客户         5
普通客户 → 潜在客户     4▼
普通客户 → 重点客户     3▲
重点客户 → 普通客户     2▼
普通客户 → 低吸引力     1▼
低吸引力 → 潜在客户     1▲
新增 → 重点客户         1
未变                 1161
""",
    (30, "ascii"): """
新增 -> 潜在客户        40
潜在客户 -> 普通客户    22^
新增 -> 普通客户         5
普通客户 -> 潜在客户     4v
普通客户 -> 重点客户     3^
重点客户 -> 普通客户     2v
普通客户 -> 低吸引力     1v
低吸引力 -> 潜在客户     1^
新增 -> 重点客户         1
未变                  1161
""",
    (50, "unicode"): """
从 → 到   重点…  普通…  潜在…   低吸…  新增   合计
重点客户    17      2▼     ·       ·      ·     19
普通客户     3▲   151      4▼      1▼     ·    159
潜在客户     ·     22▲   980       ·      ·   1002
低吸引力     ·      ·      1▲     13      ·     14
新增         1      5     40       ·      ·     46
合计        21    180   1025      14      0   1240
""",
    (50, "ascii"): """
从 -> 到  重点~  普通~  潜在~   低吸~  新增   合计
重点客户    17      2v     .       .      .     19
普通客户     3^   151      4v      1v     .    159
潜在客户     .     22^   980       .      .   1002
低吸引力     .      .      1^     13      .     14
新增         1      5     40       .      .     46
合计        21    180   1025      14      0   1240
""",
    (78, "unicode"): """
从 → 到   重点客户   普通客户   潜在客户   低吸引力   新增   合计
重点客户        17          2▼         ·          ·      ·     19
普通客户         3▲       151          4▼         1▼     ·    159
潜在客户         ·         22▲       980          ·      ·   1002
低吸引力         ·          ·          1▲        13      ·     14
新增             1          5         40          ·      ·     46
合计            21        180       1025         14      0   1240
""",
    (78, "ascii"): """
从 -> 到  重点客户   普通客户   潜在客户   低吸引力   新增   合计
重点客户        17          2v         .          .      .     19
普通客户         3^       151          4v         1v     .    159
潜在客户         .         22^       980          .      .   1002
低吸引力         .          .          1^        13      .     14
新增             1          5         40          .      .     46
合计            21        180       1025         14      0   1240
""",
}


def drawn(lines: list[Line]) -> str:
    return "\n" + "".join(f"{line}\n" for line in plain(lines))


@pytest.mark.parametrize(("cells", "name"), MULTIPLES)
def test_one_row_per_tier_says_its_numbers(cells: int, name: str) -> None:
    assert drawn(multiples(SERIES, cells, SETS[name])) == MULTIPLES[cells, name]


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(("cells", "name"), MULTIPLES_CHINESE)
def test_one_row_per_tier_in_chinese(cells: int, name: str) -> None:
    assert drawn(multiples(SERIES, cells, SETS[name])) == MULTIPLES_CHINESE[cells, name]


@pytest.mark.parametrize(("cells", "name"), MATRIX)
def test_the_matrix_has_totals_and_directions(cells: int, name: str) -> None:
    assert drawn(matrix(MOVES, TIERS, cells, SETS[name])) == MATRIX[cells, name]


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(("cells", "name"), MATRIX_CHINESE)
def test_the_matrix_in_chinese_with_new_accounts_that_have_no_direction(cells: int, name: str) -> None:
    assert drawn(matrix(WITH_NEW, CHINESE_TIERS, cells, SETS[name], ranked=4)) == MATRIX_CHINESE[cells, name]


def test_what_is_not_known_is_a_dash_not_a_zero() -> None:
    lines = plain(multiples([TierCounts(Tier.KEY, [None, None, 4]), TierCounts(Tier.REGULAR, [])], 78))
    assert lines[1].split() == ["key", "4", "··▄", "4–4", "–", "–", "100%", "█" * 20]
    assert lines[2].split() == ["regular", "0", "–", "–", "–", "0%"]
    assert multiples([], 78) == []


def test_promotions_and_demotions_have_roles() -> None:
    spans = [span for line in matrix(MOVES, TIERS, 78) for span in line]
    assert " ".join(span.text for span in spans if span.role == "up").split() == ["3▲", "22▲", "1▲"]
    assert " ".join(span.text for span in spans if span.role == "down").split() == ["2▼", "4▼", "1▼"]


counts = st.lists(st.one_of(st.none(), st.integers(0, 99_999)), max_size=40)


@given(
    st.lists(st.tuples(st.sampled_from(Tier), counts), max_size=4),
    st.integers(30, 200),
    st.sampled_from(["unicode", "ascii"]),
)
def test_multiples_fit_any_width(series: list[tuple[Tier, list[int | None]]], cells: int, name: str) -> None:
    for line in multiples([TierCounts(*each) for each in series], cells, SETS[name]):
        assert width("".join(span.text for span in line)) <= cells
        assert all(span.role in ROLES for span in line)


@given(st.data(), st.integers(1, 5), st.integers(30, 200), st.sampled_from(["unicode", "ascii"]))
def test_a_matrix_or_its_list_fits_any_width_and_loses_no_move(
    data: st.DataObject, size: int, cells: int, name: str
) -> None:
    counts = data.draw(
        st.lists(st.lists(st.integers(0, 99_999), min_size=size, max_size=size), min_size=size, max_size=size)
    )
    lines = matrix(counts, [f"级别{index}号" for index in "abcde"[:size]], cells, SETS[name])
    assert all(width(line) <= cells for line in plain(lines))
    numbers = re.findall(r"\d+", " ".join(plain(lines)))
    for row, line in enumerate(counts):
        for column, count in enumerate(line):
            assert row == column or not count or str(count) in numbers
