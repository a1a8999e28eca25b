"""How a line of (text, role) becomes a strip with as few bytes as the terminal needs."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Spacing
from textual.strip import Strip
from textual.theme import Theme
from textual.widget import Widget

from kamtui.tui import roles
from kamtui.tui.text import Bit

NO_GUTTER = Spacing(0, 0, 0, 0)


class Painted(Widget):
    """A widget that draws its lines itself, from text and roles.

    Ordinary text is sent without any style where the terminal's own colours are asked for, and neighbours of
    one style are one segment: Textual sends every cell and every style of a changed line again.
    """

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._styles_of: dict[str, Style] = {}

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, self._recolor)

    def on_focus(self, event: events.Focus) -> None:
        """Nothing here looks different with the focus; Textual would draw all of it again."""
        event.prevent_default()
        self.has_focus = True

    def on_blur(self, event: events.Blur) -> None:
        event.prevent_default()
        self.has_focus = False

    def notify_style_update(self) -> None:
        self._styles_of.clear()
        super().notify_style_update()

    def style_of(self, role: str) -> Style:
        """What a role looks like on this widget; an unknown one is ordinary text."""
        if role not in self._styles_of:
            style = roles.without_defaults(self.rich_style) + roles.style(self.app, role)
            # roles that look the same have one style, so that it is enough to ask whether it is the same
            self._styles_of[role] = next((known for known in self._styles_of.values() if known == style), style)
        return self._styles_of[role]

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines as they are drawn, unless there is a frame or a filter for Textual to put around or over them."""
        if self.styles.gutter != NO_GUTTER or self.get_line_filters():
            return super().render_lines(crop)
        width = self.size.width
        strips = [self.render_line(y).adjust_cell_length(width) for y in crop.line_range]
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def _recolor(self, theme: Theme) -> None:
        self._styles_of.clear()
        self.refresh()

    def strip_of(self, bits: Iterable[Bit], cells: int, *, over: str = "") -> Strip:
        """The strip of bits that are `cells` wide together; with `over` all of it has that one role."""
        if over:
            text = "".join(text for text, _ in bits)
            return Strip([Segment(text, self.style_of(over))], cells)
        segments: list[Segment] = []
        run, last = "", None
        for text, role in bits:
            style = self._styles_of.get(role) or self.style_of(role)
            if style is last:
                run += text
            else:
                if last is not None:
                    segments.append(Segment(run, last))
                run, last = text, style
        if last is not None:
            segments.append(Segment(run, last))
        return Strip(segments, cells)
