"""One account: its tabs, the walk to the next one, people and tasks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from textual.pilot import Pilot

from kamtui.ops.tasks import add_task
from kamtui.ops.touches import add_touch
from kamtui.store import accounts, reviews, tasks
from kamtui.tui.accountlines import wrapped
from kamtui.tui.app import Kamtui
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.text import line_width
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, HUAWEI, QUIET, ago
from tests.tui.seen import line_with, page_of, press, press_until, screen_text, settle


async def test_enter_opens_and_the_bracket_walks_through_the_list_one_came_from(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        assert page_of(app, AccountPage).account == ACME
        assert "Acme [Holdings] Ltd #1  1/4" in screen_text(app)
        await press(pilot, "right_square_bracket")
        assert page_of(app, AccountPage).account == HUAWEI
        await press(pilot, "left_square_bracket", "left_square_bracket")
        assert page_of(app, AccountPage).account == ACME
        assert "end of the list" in screen_text(app)


async def test_of_a_long_stream_as_much_is_read_as_is_shown_until_one_scrolls_to_its_end(sit: Sit) -> None:
    app = sit()
    for number in range(60):
        add_touch(app.book, ACME, on=TODAY - dt.timedelta(days=400 + number), summary=f"verse {number}.")
    async with app.run_test() as pilot:
        await press(pilot, "enter")
        assert page_of(app, AccountPage).account == ACME
        assert "verse 59." not in screen_text(app)
        await press(pilot, "G")
        assert "verse 59." in screen_text(app)
        await press(pilot, "g", *["pagedown"] * 9)
        assert "verse 59." in screen_text(app)


async def test_going_back_stands_on_the_account_one_walked_to(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "enter", "right_square_bracket", "q")
        assert line_with(app, "▌").startswith("▌! regular")
        assert "华为" in line_with(app, "▌")


async def test_verbs_work_here_too(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "enter", "shift+tab", "4", "enter", "t", *"m offer sent", "enter")
        assert "declining" in screen_text(app)
        assert "offer sent" in screen_text(app)
        await press(pilot, "d")
        assert page_of(app, AccountPage).account == HUAWEI


async def test_tab_goes_through_the_tabs(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(80, 30)) as pilot:
        await press(pilot, "A", "enter")
        assert "[Timeline]" in screen_text(app)
        for heading, text in (
            ("[Tier]", "as it was"),
            ("[Money]", "CNY in 12 months"),
            ("[Tasks]", "nothing promised"),
            ("[Issues]", "nothing is open"),
            ("[Voice]", "nobody was asked"),
            ("[Profile]", ""),
            ("[Group]", ""),
            ("[Facts]", "end_user"),
            ("[Team]", ""),
            ("[History]", "amount: 10000"),
        ):
            await press(pilot, "tab")
            assert heading in screen_text(app)
            assert text in screen_text(app)
        await press(pilot, "tab")
        assert "[Timeline]" in screen_text(app)


async def test_the_tier_chart_shows_the_move_and_the_tab_says_why(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "j", "enter", "tab")
        assert page_of(app, AccountPage).account == QUIET
        assert "┏" in screen_text(app)
        assert "▲ regular → key" in screen_text(app)
        assert "three good quarters in a row" in screen_text(app)


@pytest.mark.parametrize("cells", [30, 40, 45, 78])
def test_an_entry_goes_on_between_words_and_keeps_its_gaps_and_roles(cells: int) -> None:
    line = [(" 12-04 ", "muted"), ("event ", "accent"), ("顾蔓, Konrad Brandhofer  ", "strong"), ("Opening of it", "")]
    line.append(("  zhao.min", "muted"))
    rows = wrapped(line, cells, indent=7, most=4)
    assert all(line_width(row) <= cells for row in rows)
    text = "".join(part for row in rows for part, _ in row)
    assert " ".join(text.split()) == "12-04 event 顾蔓, Konrad Brandhofer Opening of it zhao.min"
    roles = {part.strip(): role for row in rows for part, role in row}
    assert roles["zhao.min"] == "muted"


async def test_of_two_statuses_of_one_day_the_later_stands_above(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "enter", "3", "enter", "4", "enter")
        lines = [line for line in screen_text(app).splitlines() if "11-20 status" in line]
        assert ["→ declining" in line for line in lines[:2]] == [True, False]


async def test_a_long_reason_is_wrapped_and_not_cut(sit: Sit) -> None:
    app = sit()
    reason = "because the board decided to bundle all purchasing in one place, which makes us the largest supplier"
    async with app.run_test() as pilot:
        await press(pilot, "A", "enter", "m", "m", *"regular", "enter", *reason, "enter", "q", "tab")
        shown = " ".join(line.strip() for line in screen_text(app).splitlines())
        assert reason in shown


async def to_tasks(app: Kamtui, pilot: Pilot[Any]) -> None:
    """Go to the tab of tasks, wherever it stands."""
    await press_until(pilot, "tab", lambda: "[Tasks]" in screen_text(app))


async def test_enter_on_a_task_says_that_it_is_done_and_what_came_of_it(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "enter", "n", *"fri send the offer", "enter")
        await to_tasks(app, pilot)
        assert "send the offer" in line_with(app, "▌")
        await press(pilot, "enter", *"by mail", "enter")
        assert not tasks.ids(app.book.conn, account=ACME)
        assert tasks.one(app.book.conn, 1).result == "by mail"
        assert "nothing promised" in screen_text(app)


async def test_z_on_the_tab_of_tasks_moves_the_task_and_elsewhere_puts_off_the_card(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "enter", "n", *"fri send the offer", "enter")
        await to_tasks(app, pilot)
        await press(pilot, "z", *"7", "enter")
        assert tasks.one(app.book.conn, 1).due_on == TODAY + dt.timedelta(days=7)
        assert not reviews.acknowledgements(app.book.conn, "li.wei", TODAY)
        await press(pilot, "tab", "z", *"7", "enter")
        assert reviews.acknowledgements(app.book.conn, "li.wei", TODAY)
        assert tasks.one(app.book.conn, 1).due_on == TODAY + dt.timedelta(days=7)


async def test_the_tab_of_tasks_says_whose_promise_it_is_how_often_and_how_late(sit: Sit) -> None:
    app = sit()
    add_task(app.book, "drawings", account_id=ACME, due_on=ago(2), by_customer=True, repeat="1m")
    async with app.run_test() as pilot:
        await press(pilot, "enter")
        await to_tasks(app, pilot)
        assert line_with(app, "▌").split()[1:5] == ["!11-18", "theirs", "↻1m", "drawings"]


async def test_e_corrects_a_field(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "enter", "e", *"city", "enter", *"Berlin", "enter")
        assert accounts.one(app.book.conn, ACME).city == "Berlin"


async def test_a_tab_stays_while_one_walks(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "enter", "tab", "right_square_bracket")
        assert "[Tier]" in screen_text(app)
        assert "华为" in screen_text(app).splitlines()[0]
