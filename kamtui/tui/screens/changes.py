"""My recent changes; any of them can be picked to be undone."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import getters, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from kamtui.i18n import t
from kamtui.ops.core import load_all
from kamtui.ops.history import undo
from kamtui.render import format
from kamtui.render.text import fit
from kamtui.store import accounts, journal
from kamtui.store.journal import Change, Changed
from kamtui.tui.keygroups import FIND, OPEN
from kamtui.tui.screens.acting import Acting
from kamtui.tui.text import Bit
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.rowlist import RowList

SHOWN = 500

FEW = 20
"""Rows up to which a change is looked into for its account."""


class ChangeRow(NamedTuple):
    """A change, and whether it was taken back."""

    id: int
    change: Change
    is_undone: bool
    where: str
    """The account it is about, if it is about one."""


class Changes(Acting):
    """The journal, newest first."""

    KEYS: ClassVar[Sequence[str]] = ("changes.undo", "changes.everybody")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "undo_this",
            "undo this one",
            id="changes.undo",
            group=OPEN,
            tooltip="Undo the change at the cursor",
        ),
        Binding("E", "everybody", "mine or all", id="changes.everybody", group=FIND, tooltip="Mine, or everybody's"),
    ]

    shown = getters.query_one(RowList)

    def __init__(self) -> None:
        super().__init__()
        self._everybody = False

    def body(self) -> Iterable[Widget]:
        yield RowList(self, self._columns(), empty="you have changed nothing yet", glyphs=self.glyphs)

    def ids(self) -> array[int]:
        book = self.book
        by = None if self._everybody else book.who
        found = journal.changes(book.conn, by=by, limit=SHOWN)
        screen = t("ALL CHANGES") if self._everybody else t("MY CHANGES")
        self.title_line.set(screen=screen, progress=str(len(found)), who=book.who)
        return array("q", (change.id for change in found))

    def rows(self, ids: Sequence[int]) -> list[ChangeRow]:
        conn = self.book.conn
        found = [journal.change(conn, key) for key in ids]
        return [
            ChangeRow(change.id, change, journal.is_undone(conn, change.id), self._account_of(change))
            for change in found
            if change is not None
        ]

    def _account_of(self, change: Change) -> str:
        conn = self.book.conn
        entries = journal.entries(conn, change.id) if change.rows <= FEW else []
        keys = {entry.account_id for entry in entries if entry.account_id is not None}
        rows = accounts.rows(conn, list(keys)) if len(keys) == 1 else []
        return fit(rows[0].name, 18).rstrip() if rows else ""

    def catch_up(self, changed: Changed) -> None:
        self.shown.forget_all()
        self.shown.reload()
        self.hear(changed, changed.accounts)

    def standing(self) -> object:
        return self.shown.cursor

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        self.action_undo_this()

    @work
    async def action_undo_this(self) -> None:
        """Undo the change at the cursor."""
        if self.shown.cursor is not None:
            await self.do(undo, self.shown.cursor)

    def action_everybody(self) -> None:
        """Show everybody's changes, or only mine again."""
        self._everybody = not self._everybody
        self.shown.reload()

    def _columns(self) -> list[Column[ChangeRow]]:
        labels = {name: operation.label for name, operation in load_all().items()}

        def what(row: ChangeRow) -> list[Bit]:
            label = t(labels.get(row.change.op, row.change.op))
            role = "muted" if row.is_undone else ""
            return [(f"{row.where}: ", "strong"), (label, role)] if row.where else [(label, role)]

        def more(row: ChangeRow) -> Bit:
            if row.is_undone:
                return t("undone"), "muted"
            return (t("undoes #{change}", change=row.change.undoes), "warn") if row.change.undoes else ("", "")

        return [
            Column("#", 6, lambda row: (str(row.id), "muted"), align="right"),
            Column("when", 11, lambda row: format.moment(row.change.at)[5:]),
            Column("who", 9, lambda row: row.change.by, drop=1),
            Column("what", 0, what),
            Column("via", 12, lambda row: (row.change.via, "muted"), drop=2),
            Column("state", 10, more),
        ]
