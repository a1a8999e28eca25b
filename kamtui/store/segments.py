"""Which accounts look like a segment that nobody gave them (R11)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from kamtui.domain.periods import trailing_year
from kamtui.domain.segments import ECONOMIC_PERCENT, Segment
from kamtui.store import accounts
from kamtui.store.fragments import BOUGHT
from kamtui.store.sqlite import Connection


class Suggested(NamedTuple):
    """An account that looks like a segment it is not in."""

    account_id: int
    name: str
    segment: Segment
    rank: int | None
    """By revenue of twelve months in its currency."""
    of: int | None
    """How many accounts bought in it."""
    orders: int | None
    """Within twelve months."""
    relatives: int | None
    """Of a group: the accounts above and directly below it."""


def stands_alone_in_a_group(conn: Connection, account: int) -> bool:
    """Whether it is called a group account and nobody said what stands above or below it (R61)."""
    row = accounts.row(conn, account)
    return Segment.GROUP in row.segments.split() and row.parent_id is None and not accounts.children(conn, account)


def suggestions(conn: Connection, on: dt.date) -> list[Suggested]:
    """Economic ones by rank, then groups by name."""
    return [*_economic(conn, on), *_groups(conn)]


def _economic(conn: Connection, on: dt.date) -> list[Suggested]:
    """Those among the largest of their currency who also order at least as often as most."""
    year = trailing_year(on)
    rows = conn.execute(
        "SELECT s.currency, s.account_id, a.name, a.segments, (SELECT count(*) FROM sale x"
        f"  WHERE x.account_id = s.account_id AND x.on_date BETWEEN ? AND ? AND {BOUGHT}) FROM standing s"
        " JOIN account a ON a.id = s.account_id WHERE s.archived = 0 AND s.revenue_12m > 0"
        " ORDER BY s.revenue_12m DESC, a.name_key, s.account_id",
        (year.first.isoformat(), year.last.isoformat()),
    )
    buyers: dict[str, list[tuple[int, str, str, int]]] = defaultdict(list)
    for currency, *row in rows:
        buyers[currency].append((row[0], row[1], row[2], row[3]))
    found = []
    for ranked in buyers.values():
        often = sorted(orders for *_, orders in ranked)[len(ranked) // 2]
        largest = ranked[: len(ranked) * ECONOMIC_PERCENT // 100]
        for rank, (account, name, segments, orders) in enumerate(largest, 1):
            if orders >= often and Segment.ECONOMIC not in segments.split():
                found.append(Suggested(account, name, Segment.ECONOMIC, rank, len(ranked), orders, None))
    return sorted(found, key=lambda one: (one.rank or 0, one.name))


def _groups(conn: Connection) -> list[Suggested]:
    rows = conn.execute(
        "SELECT a.id, a.name, a.segments, (a.parent_id IS NOT NULL) + (SELECT count(*) FROM account c"
        "  WHERE c.parent_id = a.id) FROM account a WHERE a.id IN (SELECT parent_id FROM account"
        "  WHERE parent_id IS NOT NULL UNION SELECT id FROM account WHERE parent_id IS NOT NULL)"
        " AND a.archived_on IS NULL ORDER BY a.name_key, a.id"
    )
    return [
        Suggested(key, name, Segment.GROUP, None, None, None, relatives)
        for key, name, segments, relatives in rows
        if Segment.GROUP not in segments.split()
    ]
