"""Managers, the team of an account and the handover, from the keyboard."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.teams import OurFunction, Rated
from kamtui.domain.tiers import Tier
from kamtui.ops.accounts import add_account
from kamtui.ops.teams import join_team, rate_manager, set_cover
from kamtui.store import accounts, ratings, teams
from kamtui.store.book import Book
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.handover import Preview, understood
from kamtui.tui.screens.managers import ManagersPage
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, THEIRS
from tests.tui.seen import line_with, page_of, press, screen_text


@pytest.fixture
def staffed(desk_file: Path, tmp_path: Path) -> Path:
    """The desk with a team around Acme and a rating of chen.jing; li.wei is the head."""
    path = Path(shutil.copyfile(desk_file, tmp_path / "staffed.kam"))
    book = Book.open(path, who="li.wei", clock=Clock(TODAY))
    join_team(book, ACME, "chen.jing", OurFunction.RND)
    set_cover(book, ACME, 4, "li.wei", on=TODAY, strength=2, wanted=4)
    rate_manager(book, "chen.jing", Rated.INTELLECT, 4)
    add_account(book, "沧屿港机股份有限公司", owner="chen.jing", tier=Tier.PROSPECT)
    book.close()
    return path


async def test_a_book_goes_to_a_colleague_with_five_keys_beside_the_text(staffed: Path, sit: Sit) -> None:
    app = sit(staffed)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, ":")
        await press(pilot, *"accounts over")
        await press(pilot, "enter")
        await press(pilot, *"chen.jing li.wei 2026-11-20", "enter")
        assert isinstance(app.screen, Preview)
        assert "HANDOVER" in screen_text(app)
        assert "Their Company" in screen_text(app)
        await press(pilot, "y", "enter")
        assert accounts.row(app.book.conn, THEIRS).owner == "li.wei"
        assert "chen.jing → li.wei" in screen_text(app)
        await press(pilot, "u")
        assert accounts.row(app.book.conn, THEIRS).owner == "chen.jing"


async def test_nothing_is_handed_over_without_an_answer(staffed: Path, sit: Sit) -> None:
    app = sit(staffed)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "K", "o")
        await press(pilot, *"li.wei", "enter")
        await press(pilot, "escape")
        assert isinstance(app.screen, ManagersPage)
        assert accounts.row(app.book.conn, THEIRS).owner == "chen.jing"


async def test_what_speaks_against_it_asks_for_a_reason(staffed: Path, sit: Sit) -> None:
    book = Book.open(staffed, who="li.wei", clock=Clock(TODAY))
    rate_manager(book, "chen.jing", Rated.INTELLECT, 1)
    book.close()
    app = sit(staffed)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "K", "j", "o")
        await press(pilot, *"chen.jing", "enter")
        assert "rated 1.0" in screen_text(app)
        await press(pilot, *"until May", "enter")
        assert accounts.row(app.book.conn, ACME).owner == "chen.jing"


async def test_managers_show_places_and_to_heads_how_they_are_rated(staffed: Path, sit: Sit) -> None:
    app = sit(staffed)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "K")
        assert "chen.jing" in line_with(app, "4.0")
        assert "intellect" in screen_text(app)
        await press(pilot, "e", *"orderliness", "enter", "2", "enter")
        assert ratings.averages(app.book.conn, TODAY) == {"chen.jing": 3.0}


async def test_others_see_no_ratings(staffed: Path, sit: Sit) -> None:
    app = sit(staffed, who="chen.jing")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "K")
        assert "chen.jing" in screen_text(app)
        assert "rating" not in screen_text(app)
        assert "intellect" not in screen_text(app)
        await press(pilot, "e", *"intellect", "enter", "5", "enter")
        assert "a head can" in screen_text(app)


async def test_who_could_own_an_account_is_said_where_one_gives_it_away(staffed: Path, sit: Sit) -> None:
    app = sit(staffed)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(AccountPage(THEIRS))
        await press(pilot, "o")
        assert "chen.jing 9 free, 0 due, rated 4.0 · li.wei 7 free" in screen_text(app)
        await press(pilot, *"li", "tab", "enter")
        assert accounts.row(app.book.conn, THEIRS).owner == "li.wei"


async def test_the_team_of_an_account_names_gaps_and_ties(staffed: Path, sit: Sit) -> None:
    app = sit(staffed)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(AccountPage(ACME, tab="team"))
        await press(pilot, "g")
        page_of(app, AccountPage)
        assert "[Team]" in line_with(app, "Timeline")
        assert "History" in line_with(app, "Timeline")
        assert "R&D" in line_with(app, "chen.jing")
        assert "missing: sales manager, transport" in screen_text(app)
        assert "2/4" in screen_text(app)
        await press(pilot, ":", *"take a colleague", "enter", *"chen.jing", "enter", "enter")
        assert teams.members(app.book.conn, ACME, TODAY) == []


def test_a_line_says_who_gives_who_gets_and_when() -> None:
    assert understood("li.wei → chen.jing", TODAY)[:2] == ("li.wei", "chen.jing")
    assert understood("a b 2027-01-01 leaves", TODAY) == ("a", "b", TODAY.replace(2027, 1, 1), True)
