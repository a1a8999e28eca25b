"""The app: the book, one writer, what changed, and the keys. What is on screen is the screens' business."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Concatenate, ParamSpec, Protocol, TypeVar

from textual import events, on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.screen import Screen
from textual.signal import Signal

from kamtui.errors import KamError
from kamtui.i18n import t
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.store.journal import Changed
from kamtui.tui import themes
from kamtui.tui.driver import Flooded, TerminalGone
from kamtui.tui.drafts import Drafts
from kamtui.tui.environment import Profile
from kamtui.tui.keygroups import FIND, OTHER, SCREENS
from kamtui.tui.keys import folded, key_rows
from kamtui.tui.lifecycle import Lifecycle
from kamtui.tui.palette import Entry, Palette, Provider, entries_of_keys
from kamtui.tui.screens.help import HelpScreen
from kamtui.tui.widgets.bottomline import BottomLine, Draft
from kamtui.tui.widgets.lineinput import LineInput
from kamtui.tui.widgets.paint import Painted
from kamtui.tui.writer import Writer

P = ParamSpec("P")
T = TypeVar("T")

TICK_S = 1.0
"""How often to ask whether somebody else wrote; a question of microseconds."""


class OpenBook(Protocol):
    """What the app itself needs of a book; screens read the store with it."""

    readonly: bool

    def data_version(self) -> int: ...

    def since(self, seen: int) -> Changed: ...

    def close(self) -> None: ...


class Kamtui(Lifecycle, inherit_bindings=False):
    """Knows the book, `do`, `changed` and the keymap."""

    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [(0, "-narrow"), (120, "-wide")]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "help", id="help", group=OTHER),
        Binding("colon,ctrl+p", "palette", "everything", id="palette", group=FIND),
        Binding("R", "go('review')", "review", show=False, id="go.review", group=SCREENS),
        Binding("A", "go('accounts')", "accounts", show=False, id="go.accounts", group=SCREENS),
        Binding("M", "go('movement')", "movement", show=False, id="go.movement", group=SCREENS),
        Binding("P", "go('portfolio')", "portfolio", show=False, id="go.portfolio", group=SCREENS),
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
        book: OpenBook,
        profile: Profile,
        *,
        pages: Mapping[str, Callable[[], Screen[None]]],
        start: str,
        seen: int,
        now: Callable[[], dt.datetime],
        keys: Mapping[str, str] | None = None,
        providers: Sequence[Provider] = (),
        glyphs: Glyphs = UNICODE,
        drafts: Path | None = None,
        log: Path | None = None,
    ) -> None:
        """`pages` are the screens by name, `start` the first one; `seen` is the newest journal entry; `keys` a checked
        keymap; `providers` what the palette offers beside the keys; `drafts` where a lost line is kept."""
        super().__init__(profile, now=now, log=log)
        self.book = book
        self.glyphs = glyphs
        self.changed: Signal[Changed] = Signal(self, "changed")
        """What anybody wrote, us included; published when the screens are to read again."""
        self._pages = pages
        self._start = start
        self._seen = seen
        self._version = book.data_version()
        self._writer = Writer()
        self._providers = [self._keys_of_the_screen, *providers]
        self._drafts = Drafts(drafts)
        for name, page in pages.items():
            if name != start:
                self.add_mode(name, page)
        self.set_keymap(keys or {})

    def get_default_screen(self) -> Screen[None]:
        return self._pages[self._start]()

    def on_mount(self) -> None:
        self.set_interval(TICK_S, self._tick)

    def on_unmount(self) -> None:
        self._writer.close()

    # -- the book ------------------------------------------------------------------------------------

    def do(self, operation: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> Task[T | None]:
        """Run an operation on the book, behind those asked for earlier; its outcome when awaited.

        A refusal is said in the bottom line and gives None. What changed is published before the outcome is there.
        """
        asked = self._writer.submit(operation, self.book, *args, **kwargs)
        task = asyncio.create_task(self._outcome(asked))
        task.add_done_callback(self._check)
        return task

    def catch_up(self) -> None:
        """Publish what was written since the last time."""
        self._version = self.book.data_version()
        changed = self.book.since(self._seen)
        if changed.seen != self._seen:
            self._seen = changed.seen
            self.changed.publish(changed)

    async def _outcome(self, asked: Future[T]) -> T | None:
        try:
            return await asyncio.wrap_future(asked)
        except KamError as error:
            self.say(str(error), "error")
            return None
        finally:
            self.catch_up()

    def _check(self, task: Task[T | None]) -> None:
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self._handle_exception(error)

    def _tick(self) -> None:
        if self.book.data_version() != self._version:
            self.catch_up()

    # -- the bottom line -----------------------------------------------------------------------------

    @property
    def bottom(self) -> BottomLine | None:
        """The bottom line of the screen on top."""
        return self.screen.query(BottomLine).first() if self.screen.query(BottomLine) else None

    def say(self, text: str, role: str = "", hint: str = "") -> None:
        """Say a finished sentence in the bottom line of the screen on top."""
        if self.bottom is not None:
            self.bottom.say(text, role, hint)

    def kept_draft(self, key: str) -> str:
        """The line with this key that was lost with an earlier session, once; "" when there is none."""
        draft = self._drafts.take(key)
        return draft.text if draft else ""

    def keep_draft(self) -> None:
        for screen in self.screen_stack:
            for line in screen.query(BottomLine):
                if line.draft is not None:
                    self._drafts.keep(line.draft)

    def finish_writes(self, timeout_s: float | None) -> bool:
        return self._writer.finish(timeout_s)

    # -- keys ----------------------------------------------------------------------------------------

    @property
    def is_typing(self) -> bool:
        """Whether letters go into a text now and are no verbs."""
        focused = self.focused
        return focused is not None and focused.check_consume_key("a", "a")

    async def on_event(self, event: events.Event) -> None:
        """Keys one at a time: the next is looked at when all that this one does has been begun.

        Textual sends a key through the queues of the widgets; typed ahead of an answer on a slow line, `t` and the text
        after it arrive in the wrong place.
        """
        if isinstance(event, events.AppBlur | events.AppFocus):
            return  # another window has the focus: nothing on this screen looks different
        if isinstance(event, events.Key) and not event.is_forwarded and self._is_ours(self.focused):
            await self._press(event if self.is_typing else folded(event))
        elif isinstance(event, events.Paste) and not event.is_forwarded and self._is_ours(self.focused):
            self._paste(event)
        else:
            await super().on_event(event)

    async def _press(self, event: events.Key) -> None:
        if not await self._check_bindings(event.key, priority=True):
            focused = self.focused
            if isinstance(focused, LineInput) and event.is_printable and event.character:
                focused.type(event.character)
            else:
                await self._check_bindings(event.key)
        # an action that is a worker, or one that waited for this line, takes its first step before the next key
        await asyncio.sleep(0)

    def _paste(self, event: events.Paste) -> None:
        focused = self.focused
        if not isinstance(focused, LineInput):
            self.say(t("pasted text was ignored: there is no line to paste it into"), "warn")
        elif not focused.paste(event.text):
            self.say(t("the pasted text was cut: it is too long for this line"), "warn")

    @staticmethod
    def _is_ours(focused: Widget | None) -> bool:
        """Whether the widget with the focus takes its keys from bindings alone."""
        return focused is None or isinstance(focused, Painted | LineInput)

    @on(Flooded)
    def refuse_flood(self) -> None:
        self.say(t("ignored: that many keys at once are no typing; press / to search"), "warn")

    # -- actions -------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return parameters[0] in self._pages if action == "go" else True

    def action_go(self, name: str) -> None:
        """Show a page; each keeps its cursor, filter and marks."""
        self.switch_mode(self.DEFAULT_MODE if name == self._start else name)

    def action_how_to_quit(self) -> None:
        self.say(t("q goes back, ctrl+q quits"), "warn")

    @work
    async def action_help(self) -> None:
        """The keys that work here; Enter runs one."""
        row = await self.push_screen_wait(HelpScreen(key_rows(self.screen), self.glyphs))
        if row is not None:
            await self.run_action(row.action, row.node)

    @work
    async def action_palette(self) -> None:
        """Everything there is to do and to open."""
        entry = await self.push_screen_wait(Palette(self._providers, self.glyphs))
        if entry is not None:
            result = entry.run()
            if result is not None:
                await result

    def _keys_of_the_screen(self, query: str) -> list[Entry]: ...
