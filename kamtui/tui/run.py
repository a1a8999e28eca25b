"""Open the app on a book: settings, environment, pages, exit code."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from kamtui import i18n, paths, settings
from kamtui.clock import Clock
from kamtui.errors import KamError, Missing
from kamtui.render.glyphs import SETS
from kamtui.render.text import clean
from kamtui.store import journal
from kamtui.store.book import Book
from kamtui.store.refusals import SENSELESS
from kamtui.tui import environment
from kamtui.tui.bounded import CACHE_KIB, bound
from kamtui.tui.firstframe import FirstFrame, first_frame, queue_of
from kamtui.tui.opening import Then

if TYPE_CHECKING:
    from kamtui.hooks import Runner
    from kamtui.tui.app import Kamtui

BROWSER = "--browser"
"""Said by `kamtui serve`: how large the page in the browser is."""

TUTORIAL = "--tutorial"
"""Said by `kamtui tutorial`: begin with the tour."""


def run(arguments: Sequence[str], who: str | None = None) -> int:
    """Run the app and return its exit code; `arguments` are --book PATH and --readonly.

    `who` came through the gate of a shared server: whatever the settings say, it is them, and no program is started.
    """
    i18n.use(i18n.language_of_environment())
    try:
        chosen = settings.load(paths.settings(), _complain)
        if who is not None:
            chosen = chosen._replace(user=who)
        return _open(arguments, chosen, is_gated=who is not None)
    except KamError as error:
        print(clean(error, 2000), file=sys.stderr)
        return error.exit_code


def _open(arguments: Sequence[str], chosen: settings.Settings, *, is_gated: bool) -> int:
    """Open the book that is asked for; where nobody named one and there is none, the guide asks what to begin with."""
    named, readonly = _value(arguments, "--book"), "--readonly" in arguments

    def opened(path: Path, then: Then) -> int:
        book = Book.open(path, who=chosen.who(), clock=Clock.from_environment(), readonly=readonly)
        book.via = "ssh app" if is_gated else "app"
        try:
            return open_app(book, chosen, gated=is_gated, then=then, browser=_value(arguments, BROWSER))
        finally:
            book.close()

    try:
        return opened(paths.book(named), Then.TUTORIAL if TUTORIAL in arguments else Then.NOTHING)
    except Missing:
        if is_gated or named or readonly:
            raise
    # imported late: it happens once
    from kamtui.tui.starting import start

    return start(chosen, opened)


def open_app(
    book: Book,
    chosen: settings.Settings,
    *,
    gated: bool = False,
    then: Then = Then.NOTHING,
    browser: str | None = None,
) -> int:
    """The app on an open book, until it is left; its exit code. `then` begins in it at once.

    `browser` is the size of a page that takes the place of a terminal, as 80x24.
    """
    mouse = {"on": True, "off": False}.get(chosen.mouse)
    profile = environment.prepare(theme=chosen.theme, mouse=mouse, idle_minutes=chosen.idle_minutes, gated=gated)
    if browser is not None:
        columns, _, lines = browser.partition("x")
        profile = replace(profile, browser=(int(columns), int(lines)))
    if chosen.language:
        i18n.use(chosen.language)
    with first_frame() as frame:
        return _run(book, chosen, profile, frame, then)


def _run(book: Book, chosen: settings.Settings, profile: environment.Profile, frame: FirstFrame, then: Then) -> int:
    """Draw the first rows, then import what the app needs, and run it."""
    seen, version = journal.newest(book.conn), book.data_version()
    # what is written goes through the connection of another thread
    bound(book.conn)
    book.keep_little(CACHE_KIB)
    queue = None
    # what is wrong with the book the app meets again, and says so
    with suppress(*SENSELESS):
        queue = queue_of(book)
        if queue.drawn:
            frame.show(book, queue, SETS[chosen.glyphs])
    gc.disable()
    _leave_out_tls()
    # textual reads its environment while it is imported, so it comes after `prepare`
    from kamtui.tui.app import Kamtui
    from kamtui.tui.newversion import tell_news
    from kamtui.tui.pages import AFTERWARDS, PAGES, START, providers
    from kamtui.tui.screens.review import Review

    app = (_toured() if then is Then.TUTORIAL else Kamtui)(
        book,
        profile,
        pages={**PAGES, START: partial(Review, queue)},
        start=START,
        seen=seen,
        version=version,
        now=book.clock.now,
        keys=_usable(chosen.keys),
        glyphs=SETS[chosen.glyphs],
        drafts=paths.drafts(book.path, book.who),
        log=paths.crash_log(),
        # on a server they are for whoever runs it to write
        settings=None if profile.gated else paths.settings(),
    )
    app.first_frame = frame
    app.kept = chosen
    app.offer(*providers(app))
    runner = _hooked(book, chosen, app, is_gated=profile.gated)
    app.then = AFTERWARDS.get(then, tell_news)
    # what was imported stays, so nobody need look through it for garbage
    gc.freeze()
    gc.enable()
    try:
        return app.go()
    finally:
        if runner is not None:
            runner.close()


def _hooked(book: Book, chosen: settings.Settings, app: Kamtui, *, is_gated: bool) -> Runner | None:
    """Run the user's own commands after each change; a failure is said in the bottom line."""
    if is_gated or not chosen.hooks:
        return None
    # imported late: few have any
    from kamtui import hooks

    def say(sentence: str) -> None:
        # the app may be gone by the time a command has failed
        with suppress(RuntimeError):
            app.call_later(app.say, sentence, "warn")

    return hooks.installed(book, chosen.hooks, log=paths.hooks_log(), complain=say)


def _toured() -> type[Kamtui]:
    """The app with the tour."""
    from kamtui.tui.tutorial import Toured

    return Toured


def _leave_out_tls() -> None:
    """Import asyncio as where Python has no TLS, which would be a tenth of the start: the app opens no connection."""
    if "ssl" not in sys.modules:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # the way of Python to say that there is none
        try:
            import_module("asyncio")
        finally:
            del sys.modules["ssl"]


def _usable(keys: dict[str, str]) -> dict[str, str]:
    """The user's keymap, or none of it where it has mistakes: half a keymap would surprise."""
    if not keys:
        return keys
    # imported late: only who has a keymap needs every page to look it over
    from kamtui.tui.keymap import mistakes
    from kamtui.tui.keytable import chains

    found = mistakes(keys, chains())
    for mistake in found:
        _complain(mistake)
    return {} if found else keys


def _complain(mistake: str) -> None:
    print(clean(mistake, 2000), file=sys.stderr)


def _value(arguments: Sequence[str], option: str) -> str | None:
    for place, word in enumerate(arguments):
        if word == option and place + 1 < len(arguments):
            return arguments[place + 1]
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return None
