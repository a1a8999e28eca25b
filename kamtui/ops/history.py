"""Undo and redo: a change taken back as a new change, so that the audit never shrinks."""

from __future__ import annotations

from kamtui.domain.exceptions import State
from kamtui.domain.outcomes.book import Undone
from kamtui.domain.roles import PERSONAL
from kamtui.errors import Conflict, NotFound, NothingToDo, NotPermitted
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.ops.settling import settle_what_moved
from kamtui.store import discretion, journal, permits, reversal
from kamtui.store.journal import Change
from kamtui.store.tx import Tx

DEPTH = 500
"""How many of one's own changes are searched for the one to take back."""

NOTED = "export.note"
"""What is noted beside the work: it is undone by its number only."""

PURGED = "contact.purge"
"""The one operation that nothing takes back."""

DECIDED = frozenset((State.APPROVED, State.CHANGED, State.REFUSED))
"""States of an exception that only heads give."""

GUARDED = ("exception.", "opinion.", "issue.", "influence.", "profile.", "link.", "team.", "history.")
"""How operations begin that not everybody may do to every row."""


@operation("history.undo")
def undo(tx: Tx, change: int | None = None) -> Undone:
    """Undo a change.

    Without a number, my newest change that still stands. Every row is restored if it is as that change left it.
    What a head decided only heads undo, what was said in confidence only who may see it. Raises NothingToDo, NotFound,
    NotPermitted, or Conflict naming who changed a row since; then nothing is undone. Personal data that were taken out
    do not come back.
    """
    found = _named(tx, change) if change is not None else _my_newest(tx)
    if journal.is_undone(tx.conn, found.id):
        raise NothingToDo(t("change {change} is undone already", change=found.id))
    if found.op == PURGED:
        message = "change {change} took personal data out for good; others are undone by their number"
        raise Conflict(t(message, change=found.id))
    _refuse_beyond_role(tx, found)
    if found.by.casefold() != tx.author.casefold():
        _refuse_forbidden(tx, found)
    tx.may_breathe = True
    return Undone(found.id, found.op, _taken_back(tx, found), redone=False)


@operation("history.redo")
def redo(tx: Tx) -> Undone:
    """Redo what I undid last.

    Only while nothing of mine came after the undo. Raises NothingToDo or Conflict.
    """
    for found in journal.changes(tx.conn, by=tx.author, limit=DEPTH):
        if journal.is_undone(tx.conn, found.id) or found.state == "open" or found.op == NOTED:
            continue
        if found.undoes is None:
            break
        target = journal.change(tx.conn, found.undoes)
        if target is not None and target.undoes is None:
            _refuse_beyond_role(tx, found)
            tx.may_breathe = True
            return Undone(target.id, target.op, _taken_back(tx, found), redone=True)
    raise NothingToDo(t("there is nothing to redo"))


def _taken_back(tx: Tx, found: Change) -> int:
    """Take a change back; what others have paid since settles what it put back. Returns how many rows it restored."""
    count = reversal.take_back(tx, found.id)
    settle_what_moved(tx)
    return count


def _refuse_beyond_role(tx: Tx, found: Change) -> None:
    """Refuse to take back what one's role could not do; what one did oneself is taken back on whatever account."""
    if tx.permit is None:
        return
    tx.permit.require(_first(tx, found).op)
    if found.by.casefold() == tx.author.casefold():
        tx.permit.lift()
    elif not tx.permit.is_head and any(entry.table in PERSONAL for entry in journal.entries(tx.conn, found.id)):
        message = "change {change} is {by}'s own; they or a head undo it"
        raise NotPermitted(t(message, change=found.id, by=found.by))


def _first(tx: Tx, found: Change) -> Change:
    """The change that was undone, and done again, by this one."""
    while found.undoes is not None:
        earlier = journal.change(tx.conn, found.undoes)
        if earlier is None:
            break
        found = earlier
    return found


def _refuse_forbidden(tx: Tx, found: Change) -> None:
    """Refuse to take back what a colleague did and one could not have done oneself."""
    if not found.op.startswith(GUARDED):
        return
    for entry in journal.entries(tx.conn, found.id):
        if entry.table == discretion.RATINGS and not discretion.may_see_ratings(tx.conn):
            raise NotPermitted(t("change {change} rates a manager; a head undoes it", change=found.id))
        if entry.table != "exception" and entry.table not in discretion.CONFIDING:
            continue
        now = tx.row_or_none(entry.table, entry.row) or {}
        for image in filter(None, (entry.before, entry.after)):
            # an update keeps only the fields that it changed
            row = {**now, **image}
            is_secret = entry.table in discretion.CONFIDING and row["confidential"]
            if is_secret and not discretion.may_see(tx.conn, str(row["author"])):
                message = "change {change} is of something said in confidence; its author or a head undoes it"
                raise NotPermitted(t(message, change=found.id))
            is_decided = entry.table == "exception" and row["state"] in DECIDED
            if is_decided and not permits.may_decide(tx.conn, tx.author, tx.today):
                raise NotPermitted(t("change {change} is a decision; a head undoes it", change=found.id))


def _my_newest(tx: Tx) -> Change:
    for found in journal.changes(tx.conn, by=tx.author, limit=DEPTH):
        is_work = found.undoes is None and found.op != NOTED
        if is_work and found.state == "done" and not journal.is_undone(tx.conn, found.id):
            return found
    raise NothingToDo(t("there is nothing of yours to undo"))


def _named(tx: Tx, change: int) -> Change:
    found = journal.change(tx.conn, change)
    if found is None:
        raise NotFound(t("there is no change {change}; see: kamtui journal", change=change))
    return found
