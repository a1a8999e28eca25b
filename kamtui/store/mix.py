"""The mix of contact read: touches by kind and direction for each of us, each account or each tier (P17)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from kamtui.domain.mix import WEEK, Cell, Mix, mixes
from kamtui.domain.periods import Period
from kamtui.domain.touches import Direction, Kind
from kamtui.store.fragments import counts, minutes_spent
from kamtui.store.sqlite import Connection


class By(StrEnum):
    """What contact is grouped by."""

    USER = "user"
    ACCOUNT = "account"
    TIER = "tier"


_GROUP = {
    By.USER: ("x.by", "x.by = '', x.by"),
    By.ACCOUNT: ("CAST(x.account_id AS TEXT)", "s.name_key, x.account_id"),
    By.TIER: ("ifnull(s.tier, '')", "s.tier_rank"),
}
"""The group of `touch x` with the `standing s` of its account, and the order of groups: never by how much."""


def mix(conn: Connection, period: Period, by: By, usual: Mapping[str, int]) -> list[Mix]:
    """The contact that took place in some days, by group; `usual` are the minutes that the policy counts for a kind.

    A meeting that several of us logged counts once for the account and its tier, and once for each of us; its minutes
    are everybody's (P16).
    """
    group, order = _GROUP[by]
    counted = "count(*)" if by is By.USER else "total(x.joins IS NULL)"
    spent, default = minutes_spent(usual), minutes_spent(usual).replace("x.minutes", "NULL")
    days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    cells = conn.execute(
        f"SELECT {group}, x.kind, x.direction, {counted}, sum({spent}), total(({spent} = {default}) * {spent})"
        f" {_FROM} GROUP BY {group}, x.kind, x.direction ORDER BY {order}, x.kind, x.direction",
        days,
    )
    found = [
        Cell(name, Kind(kind), Direction(way) if way else None, int(touches), minutes, int(as_usual))
        for name, kind, way, touches, minutes, as_usual in cells
    ]
    week = f"CAST((julianday(:last) - julianday(x.on_date)) / {WEEK} AS INTEGER)"
    weeks = conn.execute(f"SELECT {group}, count(DISTINCT {week}) {_FROM} GROUP BY {group}", days)
    return mixes(found, dict(weeks.fetchall()))


_FROM = (
    "FROM touch x JOIN standing s ON s.account_id = x.account_id"
    f" WHERE {counts('x')} AND x.on_date BETWEEN :first AND :last"
)
