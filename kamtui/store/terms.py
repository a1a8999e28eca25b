"""Terms read: what was granted to whom, and for how long (R54, R55)."""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from kamtui.domain.terms import Terms, TermsKind, Unit
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none, in_order

_COLUMNS = (
    "id, account_id, kind, title, value, unit, cost, currency, prepay, condition, from_on, to_on, designed_with,"
    " result, exception_id, on_date, agreed_by"
)
_RUNS = "from_on <= :on AND (to_on IS NULL OR to_on >= :on)"


def in_force(conn: Connection, on: dt.date, accounts: Iterable[int] | None = None) -> dict[int, list[Terms]]:
    """Account -> the terms it has on a day, the oldest first; absent where it has none."""
    return in_scope(Scope(conn, on, accounts))


def in_scope(scope: Scope) -> dict[int, list[Terms]]:
    """The same of the accounts of a scope."""
    found: dict[int, list[Terms]] = defaultdict(list)
    for row in scope.rows(f"SELECT {_COLUMNS} FROM terms WHERE {_RUNS}", by="", order="from_on, id"):
        found[row[1]].append(_terms(row))
    return dict(found)


def ids(
    conn: Connection, *, account: int | None = None, kind: TermsKind | None = None, on: dt.date | None = None
) -> array[int]:
    """Terms that match, the latest first; `on`: those in force on that day, None: also ended and coming ones."""
    where = ["(:account IS NULL OR account_id = :account)", "(:kind IS NULL OR kind = :kind)"]
    given = {"account": account, "kind": kind and kind.value, "on": on and on.isoformat()}
    where += [_RUNS] if on is not None else []
    found = conn.execute(f"SELECT id FROM terms WHERE {' AND '.join(where)} ORDER BY from_on DESC, id DESC", given)
    return array("q", (key for (key,) in found))


def rows(conn: Connection, keys: Sequence[int]) -> list[Terms]:
    """These terms, in the order of `keys`."""
    found = conn.execute(f"SELECT {_COLUMNS} FROM terms WHERE id IN ({','.join(map(str, keys))})")
    return in_order(keys, map(_terms, found))


def one(conn: Connection, key: int) -> Terms:
    """One of the terms; raises NotFound."""
    found = rows(conn, [key])
    if not found:
        raise NotFound(t("there are no terms {key}", key=key))
    return found[0]


def resting_on(conn: Connection, exception: int) -> int | None:
    """The terms that rest on an approval already; None: none do."""
    found = conn.execute("SELECT id FROM terms WHERE exception_id = ? LIMIT 1", (exception,)).fetchone()
    return None if found is None else int(found[0])


def _terms(row: tuple[Any, ...]) -> Terms:
    key, account, kind, title, value, unit, cost, currency, prepay, condition, first, last, *rest = row
    designed, result, exception, on, by = rest
    amount = value, Unit(unit) if unit else None, cost, currency, prepay
    days = dt.date.fromisoformat(first), date_or_none(last)
    known = designed, result, exception, dt.date.fromisoformat(on), by
    return Terms._make((key, account, TermsKind(kind), title, *amount, condition, *days, *known))
