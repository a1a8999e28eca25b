"""A page of one account that was opened from a list, whose accounts one walks through with ] and [."""

from __future__ import annotations

from array import array
from typing import ClassVar

from textual.binding import Binding, BindingType

from kamtui.i18n import t
from kamtui.tui.keygroups import MOVE
from kamtui.tui.screens.acting import Acting


class Walking(Acting):
    """Verbs are for the account that is shown; left, the page gives the account one walked to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket", "step(1)", "next", id="walk.next", group=MOVE),
        Binding("left_square_bracket", "step(-1)", "previous", show=False, id="walk.previous", group=MOVE),
    ]

    def __init__(self, account: int, trail: array[int] | None = None) -> None:
        """`trail` are the accounts of the list one came from; None: this one alone."""
        super().__init__()
        self.account = account
        self._trail = trail or array("q", [account])

    @property
    def progress(self) -> str:
        """Where on the list one is, "3/10"."""
        return f"{self._trail.index(self.account) + 1}/{len(self._trail)}"

    def targets(self) -> list[int]:
        return [self.account]

    def trail(self) -> array[int]:
        """The accounts that one walks through."""
        return self._trail

    def result(self) -> int | None:
        return self.account

    def advance(self) -> None:
        self.action_step(1)

    def action_step(self, step: int) -> None:
        """Go to the next or previous account of the list one came from."""
        account = self.along(step)
        if account is None:
            self.tell(t("this is the end of the list"), "warn")
        else:
            self.go_to(account)

    def along(self, step: int) -> int | None:
        """The account so many steps along the list; None beyond its ends."""
        place = self._trail.index(self.account) + step
        return self._trail[place] if 0 <= place < len(self._trail) else None

    def stand_on(self, account: int) -> None:
        """Go to the account one walked to on a page that was opened from here."""
        if account != self.account:
            self.go_to(account)

    def go_to(self, account: int) -> None:
        """Show another account of the list; subclasses draw it."""
        self.account = account
