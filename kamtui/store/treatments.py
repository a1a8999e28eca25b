"""Terms of all accounts, read for a comparison within each tier (R55)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from kamtui.domain.policy import Policy
from kamtui.domain.tiers import Tier
from kamtui.domain.treatments import Customer, Treatment, compared
from kamtui.store import headroom, terms
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection


def treatments(conn: Connection, on: dt.date, policy: Policy) -> list[Treatment]:
    """What the accounts of each tier have on a day; archived ones are left out."""
    bought = headroom.sold(Scope(conn, on, None))
    revenue: dict[int, dict[str, int]] = defaultdict(dict)
    for (account, currency), (amount, _) in bought.items():
        revenue[account][currency] = amount
    rows = conn.execute(
        "SELECT s.account_id, a.name, s.owner, s.tier FROM standing s JOIN account a ON a.id = s.account_id"
        " WHERE s.archived = 0"
    )
    customers = [Customer(key, name, owner, tier and Tier(tier), revenue[key]) for key, name, owner, tier in rows]
    granted = {
        account: [(each, headroom.priced(each, bought, policy)) for each in mine]
        for account, mine in terms.in_force(conn, on).items()
    }
    return compared(customers, granted)
