"""The service that was changed for some accounts (R58)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain.services import Caution
from kamtui.store.sqlite import Connection


class ServiceChange(NamedTuple):
    """How an account is served from a day on."""

    id: int
    account_id: int
    account: str
    on: dt.date
    change: str
    """"" for the usual service of its tier again."""
    cadence_days: int | None
    cautions: tuple[Caution, ...]
    reason: str
    decided_by: str


def history(conn: Connection, account: int | None = None) -> list[ServiceChange]:
    """The changes of service of one account, or of all, oldest first."""
    chosen, values = ("", ()) if account is None else (" WHERE c.account_id = ?", (account,))
    found = conn.execute(
        "SELECT c.id, c.account_id, a.name, c.on_date, c.change, c.cadence_days, c.cautions, c.reason, c.decided_by"
        f" FROM service_change c JOIN account a ON a.id = c.account_id{chosen} ORDER BY c.on_date, c.id",
        values,
    )
    return [
        ServiceChange(key, of, name, dt.date.fromisoformat(on), change, days, _cautions(read), reason, by)
        for key, of, name, on, change, days, read, reason, by in found
    ]


def in_force(conn: Connection, account: int, on: dt.date) -> ServiceChange | None:
    """The change that holds on a day; None for the usual service."""
    found = [change for change in history(conn, account) if change.on <= on]
    return found[-1] if found and (found[-1].change or found[-1].cadence_days) else None


def _cautions(text: str) -> tuple[Caution, ...]:
    return tuple(Caution(word) for word in text.split())
