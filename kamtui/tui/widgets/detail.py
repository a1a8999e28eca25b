"""What is said of the row at the cursor, beside or below its list."""

from __future__ import annotations

from collections.abc import Callable

from kamtui.tui.widgets.lines import Lines


class Detail(Lines, can_focus=False):
    """Lines that are drawn anew in every size they get."""

    def __init__(self, draw: Callable[[], None]) -> None:
        super().__init__()
        self._draw = draw

    def on_resize(self) -> None:
        self._draw()
