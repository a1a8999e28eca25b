"""A page that stands on somebody at an account."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.domain.peoplemap import Person
from kamtui.domain.redflags import Flagged
from kamtui.i18n import t
from kamtui.ops.conflicts import Overtaken
from kamtui.render.peoplemap import short_name
from kamtui.tui.screens.asking import Asking
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.promising import Promising
from kamtui.tui.screens.touching import Touching

NAME = 16
"""Cells for a name in a prompt."""


class Facing(Asking, Deciding, Touching, Promising):
    """What the verbs on a person share; subclasses say on whom the page stands."""

    @property
    def person(self) -> Person | None:
        """Whom a verb is for."""
        raise NotImplementedError

    @property
    def chosen_people(self) -> list[Person]:
        """Whom "still true" is for: the marked ones, else the one at the cursor."""
        raise NotImplementedError

    @property
    def flagged(self) -> Flagged | None:
        """The red flag at the cursor, where flags are listed."""
        return None

    def go_on(self) -> None:
        """Go on to the next person."""

    def stand_on_person(self, contact: int) -> None:
        """Put the cursor on somebody."""

    def people_here(self) -> Sequence[Person]:
        """Everybody on the map."""
        raise NotImplementedError

    async def insists(self, error: Overtaken) -> bool:
        """Whether what was typed is to stand against what a colleague set meanwhile."""
        text = t(
            "{who} set {field} to '{now}'. Yours all the same?", who=error.who, field=error.of, now=error.now or "–"
        )
        return await self.agrees(text)


def short(person: Person) -> str:
    """A name as a prompt has room for it."""
    return short_name(person, NAME)
