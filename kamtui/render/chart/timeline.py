"""The tier of one account over time, as steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from kamtui.domain.tiers import Tier
from kamtui.i18n import t
from kamtui.render.chart.lines import Line, line
from kamtui.render.chart.sparkline import heights, scale
from kamtui.render.format import tier_word
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.text import fit
from kamtui.render.text import width as cell_width

Change = tuple[dt.date, Tier]
Score = tuple[dt.date, float]
Path = tuple[Tier, ...]
"""The tiers in one cell of time, in order: the one it comes from, then each one it changes to."""

_Held = TypeVar("_Held", Tier, float)

_LEFT, _RIGHT, _UP, _DOWN = 1, 2, 4, 8
_WIDE = 60
"""From this width on there is room for the range of the score."""


class _Time(NamedTuple):
    """The days from `first` to `last` laid over `cells` cells."""

    first: dt.date
    last: dt.date
    cells: int

    def cell(self, day: dt.date) -> int:
        """The cell of `day`; days outside belong to the cell at that end."""
        days = (self.last - self.first).days
        passed = min(max((day - self.first).days, 0), days)
        return (2 * passed * (self.cells - 1) + days) // (2 * days) if days else 0


def steps(
    changes: Sequence[Change],
    first: dt.date,
    last: dt.date,
    width: int,
    glyphs: Glyphs = UNICODE,
    score: Sequence[Score] | None = None,
    measure: str = "",
) -> list[Line]:
    """The tiers of an account from `first` to `last`: one row per tier it had, highest first, dates below.

    `changes` are (date, tier from that day on) in any order; what was true before `first` is where it begins.
    `score` are (date, value), drawn above the dates on their own scale, each holding until the next; `measure` is
    what they are called if not the score.
    Changes too close for the width share a joint, and dates that find no room are left out: the newest stays.
    Roles: the tier along a row, "up" and "down" at a change, "mark" at the end. Empty without any tier.
    """
    held = _within(changes, first, last)
    if not held:
        return []
    tiers = sorted({tier for _, tier in held}, key=lambda tier: tier.rank)
    labels = [tier_word(tier) for tier in tiers]
    measured = _within(score or (), first, last)
    if measured:
        labels.append(_score_label(measure or t("score"), [value for _, value in measured], width, glyphs))
    margin = min(max(map(cell_width, labels)), 2 * width // 5) + 1
    # The last cell is the mark of today, so that a change made today is still seen.
    time = _Time(first, last, max(width - margin - 1, 1))
    labels = [fit(label, margin, more=glyphs.more) for label in labels]

    paths = _paths(held, time)
    lines = [_row(labels[row], tiers, row, paths, glyphs) for row in range(len(tiers))]
    if measured:
        lines.append(_score_row(labels[-1], measured, time, glyphs))
    lines.append(_axis([day for day, _ in held if day > first], time, margin))
    return lines


def _within(changes: Sequence[tuple[dt.date, _Held]], first: dt.date, last: dt.date) -> list[tuple[dt.date, _Held]]:
    """What changes between the days, oldest first, beginning with what already held on `first`."""
    held: list[tuple[dt.date, _Held]] = []
    for day, value in sorted(changes, key=lambda change: change[0]):
        if day > last or last < first:
            break
        if day <= first:
            held = [(first, value)]
        elif not held or held[-1][1] != value:
            held.append((day, value))
    return held


def _paths(held: Sequence[tuple[dt.date, Tier]], time: _Time) -> list[Path]:
    """What happens in each cell; () before the account had a tier."""
    paths: list[Path] = [()] * time.cells
    for day, tier in held:
        paths[time.cell(day)] += (tier,)
    for cell in range(1, time.cells):
        paths[cell] = paths[cell - 1][-1:] + paths[cell]
    return paths


def _row(label: str, tiers: Sequence[Tier], row: int, paths: Sequence[Path], glyphs: Glyphs) -> Line:
    parts: list[tuple[str, str]] = [(label, tiers[row])]
    for cell, path in enumerate(paths):
        if not path:
            parts.append((" ", ""))
            continue
        comes, goes = tiers.index(path[0]), tiers.index(path[-1])
        visited = [tiers.index(tier) for tier in path]
        arms = 0
        if row == comes and cell > 0 and paths[cell - 1]:
            arms += _LEFT
        if row == goes:
            arms += _RIGHT
        if min(visited) < row <= max(visited):
            arms += _UP
        if min(visited) <= row < max(visited):
            arms += _DOWN
        straight = min(visited) == max(visited)
        role = tiers[row].value if straight else "up" if goes < comes else "down" if goes > comes else "mark"
        parts.append((glyphs.steps[arms], role))
    parts.append((glyphs.end if paths[-1][-1] == tiers[row] else " ", "mark"))
    return line(parts)


def _score_label(measure: str, values: Sequence[float], width: int, glyphs: Glyphs) -> str:
    low, high = round(min(values)), round(max(values))
    return measure + (f" {low}{glyphs.dash}{high}" if width >= _WIDE else "")


def _score_row(label: str, measured: Sequence[tuple[dt.date, float]], time: _Time, glyphs: Glyphs) -> Line:
    values: list[float | None] = [None] * time.cells
    for day, value in measured:
        values[time.cell(day)] = value
    for cell in range(1, time.cells):
        if values[cell] is None:
            values[cell] = values[cell - 1]
    known = [value for value in values if value is not None]
    return line([(label, "head"), (" " * (time.cells - len(known)) + heights(known, scale(known), glyphs), "")])


def _axis(changed: Sequence[dt.date], time: _Time, margin: int) -> Line:
    """The dates of the changes and of both ends: to the day if all changes find room so, else the months."""
    # Of several changes in one cell the newest gives the date.
    cells = {margin + time.cell(day): day for day in changed}
    newest, *older = sorted(cells.items(), reverse=True) or [(margin, time.first)]
    end = margin + time.cells
    wanted = [newest, (end, time.last), (margin, time.first), *older]
    placed = _placed(wanted, _exact, end + 1)
    if not {_exact(day) for day in cells.values()} <= set(placed.values()):
        placed = _placed(wanted, _month, end + 1)
    parts: list[tuple[str, str]] = []
    at = 0
    for start, text in sorted(placed.items()):
        parts.append((" " * (start - at) + text, "axis"))
        at = start + len(text)
    return line(parts)


def _placed(wanted: Sequence[tuple[int, dt.date]], form: Callable[[dt.date], str], width: int) -> dict[int, str]:
    """Start -> text of the dates that find room, the first in `wanted` first; each covers its own cell."""
    placed: dict[int, str] = {}
    for cell, day in wanted:
        text = form(day)
        if text in placed.values():
            continue
        for start in range(min(cell, width - len(text)), max(cell - len(text), -1), -1):
            if all(start + len(text) < at or at + len(other) < start for at, other in placed.items()):
                placed[start] = text
                break
    return placed


def _exact(day: dt.date) -> str:
    return day.isoformat()[2:]


def _month(day: dt.date) -> str:
    return day.isoformat()[2:7]
