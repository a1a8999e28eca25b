"""Users read: who works in the book."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.discretion import COST_SHOWN
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none


class User(NamedTuple):
    """One of us."""

    id: int
    login: str
    name: str
    role: str
    """head | kam | support | reader"""
    hours_per_week: float | None
    left_on: dt.date | None
    hourly_cost: int | None = None
    """What an hour of theirs costs, in 1/10,000 of the book's currency; None: as the policy says."""


_SELECT = (
    f"SELECT id, login, name, role, hours_per_week, left_on, CASE WHEN {COST_SHOWN} THEN hourly_cost END FROM user"
)


def all_users(conn: Connection) -> list[User]:
    """Everybody, by login."""
    return [_user(row) for row in conn.execute(f"{_SELECT} ORDER BY login")]


def one(conn: Connection, login: str) -> User:
    """The user of this login, whatever its case; raises NotFound."""
    row = conn.execute(f"{_SELECT} WHERE login = ?", (login,)).fetchone()
    if row is None:
        known = ", ".join(user.login for user in all_users(conn)) or "–"
        raise NotFound(t("there is no user '{login}'; known: {known}", login=login, known=known))
    return _user(row)


def login(conn: Connection, text: str) -> str:
    """A login as the book writes it; a book without users takes any. Raises NotFound."""
    return one(conn, text).login if text and all_users(conn) else text


def exists(conn: Connection, login: str) -> bool:
    """Whether somebody has this login."""
    return conn.execute("SELECT 1 FROM user WHERE login = ?", (login,)).fetchone() is not None


def _user(row: tuple[Any, ...]) -> User:
    *who, left_on, cost = row
    return User._make((*who, date_or_none(left_on), cost))
