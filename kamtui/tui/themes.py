"""The themes of the app, read from themes.toml, and what NO_COLOR leaves of them."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

DEFAULT = "kamtui-dark"

_FILE = Path(__file__).with_name("themes.toml")


@cache
def ours() -> dict[str, Theme]:
    """Every theme of ours by name."""
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: Theme(name=name, **fields) for name, fields in read.items()}


def meanings() -> dict[str, str]:
    """A colour for each of our variables, for a theme that knows nothing of them."""
    return ours()[DEFAULT].variables


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
