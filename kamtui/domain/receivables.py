"""What customers owe on a day: what is open of each document, how late it is, and what they have in credit (R71).

Buckets and credit always add up to the balance: what was invoiced less what was paid.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from kamtui.domain.money import SCALE, rounded

if TYPE_CHECKING:
    # whoever judges by the rules has read them; to show an account takes none
    from kamtui.domain.traderules import ReceivablesRules


class Bucket(StrEnum):
    """How late something is, by days past its due day."""

    NOT_DUE = "not_due"
    D1_30 = "1_30"
    D31_60 = "31_60"
    D61_90 = "61_90"
    OVER_90 = "over_90"

    @classmethod
    def of(cls, days_late: int) -> Bucket:
        """The bucket of so many days past the due day; 0 or less is not due."""
        return _BUCKETS[bisect_left(_LAST_DAYS, days_late)]


_BUCKETS = tuple(Bucket)
_LAST_DAYS = (0, 30, 60, 90)
"""Of each bucket but the last."""


class Document(NamedTuple):
    """An invoice, or a credit note that names none, and what is open of it on a day; amounts in 1/10,000."""

    invoice_id: int
    account_id: int
    number: str
    issued_on: dt.date
    due_on: dt.date
    amount: int
    """Below zero: a credit note."""
    currency: str
    open: int
    """Not below zero for an invoice: what was paid beyond is the customer's credit."""
    days_late: int
    """Past its due day; 0: not due."""
    disputed: bool
    order_ref: str = ""
    dispute: str = ""
    """Why it is or was disputed, as the customer says."""
    was_disputed: bool = False
    """Whether it ever was by the day."""

    @property
    def is_overdue(self) -> bool:
        """Whether its due day has passed; a credit note is nobody's delay."""
        return self.days_late > 0 and self.open > 0


class Owed(NamedTuple):
    """What is owed in one currency on a day, by how late it is; amounts in 1/10,000."""

    currency: str
    not_due: int = 0
    d1_30: int = 0
    d31_60: int = 0
    d61_90: int = 0
    over_90: int = 0
    credit: int = 0
    """Below zero: what the customer has paid beyond its documents. Above zero only where more was paid back to it."""
    disputed: int = 0
    """Of the buckets, what is disputed."""
    open_count: int = 0
    """Invoices with something open."""
    overdue_count: int = 0
    oldest_due_on: dt.date | None = None
    """Of the overdue invoices; None: none is."""

    @property
    def buckets(self) -> dict[Bucket, int]:
        """Every bucket with its amount, the least late first."""
        return dict(zip(_BUCKETS, self[1:6], strict=True))

    @property
    def open(self) -> int:
        """All documents, without the credit."""
        return self.not_due + self.overdue

    @property
    def overdue(self) -> int:
        """Whatever is past its due day, less credit notes of that age."""
        return self.d1_30 + self.d31_60 + self.d61_90 + self.over_90

    @property
    def balance(self) -> int:
        """What was invoiced less what was paid."""
        return self.open + self.credit


class Pressing(NamedTuple):
    """What is late enough to ask for, in one currency: undisputed, and less what the customer has in credit (D20)."""

    currency: str
    amount: int
    """All that is overdue."""
    amber: int
    """Of it, what is more days late than the policy's amber; 0 where that is small change."""
    red: int
    """Of it, what is more days late than the policy's red; 0 where that is small change."""
    oldest_due_on: dt.date
    invoices: int
    """How many there are."""


def settle(documents: Iterable[Document], on_account: int) -> list[Document]:
    """What is left open of the documents of one account and currency after payments that name none of them.

    Money on account goes to what has been due the longest. Documents with nothing open, rounded to the currency, are
    left out; the others come back in the order of their due days.
    """
    left = []
    for document in in_order_of_payment(documents):
        if document.open > 0 and on_account > 0:
            used = min(document.open, on_account)
            on_account -= used
            document = document._replace(open=document.open - used)
        if rounded(document.open, document.currency):
            left.append(document)
    return left


def in_order_of_payment(documents: Iterable[Document]) -> list[Document]:
    """What has been due the longest first.

    Nothing of when it was entered decides, as long as two documents differ in anything else.
    """
    return sorted(
        documents,
        key=lambda each: (
            each.due_on,
            each.issued_on,
            each.disputed,
            each.number,
            each.amount,
            each.invoice_id,
        ),
    )


def owed(documents: Iterable[Document], balance: int, currency: str) -> Owed:
    """The documents of one account and currency by age; what they do not explain of the balance is credit."""
    # by the place of the bucket: a book has a hundred thousand accounts
    buckets = [0] * len(_BUCKETS)
    disputed = open_count = overdue_count = total = 0
    oldest: dt.date | None = None
    for document in documents:
        total += document.open
        buckets[bisect_left(_LAST_DAYS, document.days_late)] += document.open
        disputed += document.open if document.disputed else 0
        open_count += document.open > 0
        if document.is_overdue:
            overdue_count += 1
            oldest = document.due_on if oldest is None or document.due_on < oldest else oldest
    not_due, d1_30, d31_60, d61_90, over_90 = buckets
    credit = balance - total
    counts = (open_count, overdue_count)
    return Owed(currency, not_due, d1_30, d31_60, d61_90, over_90, credit, disputed, *counts, oldest)


def together(several: Iterable[Owed]) -> list[Owed]:
    """The sums by currency, the one with most open invoices first; amounts of two currencies are never added."""
    sums: dict[str, Owed] = {}
    for one in several:
        known = sums.get(one.currency)
        sums[one.currency] = one if known is None else _added(known, one)
    return in_order(sums.values())


def in_order(several: Iterable[Owed]) -> list[Owed]:
    """The currency with most open invoices first."""
    return sorted(several, key=lambda one: (-one.open_count, one.currency))


def pressing(
    documents: Iterable[Document],
    credit: int,
    rules: ReceivablesRules,
    limit: int | None = None,
    small: int | None = None,
) -> Pressing | None:
    """What to ask a customer for, of its documents in one currency; None: nothing, or no more than small change.

    `credit`: of `Owed`; credit notes that are due count with it. `limit`: of its credit, and `small`: what is small
    change, in the same currency; None: the figure of the policy as it is.
    """
    due = [document for document in documents if document.days_late > 0]
    notes = sum(document.open for document in due if document.open < 0)
    asked = settle((each for each in due if each.open > 0 and not each.disputed), max(-credit - notes, 0))
    amount = sum(document.open for document in asked)
    if not asked or is_small(amount, rules, limit, small):
        return None
    late_by = (sum(each.open for each in asked if each.days_late > days) for days in (rules.late_amber, rules.late_red))
    amber, red = (0 if is_small(part, rules, limit, small) else part for part in late_by)
    return Pressing(asked[0].currency, amount, amber, red, asked[0].due_on, len(asked))


def is_small(amount: int, rules: ReceivablesRules, limit: int | None = None, small: int | None = None) -> bool:
    """Whether an amount is not worth a word: small change by itself, or beside the credit limit (D20)."""
    least = rules.small_amount * SCALE if small is None else small
    return amount < least or (limit is not None and amount * 100 < rules.small_percent * limit)


def _added(one: Owed, other: Owed) -> Owed:
    dues = [day for day in (one.oldest_due_on, other.oldest_due_on) if day is not None]
    return Owed(
        one.currency,
        not_due=one.not_due + other.not_due,
        d1_30=one.d1_30 + other.d1_30,
        d31_60=one.d31_60 + other.d31_60,
        d61_90=one.d61_90 + other.d61_90,
        over_90=one.over_90 + other.over_90,
        credit=one.credit + other.credit,
        disputed=one.disputed + other.disputed,
        open_count=one.open_count + other.open_count,
        overdue_count=one.overdue_count + other.overdue_count,
        oldest_due_on=min(dues, default=None),
    )
