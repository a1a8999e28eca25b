"""Competitors at accounts, and partnerships with them, read (R88, R89)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from kamtui.domain.profiles import Source
from kamtui.domain.rivals import Partnership, Rival, Stage
from kamtui.store.fragments import LATEST
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none

_COLUMNS = (
    "id, account_id, name, product, on_date, share, strengths, contacts, counter, move, move_on, source, gone, author"
)
_PARTNERSHIP = "id, account_id, on_date, stage, until_on, note, decided_by"


def at_account(conn: Connection, account: int, on: dt.date) -> list[Rival]:
    """The competitors at an account on a day, the largest share first; those that are gone are left out."""
    return at_accounts(Scope(conn, on, [account])).get(account, [])


def at_accounts(scope: Scope) -> dict[int, list[Rival]]:
    """Account -> the competitors there, the largest share first."""
    found: dict[int, list[Rival]] = defaultdict(list)
    for newest in scope.rows(
        f"SELECT {LATEST}, {_COLUMNS} FROM rival WHERE on_date <= :on", by="account_id, name, product"
    ):
        rival = _rival(newest[1:])
        if not rival.gone:
            found[rival.account_id].append(rival)
    for rivals in found.values():
        rivals.sort(key=lambda rival: (-(rival.share or 0), rival.name, rival.product))
    return found


def newest(conn: Connection, account: int, on: dt.date) -> list[Rival]:
    """The last that is known of every competitor that ever was at an account, also of those that are gone."""
    rows = conn.execute(
        f"SELECT {LATEST}, {_COLUMNS} FROM rival WHERE account_id = ? AND on_date <= ? GROUP BY name, product",
        (account, on.isoformat()),
    )
    return [_rival(row[1:]) for row in rows]


def history(conn: Connection, account: int, name: str | None = None) -> list[Rival]:
    """Everything that was noted of competitors at an account, the latest first."""
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM rival WHERE account_id = :account AND (:name IS NULL OR name = :name)"
        " ORDER BY on_date DESC, id DESC",
        {"account": account, "name": name},
    )
    return [_rival(row) for row in rows]


def one(conn: Connection, key: int) -> Rival:
    """One row that was just written."""
    return _rival(conn.execute(f"SELECT {_COLUMNS} FROM rival WHERE id = ?", (key,)).fetchone())


def partnership(conn: Connection, account: int, on: dt.date) -> Partnership | None:
    """What is decided about a partnership on a day; None: nothing ever was."""
    return partnerships(Scope(conn, on, [account])).get(account)


def partnerships(scope: Scope) -> dict[int, Partnership]:
    """Account -> what is decided about a partnership."""
    rows = scope.rows(f"SELECT {LATEST}, {_PARTNERSHIP} FROM partnership WHERE on_date <= :on")
    return {row[2]: _partnership(row[1:]) for row in rows}


def partnership_history(conn: Connection, account: int) -> list[Partnership]:
    """Every decision about a partnership, the latest first."""
    rows = conn.execute(
        f"SELECT {_PARTNERSHIP} FROM partnership WHERE account_id = ? ORDER BY on_date DESC, id DESC", (account,)
    )
    return [_partnership(row) for row in rows]


def _rival(row: tuple[Any, ...]) -> Rival:
    key, account, name, product, on, share, *texts, move, move_on, source, gone, author = row
    day = dt.date.fromisoformat(on)
    strengths, contacts, counter = texts
    who = Source(source) if source else None
    moved = move, date_or_none(move_on)
    return Rival(key, account, name, product, day, share, strengths, contacts, counter, *moved, who, bool(gone), author)


def _partnership(row: tuple[Any, ...]) -> Partnership:
    key, account, on, stage, until, note, by = row
    return Partnership(key, account, dt.date.fromisoformat(on), Stage(stage), date_or_none(until), note, by)
