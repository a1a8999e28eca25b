"""How much something presses."""

from __future__ import annotations

from enum import IntEnum


class Severity(IntEnum):
    """Of a reason, a limit that was passed, a drift."""

    INFO = 1
    AMBER = 2
    RED = 3
