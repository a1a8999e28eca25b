"""The whole book on a day, which single accounts are compared with, against sums done by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.domain.facts import Metric
from kamtui.domain.periods import quarter_of, year
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.ops.accounts import archive_account
from kamtui.ops.facts import add_fact
from kamtui.ops.statuses import set_status
from kamtui.ops.tiers import set_tier
from kamtui.ops.touches import add_touch
from kamtui.store import figures
from kamtui.store.book import Book
from tests.conftest import TODAY
from tests.store.sold import POLICY, YUAN, day, facts, named, sell, yuan


@pytest.fixture
def market(book: Book) -> dict[str, int]:
    """Five buyers of a year: large, middle, small, one at a loss, one without profit; one that only returned."""
    found = {name: named(book, name) for name in ("Large", "Middle", "Small", "Losing", "Unknown", "Returned")}
    sell(book, found["Large"], "2026-02-01", 600, 90)
    sell(book, found["Large"], "2026-08-01", 400, 60)
    sell(book, found["Middle"], "2026-03-01", 300, 60)
    sell(book, found["Small"], "2026-04-01", 50, 10)
    sell(book, found["Losing"], "2026-05-01", 250, -40)
    sell(book, found["Unknown"], "2026-06-01", 200)
    sell(book, found["Returned"], "2026-07-01", -70, -7, kind="return")
    return found


def test_the_whole_of_the_book_by_hand(book: Book, market: dict[str, int]) -> None:
    found = figures.whole(book.conn, TODAY, POLICY, "CNY")
    assert (found.on, found.currency) == (TODAY, "CNY")
    assert found.revenue == 1_800 * YUAN
    # of those who earn us something; 1,600 of 1,800 has a profit
    assert (found.profit, found.has_profit) == (220 * YUAN, True)
    assert tuple(found.revenues) == yuan(50, 200, 250, 300, 1_000)
    assert tuple(found.profits) == yuan(-40, 10, 60, 150)
    assert list(found.orders) == [1, 1, 1, 1, 2]
    assert found.last_days[0] == day("2026-03-01")
    assert found.last_days[-1] == day("2026-08-01")


@pytest.mark.parametrize(("amount", "has_profit"), [(1_400, True), (1_401, False)])
def test_profit_ranks_where_it_is_known_for_half_of_the_revenue(
    book: Book, market: dict[str, int], amount: int, has_profit: bool
) -> None:
    # 1,600 with a profit against 200 and this without
    sell(book, market["Unknown"], "2026-09-01", amount)
    assert figures.whole(book.conn, TODAY, POLICY, "CNY").has_profit is has_profit


def test_the_whole_of_an_earlier_day_and_of_no_day(book: Book, market: dict[str, int]) -> None:
    assert figures.whole(book.conn, day("2026-03-31"), POLICY, "CNY").revenue == 900 * YUAN
    nothing = figures.whole(book.conn, day("2026-01-31"), POLICY, "CNY")
    assert (nothing.revenue, nothing.profit, nothing.has_profit, list(nothing.revenues)) == (0, 0, False, [])


def test_what_is_archived_is_no_part_of_the_whole_from_that_day_on(book: Book, market: dict[str, int]) -> None:
    archive_account(book, market["Large"], on=day("2026-10-01"))
    before, after = (figures.whole(book.conn, day(on), POLICY, "CNY") for on in ("2026-09-30", "2026-10-01"))
    assert (before.revenue, after.revenue) == (1_800 * YUAN, 800 * YUAN)


def test_some_accounts_read_alone_are_as_in_the_whole_book(book: Book, acme: int, market: dict[str, int]) -> None:
    add_touch(book, acme, kind=Kind.VISIT, people=[1, 2], on=day("2026-10-01"))
    add_touch(book, market["Small"], kind=Kind.CALL, on=day("2026-10-02"))
    set_status(book, acme, Status.SOLID, on=day("2026-05-01"))
    add_fact(book, market["Large"], Metric.WALLET_EST, 5_000 * YUAN, period=year(TODAY), on=day("2026-02-02"))
    add_fact(book, market["Large"], Metric.COST_TO_SERVE, 5 * YUAN, period=quarter_of(2026, 1))
    for on in (day("2026-03-31"), day("2026-06-30"), TODAY):
        everything = figures.facts(book.conn, on, POLICY, "CNY")
        assert len(everything) == 7
        for account, found in everything.items():
            assert figures.facts(book.conn, on, POLICY, "CNY", [account]) == {account: found}
        pair = [acme, market["Large"]]
        assert figures.facts(book.conn, on, POLICY, "CNY", pair) == {key: everything[key] for key in pair}
    assert figures.facts(book.conn, TODAY, POLICY, "CNY", []) == {}


def test_an_account_is_tracked_from_the_first_thing_known_of_it(book: Book, market: dict[str, int]) -> None:
    two = named(book, "Two")
    assert two not in figures.tracked_since(book.conn, TODAY)
    set_tier(book, two, Tier.PROSPECT, on=day("2026-05-01"))
    add_touch(book, two, on=day("2026-04-01"))
    sell(book, two, "2026-03-01", 10)
    assert figures.tracked_since(book.conn, TODAY, [two]) == {two: day("2026-03-01")}
    assert figures.tracked_since(book.conn, TODAY)[two] == day("2026-03-01")
    assert figures.tracked_since(book.conn, day("2026-02-28"), [two]) == {}


@pytest.mark.parametrize("on", ["2025-02-28", "2024-02-29", "2026-03-31", "2026-11-20"])
def test_twelve_months_are_the_same_for_one_account_and_for_all(book: Book, one: int, on: str) -> None:
    for days in range(360, 372):
        sell(book, one, (day(on) - dt.timedelta(days=days)).isoformat(), 10 ** (days - 360), 1)
    assert facts(book, one, day(on)).revenue == figures.whole(book.conn, day(on), POLICY, "CNY").revenue
