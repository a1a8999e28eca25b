"""Groups and duplicates on the screen: the tab with the tree, a merge after a look at what moves, telling apart."""

from __future__ import annotations

from collections.abc import Callable

from kamtui.ops.accounts import add_account
from kamtui.ops.groups import move_account
from kamtui.store import accounts, duplicates, merges
from kamtui.store.book import Book
from kamtui.tui.screens.account import AccountPage
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, HUAWEI, QUIET, ago
from tests.tui.seen import line_with, page_of, press, screen_text

Opened = Callable[[str], Book]


async def test_the_group_is_a_tree_with_its_total_and_enter_opens_one_of_it(sit: Sit, opened: Opened) -> None:
    book = opened("chen.jing")
    below = add_account(book, "华为云计算", fields={"parent_id": HUAWEI}).value.account_id
    move_account(book, HUAWEI, ACME, on=ago(30))
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(AccountPage(below, tab="group"))
        await press(pilot)
        tree = screen_text(app).partition("[Group]")[2]
        names = ("   Acme [Holdings]", "     华为技术有限公司", "▌      华为云计算", "   total")
        places = [tree.find(name) for name in names]
        assert places == sorted(places)
        assert min(places) > 0, tree
        await press(pilot, "k", "k", "enter")
        assert page_of(app, AccountPage).account == ACME
        await press(pilot, "q")
        assert page_of(app, AccountPage).account == below


async def test_two_of_one_name_are_merged_after_a_look_and_u_takes_it_back(sit: Sit, opened: Opened) -> None:
    twin = add_account(opened("chen.jing"), "QUIET", owner="chen.jing").value.account_id
    app = sit()
    conn = app.book.conn
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "D")
        assert "DUPLICATES  1 pair" in screen_text(app)
        assert line_with(app, " = QUIET").split() == ["name", "Quiet", "AG", "=", "QUIET"]
        await press(pilot, "a", "2", "enter")
        assert "moved: touches 1, positions 3" in screen_text(app)
        await press(pilot, "n", "enter")
        assert merges.victims(conn, twin) == []
        await press(pilot, "a", "3", "enter")
        assert "which one stays" in screen_text(app)
        await press(pilot, "enter", "y", "enter")
        assert [gone.account_id for gone in merges.victims(conn, QUIET)] == [twin]
        assert "no account looks like another" in screen_text(app)
        await press(pilot, "u")
        assert accounts.one(conn, twin).archived_on is None
        assert "1 pair" in screen_text(app)
        await press(pilot, "r", *"two towns", "enter")
        assert duplicates.is_told_apart(conn, QUIET, twin)
        assert "no account looks like another" in screen_text(app)
