"""What is known of a customer, on its tab: shown with source and age, confirmed, corrected, competitors noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kamtui.domain.profiles import Source
from kamtui.ops.profiles import set_profile
from kamtui.ops.rivals import note_rival
from kamtui.store import accounts, profiles, rivals, tasks
from kamtui.store.book import Book
from kamtui.tui.screens.account import AccountPage
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME
from tests.tui.seen import line_with, press, screen_text, settle


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def known(book: Book) -> None:
    """A stale goal, a barrier, value drivers, a competitor that moved."""
    set_profile(book, ACME, "goals", "海外收入过半 [bold]", source=Source.PUBLIC, on=ago(200))
    set_profile(book, ACME, "retention_barrier", "rebate", on=ago(20))
    set_profile(book, ACME, "value_drivers", "连续供货；寿命", source=Source.CUSTOMER, on=ago(20))
    note_rival(book, ACME, "赫德林", {"share": 30, "move": "12 % off"}, on=ago(10))


async def test_the_tab_shows_what_is_known_with_source_and_age_and_the_header_what_is_worth_most(
    sit: Sit, opened: Callable[[str], Book]
) -> None:
    known(opened("li.wei"))
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(AccountPage(ACME))
        await settle(pilot)
        assert "连续供货 > 寿命" in screen_text(app)
        assert "Build and maintain relations with all top levels" in screen_text(app)
        await press(pilot, "I")
        assert "held only by barriers" in line_with(app, "% known")
        goals = line_with(app, "海外收入过半 [bold]")
        assert "public" in goals
        assert "~200d" in goals
        assert "! not known" in line_with(app, "needs")
        await press(pilot, "G", "k", "k")
        assert "12 % off" in line_with(app, "赫德林")


async def test_one_key_says_that_it_is_still_true_and_marks_say_it_of_all(
    sit: Sit, opened: Callable[[str], Book]
) -> None:
    book = opened("li.wei")
    known(book)
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(AccountPage(ACME))
        await press(pilot, "I", "d")
        assert "nothing there to confirm" in screen_text(app)
        await press(pilot, "j", "j", "d")
        assert profiles.of_account(book.conn, ACME, TODAY)["goals"].on == TODAY
        assert accounts.row(book.conn, ACME).last_touch_on == ago(60)
        await press(pilot, "V", "d")
        assert {kept.on for kept in profiles.of_account(book.conn, ACME, TODAY).values()} == {TODAY}
        assert rivals.at_account(book.conn, ACME, TODAY)[0].on == TODAY
        await press(pilot, "u", "u")
        assert profiles.of_account(book.conn, ACME, TODAY)["goals"].on == ago(200)


async def test_a_field_is_corrected_at_the_cursor_and_a_colleagues_change_is_not_lost(
    sit: Sit, opened: Callable[[str], Book]
) -> None:
    book = opened("li.wei")
    known(book)
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(AccountPage(ACME))
        await press(pilot, "I", "j", "j", "e")
        assert "What do they want to reach" in screen_text(app)
        set_profile(opened("chen.jing"), ACME, "goals", "two plants")
        await press(pilot, *"!", "enter", *"customer", "enter")
        assert "chen.jing" in screen_text(app)
        await press(pilot, "escape")
        assert profiles.of_account(book.conn, ACME, TODAY)["goals"].value == "two plants"
        await press(pilot, "j", "e", *"on time", "enter", "escape")
        assert "needs" not in profiles.of_account(book.conn, ACME, TODAY)
        await press(pilot, "e", "enter", "enter")
        assert profiles.of_account(book.conn, ACME, TODAY)["needs"].value == "on time"


async def test_competitors_are_noted_answered_and_gone_and_segments_typed(
    sit: Sit, opened: Callable[[str], Book]
) -> None:
    book = opened("li.wei")
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(AccountPage(ACME))
        await press(pilot, "I", "a", *"Norvak", "enter", *"30", "enter", *"trial", "enter")
        (rival,) = rivals.at_account(book.conn, ACME, TODAY)
        assert (rival.name, rival.share, rival.move, rival.move_on) == ("Norvak", 30, "trial", TODAY)
        await press(pilot, "G", "k", "k", "n", *"fri match it", "enter")
        (task,) = tasks.rows(book.conn, tasks.ids(book.conn, account=ACME))
        assert (task.title, task.signal) == ("match it", "SIG-30")
        await press(pilot, "e", *"counter", "enter", *"on site", "enter")
        assert rivals.at_account(book.conn, ACME, TODAY)[0].counter == "on site"
        await press(pilot, "e", *"gone", "enter")
        assert rivals.at_account(book.conn, ACME, TODAY) == []
        await press(pilot, "G", "e", *"strategic", "enter")
        assert accounts.row(book.conn, ACME).segments == "strategic"
        assert any("strategic" in line for line in screen_text(app).splitlines()[1:5])


async def test_where_nothing_may_be_written_no_verb_is_named(sit: Sit) -> None:
    app = sit(readonly=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(AccountPage(ACME))
        await press(pilot, "I")
        assert "not known" in screen_text(app)
        assert "still true" not in screen_text(app)
