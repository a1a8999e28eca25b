"""The last line of defence: whatever a widget was given, no control character leaves for the terminal.

Textual and Rich remove five control characters and let the others through. Every character on screen passes
`Strip.render`, so that is where they are dropped. They have no width there, so the columns stay in place.
"""

from __future__ import annotations

from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual.strip import Strip

from kamtui.tui.thrift import skipped

_UNSAFE = (
    *range(0x20),  # C0
    *range(0x7F, 0xA0),  # DEL, C1
    0x061C,  # Arabic letter mark
    0x200B,  # zero-width space; the joiner holds emoji together and stays
    *range(0x200E, 0x2010),  # left-to-right and right-to-left marks
    *range(0x2028, 0x202F),  # line and paragraph separator, bidi embeddings and overrides
    *range(0x2060, 0x2065),  # word joiner, invisible operators
    *range(0x2066, 0x206A),  # bidi isolates
    0xFEFF,  # byte order mark
    *range(0xFFF9, 0xFFFC),  # interlinear annotation
    *range(0xE0000, 0xE0080),  # tags
)
_SAFE = dict.fromkeys(_UNSAFE) | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""Lone surrogates have a width and cannot be sent at all."""


def install() -> None:
    """Put the guard in place for the whole process; doing it again changes nothing."""
    Strip.render = _render  # type: ignore[method-assign]


def is_installed() -> bool:
    """Whether everything drawn from now on is guarded."""
    return Strip.render is _render


def safe(text: str) -> str:
    """`text` without what a terminal could take for a command or use to reorder the line."""
    return text if text.isascii() and text.isprintable() else text.translate(_SAFE)


def _render(self: Strip, console: Console) -> str:
    """What `Strip.render` returns, of guarded text."""
    if self._render_cache is None:
        colors = console._color_system or ColorSystem.TRUECOLOR
        self._render_cache = "".join(
            skipped(safe(text)) if not style else self.render_style(_guarded(style), safe(text), colors)
            for text, style, _ in self._segments
        )
    return self._render_cache


def _guarded(style: Style) -> Style:
    """The style without a link that could end the escape sequence it is sent in."""
    link = style.link
    return style if link is None or link.isprintable() else style.update_link(None)
