"""What was taken out of the book, by whom and when, as it was noted."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.store.sqlite import Connection


class ExportRow(NamedTuple):
    """Something that left the book."""

    id: int
    on: dt.date
    by: str
    what: str
    rows: int | None
    """None: a page, a calendar, a copy."""
    via: str
    """How it was asked for: the words of a command, app."""
    recorded_at: str


def rows(conn: Connection, *, by: str | None = None, limit: int = 100) -> list[ExportRow]:
    """The latest first."""
    found = conn.execute(
        "SELECT id, on_date, author, what, rows, via, recorded_at FROM export"
        " WHERE :by IS NULL OR author = :by COLLATE NOCASE ORDER BY id DESC LIMIT :limit",
        {"by": by, "limit": limit},
    )
    return [ExportRow(key, dt.date.fromisoformat(on), *rest) for key, on, *rest in found]
