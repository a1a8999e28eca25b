"""What a group brought over the days that each account belonged to it (R61, P10)."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kamtui.domain import groups as grouping
from kamtui.domain.groups import Stay
from kamtui.domain.periods import Period
from kamtui.domain.receivables import Owed, together
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.store import groups, receivables
from kamtui.store.fragments import PROFIT, counts, held, minutes_spent
from kamtui.store.sales import AccountTotal, Values, valued
from kamtui.store.sqlite import Connection


class Money(NamedTuple):
    """What was sold in one currency, in 1/10,000."""

    currency: str
    revenue: int
    profit: int | None
    """None: unknown for at least one document."""
    documents: int


class Brought(NamedTuple):
    """What an account, or a whole group, brought and took in a period."""

    money: tuple[Money, ...] = ()
    """One for each currency, never added up (the largest number of documents first)."""
    minutes: int = 0
    touches: int = 0
    """Those that took place and were contact."""
    people: frozenset[int] = frozenset()
    """Contacts with a position on the last day."""
    owed: tuple[Owed, ...] = ()
    """On the last day, one for each currency; of one that left before, nothing."""


class Node(NamedTuple):
    """An account of a group on the last day of a period, or one that left it before."""

    account_id: int
    external_id: str | None
    name: str
    depth: int
    """0: the top."""
    tier: Tier | None
    status: Status | None
    owner: str
    purchasing: str
    """Central, dispersed or mixed, as judged; "": nobody judged."""
    first: dt.date
    last: dt.date
    """The days it belonged to the group within the period."""
    brought: Brought


class Group(NamedTuple):
    """An account with all below it, over a period."""

    period: Period
    nodes: tuple[Node, ...]
    """Each below its parent, by name; those that left at the end."""
    total: Brought


def group(conn: Connection, account: int, period: Period, usual: Mapping[str, int]) -> Group:
    """What a group brought in a period, each account for the days it belonged to it; `usual`: minutes by kind (D3)."""
    placed = groups.around(conn, account)
    stays = grouping.stays(placed, account, period)
    parents_then = grouping.parents_on(placed, period.last)
    present = grouping.below(parents_then, account)
    brought = _brought(conn, stays, present, period, usual)
    nodes = _nodes(conn, stays, present, parents_then, brought)
    return Group(period, nodes, _together(brought.values()))


def by_group(conn: Connection, first: dt.date, last: dt.date, currency: str) -> list[AccountTotal]:
    """What each group bought in a period, under the account at its top (MV-4); accounts that stand alone as they are.

    Each account counts for the group it belonged to on the day of the document.
    """
    stays = grouping.all_stays(groups.every(conn), Period(first, last))
    found = conn.execute(
        "WITH stay AS (SELECT value ->> 0 AS account_id, value ->> 1 AS first, value ->> 2 AS last, value ->> 3 AS root"
        " FROM json_each(:stays)), document AS ("
        " SELECT s.root AS root, x.* FROM stay s CROSS JOIN sale x ON x.account_id = s.account_id"
        "  AND x.on_date BETWEEN s.first AND s.last AND x.currency = :currency"
        " UNION ALL SELECT x.account_id, x.* FROM sale x WHERE x.account_id NOT IN (SELECT account_id FROM stay)"
        "  AND x.on_date BETWEEN :first AND :last AND x.currency = :currency)"
        f" SELECT a.id, a.external_id, a.name, sum(x.amount), {PROFIT},"
        " count(CASE WHEN x.kind = 'order' THEN 1 END), max(x.on_date), count(*)"
        " FROM document x JOIN account a ON a.id = x.root GROUP BY a.id",
        {"stays": _stays_as_json(stays), "first": first.isoformat(), "last": last.isoformat(), "currency": currency},
    )
    return [AccountTotal._make((*row[:6], dt.date.fromisoformat(row[6]), row[7])) for row in found]


def values(conn: Connection, first: dt.date, last: dt.date, currency: str, *, profit: bool = False) -> Values:
    """Each group's revenue, or profit, in a period; what `sales.values` is for accounts."""
    return valued(by_group(conn, first, last, currency), currency, profit=profit)


def by_month(
    conn: Connection, account: int, first: dt.date, last: dt.date, currency: str
) -> dict[str, tuple[int, int, int | None]]:
    """YYYY-MM -> (orders, revenue, profit) of a group; what `sales.by_month` is for an account."""
    stays = grouping.stays(groups.around(conn, account), account, Period(first, last))
    found = conn.execute(
        f"{_STAY} SELECT substr(x.on_date, 1, 7), count(CASE WHEN x.kind = 'order' THEN 1 END), sum(x.amount),"
        f" {PROFIT} FROM stay s CROSS JOIN sale x ON {_WITHIN} AND x.currency = :currency GROUP BY 1",
        {"stays": _stays_as_json(stays), "currency": currency},
    )
    return {month: (orders, revenue, profit) for month, orders, revenue, profit in found}


_STAY = (
    "WITH stay AS (SELECT value ->> 0 AS account_id, value ->> 1 AS first, value ->> 2 AS last FROM json_each(:stays))"
)
_WITHIN = "x.account_id = s.account_id AND x.on_date BETWEEN s.first AND s.last"


def _stays_as_json(stays: Iterable[Stay]) -> str:
    return json.dumps([(stay.account_id, stay.first.isoformat(), stay.last.isoformat(), stay.root) for stay in stays])


def _brought(
    conn: Connection, stays: Sequence[Stay], present: Iterable[int], period: Period, usual: Mapping[str, int]
) -> dict[int, Brought]:
    """Account -> what it brought on the days it belonged to the group, and what it owes on the last of them."""
    values = {"stays": _stays_as_json(stays)}
    money, people = defaultdict(list), defaultdict(set)
    for account, *rest in conn.execute(
        f"{_STAY} SELECT x.account_id, x.currency, sum(x.amount), {PROFIT}, count(*)"
        f" FROM stay s CROSS JOIN sale x ON {_WITHIN} GROUP BY 1, 2 ORDER BY 1, 5 DESC, 2",
        values,
    ):
        money[account].append(Money(*rest))
    worked = {
        account: (minutes, touches)
        for account, minutes, touches in conn.execute(
            f"{_STAY} SELECT x.account_id, sum({minutes_spent(usual)}),"
            f" count(DISTINCT CASE WHEN {counts('x')} THEN ifnull(x.joins, x.id) END)"
            f" FROM stay s CROSS JOIN touch x ON {_WITHIN} AND x.state = 'done' GROUP BY 1",
            values,
        )
    }
    for account, contact in conn.execute(
        f"SELECT p.account_id, p.contact_id FROM position p WHERE p.account_id IN (SELECT value FROM json_each(:ids))"
        f" AND {held('p')}",
        {"ids": json.dumps(list(present)), "on": period.last.isoformat()},
    ):
        people[account].add(contact)
    owed = receivables.owed(conn, period.last, present)
    return {
        account: Brought(
            tuple(money[account]),
            *worked.get(account, (0, 0)),
            frozenset(people[account]),
            tuple(owed.get(account, ())),
        )
        for account in {stay.account_id for stay in stays}
    }


def _together(several: Iterable[Brought]) -> Brought:
    """The sum; a person at two accounts is one person, an amount in another currency stands apart."""
    each = list(several)
    money: dict[str, Money] = {}
    for one in (one for brought in each for one in brought.money):
        known = money.get(one.currency, Money(one.currency, 0, 0, 0))
        profit = None if known.profit is None or one.profit is None else known.profit + one.profit
        money[one.currency] = Money(one.currency, known.revenue + one.revenue, profit, known.documents + one.documents)
    return Brought(
        tuple(sorted(money.values(), key=lambda one: (-one.documents, one.currency))),
        sum(brought.minutes for brought in each),
        sum(brought.touches for brought in each),
        frozenset().union(*(brought.people for brought in each)),
        tuple(together(one for brought in each for one in brought.owed)),
    )


def _nodes(
    conn: Connection,
    stays: Sequence[Stay],
    present: Sequence[int],
    parents_then: Mapping[int, int],
    brought: Mapping[int, Brought],
) -> tuple[Node, ...]:
    days: dict[int, tuple[dt.date, dt.date]] = {}
    for stay in stays:
        first, last = days.get(stay.account_id, (stay.first, stay.last))
        days[stay.account_id] = (min(first, stay.first), max(last, stay.last))
    shown = {
        row[0]: row[1:]
        for row in conn.execute(
            "SELECT a.id, a.external_id, a.name, s.tier, s.status, s.owner, ifnull((SELECT j.answer FROM judgement j"
            " WHERE j.account_id = a.id AND j.criterion = 'purchasing' ORDER BY j.on_date DESC, j.id DESC LIMIT 1), '')"
            " FROM account a JOIN standing s ON s.account_id = a.id WHERE a.id IN (SELECT value FROM json_each(?))"
            " AND a.merged_into IS NULL ORDER BY s.name_key, a.id",
            (json.dumps(list(days)),),
        )
    }
    order = [key for key in _in_order(present, parents_then, list(shown)) if key in shown]
    gone = [key for key in shown if key not in set(order)]
    depth = {key: len(_chain(key, parents_then, present[0])) for key in order}
    return tuple(
        Node(
            key,
            external_id,
            name,
            depth.get(key, 1),
            tier and Tier(tier),
            status and Status(status),
            owner,
            purchasing,
            *days[key],
            brought[key],
        )
        for key in (*order, *gone)
        for external_id, name, tier, status, owner, purchasing in [shown[key]]
    )


def _in_order(present: Sequence[int], parents_then: Mapping[int, int], by_name: Sequence[int]) -> list[int]:
    """Each account directly followed by those below it."""
    children: dict[int, list[int]] = defaultdict(list)
    members_then = set(present)
    for key in by_name:
        if key in members_then and key != present[0]:
            children[parents_then[key]].append(key)
    found, open_ones = list[int](), [present[0]]
    while open_ones:
        key = open_ones.pop()
        found.append(key)
        open_ones += reversed(children.pop(key, []))
    return found


def _chain(account: int, parents_then: Mapping[int, int], root: int) -> list[int]:
    found = list[int]()
    while account != root and account in parents_then and account not in found:
        found.append(account)
        account = parents_then[account]
    return found
