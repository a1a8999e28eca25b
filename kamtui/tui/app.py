"""The app: it knows the book, `do`, what changed, and the keymap. What is on screen is the screens' business."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from inspect import isawaitable
from pathlib import Path
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from rich.console import RenderableType
from textual import events
from textual.app import ScreenStackError
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.signal import Signal
from textual.worker import WorkerFailed

from kamtui import i18n, settings
from kamtui.errors import BadBook, Busy, KamError, NothingToDo, NotPermitted, Unsure
from kamtui.i18n import t
from kamtui.ops.conflicts import Overtaken
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.settings import Settings
from kamtui.store import days, permits
from kamtui.store.book import OPENING_WAIT_S, Book
from kamtui.store.journal import Changed
from kamtui.tui.drafts import Draft, Drafts, how_to_open
from kamtui.tui.environment import Profile
from kamtui.tui.keyboard import Keyboard
from kamtui.tui.keygroups import FIND, OTHER, SCREENS
from kamtui.tui.keys import KeyRow, key_label, key_rows
from kamtui.tui.palette import Entry, Palette, Provider, entries_of
from kamtui.tui.screens.help import HelpScreen
from kamtui.tui.screens.quiet import QuietScreen
from kamtui.tui.widgets.bottomline import BottomLine
from kamtui.tui.writer import Writer

P = ParamSpec("P")
T = TypeVar("T")

TICK_S = 1.0
"""How often to ask whether somebody else wrote; the question takes microseconds."""

PATIENCE_S = 1.0
"""How long a change may take before it is said that it waits."""


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
        Binding("W", "go('week')", "week", show=False, id="go.week", group=SCREENS),
        Binding("Q", "go('proposals')", "quarterly review", show=False, id="go.proposals", group=SCREENS),
        Binding("H", "go('health')", "health", show=False, id="go.health", group=SCREENS),
        Binding("S", "go('service')", "service: issues", show=False, id="go.service", group=SCREENS),
        Binding("F", "go('funnel')", "funnel: opportunities", show=False, id="go.funnel", group=SCREENS),
        Binding("L", "go('log')", "log", show=False, id="go.log", group=SCREENS),
        Binding("X", "go('exceptions')", "exceptions", show=False, id="go.exceptions", group=SCREENS),
        Binding("K", "go('managers')", "managers", show=False, id="go.managers", group=SCREENS),
        Binding("D", "go('duplicates')", "duplicates", show=False, id="go.duplicates", group=SCREENS),
        Binding("U", "go('changes')", "my changes", show=False, id="go.changes", group=SCREENS),
        Binding(
            "f9",
            "language",
            "中文 / English",
            show=False,
            id="language",
            group=OTHER,
            tooltip="中文 / English: the language of the app",
        ),
        Binding("f12", "settings", "settings", show=False, id="settings", group=OTHER, tooltip="Settings and keys"),
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
        version: int | None = None,
        now: Callable[[], dt.datetime],
        keys: Mapping[str, str] | None = None,
        glyphs: Glyphs = UNICODE,
        drafts: Path | None = None,
        log: Path | None = None,
        settings: Path | None = None,
    ) -> None:
        """`pages` are the screens by name, `start` the first one; `seen` is the newest journal entry.

        `version` is what `Book.data_version` said when something was read before; what came since is caught up with.

        `keys` is a keymap without mistakes, `drafts` the folder where lines are kept that were typed and not saved,
        `log` where a bug leaves its trace, `settings` the file where it is kept what one chooses while the app runs.
        """
        self._pages = dict(pages)
        self._start = start
        super().__init__(profile, now=now, log=log)
        self.book = book
        self.glyphs = glyphs
        self.changed: Signal[Changed] = Signal(self, "changed")
        """What anybody wrote, we included; published when it can be read."""
        self.then: Callable[[Kamtui], object] | None = None
        """What begins as soon as the first screen is there."""
        self._seen = seen
        self._version = book.data_version() if version is None else version
        self._day = book.today()
        if days.is_to_come(book.clock):
            # the app reads what is kept, and opening moved the kept day only to one that has come
            with suppress(Busy, BadBook):
                book.begin_day(OPENING_WAIT_S)
        self._writer = Writer()
        self._meanwhile = ""
        """What is said to a change that waits behind a long one."""
        self._providers: list[Provider] = []
        self.drafts = Drafts(drafts)
        self.settings = settings
        """None: what is chosen holds as long as the app runs."""
        self.kept = Settings()
        """What somebody chose before and in this session: filters, columns."""
        self.remapped: dict[str, str] | None = None
        """The keys that were chosen where there is no file for them."""
        self._key_wanted: asyncio.Future[str] | None = None
        for name, page in pages.items():
            self.add_mode(self._mode(name), page)
        self.set_keymap(keys or {})

    def on_mount(self) -> None:
        self.set_interval(TICK_S, self._tick)

    def on_ready(self) -> None:
        """Say what is wrong with the book before anybody works in it."""
        for notice in self.book.take_notices():
            self.say(notice, "error")
        if self.then is not None:
            self.call_after_refresh(self.then, self)

    def on_unmount(self) -> None:
        self._writer.close()

    def do(
        self, operation: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> asyncio.Future[T | None]:
        """Run an operation on the book, behind those asked for earlier; awaited, it gives the outcome.

        A refusal is said in the bottom line and gives None; what was typed for it stands in the line when that is
        opened again. What changed is published before the outcome is there.
        """
        typed = self.drafts.take_off()
        return self._begin(self._said_if_refused(self._written(operation, typed, *args, **kwargs), typed))

    def attempt(
        self, operation: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> asyncio.Future[T | None]:
        """As `do`, but where somebody overtook it, that is raised for those who have an answer to it."""
        typed = self.drafts.take_off()
        written = self._written(operation, typed, *args, **kwargs)
        return self._begin(self._said_if_refused(written, typed, raises=Overtaken))

    def do_long(self, operation: Callable[[Book], T], *, meanwhile: str) -> asyncio.Future[T | None]:
        """As `do`, for what shows by itself how far it is; `meanwhile` is said to what has to wait behind it."""
        self._meanwhile = meanwhile
        asked = self._writer.submit(operation, self.book)
        asked.add_done_callback(self._nothing_waits)
        written: Coroutine[Any, Any, T] = self._caught_up(asked, None)
        return self._begin(self._said_if_refused(written, ()))

    def catch_up(self) -> None:
        """Publish what was written since the last time."""
        self._version = self.book.data_version()
        changed = self.book.since(self._seen)
        if changed.seen != self._seen or changed.restored:
            self._seen = changed.seen
            self.changed.publish(changed)
            self._leave_if_removed()
        if changed.restored:
            self.say(t("a backup was put in the place of this book; what is shown is what it says"), "warn")

    def _leave_if_removed(self) -> None:
        """End a session over the gate when a head says that its owner does not work here any more."""
        if self.profile.gated:
            try:
                permits.role_of(self.book.conn, self.book.who, self.book.today())
            except NotPermitted as refusal:
                self._handle_exception(refusal)

    def offer(self, *providers: Provider) -> None:
        """Offer more in the palette than the keys."""
        self._providers += providers

    def keep_draft(self) -> None:
        self.drafts.keep_what_flies()
        for stack in [*self._screen_stacks.values()]:
            for screen in stack:
                for line in screen.query(BottomLine):
                    line.keep_draft()

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave, and keep what is typed."""
        self.keep_draft()
        super().exit(result, return_code, message)

    def refuse(self, reason: KamError, typed: Sequence[Draft] = ()) -> None:
        """Say a refusal, and how to have back what was typed for it."""
        if typed:
            said = str(reason) if isinstance(reason, Unsure) else t("not saved: {reason}", reason=reason)
            self.say(said, "error", how_to_open(typed[0].opened_by))
        else:
            self.say(str(reason), "error")

    def finish_writes(self, timeout_s: float | None) -> bool:
        return self._writer.finish(timeout_s)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "suspend":
            return not self.profile.gated
        if action == "language":
            # a question that is open was asked in the old one
            return not self.is_typing
        return parameters[0] in self._pages if action == "go" else True

    async def action_go(self, name: str) -> None:
        """Show a page; each keeps its cursor, filter and marks."""
        await self.switch_mode(self._mode(name))

    def action_language(self) -> None:
        """Speak the other language, at once and everywhere; from the next start on too."""
        language = "en" if i18n.spoken() == "zh" else "zh"
        self.speak(language)
        if self.settings is None:
            self.say(t("the language is English as long as the app runs"), "ok")
            return
        try:
            settings.change(self.settings, "language", language)
        except KamError as error:
            self.say(str(error), "error")
        else:
            self.say(t("the language is English from now on"), "ok")

    def speak(self, language: str) -> None:
        """Say everything in this language from now on; "" is that of the terminal."""
        i18n.use(language or i18n.language_of_environment())
        for screen in [screen for stack in self._screen_stacks.values() for screen in stack]:
            if isinstance(screen, QuietScreen):
                screen.reword()
        self.changed.publish(Changed(self._seen, frozenset(), frozenset(), everything=True, changes=()))

    def keep_setting(self, table: str, name: str, value: str) -> None:
        """Keep an entry of a table of the settings, in the file where there is one; raises BadInput."""
        if self.settings is not None:
            settings.change(self.settings, name, value, table=table)
        self.kept = self.kept.with_entry(table, name, value)

    async def next_key(self) -> str:
        """The next key that is pressed, whatever it does otherwise; escape where something else wants one."""
        if self._key_wanted is not None and not self._key_wanted.done():
            self._key_wanted.set_result("escape")
        self._key_wanted = asyncio.get_running_loop().create_future()
        return await self._key_wanted

    async def _remap(self, name: str) -> Sequence[str]:
        # imported late, as the settings
        from kamtui.tui.remapping import remap

        return await remap(self, name)

    async def action_settings(self) -> None:
        """Show the settings."""
        # imported late: few look at them
        from kamtui.tui.screens.settings import SettingsPage

        if not isinstance(self.screen, SettingsPage):
            await self.push_screen(SettingsPage())

    def action_how_to_quit(self) -> None:
        self.say(t("q goes back, ctrl+q quits"), "warn")

    async def action_help(self) -> None:
        """The keys that work here; Enter runs one."""
        await self.push_screen(HelpScreen(key_rows(self.screen), self.glyphs, self._remap), self._press_for)

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
            self.drafts.pressed = key_label(row.keys[0])
            await self.run_action(row.action, row.node)

    async def _run_entry(self, entry: Entry | None) -> None:
        self.drafts.pressed = ""
        result = entry.run() if entry is not None else None
        if isawaitable(result):
            await result

    def _begin(self, outcome: Coroutine[Any, Any, T]) -> asyncio.Future[T]:
        task = asyncio.create_task(outcome)
        task.add_done_callback(self._look_for_bugs)
        # whoever waits may be cancelled, by leaving the app for one; what was asked for is done all the same
        return asyncio.shield(task)

    async def _press(self, event: events.Key) -> None:
        wanted, self._key_wanted = self._key_wanted, None
        if wanted is not None and not wanted.done():
            event.stop()
            wanted.set_result(event.key)
            return
        if not self.is_typing:
            self.drafts.pressed = key_label(event.key)
        await super()._press(event)

    def _written(
        self,
        operation: Callable[Concatenate[Any, P], T],
        typed: Sequence[Draft],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Coroutine[Any, Any, T]:
        """Queue an operation at once; awaited, its outcome, when what it changed is on the screens."""
        return self._caught_up(self._writer.submit(self._saving, typed, partial(operation, self.book, *args, **kwargs)))

    def _saving(self, typed: Sequence[Draft], call: Callable[[], T]) -> T:
        """Run a call in the writer's thread, where it is known for certain whether what was typed is saved."""
        is_saved = False
        try:
            outcome = call()
            is_saved = True
            return outcome
        except NothingToDo:
            is_saved = True
            raise
        finally:
            self.drafts.landed(typed, is_saved=is_saved)

    def _nothing_waits(self, _: Future[T]) -> None:
        self._meanwhile = ""

    async def _caught_up(self, asked: Future[T], patience_s: float | None = PATIENCE_S) -> T:
        written = asyncio.wrap_future(asked)
        try:
            done, _ = await asyncio.wait([written], timeout=patience_s)
            if not done:
                why = self._meanwhile or t("waiting to be written: another program may hold the book")
                self.say(why, "warn")
            return await written
        finally:
            self.catch_up()
            self._say_notices()

    async def _said_if_refused(
        self, written: Coroutine[Any, Any, T], typed: Sequence[Draft], *, raises: type[KamError] | tuple[()] = ()
    ) -> T | None:
        try:
            return await written
        except raises:
            self.drafts.hold(*typed)
            raise
        except KamError as error:
            # behind what the screen says about the changes it has just heard of
            with suppress(ScreenStackError):
                # on the way out there is no screen any more to say it on
                self.screen.call_next(self.refuse, error, () if isinstance(error, NothingToDo) else typed)
            return None

    def _say_notices(self) -> None:
        """Say what the book has to say beside its answers: scarce room, a disk that fails."""
        for notice in self.book.take_notices():
            self.screen.call_next(self.say, notice, "warn")

    def _handle_exception(self, error: Exception) -> None:
        """Say a refusal that a verb met on its way; anything else ends the app, and what is typed is kept.

        Over a damaged book the book is to blame, and what helps is said.
        """
        refusal = error.error if isinstance(error, WorkerFailed) else None
        if isinstance(refusal, KamError):
            typed = self.drafts.let_go()
            self.drafts.keep(typed)
            self.screen.call_next(self.refuse, refusal, typed)
            return
        self.keep_draft()
        damaged = None if isinstance(error, KamError) else self.book.blamed()
        super()._handle_exception(damaged or error)

    def _look_for_bugs(self, task: asyncio.Task[Any]) -> None:
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception) and not isinstance(error, KamError):
            self._handle_exception(error)

    def _tick(self) -> None:
        if self.book.today() != self._day:
            self._day = self.book.today()
            self._begin(self._new_day())
        elif self.book.data_version() != self._version:
            self.catch_up()

    async def _new_day(self) -> None:
        """It is past midnight: what is due, late or silent is another thing than yesterday, on every screen."""
        await asyncio.wrap_future(self._writer.submit(self.book.begin_day))
        self.changed.publish(Changed(self._seen, frozenset(), frozenset(), everything=True, changes=()))
