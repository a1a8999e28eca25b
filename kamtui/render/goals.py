"""Goals of a plan as people read them: figures in their unit, and how a goal stands, in a word."""

from __future__ import annotations

from kamtui.domain.goals import Course
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.glyphs import UNICODE, Glyphs


def figure(value: int | None, unit: str, glyphs: Glyphs = UNICODE, *, with_unit: bool = False) -> str:
    """A figure of a goal (1/10,000 of its unit) in at most six cells, its unit behind it where one asks for it."""
    shown = format.amount_short(value, unit, glyphs)
    return f"{shown} {unit}" if with_unit and unit and value is not None else shown


def pace_word(course: Course) -> str:
    """How a goal stands: "on track"."""
    return t(course.replace("_", " "))
