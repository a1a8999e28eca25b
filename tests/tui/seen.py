"""What a test sees of a running app: the text on its screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from contextlib import suppress
from itertools import groupby
from typing import Any, TypeVar

from textual import _wait, events
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.worker import WorkerCancelled

from kamtui.tui.widgets.lineinput import LineInput

# after each key a test waits until the app is idle, which Textual looks for every 20 ms: most of a run
_wait.SLEEP_GRANULARITY, _wait.SLEEP_IDLE = 0.004, 0.001

SENTENCE = 5
"""From so many letters on it is words."""

ASIDE = "cards"
"""The group of workers in which the review reads what the screen does not wait for."""

Page = TypeVar("Page", bound=Screen[Any])


def page_of(app: App[Any], kind: type[Page]) -> Page:
    """The page on screen, which must be of that kind."""
    assert isinstance(app.screen, kind)
    return app.screen


def screen_text(app: App[Any]) -> str:
    """The lines on screen, without styles; blanks at their ends are cut."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def line_with(app: App[Any], text: str) -> str:
    """The first line on screen that holds `text`; "" when there is none."""
    return next((line for line in screen_text(app).splitlines() if text in line), "")


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys and wait until what they began is on screen.

    Words for an open line go in at once: waiting for the screen after each of their letters would be most of a run.
    """
    for is_text, run in groupby(keys, key=lambda key: len(key) == 1):
        here = list(run)
        if is_text and len(here) >= SENTENCE:
            await pilot.press(here.pop(0))
            focused = pilot.app.focused
            if isinstance(focused, LineInput):
                focused.post_message(events.Paste("".join(here)))
                await pilot.pause()
                continue
        for key in here:
            await _press_and_land(pilot, key)
    await settle(pilot)


async def _press_and_land(pilot: Pilot[Any], key: str) -> None:
    """Press a key; where it began a write, the next one is pressed on what that left, as a person would."""
    writer = getattr(pilot.app, "_writer", None)
    before = writer and writer._last
    await pilot.press(key)
    if writer is not None and writer._last is not before:
        writer.finish()
        await pilot.pause()


async def press_until(pilot: Pilot[Any], key: str, seen: Callable[[], bool]) -> None:
    """Press a key until something is to be seen; fails where it never is, instead of pressing for ever."""
    for _ in range(60):
        if seen():
            return
        await press(pilot, key)
    raise AssertionError(screen_text(pilot.app))


async def until(pilot: Pilot[Any], seen: Callable[[], bool]) -> None:
    """Let the app go on until something is to be seen; fails where it never is."""
    for _ in range(1_000):
        if seen():
            return
        await pilot.pause(0.01)
    raise AssertionError(screen_text(pilot.app))


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until the writer is idle, what is read aside is there, and everything is drawn."""
    app = pilot.app
    writer = getattr(app, "_writer", None)
    for _ in range(3):
        if writer is not None:
            writer.finish()
        await pilot.pause()
        for worker in [worker for worker in app.workers if worker.group == ASIDE]:
            with suppress(WorkerCancelled):
                await worker.wait()
        # an import is read and tried out in a thread
        while getattr(app.screen, "doing", ""):
            await pilot.pause()


def is_harmless(character: str) -> bool:
    """Whether a terminal can only print it: no control, no line separator, no bidi override, no half a pair."""
    return unicodedata.category(character) not in {"Cc", "Zl", "Zp", "Cs"} and character not in _BIDI


_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
