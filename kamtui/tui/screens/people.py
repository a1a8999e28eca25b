"""The people map: who decides at an account, who is missing, who of us covers whom (R38-R46)."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from textual import events, getters
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from kamtui.domain.peoplemap import PeopleMap, Person
from kamtui.domain.redflags import Flagged
from kamtui.i18n import n, t
from kamtui.render import peoplemap as told
from kamtui.store import peoplemaps, redflags
from kamtui.store.journal import Changed
from kamtui.tui.accountlines import flowed
from kamtui.tui.keygroups import FIND, LOOK
from kamtui.tui.peoplecolumns import Flags, Pane, People
from kamtui.tui.peoplegrid import PeopleGrid
from kamtui.tui.personlines import person_lines
from kamtui.tui.screens.flagging import Flagging
from kamtui.tui.screens.judging import Judging
from kamtui.tui.screens.peoplemoving import PeopleMoving
from kamtui.tui.screens.walking import Walking
from kamtui.tui.text import Line
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.rowlist import RowList

RULES = frozenset({"policy", "book", "contact"})
"""Tables whose changes are shown wherever they were made."""


UPPER, UPPER_WIDE, WIDE = 4, 3, 120
"""Lines of what stands above, and on a wide terminal, which begins with so many cells."""


class Aside(Lines, can_focus=False):
    """What stands around the list."""


class Beside(Aside):
    """Everything about the person at the cursor; drawn anew in every size it gets."""

    def __init__(self, draw: Callable[[], None]) -> None:
        super().__init__(id="person")
        self._draw = draw

    def on_resize(self) -> None:
        self._draw()


class PeoplePage(Walking, Judging, Flagging, PeopleMoving):
    """Above who decides and how far the map has come; below the people, in as many ways as Tab goes through."""

    AUTO_FOCUS = ""

    KEYS: ClassVar[Sequence[str]] = ("tab.next", "influence.judge", "influence.verify", "cover.set", "touch.log")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "pane(1)", "tab", id="tab.next", group=LOOK),
        Binding("shift+tab", "pane(-1)", "tab before", show=False, id="tab.previous", group=LOOK),
        Binding("w", "pane(1)", "who: people", show=False, id="look.people", group=LOOK),
        Binding("plus", "group", "with the accounts below", show=False, id="people.group", group=FIND),
    ]

    DEFAULT_CSS = """
    PeoplePage {
        & #upper { height: 3; }
        & #tabs { height: 1; }
        & .split { layout: horizontal; }
        & #person { display: none; }
        &.-wide #person { display: block; width: 1fr; height: 1fr; border-left: solid $muted; }
        &.-wide #list, &.-wide #grid, &.-wide #flags { width: 2fr; min-width: 80; }
    }
    """

    upper = getters.query_one("#upper", Aside)
    bar = getters.query_one("#tabs", Aside)
    shown = getters.query_one("#list", RowList)
    flag_list = getters.query_one("#flags", RowList)
    grid = getters.query_one("#grid", PeopleGrid)
    aside = getters.query_one("#person", Aside)

    _listed: People
    _flags: Flags

    def __init__(self, account: int, trail: array[int] | None = None) -> None:
        super().__init__(account, trail)
        self._is_group = False

    def body(self) -> Iterable[Widget]:
        glyphs = self.glyphs
        self._listed = People(self._map(), glyphs)
        self._flags = Flags(redflags.at_account(self.book.conn, self.account, self.today), glyphs)
        rows: RowList[Any] = RowList(
            self._listed,
            self._listed.columns(80),
            empty="nobody yet; a adds somebody",
            glyphs=glyphs,
            id="list",
        )
        yield Aside(id="upper")
        yield Aside(id="tabs")
        yield Container(
            rows,
            PeopleGrid(self._listed, rows, glyphs),
            RowList(self._flags, self._flags.columns(), empty="nothing is in doubt", glyphs=glyphs, id="flags"),
            Beside(self._show_person),
            classes="split",
        )

    def on_mount(self) -> None:
        self._show()

    def on_resize(self, event: events.Resize) -> None:
        self._show()

    def go_to(self, account: int) -> None:
        super().go_to(account)
        self.seen()
        self._read()
        self.shown.action_edge(-1)

    def catch_up(self, changed: Changed) -> None:
        is_here = changed.everything or self.account in changed.accounts or not RULES.isdisjoint(changed.tables)
        if is_here or (self._is_group and changed.accounts):
            self._read()
            self.hear(changed, [self.account])

    def standing(self) -> object:
        return self.shown.cursor

    # -- what verbs are for ------------------------------------------------------------------------------------------

    @property
    def person(self) -> Person | None:
        flagged = self.flagged
        key = (
            self.shown.cursor if self._pane is not Pane.FLAGS else None if flagged is None else flagged.flag.contact_id
        )
        return None if key is None else self._listed.found.person(key)

    @property
    def chosen_people(self) -> list[Person]:
        found = (self._listed.found.person(key) for key in self.shown.chosen)
        return [person for person in found if person is not None]

    @property
    def flagged(self) -> Flagged | None:
        key = self.flag_list.cursor
        return None if self._pane is not Pane.FLAGS or key is None else self._flags.found.flags[key]

    def people_here(self) -> Sequence[Person]:
        return self._listed.found.people

    def go_on(self) -> None:
        if self._pane is Pane.GRID:
            self.grid.action_step(1)
        else:
            self.shown.action_move(1)

    def stand_on_person(self, contact: int) -> None:
        self.shown.select(contact)
        self.grid.draw()

    # -- actions -----------------------------------------------------------------------------------------------------

    def action_pane(self, step: int) -> None:
        """Show the next pane, or the one before."""
        panes = list(Pane)
        self._listed.pane = panes[(panes.index(self._pane) + step) % len(panes)]
        self._show()

    def action_group(self) -> None:
        """Show also the people of the accounts below, or only those of the account again."""
        self._is_group = not self._is_group
        self._read()
        if self._is_group and not self._listed.found.is_group:
            self.tell(t("there is no account below it"))

    async def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Everything about somebody; on a flag, what is done against it."""
        from kamtui.tui.screens.person import PersonPage

        if event.rowlist is self.flag_list:
            self.action_flag()
        elif self.person is not None:
            page = PersonPage(self._listed, self._flags, self.person.id, self.shown.ids)
            await self.app.push_screen(page, self._came_back)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        super().on_row_list_moved(event)
        self._show_person()

    # -- inside ------------------------------------------------------------------------------------------------------

    @property
    def _pane(self) -> Pane:
        return self._listed.pane

    def _map(self) -> PeopleMap:
        return peoplemaps.people_map(self.book.conn, self.account, self.today, group=self._is_group)

    def _read(self) -> None:
        """Read the map again and draw it; the cursor stays on its person."""
        self._listed.found = self._map()
        self._flags.found = redflags.at_account(self.book.conn, self.account, self.today)
        for rows in (self.shown, self.flag_list):
            rows.forget_all()
            rows.reload()
        self._show()

    def _came_back(self, person: int | None) -> None:
        if person is not None:
            self.stand_on_person(person)

    def _show(self) -> None:
        if not self.size.width:
            return
        found, pane = self._listed.found, self._pane
        self.title_line.set(
            screen=t("PEOPLE of the group") if found.is_group else t("PEOPLE"),
            about=f"{found.name} #{found.account_id}",
            progress=self.progress,
            hint=t("] next  [ previous"),
        )
        self._show_upper()
        self.bar.show([self._tabs()])
        widgets: dict[Pane, Widget] = {Pane.GRID: self.grid, Pane.FLAGS: self.flag_list}
        at = widgets.get(pane, self.shown)
        for widget in (self.shown, self.grid, self.flag_list):
            widget.display = widget is at
        if at is self.shown:
            self.shown.set_columns(self._listed.columns(self.size.width))
            self.shown.forget_all()
            self.shown.reload()
        elif at is self.grid:
            self.call_after_refresh(self.grid.draw)
        if not self.bottom.is_asking:
            self.set_focus(at, scroll_visible=False)
        # the pane beside has its size only when it was laid out
        self.call_after_refresh(self._show_person)

    def _show_upper(self) -> None:
        found, width = self._listed.found, self.size.width
        lines = [
            *flowed(told.decide(found, width - 1), width),
            *flowed(told.standing(found, self.glyphs, len(self._flags.found.flags)), width),
        ]
        # of one height, whatever is to be said, so that nothing moves when something is written
        height = UPPER_WIDE if width >= WIDE else UPPER
        self.upper.styles.height = height
        lines = lines[:height]
        self.upper.show(lines)

    def _tabs(self) -> Line:
        """The panes, the chosen one in brackets as well as in colour."""
        bits = [(f"[{t(pane)}] ", "here") if pane is self._pane else (f" {t(pane)}  ", "") for pane in Pane]
        known = len(self._listed.found.people)
        return [*bits, ("  " + n("{count} person", "{count} people", known), "muted")]

    def _show_person(self) -> None:
        """Beside the list on a wide terminal, everything about whom the cursor stands on."""
        person = self.person
        width, _ = self.aside.size
        if not width or person is None:
            self.aside.show([])
        else:
            found, flags, verbs = self._listed.found, self._flags.found, not self.book.only_looks
            self.aside.show(person_lines(self.book, found, flags, person, width, self.glyphs, verbs=verbs))
