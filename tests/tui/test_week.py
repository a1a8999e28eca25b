"""The week: what is late first, then day by day; kept, held, moved and promised from there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.touches import Kind, TouchState
from kamtui.ops.history import undo
from kamtui.ops.tasks import add_task
from kamtui.ops.touches import add_touch
from kamtui.store import tasks, touches
from kamtui.store.book import Book
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.week import Week
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, HUAWEI, THEIRS, ago
from tests.tui.seen import line_with, page_of, press, press_until, screen_text

OFFER, DRAWINGS, LIST = 1, 2, 3
VISIT = "plant tour"


@pytest.fixture
def busy(at_desk: Path) -> Path:
    """The desk with promises of both sides, one of them late, a planned visit, and something of a colleague's."""
    book = Book.open(at_desk, who="li.wei", clock=Clock(TODAY))
    add_task(book, "send the offer", account_id=ACME, due_on=ago(3), on=ago(20))
    add_task(book, "寄图纸", account_id=HUAWEI, due_on=TODAY, by_customer=True)
    add_task(book, "stock list", account_id=ACME, due_on=TODAY + dt.timedelta(days=1), repeat="1w")
    at = dt.datetime(2026, 11, 21, 6, 30, tzinfo=dt.UTC)
    add_touch(book, ACME, kind=Kind.VISIT, summary=VISIT, on=at.date(), at=at, people=[4], state=TouchState.SCHEDULED)
    add_touch(
        book,
        HUAWEI,
        kind=Kind.ANNUAL_FORUM,
        on=TODAY + dt.timedelta(days=5),
        state=TouchState.SCHEDULED,
        summary="2026",
    )
    add_task(book, "their own promise", account_id=THEIRS, owner="chen.jing", due_on=TODAY)
    book.close()
    return at_desk


def shown(text: str) -> list[str]:
    """The lines of the list, without the title and what stands below."""
    lines = text.splitlines()
    return [line for line in lines[2:-4] if line.strip()]


async def test_what_is_late_stands_first_and_every_day_has_a_heading(sit: Sit, busy: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "W")
        lines = shown(screen_text(app))
        assert lines[0].split() == ["late", "1", "thing"]
        assert "send the offer" in lines[1]
        assert lines[1].startswith("▌")
        headings = [line for line in lines if line[3:6] in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")]
        assert [line.split()[1] for line in headings] == [f"11-{day}" for day in range(16, 23)]
        assert "today" in line_with(app, "Fri 11-20")
        assert "theirs" in line_with(app, "寄图纸")
        assert "1w" in line_with(app, "stock list")
        assert "visit" in line_with(app, VISIT)
        assert "their own promise" not in screen_text(app)
        assert "WEEK  11-16 - 11-22  4 things · 1 late" in screen_text(app)


async def test_the_brackets_go_through_the_weeks(sit: Sit, busy: Path) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "W", "right_square_bracket")
        assert "forum" in line_with(app, "▌")
        assert "late" not in screen_text(app)
        await press(pilot, "left_square_bracket", "left_square_bracket")
        assert "11-09 - 11-15" in screen_text(app)


async def test_everybodys_week_has_the_colleagues_too(sit: Sit, busy: Path) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "W", "E")
        assert "chen.jing" in line_with(app, "their own promise")
        await press(pilot, "E")
        assert "their own promise" not in screen_text(app)


async def test_d_asks_what_came_of_a_promise_and_the_cursor_goes_on(sit: Sit, busy: Path) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "W", "d", *"sent by mail", "enter")
        assert tasks.one(app.book.conn, OFFER).result == "sent by mail"
        assert "is done" in screen_text(app)
        assert "寄图纸" in line_with(app, "▌")
        await press(pilot, "d", "enter")
        assert tasks.one(app.book.conn, DRAWINGS).state == "done"
        await press(pilot, "u")
        assert tasks.one(app.book.conn, DRAWINGS).state == "open"
        assert "寄图纸" in screen_text(app)


async def test_escape_leaves_it_open(sit: Sit, busy: Path) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "W", "d", "escape")
        assert tasks.one(app.book.conn, OFFER).state == "open"


async def test_what_comes_again_stands_in_the_next_week(sit: Sit, busy: Path) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "W", "G")
        await press_until(pilot, "k", lambda: "stock list" in line_with(app, "▌"))
        await press(pilot, "d", "enter")
        assert "again on 2026-11-28" in screen_text(app)
        await press(pilot, "right_square_bracket")
        assert "stock list" in screen_text(app)


async def test_d_on_a_planned_touch_says_that_it_took_place_and_when_the_next_is_due(sit: Sit, busy: Path) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "W")
        await press_until(pilot, "j", lambda: VISIT in line_with(app, "▌"))
        await press(pilot, "d", *": they want more", "enter")
        (visit,) = touches.rows(app.book.conn, touches.ids(app.book.conn, account=ACME)[:1])
        assert (visit.state, visit.on, visit.summary) == (TouchState.DONE, TODAY, f"{VISIT}: they want more")
        assert "took place · next due Fri 11-27" in screen_text(app)


@pytest.mark.parametrize(("typed", "day"), [("1", 21), ("7", 27), ("next mon", 23), ("2026-11-24", 24)])
async def test_z_puts_a_promise_to_another_day(sit: Sit, busy: Path, typed: str, day: int) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "W", "z", *typed, "enter")
        assert tasks.one(app.book.conn, OFFER).due_on == dt.date(2026, 11, day)
        assert f"due 2026-11-{day}" in screen_text(app)


async def test_z_puts_a_planned_touch_to_another_day(sit: Sit, busy: Path) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "W")
        await press_until(pilot, "j", lambda: VISIT in line_with(app, "▌"))
        await press(pilot, "z", *"1", "enter", "z", *"tomorrow", "enter")
        (visit,) = touches.rows(app.book.conn, touches.ids(app.book.conn, account=ACME)[:1])
        assert (visit.on, visit.at) == (dt.date(2026, 11, 21), "2026-11-21T06:30:00Z")


async def test_marked_things_are_done_and_moved_together(sit: Sit, busy: Path) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "W", "V", "z", *"2026-12-01", "enter")
        assert [task.due_on for task in tasks.rows(app.book.conn, [OFFER, DRAWINGS, LIST])] == [
            dt.date(2026, 12, 1)
        ] * 3
        assert "4 things changed" in screen_text(app)
        await press(pilot, "right_square_bracket", "right_square_bracket", "V", "d", "y", "enter")
        assert {task.state for task in tasks.rows(app.book.conn, [OFFER, DRAWINGS, LIST])} == {"done"}


async def test_n_promises_below_a_heading_for_that_day(sit: Sit, busy: Path) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "W", "n", *"tomorrow call back", "enter")
        (added,) = [task for task in tasks.rows(app.book.conn, tasks.ids(app.book.conn)) if task.title == "call back"]
        assert added.account_id == ACME
        await press(pilot, "G", "n", *"tidy the desk", "enter")
        (added,) = [task for task in tasks.rows(app.book.conn, tasks.ids(app.book.conn)) if "desk" in task.title]
        assert (added.account_id, added.due_on) == (None, dt.date(2026, 11, 22))
        assert "tidy the desk" in screen_text(app)


async def test_c_calls_off(sit: Sit, busy: Path) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "W", "c")
        assert tasks.one(app.book.conn, OFFER).state == "cancelled"
        await press_until(pilot, "j", lambda: VISIT in line_with(app, "▌"))
        await press(pilot, "c")
        assert VISIT not in screen_text(app)


async def test_enter_opens_the_account_at_its_tasks(sit: Sit, busy: Path) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "W", "enter")
        page = page_of(app, AccountPage)
        assert (page.account, page.tab) == (ACME, "tasks")
        await press(pilot, "q")
        assert "send the offer" in line_with(app, "▌")


async def test_a_colleagues_change_appears_while_the_cursor_stays(sit: Sit, busy: Path) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "W", "j", "j")
        where = page_of(app, Week).shown.cursor
        other = Book.open(busy, who="wang.fang", clock=Clock(TODAY))
        add_task(other, "a new one", account_id=ACME, owner="li.wei", due_on=ago(5))
        app.catch_up()
        await press(pilot)
        assert "a new one" in screen_text(app)
        assert page_of(app, Week).shown.cursor == where
        undo(other)
        other.close()


async def test_a_reader_sees_the_week_and_has_no_verbs(sit: Sit, busy: Path) -> None:
    app = sit(readonly=True)
    async with app.run_test() as pilot:
        await press(pilot, "W", "d", "z", "c", "n")
        assert "send the offer" in screen_text(app)
        assert tasks.one(app.book.conn, OFFER).state == "open"


async def test_it_is_said_in_chinese_too(sit: Sit, busy: Path) -> None:
    app = sit(language="zh")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "W")
        assert "客户承诺" in line_with(app, "寄图纸")
        assert "逾期" in screen_text(app)
