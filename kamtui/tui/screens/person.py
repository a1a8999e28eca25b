"""Everything about one person of the people map, on a page of its own."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters
from textual.binding import Binding, BindingType
from textual.widget import Widget

from kamtui.i18n import t
from kamtui.store.journal import Changed
from kamtui.tui.keygroups import MOVE
from kamtui.tui.peoplecolumns import Flags, People
from kamtui.tui.personlines import person_lines
from kamtui.tui.screens.page import Page
from kamtui.tui.widgets.lines import Lines


class PersonPage(Page):
    """One reads here; verbs are where the people are listed."""

    KEYS: ClassVar[Sequence[str]] = ("walk.next", "walk.previous", "back")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket", "step(1)", "next", id="walk.next", group=MOVE),
        Binding("left_square_bracket", "step(-1)", "previous", id="walk.previous", group=MOVE),
    ]

    told = getters.query_one(Lines)

    def __init__(self, people: People, flags: Flags, person: int, trail: array[int]) -> None:
        """`people` and `flags` are those of the page below, which keeps them true; `trail` whom one walks through."""
        super().__init__()
        self._people = people
        self._flags = flags
        self._person = person
        self._trail = trail

    def body(self) -> Iterable[Widget]:
        yield Lines()

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        self._show()

    def catch_up(self, changed: Changed) -> None:
        self._show(keep_place=True)

    def result(self) -> int | None:
        return self._person

    def action_step(self, step: int) -> None:
        """Go to the next or previous person of the list one came from."""
        place = self._trail.index(self._person) + step
        if 0 <= place < len(self._trail):
            self._person = self._trail[place]
            self._show()
        else:
            self.tell(t("this is the end of the list"), "warn")

    def _show(self, *, keep_place: bool = False) -> None:
        found = self._people.found
        person = found.person(self._person)
        if person is None or not self.size.width:
            return
        self.title_line.set(
            screen=t("PERSON"),
            about=f"{person.name}  {found.name}",
            progress=f"{self._trail.index(self._person) + 1}/{len(self._trail)}",
            hint=t("] next  [ previous"),
        )
        flags, cells = self._flags.found, self.size.width
        lines = person_lines(self.app.book, found, flags, person, cells, self.glyphs, verbs=False)
        self.told.show(lines, keep_place=keep_place)
