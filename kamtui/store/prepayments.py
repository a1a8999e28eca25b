"""Invoices and payments of accounts whose terms ask for prepayment, checked against what was agreed (R73)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from kamtui.domain.periods import trailing_year
from kamtui.domain.prepayments import Invoiced, Paid, Prepaid, Share, condition, prepaid, share
from kamtui.domain.terms import Condition, Terms
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection

Key = tuple[int, str]
"""Account and currency."""


def conditions(conn: Connection, on: dt.date, terms: Iterable[Terms]) -> dict[int, Condition]:
    """Number of terms -> whether they were kept up to a day; absent where they ask for no prepayment."""
    asking = [each for each in terms if each.prepay]
    if not asking:
        return {}
    paid = ahead(Scope(conn, on, {each.account_id for each in asking}))
    by_account: dict[int, dict[str, list[Prepaid]]] = defaultdict(dict)
    for (account, currency), mine in paid.items():
        by_account[account][currency] = mine
    found = ((each.id, condition(each, by_account[each.account_id], on)) for each in asking)
    return {key: checked for key, checked in found if checked is not None}


def shares(conn: Connection, on: dt.date, accounts: Iterable[int]) -> dict[Key, Share]:
    """(account, currency) -> how much of the invoices of the last twelve months was paid by their day (R74)."""
    year = trailing_year(on)
    found = ((key, share(mine, year)) for key, mine in ahead(Scope(conn, on, accounts)).items())
    return {key: of_year for key, of_year in found if of_year is not None}


def ahead(scope: Scope) -> dict[Key, list[Prepaid]]:
    """What of each invoice had been paid by its day, in the order they were issued."""
    documents, payments = defaultdict[Key, list[Invoiced]](list), defaultdict[Key, list[Paid]](list)
    day = dt.date.fromisoformat
    for key, account, currency, issued, amount in scope.rows(
        "SELECT id, account_id, currency, issued_on, amount FROM invoice WHERE issued_on <= :on", by=""
    ):
        documents[account, currency].append(Invoiced(key, day(issued), amount))
    for account, currency, paid_on, amount, invoice in scope.rows(
        # what was written off was never paid
        "SELECT account_id, currency, on_date, amount, invoice_id FROM payment"
        " WHERE on_date <= :on AND kind <> 'write_off'",
        by="",
    ):
        payments[account, currency].append(Paid(day(paid_on), amount, invoice))
    return {key: prepaid(each, payments[key]) for key, each in documents.items()}
