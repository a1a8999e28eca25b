"""Textual's driver for a terminal, reading in whole chunks: floods, endless pastes and a lost line are seen there."""

from __future__ import annotations

import os
import select
import time
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from kamtui.tui.keys import CLOSERS, Flood

if TYPE_CHECKING:
    from kamtui.tui.app import Kamtui

CHUNK = 4096
POLL_S = 0.1

LARGEST = (500, 1000)
"""Columns and lines: a terminal that says it is larger is not believed; it would cost gigabytes."""

LONGEST_PASTE = 20_000
"""Characters; the rest never reaches the parser, which takes a second per megabyte."""


class Flooded(Message):
    """Keys came faster than anybody types and were dropped."""


class TerminalGone(Message):
    """Nothing can be read any more: the window was closed or the connection ended."""


class Terminal(LinuxDriver):
    """Reads keys and sizes; how it draws is Textual's."""

    _app: Kamtui

    def run_input_thread(self) -> None:
        """Read until the app ends. A part of Textual's driver is done again here, for version 8.2."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        paste = PasteLimit()
        flood = Flood()
        while not self.exit_event.is_set():
            if select.select([self.fileno], [], [], POLL_S)[0]:
                data = self._read()
                if not data:
                    self.send_message(TerminalGone())
                    return
                text = paste.limited(decode(data))
                if text:  # nothing at all would tell the parser that it is at the end
                    self._take(list(parser.feed(text)), flood)
            for message in parser.tick():
                self.process_message(message)

    def _run_input_thread(self) -> None:
        """Textual would turn a bug here into a panic that does not say which; the thread's own hook does."""
        self.run_input_thread()

    def process_message(self, message: Message) -> None:
        if isinstance(message, events.Resize):
            message = events.Resize.from_dimensions(clamped(*message.size), message.pixel_size)
        super().process_message(message)

    def _take(self, messages: list[Message], flood: Flood) -> None:
        """Pass on what came in one chunk; without its keys when they are a flood where keys are verbs."""
        pressed = [message for message in messages if isinstance(message, events.Key)]
        keys = [event.key for event in pressed if event.is_printable or event.key in CLOSERS]
        if self._app.is_typing:
            flood.forget()
        elif keys and flood.takes(keys, time.monotonic()):
            messages = [message for message in messages if not isinstance(message, events.Key)]
            self.send_message(Flooded())
        for message in messages:
            self.process_message(message)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, CHUNK)
        except OSError:
            return b""

    def _get_terminal_size(self) -> tuple[int, int]:
        return clamped(*super()._get_terminal_size())


class PasteLimit:
    """Cuts what stands between the marks of a bracketed paste; the marks themselves pass whole."""

    def __init__(self) -> None:
        self._held = ""
        self._left: int | None = None
        """Characters of this paste that may still pass; None outside one."""

    def limited(self, text: str) -> str:
        """`text`, the next chunk read, with over-long pastes cut."""
        passed: list[str] = []
        text, self._held = self._held + text, ""
        while text:
            if self._left is None:
                before, mark, text = text.partition(BRACKETED_PASTE_START)
                passed += before, mark
                self._left = LONGEST_PASTE if mark else None
            else:
                body, mark, text = text.partition(BRACKETED_PASTE_END)
                if not mark:
                    self._held = _beginning_of(BRACKETED_PASTE_END, body)
                    body = body.removesuffix(self._held)
                passed += body[: self._left], mark
                self._left = None if mark else self._left - len(body[: self._left])
        return "".join(passed)


def clamped(width: int, height: int) -> tuple[int, int]:
    """A size that can be drawn."""
    return max(1, min(width, LARGEST[0])), max(1, min(height, LARGEST[1]))


def _beginning_of(mark: str, text: str) -> str:
    """The longest end of `text` that `mark` begins with."""
    for size in range(len(mark) - 1, 0, -1):
        if text.endswith(mark[:size]):
            return mark[:size]
    return ""
