"""Opportunities read: what may be sold to whom, where it stands, and what came of those that are over."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterator, Sequence
from typing import Any

from kamtui.domain.money import Money
from kamtui.domain.opportunities import Kind, Level, Opportunity, Outcome
from kamtui.domain.products import Catalogue
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.products import catalogue
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none, in_order

_SELECT = (
    "SELECT o.id, o.external_id, o.account_id, a.name, o.name, o.kind, o.level, o.level_on, o.amount, o.currency,"
    " o.product, o.owner, o.origin, o.minutes, o.opened_on, o.opened_said, o.expected_on, o.outcome, o.closed_on,"
    " o.reason, o.is_key, o.note, o.recorded_at FROM opportunity o LEFT JOIN account a ON a.id = o.account_id"
)

BY_LEVEL = "CASE level WHEN 'best_few' THEN 0 WHEN 'in' THEN 1 WHEN 'above' THEN 2 ELSE 3 END"
"""SQL to order by: the nearest to the end of the funnel first."""


def ids(
    conn: Connection,
    *,
    account: int | None = None,
    unattributed: bool = False,
    owner: str | None = None,
    outcome: Outcome | None = Outcome.OPEN,
    level: Level | None = None,
    kind: Kind | None = None,
    product: str | None = None,
    expected: tuple[dt.date | None, dt.date | None] = (None, None),
    closed: tuple[dt.date | None, dt.date | None] = (None, None),
    idle_since: dt.date | None = None,
) -> array[int]:
    """Opportunities that match: the nearest to the end of the funnel first, of a level the first expected.

    `outcome` None: open or not; `product` as the catalogue calls it or as it was entered; `unattributed`: of no
    account; `expected` and `closed`: between two days, both included; `idle_since`: not moved after this day.
    """
    where, values = ["1"], list[object]()
    for clause, value in (
        ("account_id = ?", account),
        ("owner = ? COLLATE NOCASE", owner),
        ("outcome = ?", outcome),
        ("level = ?", level),
        ("kind = ?", kind),
        ("expected_on >= ?", expected[0]),
        ("expected_on <= ?", expected[1]),
        ("closed_on >= ?", closed[0]),
        ("closed_on <= ?", closed[1]),
        ("max(level_on, opened_on) <= ?", idle_since),
    ):
        if value is not None:
            where.append(clause)
            values.append(value.isoformat() if isinstance(value, dt.date) else value)
    if unattributed:
        where.append("account_id IS NULL")
    found = conn.execute(
        f"SELECT id, product FROM opportunity WHERE {' AND '.join(where)}"
        f" ORDER BY outcome <> '', closed_on DESC, {BY_LEVEL}, expected_on IS NULL, expected_on, id",
        values,
    )
    if product is None:
        return array("q", (key for key, _ in found))
    known, wanted = catalogue(conn), product.casefold()
    return array("q", (key for key, said in found if wanted in (said.casefold(), known.called(said).casefold())))


def rows(conn: Connection, keys: Sequence[int]) -> list[Opportunity]:
    """These opportunities, in the order of `keys`."""
    return in_order(keys, _read(conn, f"{_SELECT} WHERE o.id IN ({','.join(map(str, keys))})"))


def one(conn: Connection, key: int) -> Opportunity:
    """One opportunity; raises NotFound."""
    found = rows(conn, [key])
    if not found:
        raise NotFound(t("there is no opportunity {key}", key=key))
    return found[0]


def open_at(conn: Connection, account: int) -> list[Opportunity]:
    """What is open at an account, the nearest to the end of the funnel first."""
    return rows(conn, ids(conn, account=account))


def with_external(conn: Connection, external_id: str) -> int | None:
    """The opportunity that has this id in another program, if any."""
    row = conn.execute("SELECT id FROM opportunity WHERE external_id = ?", (external_id,)).fetchone()
    return None if row is None else int(row[0])


def _read(conn: Connection, select: str, values: Sequence[object] = ()) -> Iterator[Opportunity]:
    known = catalogue(conn)
    for row in conn.execute(select, values):
        yield _opportunity(row, known)


def _opportunity(row: tuple[Any, ...], known: Catalogue) -> Opportunity:
    said: dict[str, Any] = dict(zip(Opportunity._fields, row, strict=False))
    listed = known.find(said["product"])
    price = None if listed is None else listed.list_price
    read = {
        "kind": Kind(said["kind"]),
        "level": Level(said["level"]),
        "outcome": Outcome(said["outcome"]),
        "is_key": bool(said["is_key"]),
        "opened_said": bool(said["opened_said"]),
        **{name: date_or_none(said[name]) for name in ("level_on", "opened_on", "expected_on", "closed_on")},
        "list_price": None if listed is None or price is None else Money(price, listed.currency or said["currency"]),
        "catalogued": "" if listed is None else listed.name,
    }
    return Opportunity(**{**said, **read})
