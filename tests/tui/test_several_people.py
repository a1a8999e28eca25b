"""Others write while the app is open: what is shown, what is kept, who wins."""

from __future__ import annotations

from collections.abc import Callable

from kamtui.domain.statuses import Status
from kamtui.ops.accounts import edit_account
from kamtui.ops.statuses import set_status
from kamtui.store import accounts, statuses
from kamtui.store.book import Book
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, HUAWEI
from tests.tui.seen import line_with, press, screen_text, settle

Opened = Callable[[str], Book]


async def test_a_change_by_another_process_appears_and_says_who(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "j")
        set_status(opened("chen.jing"), HUAWEI, Status.DECLINING, on=TODAY, reason="lost the tender")
        app._tick()
        await settle(pilot)
        assert "▼ declining" in line_with(app, "▌")
        assert "华为" in line_with(app, "▌")
        assert "↻ 1" in screen_text(app).splitlines()[0]
        assert "chen.jing: 华为技术有限公司: Set the relationship status" in screen_text(app)
        await press(pilot, "r")
        assert "↻" not in screen_text(app)


async def test_what_is_being_typed_stays(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "t", *"c half a sen")
        set_status(opened("chen.jing"), ACME, Status.DECLINING, on=TODAY)
        app._tick()
        await settle(pilot)
        assert "▼ declining" in line_with(app, "Acme")
        assert "t› c half a sen" in screen_text(app)
        assert "chen.jing" in screen_text(app)
        await press(pilot, *"tence", "enter")
        assert "half a sentence" in screen_text(app)


async def test_my_own_changes_are_no_news(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "4", "enter")
        app._tick()
        await settle(pilot)
        assert "↻" not in screen_text(app)


async def test_undo_refuses_over_somebody_elses_change_and_says_who(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "e", *"city", "enter", *"Berlin", "enter")
        edit_account(opened("chen.jing"), ACME, {"city": "Bonn"})
        await press(pilot, "u")
        assert accounts.one(app.book.conn, ACME).city == "Bonn"
        assert "chen.jing" in line_with(app, "cannot be undone")


async def test_a_conflicting_edit_shows_both_values_and_enter_overwrites(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "e", *"city", "enter", *"Berlin")
        edit_account(opened("chen.jing"), ACME, {"city": "Bonn"})
        await press(pilot, "enter")
        assert accounts.one(app.book.conn, ACME).city == "Bonn"
        text = screen_text(app)
        assert "chen.jing changed city" in text
        assert "yours: 'Berlin'" in text
        await press(pilot, "enter")
        assert accounts.one(app.book.conn, ACME).city == "Berlin"


async def test_escape_keeps_the_other_value(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "e", *"city", "enter", *"Berlin")
        edit_account(opened("chen.jing"), ACME, {"city": "Bonn"})
        await press(pilot, "enter", "escape")
        assert accounts.one(app.book.conn, ACME).city == "Bonn"
        assert "kept as it was" in screen_text(app)


async def test_who_may_only_read_has_no_verbs(sit: Sit) -> None:
    app = sit(readonly=True)
    async with app.run_test() as pilot:
        await press(pilot, "4")
        assert "because" not in screen_text(app)
        await press(pilot, "t")
        assert "t›" not in screen_text(app)
        bar = screen_text(app).splitlines()[-1]
        assert "touch" not in bar
        assert "undo" not in bar
        await press(pilot, "A", "a")
        assert "new account" not in screen_text(app)
        await press(pilot, "colon", *"add an account")
        assert "nothing is called that" in screen_text(app)
        assert len(statuses.history(app.book.conn, ACME)) == 1
