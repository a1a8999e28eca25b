"""What others wrote, and what one left unfinished, in one sentence each."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.domain.tiers import Tier
from kamtui.i18n import n, t
from kamtui.ops.core import load_all
from kamtui.ops.history import NOTED
from kamtui.render.format import tier_word
from kamtui.store import accounts, journal
from kamtui.store.book import Book
from kamtui.store.journal import Change, Changed, Entry, Fields
from kamtui.tui.drafts import Draft

NAMED = 2
"""Accounts that are named; more are counted."""

FEW = 20
"""Journal entries up to which a change is looked into."""

SPEAKING = {
    "status_decision": "status",
    "tier_decision": "tier",
    "ownership": "owner",
    "touch": "summary",
    "task": "title",
}
"""Tables whose new rows say more than the name of the operation, and the field that does."""


def news(changed: Changed, me: str) -> list[Change]:
    """The changes that somebody else made; what they took out changes nothing."""
    return [change for change in changed.changes if change.by != me and change.op != NOTED]


def told(book: Book, changed: Changed, others: Sequence[Change]) -> str:
    """Who did what to which accounts, of the newest of `others`; how many more there are."""
    last = others[-1]
    entries = journal.entries(book.conn, last.id) if last.rows <= FEW else []
    is_known = bool(entries) and not any(entry.is_block for entry in entries)
    keys = {entry.account_id for entry in entries if entry.account_id is not None} if is_known else changed.accounts
    text = t(
        "{who}: {where}: {what}", who=last.by, where=_where(book, sorted(keys), changed), what=_what(last, entries)
    )
    return text if len(others) == 1 else t("{text} (and {count} more)", text=text, count=len(others) - 1)


def unfinished(book: Book, kept: Sequence[Draft]) -> str:
    """Which typed lines are kept, the newest first."""
    keys = [draft.account for draft in kept if draft.account is not None]
    names = ", ".join(row.name for row in accounts.rows(book.conn, list(dict.fromkeys(keys))))
    text = n("a line you had not finished is kept", "{count} lines you had not finished are kept", len(kept))
    return ": ".join(filter(None, (text, names, kept[0].text)))


def _where(book: Book, keys: Sequence[int], changed: Changed) -> str:
    if changed.everything or not keys:
        return t("many accounts")
    if len(keys) > NAMED:
        return n("{count} account", "{count} accounts", len(keys))
    return ", ".join(row.name for row in accounts.rows(book.conn, keys))


def _what(change: Change, entries: Sequence[Entry]) -> str:
    """What was decided or said, with its value; else what the operation is called."""
    for entry in reversed(entries):
        if entry.table in SPEAKING and entry.after is not None and entry.before is None and change.undoes is None:
            return _said(entry.table, entry.after)
    operation = load_all().get(change.op)
    return t(operation.label) if operation else change.op


def _said(table: str, row: Fields) -> str:
    field = SPEAKING[table]
    value = str(row[field] or "")
    match field:
        case "status":
            return f"{t('status')} → {t(value or 'not rated')}"
        case "tier":
            return f"{t('tier')} → {tier_word(Tier(value))}"
        case "owner":
            return f"{t('owner')} → {value or t('no owner')}"
        case _:
            return f"{t(str(row.get('kind') or table))} “{value}”"
