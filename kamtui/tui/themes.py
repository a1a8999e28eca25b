"""The themes of the app, read from themes.toml, and what NO_COLOR leaves of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

DEFAULT = "kamtui-dark"

_FILE = Path(__file__).with_name("themes.toml")


def themes() -> Iterator[Theme]:
    """Every theme of ours, to be registered with the app."""
    for name, fields in tomllib.loads(_FILE.read_text(encoding="utf-8")).items():
        yield Theme(name=name, **fields)


class NoColors(LineFilter):
    """Drops every colour and keeps bold, dim, underline and reverse, whatever the theme is now or later.

    Textual's own answer to NO_COLOR is chosen once, from the theme at start; with another theme it paints
    black on black.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            Segment(text, None if style is None else _without_color(style), control)
            for text, style, control in segments
        ]


@lru_cache(maxsize=1024)
def _without_color(style: Style) -> Style:
    return style.without_color
