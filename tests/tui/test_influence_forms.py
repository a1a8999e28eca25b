"""Buying influences, links and red flags from the palette."""

from __future__ import annotations

from collections.abc import Callable

from kamtui.domain.influences import Degree, Mode, Role
from kamtui.ops.influences import judge_influence
from kamtui.store import influences, links, redflags
from kamtui.store.book import Book
from kamtui.tui.screens.account import AccountPage
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, QUIET, ago
from tests.tui.seen import press, screen_text

LI_NA, CHEN = 4, 5


async def test_who_decides_is_judged_field_by_field_and_said_to_be_still_true(
    sit: Sit, opened: Callable[[str], Book]
) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await app.push_screen(AccountPage(ACME))
        await press(pilot, "colon", *"influence.judge", "enter")
        given = ("李娜", "economic, coach", "high", "growth", "7", "", "-1", "promotion", "", "2", "4", "", "y")
        for answer in given:
            if answer == "7":
                # no rating: it is said, and asked for again
                await press(pilot, answer, "enter")
                assert "rating is -5 to 5" in screen_text(app)
                await press(pilot, "backspace")
            else:
                await press(pilot, *answer, "enter")
        assert "李娜 is judged in confidence" in screen_text(app)
        book = opened("li.wei")
        said = influences.at_account(book.conn, ACME, TODAY)[LI_NA]
        assert (said.roles, said.degree, said.mode) == ((Role.ECONOMIC, Role.COACH), Degree.HIGH, Mode.GROWTH)
        assert (said.rating, said.stance, said.win, said.rung, said.rung_wanted) == (None, -1, "promotion", 2, 4)
        judge_influence(book, ACME, CHEN, {"roles": "U"}, on=ago(100))
        await press(pilot, "colon", *"influence.verify", "enter", "enter")
        assert influences.at_account(book.conn, ACME, TODAY)[CHEN].on == TODAY
        await press(pilot, "u")
        assert influences.at_account(book.conn, ACME, TODAY)[CHEN].on == ago(100)


async def test_a_flag_that_tab_offers_is_answered_with_a_strength(sit: Sit, opened: Callable[[str], Book]) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await app.push_screen(AccountPage(ACME))
        await press(pilot, "colon", *"flag.answer", "enter")
        await press(pilot, *"role:coach", "tab", "enter", *"our labs", "enter", "enter", "enter")
        assert "role:coach: our strength" in screen_text(app)
        await press(pilot, "colon", *"flag.raise", "enter", *"merger?", "enter", *"Chen", "enter", "enter")
        await press(pilot, "colon", *"flag.settle", "enter", "tab", "enter")
        assert "no longer flagged: merger? (Chen Li)" in screen_text(app)
    book = opened("li.wei")
    assert [row.strength for row in redflags.kept(book.conn, ACME)] == ["our labs"]


async def test_a_link_to_another_account_is_made_and_ended(sit: Sit, opened: Callable[[str], Book]) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await app.push_screen(AccountPage(ACME))
        await press(pilot, "colon", *"link.add", "enter")
        for answer in ("referral", "李娜", "", "Quiet AG", "at the fair", ""):
            await press(pilot, *answer, "enter")
        (link,) = links.at_account(opened("li.wei").conn, QUIET, TODAY)
        assert (link.one, link.other, link.note) == ("李娜", "Quiet AG", "at the fair")
        await press(pilot, "colon", *"link.end", "enter", "tab", "enter")
        assert "until 2026-11-20" in screen_text(app)
