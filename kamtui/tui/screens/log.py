"""All touches of the book, newest first."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from kamtui.domain.touches import DEFAULT_MINUTES, TouchState
from kamtui.i18n import t
from kamtui.ops.touches import edit_touch
from kamtui.render import format
from kamtui.render.text import wrap
from kamtui.store import touches
from kamtui.store.journal import Changed
from kamtui.store.touches import Touch
from kamtui.tui.keygroups import CHANGE
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.touching import Touching
from kamtui.tui.text import Bit
from kamtui.tui.touchmarks import learned, reaction
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.rowlist import RowList

FIRST = 1000
"""Touches that are read at first."""

DETAIL = 2
"""Lines for the touch at the cursor."""

NEAR = 100
"""Rows before the last one read at which more are read."""


class Log(Deciding, Touching):
    """The touches themselves; enter goes to the account."""

    KEYS: ClassVar[Sequence[str]] = ("touch.edit", "touch.log", "task.add", "history.undo")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "e",
            "edit",
            "correct",
            id="touch.edit",
            group=CHANGE,
            tooltip="Correct the summary; the journal keeps the old one",
        ),
    ]

    DEFAULT_CSS = """
    Log #detail { height: 2; }
    """

    AUTO_FOCUS = "RowList"

    shown = getters.query_one(RowList)
    detail = getters.query_one("#detail", Lines)

    def body(self) -> Iterable[Widget]:
        yield RowList(self, self._columns(), empty="no touch yet", glyphs=self.glyphs)
        yield Lines(id="detail")

    def __init__(self) -> None:
        super().__init__()
        self._limit = FIRST

    def ids(self) -> array[int]:
        """The newest touches: as many as one went down to, because a book may hold millions."""
        conn = self.book.conn
        self.title_line.set(screen=t("LOG"), progress=str(touches.count(conn)), who=self.book.who)
        return touches.ids(conn, limit=self._limit)

    def rows(self, ids: Sequence[int]) -> list[Touch]:
        return touches.rows(self.book.conn, ids)

    def targets(self) -> list[int]:
        rows = [self.shown.row(touch) for touch in self.shown.chosen]
        return list(dict.fromkeys(row.account_id for row in rows if row is not None))

    def advance(self) -> None:
        self.shown.action_move(1)

    def catch_up(self, changed: Changed) -> None:
        if changed.everything or changed.tables & {"touch", "touch_contact", "contact", "account"}:
            self.shown.forget_all()
            self.shown.reload()
            self._show_detail()
            self.hear(changed, changed.accounts)

    def standing(self) -> object:
        return self.shown.cursor

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        if len(self.shown.ids) == self._limit and self.shown.index >= self._limit - NEAR:
            self._limit *= 10
            self.shown.reload()
        self._show_detail()

    async def on_row_list_opened(self, event: RowList.Opened) -> None:
        for account in self.targets():
            await self.app.push_screen(AccountPage(account))

    @work
    async def action_edit(self) -> None:
        """Correct the summary of a touch."""
        if self.shown.cursor is None:
            return
        touch = touches.one(self.book.conn, self.shown.cursor)
        key = f"touch.edit:{touch.account_id}:{touch.id}"
        summary = await self.bottom.ask(t("summary:"), touch.summary, key=key)
        if summary is not None:
            await self.correct(edit_touch, touch.id, "summary", touch.summary, summary)

    def _show_detail(self) -> None:
        """The whole touch at the cursor, which its row has no room for."""
        key = self.shown.cursor
        touch = None if key is None else self.shown.row(key)
        if touch is None:
            self.detail.show([])
            return
        spent = DEFAULT_MINUTES[touch.kind] if touch.minutes is None else touch.minutes
        people = ", ".join(person.name for person in touch.people)
        head = [format.minutes(spent, self.glyphs), people, touch.by]
        text = " · ".join(filter(None, [*head, touch.summary, learned(touch)[0].strip()]))
        self.detail.show([[(f" {part}", "muted")] for part in wrap(text, self.size.width - 2)[:DETAIL]])

    def _columns(self) -> list[Column[Touch]]:
        glyphs, today = self.glyphs, self.today

        def state(row: Touch) -> Bit:
            return (t(row.kind), "accent") if row.state is TouchState.DONE else (t(row.state), "warn")

        def reacted(row: Touch) -> Bit:
            sign, role = reaction(row)
            return sign.strip(), role

        return [
            Column("date", 8, lambda row: (format.date_short(row.on, today, glyphs), "muted")),
            Column("account", 22, lambda row: row.account),
            Column("kind", 10, state),
            Column("with", 12, lambda row: ", ".join(person.name for person in row.people), drop=2),
            Column("", 1, reacted),
            Column("summary", 0, lambda row: row.summary),
            Column("by", 10, lambda row: row.by, drop=3),
        ]
