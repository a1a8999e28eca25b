"""`?`: the keys that work on the screen below, as a list one can run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kamtui.i18n import t
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.tui.keygroups import CHANGE, OPEN
from kamtui.tui.keys import KeyRow
from kamtui.tui.screens.quiet import QuietScreen
from kamtui.tui.text import Bit
from kamtui.tui.widgets.bottomline import BottomLine
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.keybar import KeyBar
from kamtui.tui.widgets.listed import Listed
from kamtui.tui.widgets.rowlist import RowList
from kamtui.tui.widgets.titleline import TitleLine


class Shown(NamedTuple):
    """A key row with its number in the list."""

    id: int
    row: KeyRow
    is_first: bool
    """Whether it is the first of its group."""


Remap = Callable[[str], Awaitable[Sequence[str]]]


class HelpScreen(QuietScreen[KeyRow]):
    """Gives back the row that was chosen, to be run where the keys were read."""

    AUTO_FOCUS = "RowList"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,backspace,f10,question_mark,f1", "dismiss", "back", id="back", group=OPEN),
        Binding("e", "remap", "other key", id="keys.remap", group=CHANGE, tooltip="Press another key for this"),
    ]

    def __init__(self, rows: Sequence[KeyRow], glyphs: Glyphs = UNICODE, remap: Remap | None = None) -> None:
        """`remap` asks for another key of a binding id and gives the keys it has then."""
        super().__init__()
        self._remap = remap
        self._rows = rows
        self._glyphs = glyphs
        self._source = Listed(self._shown())

    def compose(self) -> ComposeResult:
        yield TitleLine(glyphs=self._glyphs)
        yield RowList(self._source, _columns(), glyphs=self._glyphs)
        yield BottomLine(glyphs=self._glyphs)
        yield KeyBar(["open", "keys.remap", "back"])

    def on_mount(self) -> None:
        self._show_title()

    def reword(self) -> None:
        self._rows = [row.said_again() for row in self._rows]
        self._source.set(self._shown())
        super().reword()
        self._show_title()

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        event.stop()
        row = self._rows[event.key]
        if row.enabled:
            self.dismiss(row)
        else:
            self.query_one(BottomLine).say(t("this does not apply now"), "warn")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "remap" or self._remap is not None

    @work
    async def action_remap(self) -> None:
        """Press another key for the action at the cursor."""
        shown = self.query_one(RowList)
        name = None if shown.cursor is None else self._rows[shown.cursor].binding.id
        keys = await self._remap(name) if name and self._remap else ()
        if keys:
            self._rows = [row._replace(keys=tuple(keys)) if row.binding.id == name else row for row in self._rows]
            self._source.set(self._shown())
            shown.forget_all()

    def _show_title(self) -> None:
        self.query_one(TitleLine).set(screen=t("KEYS"), hint=t("Enter runs one"))

    def _shown(self) -> list[Shown]:
        groups = [row.group for row in self._rows]
        return [Shown(number, row, row.group not in groups[:number]) for number, row in enumerate(self._rows)]


def _group(shown: Shown) -> Bit:
    return (t(shown.row.group.description) if shown.is_first else "", "muted")


def _description(shown: Shown) -> Bit:
    text = shown.row.tooltip or shown.row.description
    return (text, "" if shown.row.enabled else "muted")


def _columns() -> list[Column[Shown]]:
    return [
        Column("", 14, _group),
        Column("keys", 18, lambda shown: (shown.row.label, "accent")),
        Column("what it does", 0, _description),
    ]
