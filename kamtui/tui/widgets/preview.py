"""What there is to know of the account at the cursor, without opening it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kamtui.render.glyphs import Glyphs
from kamtui.store.book import Book
from kamtui.store.journal import Changed
from kamtui.tui.accountlines import preview_lines
from kamtui.tui.text import Line
from kamtui.tui.widgets.lines import Lines

Draw = Callable[[int, int], Sequence[Line]]
"""(cells, height) -> lines."""


class Preview(Lines, can_focus=False):
    """The header, tier steps and last touches of one account."""

    def __init__(self, book: Book, glyphs: Glyphs) -> None:
        super().__init__()
        self._book = book
        self._glyphs = glyphs
        self._account: int | None = None
        self._instead: Draw | None = None

    def on_resize(self) -> None:
        self.draw()

    @property
    def is_elsewhere(self) -> bool:
        """Whether it speaks of something else than an account."""
        return self._instead is not None

    def show_account(self, account: int | None) -> None:
        """Speak of another account, or of none."""
        if account != self._account:
            self._account = account
            self._instead = None
            self.draw()

    def show_instead(self, lines: Draw | None) -> None:
        """Speak of something else until the cursor moves; None: of the account again."""
        self._instead = lines
        self.draw()

    def lines_of(self, account: int, cells: int, height: int) -> Sequence[Line]:
        """What is said of an account."""
        return preview_lines(self._book, account, cells, height, self._glyphs)

    def catch_up(self, changed: Changed) -> None:
        """Read again if the account shown was changed."""
        if changed.everything or self._account in changed.accounts:
            self.draw()

    def draw(self) -> None:
        """Read and show it again."""
        width, height = self.size
        if not width:
            self.show([])
        elif self._instead is not None:
            self.show(self._instead(width, height))
        else:
            self.show([] if self._account is None else self.lines_of(self._account, width, height))
