"""Invoices and credit notes read; what is owed altogether is in `receivables`."""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from kamtui.domain.invoices import InvoiceKind
from kamtui.domain.money import SCALE
from kamtui.errors import BadInput, NotFound
from kamtui.i18n import t
from kamtui.store import policies
from kamtui.store.receivables import DISPUTED, open_documents
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none, in_order


class Invoice(NamedTuple):
    """An invoice or a credit note, and what is left of it."""

    id: int
    account_id: int
    account: str
    number: str
    issued_on: dt.date
    due_on: dt.date
    amount: int
    """In 1/10,000; below zero: a credit note."""
    currency: str
    order_ref: str
    credits: int | None
    """The invoice that it takes back."""
    credited: str | None
    """The number of that invoice."""
    disputed_on: dt.date | None
    dispute: str
    """Why."""
    dispute_settled_on: dt.date | None
    note: str
    settled_on: dt.date | None
    open: int
    """What is open of it on the day, when payments on account have settled what was due the longest; 0: nothing."""
    disputed: bool
    """On the day."""
    days_late: int
    """Past its due day on the day it was settled, else on the day looked at; 0 where money on account covers it."""
    recorded_at: str

    @property
    def kind(self) -> InvoiceKind:
        """Invoice or credit note, by its sign."""
        return InvoiceKind.CREDIT_NOTE if self.amount < 0 else InvoiceKind.INVOICE

    @property
    def state(self) -> str:
        """unpaid, partly paid, overdue, disputed or paid, of a credit note unused or used: the one word for it."""
        if not self.open:
            return "paid" if self.amount >= 0 else "used"
        if self.disputed:
            return "disputed"
        if self.days_late and self.amount >= 0:
            return "overdue"
        if self.amount < 0:
            return "unused"
        return "unpaid" if self.open == self.amount else "partly paid"


def ids(
    conn: Connection,
    *,
    account: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    open_only: bool = False,
    overdue_on: dt.date | None = None,
    disputed_on: dt.date | None = None,
) -> array[int]:
    """Documents that match, the latest first; with `overdue_on` or `open_only` the longest due first.

    `since` and `until` are of their own days; `overdue_on`: unsettled and due before that day; `disputed_on`: disputed
    on that day.
    """
    where, values = ["1"], dict[str, object]()
    for name, clause, value in (
        ("account", "i.account_id = :account", account),
        ("since", "i.issued_on >= :since", since),
        ("until", "i.issued_on <= :until", until),
        ("due", "i.due_on < :due AND i.amount >= 0 AND i.settled_on IS NULL", overdue_on),
        ("on", DISPUTED, disputed_on),
    ):
        if value is not None:
            where.append(clause)
            values[name] = value.isoformat() if isinstance(value, dt.date) else value
    if open_only:
        where.append("i.settled_on IS NULL")
    order = "i.due_on, i.id" if open_only or overdue_on else "i.issued_on DESC, i.id DESC"
    found = conn.execute(f"SELECT i.id FROM invoice i WHERE {' AND '.join(where)} ORDER BY {order}", values)
    return array("q", (key for (key,) in found))


def rows(conn: Connection, keys: Sequence[int], on: dt.date) -> list[Invoice]:
    """These documents as they are on a day, in the order of `keys`."""
    found = conn.execute(
        f"""
        SELECT i.id, i.account_id, a.name, i.number, i.issued_on, i.due_on, i.amount, i.currency, i.order_ref,
            i.credits, c.number, i.disputed_on, i.dispute, i.dispute_settled_on, i.note, i.settled_on,
            {DISPUTED}, i.recorded_at
        FROM invoice i JOIN account a ON a.id = i.account_id LEFT JOIN invoice c ON c.id = i.credits
        WHERE i.id IN ({",".join(map(str, keys))})
        """,
        {"on": on.isoformat()},
    ).fetchall()
    unsettled = open_documents(conn, on, {row[1] for row in found})
    left = {document.invoice_id: document.open for each in unsettled.values() for document in each}
    return in_order(keys, (_invoice(row, on, left.get(row[0], 0)) for row in found))


def one(conn: Connection, key: int, on: dt.date) -> Invoice:
    """One document as it is on a day; raises NotFound."""
    found = rows(conn, [key], on)
    if not found:
        raise NotFound(t("there is no invoice #{key}", key=key))
    return found[0]


def numbered(conn: Connection, text: str, account: int | None = None) -> int:
    """The invoice that a number means, or an id written #12; of one account, where it is given.

    A number that nobody has may have lost its leading zeros. Raises NotFound, and BadInput where several have it.
    """
    given = text.strip()
    digits = given.removeprefix("#")
    if given.startswith("#") and digits.isascii() and digits.isdecimal() and len(digits) < 18:
        by_id = conn.execute("SELECT id FROM invoice WHERE id = ?", (int(digits),)).fetchall()
        if by_id:
            return int(digits)
    for clause in ("i.number = :number", "ltrim(i.number, '0') = ltrim(:number, '0') AND i.number <> ''"):
        found = conn.execute(
            "SELECT i.id, a.name FROM invoice i JOIN account a ON a.id = i.account_id"
            f" WHERE (:account IS NULL OR i.account_id = :account) AND {clause} ORDER BY i.id LIMIT 4",
            {"account": account, "number": given},
        ).fetchall()
        if len(found) > 1:
            listed = ", ".join(f"#{key} {name}" for key, name in found)
            raise BadInput(t("several invoices are called {number}: {listed}; name one", number=given, listed=listed))
        if found:
            return int(found[0][0])
    raise NotFound(t("there is no invoice {number}; see: kamtui invoice ls", number=given))


def with_key(conn: Connection, key: str, account: int) -> int | None:
    """The document that came in under this key for the account, if any."""
    row = conn.execute("SELECT id FROM main.invoice WHERE key = ? AND account_id = ?", (key, account)).fetchone()
    return None if row is None else int(row[0])


def next_unnumbered(conn: Connection) -> int:
    """A number no document without one has had yet."""
    (last,) = conn.execute("SELECT ifnull(max(id), 0) FROM main.invoice").fetchone()
    return int(last) + 1


def crediting(conn: Connection, invoice: int) -> array[int]:
    """The credit notes that take an invoice back, the oldest first."""
    found = conn.execute("SELECT id FROM invoice WHERE credits = ? ORDER BY issued_on, id", (invoice,))
    return array("q", (key for (key,) in found))


def naming(conn: Connection, invoice: int) -> tuple[int, int]:
    """How many payments and how many credit notes name an invoice."""
    row = conn.execute(
        "SELECT (SELECT count(*) FROM main.payment WHERE invoice_id = :id),"
        " (SELECT count(*) FROM main.invoice WHERE credits = :id)",
        {"id": invoice},
    ).fetchone()
    return int(row[0]), int(row[1])


class UsualDays:
    """Days between an invoice and its due day: by the account's terms, else as the policy says."""

    def __init__(self, conn: Connection, today: dt.date, account: int | None = None) -> None:
        self._agreed: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
        for key, first, last, value in conn.execute(
            "SELECT account_id, from_on, ifnull(to_on, '9999'), value FROM terms WHERE kind = 'payment_days'"
            " AND unit = 'days' AND (:account IS NULL OR account_id = :account) ORDER BY from_on, id",
            {"account": account},
        ):
            self._agreed[key].append((first, last, value // SCALE))
        self._default = policies.in_force(conn, today).receivables.payment_days

    def of(self, account: int, on: dt.date) -> int:
        """For an invoice of that day."""
        agreed = [days for first, last, days in self._agreed.get(account, ()) if first <= on.isoformat() <= last]
        return agreed[-1] if agreed else self._default


def _invoice(row: tuple[Any, ...], on: dt.date, left: int) -> Invoice:
    key, account, name, number, issued, due, *money, disputed_on, dispute, over, note, settled, now, at = row
    due_on, settled_on = dt.date.fromisoformat(due), date_or_none(settled)
    # a payment of a day to come settles nothing yet
    settled_on = settled_on if settled_on is not None and settled_on <= on else None
    is_covered = settled_on is None and not left
    late = 0 if is_covered else max(((settled_on or on) - due_on).days, 0)
    days = date_or_none(disputed_on), dispute, date_or_none(over)
    issued_on = dt.date.fromisoformat(issued)
    amount, currency, order, credited_id, credited = money
    return Invoice(
        key, account, name, number, issued_on, due_on, amount, currency, order, credited_id, credited, *days, note,
        settled_on, left, bool(now) and settled_on is None, late, at,
    )  # fmt: skip
