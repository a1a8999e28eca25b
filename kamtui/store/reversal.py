"""Taking a change back: every row it wrote restored, newest first, if it is still as that change left it."""

from __future__ import annotations

from kamtui.errors import Conflict
from kamtui.i18n import t
from kamtui.store import journal
from kamtui.store.journal import Entry, Fields
from kamtui.store.sqlite import sqlite3
from kamtui.store.tx import Tx


def take_back(tx: Tx, change: int) -> int:
    """Write the reverse of everything `change` wrote; returns how many rows.

    Raises Conflict when a row is no longer as that change left it; the transaction must then be given up.
    """
    tx.undoes = change
    count = 0
    try:
        for entry in journal.entries(tx.conn, change):
            count += _reverse_block(tx, entry) if entry.is_block else _reverse_row(tx, entry)
    except sqlite3.IntegrityError:
        message = t("change {change} cannot be undone: later entries build on it; undo those first", change=change)
        raise Conflict(message) from None
    return count


def _reverse_row(tx: Tx, entry: Entry) -> int:
    current = tx.row_or_none(entry.table, entry.row)
    if not _is_still(current, entry.after):
        raise _moved_on(tx, entry, current)
    if entry.before is None:
        tx.delete(entry.table, entry.row, of=entry.account_id)
    elif entry.after is None:
        tx.insert(entry.table, entry.before, of=entry.account_id)
    else:
        tx.update(entry.table, entry.row, entry.before, of=entry.account_id)
    return 1


def _reverse_block(tx: Tx, entry: Entry) -> int:
    if entry.packed is not None:
        count = tx.restore_block(entry.table, entry.packed)
    else:
        _refuse_if_touched(tx, entry)
        count = tx.delete_block(entry.table, entry.row, entry.last)
        if count != entry.last - entry.row + 1:
            raise _moved_on(tx, entry, None)
    tx.breathe()
    return count


def _refuse_if_touched(tx: Tx, entry: Entry) -> None:
    """A block keeps no copy of its rows: they are untouched if nothing of later changes is left on them."""
    # asked once for each change: it may have touched every row
    left_nothing = {entry.change: True, tx.change: True}
    for later in journal.entries_on(tx.conn, entry.table, entry.row, entry.last, entry.id):
        if later.change not in left_nothing:
            left_nothing[later.change] = journal.cancels_out(tx.conn, later.change)
        if left_nothing[later.change]:
            continue
        first = journal.entries_on(tx.conn, entry.table, later.row, later.row, entry.id)[0]
        if later.is_block or not _is_still(tx.row_or_none(entry.table, later.row), first.before):
            raise _moved_on(tx, later, None)


def _is_still(current: Fields | None, left: Fields | None) -> bool:
    """Whether a row is as it was left; a column that came with a later upgrade still has to say nothing."""
    if current is None or left is None:
        return current is left
    return all(value == left[name] if name in left else value in (None, "") for name, value in current.items())


def _moved_on(tx: Tx, entry: Entry, current: Fields | None) -> Conflict:
    """Who changed the row since, when, and which fields."""
    later = journal.entries_on(tx.conn, entry.table, entry.row, entry.last, entry.id - 1)[-1]
    head = journal.change(tx.conn, later.change)
    left = entry.after or {}
    fields = sorted(name for name in current or {} if name in left and left[name] != (current or {})[name])
    return Conflict(
        t(
            "change {change} cannot be undone: {who} changed the same {table} {row} at {at} ({fields})",
            change=entry.change,
            who=head.by if head else "?",
            table=entry.table,
            row=entry.row,
            at=head.at if head else "?",
            fields=", ".join(fields) or (head.op if head else "?"),
        )
    )
