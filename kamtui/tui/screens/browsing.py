"""A page with a list of what is about accounts, an account in several rows perhaps, and the row in full beside it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import getters
from textual.binding import Binding, BindingType

from kamtui.tui.keygroups import MOVE
from kamtui.tui.screens.acting import Acting
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.touching import Touching
from kamtui.tui.widgets.detail import Detail
from kamtui.tui.widgets.rowlist import RowList

FOR_ACCOUNTS = frozenset(
    binding.action.partition("(")[0]
    for page in (Deciding, Touching)
    for binding in page.BINDINGS
    if isinstance(binding, Binding)
)
"""What can be done with an account; on a row that is about none the keys are absent."""


class Browsing(Acting):
    """The first among a page's bases: Textual takes the layout from that line alone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket", "step(1)", "next", show=False, id="walk.next", group=MOVE),
        Binding("left_square_bracket", "step(-1)", "previous", show=False, id="walk.previous", group=MOVE),
    ]

    DEFAULT_CSS = """
    Browsing {
        & .split { layout: vertical; }
        & Detail { border-top: solid $muted; }
        &.-wide .split { layout: horizontal; }
        &.-wide RowList { width: 2fr; min-width: 80; }
        &.-wide Detail { width: 1fr; height: 1fr; border-top: none; border-left: solid $muted; }
    }
    """

    shown = getters.query_one(RowList)
    detail = getters.query_one(Detail)

    def accounts_of(self, keys: Sequence[int]) -> Mapping[int, int]:
        """Row -> the account it is about, in the order of `keys`; absent where it is about none."""
        raise NotImplementedError

    def trail(self) -> array[int]:
        """The accounts of the list, each once."""
        return array("q", dict.fromkeys(self.accounts_of(self.shown.ids).values()))

    def stand_on(self, account: int) -> None:
        """Stand on a row of the account one walked to; where one stands, if that is about it."""
        if account not in self.targets():
            found = self.accounts_of(self.shown.ids)
            self.shown.select(next((key for key, of in found.items() if of == account), -1))

    def targets(self) -> list[int]:
        """The accounts of the chosen rows, each once."""
        return list(dict.fromkeys(self.accounts_of(self.shown.chosen).values())) if self.query(RowList) else []

    def advance(self) -> None:
        self.shown.action_move(1)

    def action_step(self, step: int) -> None:
        """Go to the next or previous row."""
        self.shown.action_move(step)

    def came_back(self, account: int | None) -> None:
        """Stand on the account one left, wherever the walk went."""
        if account is not None:
            self.stand_on(account)
