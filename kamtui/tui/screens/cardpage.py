"""An account opened from the review: `d` goes on to the next card, and every answer names it."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Protocol

from kamtui.tui.screens.account import AccountPage

if TYPE_CHECKING:
    from kamtui.domain.outcomes.every import Outcome


class Queue(Protocol):
    """The review as those see it who work through it on another page."""

    def go_on_from(self, account: int) -> int | None:
        """The account whose card comes after this one's, which is being answered."""

    def stay_at(self, account: int) -> None:
        """The answer was refused."""

    def upcoming_after(self, account: int, outcome: Outcome) -> str:
        """The next card in a few words."""

    def said_of(self, account: int) -> str:
        """What the account's card says."""


class CardPage(AccountPage):
    """Walks the whole list with ] and [; `d` goes on to what still waits, and back when nothing does."""

    def __init__(self, queue: Queue, account: int, trail: array[int], tab: str) -> None:
        super().__init__(account, trail, tab)
        self._queue = queue

    def on_mount(self) -> None:
        self._say_why()

    def advance(self) -> None:
        following = self._queue.go_on_from(self.account)
        if following is None:
            # a page cannot wait for its own end
            self.app.call_next(self.action_back)
        else:
            self.go_to(following)

    def action_step(self, step: int) -> None:
        before = self.account
        super().action_step(step)
        if self.account != before:
            self._say_why()

    def stay_at(self, account: int) -> None:
        self._queue.stay_at(account)

    def upcoming(self, outcome: Outcome) -> str:
        return self._queue.upcoming_after(getattr(outcome, "account_id", self.account), outcome)

    def _say_why(self) -> None:
        self.tell(self._queue.said_of(self.account))
