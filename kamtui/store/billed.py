"""What was invoiced in a period, or is owed on a day, as values that accounts are ranked by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.money import rounded
from kamtui.domain.pareto import Valued
from kamtui.domain.periods import Period
from kamtui.store import accounts, groups, payers, receivables, sales
from kamtui.store.sales import Values
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection


def invoiced(conn: Connection, period: Period, currency: str, *, by_group: bool = False) -> Values:
    """What was invoiced less credit notes; groups as they are on the last day."""
    found = payers.invoiced_in(Scope(conn, period.last, None), period)
    amounts = {account: amount for (account, code), amount in found.items() if code == currency}
    return _valued(conn, amounts, period, currency, by_group=by_group)


def owed(conn: Connection, period: Period, currency: str, *, by_group: bool = False) -> Values:
    """What is owed on the last day, less what is in credit."""
    amounts = receivables.balances(conn, period.last, currency)
    return _valued(conn, amounts, period, currency, by_group=by_group)


def currencies(conn: Connection, on: dt.date) -> list[str]:
    """The currencies invoices are written in, the most used first."""
    found = conn.execute(
        "SELECT currency FROM invoice WHERE issued_on <= ? GROUP BY currency ORDER BY count(*) DESC, currency",
        (on.isoformat(),),
    )
    return [code for (code,) in found]


def _valued(conn: Connection, amounts: Mapping[int, int], period: Period, currency: str, *, by_group: bool) -> Values:
    roots = groups.roots(conn, period.last) if by_group else {}
    summed: dict[int, int] = {}
    for account, amount in amounts.items():
        top = roots.get(account, account)
        summed[top] = summed.get(top, 0) + amount
    names, codes = accounts.names(conn), accounts.codes(conn)
    known = [
        Valued(account, codes[account], names[account], rounded(amount, currency)) for account, amount in summed.items()
    ]
    return Values(known, [], {row.account_id: row for row in sales.by_account(conn, *period, currency)})
