"""kamtui undo, redo, journal."""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import MOST, number
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain.outcomes.book import Undone
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.ops import history
from kamtui.store import discretion, journal, lookup
from kamtui.store.journal import Entry

app = Noun(t("What was changed, and how to take it back."))

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
    change: MaybeChange = None,
    *,
    of: Annotated[str | None, typer.Option(metavar="ACCOUNT", help=t("Only what touched this account."))] = None,
    by: Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Only by this one of us."))] = None,
    limit: Annotated[int, typer.Option(min=1, max=MOST, metavar="N", help=t("At most so many."))] = 100,
) -> None:
    """Who changed what, when, the latest first; with a number every row that one change wrote."""
    session: Session = ctx.obj
    conn = session.conn
    if change is not None:
        _show(session, number(change, t("change")))
        return
    account = None if of is None else lookup.account(conn, of)
    found = journal.changes(conn, of_account=account, by=by, limit=limit)
    out.rows(session.options, [shapes.change(row, undone=journal.is_undone(conn, row.id)) for row in found], COLUMNS)


COLUMNS = [
    out.column("id"),
    out.column("at"),
    out.column("by"),
    out.column("op", t("what")),
    out.column("rows", right=True, drop=1),
    out.column("undoes", drop=2),
    out.column("undone", drop=1, value=lambda row: t("undone") if row["undone"] else None),
    out.column("note", drop=3),
]


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
