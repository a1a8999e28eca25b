"""Files of invoices and payments: recognised, corrected, settled; the same again changes nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kamtui.domain.invoices import PaymentKind
from kamtui.domain.outcomes.book import Imported
from kamtui.ops.accounts import add_account
from kamtui.ops.core import Done
from kamtui.ops.history import redo, undo
from kamtui.ops.invoices import dispute_invoice
from kamtui.ops.merging import merge_accounts
from kamtui.ops.payments import add_payment
from kamtui.ops.splitting import split_account
from kamtui.ops.transfer.apply import apply_plan
from kamtui.ops.transfer.asked import Asked
from kamtui.ops.transfer.plan import read_plan
from kamtui.store import invoices, payments, settlements
from kamtui.store.book import Book
from tests.ops.transfer.helpers import asked, written

HEAD = "account,number,issued,due,amount,paid_on,paid_amount,disputed,credits\n"
THREE = (
    HEAD + "A1,0017,2026-09-01,2026-10-01,100,2026-10-05,100,no,\n"
    "A1,18,2026-09-02,2026-10-02,200,2026-10-07,50,yes,\n"
    "A1,19-C,2026-09-09,2026-09-09,-30,,,,18\n"
)


class Importing:
    """Imports texts as files into one book."""

    def __init__(self, book: Book, folder: Path) -> None:
        self.book = book
        self.folder = folder

    def __call__(self, *texts: str, options: Asked | None = None) -> Imported:
        return self.done(*texts, options=options).value

    def done(self, *texts: str, options: Asked | None = None) -> Done[Imported]:
        files = [written(self.folder, f"file{number}.csv", text) for number, text in enumerate(texts)]
        with read_plan(files, options or asked()) as plan:
            done = apply_plan(self.book, plan)
        assert settlements.differences(self.book.conn) == []
        return done

    def invoice(self, number: str) -> invoices.Invoice:
        return invoices.one(self.book.conn, invoices.numbered(self.book.conn, number), dt.date(2026, 11, 20))

    def paid(self) -> list[tuple[str, str, int]]:
        """(invoice, day, amount) of every payment, the oldest first."""
        found = payments.rows(self.book.conn, payments.ids(self.book.conn))
        return sorted((each.invoice or "", each.on.isoformat(), each.amount // 10_000) for each in found)


@pytest.fixture
def importing(book: Book, tmp_path: Path) -> Importing:
    add_account(book, "Acme Holdings Ltd", fields={"external_id": "A1"})
    return Importing(book, tmp_path)


def test_invoices_come_with_what_was_paid_disputed_and_credited(importing: Importing) -> None:
    outcome = importing(THREE)
    assert outcome.created == {"invoices": 3, "payments": 2}
    first, second, note = (importing.invoice(number) for number in ("0017", "18", "19-C"))
    assert (first.settled_on, first.state, first.days_late) == (dt.date(2026, 10, 5), "paid", 4)
    assert (second.open, second.disputed, second.disputed_on) == (120_0000, True, dt.date(2026, 9, 2))
    assert (note.credits, note.state) == (second.id, "used")
    assert importing.paid() == [("0017", "2026-10-05", 100), ("18", "2026-10-07", 50)]


def test_the_same_file_again_changes_nothing_and_one_undo_takes_it_back(importing: Importing) -> None:
    importing(THREE)
    again = importing.done(THREE, options=Asked(dt.date(2027, 5, 1)))
    assert (again.change, again.value.unchanged) == (None, {"invoices": 3})
    undo(importing.book)
    assert len(invoices.ids(importing.book.conn)) == len(payments.ids(importing.book.conn)) == 0
    redo(importing.book)
    assert importing.invoice("18").open == 120_0000


def test_zeros_that_another_program_lost_are_no_new_invoice_and_a_decimal_is_no_change(importing: Importing) -> None:
    importing(THREE)
    outcome = importing(THREE.replace("0017", "17").replace(",100,2026", ",100.0,2026"))
    assert (outcome.created, outcome.updated, outcome.unchanged) == ({}, {}, {"invoices": 3})
    assert "1 invoice is in the book with leading zeros" in outcome.warnings[0]
    assert importing.invoice("17").number == "0017"
    # another day is another invoice
    other = importing(HEAD + "A1,17,2026-09-15,2026-10-15,5,,,,\n")
    assert other.created == {"invoices": 1}


def test_what_was_paid_since_the_last_file_is_a_payment_of_its_own_day(importing: Importing) -> None:
    importing(THREE)
    importing(THREE.replace("2026-10-07,50", "2026-11-03,170"))
    assert importing.paid()[1:] == [("18", "2026-10-07", 50), ("18", "2026-11-03", 120)]
    assert importing.invoice("18").settled_on == dt.date(2026, 11, 3)
    # less, on the same day: it was a mistake
    assert importing(THREE.replace("2026-10-07,50", "2026-11-03,160")).updated == {"invoices": 1}
    assert importing.paid()[2] == ("18", "2026-11-03", 110)


def test_payments_of_their_own_file_replace_what_the_invoices_summed_up(importing: Importing) -> None:
    bank = (
        "account,date,amount,invoice,number\nA1,2026-10-06,20,18,T1\nA1,2026-10-07,30,18,T2\nA1,2026-10-20,70,18,T3\n"
        "A1,2026-10-21,9,,T4\n"
    )
    importing(THREE)
    outcome = importing(bank)
    assert outcome.created == {"payments": 4}
    assert [one for one in importing.paid() if one[0] == "18"] == [
        ("18", "2026-10-06", 20),
        ("18", "2026-10-07", 30),
        ("18", "2026-10-20", 70),
    ]
    assert importing.invoice("18").open == 41_0000
    assert importing(bank).unchanged == {"payments": 4}
    (credit,) = payments.rows(importing.book.conn, payments.ids(importing.book.conn, on_account=True))
    assert (credit.number, credit.kind) == ("T4", PaymentKind.PAYMENT)


def test_payments_that_come_before_their_invoices_name_them_once_they_are_there(importing: Importing) -> None:
    sent = (
        "account,date,amount,invoice,number\nA1,2026-10-05,100,0017,P/1\nA1,2026-10-06,50,18,\nA1,2026-10-07,9,,P/19\n"
    )
    bills = HEAD + "A1,0017,2026-09-01,2026-10-01,100,2026-10-05,100,no,\nA1,18,2026-09-02,2026-10-02,200,,,no,\n"
    assert "2 payments name invoices that the book does not have" in importing(sent).warnings[0]
    done = importing.done(bills + "A1,19,2026-08-01,2026-08-31,30,2026-10-07,10,no,\n")
    assert done.value.created == {"invoices": 3, "payments": 1}
    named = [("", "2026-10-07", 9), ("0017", "2026-10-05", 100), ("18", "2026-10-06", 50), ("19", "2026-10-07", 10)]
    assert importing.paid() == named
    assert importing.invoice("0017").settled_on == dt.date(2026, 10, 5)
    assert importing.invoice("18").open == 150_0000
    assert importing(sent).unchanged == {"payments": 3}
    assert importing(bills).unchanged == {"invoices": 2}
    assert importing.paid() == named
    undo(importing.book, done.change)
    assert [invoice for invoice, _, _ in importing.paid()] == ["", "", ""]


def test_a_payment_finds_its_invoice_by_number_alone_and_without_zeros(importing: Importing) -> None:
    importing(HEAD + "A1,0017,2026-09-01,,100,,,,\n")
    outcome = importing("date,amount,invoice,number\n2026-10-06,20,0017,T1\n2026-10-06,20,99,T2\n")
    assert (outcome.created, outcome.rejected_count) == ({"payments": 1}, 1)
    importing("account,date,amount,invoice,number\nA1,2026-10-07,80,17,T3\nA1,2026-10-08,5,404,T4\n")
    assert importing.invoice("17").settled_on == dt.date(2026, 10, 7)
    assert ("0017", "2026-10-06", 20) in importing.paid()


def test_an_invoice_without_a_due_day_gets_the_usual_one_and_keeps_what_was_said_later(importing: Importing) -> None:
    text = "account,number,issued,amount,days\nA1,1,2026-09-01,5,\nA1,2,2026-09-01,5,Net 45\n"
    importing(text)
    assert importing.invoice("1").due_on == dt.date(2026, 10, 1)
    assert importing.invoice("2").due_on == dt.date(2026, 10, 16)
    importing(HEAD + "A1,1,2026-09-01,2026-12-01,5,,,,\n")
    assert importing(text).unchanged == {"invoices": 2}
    assert importing.invoice("1").due_on == dt.date(2026, 12, 1)


def test_a_dispute_of_a_file_ends_with_the_file_and_one_with_a_reason_does_not(importing: Importing) -> None:
    importing(THREE)
    dispute_invoice(importing.book, importing.invoice("17").id, "short delivery")
    importing(THREE.replace("50,yes", "50,no"))
    assert importing.invoice("18").dispute_settled_on == dt.date(2026, 11, 20)
    assert importing.invoice("17").disputed_on is not None
    assert importing.invoice("17").dispute_settled_on is None


def test_a_program_that_writes_credit_notes_without_a_sign_and_void_ones_is_understood(importing: Importing) -> None:
    outcome = importing(
        "*ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountPaid,InvoiceAmountDue,Currency,Type,Status\n"
        "Acme Holdings Ltd,I1,2026-01-05,2026-02-04,1200.00,200.00,1000.00,EUR,Sales invoice,Awaiting Payment\n"
        "Acme Holdings Ltd,C1,2026-01-09,2026-01-09,60.00,0.00,60.00,EUR,Sales credit note,Awaiting Payment\n"
        "Acme Holdings Ltd,I2,2026-01-16,2026-02-15,77.00,0.00,77.00,EUR,Sales invoice,Voided\n"
    )
    assert (outcome.created, outcome.rejected[0].reason) == ({"invoices": 2, "payments": 1}, "it is void")
    assert (importing.invoice("C1").amount, importing.invoice("I1").open) == (-60_0000, 1000_0000)
    assert "1 payment has no day: it counts on the due day" in outcome.warnings[0]
    assert importing.paid() == [("I1", "2026-02-04", 200)]


def test_chinese_ledgers_are_read_by_their_headers(importing: Importing) -> None:
    outcome = importing(
        "单据编号,单据日期,客户编码,客户名称,到期日,币种,应收金额,已收金额,未收金额,摘要\n"
        "YS1,2026-03-01,K1,华兴科技,2026-03-31,人民币,10000,4000,6000,三月货款\n",
        "收款单号,收款日期,客户编码,客户名称,收款金额,币别,收款类型,对应发票号\n"
        "SK1,2026-04-02,K1,华兴科技,6000,人民币,销售收款,YS1\nSK2,2026-04-03,K1,华兴科技,500,人民币,预收款,\n",
    )
    assert outcome.created == {"accounts": 1, "invoices": 1, "payments": 3}
    found = importing.invoice("YS1")
    assert (found.settled_on, found.note, found.currency) == (dt.date(2026, 4, 2), "三月货款", "CNY")


@pytest.mark.parametrize(
    "text",
    [
        "Debitor;Name 1;Belegnummer;Rechnungsdatum;Nettofälligkeit;Betrag in Belegwährung;Währung;Offener Betrag\n"
        "0000100234;Groß KG;0090001234;15.09.2026;15.10.2026;1.234,50;EUR;1.000,00\n",
        "Customer;Name 1;Billing Document;Billing Date;Net Due Date;Amount in Doc. Curr.;Doc. Currency;Open Amount\n"
        "0000100234;Groß KG;0090001234;15.09.2026;15.10.2026;1.234,50;EUR;1.000,00\n",
        "Code client;Raison sociale;N° facture;Date facture;Date échéance;Montant TTC;Devise;Montant réglé\n"
        "0000100234;Groß KG;0090001234;15/09/2026;31/10/2026;1 234,50;EUR;234,50\n",
    ],
)
def test_ledgers_of_other_countries_are_read_by_their_headers(importing: Importing, text: str) -> None:
    outcome = importing(text)
    assert outcome.created == {"accounts": 1, "invoices": 1, "payments": 1}
    found = importing.invoice("0090001234")
    assert (found.issued_on, found.amount, found.open) == (dt.date(2026, 9, 15), 1_234_5000, 1_000_0000)
    row = importing.book.conn.execute("SELECT name FROM account WHERE external_id = '0000100234'").fetchone()
    assert row == ("Groß KG",)


def test_a_number_that_says_two_things_in_one_file_is_refused(importing: Importing) -> None:
    outcome = importing(
        "account,number,issued,amount,due\nA1,1,2026-09-01,5,2026-10-01\nA1,1,2026-09-01,7,2026-10-01\n"
        "A1,2,2026-09-01,5,2026-10-01\nA1,2,2026-09-01,5,2026-10-01\n"
    )
    assert (outcome.created, outcome.unchanged, outcome.rejected_count) == ({"invoices": 2}, {"invoices": 1}, 1)
    assert "add its lines up by --sql" in outcome.rejected[0].reason


def test_a_file_still_finds_its_invoices_after_a_merge_and_after_a_split(importing: Importing) -> None:
    book = importing.book
    other = "account,number,issued,due,amount,paid_on\nB2,0017,2026-09-01,2026-10-01,8,2026-10-02\n"
    importing(THREE, other)
    old = invoices.rows(book.conn, invoices.ids(book.conn), dt.date(2026, 11, 20))[0].account_id
    victim = next(row.account_id for row in payments.rows(book.conn, payments.ids(book.conn)) if row.amount == 8_0000)
    merge_accounts(book, 1, victim, on=dt.date(2026, 11, 20))
    assert importing.done(THREE, other).change is None
    split_account(book, 1, "Acme North", on=dt.date(2026, 9, 1), invoices=None)
    assert importing.done(THREE).change is None
    assert old in (1, victim)


def test_a_credit_note_of_a_merged_account_still_names_its_own_invoice(importing: Importing) -> None:
    add_account(importing.book, "Beta Ltd", fields={"external_id": "B"})
    both = HEAD + "".join(
        f"{who},7,2026-09-01,2026-10-01,100,,,,\n{who},C,2026-09-09,,-20,,,,7\n" for who in ("A1", "B")
    )
    importing(both)
    merge_accounts(importing.book, 1, 2)
    assert importing(both).unchanged == {"invoices": 4}
    named = importing.book.conn.execute("SELECT credits FROM invoice WHERE amount < 0 ORDER BY id").fetchall()
    assert named == [(1,), (3,)]


def test_a_payment_by_hand_is_part_of_what_the_file_says(importing: Importing) -> None:
    importing(THREE)
    add_payment(importing.book, 1, 20_0000, on=dt.date(2026, 10, 9), invoice_id=importing.invoice("18").id)
    importing(THREE.replace("2026-10-07,50", "2026-10-20,70"))
    assert importing.paid()[1:] == [("18", "2026-10-07", 50), ("18", "2026-10-09", 20)]
    outcome = importing(THREE.replace("2026-10-07,50", "2026-10-20,10"))
    assert "invoice 18: the book has more payments than the file says" in outcome.warnings
