"""A day summed up as lines of (text, role), in the place of a card."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.domain.daysummary import DaySummary
from kamtui.i18n import t
from kamtui.render.daysummary import Said, said
from kamtui.render.format import date_short
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import fit, width, wrap
from kamtui.tui.text import Line

TALL = 20
"""Lines from which statuses and steps are told one by one."""


def summary_lines(day: DaySummary, cells: int, height: int, glyphs: Glyphs) -> Sequence[Line]:
    """The day's lines, each on as many as there is room for."""
    told = said(day, glyphs)
    room = max(width(one.label) for one in told) + 1
    head = t("{on}: the day of {who}", on=date_short(day.on, day.on), who=day.who)
    lines: list[Line] = [[(f" {head}", "strong")]]
    spare = height - 1 - len(told)
    for one in told:
        made = _lines(one, room, cells, is_tall=height >= TALL, most=1 + max(spare, 0))
        spare -= len(made) - 1
        lines += made
    return lines


def _lines(one: Said, room: int, cells: int, *, is_tall: bool, most: int) -> list[Line]:
    parts = [one.text]
    if is_tall and one.more:
        parts = [one.text.split(" · ")[0], *one.more]
    texts = [text for part in parts for text in wrap(part, cells - room - 2)]
    if len(texts) > most:
        texts = [*texts[: most - 1], fit(" ".join(texts[most - 1 :]), cells - room - 2)]
    return [
        [(f" {fit(one.label if number == 0 else '', room)}", "muted"), (text, "")] for number, text in enumerate(texts)
    ]
