"""A block of finished lines: charts, timelines, help. It scrolls, and draws only the lines that changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip

from kamtui.tui.keygroups import MOVE
from kamtui.tui.text import Bit, Line, fitted
from kamtui.tui.widgets.paint import Painted

WHEEL_LINES = 3


class Lines(Painted, can_focus=True):
    """Lines of (text, role), cut at the right edge."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll(1)", "down", show=False, id="lines.down", group=MOVE),
        Binding("k,up", "scroll(-1)", "up", show=False, id="lines.up", group=MOVE),
        Binding("pagedown,space", "page(1)", "page down", show=False, id="lines.page_down", group=MOVE),
        Binding("pageup", "page(-1)", "page up", show=False, id="lines.page_up", group=MOVE),
        Binding("ctrl+d", "page(0.5)", "half a page down", show=False, id="lines.half_down", group=MOVE),
        Binding("ctrl+u", "page(-0.5)", "half a page up", show=False, id="lines.half_up", group=MOVE),
        Binding("g,home", "edge(-1)", "first line", show=False, id="lines.first", group=MOVE),
        Binding("G,end", "edge(1)", "last line", show=False, id="lines.last", group=MOVE),
    ]

    DEFAULT_CSS = """
    Lines { height: 1fr; width: 1fr; }
    """

    def __init__(
        self,
        lines: Sequence[Line] = (),
        *,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._lines = [list(line) for line in lines]
        self._top = 0
        self._whole: Callable[[], Sequence[Line]] | None = None
        """Reads all of them, where only the first are here."""

    def on_resize(self) -> None:
        self._top = self._within(self._top)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_scroll(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_scroll(-WHEEL_LINES)

    @property
    def top(self) -> int:
        """The line at the upper edge, from 0."""
        return self._top

    def show(
        self, lines: Sequence[Line], *, keep_place: bool = False, whole: Callable[[], Sequence[Line]] | None = None
    ) -> None:
        """Show other lines, from the top or from where it stands.

        Where they are only the first lines of a long text, `whole` reads all of it once somebody scrolls to their end.
        """
        before = self._in_view()
        self._lines, self._whole = [list(line) for line in lines], whole
        if keep_place:
            self._read_up_to(self._top)
        self._top = self._within(self._top if keep_place else 0)
        after = self._in_view()
        changed = [y for y, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def action_scroll(self, step: int) -> None:
        self._read_up_to(self._top + step)
        top = self._within(self._top + step)
        if top != self._top:
            self._top = top
            self.refresh()

    def action_page(self, pages: float) -> None:
        self.action_scroll(int(pages * self.size.height))

    def action_edge(self, direction: int) -> None:
        self._read_up_to(direction * len(self._lines))
        self.action_scroll(direction * len(self._lines))

    def render_line(self, y: int) -> Strip:
        at = self._top + y
        line = self._lines[at] if at < len(self._lines) else []
        return self.strip_of(fitted(line, self.size.width), self.size.width)

    def _in_view(self) -> list[list[Bit]]:
        shown = self._lines[self._top : self._top + self.size.height]
        return shown + [[]] * (self.size.height - len(shown))

    def _read_up_to(self, top: int) -> None:
        """Read the whole text where the lines here do not fill the widget from that line on."""
        if self._whole is not None and top + self.size.height > len(self._lines):
            self._lines, self._whole = [list(line) for line in self._whole()], None

    def _within(self, top: int) -> int:
        return max(0, min(top, len(self._lines) - self.size.height))
