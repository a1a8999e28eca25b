"""Terms and credit on the money page: granted, looked at anew and ended with keys, the headroom in sight."""

from __future__ import annotations

from collections.abc import Callable

from kamtui.domain.credit import CreditGrade
from kamtui.domain.terms import TermsKind
from kamtui.store import credit, terms
from kamtui.store.book import Book
from kamtui.tui.screens.money import MoneyPage
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME
from tests.tui.seen import press, screen_text


async def test_terms_are_granted_and_ended_and_credit_is_decided_with_keys(
    sit: Sit, opened: Callable[[str], Book]
) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        page = MoneyPage(ACME)
        await app.push_screen(page)
        while "nothing was granted" not in screen_text(app):
            await press(pilot, "tab")
        assert "credit: never decided" in screen_text(app)
        await press(pilot, "a", *"terms", "enter")
        for answer in ("培训", "", "驻厂", "800", "30", "", "", "", "", ""):
            await press(pilot, *answer, "enter")
        conn = opened("li.wei").conn
        (found,) = terms.in_force(conn, TODAY)[ACME]
        assert (found.kind, found.title, found.cost, found.prepay) == (TermsKind.TRAINING, "驻厂", 800_0000, 30_0000)
        assert "800" in screen_text(app)
        await press(pilot, "a", *"credit", "enter")
        for answer in ("b", "50k", "", "", "", ""):
            await press(pilot, *answer, "enter")
        decided = credit.in_force(conn, TODAY)[ACME]
        assert (decided.grade, decided.limit) == (CreditGrade.B, 50_000_0000)
        assert "limit 50,000.00" in screen_text(app)
        await press(pilot, "x", "enter", *"done", "enter")
        assert terms.one(conn, found.id).to_on == TODAY
        await press(pilot, "u")
        assert terms.one(conn, found.id).to_on is None
