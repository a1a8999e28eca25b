"""The customer's voice in the app: opinions, reactions, a meeting that two of us logged, an event of theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kamtui.domain.touches import Feedback, Kind, TouchState
from kamtui.ops.opinions import add_opinion
from kamtui.ops.touches import add_touch
from kamtui.store import opinions, touches
from kamtui.store.book import Book
from kamtui.tui.accounttabs import TABS
from kamtui.tui.screens.account import AccountPage
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME
from tests.tui.seen import line_with, press, screen_text, settle

LI_NA = 4


async def test_the_tab_shows_each_respondent_with_zone_and_change_and_what_touches_taught(
    sit: Sit, opened: Callable[[str], Book]
) -> None:
    book = opened("li.wei")
    for days, score in ((90, 9), (2, 5.5)):
        on = TODAY - dt.timedelta(days=days)
        add_opinion(book, ACME, score, contact_id=LI_NA, on=on, text="slow [bold]", is_touch=False)
    add_opinion(book, ACME, 8, contact_id=LI_NA, about="chen.jing", is_touch=False, confidential=True)
    add_touch(book, ACME, kind=Kind.VISIT, feedback=Feedback.BAD, lesson="price is not the point")
    for who, sees in (("li.wei", True), ("a.meyer", False)):
        app = sit(who=who)
        async with app.run_test() as pilot:
            await app.push_screen(AccountPage(ACME))
            await settle(pilot)
            assert "- " in line_with(app, "price is not the point")
            await press(pilot, *["tab"] * list(TABS).index("voice"))
            satisfied = line_with(app, "5.5")
            assert all(word in satisfied for word in ("李娜", "exec", "-3.5", "danger"))
            assert "slow [bold]" in screen_text(app)
            assert ("chen.jing" in screen_text(app)) is sees
            assert "learned: price is not the point" in screen_text(app)


async def test_an_opinion_is_kept_from_the_palette(sit: Sit, opened: Callable[[str], Book]) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await app.push_screen(AccountPage(ACME))
        await press(pilot, "colon")
        for answer in ("opinion.add", "李娜", "", "4", "too slow", "y", ""):
            await press(pilot, *answer, "enter")
        assert "李娜 gives us 4 of 10" in screen_text(app)
    book = opened("li.wei")
    (row,) = opinions.rows(book.conn, opinions.ids(book.conn))
    assert (row.contact, row.score, row.text, row.confidential, row.about) == ("李娜", 4, "too slow", True, "")
    assert touches.one(book.conn, row.touch_id or 0).kind is Kind.SURVEY


async def test_a_meeting_that_a_colleague_logged_too_is_said_and_joined(
    sit: Sit, opened: Callable[[str], Book]
) -> None:
    theirs = add_touch(opened("chen.jing"), ACME, kind=Kind.VISIT, people=[LI_NA]).value.touch_id
    app = sit()
    async with app.run_test() as pilot:
        await app.push_screen(AccountPage(ACME))
        await press(pilot, "t")
        await press(pilot, *"v @李娜 prices", "enter")
        assert f"chen.jing logged it too: #{theirs}" in screen_text(app)
        await press(pilot, "colon")
        await press(pilot, *"touch.join", "enter")
        await press(pilot, "tab", "enter")
        assert "one meeting with chen.jing's" in screen_text(app)
        await press(pilot, "u")
        assert "one meeting" not in line_with(app, "visit")


async def test_an_event_of_theirs_is_planned_and_closed_with_what_came_of_it(
    sit: Sit, opened: Callable[[str], Book]
) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await app.push_screen(AccountPage(ACME))
        await press(pilot, "colon")
        for answer in ("touch.plan", "in 7d", "event", "opening of plant 2", ""):
            await press(pilot, *answer, "enter")
        assert "opening of plant 2" in line_with(app, "event (scheduled)")
        key = touches.ids(opened("li.wei").conn, account=ACME)[0]
        for field, value in (("state", "done"), ("summary", "two of ours spoke")):
            await press(pilot, "colon")
            for answer in ("touch.edit", str(key), field, value):
                await press(pilot, *answer, "enter")
    closed = touches.one(opened("li.wei").conn, key)
    assert (closed.state, closed.summary) == (TouchState.DONE, "two of ours spoke")
