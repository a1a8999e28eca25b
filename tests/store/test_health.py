"""Health read from the book: the same on a day whenever it is asked for, and its change over four weeks."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.domain.health import Part
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.ops.accounts import add_account, archive_account
from kamtui.ops.contacts import add_contact
from kamtui.ops.sales import add_sale
from kamtui.ops.statuses import set_status
from kamtui.ops.tiers import set_tier
from kamtui.ops.touches import add_touch
from kamtui.store import health, look
from kamtui.store.book import Book
from kamtui.store.health import DAYS
from kamtui.store.tx import instant
from tests.conftest import TODAY

THEN = TODAY - dt.timedelta(days=DAYS)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


@pytest.fixture
def lively(book: Book) -> list[int]:
    """Accounts whose tier, status, sales, people and touches changed within four weeks and before."""
    made = []
    for number, tier in enumerate((Tier.KEY, Tier.REGULAR, Tier.PROSPECT, Tier.KEY), 1):
        account = add_account(book, f"Account {number}", owner="li.wei").value.account_id
        set_tier(book, account, tier, on=ago(400), reason="as it was")
        people = [add_contact(book, account, f"P{number}{who}", since=ago(380)).value.contact_id for who in range(4)]
        for days in (200, 90, 70, 40, 33, 10 * number):
            add_touch(book, account, kind=Kind.CALL, on=ago(days), people=people[: number + 1], summary="talked")
        for months in range(26):
            add_sale(book, account, on=ago(30 * months + 3), amount=(30 - months) * 1_000_000, currency="CNY")
        made.append(account)
    set_status(book, 1, Status.DECLINING, on=ago(60))
    set_status(book, 1, Status.SOLID, on=ago(15))
    set_status(book, 2, Status.DECLINING, on=ago(5))
    set_tier(book, 3, Tier.KEY, on=ago(20), reason="grew")
    return made


def test_the_change_is_what_was_said_on_both_days(book: Book, lively: list[int]) -> None:
    moves = {move.account_id: move for move in health.moves(book.conn, TODAY, lively)}
    look.look(book.conn, TODAY, as_of=THEN)
    before = health.of_accounts(book.conn, THEN, lively)
    assert set(moves) == set(before) == set(lively)
    for account, move in moves.items():
        assert move.before is not None
        assert move.before == before[account]
    assert len({round(move.change or 0) for move in moves.values()}) > 2


def test_a_look_at_a_day_finds_the_same_change_as_that_day_did(book: Book, lively: list[int]) -> None:
    today = health.moves(book.conn, TODAY, lively)
    look.look(book.conn, TODAY + dt.timedelta(days=50), as_of=TODAY)
    assert health.moves(book.conn, TODAY, lively) == today


def test_a_cap_that_fell_away_is_a_gain(book: Book, lively: list[int]) -> None:
    (move,) = health.moves(book.conn, TODAY, [1])
    assert move.before is not None
    assert move.before.value == 40
    assert move.change is not None
    assert move.change > 0


def test_an_account_that_was_not_known_then_has_no_change(book: Book) -> None:
    account = add_account(book, "New", tier=Tier.KEY).value.account_id
    (move,) = health.moves(book.conn, TODAY, [account])
    assert (move.before, move.now.value, move.now.never_touched) == (None, 0, True)


def test_a_service_of_its_own_sets_the_rhythm(book: Book) -> None:
    account = add_account(book, "Small", tier=Tier.REGULAR).value.account_id
    add_touch(book, account, kind=Kind.CALL, on=ago(60), summary="talked")
    row = {"account_id": account, "on_date": TODAY.isoformat(), "change": "by mail", "cadence_days": 90}
    with book.write("service.change") as tx:
        tx.insert("service_change", {**row, "decided_by": "li.wei", "recorded_at": instant(tx.now)})
    assert health.of_accounts(book.conn, TODAY, [account])[account].parts[Part.CONTACT].score == 100


def test_who_is_archived_is_not_looked_at(book: Book, lively: list[int]) -> None:
    archive_account(book, 1, on=TODAY)
    assert 1 not in {move.account_id for move in health.moves(book.conn, TODAY, lively)}


def test_coverage_is_unknown_where_nobody_is_known_and_nothing_where_nobody_is_touched(book: Book) -> None:
    empty = add_account(book, "Empty", tier=Tier.KEY).value.account_id
    silent = add_account(book, "Silent", tier=Tier.KEY).value.account_id
    add_contact(book, silent, "Bo")
    found = health.of_accounts(book.conn, TODAY, [empty, silent])
    assert [found[account].parts[Part.COVERAGE].score for account in (empty, silent)] == [None, 0]
