"""The app: it knows the book, `do`, what changed, and the keymap. What is on screen is the screens' business."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future
from functools import partial
from inspect import isawaitable
from pathlib import Path
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.signal import Signal

from kamtui.errors import KamError
from kamtui.i18n import t
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.store.book import Book
from kamtui.store.journal import Changed
from kamtui.tui.drafts import Drafts
from kamtui.tui.environment import Profile
from kamtui.tui.keyboard import Keyboard
from kamtui.tui.keygroups import FIND, OTHER, SCREENS
from kamtui.tui.keys import KeyRow, key_rows
from kamtui.tui.palette import Entry, Palette, Provider, entries_of
from kamtui.tui.screens.help import HelpScreen
from kamtui.tui.widgets.bottomline import BottomLine
from kamtui.tui.writer import Writer

P = ParamSpec("P")
T = TypeVar("T")

TICK_S = 1.0
"""How often to ask whether somebody else wrote; the question takes microseconds."""


class Kamtui(Keyboard, inherit_bindings=False):
    """Screens say `app = getters.app(Kamtui)`, ask it to `do` operations, and subscribe to `changed`."""

    DEFAULT_MODE = "first"

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "help", id="help", group=OTHER),
        Binding("colon,ctrl+p", "palette", "all commands", id="palette", group=FIND),
        Binding("R", "go('review')", "review", show=False, id="go.review", group=SCREENS),
        Binding("A", "go('accounts')", "accounts", show=False, id="go.accounts", group=SCREENS),
        Binding("M", "go('movement')", "movement", show=False, id="go.movement", group=SCREENS),
        Binding("P", "go('portfolio')", "portfolio", show=False, id="go.portfolio", group=SCREENS),
        Binding("Q", "go('proposals')", "quarterly review", show=False, id="go.proposals", group=SCREENS),
        Binding("L", "go('log')", "log", show=False, id="go.log", group=SCREENS),
        Binding("X", "go('exceptions')", "exceptions", show=False, id="go.exceptions", group=SCREENS),
        Binding("U", "go('changes')", "my changes", show=False, id="go.changes", group=SCREENS),
        Binding("ctrl+l", "redraw", "redraw the screen", show=False, id="redraw", group=OTHER),
        Binding("ctrl+z", "suspend", "suspend", show=False, id="suspend", group=OTHER),
        Binding("ctrl+q", "quit", "quit", show=False, priority=True, id="quit", group=OTHER),
        Binding("ctrl+c", "how_to_quit", show=False, system=True),
    ]

    def __init__(
        self,
        book: Book,
        profile: Profile,
        *,
        pages: Mapping[str, Callable[[], Screen[int | None]]],
        start: str,
        seen: int,
        now: Callable[[], dt.datetime],
        keys: Mapping[str, str] | None = None,
        glyphs: Glyphs = UNICODE,
        drafts: Path | None = None,
        log: Path | None = None,
    ) -> None:
        """`pages` are the screens by name, `start` the first one; `seen` is the newest journal entry.

        `keys` is a keymap without mistakes, `drafts` where a line is kept that is lost with the connection, `log` where
        a bug leaves its trace.
        """
        self._pages = dict(pages)
        self._start = start
        super().__init__(profile, now=now, log=log)
        self.book = book
        self.glyphs = glyphs
        self.changed: Signal[Changed] = Signal(self, "changed")
        """What anybody wrote, we included; published when it can be read."""
        self._seen = seen
        self._version = book.data_version()
        self._writer = Writer()
        self._providers: list[Provider] = []
        self._drafts = Drafts(drafts)
        for name, page in pages.items():
            self.add_mode(self._mode(name), page)
        self.set_keymap(keys or {})

    def on_mount(self) -> None:
        self.set_interval(TICK_S, self._tick)

    def on_unmount(self) -> None:
        self._writer.close()

    def do(
        self, operation: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> asyncio.Future[T | None]:
        """Run an operation on the book, behind those asked for earlier; awaited, it gives the outcome.

        A refusal is said in the bottom line and gives None. What changed is published before the outcome is there.
        """
        return self._begin(self._said_if_refused(self._written(operation, *args, **kwargs)))

    def attempt(
        self, operation: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> asyncio.Future[T]:
        """As `do`, but a refusal is raised where it is awaited, for those who have an answer to it."""
        return self._begin(self._written(operation, *args, **kwargs))

    def catch_up(self) -> None:
        """Publish what was written since the last time."""
        self._version = self.book.data_version()
        changed = self.book.since(self._seen)
        if changed.seen != self._seen:
            self._seen = changed.seen
            self.changed.publish(changed)

    def offer(self, *providers: Provider) -> None:
        """Offer more in the palette than the keys."""
        self._providers += providers

    def kept_draft(self, key: str) -> str:
        """The line of this key that was lost with a connection, once; "" when there is none."""
        return self._drafts.take(key)

    def keep_draft(self) -> None:
        for screen in self.screen_stack:
            for line in screen.query(BottomLine):
                if line.draft is not None:
                    self._drafts.keep(line.draft)

    def finish_writes(self, timeout_s: float | None) -> bool:
        return self._writer.finish(timeout_s)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return parameters[0] in self._pages if action == "go" else True

    async def action_go(self, name: str) -> None:
        """Show a page; each keeps its cursor, filter and marks."""
        await self.switch_mode(self._mode(name))

    def action_how_to_quit(self) -> None:
        self.say(t("q goes back, ctrl+q quits"), "warn")

    async def action_help(self) -> None:
        """The keys that work here; Enter runs one."""
        await self.push_screen(HelpScreen(key_rows(self.screen), self.glyphs), self._press_for)

    async def action_palette(self) -> None:
        """Everything there is to do and to open."""
        of_keys = entries_of(key_rows(self.screen), self._press_for)
        await self.push_screen(Palette([of_keys, *self._providers], self.glyphs), self._run_entry)

    def _mode(self, name: str) -> str:
        """Textual's name for a page; the first one has a fixed name."""
        return self.DEFAULT_MODE if name == self._start else name

    async def _press_for(self, row: KeyRow | None) -> None:
        """Do what the key of a row does where it was read."""
        if row is not None:
            await self.run_action(row.action, row.node)

    async def _run_entry(self, entry: Entry | None) -> None:
        result = entry.run() if entry is not None else None
        if isawaitable(result):
            await result

    def _begin(self, outcome: Coroutine[Any, Any, T]) -> asyncio.Future[T]:
        task = asyncio.create_task(outcome)
        task.add_done_callback(self._look_for_bugs)
        # whoever waits may be cancelled, by leaving the app for one; what was asked for is done all the same
        return asyncio.shield(task)

    def _written(
        self, operation: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Coroutine[Any, Any, T]:
        """Queue an operation at once; awaited, its outcome, when what it changed is on the screens."""
        return self._caught_up(self._writer.submit(partial(operation, self.book), *args, **kwargs))

    async def _caught_up(self, asked: Future[T]) -> T:
        try:
            return await asyncio.wrap_future(asked)
        finally:
            self.catch_up()

    async def _said_if_refused(self, written: Coroutine[Any, Any, T]) -> T | None:
        try:
            return await written
        except KamError as error:
            # behind what the screen says about the changes it has just heard of
            self.screen.call_next(self.say, str(error), "error")
            return None

    def _look_for_bugs(self, task: asyncio.Task[Any]) -> None:
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception) and not isinstance(error, KamError):
            self._handle_exception(error)

    def _tick(self) -> None:
        if self.book.data_version() != self._version:
            self.catch_up()
