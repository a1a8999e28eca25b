"""What a key changes is drawn once, when all of it is known."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from kamtui.tui.keyboard import LONGEST_HOLD_S
from tests.tui.conftest import Sit
from tests.tui.seen import line_with, press, screen_text, settle


async def test_the_list_and_what_stands_beside_it_are_drawn_together(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    app = sit()
    async with app.run_test(size=(140, 45)) as pilot:
        await press(pilot, "down", "up")
        await settle(pilot)
        drawn: list[str] = []
        display = type(app)._display

        def noted(self: Any, screen: Any, renderable: Any) -> None:
            drawn.append(screen_text(app))
            display(self, screen, renderable)

        monkeypatch.setattr(type(app), "_display", noted)
        before = line_with(app, "▌")
        await press(pilot, "down")
        await pilot.pause(2 * LONGEST_HOLD_S)
        assert line_with(app, "▌") != before
        assert len(set(drawn)) == 1


async def test_a_key_that_leaves_a_screen_holds_nothing_back(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "question_mark", "escape", "colon", "escape")
        await pilot.pause(2 * LONGEST_HOLD_S)
        assert not app._batch_count
        assert "REVIEW" in screen_text(app)


async def test_a_widget_that_passes_nothing_on_does_not_stop_the_drawing(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        focused = app.focused
        assert focused is not None
        focused._closing = True
        await app._press(events.Key("down", None))
        assert not app._batch_count
        focused._closing = False
