"""Lists: every order runs over a covering index, and a filter keeps what it says."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.domain import filters
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import TouchState
from kamtui.ops.accounts import add_account, archive_account
from kamtui.ops.profiles import set_profile
from kamtui.ops.sales import add_sale
from kamtui.ops.statuses import set_status
from kamtui.ops.touches import add_touch
from kamtui.store import accounts
from kamtui.store.accounts import Order
from kamtui.store.book import Book
from tests.conftest import TODAY


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_runs_over_a_covering_index(book: Book, order: Order, descending: bool) -> None:
    statements: list[str] = []
    book.conn.set_trace_callback(statements.append)
    accounts.ids(book.conn, None, order, on=TODAY, descending=descending)
    book.conn.set_trace_callback(None)
    plan = [row[3] for row in book.conn.execute(f"EXPLAIN QUERY PLAN {statements[-1]}")]
    assert any("COVERING INDEX" in step for step in plan), plan
    # downwards the names within one value are still upwards, which costs a small sort
    assert descending or not any("TEMP B-TREE" in step for step in plan), plan


@pytest.fixture
def three(book: Book) -> Book:
    """A key account touched today, a regular one untouched for 40 days, a prospect never touched."""
    first = add_account(book, "华为技术有限公司", owner="li.wei", tier=Tier.KEY, fields={"external_id": "H-1"})
    add_touch(book, first.value.account_id)
    second = add_account(book, "Müller Systems GmbH", owner="chen.jing", tier=Tier.REGULAR, fields={"region": "North"})
    add_touch(book, second.value.account_id, on=TODAY - dt.timedelta(days=50))
    set_status(book, second.value.account_id, Status.DECLINING, on=TODAY)
    add_sale(book, second.value.account_id, number="1", on=TODAY, amount=5_000_0000, currency="CNY")
    add_account(book, "Nimbus Labs", tier=Tier.PROSPECT, fields={"address": "２９号"})
    archive_account(book, add_account(book, "Gone Ltd").value.account_id, on=TODAY)
    return book


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ["华为技术有限公司", "Müller Systems GmbH", "Nimbus Labs"]),
        ("tier:key", ["华为技术有限公司"]),
        ("tier:key,regular", ["华为技术有限公司", "Müller Systems GmbH"]),
        ("-tier:key", ["Müller Systems GmbH", "Nimbus Labs"]),
        ("status:declining", ["Müller Systems GmbH"]),
        ("status:none", ["华为技术有限公司", "Nimbus Labs"]),
        ("owner:me", ["华为技术有限公司"]),
        ("owner:none", ["Nimbus Labs"]),
        ("last:>30", ["Müller Systems GmbH"]),
        ("last:50", ["Müller Systems GmbH"]),
        ("last:>50", []),
        ("last:never", ["Nimbus Labs"]),
        ("is:overdue", ["Müller Systems GmbH"]),
        ("due:<0", ["Müller Systems GmbH"]),
        ("due:0..7", ["华为技术有限公司"]),
        ("revenue:>4999", ["Müller Systems GmbH"]),
        ("region:north", ["Müller Systems GmbH"]),
        ("touch:call", ["华为技术有限公司", "Müller Systems GmbH"]),
        ("hwjs", ["华为技术有限公司"]),
        ("技术", ["华为技术有限公司"]),
        ("muller", ["Müller Systems GmbH"]),
        ("h-1", ["华为技术有限公司"]),
        ("29号", ["Nimbus Labs"]),
        ("is:archived", ["Gone Ltd"]),
    ],
)
def test_a_filter_keeps_what_it_says(three: Book, text: str, kept: list[str]) -> None:
    keys = accounts.ids(three.conn, filters.parse(text, me="li.wei"), on=TODAY)
    assert sorted(row.name for row in accounts.rows(three.conn, keys)) == sorted(kept)


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("text", ["", "hwjs", "tier:key", "owner:me 技术", "-status:solid"])
def test_no_list_looks_accounts_up_one_by_one(three: Book, text: str, order: Order) -> None:
    asked: list[str] = []
    three.conn.set_trace_callback(asked.append)
    accounts.ids(three.conn, filters.parse(text, me="li.wei"), order, on=TODAY)
    three.conn.set_trace_callback(None)
    plan = [str(row[3]) for row in three.conn.execute(f"EXPLAIN QUERY PLAN {asked[0]}")]
    over = "SEARCH standing USING COVERING INDEX" if text in ("", "hwjs") else "SCAN standing"
    if text == "hwjs" and order is not Order.NAME:
        over = "SCAN standing"
    assert plan[0].startswith(over), plan


def test_the_last_order_is_counted_in_days_and_never_is_its_own_state(book: Book) -> None:
    def bought(name: str, *documents: tuple[int, int, str]) -> None:
        account = add_account(book, name).value.account_id
        for number, (days, amount, kind) in enumerate(documents):
            day = TODAY - dt.timedelta(days=days)
            add_sale(book, account, number=str(number), on=day, amount=amount, currency="CNY", kind=kind)

    bought("exactly 90", (400, 5, "order"), (90, 5, "order"))
    bought("91 with a return since", (91, 5, "order"), (3, -5, "return"))
    bought("only returns", (10, -5, "return"))
    bought("month", (100, 7, "summary"), (10, 0, "summary"))
    bought("tomorrow", (-1, 5, "order"))
    bought("nothing")

    def kept(text: str) -> set[str]:
        keys = accounts.ids(book.conn, filters.parse(text, me="li.wei"), on=TODAY)
        return {row.name for row in accounts.rows(book.conn, keys)}

    assert kept("order:>90") == {"91 with a return since", "month"}
    assert kept("order:>=90") == {"91 with a return since", "month", "exactly 90"}
    assert kept("order:<=90") == {"exactly 90"}
    assert kept("order:never") == {"only returns", "tomorrow", "nothing"}
    assert kept("-order:never") == kept("order:>=0")
    days = accounts.last_orders(book.conn, [row.id for row in accounts.rows(book.conn, range(1, 7))], TODAY)
    assert sorted((TODAY - day).days for day in days.values()) == [90, 91, 100]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("field.erp:sap", ["Acme"]),
        ("field.erp:none", ["Gamma"]),
        ("field.beds:>500", ["Acme"]),
        ("field.beds:100..400", ["Beta"]),
        ("field.audited:<2026-01-01", ["Beta"]),
        ("-field.beds:>0", ["Gamma"]),
    ],
)
def test_what_somebody_noted_can_be_asked_for_whatever_it_is_called(book: Book, text: str, kept: list[str]) -> None:
    made = {name: add_account(book, name).value.account_id for name in ("Acme", "Beta", "Gamma")}
    set_profile(book, made["Acme"], "erp", "Oracle", on=TODAY - dt.timedelta(days=9))
    set_profile(book, made["Acme"], "erp", "SAP")
    set_profile(book, made["Beta"], "erp", "Oracle")
    set_profile(book, made["Acme"], "beds", "1,200")
    set_profile(book, made["Beta"], "beds", "300")
    set_profile(book, made["Gamma"], "beds", "some 900")
    set_profile(book, made["Beta"], "audited", "2025-03-01")
    chosen = filters.parse(text, me="li.wei")
    found = accounts.rows(book.conn, accounts.ids(book.conn, chosen, on=TODAY))
    assert sorted(row.name for row in found) == kept


def test_planned_is_a_touch_scheduled_for_that_day_or_later(three: Book) -> None:
    first, second = accounts.ids(three.conn, filters.parse("-last:never", me="li.wei"), Order.TIER, on=TODAY)
    add_touch(three, first, on=TODAY, state=TouchState.SCHEDULED)
    add_touch(three, second, on=TODAY - dt.timedelta(days=1), state=TouchState.SCHEDULED)
    add_touch(three, second, on=TODAY + dt.timedelta(days=1), state=TouchState.CANCELLED)
    assert list(accounts.ids(three.conn, filters.parse("is:planned", me="li.wei"), on=TODAY)) == [first]
    assert first not in accounts.ids(three.conn, filters.parse("-is:planned", me="li.wei"), on=TODAY)
