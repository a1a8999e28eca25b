"""The whole book as a list: filter as you type, sort, facets, new accounts."""

from __future__ import annotations

import datetime as dt
from array import array

import pytest

from kamtui.domain.filters import Filter
from kamtui.domain.tiers import Tier
from kamtui.store import accounts, owners
from kamtui.store.accounts import Order
from kamtui.store.sqlite import Connection
from kamtui.tui.screens.accounts import Accounts
from kamtui.tui.widgets.rowlist import RowList
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, HUAWEI, QUIET, SIEMENS, THEIRS
from tests.tui.seen import line_with, page_of, press, screen_text


async def test_it_lists_every_account_by_name(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A")
        assert list(page_of(app, Accounts).shown.ids) == [ACME, QUIET, SIEMENS, THEIRS, HUAWEI]
        assert "ACCOUNTS  5" in screen_text(app)


async def test_the_list_narrows_with_every_letter_and_the_filter_stays_in_the_title(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "slash", *"hw")
        assert list(page_of(app, Accounts).shown.ids) == [HUAWEI]
        await press(pilot, "enter")
        assert "filter hw" in screen_text(app)
        assert "1/5" in screen_text(app)
        await press(pilot, "escape")
        assert len(page_of(app, Accounts).shown.ids) == 5


async def test_a_letter_that_means_nothing_yet_does_not_read_the_book_again(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "slash", *"tier:")
        read: list[Filter | None] = []
        asked = accounts.ids

        def ids(conn: Connection, chosen: Filter | None, order: Order, *, on: dt.date, descending: bool) -> array[int]:
            read.append(chosen)
            return asked(conn, chosen, order, on=on, descending=descending)

        monkeypatch.setattr(accounts, "ids", ids)
        await press(pilot, *"ke")
        assert (read, "filter tier:ke" in screen_text(app)) == ([], True)
        await press(pilot, "y")
        assert len(read) == 1
        assert set(page_of(app, Accounts).shown.ids) == {ACME, QUIET}


async def test_escape_in_the_filter_brings_the_old_one_back(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "slash", *"tier:key", "enter")
        assert set(page_of(app, Accounts).shown.ids) == {ACME, QUIET}
        await press(pilot, "slash", *" acme", "escape")
        assert set(page_of(app, Accounts).shown.ids) == {ACME, QUIET}


async def test_a_filter_that_is_not_understood_is_said(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "slash", *"colour:red", "enter")
        assert "no filter 'colour:'" in screen_text(app)


async def test_facets_are_chosen_with_tab(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "f", "t", "tab", "enter")
        assert page_of(app, Accounts).text == "tier:key"


async def test_s_sorts_by_the_next_column_and_the_title_says_which(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "s")
        assert "sort tier" in screen_text(app)
        assert list(page_of(app, Accounts).shown.ids)[:2] == [ACME, QUIET]
        await press(pilot, "minus")
        assert page_of(app, Accounts).shown.ids[0] == SIEMENS


async def test_the_cursor_stays_on_its_account_while_the_filter_changes(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "G")
        assert page_of(app, Accounts).shown.cursor == HUAWEI
        await press(pilot, "slash", *"huaw", "enter", "escape")
        assert page_of(app, Accounts).shown.cursor == HUAWEI


async def test_filter_and_cursor_survive_a_visit_to_another_screen(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "slash", *"tier:key", "enter", "j", "L", "A")
        assert page_of(app, Accounts).text == "tier:key"
        assert page_of(app, Accounts).shown.cursor == QUIET


async def test_a_adds_an_account_of_mine_and_stands_on_it(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "a", *"Zeta GmbH", "enter")
        added = page_of(app, Accounts).shown.cursor
        assert added is not None
        row = accounts.row(app.book.conn, added)
        assert (row.name, row.owner) == ("Zeta GmbH", "li.wei")
        assert "Zeta GmbH: added" in screen_text(app)


async def test_m_decides_the_tier_with_a_reason(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "G", "m", "m", *"key", "enter", *"strategic", "enter")
        assert accounts.row(app.book.conn, HUAWEI).tier is Tier.KEY
        assert "tier regular → key" in screen_text(app)
        await press(pilot, "q")
        assert "Δ" in line_with(app, "▌")


async def test_o_gives_an_account_away(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "o", *"chen", "tab", "enter")
        assert owners.in_force(app.book.conn, ACME, TODAY) == "chen.jing"


async def test_x_archives_only_after_a_yes(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "x", "n", "enter")
        assert len(page_of(app, Accounts).shown.ids) == 5
        await press(pilot, "x", "y", "enter")
        assert accounts.one(app.book.conn, ACME).archived_on == TODAY
        assert ACME not in page_of(app, Accounts).shown.ids
        await press(pilot, "u")
        assert ACME in page_of(app, Accounts).shown.ids


async def test_v_marks_what_the_filter_shows(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "slash", *"tier:key", "enter", "V", "o", *"chen.jing", "enter", "y", "enter")
        conn = app.book.conn
        assert {accounts.row(conn, key).owner for key in (ACME, QUIET)} == {"chen.jing"}
        assert accounts.row(conn, HUAWEI).owner == "li.wei"


async def test_y_shows_the_name_that_was_copied(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "y")
        assert app.clipboard == "Acme [Holdings] Ltd"
        assert "Acme [Holdings] Ltd" in screen_text(app).splitlines()[-2]


async def test_a_list_sorted_by_tier_falls_into_groups_with_a_mark_and_a_count(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "s")
        assert "key 2" in screen_text(app)
        lines = screen_text(app).splitlines()
        groups = accounts.groups(app.book.conn, None, Order.TIER, on=TODAY)
        # the list stands beside its preview, whose border is a line too
        listed = app.screen.query_one(RowList).region
        marks = [line[1:2] for line in lines[listed.y : listed.bottom]]
        assert marks.count("─") == len(groups) == 3
        await press(pilot, "G")
        assert "key 2" not in screen_text(app)
