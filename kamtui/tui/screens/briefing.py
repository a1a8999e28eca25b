"""The briefing: what one reads about an account before a meeting, on one page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters
from textual.binding import Binding, BindingType
from textual.widget import Widget

from kamtui.domain.briefings import Briefing
from kamtui.i18n import t
from kamtui.ops.exports import note_export
from kamtui.render.briefing import sections
from kamtui.render.chart import plain
from kamtui.render.document import text
from kamtui.store import accounts, briefings
from kamtui.store.journal import Changed
from kamtui.tui.keygroups import OTHER
from kamtui.tui.screens.touching import Touching
from kamtui.tui.screens.walking import Walking
from kamtui.tui.widgets.lines import Lines


class BriefingPage(Walking, Touching):
    """One page to read, and the verbs of the day beside it."""

    AUTO_FOCUS = "Lines"

    KEYS: ClassVar[Sequence[str]] = ("walk.next", "walk.previous", "touch.log", "task.add", "copy")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "copy the text", id="copy", group=OTHER),
    ]

    told = getters.query_one(Lines)

    def body(self) -> Iterable[Widget]:
        yield Lines()

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        self._show(keep_place=True)

    def go_to(self, account: int) -> None:
        super().go_to(account)
        self._show()

    def catch_up(self, changed: Changed) -> None:
        if changed.everything or self.account in changed.accounts or "policy" in changed.tables:
            self._show(keep_place=True)

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_copy(self) -> None:
        """Copy the page as text, as wide as paper; without what was said in confidence."""
        page = sections.page(self._read(confidential=False))
        if not self.book.only_looks:
            self.app.do(note_export, f"brief: {page.title}")
        self.app.copy_to_clipboard("\n".join(plain(text.lines(page))))
        self.tell(t("copied, without what was said in confidence"), "ok")

    # -- inside ----------------------------------------------------------------------------------------------------

    def _read(self, *, confidential: bool = True) -> Briefing:
        return briefings.briefing(self.book.conn, self.account, self.today, confidential=confidential)

    def _show(self, *, keep_place: bool = False) -> None:
        if not self.size.width or not accounts.rows(self.book.conn, [self.account]):
            return
        page = sections.page(self._read(), self.glyphs)
        about = f"{page.title} #{self.account}"
        self.title_line.set(screen=t("BRIEFING"), about=about, progress=self.progress, hint=t("] next  [ previous"))
        self.told.show(text.lines(page._replace(title=""), self.size.width, self.glyphs), keep_place=keep_place)
