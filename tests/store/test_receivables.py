"""What is owed on any day, against the definition: what was there by the day, whatever was entered in which order."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamtui.domain.receivables import Document, Owed, owed, settle
from kamtui.ops.accounts import add_account
from kamtui.ops.invoices import add_invoice
from kamtui.ops.payments import add_payment
from kamtui.store import receivables
from kamtui.store.book import Book

START = dt.date(2026, 6, 1)
UNIT = 10_000
NUMBERS = itertools.count(1)


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


class Bill(NamedTuple):
    """An invoice, or a credit note, days since START."""

    number: str
    issued: int
    due: int
    amount: int
    credits: str | None = None


class Payment(NamedTuple):
    on: int
    amount: int
    invoice: str | None


def entered(book: Book, account: int, things: Sequence[Bill | Payment]) -> None:
    """Invoices before what names them, else in the order given."""
    ids: dict[str, int] = {}
    with book.write("test") as tx:
        for one in sorted(things, key=lambda one: isinstance(one, Payment) or one.credits is not None):
            if isinstance(one, Bill):
                credited = ids[one.credits] if one.credits else None
                made = add_invoice.within(
                    tx, account, one.amount * UNIT, number=one.number, credited=credited,
                    issued_on=day(one.issued), due_on=day(one.due), currency="CNY",
                )  # fmt: skip
                ids[one.number] = made.invoice_id
            else:
                add_payment.within(
                    tx, account, one.amount * UNIT, on=day(one.on), currency="CNY",
                    invoice_id=ids[one.invoice] if one.invoice else None,
                )  # fmt: skip


def as_defined(things: Sequence[Bill | Payment], on: dt.date) -> Owed:
    """The definition, one document at a time."""
    bills = [one for one in things if isinstance(one, Bill) and day(one.issued) <= on]
    paid = [one for one in things if isinstance(one, Payment) and day(one.on) <= on]
    papers = []
    for key, one in enumerate(bills):
        if one.credits is not None:
            continue
        left = one.amount - sum(each.amount for each in paid if each.invoice == one.number)
        left += sum(each.amount for each in bills if each.credits == one.number)
        late = max((on - day(one.due)).days, 0)
        dates = (day(one.issued), day(one.due))
        left = max(left, 0) if one.amount > 0 else left
        papers.append(Document(key, 1, one.number, *dates, one.amount, "CNY", left * UNIT, late, disputed=False))
    on_account = sum(each.amount for each in paid if each.invoice is None)
    balance = sum(one.amount for one in bills) - sum(one.amount for one in paid)
    return owed(settle([each for each in papers if each.open], on_account * UNIT), balance * UNIT, "CNY")


@st.composite
def histories(draw: st.DrawFn) -> list[Bill | Payment]:
    bills = [
        Bill(str(number), issued, issued + draw(st.integers(0, 40)), draw(st.integers(1, 200)))
        for number, issued in enumerate(draw(st.lists(st.integers(0, 100), min_size=1, max_size=4)))
    ]
    named = st.sampled_from([bill.number for bill in bills])
    notes = [
        Bill(f"c{number}", issued := draw(st.integers(0, 120)), issued, -amount, draw(st.none() | named))
        for number, amount in enumerate(draw(st.lists(st.integers(1, 80), max_size=2)))
    ]
    amounts = st.integers(-30, 150).filter(bool)
    payments = st.builds(Payment, st.integers(0, 150), amounts, st.none() | named)
    return [*bills, *notes, *draw(st.lists(payments, max_size=5))]


@given(histories(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_day_is_as_defined_in_whatever_order_it_was_entered(
    book: Book, things: list[Bill | Payment], chance: random.Random
) -> None:
    account = add_account(book, f"Account {next(NUMBERS)}").value.account_id
    chance.shuffle(things)
    entered(book, account, things)
    for number in (0, 20, 45, 80, 110, 150, 171):
        on = day(number)
        expected = as_defined(things, on)
        found = receivables.owed(book.conn, on, [account]).get(account, [Owed("CNY")])
        assert found == [expected], on
        assert sum(each.open for each in receivables.documents(book.conn, account, on)) == expected.open
