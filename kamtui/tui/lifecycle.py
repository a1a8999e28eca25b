"""How the app begins and ends: guarded output, signals, suspension, a lost terminal, and bugs that show no data."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, ClassVar

from rich.console import RenderableType
from textual import on
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.driver import Driver
from textual.filter import LineFilter
from textual.theme import Theme
from textual.worker import WorkerFailed

from kamtui import crash
from kamtui.errors import KamError
from kamtui.render.text import clean
from kamtui.tui import guard, roles, themes
from kamtui.tui.driver import Terminal, TerminalGone, clamped
from kamtui.tui.environment import Profile
from kamtui.tui.fenced import Fenced
from kamtui.tui.firstframe import ENDING, FirstFrame
from kamtui.tui.idle import Idle
from kamtui.tui.signals import LOST, Signals

LAST_WORDS = 2000
"""Characters of what is said when the screen is gone."""

SETTLE_S = 0.03
"""A screen that comes or goes is drawn once, after this; Textual draws it three times on the way."""


class Lifecycle(Fenced):
    """A Textual app that leaves nothing behind, however it ends."""

    CSS_PATH = "kamtui.tcss"
    COMPONENT_CLASSES: ClassVar[set[str]] = roles.CLASSES
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def __init__(self, profile: Profile, *, now: Callable[[], dt.datetime], log: Path | None = None) -> None:
        """`log` is where a bug leaves its trace."""
        guard.install()
        # before anything asks for a colour: a theme that is set later is painted later, over another
        self.set_reactive(App.theme, profile.theme if profile.theme in themes.ours() else themes.DEFAULT)
        # Textual asks for the driver while it begins
        self.profile = profile
        super().__init__()
        self.idle = Idle(profile.idle_s)
        self._now = now
        self._log_path = log
        self._last_words = ""
        self._signals: Signals | None = None
        self._thread_hook = threading.excepthook
        self.first_frame = FirstFrame()
        """What stands on the terminal already."""
        self._is_open = False
        self._opening = ExitStack()
        self._opening.enter_context(self.batch_update())

    def go(self) -> int:
        """Run until the user or the system ends it; the exit code."""
        # from the first key on, which may have been pressed before there was a screen
        threading.excepthook = self._thread_failed
        try:
            self.run(mouse=self.profile.mouse, size=clamped(*(self.profile.browser or self.console.size)))
        finally:
            # only now: the last that Textual does is to wait for a terminal that may take no more output
            if self._signals is not None:
                self._signals.restore()
            threading.excepthook = self._thread_hook
        # what was said last after Textual looked for it
        self._print_error_renderables()
        if self.return_code == LOST:
            _let_go_of_the_terminal()
        return self.return_code or 0

    def get_driver_class(self) -> type[Driver]:
        if self.profile.browser is None:
            return Terminal
        # imported late: a terminal does not pay for it
        from kamtui.tui.browser import Browser

        return Browser

    @property
    def available_themes(self) -> dict[str, Theme]:
        return {**super().available_themes, **themes.ours()}

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.meanings()

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [themes.NoColors()] if self.no_color else super().get_line_filters()

    def on_mount(self) -> None:
        # Textual comes back from ctrl+z with an empty screen
        self.app_resume_signal.subscribe(self, lambda _: self.action_redraw())
        asyncio.get_running_loop().set_exception_handler(self._loop_failed)
        if not self.is_headless:
            self._signals = Signals(self.keep_draft, self.finish_writes, self._leave)
            self._signals.install()
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)

    def on_unmount(self) -> None:
        self.finish_writes(None)

    def on_ready(self) -> None:
        """Draw for the first time: while the screen is laid out Textual would draw it three times, twice empty."""
        self._is_open = True
        self._opening.close()
        self.screen.refresh(repaint=False, layout=True)

    def push_screen(self, *args: Any, **kwargs: Any) -> Any:
        if self._is_open:
            self.delay_update(SETTLE_S)
        return super().push_screen(*args, **kwargs)

    def pop_screen(self) -> AwaitComplete:
        self.delay_update(SETTLE_S)
        return super().pop_screen()

    @on(TerminalGone)
    def leave_without_terminal(self) -> None:
        if self._signals is not None:
            self._signals.leave(LOST)

    def leave_idle(self) -> None:
        """End because nobody has pressed a key for too long. May be called from another thread."""
        if self._signals is not None:
            self._last_words = self.idle.last_words
            self._signals.leave(0)

    def say_last(self, text: str) -> None:
        """Say a sentence when the screen is gone."""
        self._last_words = text

    def action_redraw(self) -> None:
        self.refresh(layout=True)

    def keep_draft(self) -> None:
        """Put a half-typed line where the next start finds it. May be called from another thread."""

    def finish_writes(self, timeout_s: float | None) -> bool:
        """Wait until what was asked for is written; False when the time is up. May be called from another thread."""
        return True

    def panic(self, *renderables: RenderableType) -> None:
        """What Textual would print may quote the book, so it is not printed."""
        self._handle_exception(RuntimeError())

    def _leave(self, code: int) -> None:
        self.exit(return_code=code)

    def _handle_exception(self, error: Exception) -> None:
        """End the app. Textual would print the traceback with every local variable, and exit with 0."""
        error = _cause(error)
        if self._exception is None:
            self._exception = error
            if isinstance(error, KamError):
                self._return_code, self._last_words = error.exit_code, str(error)
            else:
                self._return_code, self._last_words = crash.BUG, crash.report(error, self._log_path, self._now())
            self._exception_event.set()
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()
        if self._last_words and sys.__stderr__ is not None:
            with suppress(OSError):
                # a refusal may quote the book
                print(clean(self._last_words, LAST_WORDS), file=sys.__stderr__)
        self._last_words = ""

    def _loop_failed(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self._handle_exception(error)

    def _thread_failed(self, args: threading.ExceptHookArgs) -> None:
        """A thread of the driver ended: the terminal takes no more output, or it is a bug."""
        error = args.exc_value
        if isinstance(error, OSError) and self._signals is not None:
            self._signals.leave(LOST)
        elif isinstance(error, Exception) and self._loop is not None:
            self._loop.call_soon_threadsafe(self._handle_exception, error)


def _let_go_of_the_terminal() -> None:
    """Python flushes its streams at exit; into a terminal that is gone that fails, and the exit code becomes 120."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _cause(error: Exception) -> Exception:
    """What went wrong in a worker, instead of the news that a worker failed."""
    return error.error if isinstance(error, WorkerFailed) and isinstance(error.error, Exception) else error
