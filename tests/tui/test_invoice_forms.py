"""Invoices and payments entered in the app, from the palette and in the invoices view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kamtui.store import invoices, payments, settlements
from kamtui.store.book import Book
from kamtui.tui.screens.account import AccountPage
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME
from tests.tui.seen import press, screen_text, settle


async def test_an_invoice_is_entered_disputed_and_paid_from_the_palette(
    sit: Sit, opened: Callable[[str], Book]
) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await app.push_screen(AccountPage(ACME))
        await settle(pilot)
        for answers in (
            ("invoice.add", "R-17", "1200", "2026-10-01", "2026-10-31", ""),
            ("invoice.dispute", "R-17", "two broken"),
            ("invoice.edit", "R-17", "amount", "1000"),
            ("payment.add", "R-17", "", "2026-11-02", "", ""),
            ("payment.edit", "1", "amount", "900"),
        ):
            await press(pilot, "colon")
            for answer in answers:
                await press(pilot, *answer, "enter")
        assert "amount of the payment of 900.00 CNY changed" in screen_text(app)
    conn = opened("li.wei").conn
    found = invoices.one(conn, invoices.numbered(conn, "R-17", ACME), TODAY)
    assert (found.amount, found.due_on, found.dispute) == (1000_0000, dt.date(2026, 10, 31), "two broken")
    assert (found.open, found.state) == (100_0000, "disputed")
    (paid,) = payments.rows(conn, payments.ids(conn, account=ACME))
    assert (paid.amount, paid.on, paid.invoice) == (900_0000, dt.date(2026, 11, 2), "R-17")
    assert settlements.differences(conn) == []
