"""All touches, and what I changed."""

from __future__ import annotations

import pytest

from kamtui.domain.statuses import Status
from kamtui.store import accounts, touches
from kamtui.tui.screens import log
from kamtui.tui.screens.account import AccountPage
from tests.tui.conftest import Sit
from tests.tui.desk import ACME
from tests.tui.seen import line_with, press, screen_text


async def test_the_log_shows_the_newest_touch_first(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "t", *"v @李娜 plant tour", "enter", "L")
        assert "plant tour" in line_with(app, "▌")
        assert "visit" in line_with(app, "▌")
        assert "LOG  5" in screen_text(app)


async def test_enter_in_the_log_opens_the_account(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "L", "G", "enter")
        assert isinstance(app.screen, AccountPage)


async def test_e_corrects_what_a_touch_says(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "L", "e", *" indeed", "enter")
        newest = touches.ids(app.book.conn)[0]
        assert touches.one(app.book.conn, newest).summary == "the call before indeed"
        assert "the call before indeed" in screen_text(app)


async def test_a_long_log_is_read_as_far_as_one_goes(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "FIRST", 2)
    monkeypatch.setattr(log, "NEAR", 1)
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "L")
        assert len(app.screen.query_one("RowList").ids) == 2  # type: ignore[attr-defined]
        await press(pilot, "j")
        assert len(app.screen.query_one("RowList").ids) == 4  # type: ignore[attr-defined]


async def test_any_of_my_changes_can_be_undone_from_the_list(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "4", "enter", "j", "2", "enter", "U", "j")
        assert "Acme [Holdings] L…: Set the" in line_with(app, "▌")
        await press(pilot, "enter")
        assert accounts.row(app.book.conn, ACME).status is Status.SOLID
        assert "undone" in screen_text(app)
        assert "undoes #" in screen_text(app)


async def test_everybodys_changes_can_be_shown(sit: Sit) -> None:
    app = sit(who="chen.jing")
    async with app.run_test() as pilot:
        await press(pilot, "U")
        assert "MY CHANGES  0" in screen_text(app)
        await press(pilot, "E")
        assert "ALL CHANGES" in screen_text(app)
        assert "wang.fang" in screen_text(app)
