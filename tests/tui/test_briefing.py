"""The briefing in the app: from a list and from an account, read, walked through, copied."""

from __future__ import annotations

from array import array

import pytest

from kamtui.ops.opinions import add_opinion
from kamtui.ops.tasks import add_task
from kamtui.store import contacts
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.accounts import Accounts
from kamtui.tui.screens.briefing import BriefingPage
from kamtui.tui.screens.review import Review
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME
from tests.tui.seen import is_harmless, line_with, page_of, press, screen_text


async def test_b_opens_the_page_from_a_list_and_escape_comes_back(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "b")
        assert page_of(app, BriefingPage).account == ACME
        assert "BRIEFING" in screen_text(app)
        assert "key since" in screen_text(app)
        assert "李娜" in line_with(app, "exec")
        await press(pilot, "escape")
        page_of(app, Review)


@pytest.mark.parametrize("key", ["A", "M", "P", "Q", "L"])
async def test_b_opens_it_from_every_list_of_accounts(sit: Sit, key: str) -> None:
    app = sit()
    async with app.run_test(size=(140, 45)) as pilot:
        await press(pilot, key)
        at = app.screen.targets()  # type: ignore[attr-defined]
        await press(pilot, "b")
        if at:
            assert page_of(app, BriefingPage).account == at[0]


async def test_b_opens_it_from_the_account_and_the_walk_goes_on_there(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "g")
        order = page_of(app, Accounts).shown.ids
        await press(pilot, "enter", "b", "right_square_bracket")
        assert page_of(app, BriefingPage).account == order[1]
        assert f"2/{len(order)}" in screen_text(app)
        await press(pilot, *["right_square_bracket"] * len(order))
        assert "end of the list" in screen_text(app)
        await press(pilot, "left_square_bracket", "q")
        assert page_of(app, AccountPage).account == order[-2]
        await press(pilot, "q")
        assert page_of(app, Accounts).shown.cursor == order[-2]


async def test_the_page_scrolls_to_its_end(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "b")
        assert "Leave with an answer to" not in screen_text(app)
        await press(pilot, "G")
        assert "Leave with an answer to" in screen_text(app)


async def test_a_wide_screen_shows_the_whole_page_at_once(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(140, 45)) as pilot:
        await press(pilot, "b")
        for said in ("Who they are", "Numbers", "Terms and service", "What to ask", "Leave with an answer to"):
            assert said in screen_text(app)


async def test_what_is_logged_here_is_on_the_page_at_once(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(140, 45)) as pilot:
        await press(pilot, "b", "t", *"m offer sent", "enter")
        assert "offer sent" in screen_text(app)
        add_task(app.book, "send the plan", account_id=ACME, due_on=TODAY)
        app.catch_up()
        await press(pilot)
        assert "send the plan" in screen_text(app)


async def test_y_copies_the_page_without_what_was_said_in_confidence(sit: Sit) -> None:
    app = sit()
    (boss,) = [place.contact_id for place in contacts.positions(app.book.conn, ACME, on=TODAY) if place.level == "exec"]
    add_opinion(app.book, ACME, 3, contact_id=boss, text="never listens", confidential=True)
    async with app.run_test(size=(140, 45)) as pilot:
        await press(pilot, "b")
        assert "confidential: never listens" in screen_text(app)
        await press(pilot, "y")
        assert "copied" in screen_text(app)
        assert app.clipboard.startswith("Acme [Holdings] Ltd\n")
        assert "Leave with an answer to" in app.clipboard
        assert "never listens" not in app.clipboard
        assert max(map(len, app.clipboard.splitlines())) <= 80


@pytest.mark.parametrize("size", [(80, 24), (140, 45), (40, 10)])
async def test_hostile_names_are_shown_and_do_nothing(sit: Sit, size: tuple[int, int]) -> None:
    app = sit()
    for name in ("[/] [red]x[/red]", "\x1b[2Jgone", "<script>"):
        add_task(app.book, name, account_id=ACME, due_on=TODAY)
    async with app.run_test(size=size) as pilot:
        await app.push_screen(BriefingPage(ACME, trail=array("q", [ACME])))
        await press(pilot, "G")
        assert all(is_harmless(character) for character in screen_text(app).replace("\n", ""))


async def test_it_speaks_chinese(sit: Sit) -> None:
    app = sit(language="zh")
    async with app.run_test(size=(140, 45)) as pilot:
        await press(pilot, "b")
        for said in ("会前简报", "客户概况", "该问什么", "客户是谁？"):
            assert said in screen_text(app)
