"""What one looks at before promising a delivery, read for one account as of a day."""

from __future__ import annotations

import datetime as dt

from kamtui.domain import receivables as rules
from kamtui.domain.deliverychecks import Asked, DeliveryCheck, Rules
from kamtui.domain.policy import Policy
from kamtui.domain.tiers import Tier
from kamtui.store import credit, exceptions, issues, payers, peaks, prepayments, receivables, supply, terms
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection


def check(conn: Connection, account: int, on: dt.date, policy: Policy, tier: Tier | None) -> DeliveryCheck:
    """What stands for and against a delivery on a day; `tier` says how often the credit is looked at (D21)."""
    among = [account]
    decided = credit.in_force(conn, on, among).get(account)
    standings = [*receivables.standings(Scope(conn, on, among)).values()]
    limits = {decided.currency: decided.limit} if decided is not None else {}
    granted = terms.in_force(conn, on, among).get(account, [])
    waiting = exceptions.rows(conn, exceptions.ids(conn, account=account, until=on))
    return DeliveryCheck(
        account_id=account,
        on=on,
        is_invoiced=account in receivables.keepers(conn, on, among),
        owed=rules.in_order(each.owed for each in standings),
        pressing=[
            pressed
            for owed, papers in standings
            for small in [receivables.small_change(conn, on, policy.receivables, owed.currency)]
            if (pressed := rules.pressing(papers, owed.credit, policy.receivables, limits.get(owed.currency), small))
        ],
        habits=payers.behaviour(conn, on, among).get(account, []),
        patterns=payers.patterns(conn, on, policy.receivables, among).get(account, []),
        credit=decided,
        review_on=None if decided is None else decided.review_on(tier, policy.receivables),
        exposure=credit.exposures(conn, on, among).get(account),
        terms=granted,
        conditions=prepayments.conditions(conn, on, granted),
        cover=supply.cover(conn, on, policy, among).get(account, []),
        peaks=peaks.peaks(conn, on, among).get(account, []),
        issues=issues.open_at(conn, account, on),
        asked=[Asked(each.id, each.kind, each.title, each.on) for each in waiting],
        rules=Rules(policy.receivables, policy.supply),
    )
