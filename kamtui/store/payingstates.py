"""What the daily review and the health of an account look at of what it owes, and of how it pays (SIG-12, SIG-14)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from kamtui.domain import receivables as rules
from kamtui.domain.health import Cash
from kamtui.domain.payers import Pattern
from kamtui.domain.receivables import Pressing
from kamtui.domain.traderules import ReceivablesRules
from kamtui.store import credit, payers, receivables
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection


def signalled(scope: Scope, policy: ReceivablesRules) -> tuple[dict[int, list[Pressing]], dict[int, list[Pattern]]]:
    """Account -> what is overdue for long enough to say so; account -> its habit of paying with the next order.

    Paying with the next order is looked for at key and regular accounts, and where nobody chose a tier.
    """
    if not receivables.any_invoice(scope.conn, scope.on):
        return {}, {}
    late = receivables.late(scope, policy.late_amber)
    found = pressing(scope.conn, scope.on, policy, late) if late else {}
    buyers = payers.likely(Scope(scope.conn, scope.on, _buyers(scope)), policy)
    habits = payers.patterns(scope.conn, scope.on, policy, buyers, shown_only=True) if buyers else {}
    return {account: each for account, each in found.items() if any(one.amber for one in each)}, habits


def cash(conn: Connection, on: dt.date, policy: ReceivablesRules, accounts: Iterable[int]) -> dict[int, Cash]:
    """Account -> what it owes for too long and how near it is to its limit.

    Absent where no invoice is kept, unless open orders alone come near the limit: that is known without.
    """
    every = list(accounts)
    kept, exposed = receivables.keepers(conn, on, every), credit.exposures(conn, on, every)
    asked = pressing(conn, on, policy, kept) if kept else {}
    near = {account for account, each in exposed.items() if each.reaches(policy.exposure_amber)}
    return {account: Cash(asked.get(account, ()), exposed.get(account)) for account in kept | near}


def _buyers(scope: Scope) -> list[int]:
    rows = scope.rows(
        "SELECT s.account_id FROM standing s WHERE s.archived = 0 AND (s.tier IS NULL OR s.tier IN ('key', 'regular'))",
        by="",
        of="s.",
    )
    return [account for (account,) in rows]


def pressing(
    conn: Connection, on: dt.date, policy: ReceivablesRules, accounts: Iterable[int]
) -> dict[int, list[Pressing]]:
    """Account -> what it has to be asked for in each currency, beyond small change."""
    scope = Scope(conn, on, accounts)
    limits = {account: each for account, each in credit.in_scope(scope).items() if each.limit is not None}
    found: dict[int, list[Pressing]] = defaultdict(list)
    standings, small = receivables.standings(scope), dict[str, int]()
    for (account, currency), standing in standings.items():
        limited = limits.get(account)
        limit = limited.limit if limited is not None and limited.currency == currency else None
        if currency not in small:
            small[currency] = receivables.small_change(conn, on, policy, currency)
        one = rules.pressing(standing.documents, standing.owed.credit, policy, limit, small[currency])
        if one is not None:
            found[account].append(one)
    return found
