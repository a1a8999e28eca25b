"""What the daily review looks at of credit: exposures near their limits, reviews that may be due (SIG-13, SIG-15)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from kamtui.domain.credit import Credit, CreditState, Exposure
from kamtui.domain.traderules import ReceivablesRules
from kamtui.store import credit
from kamtui.store.scope import Scope


def signalled(scope: Scope, rules: ReceivablesRules) -> dict[int, CreditState]:
    """Account -> its credit, of those that may have a reason; nobody where no credit was ever decided."""
    decided = credit.in_scope(scope)
    if not decided:
        return {}
    exposed = _exposed(scope, decided, rules)
    since = _since(scope, exposed, decided, rules)
    found = {
        account: CreditState(exposed.get(account), each, since.get(account))
        for account, each in decided.items()
        if account in exposed or _may_be_due(each, scope.on, rules)
    }
    return {account: CreditState(None, None, day) for account, day in _undecided(scope, decided).items()} | found


def _exposed(scope: Scope, decided: dict[int, Credit], rules: ReceivablesRules) -> dict[int, Exposure]:
    """Who comes near a limit: of those who have one and owe something, or ordered something."""
    limited = [account for account, each in decided.items() if each.limit is not None]
    if not limited:
        return {}
    some = Scope(scope.conn, scope.on, limited)
    there = {account for (account,) in some.rows("SELECT account_id FROM invoice WHERE settled_on IS NULL")}
    # the day may be one before they were settled
    there |= {account for (account,) in some.rows("SELECT account_id FROM invoice WHERE settled_on > :on", of="+")}
    there |= {account for (account,) in some.rows("SELECT account_id FROM fact WHERE metric = 'open_orders'")}
    found = credit.exposures(scope.conn, scope.on, there) if there else {}
    return {account: each for account, each in found.items() if each.reaches(rules.exposure_amber)}


def _since(
    scope: Scope, exposed: dict[int, Exposure], decided: dict[int, Credit], rules: ReceivablesRules
) -> dict[int, dt.date]:
    """Since when each has been as near to its limit as it is: never before the limit was decided."""
    if not exposed:
        return {}
    some, day = Scope(scope.conn, scope.on, exposed), dt.date.fromisoformat
    moved: dict[int, list[tuple[dt.date, int]]] = defaultdict(list)
    for table, on, sign in (("invoice", "issued_on", ""), ("payment", "on_date", "-")):
        for account, currency, when, amount in some.rows(
            f"SELECT account_id, currency, {on}, {sign}sum(amount) FROM {table} WHERE {on} <= :on", by=f"1, 2, {on}"
        ):
            if currency == exposed[account].currency:
                moved[account].append((day(when), amount))
    found = {}
    for account, each in exposed.items():
        is_red = each.reaches(rules.exposure_red)
        enough = rules.exposure_red if is_red else rules.exposure_amber
        found[account] = decided[account].on
        for when, amount in sorted(moved[account], reverse=True):
            if not each.reaches(enough):
                break
            found[account] = max(when, decided[account].on)
            each = each._replace(open=each.open - amount)
    return found


def _may_be_due(found: Credit, on: dt.date, rules: ReceivablesRules) -> bool:
    soonest = found.next_review_on or found.on + dt.timedelta(days=min(rules.review_key, rules.review_other))
    return soonest <= on


def _undecided(scope: Scope, decided: Mapping[int, Credit]) -> dict[int, dt.date]:
    """Key accounts that owe something and whose credit was never decided -> their oldest open invoice."""
    keys = scope.rows("SELECT s.account_id FROM standing s WHERE s.tier = 'key' AND s.archived = 0", by="", of="s.")
    some = Scope(scope.conn, scope.on, [account for (account,) in keys if account not in decided])
    rows = some.rows(
        "SELECT account_id, min(issued_on) FROM invoice WHERE settled_on IS NULL AND amount > 0 AND issued_on <= :on"
    )
    return {account: dt.date.fromisoformat(day) for account, day in rows}
