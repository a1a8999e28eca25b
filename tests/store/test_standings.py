"""What is kept of each account for the kept day: it stays what the facts say, over days and months."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.domain.periods import compared
from kamtui.domain.touches import Kind
from kamtui.ops.accounts import add_account, archive_account
from kamtui.ops.history import undo
from kamtui.ops.touches import add_touch
from kamtui.store import doctor, duplicates, policies, situations, standing
from kamtui.store.book import Book
from kamtui.store.look import look
from kamtui.store.scope import MANY, Scope
from kamtui.store.sqlite import transaction
from tests.conftest import TODAY
from tests.store.sold import sell


@pytest.fixture
def one(book: Book) -> int:
    return add_account(book, "One", owner="li.wei").value.account_id


def kept(book: Book, account: int) -> tuple[int, int, str | None]:
    found: tuple[int, int, str | None] = book.conn.execute(
        "SELECT recent_revenue, earlier_revenue, last_order_on FROM standing WHERE account_id = ?", (account,)
    ).fetchone()
    return found


SOLD = (
    *("2024-11-30", "2025-07-31", "2025-08-01", "2025-10-31", "2025-11-01", "2025-11-30", "2025-12-31", "2026-07-31"),
    *("2026-08-01", "2026-10-31", "2026-11-01", "2026-11-20", "2026-11-30", "2026-12-01", "2027-01-15"),
)
ROLLED_TO = (
    *("2026-11-21", "2026-11-30", "2026-12-01", "2027-01-01", "2027-01-15", "2027-01-16", "2027-01-31", "2027-02-28"),
    *("2027-03-01", "2027-12-01"),
)


def test_what_is_kept_is_what_the_facts_say_on_every_day_it_is_rolled_to(book: Book, one: int) -> None:
    other = add_account(book, "Other").value.account_id
    for number, on in enumerate(SOLD):
        sell(book, one if number % 3 else other, on, 2**number)
    sell(book, other, "2026-11-25", -7, kind="return")
    assert standing.differences(book.conn) == []
    for day in map(dt.date.fromisoformat, ROLLED_TO):
        standing.roll(book.conn, day)
        assert standing.kept_on(book.conn) == day
        assert standing.differences(book.conn) == [], day
    standing.turn_back(book.conn, TODAY)
    assert standing.differences(book.conn) == []


def test_a_sale_and_its_undoing_move_what_is_compared(book: Book, one: int) -> None:
    sell(book, one, "2025-09-01", 5)
    sell(book, one, "2026-09-01", 3)
    sell(book, one, "2026-11-10", -1, kind="return")
    assert kept(book, one) == (30_000, 50_000, "2026-09-01")
    sell(book, one, "2026-10-31", 4)
    assert kept(book, one) == (70_000, 50_000, "2026-10-31")
    undo(book)
    assert kept(book, one) == (30_000, 50_000, "2026-09-01")


def test_doctor_finds_and_mends_a_kept_sum_that_is_wrong(book: Book, one: int) -> None:
    sell(book, one, "2026-09-01", 3)
    book.conn.execute("UPDATE standing SET recent_revenue = 1, last_order_on = '2026-01-01'")
    wrong = {found.column for found in standing.differences(book.conn)}
    assert wrong == {"recent_revenue", "last_order_on"}
    doctor.repair(book)
    assert standing.differences(book.conn) == []


def test_a_day_that_is_not_the_kept_one_is_computed_for_whoever_is_asked_about(book: Book, one: int) -> None:
    for month in range(7, 12):
        sell(book, one, f"2025-{month:02}-01", 10 ** (month - 7))
    on = dt.date(2026, 10, 5)
    policy = policies.in_force(book.conn, on)
    (whole,) = situations.situations(book.conn, on, policy)
    (alone,) = situations.situations(book.conn, on, policy, among=[one])
    (mine,) = situations.situations(book.conn, on, policy, "li.wei")
    assert whole == alone == mine
    assert whole.trend is not None
    assert (whole.trend.period, whole.trend.last_year) == (compared(on)[0], 1_110_000)
    look(book.conn, TODAY, as_of=on)
    assert standing.day(book.conn) == on
    assert situations.situations(book.conn, on, policy) == [whole]
    look(book.conn, TODAY)
    assert standing.day(book.conn) == TODAY


# -- many accounts at once ----------------------------------------------------------------------------------------


@pytest.fixture
def crowd(book: Book) -> list[int]:
    """More accounts than are given to a query one by one; each is touched but the first."""
    with book.write("account.add") as tx:
        made = [add_account.within(tx, f"Account {number % (MANY // 2)}").account_id for number in range(MANY + 5)]
    for account in made[1:]:
        add_touch(book, account, kind=Kind.CALL, on=TODAY)
    return made


SELECT = "SELECT account_id FROM touch WHERE state = 'done'"


def test_many_accounts_are_found_as_few_are(book: Book, crowd: list[int]) -> None:
    every = Scope(book.conn, TODAY, crowd)
    assert [account for (account,) in every.rows(SELECT)] == crowd[1:]
    few = [Scope(book.conn, TODAY, [account]) for account in crowd]
    assert [account for scope in few for (account,) in scope.rows(SELECT)] == crowd[1:]


def test_two_scopes_of_many_accounts_do_not_mix(book: Book, crowd: list[int]) -> None:
    one, other = Scope(book.conn, TODAY, crowd[:-4]), Scope(book.conn, TODAY, crowd[4:])
    first = one.rows(SELECT)
    assert [account for (account,) in other.rows(SELECT)] == crowd[4:]
    assert [account for (account,) in first] == crowd[1:-4]
    assert [account for (account,) in one.rows(SELECT)] == crowd[1:-4]


def test_a_transaction_that_is_rolled_back_takes_no_account_out_of_a_scope(book: Book, crowd: list[int]) -> None:
    one, other = Scope(book.conn, TODAY, crowd[:-4]), Scope(book.conn, TODAY, crowd[4:])
    assert len(list(one.rows(SELECT))) == len(crowd) - 5
    with pytest.raises(ZeroDivisionError), transaction(book.conn):
        assert len(list(other.rows(SELECT))) == len(crowd) - 4
        raise ZeroDivisionError
    assert [account for (account,) in other.rows(SELECT)] == crowd[4:]
    assert [account for (account,) in one.rows(SELECT)] == crowd[1:-4]


def test_namesakes_of_one_owner_are_those_that_everybody_sees(book: Book) -> None:
    with book.write("account.add") as tx:
        owners = ("li.wei", "chen.jing", "")
        made = [add_account.within(tx, f"N {n % 70}", owner=owners[n % 3]).account_id for n in range(3 * MANY + 9)]
    archive_account(book, made[0], on=TODAY)
    whole = duplicates.namesakes(Scope(book.conn, TODAY, None))
    assert whole
    owned = dict(book.conn.execute("SELECT account_id, owner FROM standing WHERE archived = 0"))
    for owner in owners:
        among = [account for account, whose in owned.items() if whose == owner]
        assert len(among) >= MANY
        mine = duplicates.namesakes(Scope(book.conn, TODAY, among, owner=owner))
        assert mine == {account: found for account, found in whole.items() if owned[account] == owner}
