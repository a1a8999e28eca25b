"""The portfolio over time: charts, the matrix whose cells are chosen, the movers."""

from __future__ import annotations

from pathlib import Path

from kamtui.domain.tiers import Tier
from kamtui.ops.policies import set_policy
from kamtui.store import policies, tiers
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.movement import MovementPage
from tests.tui.conftest import Sit
from tests.tui.desk import QUIET
from tests.tui.seen import line_with, page_of, press, screen_text


async def test_charts_matrix_movers_and_the_reason_fit_into_80x24(sit: Sit, sample_file: Path) -> None:
    app = sit(sample_file)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "M")
        text = screen_text(app)
        for part in ("MOVEMENT", "24 months", "from → to", "total", "moved", "▲ regular → key"):
            assert part in text
        assert len([line for line in text.splitlines() if "→" in line and line.strip()[0] in "▲▼▌"]) >= 4


async def test_who_moved_stands_below_with_the_whole_reason(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "M")
        assert list(page_of(app, MovementPage).shown.ids) == [QUIET]
        assert "▲ regular → key" in line_with(app, "Quiet AG")
        assert "three good quarters in a row" in screen_text(app)


async def test_brackets_step_through_the_months(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "M", "left_square_bracket", "left_square_bracket")
        assert "2025-09-30 → 2026-09-30" in screen_text(app)
        assert "nobody moved" in screen_text(app)
        await press(pilot, "right_square_bracket", "right_square_bracket", "right_square_bracket")
        assert "2026-11-20" in screen_text(app)
        assert "this is today" in screen_text(app)


async def test_s_changes_the_span_and_a_day_can_be_typed(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "M", "s")
        assert "2026-10-20 → 2026-11-20" in screen_text(app)
        await press(pilot, "slash", *"2026-10-31", "enter")
        assert "2026-09-30 → 2026-10-31" in screen_text(app)
        assert list(page_of(app, MovementPage).shown.ids) == [QUIET]


async def test_tab_goes_to_the_matrix_and_its_cells_choose_the_accounts(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "M", "tab")
        assert "key → key (1)" in screen_text(app)
        await press(pilot, "down", "right")
        assert "regular → regular (2)" in screen_text(app)
        assert "▌2" in screen_text(app)
        await press(pilot, "left", "enter")
        assert list(page_of(app, MovementPage).shown.ids) == [QUIET]
        await press(pilot, "escape")
        assert page_of(app, MovementPage).upper.cell is None


async def test_enter_on_a_mover_opens_its_tiers(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "M", "enter")
        assert isinstance(app.screen, AccountPage)
        assert app.screen.account == QUIET
        assert "[Tier]" in screen_text(app)


async def test_f_lists_the_accounts_that_rise_with_what_moved_their_score(sit: Sit, sample_file: Path) -> None:
    app = sit(sample_file)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "M", "f")
        page = page_of(app, MovementPage)
        risers = page.shown.ids
        assert risers
        assert "rising, not key" in screen_text(app)
        held = tiers.of_all(app.book.conn, app.book.today())
        assert all(held.get(account) is not Tier.KEY for account in risers)
        assert "points)" in screen_text(app)
        await press(pilot, "escape")
        assert list(page.shown.ids) != list(risers)


async def test_the_account_at_the_cursor_says_what_moved_its_score(sit: Sit, sample_file: Path) -> None:
    app = sit(sample_file)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "M")
        assert "score: " in screen_text(app)
        assert "points)" in screen_text(app)


async def test_a_new_policy_is_marked_below_the_months(sit: Sit) -> None:
    app = sit()
    set_policy(app.book, policies.starting("distributor"), on=app.book.today(), note="three axes")
    async with app.run_test() as pilot:
        await press(pilot, "M")
        assert "policy 1 from" in screen_text(app)
        assert "three axes" in screen_text(app)
