"""Teams read: who of us works on an account, and who of us covers whom there."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from kamtui.domain.teams import Cover, Member, OurFunction
from kamtui.store.fragments import LATEST, held
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none


def covers(conn: Connection, account: int, on: dt.date) -> list[Cover]:
    """Who covers whom at an account on a day."""
    return covers_of(Scope(conn, on, [account])).get(account, [])


def covers_of(scope: Scope) -> dict[int, list[Cover]]:
    """Account -> who covers whom there."""
    found: dict[int, list[Cover]] = defaultdict(list)
    for account, _, ended, contact, who, day, strength, wanted in scope.rows(
        f"SELECT account_id, {LATEST}, ended, contact_id, who, on_date, strength, strength_wanted FROM cover"
        " WHERE on_date <= :on",
        by="account_id, contact_id, who",
        order="account_id, contact_id, who",
    ):
        if not ended:
            found[account].append(Cover(contact, who, dt.date.fromisoformat(day), strength, wanted))
    return found


def members(conn: Connection, account: int, on: dt.date) -> list[Member]:
    """Who is in the team of an account on a day, by function."""
    rows = conn.execute(
        "SELECT m.id, m.account_id, m.who, m.function, m.from_on, m.to_on FROM team_member m"
        f" WHERE m.account_id = :account AND {held('m')} ORDER BY m.function, m.who",
        {"account": account, "on": on.isoformat()},
    )
    return [
        Member(key, where, who, OurFunction(function), date_or_none(start), date_or_none(end))
        for key, where, who, function, start, end in rows
    ]


def cover(conn: Connection, account: int, contact: int, who: str, on: dt.date) -> tuple[int, Cover] | None:
    """The row that says how one of us covers somebody on a day, and what it says; None: not covered by them."""
    row = conn.execute(
        "SELECT id, on_date, strength, strength_wanted, ended FROM cover WHERE account_id = ? AND contact_id = ?"
        " AND who = ? AND on_date <= ? ORDER BY on_date DESC, id DESC LIMIT 1",
        (account, contact, who, on.isoformat()),
    ).fetchone()
    if row is None or row[4]:
        return None
    return int(row[0]), Cover(contact, who, dt.date.fromisoformat(row[1]), row[2], row[3])
