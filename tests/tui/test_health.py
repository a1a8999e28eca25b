"""The health list, from the keyboard: who slips and why; and a relationship that starts anew."""

from __future__ import annotations

from collections.abc import Callable

from kamtui.domain.statuses import Grade, Status
from kamtui.domain.touches import Kind
from kamtui.ops.contacts import leave
from kamtui.ops.touches import add_touch
from kamtui.store import contacts, statuses, tasks
from kamtui.store.book import Book
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.health import HealthPage
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, HUAWEI, QUIET, SIEMENS, THEIRS, ago
from tests.tui.seen import line_with, page_of, press, screen_text, settle


def lina(book: Book) -> int:
    """李娜, executive at Acme."""
    return next(place.contact_id for place in contacts.positions(book.conn, ACME, on=TODAY) if place.contact == "李娜")


async def test_two_keys_say_which_key_accounts_slip_and_why(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "H")
        lines = screen_text(app).splitlines()
        assert "HEALTH" in lines[0]
        assert "1 slipping" in lines[0]
        assert lines[2].startswith("▌! Acme")
        assert "Quiet AG" in lines[3]
        assert list(page_of(app, HealthPage).shown.ids) == [ACME, QUIET]
        assert "recency 8 → 1: silent 60d" in lines[2]


async def test_the_preview_has_every_part_and_what_is_red_at_80_by_24(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "H")
        for part in ("recency", "coverage", "satisfaction", "sales trend", "cash"):
            assert line_with(app, f" {part}"), part
        assert "no invoices are kept" in screen_text(app)
        assert "45 % of it known" in screen_text(app)
        assert "! red: 0 of 2 people active" in screen_text(app)


async def test_enter_opens_the_account_and_q_comes_back_to_its_line(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "H", "j", "enter")
        assert page_of(app, AccountPage).account == QUIET
        await press(pilot, "q")
        assert page_of(app, HealthPage).shown.cursor == QUIET


async def test_a_touch_heals_at_once(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "H", "t", *"c @李娜 谈妥", "enter")
        assert "none slips" in screen_text(app)
        assert "touched 0d ago, target 7d" in screen_text(app)


async def test_what_a_colleague_writes_moves_the_list(sit: Sit, opened: Callable[[str], Book]) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "H")
        add_touch(opened("chen.jing"), ACME, kind=Kind.VISIT, on=TODAY, summary="stepped in")
        app.catch_up()
        await settle(pilot)
        assert "none slips" in screen_text(app)


async def test_all_tiers_and_everybodys_accounts_are_a_key_away(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "H", "+")
        shown = page_of(app, HealthPage).shown
        assert set(shown.ids) == {ACME, QUIET, HUAWEI, SIEMENS}
        assert "never touched" in line_with(app, "Siemens AG")
        assert "华为技术有限公司" in line_with(app, "regular")
        await press(pilot, "E")
        assert THEIRS in set(shown.ids)
        assert "HEALTH of everybody" in screen_text(app)


async def test_the_filter_keeps_what_it_says(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "H", "/", *"quiet", "enter")
        assert list(page_of(app, HealthPage).shown.ids) == [QUIET]


async def test_it_speaks_chinese(sit: Sit) -> None:
    app = sit(language="zh")
    async with app.run_test() as pilot:
        await press(pilot, "H")
        assert "健康度" in screen_text(app)
        assert "接触近度" in screen_text(app)


async def test_the_header_says_stage_health_and_what_contradicts_the_status(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "H", "enter")
        head = screen_text(app).split("[Timeline]")[0]
        for text in ("◕ solid", "strengthen", "health 0", "~ called solid, but 0 active"):
            assert text in head, text
        assert "called solid, but 0 active" in screen_text(app).split("[Timeline]")[1]


async def test_a_relationship_that_is_being_built_says_what_it_takes(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "H", "1", "enter", "enter")
        head = screen_text(app).split("[Timeline]")[0]
        # one call without its minutes typed: 15
        assert "· build" in head
        assert "15m of ours in 12 months" in head


async def test_p_starts_anew_where_an_executive_left_after_a_question(sit: Sit) -> None:
    app = sit()
    leave(app.book, lina(app.book), on=ago(3))
    async with app.run_test() as pilot:
        await press(pilot, "H")
        assert "! red: 0 of 1 people active in 90d, 3 needed +1" in screen_text(app)
        await press(pilot, "p")
        assert "李娜 left (0 % of contact): anew as developing, 3 tasks? y/n" in screen_text(app)
        await press(pilot, "n", "enter")
        assert statuses.in_force(app.book.conn, ACME, TODAY)[0] is Status.SOLID
        await press(pilot, "p", "y", "enter")
        assert statuses.in_force(app.book.conn, ACME, TODAY) == (Status.DEVELOPING, Grade.DEVELOPING)
        found = tasks.rows(app.book.conn, tasks.ids(app.book.conn, account=ACME))
        assert {(task.owner, task.signal) for task in found} == {("li.wei", "SIG-06")}
        assert "starts anew: developing · 3 tasks" in screen_text(app)
        await press(pilot, "u")
        assert statuses.in_force(app.book.conn, ACME, TODAY)[0] is Status.SOLID
        assert not tasks.ids(app.book.conn, account=ACME)


async def test_p_takes_up_the_playbook_where_nobody_left(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "H", "p")
        titles = [task.title for task in tasks.rows(app.book.conn, tasks.ids(app.book.conn, account=ACME))]
        assert "Plan the year with the customer" in titles


async def test_a_new_start_is_not_repeated_on_the_next_account(sit: Sit) -> None:
    app = sit()
    leave(app.book, lina(app.book), on=ago(3))
    async with app.run_test() as pilot:
        await press(pilot, "H", "p", "y", "enter")
        await press(pilot, "full_stop")
        assert "nothing to repeat yet" in screen_text(app)
