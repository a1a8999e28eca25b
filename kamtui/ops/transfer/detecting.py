"""What charset-normalizer takes the bytes of a file for: asked where our own rules do not tell.

It knows Korean, Japanese, traditional Chinese and Cyrillic by their characters. About Latin and Greek letters it is
often wrong (Windows-1250 for Windows-1252, Shift-JIS for a single é), so there it only says what to offer first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

ENCODINGS = (
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
    *("cp1251", "koi8_r", "cp1252", "cp1250", "cp1253", "cp1254"),
)
"""Those it chooses from, by Python's names."""

RELIABLE = frozenset(("big5", "shift_jis", "euc_jp", "euc_kr", "cp1251", "koi8_r"))
"""Those it was right about in every table of made names that has ENOUGH characters."""

ENOUGH = 60
"""Characters beyond ASCII from which on it is believed."""

_A_HINT = 6
"""Bytes beyond ASCII below which it is not even asked."""

_READ = 1 << 20
_SHOWN = 1 << 16


def likely(opened: Callable[[], BinaryIO]) -> str:
    """The encoding that the lines beyond ASCII at the start of a file look like, or ""."""
    # sanctioned deferral: only a file that is not UTF-8 needs it
    from charset_normalizer import from_bytes

    with opened() as stream:
        lines = stream.read(_READ).splitlines(keepends=True)
    shown = b"".join(line for line in lines if not line.isascii())[:_SHOWN]
    if sum(byte > 0x7F for byte in shown) < _A_HINT:
        return ""
    found = from_bytes(shown, cp_isolation=list(ENCODINGS), enable_fallback=False).best()
    return found.encoding if found is not None else ""
