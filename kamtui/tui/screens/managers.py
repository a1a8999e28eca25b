"""Managers: how many key accounts each has room for, what they carry, and, for heads, how they are rated."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import getters, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from kamtui.domain.managers import Manager, Managers
from kamtui.domain.teams import SCORES, Rated, criterion, score
from kamtui.i18n import t
from kamtui.ops.teams import rate_manager
from kamtui.render.glyphs import Glyphs
from kamtui.store import discretion, managers
from kamtui.store.journal import Changed
from kamtui.tui import teamlines
from kamtui.tui.keygroups import CHANGE
from kamtui.tui.screens import handover
from kamtui.tui.screens.acting import Acting
from kamtui.tui.text import Bit
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.rowlist import RowList


class ManagerRow(NamedTuple):
    """A manager with a number in the list."""

    id: int
    manager: Manager


class ManagersPage(Acting):
    """One line for each of us who looks after accounts, and more of the one at the cursor."""

    AUTO_FOCUS = "RowList"

    KEYS: ClassVar[Sequence[str]] = ("managers.handover", "managers.rate", "history.undo")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "o",
            "hand_over",
            "hand over",
            id="managers.handover",
            group=CHANGE,
            tooltip="Hand their accounts over to a colleague",
        ),
        Binding("e", "rate", "rate", id="managers.rate", group=CHANGE, tooltip="Rate them; only heads do"),
    ]

    DEFAULT_CSS = """
    ManagersPage #detail { height: 7; border-top: none; }
    """

    shown = getters.query_one(RowList)
    detail = getters.query_one("#detail", Lines)

    def __init__(self) -> None:
        super().__init__()
        self._found: Managers | None = None

    def body(self) -> Iterable[Widget]:
        empty = "nobody works in the book; : user add"
        yield RowList(self, self._columns(), empty=empty, glyphs=self.glyphs, sign=_sign)
        yield Lines(id="detail")

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """Everybody, by login."""
        self._found = managers.of_book(self.book.conn, self.today)
        self.title_line.set(screen=t("MANAGERS"), progress=teamlines.company(self._found), who=self.book.who)
        return array("q", range(len(self._found.managers)))

    def rows(self, ids: Sequence[int]) -> list[ManagerRow]:
        everybody = () if self._found is None else self._found.managers
        return [ManagerRow(key, everybody[key]) for key in ids if key < len(everybody)]

    def catch_up(self, changed: Changed) -> None:
        self.shown.forget_all()
        self.shown.reload()
        self._draw()

    def on_screen_resume(self) -> None:
        self.catch_up(Changed(0, frozenset(), frozenset(), False, ()))

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        super().on_row_list_moved(event)
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_hand_over(self) -> None:
        """Hand the accounts of the manager at the cursor over."""
        chosen = self._chosen()
        handover.ask(self, chosen.login if chosen else "")

    @work
    async def action_rate(self) -> None:
        """Rate the manager at the cursor."""
        chosen = self._chosen()
        if chosen is None:
            return
        what = await self.choose(t("rate {login} (Tab: choose):", login=chosen.login), criterion, [*Rated])
        if what is None:
            return
        given = await self.choose(t("1 to 5:"), score, SCORES)
        if given is not None:
            await self.do(rate_manager, chosen.login, what, given, on=self.today)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _chosen(self) -> Manager | None:
        row = None if self.shown.cursor is None else self.shown.row(self.shown.cursor)
        return None if row is None else row.manager

    def _draw(self) -> None:
        chosen = self._chosen()
        if chosen is None or self._found is None:
            self.detail.show([])
        else:
            self.detail.show(teamlines.load(chosen, self._found, self.glyphs))

    def _columns(self) -> list[Column[ManagerRow]]:
        return columns(self.glyphs, has_ratings=discretion.may_see_ratings(self.book.conn))


def columns(glyphs: Glyphs, *, has_ratings: bool) -> list[Column[ManagerRow]]:
    """Login, key accounts of how many, all accounts, what is due, hours, rating."""

    def held(row: ManagerRow) -> Bit:
        one = row.manager
        return f"{one.held}/{one.room}", "warn" if one.drift is not None else ""

    def due(row: ManagerRow) -> Bit:
        one = row.manager
        return (f"{one.due} !{one.overdue}", "error") if one.overdue else (str(one.due), "")

    def rating(row: ManagerRow) -> Bit:
        average = row.manager.average
        return (glyphs.dash, "muted") if average is None else (f"{average:.1f}", "")

    shown = [
        Column("manager", 0, lambda row: row.manager.login),
        Column("key", 8, held, align="right"),
        Column("free", 5, lambda row: str(row.manager.free), align="right"),
        Column("accounts", 8, lambda row: str(row.manager.owned), align="right"),
        Column("touch due", 9, due, align="right"),
        Column("h/week", 7, lambda row: _hours(row.manager.hours, glyphs), align="right", drop=1),
    ]
    return [*shown, Column("rating", 6, rating, align="right")] if has_ratings else shown


def _hours(hours: float | None, glyphs: Glyphs) -> str:
    return glyphs.dash if hours is None else f"{hours:g}"


def _sign(row: ManagerRow) -> str:
    """! with more key accounts than there are hours for."""
    return "!" if row.manager.drift is not None else " "
