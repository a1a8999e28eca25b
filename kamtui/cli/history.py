"""kamtui undo, redo, journal."""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out, shapes
from kamtui.cli.book import progress
from kamtui.cli.nouns import Noun
from kamtui.cli.params import MOST, number
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain.outcomes.book import Undone
from kamtui.errors import BadBook, BadInput, NotFound
from kamtui.i18n import t
from kamtui.ops import history
from kamtui.ops.core import load_all
from kamtui.store import backups, discretion, exports, journal, lookup, verify
from kamtui.store.journal import Entry
from kamtui.store.sqlite import Connection

app = Noun(t("What was changed, and how to take it back."))

VERIFY = "verify"

MaybeChange = Annotated[str | None, typer.Argument(metavar="[CHANGE]", help=t("Its number in the journal."))]


@app.command("undo")
@writes("history.undo", rows=False)
def undo(w: Writing, change: MaybeChange = None) -> Undone:
    """Undo a change; without a number your newest that still stands."""
    return w.do(history.undo, None if change is None else number(change, t("change")))


@app.command("redo")
@writes("history.redo", rows=False)
def redo(w: Writing) -> Undone:
    """Redo what you undid last."""
    return w.do(history.redo)


@app.command("journal")
def changes(
    ctx: typer.Context,
    change: Annotated[
        str | None, typer.Argument(metavar="[CHANGE|verify]", help=t("Its number in the journal; or verify."))
    ] = None,
    *,
    of: Annotated[str | None, typer.Option(metavar="ACCOUNT", help=t("Only what touched this account."))] = None,
    by: Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Only by this one of us."))] = None,
    taken: Annotated[
        bool, typer.Option("--exports", help=t("Who took which list, page or copy out of the book."))
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=MOST, metavar="N", help=t("At most so many."))] = 100,
) -> None:
    """Who changed what, when, the latest first; with a number every row that one change wrote.

    `journal verify` says whether the book is what the journal says, and where not.
    """
    session: Session = ctx.obj
    conn = session.conn
    if taken:
        if change is not None or of is not None:
            raise BadInput(t("--exports goes with --by and --limit only"))
        _taken(session, by, limit)
        return
    if change == VERIFY:
        _verify(session)
        return
    if change is not None:
        _show(session, number(change, t("change")))
        return
    account = None if of is None else lookup.account(conn, of)
    found = journal.changes(conn, of_account=account, by=by, limit=limit)
    listed = [shapes.change(row, undone=journal.is_undone(conn, row.id)) for row in found]
    if out.is_shown() and not (session.options.tsv or session.options.json):
        # a person reads what was done, scripts the name of the operation
        labels = {name: operation.label for name, operation in load_all().items()}
        listed = [{**row, "op": t(labels.get(str(row["op"]), str(row["op"])))} for row in listed]
    out.rows(session.options, listed, COLUMNS)


COLUMNS = [
    out.column("id"),
    out.column("at"),
    out.column("by"),
    out.column("op", t("what")),
    out.column("rows", right=True, drop=1),
    out.column("undoes", drop=2),
    out.column("undone", drop=1, value=lambda row: t("undone") if row["undone"] else None),
    out.column("via", drop=2),
    out.column("note", drop=3),
]


TAKEN = [
    out.column("id"),
    out.column("at"),
    out.column("by"),
    out.column("what"),
    out.column("rows", right=True, drop=1),
    out.column("via", drop=2),
]


def _taken(session: Session, by: str | None, limit: int) -> None:
    """What was taken out of the book."""
    found = exports.rows(session.conn, by=by, limit=limit)
    shapes = [{**row._asdict(), "on": out.day(row.on), "at": row.recorded_at} for row in found]
    for shape in shapes:
        del shape["recorded_at"]
    out.rows(session.options, shapes, TAKEN)


def _verify(session: Session) -> None:
    """Say where the book is not what its journal says; the exit code is 6 then."""
    conn = session.conn
    faults = [_fault(conn, fault) for fault in verify.faults(conn, session.path, progress)]
    copies = backups.listed(session.path.parent, session.path.name)
    newest = str(copies[-1].path) if copies else None
    if session.options.json:
        out.document({"whole": not faults, "faults": faults, "backup": newest})
    elif not faults:
        out.line(t("every row, every change and the anchor are as they were written"))
    else:
        out.rows(session.options, faults, FAULTS)
        out.tell(t("what a row was is in its last change: kamtui journal CHANGE"))
        if newest is not None:
            out.tell(t("the newest verified backup beside the book: {path}", path=newest))
    if faults:
        raise typer.Exit(BadBook.exit_code)


def _fault(conn: Connection, fault: verify.Fault) -> out.Json:
    """A fault with who made the change it hangs on, and what the row was, as far as who asks may see that."""
    head = None if fault.change is None else journal.change(conn, fault.change)
    entry = Entry(0, fault.change or 0, fault.table, fault.row or 0, fault.row or 0, None, None, fault.was, None)
    return {
        "what": fault.what,
        "text": fault.text,
        "table": fault.table or None,
        "row": fault.row,
        "change": fault.change,
        "by": head and head.by,
        "at": head and head.at,
        "was": discretion.discreet(conn, [entry])[0].after,
    }


FAULTS = [out.column("what"), out.column("text")]


def _show(session: Session, key: int) -> None:
    head = journal.change(session.conn, key)
    if head is None:
        raise NotFound(t("there is no change {change}; see: kamtui journal", change=key))
    shape = shapes.change(head, undone=journal.is_undone(session.conn, key))
    # oldest first: in the order in which it happened
    entries = discretion.discreet(session.conn, journal.entries(session.conn, key)[::-1])
    if session.options.json:
        out.document({**shape, "entries": [shapes.entry(entry) for entry in entries]})
    else:
        lines = [{"table": entry.table, "row": _rows(entry), "what": _what(entry)} for entry in entries]
        out.one(session.options, {**shape, "entries": lines})


def _rows(entry: Entry) -> str:
    return str(entry.row) if entry.row == entry.last else f"{entry.row}-{entry.last}"


def _what(entry: Entry) -> str:
    """What one entry did to its row, field by field."""
    before, after = entry.before or {}, entry.after or {}
    if entry.is_block:
        return t("rows taken out") if entry.packed else t("rows added")
    if not before:
        return "; ".join(f"{name}: {value}" for name, value in after.items() if value is not None)
    if not after:
        return t("taken out: {fields}", fields="; ".join(f"{name}: {value}" for name, value in before.items()))
    changed = [name for name in after if before.get(name) != after[name]]
    return "; ".join(f"{name}: {before.get(name)} → {after[name]}" for name in changed)
