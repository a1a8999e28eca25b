"""Every meaning a piece of text can have on screen; what each looks like stands in kamtui.tcss."""

from __future__ import annotations

from rich.style import Style
from textual.dom import DOMNode

from kamtui.render.chart.lines import ROLES as CHART_ROLES

ROLES = (
    *filter(None, CHART_ROLES),
    "developing",
    "solid",
    "defending",
    "declining",
    "ok",
    "warn",
    "error",
    "strong",
    "accent",
    "hit",
    "cursor",
    "title",
    "here",
    "alert",
)

CLASSES = {f"role--{role}" for role in ROLES}
"""The component classes; the app has them, once for all widgets: Textual works out every class of every widget."""


def style(app: DOMNode, role: str) -> Style:
    """What a role adds to ordinary text; an unknown one nothing."""
    try:
        return without_defaults(app.get_component_styles(f"role--{role}").partial_rich_style)
    except KeyError:
        return Style.null()


def without_defaults(style: Style) -> Style:
    """The style without colours that say "the terminal's own": sending nothing says the same."""
    color, background = style.color, style.bgcolor
    return style.without_color + Style.from_color(
        None if color is None or color.is_default else color,
        None if background is None or background.is_default else background,
    )
