"""The versions of the policy in the book."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from kamtui.domain import policy
from kamtui.domain.policy import Policy
from kamtui.store.sqlite import Connection


class PolicyVersion(NamedTuple):
    """A version as it was decided."""

    version: int
    on: dt.date
    rules: str
    note: str
    decided_by: str


def in_force(conn: Connection, on: dt.date) -> Policy:
    """The policy in force on a day; the starting policy where the book has decided none."""
    row = conn.execute(
        "SELECT id, rules FROM policy WHERE on_date <= ? ORDER BY on_date DESC, id DESC LIMIT 1",
        (on.isoformat(),),
    ).fetchone()
    return _read(*row) if row else policy.STARTED


def history(conn: Connection) -> list[PolicyVersion]:
    """All versions, oldest first."""
    rows = conn.execute("SELECT id, on_date, rules, note, decided_by FROM policy ORDER BY on_date, id")
    return [PolicyVersion(key, dt.date.fromisoformat(on), *rest) for key, on, *rest in rows]


@lru_cache(maxsize=32)
def _read(version: int, rules: str) -> Policy:
    return policy.read(rules, version)
