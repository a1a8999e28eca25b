"""The health of accounts on any day, and how it moved over some weeks (D17)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kamtui.domain import health as rules
from kamtui.domain.health import Health, Move
from kamtui.store import figures, payingstates, policies, situations
from kamtui.store.sqlite import Connection

DAYS = 28
"""Over so many days a change of health is looked at."""


def of_accounts(conn: Connection, on: dt.date, accounts: Iterable[int]) -> dict[int, Health]:
    """Account -> its health on a day by the policy in force that day; archived accounts are left out."""
    among = list(accounts)
    policy = policies.in_force(conn, on)
    covered = figures.coverages(conn, on, policy, among)
    found = situations.situations(conn, on, policy, among=among, also=among)
    cash = payingstates.cash(conn, on, policy.receivables, among)
    return {
        key: rules.of(one, figures.value(covered, key), policy, on, cash.get(key))
        for one in found
        for key in [one.account_id]
    }


def moves(conn: Connection, on: dt.date, accounts: Iterable[int]) -> list[Move]:
    """The health of accounts on a day and DAYS before, each as it was said then; who lost most comes first."""
    now = of_accounts(conn, on, accounts)
    earlier = on - dt.timedelta(days=DAYS)
    known = figures.tracked_since(conn, earlier, list(now))
    before = of_accounts(conn, earlier, known) if known else {}
    return rules.in_order(Move(account, health, before.get(account)) for account, health in now.items())
