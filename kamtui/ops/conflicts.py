"""Edits carry what the user saw; if that moved, the edit is refused and says who moved it."""

from __future__ import annotations

from collections.abc import Mapping

from kamtui.errors import Conflict
from kamtui.i18n import t
from kamtui.store import journal
from kamtui.store.tx import Tx


def unseen(tx: Tx, table: str, row: int, was: Mapping[str, object] | None) -> None:
    """Raise Conflict if a field of `was` has another value by now, naming who changed it, when, and to what."""
    now = tx.row(table, row) if was else {}
    for field, seen in (was or {}).items():
        if now[field] != seen:
            last = journal.last_on(tx.conn, table, row)
            raise Conflict(
                t(
                    "{who} changed {field} at {at}: it is now '{now}', you saw '{was}'; nothing was saved",
                    who=last.by if last else "?",
                    at=last.at if last else "?",
                    field=field,
                    now=now[field],
                    was=seen,
                )
            )
