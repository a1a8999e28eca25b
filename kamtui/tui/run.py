"""Open the app on a book: settings, environment, pages, exit code."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module

from kamtui import i18n, paths, settings
from kamtui.clock import Clock
from kamtui.errors import KamError
from kamtui.render.glyphs import SETS
from kamtui.render.text import clean
from kamtui.store import journal
from kamtui.store.book import Book
from kamtui.store.refusals import SENSELESS
from kamtui.tui import environment
from kamtui.tui.bounded import CACHE_KIB, bound
from kamtui.tui.firstframe import FirstFrame, first_frame, queue_of


def run(arguments: Sequence[str], who: str | None = None) -> int:
    """Run the app and return its exit code; `arguments` are --book PATH and --readonly.

    `who` came through the gate of a shared server: whatever the settings say, it is them, and no program is started.
    """
    i18n.use(i18n.language_of_environment())
    try:
        chosen = settings.load(paths.settings(), _complain)
        if who is not None:
            chosen = chosen._replace(user=who)
        book = Book.open(
            paths.book(_value(arguments, "--book")),
            who=chosen.who(),
            clock=Clock.from_environment(),
            readonly="--readonly" in arguments,
        )
    except KamError as error:
        print(clean(error, 2000), file=sys.stderr)
        return error.exit_code
    book.via = "app" if who is None else "ssh app"
    try:
        return open_app(book, chosen, gated=who is not None)
    finally:
        book.close()


def open_app(book: Book, chosen: settings.Settings, *, gated: bool = False) -> int:
    """The app on an open book, until it is left; its exit code."""
    mouse = {"on": True, "off": False}.get(chosen.mouse)
    profile = environment.prepare(theme=chosen.theme, mouse=mouse, idle_minutes=chosen.idle_minutes, gated=gated)
    if chosen.language:
        i18n.use(chosen.language)
    with first_frame() as frame:
        return _run(book, chosen, profile, frame)


def _run(book: Book, chosen: settings.Settings, profile: environment.Profile, frame: FirstFrame) -> int:
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
    from kamtui.tui.pages import PAGES, START, providers
    from kamtui.tui.screens.review import Review

    app = Kamtui(
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
    )
    app.first_frame = frame
    app.offer(*providers(app))
    # what was imported stays, so nobody need look through it for garbage
    gc.freeze()
    gc.enable()
    return app.go()


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
    from kamtui.tui.app import Kamtui
    from kamtui.tui.keymap import mistakes
    from kamtui.tui.pages import PAGES, page_class
    from kamtui.tui.screens.account import AccountPage
    from kamtui.tui.screens.page import Page
    from kamtui.tui.screens.people import PeoplePage
    from kamtui.tui.widgets.rowlist import RowList

    pages: list[type[Page]] = [*map(page_class, PAGES), AccountPage, PeoplePage]
    found = mistakes(keys, [(Kamtui, page, RowList) for page in pages])
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
