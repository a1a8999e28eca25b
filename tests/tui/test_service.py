"""The page of service: issues are answered, settled with what they taught, and added, with keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kamtui.domain.issues import IssueKind
from kamtui.ops.issues import add_issue
from kamtui.store import issues
from kamtui.store.book import Book
from kamtui.tui.screens.account import AccountPage
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, SIEMENS
from tests.tui.seen import line_with, press, screen_text


async def test_a_complaint_is_answered_and_settled_with_what_it_taught(sit: Sit, opened: Callable[[str], Book]) -> None:
    book = opened("li.wei")
    for account, title in ((ACME, "pump [leaks]"), (SIEMENS, "late truck")):
        add_issue(book, account, title, kind=IssueKind.COMPLAINT, on=TODAY - dt.timedelta(days=9))
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "S")
        assert "2 open, 2 late" in screen_text(app)
        assert "late" in line_with(app, "pump [leaks]")
        await press(pilot, "c", *"we come", "enter")
        await press(pilot, "d", *"new seal", "enter", "y", "enter", *"worn seal", "enter")
        await press(pilot, *"seals age", "enter", *"yearly", "enter")
        assert "1 open, 1 late" in screen_text(app)
        await press(pilot, "tab")
        assert "1 settled" in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, AccountPage)
        assert "[Issues]" in screen_text(app)
    settled = issues.one(book.conn, 1)
    assert (settled.answer, settled.first_time, settled.cause) == ("new seal", True, "worn seal")
    assert (settled.lesson, settled.prevented_by) == ("seals age", "yearly")


async def test_a_request_is_added_at_an_account_and_corrected_from_the_page(
    sit: Sit, opened: Callable[[str], Book]
) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(AccountPage(ACME, tab="issues"))
        await press(pilot, "a")
        for answer in ("催促备件", "request", "", "", "finance", "", "n"):
            await press(pilot, *answer, "enter")
        await press(pilot, "S", "e")
        for answer in ("title", "催促备件发货"):
            await press(pilot, *answer, "enter")
        assert "催促备件发货" in screen_text(app)
        await press(pilot, "u")
    (one,) = issues.rows((book := opened("li.wei")).conn, issues.ids(book.conn))
    assert (one.title, one.kind, one.department) == ("催促备件", IssueKind.REQUEST, "finance")
