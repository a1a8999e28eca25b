"""What a page says without being asked: what others changed, and what an earlier session left unfinished."""

from __future__ import annotations

from collections.abc import Container

from kamtui.i18n import t
from kamtui.store.journal import Changed
from kamtui.tui.news import news, told, unfinished
from kamtui.tui.screens.page import Page
from kamtui.tui.widgets.rowlist import RowList


class Hearing(Page):
    """A page that counts changes by others in its title until one goes on from where one stood when they came."""

    _news = 0
    """Changes by others that were not looked at yet."""
    _heard_at: object = None
    """Where one stood when the last of them came."""

    def on_mount(self) -> None:
        self.call_after_refresh(self._tell_unfinished)

    def standing(self) -> object:
        """Where one stands on the page."""
        return None

    def hear(self, changed: Changed, shown: Container[int]) -> None:
        """Say what others changed on the accounts that are on the screen; call it when they are drawn."""
        others = news(changed, self.book.who)
        if others and (changed.everything or any(account in shown for account in changed.accounts)):
            self._news += len(others)
            self._heard_at = self.standing()
            self.title_line.set(news=self._news)
            if self.is_current:
                self.tell(told(self.book, changed, others))

    def seen(self) -> None:
        """Whatever others changed is known now."""
        self._news = 0
        self.title_line.set(news=0)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        if self._news and self.standing() != self._heard_at:
            self.seen()

    def _tell_unfinished(self) -> None:
        """Say once which lines were kept when the last session ended."""
        left = self.app.drafts.left()
        if left:
            key = left[0].opened_by
            hint = t("{key} continues it", key=key) if key else t("the same command continues it")
            self.app.say(unfinished(self.book, left), "warn", hint)
