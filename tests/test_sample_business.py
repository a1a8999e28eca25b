"""What the sample book shows of money, supply, service and opportunities: as book.toml promises it."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator

import pytest

from kamtui import paths
from kamtui.clock import Clock
from kamtui.domain import signals
from kamtui.ops.beginning import let_in
from kamtui.ops.sample.build import build_sample
from kamtui.store import doctor, known, policies, receivables, situations
from kamtui.store.book import Book
from tests.conftest import TODAY


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    path = tmp_path_factory.mktemp("sample") / "sample.kam"
    book = Book.create(path, who="visitor", clock=Clock(TODAY), name="Sample", currency="CNY", fiscal_start=1)
    build_sample(book, paths.sample_book())
    let_in(book)
    yield book
    book.close()


@pytest.fixture(scope="module")
def said(sample: Book) -> dict[str, set[str]]:
    """External id -> the signals of the account."""
    policy, codes = (
        policies.in_force(sample.conn, TODAY),
        {key: code for code, key in known.account_ids(sample.conn).items()},
    )
    found: dict[str, set[str]] = defaultdict(set)
    for each in situations.situations(sample.conn, TODAY, policy):
        found[codes[each.account_id]] |= {reason.signal for reason in signals.reasons(each, policy, TODAY)}
    return found


def test_no_signal_is_left_out_because_a_field_seems_to_hold_nothing_for_it(sample: Book) -> None:
    policy, every = policies.in_force(sample.conn, TODAY), list(known.account_ids(sample.conn).values())
    fired = set()
    for each in situations.situations(sample.conn, TODAY, policy, also=every):
        found = signals.ranked(reason for look in signals.LOOKS for reason in look(each, policy, TODAY))
        assert signals.reasons(each, policy, TODAY) == found
        fired |= {reason.signal for reason in found}
    assert len(fired) > 20


def _rows(name: str) -> list[dict[str, str]]:
    with (paths.sample_book() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_invoice_is_for_an_order_of_the_account_and_has_its_amount() -> None:
    orders = {(row["account"], row["number"]): float(row["amount"]) for row in _rows("sales")}
    invoices = [row for row in _rows("invoices") if row["order"]]
    assert len(invoices) > 200
    assert [row for row in invoices if orders[row["account"], row["order"]] != float(row["amount"])] == []


def test_no_more_is_paid_than_was_invoiced() -> None:
    left = {
        (row["account"], row["number"]): float(row["amount"]) - float(row["paid_amount"] or 0)
        for row in _rows("invoices")
    }
    for row in _rows("payments"):
        left[row["account"], row["invoice"]] -= float(row["amount"])
    assert [key for key, amount in left.items() if amount < -0.005 and not key[1].startswith("GS")] == []


@pytest.mark.parametrize(
    ("account", "signal"),
    [
        ("A02", "SIG-10"),  # wheel drives run out before new ones can come
        ("A04", "SIG-26"),  # a gearmotor howls, for the third time
        ("A05", "SIG-16"),  # a discount for prepayment that was not always made
        ("A09", "SIG-14"),  # pays for the last order when it places the next one
        ("A13", "SIG-12"),  # old debts
        ("A16", "SIG-13"),  # owes more than its limit
        ("A16", "SIG-15"),  # and nobody looked at it for long
        ("A05", "SIG-11"),  # a peak begins in two weeks
        ("A03", "SIG-32"),  # the yearly tender
    ],
)
def test_what_book_toml_promises_is_to_be_seen(said: dict[str, set[str]], account: str, signal: str) -> None:
    assert signal in said[account]


def test_what_is_disputed_is_owed_and_nobody_is_reminded_of_it(sample: Book) -> None:
    tarnfield = known.account_ids(sample.conn)["A04"]
    (owed,) = receivables.owed(sample.conn, TODAY, [tarnfield])[tarnfield]
    (disputed,) = [each for each in receivables.documents(sample.conn, tarnfield, TODAY) if each.disputed]
    assert (owed.disputed, disputed.is_overdue) == (disputed.open, True)


def test_what_is_kept_agrees_with_what_is_computed(sample: Book) -> None:
    assert [check for check in doctor.examine(sample) if check.level == "error"] == []
