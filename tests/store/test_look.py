"""Looking at the book as it was: what happened by a day, and what was known by a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import TouchState
from kamtui.ops.accounts import add_account
from kamtui.ops.history import undo
from kamtui.ops.sales import add_sale
from kamtui.ops.statuses import set_status
from kamtui.ops.tiers import set_tier
from kamtui.ops.touches import add_touch, edit_touch
from kamtui.store import accounts, sales, standing, touches
from kamtui.store.book import Book
from kamtui.store.look import look
from tests.conftest import TODAY

MAY, JUNE, JULY = (dt.date(2026, month, 1) for month in (5, 6, 7))


@pytest.fixture
def young(tmp_path: Path) -> Path:
    """A book that was made in May."""
    path = tmp_path / "young.kam"
    Book.create(path, who="li.wei", clock=Clock(MAY), name="Young", currency="CNY", fiscal_start=1).close()
    return path


def on_day(path: Path, day: dt.date) -> Book:
    return Book.open(path, who="li.wei", clock=Clock(day))


def test_as_of_shows_the_decisions_and_facts_of_that_day(book: Book, acme: int) -> None:
    set_tier(book, acme, Tier.REGULAR, on=MAY)
    set_status(book, acme, Status.SOLID, on=JUNE)
    add_touch(book, acme, on=JUNE)
    add_touch(book, acme, on=JULY)
    add_sale(book, acme, number="1", on=MAY, amount=5_0000, currency="CNY")
    look(book.conn, TODAY, as_of=JUNE)
    row = accounts.row(book.conn, acme)
    assert (row.tier, row.status, row.last_touch_on) == (Tier.REGULAR, Status.SOLID, JUNE)
    assert row.next_due_on == JUNE + dt.timedelta(days=30)
    assert len(touches.ids(book.conn)) == 1
    look(book.conn, TODAY, as_of=dt.date(2026, 4, 1))
    assert accounts.row(book.conn, acme).tier is None
    assert accounts.row(book.conn, acme).revenue_12m is None
    look(book.conn, TODAY)
    assert accounts.row(book.conn, acme).last_touch_on == JULY


def test_as_known_does_not_see_a_later_correction(young: Path) -> None:
    book = on_day(young, MAY)
    account = add_account(book, "Acme").value.account_id
    touch = add_touch(book, account, summary="first").value.touch_id
    book.close()
    book = on_day(young, JULY)
    edit_touch(book, touch, {"summary": "corrected", "on": dt.date(2026, 4, 1)})
    late = add_touch(book, account, on=MAY, summary="logged late").value.touch_id
    add_account(book, "Newcomer")
    look(book.conn, JULY, as_known=JUNE)
    assert list(touches.ids(book.conn)) == [touch]
    assert touches.one(book.conn, touch).summary == "first"
    assert accounts.row(book.conn, account).last_touch_on == MAY
    assert len(accounts.ids(book.conn, on=JUNE)) == 1
    look(book.conn, JULY, as_of=JUNE)
    assert set(touches.ids(book.conn)) == {touch, late}
    assert touches.one(book.conn, touch).summary == "corrected"
    book.close()


def test_as_known_sees_a_block_that_was_undone_later(young: Path) -> None:
    book = on_day(young, MAY)
    account = add_account(book, "Acme").value.account_id
    with book.write("import") as tx:
        rows = [(account, "2026-04-01", "order", 10_0000, "CNY", f"k{i}") for i in range(30)]
        tx.insert_block(
            "sale", ("account_id", "on_date", "kind", "amount", "currency", "key"), rows, accounts=[account]
        )
    change = tx.change
    book.close()
    book = on_day(young, JULY)
    undo(book, change)
    assert len(sales.ids(book.conn)) == 0
    look(book.conn, JULY, as_known=JUNE)
    assert len(sales.ids(book.conn)) == 30
    assert accounts.row(book.conn, account).revenue_12m == 300_0000
    look(book.conn, JULY, as_known=dt.date(2026, 4, 30))
    assert len(sales.ids(book.conn)) == 0
    book.close()


def test_a_new_day_moves_what_fell_out_of_the_year(young: Path) -> None:
    book = on_day(young, MAY)
    account = add_account(book, "Acme", tier=Tier.KEY).value.account_id
    add_sale(book, account, number="1", on=dt.date(2025, 5, 10), amount=7_0000, currency="CNY")
    set_status(book, account, Status.DECLINING, on=JUNE)
    assert accounts.row(book.conn, account).revenue_12m == 7_0000
    assert accounts.row(book.conn, account).status is None
    book.close()
    book = on_day(young, JUNE)
    assert accounts.row(book.conn, account).revenue_12m == 0
    assert accounts.row(book.conn, account).status is Status.DECLINING
    assert standing.differences(book.conn) == []
    book.close()


def test_an_earlier_today_is_a_look_and_moves_nothing(path: Path, open_book: Callable[[str], Book]) -> None:
    before = standing.kept_on(open_book("li.wei").conn)
    book = on_day(path, MAY)
    assert standing.kept_on(book.conn) == before
    book.close()


def test_a_plan_is_seen_from_the_day_it_was_made_until_it_was_closed(young: Path) -> None:
    book = on_day(young, MAY)
    account = add_account(book, "Acme").value.account_id
    held, off, moved = (
        add_touch(book, account, on=JULY, state=TouchState.SCHEDULED, summary=name).value.touch_id
        for name in ("held", "off", "moved")
    )
    book.close()
    book = on_day(young, JUNE)
    later = dt.date(2026, 8, 1)
    edit_touch(book, moved, {"on": later})
    edit_touch(book, off, {"state": "cancelled"})
    book.close()
    book = on_day(young, JULY)
    edit_touch(book, held, {"state": "done"})
    new = add_touch(book, account, on=later, state=TouchState.SCHEDULED).value.touch_id

    def plans(on: dt.date | None) -> dict[int, tuple[str, dt.date]]:
        look(book.conn, JULY, as_of=on)
        return {row.id: (row.state, row.on) for row in touches.rows(book.conn, touches.ids(book.conn))}

    may = dt.date(2026, 5, 31)
    # before the day it was made, on the days it stood, and on those after it was moved, called off and held
    assert plans(dt.date(2026, 4, 30)) == {}
    assert plans(may) == dict.fromkeys((held, off, moved), ("scheduled", JULY))
    assert plans(JUNE) == {held: ("scheduled", JULY), moved: ("scheduled", later)}
    assert plans(JULY)[held] == ("done", JULY)
    assert plans(JULY)[new] == ("scheduled", later)
    assert plans(None) == plans(JULY) | {off: ("cancelled", JULY)}
    book.close()


def test_what_was_planned_for_a_day_and_took_place_by_then_is_a_fact_however_late_it_is_said(young: Path) -> None:
    book = on_day(young, MAY)
    account = add_account(book, "Acme").value.account_id
    planned = add_touch(book, account, on=JUNE, state=TouchState.SCHEDULED).value.touch_id
    book.close()
    book = on_day(young, JULY)
    edit_touch(book, planned, {"state": "done"})
    look(book.conn, JULY, as_of=dt.date(2026, 6, 2))
    assert accounts.row(book.conn, account).last_touch_on == JUNE
    look(book.conn, JULY, as_of=MAY)
    assert accounts.row(book.conn, account).last_touch_on is None
    assert touches.one(book.conn, planned).state is TouchState.SCHEDULED
    book.close()


def test_what_is_written_after_midnight_counts_where_the_book_was_opened_the_day_before(young: Path) -> None:
    clock = Clock(MAY)
    book = Book.open(young, who="li.wei", clock=clock)
    account = add_account(book, "Acme", tier=Tier.KEY).value.account_id
    set_status(book, account, Status.DECLINING, on=MAY + dt.timedelta(days=1))
    clock.fixed = MAY + dt.timedelta(days=1)
    add_touch(book, account)
    row = accounts.row(book.conn, account)
    assert (row.last_touch_on, row.next_due_on) == (clock.fixed, clock.fixed + dt.timedelta(days=7))
    assert row.status is Status.DECLINING
    assert standing.differences(book.conn) == []
    book.close()


def test_who_reads_one_account_has_its_standing_of_that_day_and_no_other(young: Path) -> None:
    book = on_day(young, MAY)
    account = add_account(book, "Acme", tier=Tier.KEY).value.account_id
    other = add_account(book, "Bolt").value.account_id
    set_status(book, account, Status.DECLINING, on=JUNE)
    look(book.conn, MAY, as_of=JULY)
    whole = accounts.row(book.conn, account)
    look(book.conn, MAY, as_of=JULY, only=lambda: account)
    assert accounts.row(book.conn, account) == whole
    assert whole.status is Status.DECLINING
    assert [row.id for row in accounts.rows(book.conn, [account, other])] == [account]
    look(book.conn, MAY)
    assert [row.id for row in accounts.rows(book.conn, [account, other])] == [account, other]
    book.close()


def test_whose_account_is_read_is_asked_when_what_was_not_there_yet_is_hidden(young: Path) -> None:
    book = on_day(young, JUNE)
    account = add_account(book, "Acme").value.account_id
    seen: list[int] = []

    def only() -> int:
        seen.extend(key for (key,) in book.conn.execute("SELECT id FROM account"))
        return account

    look(book.conn, JUNE, as_known=MAY, only=only)
    assert seen == []
    book.close()


def test_a_new_day_sees_a_touch_at_the_other_end_of_the_earth(young: Path) -> None:
    book = on_day(young, MAY)
    account = add_account(book, "Acme", tier=Tier.KEY).value.account_id
    # the evening of the day before in UTC, and the morning of the day after
    for day, at in (
        (JUNE, dt.datetime(2026, 5, 31, 10, tzinfo=dt.UTC)),
        (JULY, dt.datetime(2026, 7, 2, tzinfo=dt.UTC)),
    ):
        touch = add_touch(book, account, on=day, at=at, state=TouchState.SCHEDULED).value.touch_id
        edit_touch(book, touch, {"state": TouchState.DONE})
    book.close()
    for day in (JUNE, JULY):
        book = on_day(young, day)
        assert accounts.row(book.conn, account).last_touch_on == day
        assert standing.differences(book.conn) == []
        book.close()
