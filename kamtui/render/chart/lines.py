"""Lines of text whose parts carry a role, so that the app colours by meaning and a pipe gets plain text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

ROLES = (
    "",
    "key",
    "regular",
    "prospect",
    "unattractive",
    "up",
    "down",
    "head",
    "axis",
    "mark",
    "muted",
    "partial",
)
"""Every role a chart may use; "" is ordinary text, the tiers stand for themselves."""


class Span(NamedTuple):
    """A stretch of one line with one meaning."""

    text: str
    role: str = ""


Line = list[Span]


def line(parts: Iterable[tuple[str, str]]) -> Line:
    """The (text, role) parts as few spans as possible: blanks join what precedes them, the end is trimmed.

    Every span costs bytes on a slow connection.
    """
    spans: Line = []
    for text, role in parts:
        if not text:
            continue
        if spans and (role == spans[-1].role or text.isspace()):
            spans[-1] = Span(spans[-1].text + text, spans[-1].role)
        else:
            spans.append(Span(text, "" if text.isspace() else role))
    while spans and not spans[-1].text.rstrip(" "):
        spans.pop()
    if spans:
        spans[-1] = Span(spans[-1].text.rstrip(" "), spans[-1].role)
    return spans


def plain(lines: Iterable[Line]) -> list[str]:
    """The same lines without roles."""
    return ["".join(span.text for span in spans) for spans in lines]
