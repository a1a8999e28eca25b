"""What is read for the screen is bounded: a text that some other program made megabytes long is shown cut."""

from __future__ import annotations

from kamtui.store.sqlite import Connection

LONGEST = 640_000
"""Bytes; nothing that kamtui itself writes is longer, but for the journal's rows, which are JSON."""


CACHE_KIB = 512
"""Of the book, per connection; many people may have the app open, and the system keeps the file for all of them."""


def bound(conn: Connection) -> None:
    """Cut longer texts as they are read. For connections that nothing is written from: a list may repeat one often."""
    conn.text_factory = _bounded


def _bounded(raw: bytes) -> str:
    if len(raw) > LONGEST and raw[:1] not in (b"{", b"["):
        raw = raw[:LONGEST]
    return raw.decode("utf-8", "replace")
