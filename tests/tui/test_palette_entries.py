"""`:` reaches every operation and every account."""

from __future__ import annotations

from pathlib import Path

from kamtui.store import accounts, contacts, facts, users
from kamtui.tui.screens.account import AccountPage
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, HUAWEI
from tests.tui.seen import line_with, press, screen_text


async def test_an_account_is_found_by_its_pinyin_initials(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "colon", *"hwjs", "enter")
        assert isinstance(app.screen, AccountPage)
        assert app.screen.account == HUAWEI


async def test_an_operation_without_a_key_asks_for_its_fields(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "colon", *"colleague", "enter", *"zhao.min", "enter", *"Zhao Min", "enter", "enter", "enter")
        assert "zhao.min" in {user.login for user in users.all_users(app.book.conn)}


async def test_what_is_for_an_account_is_not_asked_where_none_is_chosen(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "K", "colon", *"touch.plan", "enter")
        assert "choose an account first" in screen_text(app)


async def test_a_person_is_corrected_from_anywhere(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "colon", *"change a person", "enter", *"李娜", "enter", *"title", "enter", *"CEO", "enter")
        titles = {place.contact: place.title for place in contacts.positions(app.book.conn, ACME, on=TODAY)}
        assert titles["李娜"] == "CEO"


async def test_a_figure_is_read_as_its_metric_wants_it(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "colon", *"figure", "enter", *"orders", "enter", *"12%", "enter")
        assert "'12%' is not a number for orders" in screen_text(app)
        await press(pilot, "backspace", "enter", *"2026-10", "enter", "enter", "enter", "enter")
        (fact,) = [each for each in facts.rows(app.book.conn, facts.ids(app.book.conn)) if each.metric == "orders"]
        assert (fact.value, fact.currency) == (120_000, None)


async def test_a_file_is_imported_after_a_look_at_what_it_brings(sit: Sit, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text("id,name,tier\nN1,Nova SA,prospect\nN2,Omega BV,regular\n", encoding="utf-8")
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "colon", *"import files", "enter", *str(file), "enter")
        assert "Nova SA · Omega BV" in line_with(app, "  name ")
        await press(pilot, "i", "y", "enter")
        assert accounts.count(app.book.conn) == 7
        await press(pilot, "u")
        assert accounts.count(app.book.conn) == 5


async def test_a_file_that_is_not_there_is_said(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "colon", *"import files", "enter", *str(tmp_path / "no.csv"), "enter")
        assert screen_text(app).splitlines()[-2].startswith("!")
        assert accounts.count(app.book.conn) == 5


async def test_the_app_speaks_chinese(sit: Sit) -> None:
    app = sit(language="zh")
    async with app.run_test() as pilot:
        await press(pilot, "4", "enter")
        text = screen_text(app)
        for word in ("今日检视", "重点客户", "▼ 衰退", "稳固 → 衰退", "u 撤销", "? 帮助"):
            assert word in text
