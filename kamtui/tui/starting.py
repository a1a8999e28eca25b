"""The first start: there is no book yet, so the guide asks what to begin with, and that is opened."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from kamtui import i18n, paths, settings
from kamtui.clock import Clock
from kamtui.i18n import t
from kamtui.ops.beginning import sample_copy
from kamtui.render.glyphs import SETS
from kamtui.tui import environment
from kamtui.tui.opening import Opening, Then

Open = Callable[[Path, Then], int]
"""Opens a book, runs the app until it is left, and gives its exit code."""


def start(chosen: settings.Settings, open_book: Open) -> int:
    """Ask what to begin with and open it; the exit code. Who leaves without a choice leaves nothing behind."""
    clock = Clock.from_environment()
    code, opening = _asked(chosen, clock)
    if opening is None:
        return code
    with ExitStack() as stack:
        path = opening.path
        if path is None:
            print(t("the sample book is being made …"), file=sys.stderr)
            path = stack.enter_context(sample_copy(who=chosen.who(), clock=clock, folder=paths.sample_book()))
        code = open_book(path, opening.then)
    if opening.path is not None and opening.path != paths.book():
        print(t("your book is {path}; open it with: kamtui --book {path}", path=opening.path), file=sys.stderr)
    return code


def _asked(chosen: settings.Settings, clock: Clock) -> tuple[int, Opening | None]:
    """What was chosen in the guide, and its exit code."""
    language = chosen.language or i18n.language_of_environment()
    i18n.use(language)
    mouse = {"on": True, "off": False}.get(chosen.mouse)
    profile = environment.prepare(theme=chosen.theme, mouse=mouse, idle_minutes=chosen.idle_minutes)
    # textual reads its environment while it is imported, so it comes after `prepare`
    from kamtui.tui.guide import Guide

    guide = Guide(
        profile,
        path=paths.book(),
        who=chosen.who(),
        clock=clock,
        currency="CNY" if language == "zh" else "USD",
        glyphs=SETS[chosen.glyphs],
        log=paths.crash_log(),
    )
    return guide.go(), guide.chosen
