"""Leaving when the system says so: the running write ends, the draft is kept, the terminal is restored."""

from __future__ import annotations

import asyncio
import os
import signal
import termios
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

GRACE_S = 0.7
"""How long leaving in good order may take before it is cut short."""

WRITE_S = 0.25
"""How long a running write may take then; one that is cut off is rolled back by the book."""


STDIN = 0

LOST = 128 + signal.SIGHUP
"""The exit code when the terminal went away, with a signal or without."""


class Signals:
    """SIGHUP, SIGTERM and SIGINT while the app runs.

    The handlers are Python's, not asyncio's: they also run while the event loop waits for a terminal that takes no
    more output, and a thread ends the process if the loop never comes back.
    """

    def __init__(
        self,
        keep_draft: Callable[[], None],
        finish_writes: Callable[[float | None], bool],
        leave: Callable[[int], None],
    ) -> None:
        """`leave` asks the app to end with an exit code, in the event loop; the others may run in another thread."""
        self._keep_draft = keep_draft
        self._finish_writes = finish_writes
        self._leave = leave
        self._loop = asyncio.get_running_loop()
        self._before: dict[signal.Signals, Any] = {}
        self._terminal = _attributes()
        self._is_leaving = False
        self._left = threading.Event()

    def install(self) -> None:
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
            self._before[number] = signal.signal(number, self._received)

    def restore(self) -> None:
        """The app has ended by itself."""
        self._left.set()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def leave(self, code: int) -> None:
        """End the app with this exit code, in good order if that is still possible."""
        if self._is_leaving:
            return
        self._is_leaving = True
        threading.Thread(target=self._last_resort, args=(code,), daemon=True, name="kamtui-leaving").start()
        self._loop.call_soon_threadsafe(self._in_good_order, code)

    def _received(self, number: int, frame: FrameType | None) -> None:
        self.leave(128 + number)

    def _in_good_order(self, code: int) -> None:
        self._keep_draft()
        self._leave(code)

    def _last_resort(self, code: int) -> None:
        if self._left.wait(GRACE_S):
            return
        self._keep_draft()
        self._finish_writes(WRITE_S)
        if self._terminal is not None:
            with suppress(termios.error, OSError, ValueError):
                termios.tcsetattr(STDIN, termios.TCSANOW, self._terminal)
        os._exit(code)


def _attributes() -> list[Any] | None:
    """How the terminal is set before the app takes it."""
    try:
        return termios.tcgetattr(STDIN)
    except (termios.error, OSError):
        return None
