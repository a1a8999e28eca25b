# ruff: noqa: E501
"""The tier timeline of one account: what a reviewer should see, and that it is right at any width."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.tiers import Tier
from kamtui.render.chart import ROLES, Line, plain, steps
from kamtui.render.glyphs import ASCII, SETS, UNICODE
from kamtui.render.text import width

D = dt.date
FIRST, LAST = D(2025, 1, 1), D(2026, 11, 18)
CHANGES = [
    (D(2024, 6, 1), Tier.PROSPECT),
    (D(2025, 4, 17), Tier.REGULAR),
    (D(2025, 9, 2), Tier.PROSPECT),
    (D(2026, 2, 11), Tier.REGULAR),
    (D(2026, 6, 1), Tier.KEY),
]
SCORES = [
    (D(2025, 1, 1), 62.0),
    (D(2025, 4, 1), 66.0),
    (D(2025, 7, 1), 64.0),
    (D(2025, 10, 1), 58.0),
    (D(2026, 1, 1), 65.0),
    (D(2026, 4, 1), 70.0),
    (D(2026, 7, 1), 78.0),
]

PLAIN = {
    (30, "unicode"): """
key                    ┏━━━━━●
regular     ┏━━━┓   ┏━━┛
prospect ━━━┛   ┗━━━┛
         25-01   26-02 26-06
""",
    (30, "ascii"): """
key                    +-----*
regular     +---+   +--+
prospect ---+   +---+
         25-01   26-02 26-06
""",
    (78, "unicode"): """
key                                                        ┏━━━━━━━━━━━━━━━━━●
regular            ┏━━━━━━━━━━━━━┓               ┏━━━━━━━━━┛
prospect ━━━━━━━━━━┛             ┗━━━━━━━━━━━━━━━┛
         25-01-01  25-04-17      25-09-02        26-02-11  26-06-01   26-11-18
""",
    (78, "ascii"): """
key                                                        +-----------------*
regular            +-------------+               +---------+
prospect ----------+             +---------------+
         25-01-01  25-04-17      25-09-02        26-02-11  26-06-01   26-11-18
""",
    (130, "unicode"): """
key                                                                                                ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●
regular                    ┏━━━━━━━━━━━━━━━━━━━━━━━┓                           ┏━━━━━━━━━━━━━━━━━━━┛
prospect ━━━━━━━━━━━━━━━━━━┛                       ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
         25-01-01          25-04-17                25-09-02                    26-02-11            26-06-01               26-11-18
""",
    (130, "ascii"): """
key                                                                                                +-----------------------------*
regular                    +-----------------------+                           +-------------------+
prospect ------------------+                       +---------------------------+
         25-01-01          25-04-17                25-09-02                    26-02-11            26-06-01               26-11-18
""",
}

SCORED = {
    (30, "unicode"): """
key                    ┏━━━━━●
regular     ┏━━━┓   ┏━━┛
prospect ━━━┛   ┗━━━┛
score    ▂▂▄▄▄▃▃▃▁▁▃▃▃▅▅█████
         25-01   26-02 26-06
""",
    (30, "ascii"): """
key                    +-----*
regular     +---+   +--+
prospect ---+   +---+
score    ::===---..---++@@@@@
         25-01   26-02 26-06
""",
    (78, "unicode"): """
key                                                         ┏━━━━━━━━━━━━━━━━●
regular               ┏━━━━━━━━━━━━┓              ┏━━━━━━━━━┛
prospect    ━━━━━━━━━━┛            ┗━━━━━━━━━━━━━━┛
score 58–78 ▂▂▂▂▂▂▂▂▄▄▄▄▄▄▄▄▄▃▃▃▃▃▃▃▃▁▁▁▁▁▁▁▁▁▃▃▃▃▃▃▃▃▅▅▅▅▅▅▅▅▅██████████████
            25-01-01  25-04-17     25-09-02       26-02-11  26-06-01  26-11-18
""",
    (78, "ascii"): """
key                                                         +----------------*
regular               +------------+              +---------+
prospect    ----------+            +--------------+
score 58-78 ::::::::=========--------.........--------+++++++++@@@@@@@@@@@@@@
            25-01-01  25-04-17     25-09-02       26-02-11  26-06-01  26-11-18
""",
}

CHINESE = {
    (30, "unicode"): """
重点客户               ┏━━━━━●
普通客户    ┏━━━┓   ┏━━┛
潜在客户 ━━━┛   ┗━━━┛
评分     ▂▂▄▄▄▃▃▃▁▁▃▃▃▅▅█████
         25-01   26-02 26-06
""",
    (30, "ascii"): """
重点客户               +-----*
普通客户    +---+   +--+
潜在客户 ---+   +---+
评分     ::===---..---++@@@@@
         25-01   26-02 26-06
""",
    (78, "unicode"): """
重点客户                                                    ┏━━━━━━━━━━━━━━━━●
普通客户             ┏━━━━━━━━━━━━┓              ┏━━━━━━━━━━┛
潜在客户   ━━━━━━━━━━┛            ┗━━━━━━━━━━━━━━┛
评分 58–78 ▂▂▂▂▂▂▂▂▂▄▄▄▄▄▄▄▄▃▃▃▃▃▃▃▃▃▁▁▁▁▁▁▁▁▁▃▃▃▃▃▃▃▃▅▅▅▅▅▅▅▅▅██████████████
           25-01-01  25-04-17     25-09-02       26-02-11   26-06-01  26-11-18
""",
    (78, "ascii"): """
重点客户                                                    +----------------*
普通客户             +------------+              +----------+
潜在客户   ----------+            +--------------+
评分 58-78 :::::::::========---------.........--------+++++++++@@@@@@@@@@@@@@
           25-01-01  25-04-17     25-09-02       26-02-11   26-06-01  26-11-18
""",
}


def drawn(lines: list[Line]) -> str:
    return "\n" + "".join(f"{line}\n" for line in plain(lines))


@pytest.mark.parametrize(("cells", "name"), PLAIN)
def test_the_steps_of_two_years(cells: int, name: str) -> None:
    assert drawn(steps(CHANGES, FIRST, LAST, cells, SETS[name])) == PLAIN[cells, name]


@pytest.mark.parametrize(("cells", "name"), SCORED)
def test_the_steps_with_the_score_below(cells: int, name: str) -> None:
    assert drawn(steps(CHANGES, FIRST, LAST, cells, SETS[name], SCORES)) == SCORED[cells, name]


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(("cells", "name"), CHINESE)
def test_the_steps_line_up_under_chinese_labels(cells: int, name: str) -> None:
    assert drawn(steps(CHANGES, FIRST, LAST, cells, SETS[name], SCORES)) == CHINESE[cells, name]


def test_an_account_that_begins_later_begins_later_in_the_picture() -> None:
    changes = [(D(2026, 3, 1), Tier.PROSPECT), (D(2026, 9, 1), Tier.REGULAR)]
    assert (
        drawn(steps(changes, D(2025, 11, 18), LAST, 60))
        == """
regular                                         ┏━━━━━━━━━━●
prospect               ━━━━━━━━━━━━━━━━━━━━━━━━━┛
         25-11-18      26-03-01                 26-09-01
"""
    )


def test_a_change_made_today_is_seen() -> None:
    changes = [(D(2025, 1, 1), Tier.PROSPECT), (LAST, Tier.KEY)]
    assert (
        drawn(steps(changes, D(2025, 11, 18), LAST, 40))
        == """
key                                   ┏●
prospect ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
         25-11-18               26-11-18
"""
    )


def test_changes_in_one_cell_share_a_joint() -> None:
    changes = [
        (D(2025, 1, 1), Tier.REGULAR),
        (D(2026, 3, 18), Tier.KEY),
        (D(2026, 3, 20), Tier.PROSPECT),
        (D(2026, 3, 22), Tier.REGULAR),
    ]
    assert (
        drawn(steps(changes, D(2025, 11, 18), LAST, 40))
        == """
key                ╻
regular  ━━━━━━━━━━╋━━━━━━━━━━━━━━━━━━━●
prospect           ╹
         25-11-18  26-03-22     26-11-18
"""
    )


def test_a_jump_crosses_the_tiers_between() -> None:
    changes = [
        (D(2024, 1, 1), Tier.UNATTRACTIVE),
        (D(2025, 6, 1), Tier.REGULAR),
        (D(2025, 9, 1), Tier.KEY),
        (D(2026, 5, 1), Tier.UNATTRACTIVE),
    ]
    assert (
        drawn(steps(changes, FIRST, LAST, 78))
        == """
key                                ┏━━━━━━━━━━━━━━━━━━━━━━┓
regular                    ┏━━━━━━━┛                      ┃
unattractive ━━━━━━━━━━━━━━┛                              ┗━━━━━━━━━━━━━━━━━━●
             25-01-01     25-06-01 25-09-01               26-05-01    26-11-18
"""
    )


def test_a_tier_decided_again_is_no_change() -> None:
    again = [*CHANGES, (D(2025, 6, 1), Tier.REGULAR), (D(2026, 10, 1), Tier.KEY)]
    assert steps(again, FIRST, LAST, 78) == steps(CHANGES, FIRST, LAST, 78)


def test_the_tier_of_the_first_day_is_where_it_begins() -> None:
    changes = [(D(2024, 6, 1), Tier.KEY), (FIRST, Tier.PROSPECT), *CHANGES[1:]]
    assert steps(changes, FIRST, LAST, 78) == steps(CHANGES, FIRST, LAST, 78)


def test_a_beginning_and_a_change_in_one_cell() -> None:
    changes = [(D(2025, 1, 3), Tier.PROSPECT), (D(2025, 1, 5), Tier.KEY)]
    assert plain(steps(changes, FIRST, LAST, 30)) == [
        "key      ┏" + "━" * 19 + "●",
        "prospect ╹",
        "         25-01-05     26-11-18",
    ]


def test_nothing_is_drawn_for_an_account_without_a_tier() -> None:
    assert steps([], FIRST, LAST, 78) == []
    assert steps([(D(2027, 1, 1), Tier.KEY)], FIRST, LAST, 78) == []
    assert steps(CHANGES, LAST, FIRST, 78) == []


def test_a_single_day_is_a_line() -> None:
    assert plain(steps(CHANGES, LAST, LAST, 30)) == ["key " + "━" * 25 + "●", "    26-11-18"]


def test_roles_tell_tier_direction_and_end() -> None:
    key, regular, prospect, axis = steps(CHANGES, FIRST, LAST, 78)
    assert [span.role for span in key] == ["key", "up", "key", "mark"]
    assert [span.role for span in regular] == ["regular", "up", "regular", "down", "up", "regular", "up"]
    assert [span.role for span in prospect] == ["prospect", "up", "down", "prospect", "up"]
    assert {span.role for span in axis} <= {"axis", ""}


days = st.dates(D(2023, 6, 1), D(2027, 6, 1))
histories = st.lists(st.tuples(days, st.sampled_from(Tier)), max_size=30)
LEFT, RIGHT, UP, DOWN = 1, 2, 4, 8


@given(histories, days, days, st.integers(30, 200), st.sampled_from(["unicode", "ascii"]))
def test_any_history_fits_and_ends_where_the_account_stands(
    changes: list[tuple[D, Tier]], first: D, last: D, cells: int, name: str
) -> None:
    lines = steps(changes, first, last, cells, SETS[name], [(day, 1.0) for day, _ in changes])
    known = sorted((day for day, _ in changes if day <= last))
    assert bool(lines) == bool(known and first <= last)
    for line in lines:
        assert width("".join(span.text for span in line)) <= cells
        assert all(span.role in ROLES for span in line)
    if lines:
        assert sum(span.text.endswith(SETS[name].end) and span.role == "mark" for line in lines for span in line) == 1
        ending = [line for line in lines if line and line[-1].role == "mark" and line[-1].text[-1] == SETS[name].end]
        now = sorted((change for change in changes if change[0] <= last), key=lambda change: change[0])[-1][1]
        assert plain(ending)[0].startswith(now.value)
        assert width(plain(ending)[0]) == cells


@given(histories, st.integers(30, 200))
def test_every_arm_of_a_joint_meets_its_neighbour(changes: list[tuple[D, Tier]], cells: int) -> None:
    """The path is one unbroken line: read back from the characters themselves."""
    rows = plain(steps(changes, D(2024, 1, 1), D(2026, 1, 1), cells))[:-1]
    margin = max((len(row.split()[0]) for row in rows), default=0) + 1
    grid = [row[margin:].ljust(cells - margin) for row in rows]
    arms = {"●": LEFT} | {joint: index for index, joint in enumerate(UNICODE.steps) if index not in (1, 2)}
    for y, row in enumerate(grid):
        for x, joint in enumerate(row):
            here = arms[joint]
            if here & DOWN:
                assert arms[grid[y + 1][x]] & UP
            if here & UP:
                assert arms[grid[y - 1][x]] & DOWN
            if here & RIGHT:
                assert arms[row[x + 1]] & LEFT
            if here & LEFT and x and any(line[x - 1] != " " for line in grid):
                assert arms[row[x - 1]] & RIGHT


@given(histories, days, st.integers(0, 1500), st.integers(30, 200))
def test_dates_below_never_overlap_and_are_true(changes: list[tuple[D, Tier]], first: D, days: int, cells: int) -> None:
    last = first + dt.timedelta(days=days)
    *rows, axis = plain(steps(changes, first, last, cells, ASCII)) or ["", ""]
    margin = max((len(row.split()[0]) for row in rows if row), default=0) + 1
    if axis:
        words = axis.split()
        assert words
        assert all(re.fullmatch(r"\d\d-\d\d(-\d\d)?", word) for word in words)
        assert words == sorted(words)
        true = {day.isoformat()[2:] for day in (first, last, *(day for day, _ in changes))}
        assert all(any(each.startswith(word) for each in true) for word in words)
        for found in re.finditer(r"\S+", axis):
            meant = [day for day in (first, last, *(day for day, _ in changes)) if found[0] in day.isoformat()[2:]]
            places = [margin + (day - first).days * (cells - margin - 2) / (days or 1) for day in meant]
            assert any(found.start() - 0.51 < place < found.end() - 0.49 for place in places)
