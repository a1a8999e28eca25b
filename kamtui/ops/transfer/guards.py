"""Cells that a spreadsheet would take for a formula: an apostrophe is put before them and taken off again (D2)."""

from __future__ import annotations

import re

STARTS = "=+\\-@\t\r\n＝＋－＠"
"""What a formula begins with; full-width ones count in some languages. As the inside of a character class."""

_LIVE = re.compile(f"'*[{STARTS}]")
_GUARDED = re.compile(f"'+[{STARTS}]")
_MARKS = ("'=", "'+", "'-", "'@", "'\t", "'\r", "'\n", "'＝", "'＋", "'－", "'＠")


def guarded(text: str) -> str:
    """A text that no spreadsheet calculates; what looks guarded already gets one more, so that `freed` is exact."""
    return f"'{text}" if _LIVE.match(text) else text


def kept(text: str) -> str:
    """A text for machines: as it is, but for one that an import would take for guarded."""
    return f"'{text}" if _GUARDED.match(text) else text


def freed(text: str) -> str:
    """A text without the guard before it, where there is one."""
    return text[1:] if _GUARDED.match(text) else text


def has_guards(text: str) -> bool:
    """Whether some cell of a piece of a file could be guarded."""
    return any(mark in text for mark in _MARKS)
