"""The title line, the key line, and blocks of finished lines."""

from __future__ import annotations

import pytest
from textual.geometry import Region

from kamtui.tui.widgets.keybar import KeyBar
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.titleline import TitleLine
from tests.tui.demo import DemoPage, Shelf, app
from tests.tui.seen import press, screen_text, settle

FULL = {
    "screen": "REVIEW",
    "progress": "7/23 left",
    "filter": "tier:key",
    "sort": "worst first",
    "who": "li.wei",
    "news": 2,
}


@pytest.mark.parametrize(
    ("width", "shown", "gone"),
    [
        (90, ["kamtui  REVIEW  7/23 left  filter tier:key  sort worst first", "li.wei  ↻ 2"], []),
        (70, ["filter tier:key", "7/23 left", "li.wei", "↻ 2"], ["sort"]),
        (48, ["filter tier:key", "7/23 left", "↻ 2"], ["sort", "li.wei"]),
        (38, ["REVIEW", "filter tier:key", "↻ 2"], ["sort", "li.wei", "7/23"]),
    ],
)
async def test_a_title_gives_up_what_matters_least_and_the_filter_never(
    width: int, shown: list[str], gone: list[str]
) -> None:
    kam = app(Shelf())
    async with kam.run_test(size=(width, 12)) as pilot:
        kam.screen.query_one(TitleLine).set(**FULL)
        await settle(pilot)
        title = screen_text(kam).splitlines()[0]
        assert all(part in title for part in shown)
        assert not any(part in title for part in gone)


async def test_a_filter_that_is_not_set_is_shown_as_none_and_one_that_cannot_be_is_not() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        kam.screen.query_one(TitleLine).set(filter="")
        await settle(pilot)
        assert "filter –" in screen_text(kam)
        kam.screen.query_one(TitleLine).set(filter=None)
        await settle(pilot)
        assert "filter" not in screen_text(kam).splitlines()[0]


async def test_the_key_line_is_read_from_the_bindings_and_ends_with_help() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await settle(pilot)
        assert kam.screen.query_one(KeyBar).text == "1-4 status  t touch  / filter  : all commands  ? help"


async def test_the_key_line_never_shows_a_part_of_an_entry() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        for width in range(10, 80, 6):
            await pilot.resize_terminal(width, 12)
            await settle(pilot)
            line = screen_text(kam).splitlines()[-1].strip()
            assert line.endswith("? help")
            assert {*line.split("  ")} <= {"1-4 status", "t touch", "/ filter", ": all commands", "? help"}


async def test_a_key_that_was_moved_is_shown_where_it_is_now() -> None:
    kam = app(Shelf(), keys={"touch": "w", "help": "f1"})
    async with kam.run_test() as pilot:
        await settle(pilot)
        assert kam.screen.query_one(KeyBar).text == "1-4 status  w touch  / filter  : all commands  F1 help"


async def test_lines_scroll_and_know_where_they_end() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "L", "j", "j", "k")
        assert "line 1" in screen_text(kam).splitlines()[1]
        await press(pilot, "G", "j")
        assert "line 99" in screen_text(kam)
        await press(pilot, "g", "pagedown")
        assert screen_text(kam).splitlines()[1] == "line 21"


async def test_a_long_text_is_read_whole_only_when_somebody_scrolls_to_the_end_of_what_is_here() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "L")
        lines = next(each for each in kam.screen.query(Lines) if each.has_focus)
        read: list[str] = []
        text: list[list[tuple[str, str]]] = [[(f"verse {number}", "")] for number in range(300)]

        def whole() -> list[list[tuple[str, str]]]:
            read.append("whole")
            return text

        height = lines.size.height
        lines.show(text[: height + 2], whole=whole)
        lines.action_scroll(2)
        assert (lines.top, read) == (2, [])
        lines.action_scroll(1)
        assert (lines.top, read) == (3, ["whole"])
        lines.show(text[:height], whole=whole)
        lines.action_edge(1)
        assert lines.top == 300 - height
        lines.show(text[:height], keep_place=True, whole=whole)
        assert lines.top == 300 - height
        assert read == ["whole"] * 3


async def test_only_the_lines_that_changed_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await settle(pilot)
        page = kam.screen
        assert isinstance(page, DemoPage)
        lines = page.query_one("#preview", Lines)
        drawn: list[Region] = []
        monkeypatch.setattr(lines, "refresh", lambda *regions: drawn.extend(regions))
        lines.show([[("one", "")], [("two", "key")], [], [("four", "")]])
        drawn.clear()
        lines.show([[("one", "")], [("2", "key")], [], [("four", "")]])
        assert [region.y for region in drawn] == [1]
        drawn.clear()
        lines.show([[("one", "")], [("2", "key")], [], [("four", "")]])
        assert drawn == []


async def test_a_page_keeps_its_place_while_another_is_shown() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "j", "j", "L", "G", "R", "j")
        assert "中国移动通信集团" not in screen_text(kam).splitlines()[2][:3]
        page = kam.screen
        assert isinstance(page, DemoPage)
        assert page.list.cursor == 4
        await press(pilot, "L")
        assert "line 99" in screen_text(kam)
