"""What somebody sees who has no book yet: make one, look at the sample, take the tour, import, or open another."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.screen import Screen

from kamtui.clock import Clock
from kamtui.domain import fields
from kamtui.errors import KamError
from kamtui.i18n import t
from kamtui.ops.beginning import begin
from kamtui.paths import typed
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.text import wrap
from kamtui.store.book import Book
from kamtui.tui.environment import Profile
from kamtui.tui.keyboard import Keyboard
from kamtui.tui.keygroups import OPEN, OTHER
from kamtui.tui.keys import KeyRow, key_rows
from kamtui.tui.opening import Opening, Then
from kamtui.tui.screens.help import HelpScreen
from kamtui.tui.screens.quiet import QuietScreen
from kamtui.tui.widgets.bottomline import BottomLine
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.keybar import KeyBar
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.listed import Listed
from kamtui.tui.widgets.rowlist import RowList
from kamtui.tui.widgets.titleline import TitleLine


class Choice(NamedTuple):
    """One way to begin."""

    id: int
    key: str
    action: str
    label: str
    """English, translated where it is shown."""
    more: str


CHOICES = (
    Choice(1, "n", "new", "make a new, empty book", "you are asked where"),
    Choice(2, "s", "sample", "look around in the sample book", "a copy that is thrown away"),
    Choice(3, "t", "tour", "take the tour of the app", "ten minutes on such a copy"),
    Choice(4, "i", "import", "import files into a new book", "CSV, Excel, vCard, calendars"),
    Choice(5, "o", "open", "open a book that is somewhere else", "you are asked where"),
)


class Guide(Keyboard, inherit_bindings=False):
    """Ends with `chosen`; None where somebody left without a choice. Nothing is written before a path is agreed to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "help", id="help", group=OTHER),
        Binding("ctrl+q", "quit", "quit", show=False, priority=True, id="quit", group=OTHER),
    ]

    def __init__(
        self,
        profile: Profile,
        *,
        path: Path,
        who: str,
        clock: Clock,
        currency: str = "USD",
        glyphs: Glyphs = UNICODE,
        log: Path | None = None,
    ) -> None:
        """`path` is where a book is looked for that nobody names; `who` would be the head of a new one.

        `currency` is proposed for it.
        """
        super().__init__(profile, now=clock.now, log=log)
        self.path = path
        self.who = who
        self.clock = clock
        self.currency = currency
        self.glyphs = glyphs
        self.chosen: Opening | None = None

    def get_default_screen(self) -> Screen[None]:
        return Welcome(self)

    async def action_help(self) -> None:
        """The keys that work here; Enter runs one."""
        await self.push_screen(HelpScreen(key_rows(self.screen), self.glyphs), self._press_for)

    async def _press_for(self, row: KeyRow | None) -> None:
        if row is not None:
            await self.run_action(row.action, row.node)


class Welcome(QuietScreen[None]):
    """The ways to begin, each with its key."""

    AUTO_FOCUS = "RowList"

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(choice.key, f"begin('{choice.action}')", choice.label, id=f"guide.{choice.action}", group=OPEN)
            for choice in CHOICES
        ),
        Binding("q,escape", "app.quit", "quit", id="back.quit", group=OPEN),
    ]

    def __init__(self, guide: Guide) -> None:
        super().__init__()
        self._guide = guide

    def compose(self) -> ComposeResult:
        glyphs = self._guide.glyphs
        yield TitleLine(glyphs=glyphs)
        yield Lines(id="words")
        yield RowList(Listed(CHOICES), _columns(), glyphs=glyphs)
        yield BottomLine(glyphs=glyphs)
        yield KeyBar(["open", "back.quit"])

    def on_mount(self) -> None:
        self.query_one(TitleLine).set(screen=t("WELCOME"), who=self._guide.who)

    def on_resize(self, event: Resize) -> None:
        """Say what this is in as many lines as it takes."""
        said = (
            t("Welcome. kamtui keeps what a key account manager has to know in one file: the book."),
            t("There is none at {path} yet. What would you like to do?", path=self._guide.path),
        )
        lines = [line for text in said for line in ["", *wrap(text, max(event.size.width - 6, 20))]]
        words = self.query_one("#words", Lines)
        words.styles.height = len(lines) + 1
        words.show([[(f"   {line}", "")] for line in lines])

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.action_begin(next(choice.action for choice in CHOICES if choice.id == event.key))

    def action_begin(self, action: str) -> None:
        """Begin one of the ways; those that need a path ask for it."""
        match action:
            case "sample":
                self._end(Opening(None))
            case "tour":
                self._end(Opening(None, Then.TUTORIAL))
            case "open":
                self._open()
            case "import":
                self._make(Then.IMPORT)
            case _:
                self._make(Then.NOTHING)

    @work(exclusive=True)
    async def _make(self, then: Then) -> None:
        """Ask where the book is to be and in which currency, and make it; asked again where that is refused."""
        place: str | None = str(self._guide.path)
        currency: str | None = self._guide.currency
        while True:
            place = await self._asked(t("where the new book is to be:"), place or "")
            if place is None:
                return
            currency = await self._asked(t("currency, where an account says nothing else:"), currency or "")
            if currency is None:
                return
            path = typed(place)
            try:
                code = fields.currency(currency)
                begin(path, who=self._guide.who, clock=self._guide.clock, currency=code, via="app")
            except KamError as error:
                self._say(error)
                continue
            self._end(Opening(path, then))
            return

    @work(exclusive=True)
    async def _open(self) -> None:
        """Ask which book to open, until there is one."""
        place: str | None = ""
        while True:
            place = await self._asked(t("book to open:"), place or "")
            if place is None:
                return
            try:
                Book.open(typed(place), who=self._guide.who, clock=self._guide.clock).close()
            except KamError as error:
                self._say(error)
                continue
            self._end(Opening(typed(place)))
            return

    async def _asked(self, prompt: str, value: str) -> str | None:
        """What is typed, without blanks around it; None where it is nothing, or after Esc."""
        text = await self.query_one(BottomLine).ask(prompt, value, keeps=False)
        return (text or "").strip() or None

    def _say(self, error: KamError) -> None:
        self.call_next(self._guide.say, str(error), "error")

    def _end(self, chosen: Opening) -> None:
        self._guide.chosen = chosen
        self._guide.exit()


def _columns() -> list[Column[Choice]]:
    return [
        Column("keys", 6, lambda choice: (choice.key, "accent")),
        Column("what it does", 0, lambda choice: t(choice.label)),
        Column("", 30, lambda choice: (t(choice.more), "muted"), drop=1),
    ]
