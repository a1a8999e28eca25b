"""The money of an account: one key says whether a delivery may be promised, and its views are where that is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from kamtui import i18n
from kamtui.clock import Clock
from kamtui.domain.credit import CreditGrade
from kamtui.domain.facts import Metric
from kamtui.domain.money import SCALE
from kamtui.domain.periods import Period
from kamtui.ops.credit import set_credit
from kamtui.ops.facts import add_fact
from kamtui.ops.invoices import add_invoice
from kamtui.store import receivables
from kamtui.store.book import Book
from kamtui.tui.app import Kamtui
from kamtui.tui.forms import FORMS
from kamtui.tui.moneyviews import VIEWS
from kamtui.tui.screens.accounts import Accounts
from kamtui.tui.screens.money import MoneyPage
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, HUAWEI, ago
from tests.tui.seen import line_with, page_of, press, screen_text


@pytest.fixture
def owing(at_desk: Path) -> Path:
    """The desk, where Acme owes an invoice that is 62 days late and one that is not due, and runs out of screws."""
    book = Book.open(at_desk, who="li.wei", clock=Clock(TODAY))
    add_invoice(book, ACME, 12_000 * SCALE, number="R-1", issued_on=ago(92), due_on=ago(62))
    add_invoice(book, ACME, 40_000 * SCALE, number="R-2", issued_on=ago(5), due_on=ago(-25))
    set_credit(book, ACME, {"grade": CreditGrade.B, "limit": 50_000 * SCALE}, reason="as the bank says")
    for metric, days, pieces in ((Metric.STOCK_QTY, 0, 900), (Metric.SELLTHROUGH_QTY, 27, 2_800)):
        add_fact(book, ACME, metric, pieces * SCALE, period=Period(ago(days), TODAY), product="螺栓", unit="pcs")
    book.close()
    return at_desk


async def open_money(app: Kamtui, pilot: Pilot[Any]) -> None:
    await press(pilot, "A")
    page_of(app, Accounts).shown.select(ACME)
    await press(pilot, "dollar_sign")


def open_numbers(app: Kamtui) -> list[str]:
    return [each.number for each in receivables.documents(app.book.conn, ACME, TODAY)]


async def test_one_key_says_what_speaks_against_a_delivery_and_what_is_unknown(sit: Sit, owing: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_money(app, pilot)
        assert "! 62 days overdue 12,000.00 CNY; exposure 104 % of the limit" in screen_text(app)
        assert "52,000.00 CNY  ! overdue 12,000.00, oldest 62d  1 of 2 invoices late" in line_with(app, "owes")
        assert line_with(app, "not due").endswith("40,000.00  " + "█" * 40)
        assert "52,000.00 ██████████│ ! 104 % of 50,000.00 CNY" in line_with(app, "exposure  ")
        assert "! 螺栓 9d of 14d to deliver" in line_with(app, "stock")
        # where nobody entered anything nothing is said to be zero
        page_of(app, MoneyPage).go_to(HUAWEI)
        await press(pilot)
        assert "? nothing known speaks against a delivery; unknown: what they owe, credit" in screen_text(app)
        assert "unknown: no invoice was ever entered" in line_with(app, "owes")
        assert "0.00" not in screen_text(app)


async def test_the_invoice_at_the_cursor_is_paid_with_one_key_and_u_takes_it_back(sit: Sit, owing: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_money(app, pilot)
        await press(pilot, "tab")
        assert "R-1" in line_with(app, "▌")
        # which invoice is known
        await press(pilot, "d", *["enter"] * (len(FORMS["payment.add"].fields) - 1))
        assert open_numbers(app) == ["R-2"]
        await press(pilot, "shift+tab")
        assert "! exposure" not in screen_text(app)
        assert "~ exposure 80 % of the limit" in screen_text(app)
        await press(pilot, "u")
        assert open_numbers(app) == ["R-1", "R-2"]
        assert "! 62 days overdue" in screen_text(app)


async def test_the_view_stays_while_one_walks_and_verbs_are_absent_where_nothing_may_be_written(
    sit: Sit, owing: Path
) -> None:
    app = sit(readonly=True)
    async with app.run_test(size=(140, 45)) as pilot:
        await open_money(app, pilot)
        await press(pilot, "tab", "right_square_bracket")
        page = page_of(app, MoneyPage)
        assert page.account != ACME
        assert page.name_of_view == "invoices"
        await press(pilot, "left_square_bracket", "d", "x", "a")
        assert not page.bottom.is_asking
        assert "paid, done" not in line_with(app, "? help")
        await press(pilot, "escape")
        assert page_of(app, Accounts).shown.cursor == ACME


def test_every_view_opens_forms_that_there_are_and_can_be_said_in_chinese() -> None:
    verbs = [verb for view in VIEWS.values() for several in view.verbs.values() for verb in several]
    assert not {verb.form for verb in verbs} - FORMS.keys()
    words = {*(view.heading for view in VIEWS.values()), *(view.empty for view in VIEWS.values())}
    assert not {*words, *(verb.label for verb in verbs)} - {""} - i18n.catalog("zh").keys()
