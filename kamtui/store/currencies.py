"""Which currency an account trades in: its own, that of its sales, or the book's."""

from __future__ import annotations

from kamtui.store import known
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection


def of_account(conn: Connection, account: int) -> str:
    """The currency of an amount that names none."""
    row = conn.execute(f"{_TRADED} AND a.account_id = ?", (account,)).fetchone()
    return (row and row[1]) or known.book_currency(conn)


def of_accounts(scope: Scope) -> dict[int, str]:
    """The same of the accounts of a scope."""
    default = known.book_currency(scope.conn)
    return {account: currency or default for account, currency in scope.rows(_TRADED, by="", of="a.")}


_TRADED = (
    "SELECT a.account_id, coalesce(a.currency, s.currency) FROM (SELECT id AS account_id, currency FROM account) a"
    # an account that is added in this very change stands nowhere yet
    " LEFT JOIN standing s ON s.account_id = a.account_id WHERE 1"
)
