"""Undo and redo: a change taken back as a new change, so that the audit never shrinks."""

from __future__ import annotations

from kamtui.domain.outcomes import Undone
from kamtui.errors import NotFound, NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.store import journal, reversal
from kamtui.store.journal import Change
from kamtui.store.tx import Tx

DEPTH = 500
"""How many of one's own changes are searched for the one to take back."""


@operation("history.undo")
def undo(tx: Tx, change: int | None = None) -> Undone:
    """Undo a change.

    Without a number, my newest change that still stands. Every row is restored if it is as that change left it.
    Raises NothingToDo, NotFound, or Conflict naming who changed a row since; then nothing is undone.
    """
    found = _named(tx, change) if change is not None else _my_newest(tx)
    if journal.is_undone(tx.conn, found.id):
        raise NothingToDo(t("change {change} is undone already", change=found.id))
    tx.may_breathe = True
    return Undone(found.id, found.op, reversal.take_back(tx, found.id), redone=False)


@operation("history.redo")
def redo(tx: Tx) -> Undone:
    """Redo what I undid last.

    Only while nothing of mine came after the undo. Raises NothingToDo or Conflict.
    """
    for found in journal.changes(tx.conn, by=tx.author, limit=DEPTH):
        if journal.is_undone(tx.conn, found.id) or found.state == "open":
            continue
        if found.undoes is None:
            break
        target = journal.change(tx.conn, found.undoes)
        if target is not None and target.undoes is None:
            tx.may_breathe = True
            return Undone(target.id, target.op, reversal.take_back(tx, found.id), redone=True)
    raise NothingToDo(t("there is nothing to redo"))


def _my_newest(tx: Tx) -> Change:
    for found in journal.changes(tx.conn, by=tx.author, limit=DEPTH):
        if found.undoes is None and found.state == "done" and not journal.is_undone(tx.conn, found.id):
            return found
    raise NothingToDo(t("there is nothing of yours to undo"))


def _named(tx: Tx, change: int) -> Change:
    found = journal.change(tx.conn, change)
    if found is None:
        raise NotFound(t("there is no change {change}; see: kamtui journal", change=change))
    return found
