"""How customers pay, read from invoices, payments and orders: days late, days outstanding, paying on the next order."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kamtui.domain import payers as rules
from kamtui.domain.payers import Behaviour, Billed, Conduct, Paid, Pattern, Turnover
from kamtui.domain.periods import Period, add_months, trailing_year
from kamtui.domain.prepayments import share as prepaid_share
from kamtui.domain.receivables import Document, Owed
from kamtui.domain.traderules import ReceivablesRules
from kamtui.store import prepayments, receivables
from kamtui.store.receivables import EVER_DISPUTED, Key
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection

_SETTLED_IN = "i.credits IS NULL AND i.amount > 0 AND i.issued_on BETWEEN :first AND :last AND i.settled_on <= :on"

LOOK_BACK = 24
"""Months of orders that are looked at for paying on the next one."""


def conducts(
    conn: Connection, on: dt.date, period: Period, accounts: Iterable[int] | None = None
) -> dict[Key, Conduct]:
    """(account, currency) -> how its invoices issued in a period were paid by a day; absent where none is.

    What was written off, or credited, is not paid.
    """
    scope = Scope(conn, on, accounts)
    written_off = _written_off(scope)
    found = _summed(scope, period, written_off)
    others: dict[Key, list[Paid]] = defaultdict(list)
    for each in (*_partly_written_off(scope, period, written_off), *_on_account(scope, period)):
        others[each.account_id, each.currency].append(each)
    for key, several in others.items():
        found[key] = rules.together([found.get(key, Conduct()), rules.conduct(several)])
    return found


def turnovers(conn: Connection, period: Period, accounts: Iterable[int] | None = None) -> dict[Key, Turnover]:
    """(account, currency) -> what is outstanding on the last day of a period beside what was invoiced in it."""
    scope = Scope(conn, period.last, accounts)
    owed = receivables.owed(conn, period.last, accounts)
    invoiced = invoiced_in(scope, period)
    standing = {(account, one.currency): one for account, each in owed.items() for one in each}
    return {
        key: Turnover(key[1], period, invoiced.get(key, 0), one.balance, one.not_due)
        for key in sorted({*invoiced, *standing})
        for one in [standing.get(key, Owed(key[1]))]
    }


def invoiced_in(scope: Scope, period: Period) -> dict[Key, int]:
    """(account, currency) -> what was invoiced in a period, less credit notes."""
    rows = scope.rows(
        "SELECT account_id, currency, sum(amount) FROM invoice WHERE issued_on BETWEEN :first AND :last",
        by="account_id, currency",
        first=period.first,
        last=period.last,
    )
    return {(account, currency): amount for account, currency, amount in rows}


def behaviour(conn: Connection, on: dt.date, accounts: Iterable[int] | None = None) -> dict[int, list[Behaviour]]:
    """Account -> how it pays in each currency: in the year up to a day, and in the year before."""
    among = None if accounts is None else list(accounts)
    year, before = trailing_year(on), trailing_year(add_months(on, -12))
    now, then = conducts(conn, on, year, among), conducts(conn, on, before, among)
    shares, shares_before = _prepaid_percents(Scope(conn, on, among), year, before)
    found: dict[int, list[Behaviour]] = defaultdict(list)
    for key, turnover in turnovers(conn, year, among).items():
        conduct, conduct_before = now.get(key, Conduct()), then.get(key, Conduct())
        one = Behaviour(turnover, conduct, conduct_before, shares.get(key), shares_before.get(key))
        found[key[0]].append(one)
    return found


def patterns(
    conn: Connection,
    on: dt.date,
    policy: ReceivablesRules,
    accounts: Iterable[int] | None = None,
    *,
    shown_only: bool = False,
) -> dict[int, list[Pattern]]:
    """Account -> its last orders in each currency, looked at for paying on the next one (R72).

    Orders are sales documents; of who has none, the days of its invoices. `shown_only`: without those of whom the
    policy does not call it a pattern.
    """
    scope = Scope(conn, on, accounts)
    days, by_number = _orders(scope)
    found: dict[int, list[Pattern]] = defaultdict(list)
    for (account, currency), invoices in _billed(scope, by_number).items():
        orders = days.get(account) or [each.ordered_on for each in invoices]
        one = rules.pattern(currency, orders, invoices, on, policy)
        if one is not None and (one.shows(policy) or not shown_only):
            found[account].append(one)
    owed = receivables.owed(conn, on, found)
    balances = {(account, one.currency): one.open for account, each in owed.items() for one in each}
    return {
        account: [one._replace(open=balances.get((account, one.currency), 0)) for one in each]
        for account, each in found.items()
    }


def likely(scope: Scope, policy: ReceivablesRules) -> list[int]:
    """The accounts that owe something and may pay with the next order: most of their last payments came with one."""
    near = "BETWEEN date(p.on_date, :before) AND date(p.on_date, :after)"
    rows = scope.rows(
        "SELECT a.account_id FROM (SELECT DISTINCT account_id FROM invoice WHERE settled_on IS NULL) a"
        " WHERE :met <="
        " (SELECT count(*) FROM (SELECT DISTINCT on_date FROM payment WHERE account_id = a.account_id"
        "  AND on_date <= :on ORDER BY on_date DESC LIMIT :last) p"
        f" WHERE EXISTS (SELECT 1 FROM invoice n WHERE n.account_id = a.account_id AND n.issued_on {near})"
        f" OR EXISTS (SELECT 1 FROM sale x WHERE x.account_id = a.account_id AND x.on_date {near}))",
        by="",
        of="a.",
        # one less than the policy asks for: the latest payment may be of an order that has no next one yet
        met=max(policy.pattern_met - 1, 1),
        last=policy.pattern_cycles,
        before=f"-{policy.pattern_days} days",
        after=f"+{policy.pattern_days} days",
    )
    return [account for (account,) in rows]


def _summed(scope: Scope, period: Period, without: Iterable[int]) -> dict[Key, Conduct]:
    """How invoices were paid that payments settled which name them; those in `without` are left out."""
    rows = scope.rows(
        "SELECT account_id, currency, count(*), total(late > 0), total(late), total(amount), total(1.0 * amount * late)"
        ", total(disputed), total(disputed AND late > 0) FROM (SELECT i.account_id, i.currency, i.amount,"
        f" max(julianday(i.settled_on) - julianday(i.due_on), 0) AS late, {EVER_DISPUTED} AS disputed"
        f" FROM invoice i WHERE {_SETTLED_IN} AND i.id NOT IN (SELECT value FROM json_each(:without))"
        # who was credited all of it did not pay
        " AND (i.id NOT IN (SELECT c.credits FROM invoice c WHERE c.credits IS NOT NULL)"
        "  OR EXISTS (SELECT 1 FROM payment p WHERE p.invoice_id = i.id AND p.on_date <= :on))) WHERE 1",
        by="account_id, currency",
        first=period.first,
        last=period.last,
        without=json.dumps(list(without)),
    )
    return {
        (account, currency): Conduct(count, int(late), int(days), int(amount), product, int(disputed), int(both))
        for account, currency, count, late, days, amount, product, disputed, both in rows
    }


def _partly_written_off(
    scope: Scope, period: Period, written_off: Mapping[int, tuple[int, str | None]]
) -> Iterator[Paid]:
    """Invoices of which not more than half was written off, as paid when the rest was."""
    day = dt.date.fromisoformat
    for key, account, currency, amount, issued, due, disputed in scope.rows(
        f"SELECT i.id, i.account_id, i.currency, i.amount, i.issued_on, i.due_on, {EVER_DISPUTED} FROM invoice i"
        f" WHERE {_SETTLED_IN} AND i.id IN (SELECT value FROM json_each(:those))",
        by="",
        of="i.",
        first=period.first,
        last=period.last,
        those=json.dumps(list(written_off)),
    ):
        lost, last_paid = written_off[key]
        if 2 * lost <= amount and last_paid is not None:
            yield Paid(account, currency, amount, day(issued), day(due), day(last_paid), bool(disputed))


def _written_off(scope: Scope) -> dict[int, tuple[int, str | None]]:
    """Invoice -> what was written off of it, and the day of the last payment that was one."""
    rows = scope.rows(
        "SELECT p.invoice_id, sum(p.amount), (SELECT max(q.on_date) FROM payment q WHERE q.invoice_id = p.invoice_id"
        " AND q.kind <> 'write_off' AND q.on_date <= :on) FROM payment p"
        " WHERE p.kind = 'write_off' AND p.invoice_id IS NOT NULL AND p.on_date <= :on",
        by="p.invoice_id",
        of="p.",
    )
    return {invoice: (amount, last) for invoice, amount, last in rows}


def _on_account(scope: Scope, period: Period) -> Iterator[Paid]:
    """Invoices that payments on account settled, the longest due first."""
    for one, settled in _settled_on_account(scope):
        if period.holds(one.issued_on):
            dates = (one.issued_on, one.due_on, settled)
            yield Paid(one.account_id, one.currency, one.amount, *dates, one.was_disputed)


def _settled_on_account(scope: Scope) -> Iterator[tuple[Document, dt.date]]:
    pots: dict[Key, list[tuple[dt.date, int]]] = defaultdict(list)
    for account, currency, day, amount in scope.rows(
        "SELECT account_id, currency, on_date, amount FROM payment WHERE on_date <= :on AND invoice_id IS NULL", by=""
    ):
        pots[account, currency].append((dt.date.fromisoformat(day), amount))
    if not pots:
        return
    documents: dict[Key, list[Document]] = defaultdict(list)
    for document in receivables.unsettled(Scope(scope.conn, scope.on, {account for account, _ in pots})):
        documents[document.account_id, document.currency].append(document)
    for key, each in documents.items():
        days = rules.paid_on(each, pots.get(key, ()))
        yield from ((one, days[one.invoice_id]) for one in each if one.invoice_id in days)


def _orders(scope: Scope) -> tuple[dict[int, list[dt.date]], dict[tuple[int, str], dt.date]]:
    """Account -> the days it ordered on; (account, number of an order) -> its day."""
    days: dict[int, list[dt.date]] = defaultdict(list)
    by_number: dict[tuple[int, str], dt.date] = {}
    for account, on_date, number in scope.rows(
        "SELECT account_id, on_date, number FROM sale WHERE kind = 'order' AND amount > 0"
        " AND account_id IS NOT NULL AND on_date BETWEEN :since AND :on",
        by="",
        since=add_months(scope.on, -LOOK_BACK),
    ):
        day = dt.date.fromisoformat(on_date)
        days[account].append(day)
        if number:
            by_number[account, number] = day
    return days, by_number


def _billed(scope: Scope, by_number: dict[tuple[int, str], dt.date]) -> dict[Key, list[Billed]]:
    """(account, currency) -> its invoices by the day of their order."""
    on_account = {document.invoice_id: day for document, day in _settled_on_account(scope)}
    found: dict[Key, list[Billed]] = defaultdict(list)
    for key, account, currency, amount, issued, settled, order in scope.rows(
        "SELECT id, account_id, currency, amount, issued_on, CASE WHEN settled_on <= :on THEN settled_on END, order_ref"
        " FROM invoice WHERE credits IS NULL AND amount > 0 AND issued_on BETWEEN :since AND :on",
        by="",
        since=add_months(scope.on, -LOOK_BACK),
    ):
        paid_on = dt.date.fromisoformat(settled) if settled else on_account.get(key)
        ordered_on = by_number.get((account, order)) or dt.date.fromisoformat(issued)
        found[account, currency].append(Billed(ordered_on, amount, paid_on))
    return found


def _prepaid_percents(scope: Scope, *periods: Period) -> list[dict[Key, float]]:
    """For each period: (account, currency) -> percent of what was invoiced that was paid by the day of the invoice."""
    found: list[dict[Key, float]] = [{} for _ in periods]
    for where, mine in prepayments.ahead(scope).items():
        for period, percents in zip(periods, found, strict=True):
            if (share := prepaid_share(mine, period)) is not None:
                percents[where] = share.percent
    return found
