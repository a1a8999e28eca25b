"""What is owed: money on account goes to the oldest, buckets and credit add up, small change says nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain.money import SCALE
from kamtui.domain.receivables import Bucket, Document, Owed, is_small, owed, pressing, settle, together
from kamtui.domain.signals.receivables import overdue
from kamtui.domain.signals.situation import Situation
from kamtui.domain.traderules import ReceivablesRules
from kamtui.render.reasoned import why
from tests.signalled import POLICY

ON = dt.date(2026, 11, 20)
RULES = ReceivablesRules()
UNIT = SCALE


def bill(key: int, late: int, left: int, *, disputed: bool = False, number: str = "") -> Document:
    """A document with `left` units open, due `late` days before ON (0: not due)."""
    due = ON - dt.timedelta(days=late) if late else ON + dt.timedelta(days=10)
    issued = due - dt.timedelta(days=30)
    amount = left * UNIT
    return Document(key, 1, number or str(key), issued, due, amount, "CNY", amount, late, disputed)


LATE = st.integers(0, 130)
BILLS = st.lists(st.tuples(LATE, st.integers(-40, 90).filter(bool), st.booleans()), max_size=9).map(
    lambda rows: [bill(key, *row[:2], disputed=row[2]) for key, row in enumerate(rows, 1)]
)


def test_the_bucket_is_that_of_the_days_past_the_due_day() -> None:
    days = {-3: "not_due", 0: "not_due", 1: "1_30", 30: "1_30", 31: "31_60", 60: "31_60", 61: "61_90", 90: "61_90"}
    assert {late: str(Bucket.of(late)) for late in days} == days
    assert Bucket.of(91) is Bucket.OVER_90


def test_money_on_account_goes_to_what_has_been_due_the_longest() -> None:
    left = settle([bill(1, 0, 100), bill(2, 40, 50), bill(3, 10, 70)], 80 * UNIT)
    assert [(each.invoice_id, each.open // UNIT) for each in left] == [(3, 40), (1, 100)]


@given(BILLS, st.integers(-50, 300), st.integers(-50, 50))
@settings(max_examples=60)
def test_buckets_and_credit_add_up_to_the_balance(bills: list[Document], on_account: int, beyond: int) -> None:
    balance = sum(each.open for each in bills) - (on_account + beyond) * UNIT
    found = owed(settle(bills, on_account * UNIT), balance, "CNY")
    assert sum(found.buckets.values()) + found.credit == found.balance == balance
    if beyond >= 0 and on_account >= 0:
        assert found.credit <= 0


@given(BILLS.flatmap(lambda bills: st.tuples(st.just(bills), st.permutations(bills))), st.integers(0, 300))
@settings(max_examples=60)
def test_the_order_of_entry_changes_nothing(both: tuple[list[Document], list[Document]], on_account: int) -> None:
    one, other = both
    # what is entered later has a higher id
    renumbered = [each._replace(invoice_id=key) for key, each in enumerate(other, 1)]
    first, second = (owed(settle(each, on_account * UNIT), 0, "CNY") for each in (one, renumbered))
    assert first == second


@given(BILLS, st.integers(0, 300), st.integers(0, 100))
@settings(max_examples=40)
def test_more_money_never_leaves_more_open(bills: list[Document], on_account: int, more: int) -> None:
    less, least = (settle(bills, amount * UNIT) for amount in (on_account, on_account + more))
    assert sum(each.open for each in least) <= sum(each.open for each in less)
    assert {each.invoice_id for each in least} <= {each.invoice_id for each in less}


def test_a_part_of_a_cent_is_not_open() -> None:
    odd = bill(1, 40, 50)._replace(open=50 * UNIT + 49)
    assert settle([odd], 50 * UNIT) == []
    assert settle([odd], 50 * UNIT - 1) != [], "half a cent is one"


def test_sums_of_two_currencies_stay_apart() -> None:
    euros, yen = Owed("EUR", not_due=5, open_count=1), Owed("JPY", over_90=7, open_count=3, oldest_due_on=ON)
    assert together([euros, yen, euros]) == [yen, Owed("EUR", not_due=10, open_count=2)]


def test_what_presses_is_undisputed_and_less_the_credit() -> None:
    bills = [bill(1, 70, 500), bill(2, 45, 300), bill(3, 20, 200), bill(4, 90, 999, disputed=True), bill(5, 0, 800)]
    found = pressing(bills, -100 * UNIT, RULES)
    assert found is not None
    assert (found.amount, found.amber, found.red) == (900 * UNIT, 700 * UNIT, 400 * UNIT)
    assert (found.invoices, (ON - found.oldest_due_on).days) == (3, 70)


def test_a_credit_note_that_is_due_takes_from_what_presses() -> None:
    found = pressing([bill(1, 70, 500), bill(2, 5, -450)], 0, RULES)
    assert found is None, "50 are small change"


@pytest.mark.parametrize(("late", "severity"), [(30, None), (31, "amber"), (60, "amber"), (61, "red")])
def test_what_is_late_is_amber_after_thirty_days_and_red_after_sixty(late: int, severity: str | None) -> None:
    found = pressing([bill(1, late, 500), bill(2, 3, 500)], 0, RULES)
    assert found is not None
    fired = [*overdue(Situation(1, overdue=[found]), POLICY, ON)]
    assert [each.severity.name.lower() for each in fired] == ([severity] if severity else [])
    for each in fired:
        assert each.since == ON - dt.timedelta(days=late - (61 if severity == "red" else 31)), "the day it became so"
        assert why(each) == f"1,000.00 CNY overdue, the oldest of 2 invoices {late}d"


def test_small_change_is_a_hundred_units_or_half_a_percent_of_the_limit() -> None:
    limit = 100_000 * UNIT
    assert [is_small(units * UNIT, RULES) for units in (99, 100)] == [True, False]
    assert [is_small(units * UNIT, RULES, limit) for units in (499, 500)] == [True, False]
