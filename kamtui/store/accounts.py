"""Accounts read: the list, one account, and how a name finds its account."""

from __future__ import annotations

import datetime as dt
import json
from array import array
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from kamtui.domain.statuses import Grade, Status
from kamtui.domain.tiers import Tier
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.fragments import BOUGHT, PARENT
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none, in_order

if TYPE_CHECKING:
    # most commands are about one account, and pay for no filter
    from kamtui.domain.filters import Filter


class Order(StrEnum):
    """What a list of accounts is sorted by; every one runs over a covering index."""

    NAME = "name"
    TIER = "tier"
    STATUS = "status"
    OWNER = "owner"
    LAST = "last"
    DUE = "due"
    REVENUE = "revenue"


class AccountRow(NamedTuple):
    """An account as a list shows it."""

    id: int
    external_id: str | None
    name: str
    archived: bool
    parent_id: int | None
    tier: Tier | None
    tier_on: dt.date | None
    status: Status | None
    grade: Grade | None
    status_on: dt.date | None
    owner: str
    last_touch_on: dt.date | None
    next_due_on: dt.date | None
    overdue_on: dt.date | None
    """The last acceptable day for the next touch: the policy's maximum (D12)."""
    task_due_on: dt.date | None
    currency: str
    revenue_12m: int | None
    """Trailing twelve months in 1/10,000; None where the account has no sales at all."""
    profit_12m: int | None
    """None where one document's profit is unknown."""
    segments: str = ""
    """Apart by blanks, as `domain.segments` keeps them."""
    green_channel: bool = False
    """Whether its enquiries, orders and service go first (R56)."""


class Account(NamedTuple):
    """An account's own facts."""

    id: int
    external_id: str | None
    name: str
    parent_id: int | None
    kind: str
    industry: str
    region: str
    country: str
    city: str
    address: str
    phone: str
    website: str
    currency: str | None
    note: str
    archived_on: dt.date | None
    segments: str = ""
    """Apart by blanks, as `domain.segments` keeps them."""
    green_channel: bool = False
    """Whether its enquiries, orders and service go first (R56)."""


_ROW = f"""
SELECT a.id, a.external_id, a.name, s.archived, {PARENT}, s.tier, s.tier_on, s.status, s.grade, s.status_on,
    s.owner, s.last_touch_on, s.next_due_on, s.overdue_on, s.task_due_on, s.currency, s.revenue_12m, s.profit_12m,
    a.segments, a.green_channel
FROM account a JOIN standing s ON s.account_id = a.id WHERE a.id IN ({{ids}})
"""

_ORDER = {
    Order.NAME: "name_key{d}, account_id",
    Order.TIER: "tier_rank{d}, name_key, account_id",
    Order.STATUS: "status{d}, name_key, account_id",
    Order.OWNER: "owner{d}, tier_rank, name_key, account_id",
    Order.LAST: "last_touch_on{d}, name_key, account_id",
    Order.DUE: "next_due_on{d}, name_key, account_id",
    Order.REVENUE: "revenue_12m{d}, name_key, account_id",
}


def ids(
    conn: Connection,
    chosen: Filter | None = None,
    order: Order = Order.NAME,
    *,
    on: dt.date,
    descending: bool = False,
    archived: bool = False,
    limit: int | None = None,
) -> array[int]:
    """The accounts that `chosen` keeps, in order, the first `limit` of them; archived ones only where asked for."""
    # imported late, as is said above
    from kamtui.store import filters

    where, values = filters.account_clause(chosen, on)
    ordering = _ORDER[order].format(d=" DESC" if descending else "")
    which = "IN (0, 1)" if archived or filters.asks_for_archived(chosen) else "= 0"
    source = filters.source(chosen, by_name=order is Order.NAME)
    rows = conn.execute(
        f"SELECT account_id FROM {source} WHERE archived {which} AND {where} ORDER BY {ordering} LIMIT ?",
        # no limit is one that is less than nothing
        [*values, -1 if limit is None else limit],
    )
    return array("q", (key for (key,) in rows))


def groups(
    conn: Connection, chosen: Filter | None, order: Order, *, on: dt.date, descending: bool = False
) -> list[tuple[str, int]]:
    """What a list sorted by tier, status or owner falls into: each value in order, with how many accounts have it.

    Empty for orders whose values are not shared. "" is an account without one.
    """
    column = {Order.TIER: "tier", Order.STATUS: "status", Order.OWNER: "owner"}.get(order)
    if column is None:
        return []
    # imported late, as is said above
    from kamtui.store import filters

    where, values = filters.account_clause(chosen, on)
    which = "IN (0, 1)" if filters.asks_for_archived(chosen) else "= 0"
    direction = " DESC" if descending else ""
    found = conn.execute(
        f"SELECT ifnull({column}, ''), count(*) FROM {filters.source(chosen)} WHERE archived {which} AND {where}"
        f" GROUP BY {column} ORDER BY {'tier_rank' if column == 'tier' else column}{direction}",
        values,
    )
    return [(value, count) for value, count in found]


def rows(conn: Connection, keys: Sequence[int]) -> list[AccountRow]:
    """The rows of these accounts, in the order of `keys`; those that are gone are left out."""
    found = conn.execute(_ROW.format(ids=",".join(map(str, keys))))
    return in_order(keys, (_row(row) for row in found))


def row(conn: Connection, key: int) -> AccountRow:
    """One account as a list shows it; raises NotFound."""
    found = rows(conn, [key])
    if not found:
        raise NotFound(t("there is no account {key}", key=key))
    return found[0]


def one(conn: Connection, key: int) -> Account:
    """One account's own facts; raises NotFound."""
    found = conn.execute(
        f"SELECT a.id, a.external_id, a.name, {PARENT}, kind, industry, region, country, city, address, phone, website,"
        " currency, note, archived_on, segments, green_channel FROM account a WHERE id = ?",
        (key,),
    ).fetchone()
    if found is None:
        raise NotFound(t("there is no account {key}", key=key))
    *fields, archived, segments, green = found
    return Account._make((*fields, date_or_none(archived), segments, bool(green)))


def last_orders(conn: Connection, keys: Sequence[int], on: dt.date) -> dict[int, dt.date]:
    """Account -> the day it last bought something, up to `on`; a return is no order, who never bought is absent."""
    found = conn.execute(
        "SELECT x.account_id, max(x.on_date) FROM sale x WHERE x.account_id IN (SELECT value FROM json_each(?))"
        f" AND x.on_date <= ? AND {BOUGHT} GROUP BY x.account_id",
        (json.dumps(list(keys)), on.isoformat()),
    )
    return {account: dt.date.fromisoformat(day) for account, day in found}


def with_external_id(conn: Connection, external_id: str) -> int | None:
    """The account of this external id, archived or not."""
    found = conn.execute("SELECT id FROM account WHERE external_id = ?", (external_id,)).fetchone()
    return None if found is None else int(found[0])


def called_alike(conn: Connection, *keys: str) -> tuple[tuple[int, str], ...]:
    """The first accounts of these name keys that were not merged: id and name."""
    found = conn.execute(
        "SELECT id, name FROM account WHERE name_key IN (SELECT value FROM json_each(?)) AND merged_into IS NULL"
        " ORDER BY id LIMIT 3",
        (json.dumps([key for key in keys if key]),),
    )
    return tuple((key, name) for key, name in found)


def codes(conn: Connection) -> dict[int, str]:
    """Account -> external id, or name where there is none: what orders accounts of equal value; archived ones too."""
    return dict(conn.execute("SELECT id, ifnull(external_id, name) FROM account"))


def there(conn: Connection, on: dt.date) -> set[int]:
    """The accounts that are not archived on a day."""
    found = conn.execute("SELECT id FROM account WHERE archived_on IS NULL OR archived_on > ?", (on.isoformat(),))
    return {key for (key,) in found}


def gone(conn: Connection, on: dt.date) -> set[int]:
    """The accounts that are archived on a day."""
    return {key for (key,) in conn.execute("SELECT id FROM account WHERE archived_on <= ?", (on.isoformat(),))}


def names(conn: Connection, among: Iterable[int] | None = None) -> dict[int, str]:
    """Account -> name, archived ones too; `among` None: all."""
    if among is None:
        return dict(conn.execute("SELECT id, name FROM account"))
    chosen = json.dumps(list(among))
    return dict(conn.execute("SELECT id, name FROM account WHERE id IN (SELECT value FROM json_each(?))", (chosen,)))


def external_ids(conn: Connection) -> dict[int, str]:
    """Account -> external id, for those that have one; archived ones too."""
    return dict(conn.execute("SELECT id, external_id FROM account WHERE external_id IS NOT NULL"))


def count(conn: Connection) -> int:
    """How many accounts are not archived."""
    (number,) = conn.execute("SELECT count(*) FROM standing WHERE archived = 0").fetchone()
    return int(number)


def children(conn: Connection, key: int) -> list[int]:
    """The accounts directly below this one."""
    found = conn.execute(
        "SELECT a.id FROM parentage p JOIN account a ON a.id = p.account_id"
        f" WHERE p.parent_id = :key AND a.merged_into IS NULL AND {PARENT} = :key GROUP BY a.id ORDER BY a.name_key",
        {"key": key},
    )
    return [child for (child,) in found]


def aliases(conn: Connection, key: int) -> list[tuple[str, str]]:
    """Other names and ids of an account as (kind, text)."""
    return conn.execute("SELECT kind, text FROM alias WHERE account_id = ? ORDER BY kind, text", (key,)).fetchall()


def _row(row: tuple[Any, ...]) -> AccountRow:
    (key, external_id, name, archived, parent, tier, tier_on, status, grade, status_on, owner, *dates) = row
    last, due, overdue, task_due, currency, revenue, profit, segments, green = dates
    return AccountRow(
        key,
        external_id,
        name,
        bool(archived),
        parent,
        tier and Tier(tier),
        date_or_none(tier_on),
        status and Status(status),
        grade and Grade(grade),
        date_or_none(status_on),
        owner,
        date_or_none(last),
        date_or_none(due),
        date_or_none(overdue),
        date_or_none(task_due),
        currency,
        revenue,
        profit,
        segments,
        bool(green),
    )
