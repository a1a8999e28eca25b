"""A playbook is offered where an account enters a class, and taken up with one key (R10)."""

from __future__ import annotations

from kamtui.domain.tiers import Tier
from kamtui.store import tasks, tiers
from kamtui.tui.app import Kamtui
from kamtui.tui.screens.accounts import Accounts
from kamtui.tui.screens.tier import TierPage
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import SIEMENS
from tests.tui.seen import page_of, press, screen_text


def titles(app: Kamtui, account: int) -> list[str]:
    return [task.title for task in tasks.rows(app.book.conn, tasks.ids(app.book.conn, account=account))]


async def test_a_decided_tier_offers_its_playbook_and_p_takes_it_up(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "slash", *"siemens", "enter", "m", "m", *"key", "enter", *"won the tender", "enter")
        assert tiers.in_force(app.book.conn, SIEMENS, TODAY) is Tier.KEY
        assert "p playbook: 3 tasks  u undo" in screen_text(app)
        await press(pilot, "p")
        assert "Plan the year with the customer" in titles(app, SIEMENS)
        await press(pilot, "u", "u")
        assert titles(app, SIEMENS) == []
        assert tiers.in_force(app.book.conn, SIEMENS, TODAY) is Tier.PROSPECT


async def test_the_offer_is_for_the_account_that_entered_wherever_one_went_on_to(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "A")
        page_of(app, Accounts).shown.select(SIEMENS)
        await press(pilot, "m", "m", *"key", "enter", *"won the tender", "enter", "left_square_bracket")
        elsewhere = page_of(app, TierPage).account
        assert elsewhere != SIEMENS
        await press(pilot, "p")
        assert "Plan the year with the customer" in titles(app, SIEMENS)
        assert not titles(app, elsewhere)


async def test_an_offer_that_is_no_longer_read_is_no_longer_taken_up(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "A")
        page_of(app, Accounts).shown.select(SIEMENS)
        await press(pilot, "m", "m", *"key", "enter", *"won the tender", "enter", "left_square_bracket", "y")
        assert "p playbook" not in screen_text(app)
        await press(pilot, "p")
        assert not titles(app, SIEMENS)
