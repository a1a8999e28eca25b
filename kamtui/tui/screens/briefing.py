"""The briefing: what one reads about an account before a meeting, on one page."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters
from textual.binding import Binding, BindingType
from textual.widget import Widget

from kamtui.domain.briefings import Briefing
from kamtui.i18n import t
from kamtui.render.briefing import sections, text
from kamtui.render.chart import plain
from kamtui.store import accounts, briefings
from kamtui.store.journal import Changed
from kamtui.tui.keygroups import MOVE, OTHER
from kamtui.tui.screens.touching import Touching
from kamtui.tui.widgets.lines import Lines


class BriefingPage(Touching):
    """Left with Esc or q, it gives the account one walked to."""

    AUTO_FOCUS = "Lines"

    KEYS: ClassVar[Sequence[str]] = ("walk.next", "walk.previous", "touch.log", "task.add", "copy")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket", "step(1)", "next", id="walk.next", group=MOVE),
        Binding("left_square_bracket", "step(-1)", "previous", show=False, id="walk.previous", group=MOVE),
        Binding("y", "copy", "copy the text", id="copy", group=OTHER),
    ]

    told = getters.query_one(Lines)

    def __init__(self, account: int, trail: array[int] | None = None) -> None:
        super().__init__()
        self.account = account
        self._trail = trail or array("q", [account])

    def body(self) -> Iterable[Widget]:
        yield Lines()

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        self._show(keep_place=True)

    def targets(self) -> list[int]:
        return [self.account]

    def trail(self) -> array[int]:
        """The accounts that one walks through."""
        return self._trail

    def result(self) -> int | None:
        return self.account

    def advance(self) -> None:
        self.action_step(1)

    def catch_up(self, changed: Changed) -> None:
        if changed.everything or self.account in changed.accounts or "policy" in changed.tables:
            self._show(keep_place=True)

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_step(self, step: int) -> None:
        """Go to the next or previous account of the list one came from."""
        place = self._trail.index(self.account) + step
        if 0 <= place < len(self._trail):
            self.account = self._trail[place]
            self._show()
        else:
            self.tell(t("this is the end of the list"), "warn")

    def action_copy(self) -> None:
        """Copy the page as text, as wide as paper; without what was said in confidence."""
        page = sections.page(self._read(confidential=False))
        self.app.copy_to_clipboard("\n".join(plain(text.lines(page))))
        self.tell(t("copied, without what was said in confidence"), "ok")

    # -- inside ----------------------------------------------------------------------------------------------------

    def _read(self, *, confidential: bool = True) -> Briefing:
        return briefings.briefing(self.book.conn, self.account, self.today, confidential=confidential)

    def _show(self, *, keep_place: bool = False) -> None:
        if not self.size.width or not accounts.rows(self.book.conn, [self.account]):
            return
        page = sections.page(self._read(), self.glyphs)
        progress = f"{self._trail.index(self.account) + 1}/{len(self._trail)}"
        self.title_line.set(
            screen=t("BRIEFING"), about=f"{page.title} #{self.account}", progress=progress, hint=t("] next  [ previous")
        )
        self.told.show(text.lines(page._replace(title=""), self.size.width, self.glyphs), keep_place=keep_place)
