"""Credit read: what is decided of it, and what stands against the limits (R75)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kamtui.domain.credit import Credit, CreditGrade, Exposure
from kamtui.domain.facts import Metric
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store import facts
from kamtui.store.fragments import LATEST
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none

_COLUMNS = "id, account_id, on_date, grade, credit_limit, currency, next_review_on, reason, decided_by"


def in_force(conn: Connection, on: dt.date, accounts: Iterable[int] | None = None) -> dict[int, Credit]:
    """Account -> what is decided of its credit on a day; absent where nothing ever was."""
    return in_scope(Scope(conn, on, accounts))


def in_scope(scope: Scope) -> dict[int, Credit]:
    """The same of the accounts of a scope."""
    rows = scope.rows(f"SELECT {LATEST}, {_COLUMNS} FROM credit_decision WHERE on_date <= :on")
    return {row[2]: _credit(row[1:]) for row in rows}


def history(conn: Connection, account: int | None = None) -> list[Credit]:
    """Every decision about the credit of an account, or of all (None), the latest first."""
    found = conn.execute(
        f"SELECT {_COLUMNS} FROM credit_decision WHERE :account IS NULL OR account_id = :account"
        " ORDER BY on_date DESC, id DESC",
        {"account": account},
    )
    return [_credit(row) for row in found]


def one(conn: Connection, key: int) -> Credit:
    """One decision; raises NotFound."""
    found = conn.execute(f"SELECT {_COLUMNS} FROM credit_decision WHERE id = ?", (key,)).fetchone()
    if found is None:
        raise NotFound(t("there is no credit decision {key}", key=key))
    return _credit(found)


def exposures(conn: Connection, on: dt.date, accounts: Iterable[int] | None = None) -> dict[int, Exposure]:
    """Account -> what is open against its limit on a day, of those that owe something or have a limit.

    In the currency of the limit; without a limit in the currency in which the most is open.
    """
    among = None if accounts is None else list(accounts)
    decided = in_force(conn, on, among)
    owed = _balances(Scope(conn, on, among))
    ordered = facts.newest(conn, Metric.OPEN_ORDERS, on, among)
    found = {}
    for account in {*owed, *ordered, *(key for key, credit in decided.items() if credit.limit is not None)}:
        credit = decided.get(account)
        balances = {code: balance for code, balance in owed.get(account, {}).items() if balance > 0}
        orders = ordered.get(account)
        limit = None if credit is None else credit.limit
        if credit is not None and limit is not None:
            currency = credit.currency
        elif balances:
            currency = max(balances, key=lambda code: (balances[code], code))
        elif orders is not None and orders.currency:
            currency = orders.currency
        else:
            continue
        found[account] = Exposure(
            account,
            currency,
            balances.get(currency, 0),
            orders.value if orders is not None and orders.currency == currency else None,
            limit,
            tuple((code, value) for code, value in sorted(balances.items()) if code != currency),
        )
    return found


def _balances(scope: Scope) -> dict[int, dict[str, int]]:
    """Account -> currency -> what was invoiced less what was paid; the ageing of it is of no matter here."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for table, on, sign in (("invoice", "issued_on", 1), ("payment", "on_date", -1)):
        for account, currency, amount in scope.rows(
            f"SELECT account_id, currency, sum(amount) FROM {table} WHERE {on} <= :on", by="1, 2"
        ):
            mine = found[account]
            mine[currency] = mine.get(currency, 0) + sign * amount
    return found


def _credit(row: tuple[Any, ...]) -> Credit:
    key, account, on, grade, limit, currency, review, reason, by = row
    day = dt.date.fromisoformat(on)
    rated = CreditGrade(grade) if grade else None
    return Credit(key, account, day, rated, limit, currency, date_or_none(review), reason, by)
