"""When the fiscal year of the book begins."""

from __future__ import annotations

from kamtui.store.sqlite import Connection


def start(conn: Connection) -> int:
    """The month 1-12 in which it begins."""
    (month,) = conn.execute("SELECT fiscal_start FROM book").fetchone()
    return int(month)
