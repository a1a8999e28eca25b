"""Who took what out of the book: noted with every list, page, calendar or copy that leaves it."""

from __future__ import annotations

from kamtui.domain.outcomes.book import ExportNoted
from kamtui.ops.core import operation
from kamtui.store.tx import Tx, instant


@operation("export.note")
def note_export(tx: Tx, what: str, *, rows: int | None = None) -> ExportNoted:
    """Take a list out of the book, and note who did.

    `what` says it in words that stay the same: "accounts as csv", "brief 17", "backup". `rows` None: it has none.
    """
    day = tx.today.isoformat()
    values = {"on_date": day, "author": tx.author, "what": what, "rows": rows, "via": tx.via}
    key = tx.insert("export", {**values, "recorded_at": instant(tx.now)})
    return ExportNoted(key, what, rows)
