"""Textual's driver for a terminal, reading in whole chunks: floods, endless pastes and a lost line are seen there."""

from __future__ import annotations

import asyncio
import os
import re
import select
import signal
import time
from codecs import getincrementaldecoder
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from kamtui.tui.firstframe import ALTERNATE
from kamtui.tui.keys import CLOSERS, Flood

if TYPE_CHECKING:
    from kamtui.tui.app import Kamtui

CHUNK = 4096
POLL_S = 0.1

LARGEST = (500, 1000)
"""Columns and lines: a terminal that says it is larger is not believed; it would cost gigabytes."""

LONGEST_PASTE = 20_000
"""Characters; the rest never reaches the parser, which takes a second per megabyte."""


MOST_TYPED = 8_000
"""Characters outside a paste that one second may bring; keys held down and a mouse bring some hundreds.

A terminal that does not mark pastes sends them as keys, and each costs a thousand times what it does in a paste.
"""


LONG_RUN = 64
"""Letters read at once that nobody typed."""


_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]{0,40}[ -/]?[@-~]?|O.?|.?)", re.DOTALL)
"""What a terminal sends for one key or click, or as much of it as has come."""

_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]{0,40}[ -/]?|O)?\Z")


class Flooded(Message):
    """Keys came faster than anybody types and were dropped."""


class TerminalGone(Message):
    """Nothing can be read any more: the window was closed or the connection ended."""


class Guarded(Driver):
    """Passes on what came from outside, without what nobody can have typed."""

    _app: Kamtui

    def process_message(self, message: Message) -> None:
        if isinstance(message, events.Resize):
            message = events.Resize.from_dimensions(clamped(*message.size), message.pixel_size)
        self._app.idle.take(message)
        super().process_message(message)

    def _take(self, messages: list[Message], flood: Flood) -> None:
        """Pass on what came in one chunk; without its keys when they are a flood where keys are verbs."""
        pressed = [message for message in messages if isinstance(message, events.Key)]
        keys = [event.key for event in pressed if event.is_printable or event.key in CLOSERS]
        if self._app.is_typing:
            flood.forget()
            messages = in_one_piece(messages)
        elif keys and flood.takes(keys, time.monotonic()):
            messages = [message for message in messages if not isinstance(message, events.Key)]
            self.send_message(Flooded())
        for message in messages:
            self.process_message(message)


class Terminal(Guarded, LinuxDriver):
    """Reads keys and sizes; how it draws is Textual's."""

    _is_on_other_screen = False
    """Whether the first rows are there already, on the screen that Textual would now change to and clear."""

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        self._is_on_other_screen = self._app.first_frame.hand_over()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._is_on_other_screen = False
        # Textual's own handler may be interrupted by itself: of two changes of size the older came last, and stayed
        asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, self._say_size)

    def write(self, data: str) -> None:
        if not (self._is_on_other_screen and data == ALTERNATE):
            super().write(data)

    def run_input_thread(self) -> None:
        """Read until the app ends. A part of Textual's driver is done again here, for version 8.2."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        torrent = Torrent()
        paste = PasteLimit(torrent)
        flood = Flood()
        self._app.idle.begin()
        while not self.exit_event.is_set():
            if select.select([self.fileno], [], [], POLL_S)[0]:
                data = self._read()
                if not data:
                    self.send_message(TerminalGone())
                    return
                text = paste.limited(decode(data), time.monotonic())
                if text:  # nothing at all would tell the parser that it is at the end
                    self._take(list(parser.feed(text)), flood)
            elif torrent.dry():
                self.send_message(Flooded())
            for message in parser.tick():
                self.process_message(message)
            if self._app.idle.is_over:
                self._app.leave_idle()
                return

    def _run_input_thread(self) -> None:
        """Textual would turn a bug here into a panic that does not say which; the thread's own hook does."""
        self.run_input_thread()

    def _say_size(self) -> None:
        if not self._in_band_window_resize:
            self.send_message(events.Resize.from_dimensions(self._get_terminal_size(), None))

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, CHUNK)
        except OSError:
            return b""

    def _get_terminal_size(self) -> tuple[int, int]:
        return clamped(*super()._get_terminal_size())


class Torrent:
    """Lets no more keys through than the app can take; what is too much is lost until a pause.

    It is cut between two keys: half the sequence of a key or a click would be read as letters, and those are verbs.
    """

    def __init__(self) -> None:
        self._began = 0.0
        self._count = 0
        self._is_too_much = False
        self._open = ""
        """The beginning of a sequence that went through and has not ended."""

    def passed(self, text: str, now_s: float) -> str:
        """What may go on of `text`, which was read at `now_s`."""
        if now_s - self._began >= 1 and not self._is_too_much:
            self._began, self._count = now_s, 0
        room = max(MOST_TYPED - self._count, 0)
        self._count += len(text)
        if len(text) > room:
            self._is_too_much = True
            text = text[: self._whole(text, room)]
        found = _UNFINISHED.search(self._open + text)
        self._open = found[0] if found else ""
        return text

    def dry(self) -> bool:
        """Nothing came for a moment; whether something was lost before."""
        was_too_much, self._is_too_much, self._count, self._open = self._is_too_much, False, 0, ""
        return was_too_much

    def _whole(self, text: str, room: int) -> int:
        """Where to cut, behind `room` characters, so that no sequence is cut."""
        begun = len(self._open)
        context = self._open + text
        last = context.rfind("\x1b", 0, begun + room)
        found = _SEQUENCE.match(context, last) if last >= 0 else None
        return max(room, found.end() - begun) if found else room


class PasteLimit:
    """Cuts what stands between the marks of a bracketed paste; the marks themselves pass whole."""

    def __init__(self, torrent: Torrent | None = None) -> None:
        """`torrent` has to do with what stands outside pastes."""
        self._torrent = torrent or Torrent()
        self._held = ""
        self._left: int | None = None
        """Characters of this paste that may still pass; None outside one."""

    def limited(self, text: str, now_s: float = 0.0) -> str:
        """`text`, the next chunk, read at `now_s`, with over-long pastes and torrents of keys cut."""
        passed: list[str] = []
        text, self._held = self._held + text, ""
        while text:
            if self._left is None:
                before, mark, text = text.partition(BRACKETED_PASTE_START)
                passed += self._torrent.passed(before, now_s), mark
                self._left = LONGEST_PASTE if mark else None
            else:
                body, mark, text = text.partition(BRACKETED_PASTE_END)
                if not mark:
                    self._held = _beginning_of(BRACKETED_PASTE_END, body)
                    body = body.removesuffix(self._held)
                passed += body[: self._left], mark
                self._left = None if mark else self._left - len(body[: self._left])
        return "".join(passed)


def in_one_piece(messages: Sequence[Message]) -> list[Message]:
    """The messages with long runs of letters as the pastes they are: one by one they take seconds."""
    whole: list[Message] = []
    for is_text, run in groupby(messages, key=_is_letter):
        here = [*run]
        if is_text and len(here) >= LONG_RUN:
            here = [events.Paste("".join(key.character or "" for key in here if isinstance(key, events.Key)))]
        whole += here
    return whole


def clamped(width: int, height: int) -> tuple[int, int]:
    """A size that can be drawn."""
    return max(1, min(width, LARGEST[0])), max(1, min(height, LARGEST[1]))


def _is_letter(message: Message) -> bool:
    return isinstance(message, events.Key) and message.is_printable


def _beginning_of(mark: str, text: str) -> str:
    """The longest end of `text` that `mark` begins with."""
    for size in range(len(mark) - 1, 0, -1):
        if text.endswith(mark[:size]):
            return mark[:size]
    return ""
