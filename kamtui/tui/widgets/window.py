"""The arithmetic of a list on screen: which ids are in view, where the cursor is, which lines changed."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest

Lines = list[int]
"""Lines of the window that look different now; 0 is the first row."""


class Window:
    """Ids in order, a cursor on one of them, and the stretch of them that is in view.

    Every method that moves something returns the lines to draw again.
    """

    def __init__(self) -> None:
        self.ids = array("q")
        self.index = 0
        """Where the cursor stands in `ids`; 0 when there are none."""
        self.top = 0
        """The index of the first line."""
        self.height = 0
        self._last: int | None = None
        """The id the cursor was on before the list became empty."""

    @property
    def key(self) -> int | None:
        """The id under the cursor; None in an empty list."""
        return self.ids[self.index] if self.ids else None

    def at(self, line: int) -> int | None:
        """The id on a line; None below the last."""
        index = self.top + line
        return self.ids[index] if 0 <= line < self.height and index < len(self.ids) else None

    def in_view(self) -> array[int]:
        """The ids on screen."""
        return self.ids[self.top : self.top + self.height]

    def go(self, index: int) -> Lines:
        """Put the cursor on an index, or on the nearest there is.

        Beyond an edge the window jumps by half a page: a step costs two lines, and seldom all of them.
        """
        with self._comparing() as lines:
            self.index = self._within(index)
            self._follow()
        return lines

    def page(self, pages: float) -> Lines:
        """Move window and cursor by that many pages; the cursor keeps its line while there is room."""
        with self._comparing() as lines:
            step = int(pages * self.height)
            self.top = self._within_top(self.top + step)
            self.index = self._within(self.index + step)
            self._follow()
        return lines

    def roll(self, lines: int) -> Lines:
        """Move the window; the cursor goes along only as far as it must to stay in view."""
        with self._comparing() as changed:
            self.top = self._within_top(self.top + lines)
            self.index = self._within(min(max(self.index, self.top), self.top + self.height - 1))
        return changed

    def resize(self, height: int) -> None:
        """Another number of lines; everything is drawn again then anyway."""
        self.height = max(height, 0)
        self._follow()

    def replace(self, ids: array[int]) -> Lines:
        """Other ids. The cursor stays on its id and its line; if that id left, on what took its place."""
        with self._comparing() as lines:
            key, line = self.key, self.index - self.top
            if key is None:
                key = self._last
            self.ids = ids
            if not ids:
                self._last = key
            self.index = self._within(self.index if key is None else _find(ids, key, self.index))
            self.top = self._within_top(self.index - line)
            self._follow()
        return lines

    def _follow(self) -> None:
        if not self.top <= self.index < self.top + self.height:
            self.top = self._within_top(self.index - self.height // 2)

    def _within(self, index: int) -> int:
        return max(0, min(index, len(self.ids) - 1))

    def _within_top(self, top: int) -> int:
        return max(0, min(top, len(self.ids) - self.height))

    @contextmanager
    def _comparing(self) -> Iterator[Lines]:
        before, lines = self._picture(), Lines()
        yield lines
        pairs = zip_longest(before, self._picture())
        lines.extend(line for line, (old, new) in enumerate(pairs) if old != new)

    def _picture(self) -> list[tuple[int, bool]]:
        """What each line shows: the id, and whether the cursor is on it."""
        return [(key, self.top + line == self.index) for line, key in enumerate(self.in_view())]


def _find(ids: array[int], key: int, otherwise: int) -> int:
    try:
        return ids.index(key)
    except ValueError:
        return otherwise
