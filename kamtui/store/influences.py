"""Buying influences read: the judgement in force about each person at an account, as far as one may see it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kamtui.domain.influences import Degree, Influence, Mode, roles_of
from kamtui.store.fragments import LATEST
from kamtui.store.opinions import visible
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection

_COLUMNS = (
    "contact_id, on_date, roles, degree, mode, rating, stance, win, result, rung, rung_wanted, touch_id, confidential,"
    " author"
)


def at_account(conn: Connection, account: int, on: dt.date) -> dict[int, Influence]:
    """Contact -> what is judged of them on a day."""
    return in_force(Scope(conn, on, [account])).get(account, {})


def in_force(scope: Scope) -> dict[int, dict[int, Influence]]:
    """Account -> contact -> what is judged of them."""
    found: dict[int, dict[int, Influence]] = defaultdict(dict)
    for account, _, *row in scope.rows(
        f"SELECT account_id, {LATEST}, {_COLUMNS} FROM influence i WHERE on_date <= :on AND {visible('i')}",
        by="account_id, contact_id",
    ):
        found[account][row[0]] = _influence(row)
    return found


def history(conn: Connection, account: int, contact: int) -> list[Influence]:
    """Every judgement of somebody at an account that one may see, the latest first."""
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM influence i WHERE account_id = ? AND contact_id = ? AND {visible('i')}"
        " ORDER BY on_date DESC, id DESC",
        (account, contact),
    )
    return [_influence(row) for row in rows]


def _influence(row: Iterable[Any]) -> Influence:
    contact, on, roles, degree, mode, rating, stance, win, result, rung, wanted, touch, secret, author = row
    return Influence(
        contact,
        dt.date.fromisoformat(on),
        roles_of(roles),
        Degree(degree) if degree else None,
        Mode(mode) if mode else None,
        rating,
        stance,
        win,
        result,
        rung,
        wanted,
        touch,
        bool(secret),
        author,
    )
