"""The app in a browser: Textual's driver for the web, with the same guards against floods as in a terminal."""

from __future__ import annotations

import json
import os
import select
import time
from codecs import getincrementaldecoder
from collections.abc import Iterator, Mapping
from contextlib import suppress

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.web_driver import WebDriver
from textual.geometry import Size

from kamtui.tui.driver import CHUNK, POLL_S, Flooded, Guarded, PasteLimit, Torrent, clamped
from kamtui.tui.keys import Flood

LARGEST_PACKET = 1 << 20
"""Bytes; whoever announces more does not speak our language."""

READY = b"__GANGLION__\n"
"""What textual-serve waits for before it reads packets."""

_HEAD = 5
"""Bytes before the payload of a packet: its kind and its length."""


class Browser(Guarded, WebDriver):
    """Packets of keys and sizes come in through a pipe, packets of what is to be drawn go out.

    When the pipe ends, or a packet says so, the tab was closed: the session ends as in a window that is gone. What is
    focused in the browser is its own business.
    """

    def start_application_mode(self) -> None:
        """Take the page over; signals are the app's own business. A part of Textual's driver, for version 8.2."""
        self._send(READY)
        self.write("\x1b[?1049h")
        if self._mouse:
            self._enable_mouse_support()
        self.write("\x1b[?25l")
        self._enable_bracketed_paste()
        width, height = clamped(*(self._size or (80, 24)))
        self.send_message(events.Resize.from_dimensions((width, height), None))
        self._key_thread.daemon = True
        self._key_thread.start()

    def stop_application_mode(self) -> None:
        """Say that the session is over."""
        self.exit_event.set()
        with suppress(OSError):
            super().stop_application_mode()

    def run_input_thread(self) -> None:
        """Read packets until the app ends."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        torrent = Torrent()
        paste = PasteLimit(torrent)
        flood = Flood()
        packets = Packets()
        self._app.idle.begin()
        while not self.exit_event.is_set():
            if select.select([0], [], [], POLL_S)[0]:
                data = self._read()
                if not data:
                    self._app.leave_without_terminal()
                    return
                for kind, payload in packets.of(data):
                    if kind == b"D":
                        text = paste.limited(decode(payload), time.monotonic())
                        if text:
                            self._take(list(parser.feed(text)), flood)
                    elif self._is_over(payload):
                        self._app.leave_without_terminal()
                        return
            elif torrent.dry():
                self.send_message(Flooded())
            for message in parser.tick():
                self.process_message(message)
            if self._app.idle.is_over:
                self._app.leave_idle()
                return

    def write(self, data: str) -> None:
        """Send what is to be drawn."""
        payload = data.encode("utf-8", "replace")
        self._send(b"D" + len(payload).to_bytes(4, "big") + payload)

    def _send(self, data: bytes) -> None:
        """All of it: a pipe may take only a part at a time."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self.fileno, rest) :]

    def _is_over(self, payload: bytes) -> bool:
        """Take what is said beside the keys: a new size; whether it is that the session is over."""
        try:
            said = json.loads(payload)
        except ValueError:
            return False
        if not isinstance(said, Mapping):
            return False
        width, height = said.get("width"), said.get("height")
        if said.get("type") == "resize" and isinstance(width, int) and isinstance(height, int):
            self._size = clamped(width, height)
            size = Size(*self._size)
            self.process_message(events.Resize(size, size))
        return said.get("type") == "quit"

    @staticmethod
    def _read() -> bytes:
        try:
            return os.read(0, CHUNK)
        except OSError:
            return b""


class Packets:
    """Puts packets together from pieces of a stream."""

    def __init__(self) -> None:
        self._held = bytearray()

    def of(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """(kind, payload) of those that are whole by now; a stream that makes no sense ends with a quit."""
        self._held += data
        while len(self._held) >= _HEAD:
            size = int.from_bytes(self._held[1:_HEAD], "big")
            if size > LARGEST_PACKET:
                self._held.clear()
                yield b"M", b'{"type": "quit"}'
                return
            if len(self._held) < _HEAD + size:
                return
            kind, payload = bytes(self._held[:1]), bytes(self._held[_HEAD : _HEAD + size])
            del self._held[: _HEAD + size]
            yield kind, payload
