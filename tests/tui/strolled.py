"""The walk through every screen with the keys of a pilot, for tests that look at each of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from textual.pilot import Pilot

from tests.reliability import walk
from tests.reliability.walk import Step
from tests.tui.seen import press, settle

NAMED = {
    "\t": "tab",
    "\r": "enter",
    "\x1b": "escape",
    "\x1b[B": "down",
    "\x1b[6~": "pagedown",
    "+": "plus",
    "$": "dollar_sign",
    "?": "question_mark",
    ":": "colon",
    "/": "slash",
    "]": "right_square_bracket",
    "[": "left_square_bracket",
    " ": "space",
    ".": "full_stop",
}

DOWN = Step("\x1b[6~")

EVERYWHERE = (*walk.PAGES, *(step for step in walk.ACCOUNT if step != DOWN), Step("A"), Step("?"), Step(walk.ESC))
"""Every page in all its views and everything about one account, not scrolled; the lines that ask are left out."""


def keys_of(step: Step) -> list[str]:
    """The keys of a step as textual names them."""
    found, rest = [], step.keys
    while rest:
        taken = next((raw for raw in sorted(NAMED, key=len, reverse=True) if rest.startswith(raw)), rest[0])
        found.append(NAMED.get(taken, taken))
        rest = rest[len(taken) :]
    return found


async def stroll(pilot: Pilot[Any], look: Callable[[str], Awaitable[None]], steps: Iterable[Step] = EVERYWHERE) -> None:
    """Take every step, and `look` at what is there then; it hears which step it was."""
    await settle(pilot)
    await look("start")
    for number, step in enumerate(steps):
        await press(pilot, *keys_of(step))
        await settle(pilot)
        await look(f"{number} {step.keys!r} {step.title}")
