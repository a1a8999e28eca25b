"""The page of the funnel: levels, won and lost, added and corrected, with keys; and the deals of an account."""

from __future__ import annotations

from collections.abc import Callable

from kamtui.domain.opportunities import Level, Outcome
from kamtui.ops.opportunities import add_opportunity
from kamtui.store import opportunities
from kamtui.store.book import Book
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, HUAWEI, ago
from tests.tui.seen import line_with, press, screen_text


async def test_an_opportunity_moves_is_lost_and_opened_again_with_keys(sit: Sit, opened: Callable[[str], Book]) -> None:
    book = opened("li.wei")
    add_opportunity(book, "框架合同 [2027]", account_id=HUAWEI, level=Level.IN, opened_on=ago(100))
    add_opportunity(book, "a lead", opened_on=ago(5))
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "F")
        assert "2 open" in screen_text(app)
        assert "1 stale" in line_with(app, "in the funnel")
        await press(pilot, "l", "4", "enter")
        assert opportunities.one(book.conn, 1).level is Level.BEST_FEW
        await press(pilot, "d", *"lost", "enter", *"price", "enter")
        assert "1 open" in screen_text(app)
        await press(pilot, "tab", "tab")
        assert "1 decided" in screen_text(app)
        assert (opportunities.one(book.conn, 1).outcome, opportunities.one(book.conn, 1).reason) == ("lost", "price")
        await press(pilot, "d", "y", "enter")
        assert opportunities.one(book.conn, 1).outcome is Outcome.OPEN


async def test_one_is_added_at_an_account_and_won_on_its_money_page(sit: Sit, opened: Callable[[str], Book]) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "F", "a")
        for answer in ("pumps", "Acme", "12k", "", "3", "", "2027-01-31"):
            await press(pilot, *answer, "enter")
        assert "pumps" in screen_text(app)
        await press(pilot, "e", *"origin", "enter", *"fair", "enter")
        await press(pilot, "dollar_sign")
        while "[Deals]" not in screen_text(app):
            await press(pilot, "tab")
        assert "pumps" in screen_text(app)
    one = opportunities.one(opened("li.wei").conn, 1)
    assert (one.account_id, one.amount, one.level, one.origin) == (ACME, 12_000_0000, Level.IN, "fair")
