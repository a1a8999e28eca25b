"""What all pictures are made with: inline SVG, in colours that are read on paper, on light and on dark."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from kamtui.render.text import clean

WIDE = 360
"""Of a picture, in its own units; it is as wide as the column it stands in."""

EDGE = 14
"""Room for a line of words."""

INK = "#4a6fa5"
UP, DOWN = "#2f8f4e", "#c0392b"
# said where it is drawn, because some programs that print give no heed to a style sheet within a picture
FULL = f'fill="{INK}"'
HOLLOW = f'fill="#fff" stroke="{INK}" stroke-dasharray="2 1"'
TARGET = 'stroke="#a40e26" stroke-width="2"'
AXIS = 'stroke="#afb8c1"'
WORDS = 'fill="#57606a" font-size="9" font-family="sans-serif"'


def text(x: float, y: float, said: str, anchor: str = "start") -> str:
    """A text at a place, or ending or centred there."""
    return f'<text x="{x:.1f}" y="{y:.1f}" {WORDS} text-anchor="{anchor}">{escape(clean(said))}</text>'


def line(x1: float, y1: float, x2: float, y2: float, look: str = AXIS) -> str:
    """A straight line."""
    return f'<line {look} x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def rectangle(x: float, y: float, wide: float, high: float, look: str = FULL) -> str:
    """A filled box; none is thinner than a hair."""
    return f'<rect {look} x="{x:.1f}" y="{y:.1f}" width="{max(wide, 0.5):.1f}" height="{max(high, 0.5):.1f}"/>'


def svg(title: str, high: float, parts: Iterable[str], said: str = "") -> str:
    """The picture; `title` names it, `said` tells who cannot see it what it shows."""
    told = f"{title}: {said}" if said else title
    name = escape(clean(told, len(told)))
    head = f'<svg viewBox="0 0 {WIDE} {high:.0f}" role="img" aria-label="{name}">'
    return f"{head}<title>{name}</title>{''.join(parts)}</svg>"
