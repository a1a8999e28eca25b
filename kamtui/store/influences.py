"""Buying influences read: the judgement in force about each person at an account, as far as one may see it."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kamtui.domain.influences import WEIGHTS, Degree, Influence, Mode, roles_of
from kamtui.domain.signals.influence import AGAINST
from kamtui.store.discretion import informed, visible
from kamtui.store.fragments import LATEST
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none

_SEEN = f"{visible('i')} AND {informed('i', 'influence', 'account_id', 'contact_id')}"
"""SQL over `influence i`: one may see it, and it was said in the knowledge of what was said in confidence before."""

_COLUMNS = (
    "contact_id, on_date, roles, degree, mode, rating, stance, win, result, rung, rung_wanted, touch_id, confidential,"
    " author"
)


def at_account(conn: Connection, account: int, on: dt.date, *, confidential: bool = True) -> dict[int, Influence]:
    """Contact -> what is judged of them on a day; `confidential`: with what was judged in confidence."""
    return in_force(Scope(conn, on, [account]), confidential=confidential).get(account, {})


def in_force(scope: Scope, *, confidential: bool = True) -> dict[int, dict[int, Influence]]:
    """Account -> contact -> what is judged of them; `confidential`: with what was judged in confidence."""
    shown = _SEEN if confidential else "i.confidential = 0"
    found: dict[int, dict[int, Influence]] = defaultdict(dict)
    for account, _, *row in scope.rows(
        f"SELECT account_id, {LATEST}, {_COLUMNS} FROM influence i WHERE on_date <= :on AND {shown}",
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


def against_since(scope: Scope, *, confidential: bool = True) -> dict[tuple[int, int], dt.date]:
    """Account and contact -> since when somebody has been judged to be against us, however often anew."""
    shown, later = (visible(alias) if confidential else f"{alias}.confidential = 0" for alias in "ie")
    rows = scope.rows(
        "SELECT account_id, contact_id, min(on_date) FROM influence i"
        f" WHERE stance <= {AGAINST} AND on_date <= :on AND {shown} AND NOT EXISTS (SELECT 1 FROM influence e"
        "  WHERE e.account_id = i.account_id AND e.contact_id = i.contact_id AND e.on_date <= :on"
        f"  AND (e.on_date, e.id) > (i.on_date, i.id) AND ifnull(e.stance, 0) > {AGAINST} AND {later})",
        by="account_id, contact_id",
    )
    return {(account, contact): dt.date.fromisoformat(day) for account, contact, day in rows}


def when_left(
    scope: Scope, left: Mapping[int, Iterable[tuple[int, dt.date]]], *, confidential: bool = True
) -> dict[tuple[int, int], tuple[Influence, float]]:
    """Account and contact -> what was judged of somebody when they left, and how much of the influence was theirs.

    `left`: account -> contact and day. The share 0-1 is by degree among those who were there then (D30).
    """
    judged = _all_judged(scope.conn, left, confidential=confidential)
    if not judged:
        return {}
    places = _places(scope.conn, judged)
    found = {}
    for account, gone in left.items():
        for contact, day in gone:
            last = day - dt.timedelta(days=1)
            here = (
                {
                    who: said
                    for who, start, end in places.get(account, ())
                    if start <= last < end and (said := _latest(judged[account].get(who, ()), day)) is not None
                }
                if account in judged
                else {}
            )
            if (said := _latest(judged.get(account, {}).get(contact, ()), day)) is None:
                continue
            weights = {who: WEIGHTS[each.degree] for who, each in here.items() if each.degree is not None}
            found[account, contact] = said, weights.get(contact, 0) / sum(weights.values()) if weights else 0.0
    return found


def newest_row(conn: Connection, account: int, contact: int, on: dt.date) -> int | None:
    """The row of the judgement in force about somebody on a day, as far as one may see it."""
    row = conn.execute(
        "SELECT id FROM influence i WHERE account_id = ? AND contact_id = ? AND on_date <= ?"
        f" AND {visible('i')} ORDER BY on_date DESC, id DESC LIMIT 1",
        (account, contact, on.isoformat()),
    ).fetchone()
    return None if row is None else int(row[0])


def _all_judged(
    conn: Connection, accounts: Iterable[int], *, confidential: bool
) -> dict[int, dict[int, list[Influence]]]:
    """Account -> contact -> every judgement, the latest last."""
    found: dict[int, dict[int, list[Influence]]] = defaultdict(lambda: defaultdict(list))
    shown = _SEEN if confidential else "i.confidential = 0"
    for account, *row in conn.execute(
        f"SELECT account_id, {_COLUMNS} FROM influence i WHERE account_id IN (SELECT value FROM json_each(?))"
        f" AND {shown} ORDER BY on_date, id",
        (json.dumps(list(accounts)),),
    ):
        found[account][row[0]].append(_influence(row))
    return found


def _places(conn: Connection, accounts: Iterable[int]) -> dict[int, list[tuple[int, dt.date, dt.date]]]:
    """Account -> contact, from and until when they held a position there."""
    found: dict[int, list[tuple[int, dt.date, dt.date]]] = defaultdict(list)
    for account, contact, start, end in conn.execute(
        "SELECT account_id, contact_id, from_on, to_on FROM position"
        " WHERE account_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(accounts)),),
    ):
        days = date_or_none(start) or dt.date.min, date_or_none(end) or dt.date.max
        found[account].append((contact, *days))
    return found


def _latest(judged: Sequence[Influence], day: dt.date) -> Influence | None:
    """The judgement in force on a day; they come oldest first."""
    return next((said for said in reversed(judged) if said.on <= day), None)


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
