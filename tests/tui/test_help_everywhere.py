"""`?` and F1: every screen, line, form and question answers with its keys, and is as it was when they are left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from textual.pilot import Pilot

from kamtui.tui.app import Kamtui
from kamtui.tui.keygroups import INPUT
from kamtui.tui.pages import PAGES
from kamtui.tui.screens.help import HelpScreen
from kamtui.tui.widgets.bottomline import BottomLine
from tests.tui.conftest import Sit
from tests.tui.seen import press, screen_text

BELOW = (
    ("account", ("enter",)),
    ("people", ("enter", "w")),
    ("plan", ("enter", "v")),
    ("money", ("enter", "dollar_sign")),
    ("tier", ("enter", "m")),
    ("briefing", ("enter", "b")),
)
"""What is opened from the list of accounts, and how."""

LINES = {
    "touch line": ("t",),
    "form": ("T",),
    "next step": ("n",),
    "snooze": ("z",),
    "reason of a status": ("3",),
    "filter": ("slash",),
    "facets": ("f",),
    "owner": ("o",),
    "edit": ("e",),
    "new account": ("a",),
    "question": ("x",),
}
"""What is typed into, and how it is opened on the list of accounts."""


async def looks_up(app: Kamtui, pilot: Pilot[Any], key: str) -> None:
    """Press the key of the help and leave it again; the screen and its line are as they were."""
    screen, said = app.screen, [line.input.value for line in app.screen.query(BottomLine)]
    await press(pilot, key)
    assert isinstance(app.screen, HelpScreen), screen_text(app)
    assert len(app.screen._rows) > 2
    await press(pilot, "escape")
    assert app.screen is screen
    assert [line.input.value for line in app.screen.query(BottomLine)] == said


SHOWN = ("review", "accounts", "movement")
"""Pages of the quick suite; the others are looked at in the slow one."""


@pytest.mark.parametrize(
    "page", [pytest.param(page, marks=() if page in SHOWN else pytest.mark.slow) for page in PAGES]
)
async def test_every_page_lists_its_keys(sit: Sit, page: str) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.action_go(page)
        await press(pilot)
        await looks_up(app, pilot, "question_mark")
        await looks_up(app, pilot, "f1")


@pytest.mark.parametrize(("name", "keys"), BELOW)
async def test_every_page_of_an_account_lists_its_keys(sit: Sit, name: str, keys: Sequence[str]) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", *keys)
        assert len(app.screen_stack) > 1, name
        await looks_up(app, pilot, "question_mark")


@pytest.mark.slow
async def test_every_line_form_and_question_lists_its_keys_and_keeps_what_is_typed(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A")
        for name, keys in LINES.items():
            await press(pilot, *keys)
            if not app.is_typing:
                raise AssertionError(f"{name}: {screen_text(app)}")
            await press(pilot, "q")
            await looks_up(app, pilot, "f1")
            assert app.is_typing, name
            await press(pilot, "f1")
            assert isinstance(app.screen, HelpScreen)
            assert {row.group for row in app.screen._rows} >= {INPUT}, name
            await press(pilot, "escape", "escape", "escape")


async def test_in_a_line_a_question_mark_is_text(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "t", "question_mark")
        assert app.is_typing
        assert app.screen.query_one(BottomLine).input.value == "?"


async def test_the_palette_lists_its_keys_and_the_help_is_left_by_its_own_key(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "colon", "q")
        await looks_up(app, pilot, "f1")
        await press(pilot, "escape", "question_mark", "question_mark")
        assert not isinstance(app.screen, HelpScreen)
        assert len(app.screen_stack) == 1
