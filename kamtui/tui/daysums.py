"""What somebody did today, in one line, from the journal."""

from __future__ import annotations

from collections import Counter

from kamtui.i18n import n
from kamtui.render.format import moment
from kamtui.store import journal
from kamtui.store.book import Book

MOST = 500

_KINDS = {
    "touch.log": "touch",
    "touch.add": "touch",
    "status.set": "status",
    "tier.set": "tier",
    "task.add": "step",
}


def day_summary(book: Book) -> str:
    """ ": 3 touches, 1 status" of the book's user today, less what was undone; "" for nothing."""
    today = moment(book.clock.now().isoformat())[:10]
    counts: Counter[str] = Counter()
    for change in journal.changes(book.conn, by=book.who, limit=MOST):
        if moment(change.at)[:10] != today:
            break
        if change.op in _KINDS and not journal.is_undone(book.conn, change.id):
            counts[_KINDS[change.op]] += 1
    said = [
        n("{count} touch", "{count} touches", counts["touch"]) if counts["touch"] else "",
        n("{count} status", "{count} statuses", counts["status"]) if counts["status"] else "",
        n("{count} tier", "{count} tiers", counts["tier"]) if counts["tier"] else "",
        n("{count} next step", "{count} next steps", counts["step"]) if counts["step"] else "",
    ]
    text = ", ".join(filter(None, said))
    return f": {text}" if text else ""
