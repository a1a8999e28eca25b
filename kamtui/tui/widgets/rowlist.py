"""A list of any length: it holds ids, a cursor and marks, and reads only the rows that are on screen."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from kamtui.i18n import t
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.text import fit
from kamtui.tui.keygroups import MARKS, MOVE, OPEN
from kamtui.tui.text import Bit, fitted
from kamtui.tui.widgets.columns import Column, cells, heading, line_size, widths
from kamtui.tui.widgets.paint import Painted
from kamtui.tui.widgets.window import Lines, Window

CACHED_ROWS = 1000

GUTTER = 3
"""The cursor's cell, the mark's, and a blank."""

WHEEL_LINES = 3


class HasId(Protocol):
    """A row knows which one it is."""

    @property
    def id(self) -> int: ...


R = TypeVar("R", bound=HasId)
M = TypeVar("M")
S = TypeVar("S", bound=HasId, covariant=True)


class Source(Protocol[S]):
    """Where a list gets its rows; sorting and filtering are its business."""

    def ids(self) -> array[int]:
        """Every id, in the order to show."""

    def rows(self, ids: Sequence[int]) -> Sequence[S]:
        """The rows of some ids, in any order; ids that are gone are left out."""


class FromList(Message):
    """Something happened in a list, with the cursor on `key`."""

    def __init__(self, rowlist: RowList[Any]) -> None:
        super().__init__()
        self.rowlist = rowlist
        self.key = rowlist.cursor

    @property
    def control(self) -> RowList[Any]:
        return self.rowlist


class RowList(Painted, Generic[R], can_focus=True):
    """Rows of one source under a heading; the cursor stays on its row while the list changes around it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "down", show=False, id="move.down", group=MOVE),
        Binding("k,up", "move(-1)", "up", show=False, id="move.up", group=MOVE),
        Binding("pagedown", "page(1)", "page down", show=False, id="move.page_down", group=MOVE),
        Binding("pageup", "page(-1)", "page up", show=False, id="move.page_up", group=MOVE),
        Binding("ctrl+d", "page(0.5)", "half a page down", show=False, id="move.half_down", group=MOVE),
        Binding("ctrl+u", "page(-0.5)", "half a page up", show=False, id="move.half_up", group=MOVE),
        Binding("g,home", "edge(-1)", "first line", show=False, id="move.first", group=MOVE),
        Binding("G,end", "edge(1)", "last line", show=False, id="move.last", group=MOVE),
        Binding("enter", "open", "open", show=False, id="open", group=OPEN),
        Binding("space", "mark", "mark and move down", show=False, id="mark", group=MARKS),
        Binding("V", "mark_all", "mark all in the list, or none", show=False, id="mark.all", group=MARKS),
    ]

    DEFAULT_CSS = """
    RowList { height: 1fr; width: 1fr; }
    """

    class Moved(FromList):
        """The cursor is on another row now, on none, or elsewhere in a list that changed."""

    class Opened(FromList):
        """Enter or a double click on a row."""

        key: int

    class MarksChanged(FromList):
        """Rows were marked or unmarked; `RowList.marks` are the ones marked now."""

    def __init__(
        self,
        source: Source[R],
        columns: Sequence[Column[R]],
        *,
        sign: Callable[[R], str] | None = None,
        empty: str = "",
        glyphs: Glyphs = UNICODE,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """`sign` is one cell in front of a row, such as a check; `empty` stands in a list without rows, in English."""
        super().__init__(id=id, classes=classes)
        self.source = source
        self.columns = list(columns)
        self.empty = empty
        self.instead: Callable[[], str] = str
        """What is said in a list without rows before anything else; "" leaves it at `empty`."""
        self.marks: set[int] = set()
        self._sign = sign
        self._glyphs = glyphs
        self._window = Window()
        self._rows: dict[int, R] = {}
        self._sizes: list[tuple[Column[R], int]] = []
        self._size_laid_out = Size(0, 0)
        self._blank = 0
        """Cells that the columns leave; less than 0 where they need more than there are."""

    def on_mount(self) -> None:
        self.reload()

    def on_click(self, event: events.Click) -> None:
        key = self._window.at(event.y - 1)
        if key is not None:
            self.select(key)
            if event.chain == 2:
                self.action_open()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._move(self._window.roll, WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._move(self._window.roll, -WHEEL_LINES)

    # -- what screens ask and say ------------------------------------------------------------------

    @property
    def ids(self) -> array[int]:
        """What the list shows, in its order."""
        return self._window.ids

    @property
    def in_view(self) -> array[int]:
        """What is on screen of it."""
        return self._window.in_view()

    @property
    def cursor(self) -> int | None:
        """The id under the cursor; None in an empty list."""
        return self._window.key

    @property
    def index(self) -> int:
        """Where the cursor stands, from 0."""
        return self._window.index

    @property
    def chosen(self) -> list[int]:
        """What a verb applies to: the marks, also those a filter hides now, else the row under the cursor."""
        if self.marks:
            shown = [key for key in self.ids if key in self.marks]
            return shown + sorted(self.marks.difference(shown))
        return [] if self.cursor is None else [self.cursor]

    def row(self, key: int) -> R | None:
        """The row of an id, read if need be; None when it is gone."""
        if key not in self._rows:
            self._read([key])
        return self._rows.get(key)

    def select(self, key: int) -> bool:
        """Put the cursor on an id; False when it is not in the list."""
        try:
            index = self.ids.index(key)
        except ValueError:
            return False
        self._move(self._window.go, index)
        return True

    def reload(self) -> None:
        """Ask the source for the ids again; the rows already read stay."""
        self.replace(self.source.ids())

    def replace(self, ids: array[int]) -> None:
        """Show other ids. The cursor stays on its id and line; if that id left, on what took its place."""
        if bool(ids) != bool(self.ids):
            self.refresh()
        self._move(self._window.replace, ids)

    def forget(self, ids: Iterable[int]) -> None:
        """These rows changed: read and draw them again when they are on screen, and only them."""
        gone = set(ids)
        for key in gone:
            self._rows.pop(key, None)
        self._draw([line for line, key in enumerate(self._window.in_view()) if key in gone])

    def set_columns(self, columns: Sequence[Column[R]]) -> None:
        """Show other columns of the same rows."""
        self.columns = list(columns)
        self._size_laid_out = Size(0, 0)
        self.refresh()

    def forget_all(self) -> None:
        """Any row may have changed."""
        self._rows.clear()
        self.refresh()

    def clear_marks(self) -> bool:
        """Unmark everything; False when nothing was marked."""
        return self._mark(self.marks.copy(), False)

    # -- actions -----------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        self._move(self._window.go, self.index + step)

    def action_page(self, pages: float) -> None:
        self._move(self._window.page, pages)

    def action_edge(self, direction: int) -> None:
        self._move(self._window.go, 0 if direction < 0 else len(self.ids) - 1)

    def action_open(self) -> None:
        if self.cursor is not None:
            self.post_message(self.Opened(self))

    def action_mark(self) -> None:
        if self.cursor is not None:
            self._mark({self.cursor}, self.cursor not in self.marks)
            self.action_move(1)

    def action_mark_all(self) -> None:
        shown = set(self.ids)
        self._mark(shown, not shown <= self.marks)

    # -- drawing -----------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        self._lay_out()
        room = self.size.width
        if y == 0:
            return self.strip_of(fitted([(" " * GUTTER, "head"), *heading(self._sizes)], room), room)
        key = self._window.at(y - 1)
        if key is None:
            note = self._note() if y == 1 and not self.ids else ""
            return self.strip_of(fitted([(" " * GUTTER + note, "muted")] if note else [], room), room)
        if key not in self._rows:
            self._read(self._window.in_view())
        at_cursor = key == self.cursor
        return self.strip_of(self._bits(key, at_cursor), room, over="cursor" if at_cursor else "")

    def _note(self) -> str:
        """What stands in a list without rows."""
        return self.instead() or (t(self.empty) if self.empty else "")

    def _lay_out(self) -> None:
        """Take a new size; while drawing, because the event of it comes after the first drawing."""
        if self._size_laid_out != self.size:
            self._size_laid_out = self.size
            self._sizes = widths(self.columns, self.size.width - GUTTER)
            self._blank = self.size.width - GUTTER - line_size(self._sizes)
            self._window.resize(self.size.height - 1)

    def _bits(self, key: int, at_cursor: bool) -> list[Bit]:
        """A row as wide as the list."""
        cursor = self._glyphs.cursor if at_cursor else " "
        row = self._rows.get(key)
        if row is None:
            return fitted([(cursor + " " * (GUTTER - 1), ""), (t("gone meanwhile"), "muted")], self.size.width)
        sign = self._sign(row) if self._sign else ""
        mark = self._glyphs.mark if key in self.marks else fit(sign, 1)
        bits = [(f"{cursor}{mark} ", ""), *cells(row, self._sizes)]
        if self._blank < 0:
            return fitted(bits, self.size.width)
        return [*bits, (" " * self._blank, "")] if self._blank else bits

    def _read(self, ids: Sequence[int]) -> None:
        if len(self._rows) > CACHED_ROWS:
            self._rows.clear()
        missing = [key for key in ids if key not in self._rows]
        self._rows.update((row.id, row) for row in self.source.rows(missing))

    def _move(self, step: Callable[[M], Lines], argument: M) -> None:
        """Take a step of the window, draw the lines it changed, and say where the cursor is now."""
        before = (self.cursor, self.index, len(self.ids))
        self._draw(step(argument))
        if (self.cursor, self.index, len(self.ids)) != before:
            self.post_message(self.Moved(self))

    def _mark(self, keys: set[int], marked: bool) -> bool:
        changed = keys - self.marks if marked else keys & self.marks
        if not changed:
            return False
        self.marks ^= changed
        self._draw([line for line, key in enumerate(self._window.in_view()) if key in changed], GUTTER)
        self.post_message(self.MarksChanged(self))
        return True

    def _draw(self, lines: Iterable[int], cells: int | None = None) -> None:
        """Draw lines again, or only their first cells."""
        regions = [Region(0, line + 1, cells or self.size.width, 1) for line in lines]
        if regions:
            self.refresh(*regions)
