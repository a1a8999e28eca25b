"""The app around the screens: writes in order, what changed, palette, help, bugs that show no data."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest
from textual import events

from kamtui import crash
from kamtui.tui import themes
from kamtui.tui.app import Kamtui
from kamtui.tui.environment import Profile
from tests.tui.demo import DemoPage, Shelf, app, set_status
from tests.tui.seen import line_with, press, press_until, screen_text, settle


async def test_writes_happen_in_the_order_of_the_keys() -> None:
    shelf = Shelf()
    kam = app(shelf)
    async with kam.run_test() as pilot:
        for number in range(60):
            kam.post_message(events.Key("1234"[number % 4], None))
        await settle(pilot)
        assert len(shelf.log) == 60
        assert shelf.row(1).status == "declining"


async def test_a_slow_write_does_not_stop_the_keys() -> None:
    shelf, gate = Shelf(), threading.Event()
    kam = app(shelf)
    async with kam.run_test() as pilot:
        kam.do(lambda book: gate.wait())
        await pilot.press("2", "j", "j")
        assert "▌  unattractive  华为" in screen_text(kam)
        assert not shelf.log
        gate.set()
        await settle(pilot)
        assert shelf.row(1).status == "solid"


async def test_a_refusal_is_said_and_gives_none() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        assert await kam.do(set_status, 1, "splendid") is None
        await settle(pilot)
        assert "there is no status splendid" in screen_text(kam)


async def test_an_outcome_comes_after_the_screen_knows_of_it() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        assert await kam.do(set_status, 1, "solid") == "中国移动通信集团 1: declining → solid"
        await pilot.pause()
        assert "◕ solid" in line_with(kam, "中国移动通信集团 1")


async def test_what_a_colleague_writes_arrives_with_the_tick() -> None:
    shelf = Shelf()
    kam = app(shelf)
    async with kam.run_test() as pilot:
        shelf.write("chen.wei", [shelf.row(2)._replace(status="solid")])
        kam._tick()
        await settle(pilot)
        assert "◕ solid" in line_with(kam, "Siemens AG 2")
        assert "↻ 1" in screen_text(kam)


async def test_a_tick_without_news_reads_nothing() -> None:
    shelf = Shelf()
    kam = app(shelf)
    async with kam.run_test() as pilot:
        await settle(pilot)
        reads = shelf.reads
        kam._tick()
        await settle(pilot)
        assert shelf.reads == reads


async def test_leaving_waits_for_what_was_asked() -> None:
    shelf, gate = Shelf(), threading.Event()
    kam = app(shelf)
    async with kam.run_test() as pilot:
        kam.do(lambda book: gate.wait())
        await pilot.press("2", "2", "2")
        threading.Timer(0.05, gate.set).start()
    assert len(shelf.log) == 3


async def test_a_bug_ends_the_app_and_shows_no_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "state" / "crash.log"
    kam = app(Shelf(), log=log)
    with pytest.raises(KeyError):
        async with kam.run_test() as pilot:
            await press(pilot, "B")
    assert kam.return_code == 70
    text = log.read_text(encoding="utf-8")
    assert "tests/tui/demo.py" in text
    assert "action_bug" in text
    assert "KeyError" in text
    assert "华为" not in text
    assert log.stat().st_mode & 0o777 == 0o600
    captured = capsys.readouterr()
    assert "华为" not in captured.out + captured.err


async def test_a_bug_in_a_write_ends_the_app_too() -> None:
    kam = app(Shelf())
    with pytest.raises(ZeroDivisionError):
        async with kam.run_test() as pilot:
            kam.do(lambda book: 1 // 0)
            await settle(pilot)
    assert kam.return_code == 70


def test_a_log_that_cannot_be_written_is_not_promised(tmp_path: Path) -> None:
    error = KeyError("华为")
    said = crash.report(error, tmp_path / "no" / "\0", now=_now())
    assert "Where it happened" not in said
    assert "华为" not in said


def test_a_log_names_the_whole_chain_of_causes(tmp_path: Path) -> None:
    try:
        try:
            raise KeyError("华为")
        except KeyError as error:
            raise ValueError("客户") from error
    except ValueError as error:
        crash.report(error, tmp_path / "log", now=_now())
    text = (tmp_path / "log").read_text(encoding="utf-8")
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "华为" not in text
    assert "客户" not in text


async def test_help_lists_what_works_here_and_enter_runs_it() -> None:
    shelf = Shelf()
    kam = app(shelf)
    async with kam.run_test() as pilot:
        await press(pilot, "question_mark")
        assert "KEYS" in screen_text(kam)
        assert "/ F3" in line_with(kam, "filter")
        await press_until(pilot, "j", lambda: "solid" in line_with(kam, "▌"))
        await press(pilot, "enter")
        assert shelf.row(1).status == "solid"
        assert isinstance(kam.screen, DemoPage)


async def test_help_goes_away_with_q_and_runs_nothing() -> None:
    shelf = Shelf()
    kam = app(shelf)
    async with kam.run_test() as pilot:
        await press(pilot, "f1", "q")
        assert isinstance(kam.screen, DemoPage)
        assert not shelf.log


async def test_the_palette_finds_by_description_shows_the_key_and_runs() -> None:
    shelf = Shelf()
    kam = app(shelf)
    async with kam.run_test() as pilot:
        await press(pilot, "colon", *"defen")
        assert line_with(kam, "▌").split() == ["▌", "defending", "3"]
        await press(pilot, "enter")
        assert shelf.row(1).status == "defending"


async def test_letters_typed_with_the_colon_go_to_the_palette() -> None:
    shelf = Shelf()
    kam = app(shelf)
    async with kam.run_test() as pilot:
        for key in ["colon", *"solid", "enter"]:
            kam.post_message(events.Key(key, key if len(key) == 1 else None))
        await settle(pilot)
        assert shelf.row(1).status == "solid"


async def test_the_palette_finds_accounts_by_pinyin_and_eats_no_brackets() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "colon", *"zgydtx")
        assert "中国移动通信集团 1" in line_with(kam, "▌")
        await press(pilot, "ctrl+u", *"acme [h")
        assert "Acme [Holdings] Ltd 8" in line_with(kam, "▌")
        await press(pilot, "ctrl+u", *"[/")
        assert "[/] 7" in line_with(kam, "▌")
        await press(pilot, *"xyz", "enter")
        assert isinstance(kam.screen, DemoPage)


async def test_the_palette_closes_with_escape_and_changes_nothing() -> None:
    shelf = Shelf()
    kam = app(shelf)
    async with kam.run_test() as pilot:
        await press(pilot, "ctrl+p", *"solid", "escape")
        assert isinstance(kam.screen, DemoPage)
        assert not shelf.log


async def test_keys_to_pages_that_are_not_there_do_nothing() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "M", "P", "X", "U", "A")
        assert isinstance(kam.screen, DemoPage)


async def test_q_leaves_at_the_first_page_and_escape_never() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "escape", "backspace", "f10")
        assert kam.is_running
        await press(pilot, "q")
        assert kam.return_code == 0
        assert not kam.is_running


@pytest.mark.parametrize("theme", [*themes.ours(), "textual-light", "nord", "no such theme"])
async def test_every_theme_draws_the_page_and_marks_the_cursor(theme: str) -> None:
    kam = app(Shelf(), profile=Profile(theme=theme, mouse=False, remote=False))
    async with kam.run_test() as pilot:
        await press(pilot, "j")
        assert line_with(kam, "▌")
        if theme in themes.ours():
            assert kam.theme == theme


async def test_a_theme_can_be_changed_while_it_runs() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        before = _styles(kam)
        kam.theme = "kamtui-contrast"
        await settle(pilot)
        assert _styles(kam) != before


@pytest.mark.parametrize("theme", [*themes.ours()])
async def test_without_colors_there_are_none_and_the_cursor_is_seen(
    theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    kam = app(Shelf(), profile=Profile(theme=theme, mouse=False, remote=False))
    async with kam.run_test() as pilot:
        await settle(pilot)
        strips = kam.screen._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip if segment.style]
        assert all(style.color is None and style.bgcolor is None for style in styles)
        cursor = next(strip for strip in strips if "▌" in strip.text)
        assert all(segment.style and segment.style.reverse for segment in cursor)


async def test_losing_the_focus_of_the_window_closes_no_line() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        await press(pilot, "t", *"ab")
        kam.post_message(events.AppBlur())
        await settle(pilot)
        await press(pilot, "c")
        assert "t› abc" in screen_text(kam)


def test_the_keys_of_textual_that_would_surprise_are_gone() -> None:
    assert {binding.action for _, binding in Kamtui._merged_bindings or []} >= {"quit", "help"}
    assert "help_quit" not in {binding.action for _, binding in Kamtui._merged_bindings or []}


def _styles(kam: Kamtui) -> list[str]:
    return [str(segment.style) for strip in kam.screen._compositor.render_strips() for segment in strip]


def _now() -> dt.datetime:
    return dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
