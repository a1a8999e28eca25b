"""The settings page: a value is checked as at the start, kept in the file, and holds at once where it can."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamtui.settinglist import documentation
from kamtui.settings import CHOICES, Settings, load
from kamtui.tui import themes
from kamtui.tui.keymap import mistakes
from kamtui.tui.keytable import chains
from kamtui.tui.widgets.rowlist import RowList
from tests.test_parity import ZH
from tests.tui.conftest import Sit
from tests.tui.seen import line_with, press, screen_text


async def test_a_theme_is_seen_while_it_is_chosen_and_kept_with_enter(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    app.settings = tmp_path / "settings.toml"
    app.settings.write_text("# mine\n", encoding="utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f12", "j", "j", "enter", *"kamtui-contrast")
        assert app.theme == "kamtui-contrast"
        await press(pilot, "escape")
        assert app.theme == "kamtui-dark"
        await press(pilot, "enter", *"kamtui-light", "enter")
        assert app.theme == "kamtui-light"
        assert app.settings.read_text(encoding="utf-8") == '# mine\ntheme = "kamtui-light"\n'
        assert "from now on" in screen_text(app)


async def test_a_value_that_the_start_would_refuse_is_refused(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    app.settings = tmp_path / "settings.toml"
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f12", "j", "j", "j", "j", "j", "enter", *"soonish", "enter")
        assert not app.settings.exists()
        await press(pilot, "ctrl+u", *"25", "enter")
    assert load(app.settings, pytest.fail).idle_minutes == 25


async def test_a_key_is_pressed_anew_and_works_at_once(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    app.settings = tmp_path / "settings.toml"
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f12", "tab", "j", "j", "enter", "f7")
        assert "F7 Down" in line_with(app, "move.down")
        assert load(app.settings, pytest.fail).keys == {"move.down": "f7,down"}
        await press(pilot, "f7")
        assert "▌" in line_with(app, "move.up")


async def test_a_clash_is_said_with_both_names_and_not_kept(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    app.settings = tmp_path / "settings.toml"
    async with app.run_test(size=(140, 24)) as pilot:
        await press(pilot, "f12", "tab", "j", "j", "enter", "t")
        said = line_with(app, "cannot both be t")
        assert "touch.log" in said
        assert "move.down" in said
        assert not app.settings.exists()


async def test_where_no_file_may_be_written_a_choice_holds_as_long_as_the_app_runs(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f12", "j", "j", "enter", *"kamtui-ansi", "enter")
        assert app.theme == "kamtui-ansi"
        assert "as long as the app runs" in screen_text(app)


@pytest.mark.parametrize("key", ["ctrl+i", "shift+1", "ctrl+1", "ctrl+c", "super+a"])
def test_a_key_that_no_terminal_sends_is_refused(key: str) -> None:
    (said,) = mistakes({"history.undo": key}, chains())
    assert "history.undo" in said


def test_every_theme_of_ours_can_be_chosen() -> None:
    assert set(CHOICES["theme"]) == {"", *themes.ours()}


def test_every_setting_says_in_both_languages_what_it_is_for() -> None:
    said = documentation()
    assert said.keys() == {*Settings._fields}
    assert not [text for text in said.values() if text not in ZH]


async def test_the_columns_of_the_accounts_are_chosen_and_shown_at_once(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    app.settings = tmp_path / "settings.toml"
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A")
        assert "status" in screen_text(app).splitlines()[1]
        await press(pilot, "f12", *["j"] * 7, "enter", "ctrl+u", *"owner,name,last", "enter", "q")
        heading = screen_text(app).splitlines()[1].split()
        assert heading == ["owner", "account", "last"]
    assert load(app.settings, pytest.fail).columns == {"accounts": "owner,name,last"}


async def test_a_filter_is_kept_under_a_name_and_asked_for_by_it(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    app.settings = tmp_path / "settings.toml"
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "slash", *"tier:key", "enter")
        few = len(app.screen.query_one(RowList).ids)
        await press(pilot, "asterisk", *"mine", "enter", "escape")
        assert len(app.screen.query_one(RowList).ids) > few
        await press(pilot, "slash", *"@mine", "enter")
        assert len(app.screen.query_one(RowList).ids) == few
    assert load(app.settings, pytest.fail).filters == {"mine": "tier:key"}
