"""Business that customers brought us: who introduced whom, and what those have bought since (R49)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.store.discretion import visible
from kamtui.store.sqlite import Connection


class Introduced(NamedTuple):
    """What an account that was introduced bought since, in one currency."""

    link_id: int
    account_id: int
    account: str
    """Who introduced them."""
    contact: str
    """Who of them did; "" where nobody is named."""
    to_account_id: int
    to_account: str
    to_contact: str
    on: dt.date
    """Since when it is counted: the day of the introduction, or when it was entered."""
    note: str
    orders: int
    revenue: int | None
    """In 1/10,000; None: nothing was bought yet."""
    profit: int | None
    """None: unknown for one document at least."""
    currency: str | None


def introduced(conn: Connection, on: dt.date, account: int | None = None) -> list[Introduced]:
    """Every introduction that one may see with what came of it up to a day, the largest of each introducer first.

    An account has a row for each currency it bought in. `account`: only what this one introduced. A person who was
    introduced stands for the account they work at.
    """
    rows = conn.execute(
        f"""
        WITH brought AS (
            SELECT l.id, l.account_id, l.contact_id, l.to_contact_id, l.note,
                coalesce(l.to_account_id, (
                    SELECT p.account_id FROM position p WHERE p.contact_id = l.to_contact_id
                        AND (p.from_on IS NULL OR p.from_on <= :on) ORDER BY p.to_on IS NULL DESC, p.id DESC LIMIT 1
                )) AS whom,
                coalesce(l.from_on, substr(l.recorded_at, 1, 10)) AS since
            FROM link l WHERE l.kind = 'referral' AND {visible("l")} AND (:account IS NULL OR l.account_id = :account)
        )
        SELECT b.id, b.account_id, a.name, ifnull(c.name, ''), b.whom, o.name, ifnull(d.name, ''), b.since, b.note,
            count(CASE WHEN x.kind = 'order' THEN 1 END), sum(x.amount),
            CASE WHEN count(x.id) = count(x.profit) THEN sum(x.profit) END, x.currency
        FROM brought b JOIN account a ON a.id = b.account_id JOIN account o ON o.id = b.whom
        LEFT JOIN contact c ON c.id = b.contact_id LEFT JOIN contact d ON d.id = b.to_contact_id
        LEFT JOIN sale x ON x.account_id = b.whom AND x.on_date BETWEEN b.since AND :on
        WHERE b.since <= :on
        GROUP BY b.id, x.currency ORDER BY a.name_key, b.account_id, sum(x.amount) DESC, b.id
        """,
        {"on": on.isoformat(), "account": account},
    )
    return [Introduced._make((*row[:7], dt.date.fromisoformat(row[7]), *row[8:])) for row in rows]
