"""The line that says what was done, and where everything is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from kamtui.tui.widgets.bottomline import BottomLine
from kamtui.tui.widgets.lineinput import LineInput
from tests.tui.demo import DemoPage, Shelf, app
from tests.tui.seen import line_with, press, screen_text, settle


def demo_page(kam: object) -> DemoPage:
    page = kam.screen  # type: ignore[attr-defined]
    assert isinstance(page, DemoPage)
    return page


async def test_a_message_says_what_was_done_and_how_to_undo_it() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "2")
        line = line_with(kam, "✓")
        assert line.startswith("✓ 中国移动通信集团 1: declining → solid")
        assert line.endswith("u undo")


async def test_a_message_too_long_is_cut_and_its_hint_stays() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        demo_page(kam).bottom.say("x" * 300, "ok", hint="u undo")
        await settle(pilot)
        line = line_with(kam, "xxx")
        assert line.endswith("…  u undo")
        assert len(line) == 80


async def test_a_line_is_typed_echoed_and_answered() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "t", *"c met")
        lines = screen_text(kam).splitlines()
        assert lines[-2] == "t› c met"
        assert "call · c met · today" in lines[-3]
        assert "Enter save" in lines[-1]
        await press(pilot, "enter")
        assert demo_page(kam).touches == ["c met"]
        assert "✓ logged: c met" in screen_text(kam)


async def test_letters_are_text_while_typing_and_verbs_afterwards() -> None:
    shelf = Shelf()
    kam = app(shelf)
    async with kam.run_test() as pilot:
        await press(pilot, "t", "2", "j", "R", "?", "slash", "colon", "q", "enter", "2")
        assert demo_page(kam).touches == ["2jR?/:q"]
        assert shelf.row(1).status == "solid"


async def test_keys_typed_ahead_of_the_answer_arrive_where_they_belong() -> None:
    """One packet of a slow line: open, text, Enter, rate, down, rate. Nothing may overtake anything."""
    shelf = Shelf()
    kam = app(shelf)
    async with kam.run_test() as pilot:
        keys = ["t", *"c 2 ok", "enter", "2", "j", "3", "t", "4", "enter", "j", "1"]
        for key in keys:
            kam.post_message(events.Key("space" if key == " " else key, None if len(key) > 1 else key))
        await settle(pilot)
        assert demo_page(kam).touches == ["c 2 ok", "4"]
        assert [shelf.row(key).status for key in (1, 2, 3)] == ["solid", "defending", "developing"]


async def test_escape_gives_no_answer_and_changes_nothing() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "t", *"half", "escape")
        page = demo_page(kam)
        assert page.touches == []
        assert page.list.has_focus
        assert "t›" not in screen_text(kam)
        assert "call ·" not in screen_text(kam)


async def test_tab_completes_and_goes_on_to_the_next() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "t", *"c @李", "tab")
        assert line_with(kam, "t›") == "t› c @李娜"
        await press(pilot, *"ok", "escape", "t", *"c @", "tab", "tab")
        assert line_with(kam, "t›") == "t› c @陈伟"
        await press(pilot, "tab", "tab")
        assert line_with(kam, "t›") == "t› c @李娜"


async def test_tab_keeps_what_stands_behind_the_cursor() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "t", *"@李 said", "home", "right", "right", "tab")
        assert line_with(kam, "t›") == "t› @李娜  said"


async def test_tab_without_anything_to_complete_is_no_way_out_of_the_line() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "slash", "tab", *"sie")
        assert line_with(kam, "/ ").startswith("/ sie")
        assert "Enter ok" in screen_text(kam)
        assert "Tab" not in screen_text(kam)


async def test_the_list_narrows_while_one_types_and_arrows_move_in_it() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "slash", *"siemens", "down", "down")
        page = demo_page(kam)
        assert page.list.cursor == 18
        assert "filter siemens" in screen_text(kam)
        await press(pilot, "enter")
        assert page.list.cursor == 18
        assert page.list.has_focus


async def test_escape_from_a_filter_brings_back_the_one_before() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "slash", *"siemens", "enter", "slash", *"xxx", "escape")
        assert demo_page(kam).text == "siemens"


async def test_a_second_question_ends_the_first_without_an_answer() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "t", *"half")
        await press(pilot, "f3")
        page = demo_page(kam)
        assert page.touches == []
        assert screen_text(kam).splitlines()[-2] == "/"
        await press(pilot, "escape")
        assert page.list.has_focus


async def test_a_message_while_one_types_is_seen_and_stays_afterwards() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "t", *"half")
        kam.say("the disk is full", "error")
        await settle(pilot)
        assert "the disk is full" in screen_text(kam).splitlines()[-3]
        assert line_with(kam, "t›") == "t› half"
        await press(pilot, "escape")
        assert "the disk is full" in screen_text(kam).splitlines()[-2]


async def test_the_cursor_does_not_blink() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "t")
        assert not kam.screen.query_one(LineInput).cursor_blink


@pytest.mark.parametrize("key", ["left", "home", "backspace", "delete", "ctrl+w", "ctrl+u", "end", "right"])
async def test_the_line_is_edited_with_the_usual_keys(key: str) -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "t", *"ab cd", key, "x")
        expected = {
            "left": "ab cxd",
            "home": "xab cd",
            "backspace": "ab cx",
            "delete": "ab cdx",
            "ctrl+w": "ab x",
            "ctrl+u": "x",
        }
        assert line_with(kam, "t›") == f"t› {expected.get(key, 'ab cdx')}"


async def test_a_paste_becomes_one_clean_line() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "t")
        kam.post_message(events.Paste("two\nlines\x1b[2J\x07"))
        await settle(pilot)
        assert line_with(kam, "t›") == "t› two ⏎ lines␛[2J␇"


async def test_a_paste_longer_than_the_line_is_cut_and_said() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "t")
        kam.post_message(events.Paste("x" * 1_000_000))
        await settle(pilot)
        assert len(kam.screen.query_one(LineInput).value) == 200
        assert "too long" in screen_text(kam)
        await press(pilot, "y")
        assert len(kam.screen.query_one(LineInput).value) == 200


async def test_a_paste_where_nothing_is_typed_is_ignored_and_said() -> None:
    shelf = Shelf()
    kam = app(shelf)
    async with kam.run_test() as pilot:
        kam.post_message(events.Paste("3 dd"))
        await settle(pilot)
        assert not shelf.log
        assert "ignored" in screen_text(kam)


async def test_what_is_half_typed_can_be_kept_and_found_again(tmp_path: Path) -> None:
    drafts = tmp_path / "state" / "drafts"
    kam = app(Shelf(), drafts=drafts)
    async with kam.run_test() as pilot:
        await press(pilot, "t", *"half a line")
        assert kam.screen.query_one(BottomLine).draft == ("touch:1", "half a line", "t")
        kam.keep_draft()
    assert drafts.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in drafts.iterdir()] == [0o600]
    again = app(Shelf(), drafts=drafts)
    async with again.run_test() as pilot:
        await press(pilot, "j", "t")
        assert line_with(again, "t›") == "t›"
        await press(pilot, "escape", "k", "t")
        assert line_with(again, "t›") == "t› half a line"
        await press(pilot, "escape", "t")
        assert line_with(again, "t›") == "t›"


async def test_a_filter_is_not_worth_keeping(tmp_path: Path) -> None:
    kam = app(Shelf(), drafts=tmp_path / "drafts")
    async with kam.run_test() as pilot:
        await press(pilot, "slash", *"abc")
        kam.keep_draft()
    assert not (tmp_path / "drafts").exists()


async def test_a_question_outside_a_worker_is_refused_at_once() -> None:
    kam = app(Shelf())
    async with kam.run_test():
        with pytest.raises(RuntimeError, match="worker"):
            await demo_page(kam).bottom.ask("?")


async def test_nothing_moves_when_the_line_opens() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        before = screen_text(kam).splitlines()
        await press(pilot, "slash")
        assert screen_text(kam).splitlines()[:-2] == before[:-2]
