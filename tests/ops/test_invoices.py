"""Invoices and payments entered by hand: what settles them, and what is refused."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest

from kamtui.domain.invoices import PaymentKind
from kamtui.domain.terms import TermsKind, Unit
from kamtui.errors import BadInput, Conflict, NotFound, NothingToDo
from kamtui.ops.accounts import add_account
from kamtui.ops.history import redo, undo
from kamtui.ops.invoices import add_invoice, dispute_invoice, edit_invoice, remove_invoice, settle_dispute
from kamtui.ops.payments import add_payment, edit_payment, remove_payment
from kamtui.ops.splitting import split_account
from kamtui.ops.terms import add_terms
from kamtui.store import doctor, invoices, payments, receivables, settlements
from kamtui.store.book import Book
from tests.conftest import TODAY

SEPTEMBER = dt.date(2026, 9, 1)


def billed(book: Book, account: int, amount: int = 100_0000, number: str = "17", **more: object) -> int:
    return add_invoice(book, account, amount, number=number, issued_on=SEPTEMBER, **more).value.invoice_id  # type: ignore[arg-type]


def paid(book: Book, account: int, amount: int, day: int, invoice: int | None = None, **more: object) -> int:
    on = dt.date(2026, 10, day)
    return add_payment(book, account, amount, on=on, invoice_id=invoice, **more).value.payment_id  # type: ignore[arg-type]


def settled(book: Book, invoice: int) -> dt.date | None:
    assert settlements.differences(book.conn) == []
    return invoices.one(book.conn, invoice, dt.date(2027, 1, 1)).settled_on


def test_an_invoice_is_due_by_its_terms_else_by_the_policy_and_a_credit_note_at_once(book: Book, acme: int) -> None:
    usual = add_invoice(book, acme, 1, issued_on=SEPTEMBER).value
    assert usual.due_on == dt.date(2026, 10, 1)
    add_terms(book, acme, TermsKind.PAYMENT_DAYS, value=60_0000, unit=Unit.DAYS, from_on=SEPTEMBER, cost=0)
    assert add_invoice(book, acme, 1, issued_on=SEPTEMBER).value.due_on == dt.date(2026, 10, 31)
    assert add_invoice(book, acme, 1, issued_on=dt.date(2026, 8, 31)).value.due_on == dt.date(2026, 9, 30)
    assert add_invoice(book, acme, -1, issued_on=SEPTEMBER).value.due_on == SEPTEMBER


def test_the_same_number_again_corrects_what_is_said_this_time(book: Book, acme: int) -> None:
    first = add_invoice(book, acme, 5, number="17", issued_on=SEPTEMBER, due_on=SEPTEMBER, order_ref="A3").value
    again = add_invoice(book, acme, 7, number="17").value
    assert (again.invoice_id, again.repeated) == (first.invoice_id, False)
    found = invoices.one(book.conn, first.invoice_id, TODAY)
    assert (found.amount, found.issued_on, found.due_on, found.order_ref) == (7, SEPTEMBER, SEPTEMBER, "A3")
    assert add_invoice(book, acme, 7, number="17").value.repeated
    other = add_account(book, "Other Ltd").value.account_id
    assert add_invoice(book, other, 7, number="17").value.invoice_id != first.invoice_id


def test_payments_and_credit_notes_settle_an_invoice_together(book: Book, acme: int) -> None:
    invoice = billed(book, acme)
    paid(book, acme, 60_0000, 5, invoice)
    assert settled(book, invoice) is None
    note = add_invoice(book, acme, -40_0000, number="C", issued_on=dt.date(2026, 10, 9), credited=invoice).value
    assert settled(book, invoice) == dt.date(2026, 10, 9)
    edit_invoice(book, note.invoice_id, {"amount": -30_0000})
    assert settled(book, invoice) is None
    # what of the credit note is paid out does not reduce the invoice
    edit_invoice(book, note.invoice_id, {"amount": -50_0000})
    paid(book, acme, -10_0000, 20, note.invoice_id)
    assert settled(book, invoice) == dt.date(2026, 10, 9)
    paid(book, acme, -1_0000, 21, note.invoice_id)
    assert settled(book, invoice) is None


def test_a_payment_moved_or_removed_opens_what_it_settled(book: Book, acme: int) -> None:
    one, two = billed(book, acme), billed(book, acme, number="18")
    payment = paid(book, acme, 100_0000, 5, one)
    edit_payment(book, payment, {"invoice_id": two})
    assert (settled(book, one), settled(book, two)) == (None, dt.date(2026, 10, 5))
    edit_payment(book, payment, {"invoice_id": None})
    assert settled(book, two) is None
    # on account it covers what has been due the longest
    assert [row.state for row in invoices.rows(book.conn, [one, two], TODAY)] == ["paid", "overdue"]
    remove_payment(book, payment)
    assert [row.state for row in invoices.rows(book.conn, [one, two], TODAY)] == ["overdue", "overdue"]


def test_undo_of_a_payment_counts_those_that_came_since(book: Book, acme: int) -> None:
    invoice = billed(book, acme)
    first = add_payment(book, acme, 40_0000, on=dt.date(2026, 10, 5), invoice_id=invoice)
    paid(book, acme, 60_0000, 9, invoice)
    assert settled(book, invoice) == dt.date(2026, 10, 9)
    undo(book, first.change)
    assert settled(book, invoice) is None
    redo(book)
    assert settled(book, invoice) == dt.date(2026, 10, 9)


def test_any_order_of_operations_and_undos_leaves_the_same_settlement(book: Book, acme: int) -> None:
    random = Random(7)
    invoice, changes = billed(book, acme), list[int]()
    for _ in range(40):
        made = [row.id for row in payments.rows(book.conn, payments.ids(book.conn, account=acme))]
        match random.randrange(4):
            case 0 if made:
                changes.append(remove_payment(book, random.choice(made)).change or 0)
            case 1 if changes:
                try:
                    undo(book, changes.pop(random.randrange(len(changes))))
                except Conflict:
                    continue
            case _:
                amount = random.choice([30_0000, 50_0000, -20_0000])
                on = dt.date(2026, 10, random.randrange(1, 28))
                changes.append(add_payment(book, acme, amount, on=on, invoice_id=invoice).change or 0)
        assert settlements.differences(book.conn) == []


def test_a_write_off_closes_an_invoice(book: Book, acme: int) -> None:
    invoice = billed(book, acme)
    outcome = add_payment(book, acme, 100_0000, invoice_id=invoice, kind=PaymentKind.WRITE_OFF).value
    assert (outcome.left, settled(book, invoice)) == (0, TODAY)


def test_one_transfer_may_pay_two_invoices_and_the_same_again_corrects(book: Book, acme: int) -> None:
    one, two = billed(book, acme), billed(book, acme, number="18")
    first = paid(book, acme, 10_0000, 5, one, number="T1")
    assert paid(book, acme, 20_0000, 5, two, number="T1") != first
    assert paid(book, acme, 11_0000, 5, one, number="T1") == first
    assert payments.one(book.conn, first).amount == 11_0000


def test_a_dispute_runs_until_it_is_settled_and_may_begin_anew(book: Book, acme: int) -> None:
    invoice = billed(book, acme)
    dispute_invoice(book, invoice, "short", on=dt.date(2026, 9, 5))
    with pytest.raises(NothingToDo):
        dispute_invoice(book, invoice, "short")
    assert dispute_invoice(book, invoice, "two short").value.on == dt.date(2026, 9, 5)
    settle_dispute(book, invoice, "delivered", on=dt.date(2026, 9, 20))
    with pytest.raises(NothingToDo):
        settle_dispute(book, invoice)
    then = [invoices.one(book.conn, invoice, dt.date(2026, 9, day)).disputed for day in (4, 5, 19, 20)]
    assert then == [False, True, True, False]
    assert invoices.one(book.conn, invoice, TODAY).dispute == "two short → delivered"
    (owed,) = receivables.owed(book.conn, dt.date(2026, 9, 10))[acme]
    assert (owed.balance, owed.disputed) == (100_0000, 100_0000)
    dispute_invoice(book, invoice, "wrong colour")
    assert invoices.one(book.conn, invoice, TODAY).disputed


def test_what_makes_no_sense_is_refused(book: Book, acme: int) -> None:
    invoice, other = billed(book, acme), add_account(book, "Other Ltd").value.account_id
    note = billed(book, acme, -5_0000, number="C1")
    for change in (
        lambda: add_payment(book, acme, 0),
        lambda: add_payment(book, acme, 5, on=dt.date(2026, 11, 21)),
        lambda: add_payment(book, other, 5, invoice_id=invoice),
        lambda: add_payment(book, acme, 5, invoice_id=invoice, currency="USD"),
        lambda: add_payment(book, acme, 5, invoice_id=note),
        lambda: add_invoice(book, acme, 5, credited=invoice),
        lambda: add_invoice(book, acme, -5, credited=note),
        lambda: add_invoice(book, other, -5, credited=invoice),
        lambda: add_invoice(book, acme, 5, issued_on=TODAY, due_on=SEPTEMBER),
        lambda: edit_invoice(book, invoice, {"number": "C1"}),
        lambda: edit_invoice(book, invoice, {"paid": 5}),
        lambda: dispute_invoice(book, invoice, on=dt.date(2026, 8, 31)),
    ):
        with pytest.raises(BadInput):
            change()
    with pytest.raises(NotFound):
        add_payment(book, acme, 5, invoice_id=99)
    paid(book, acme, 5, 5, invoice)
    with pytest.raises(BadInput, match="1 payment or credit note names invoice 17"):
        remove_invoice(book, invoice)
    with pytest.raises(Conflict, match="you saw '5'"):
        edit_invoice(book, invoice, {"amount": 7}, was={"amount": 5})


def test_a_number_is_found_without_its_zeros_but_not_when_two_have_it(book: Book, acme: int) -> None:
    invoice = billed(book, acme, number="0017")
    assert invoices.numbered(book.conn, "17") == invoices.numbered(book.conn, f"#{invoice}", acme) == invoice
    other = add_account(book, "Other Ltd").value.account_id
    billed(book, other, number="17")
    assert invoices.numbered(book.conn, "0017") == invoice
    billed(book, other, number="0017")
    with pytest.raises(BadInput, match=r"#1 Acme Holdings Ltd, #3 Other Ltd"):
        invoices.numbered(book.conn, "0017")
    assert invoices.numbered(book.conn, "0017", other) == 3


def test_a_split_takes_invoices_with_what_names_them(book: Book, acme: int) -> None:
    old = add_invoice(book, acme, 50_0000, number="1", issued_on=dt.date(2026, 8, 1)).value.invoice_id
    new = billed(book, acme)
    note = add_invoice(book, acme, -10_0000, number="C", issued_on=TODAY, credited=new).value.invoice_id
    stays = add_invoice(book, acme, -10_0000, number="D", issued_on=TODAY, credited=old).value.invoice_id
    going = [paid(book, acme, 5_0000, 5, new), paid(book, acme, 5_0000, 6)]
    paid(book, acme, 5_0000, 5, old)
    balance = receivables.owed(book.conn, TODAY)[acme][0].balance
    part = split_account(book, acme, "Acme North", on=SEPTEMBER, invoices=None).value.account_id
    assert set(invoices.ids(book.conn, account=part)) == {new, note}
    assert set(invoices.ids(book.conn, account=acme)) == {old, stays}
    assert sorted(payments.ids(book.conn, account=part)) == going
    assert sum(each[0].balance for each in receivables.owed(book.conn, TODAY).values()) == balance
    undo(book)
    one = split_account(book, acme, "Acme North", on=SEPTEMBER, invoices=["17"]).value.account_id
    assert sorted(payments.ids(book.conn, account=one)) == going[:1]
    with pytest.raises(BadInput, match="there is no document 1 from"):
        split_account(book, acme, "Acme South", on=SEPTEMBER, invoices=["1"])


def test_the_doctor_recomputes_what_is_kept(book: Book, acme: int) -> None:
    invoice = billed(book, acme)
    paid(book, acme, 100_0000, 5, invoice)
    book.conn.execute("UPDATE invoice SET settled_on = NULL")
    found = {each.check: each for each in doctor.examine(book)}["invoices"]
    assert (found.level, "its payments say 2026-10-05" in found.text) == ("error", True)
    assert doctor.repair(book) == 1
    assert settled(book, invoice) == dt.date(2026, 10, 5)
