"""The list that every screen is made of, driven by its keys."""

from __future__ import annotations

from array import array

import pytest
from textual.geometry import Offset

from tests.tui.demo import DemoPage, Row, Shelf, app
from tests.tui.seen import line_with, press, screen_text, settle


async def test_it_shows_a_heading_and_rows_and_marks_the_cursor_row() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await settle(pilot)
        lines = screen_text(kam).splitlines()
        assert "tier" in lines[1]
        assert lines[2].startswith("▌  regular       中国移动通信集团 1")
        assert sum(line.startswith("▌") for line in lines) == 1


@pytest.mark.parametrize(
    ("keys", "index"),
    [
        (["j"], 1),
        (["down", "j", "k"], 1),
        (["G"], 39),
        (["end", "g"], 0),
        (["pagedown"], 14),
        (["ctrl+d"], 7),
        (["ctrl+d", "ctrl+u"], 0),
        (["pagedown", "pagedown", "pagedown", "pageup"], 25),
        (["k", "k"], 0),
    ],
)
async def test_its_keys_move_the_cursor(keys: list[str], index: int) -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, *keys)
        assert kam.screen.query_one("RowList").index == index  # type: ignore[attr-defined]


async def test_the_cursor_stays_on_its_account_when_the_list_is_filtered_and_widened_again() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, *"jjjjjjjjj")
        page = kam.screen
        assert isinstance(page, DemoPage)
        assert page.list.cursor == 10
        page.narrow("siemens")
        await settle(pilot)
        assert page.list.cursor == 10
        page.narrow("")
        await settle(pilot)
        assert page.list.cursor == 10
        assert line_with(kam, "Siemens AG 10").startswith("▌")


async def test_an_account_that_left_hands_the_cursor_to_the_next() -> None:
    shelf = Shelf()
    kam = app(shelf)
    async with kam.run_test() as pilot:
        await press(pilot, "j")
        shelf.gone.add(2)
        page = kam.screen
        assert isinstance(page, DemoPage)
        page.list.reload()
        await settle(pilot)
        assert page.list.cursor == 3
        assert "Siemens AG 2 " not in screen_text(kam)


async def test_a_row_that_vanished_between_ids_and_rows_says_so() -> None:
    shelf = Shelf()
    kam = app(shelf)
    async with kam.run_test() as pilot:
        shelf.gone.add(3)
        page = kam.screen
        assert isinstance(page, DemoPage)
        page.list.forget([3])
        await settle(pilot)
        assert "gone meanwhile" in screen_text(kam)


async def test_space_marks_and_moves_on_and_verbs_take_the_marks() -> None:
    shelf = Shelf()
    kam = app(shelf)
    async with kam.run_test() as pilot:
        await press(pilot, "space", "j", "space")
        page = kam.screen
        assert isinstance(page, DemoPage)
        assert page.list.chosen == [1, 3]
        assert page.list.cursor == 4
        assert line_with(kam, "华为技术有限公司 3").startswith(" ▸ ")
        await press(pilot, "2")
        assert {shelf.row(key).status for key in (1, 3)} == {"solid"}
        assert page.list.marks == {1, 3}


async def test_marks_survive_a_filter_that_hides_them() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "space")
        page = kam.screen
        assert isinstance(page, DemoPage)
        page.narrow("siemens")
        await press(pilot, "space")
        assert page.list.chosen == [2, 1]


async def test_v_marks_what_the_filter_shows_and_again_nothing() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        page = kam.screen
        assert isinstance(page, DemoPage)
        page.narrow("siemens")
        await press(pilot, "V")
        assert page.list.marks == {2, 10, 18, 26, 34}
        await press(pilot, "V")
        assert not page.list.marks


async def test_escape_gives_up_the_marks_then_the_filter() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        page = kam.screen
        assert isinstance(page, DemoPage)
        page.narrow("siemens")
        await press(pilot, "space", "escape")
        assert (page.list.marks, page.text) == (set(), "siemens")
        await press(pilot, "escape")
        assert page.text == ""
        await press(pilot, "escape")
        assert kam.is_running


async def test_enter_opens_the_row_at_the_cursor() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "j", "enter")
        assert "opened 2" in screen_text(kam)


async def test_a_click_selects_and_a_double_click_opens() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await settle(pilot)
        await pilot.click("RowList", offset=Offset(20, 4))
        await settle(pilot)
        page = kam.screen
        assert isinstance(page, DemoPage)
        assert page.list.cursor == 4
        assert "opened" not in screen_text(kam)
        await pilot.click("RowList", offset=Offset(20, 4), times=2)
        await settle(pilot)
        assert "opened 4" in screen_text(kam)


async def test_it_reads_only_what_is_on_screen() -> None:
    shelf = Shelf(100_000)
    kam = app(shelf, preview=False)
    async with kam.run_test(size=(140, 30)) as pilot:
        await settle(pilot)
        assert shelf.reads == 1
        await press(pilot, "j", "j", "k")
        assert shelf.reads == 1
        await press(pilot, "G")
        assert shelf.reads == 2
        assert "100000" in screen_text(kam)


async def test_a_changed_row_is_read_again_and_the_others_are_not() -> None:
    shelf = Shelf()
    kam = app(shelf, preview=False)
    asked: list[list[int]] = []
    rows = shelf.rows

    def noting(ids: list[int]) -> list[Row]:
        asked.append(list(ids))
        return rows(ids)

    async with kam.run_test() as pilot:
        await settle(pilot)
        shelf.rows = noting  # type: ignore[method-assign,assignment]
        shelf.write("chen.wei", [shelf.row(2)._replace(name="Siemens Energy AG")])
        kam.catch_up()
        await settle(pilot)
        assert "Siemens Energy AG" in screen_text(kam)
        assert asked == [[2]]


async def test_an_empty_list_says_why() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        page = kam.screen
        assert isinstance(page, DemoPage)
        page.narrow("no such account")
        await press(pilot, "j", "space", "enter", "V", "pagedown")
        assert "nothing matches the filter" in screen_text(kam)
        assert page.list.cursor is None
        assert page.list.chosen == []
        page.narrow("")
        await settle(pilot)
        assert "nothing matches" not in screen_text(kam)


async def test_a_narrow_terminal_leaves_out_the_last_column() -> None:
    kam = app(Shelf())
    async with kam.run_test(size=(58, 20)) as pilot:
        await settle(pilot)
        assert "why" not in screen_text(kam)
        await pilot.resize_terminal(100, 20)
        await settle(pilot)
        assert "why" in screen_text(kam)


async def test_every_line_is_exactly_as_wide_as_the_list() -> None:
    from kamtui.render.text import width

    kam = app(Shelf(names=("中国移动通信集团公司北京", "x" * 300, "ﾊﾝｶｸ", "")))
    async with kam.run_test(size=(61, 20)) as pilot:
        await settle(pilot)
        for strip in kam.screen._compositor.render_strips():
            assert width("".join(segment.text for segment in strip)) == 61


async def test_a_select_of_an_id_that_is_not_there_changes_nothing() -> None:
    kam = app(Shelf())
    async with kam.run_test():
        page = kam.screen
        assert isinstance(page, DemoPage)
        assert page.list.select(7)
        assert not page.list.select(7000)
        assert page.list.cursor == 7
        page.list.replace(array("q"))
        assert page.list.cursor is None
