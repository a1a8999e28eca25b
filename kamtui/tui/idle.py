"""How long nobody has pressed a key: a session that was forgotten ends by itself."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual import events
from textual.message import Message

from kamtui.i18n import n, t


class Idle:
    """The time since the last key, seen by the thread that reads keys: it also runs while the screen stands still."""

    def __init__(self, limit_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        """`limit_s` 0 is never too long; `clock` counts seconds."""
        self.limit_s = limit_s
        self._clock = clock
        self.begin()

    def begin(self) -> None:
        """Count from now on."""
        self._last = self._clock()

    def take(self, message: Message) -> None:
        """A key, a click or a paste came; what a terminal says by itself is nobody's doing."""
        if isinstance(message, events.InputEvent | events.Paste):
            self._last = self._clock()

    @property
    def is_over(self) -> bool:
        """Whether nothing has come for too long."""
        return 0 < self.limit_s <= self._clock() - self._last

    @property
    def last_words(self) -> str:
        """What stands in the terminal afterwards."""
        minutes = max(1, round(self.limit_s / 60))
        said = n("{count} minute without a key", "{count} minutes without a key", minutes)
        return t("kamtui has ended after {so_long}; a line you had begun is kept for the next time", so_long=said)
