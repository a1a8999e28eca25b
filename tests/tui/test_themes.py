"""What is written in a theme can be read, whatever stands behind it."""

from __future__ import annotations

import pytest
from textual.color import Color

from kamtui.tui import themes

TEXT = 4.5
"""The contrast that WCAG 2 wants for text (AA)."""

HIGH = 7.0
"""And for those who see little (AAA)."""

BEHIND = {
    "kamtui-dark": ("#000000", "#1c1c1c"),
    "kamtui-light": ("#ffffff",),
    "kamtui-contrast": ("#000000",),
}
"""Backgrounds: the terminal's own, so for the two everyday themes usual ones."""

ROLES = ("primary", "secondary", "warning", "error", "success", "accent")


def luminance(color: Color) -> float:
    parts = [part / 255 for part in color.rgb]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2, from 1 to 21."""
    low, high = sorted([luminance(Color.parse(one)), luminance(Color.parse(other))])
    return (high + 0.05) / (low + 0.05)


def colours(name: str) -> dict[str, str]:
    """Every colour of text in a theme that names one, by what it is for."""
    theme = themes.ours()[name]
    own = {role: getattr(theme, role) for role in ROLES}
    own |= {key: text for key, text in theme.variables.items() if key.startswith(("tier-", "status-", "muted"))}
    return {key: text for key, text in own.items() if text and text.startswith("#")}


def test_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("name", BEHIND)
def test_every_text_of_a_theme_can_be_read(name: str) -> None:
    least = HIGH if name == "kamtui-contrast" else TEXT
    found = {(key, behind): contrast(text, behind) for key, text in colours(name).items() for behind in BEHIND[name]}
    assert not {key: round(ratio, 2) for key, ratio in found.items() if ratio < least}


@pytest.mark.parametrize("name", BEHIND)
def test_the_line_at_the_cursor_and_the_title_can_be_read(name: str) -> None:
    values = themes.ours()[name].variables
    for part in ("cursor", "title"):
        assert contrast(values[f"{part}-foreground"], values[f"{part}-background"]) >= HIGH


def test_the_theme_of_sixteen_colours_names_no_other() -> None:
    theme = themes.ours()["kamtui-ansi"]
    named = [getattr(theme, role) for role in (*ROLES, "foreground", "background")]
    named += [text for key, text in theme.variables.items() if not key.endswith(("-style", "-strong"))]
    assert all(text.startswith("ansi_") for text in named)
