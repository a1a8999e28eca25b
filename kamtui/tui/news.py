"""What others wrote, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.i18n import n, t
from kamtui.ops.core import load_all
from kamtui.store import accounts
from kamtui.store.book import Book
from kamtui.store.journal import Change, Changed

NAMED = 2
"""Accounts that are named; more are counted."""


def news(changed: Changed, me: str) -> list[Change]:
    """The changes that somebody else made."""
    return [change for change in changed.changes if change.by != me]


def told(book: Book, changed: Changed, others: Sequence[Change]) -> str:
    """Who did what to which accounts, of the newest of `others`."""
    last = others[-1]
    operation = load_all().get(last.op)
    what = t(operation.label) if operation else last.op
    keys = sorted(changed.accounts)
    if changed.everything or not keys:
        where = t("many accounts")
    elif len(keys) > NAMED:
        where = n("{count} account", "{count} accounts", len(keys))
    else:
        where = ", ".join(row.name for row in accounts.rows(book.conn, keys))
    return t("{who}: {where}: {what}", who=last.by, where=where, what=what)
