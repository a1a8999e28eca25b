"""How lines that explain something are set: rules with a title, sentences behind a sign, paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kamtui.render.glyphs import Glyphs
from kamtui.render.text import BLOCK_LIMIT, clean, fit, width, wrap
from kamtui.tui.accountlines import wrapped
from kamtui.tui.text import Bit, Line

MOST = 40
"""Lines that one text may take."""


def section(title: str, cells: int, glyphs: Glyphs) -> Line:
    """A rule with what follows below it."""
    if not title:
        return [(f" {glyphs.rule * (cells - 2)}", "axis")]
    said = fit(title, min(width(clean(title)), cells - 7))
    return [(f" {glyphs.rule * 2} ", "axis"), (said, "head"), (f" {glyphs.rule * (cells - width(said) - 6)}", "axis")]


def behind_sign(texts: Iterable[str], sign: tuple[str, str], cells: int) -> list[Line]:
    """Sentences, each behind a sign and in its role."""
    return [line for text in texts for line in hanging([(f" {sign[0]} ", sign[1])], text, sign[1], cells)]


def paragraph(text: str, cells: int, role: str = "") -> list[Line]:
    """A text as an indented paragraph."""
    return [[(f"   {part}", role)] for part in wrap(text, cells - 4)]


def hanging(head: Sequence[Bit], text: str, role: str, cells: int) -> list[Line]:
    """A text behind a head; where it goes on it is indented."""
    return wrapped([*head, (clean(text, BLOCK_LIMIT), role)], cells - 1, indent=3, most=MOST)
