"""Pictures as inline SVG: a figure by period, the tier over two years, ways against time; made to be printed too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from kamtui.domain.periods import add_months
from kamtui.domain.tiers import Tier
from kamtui.i18n import t
from kamtui.render.document import bookpictures
from kamtui.render.document.page import Bars, Column, Picture, Steps, Way, Ways
from kamtui.render.document.svg import EDGE, FULL, HOLLOW, INK, WIDE, svg, text
from kamtui.render.format import tier_word
from kamtui.render.text import fit

HIGH = 96
"""Of bars, in the picture's units."""

MONTHS = 24

NAMES, NAMED = 130, 22
"""Room for the names of ways, in the picture's units and in cells."""

LABEL = 66
"""Room for the names of the tiers."""


def picture(of: Picture | None) -> str:
    """What a section is drawn as; "" for nothing."""
    match of:
        case Bars():
            return bars(of)
        case Steps():
            return steps(of)
        case Ways():
            return svg(of.title, EDGE * len(of.ways) + 4, _ways(of.ways))
        case None:
            return ""
        case _:
            return bookpictures.picture(of)


def bars(known: Bars) -> str:
    """Bars on one scale from zero; one of a period that still runs is hollow. "" where all are zero."""
    if not any(each.value for each in known.columns):
        return ""
    return svg(known.title, HIGH, _bars(known.columns))


def steps(known: Steps) -> str:
    """The tier over the last two years, as steps; "" where there never was one."""
    first = add_months(known.on, -MONTHS)
    held = _held(known, first)
    if not held or first >= known.on:
        return ""
    rows = sorted({each for _, each in held}, key=lambda each: each.rank)
    return svg(t("tier over two years"), EDGE * (len(rows) + 1) + 4, _steps(held, rows, first, known.on))


def _bars(quarters: Sequence[Column]) -> Iterator[str]:
    low, high = min(0.0, *(each.value for each in quarters)), max(0.0, *(each.value for each in quarters))
    step, room = WIDE / len(quarters), HIGH - 2 * EDGE
    zero = EDGE + room * high / (high - low)
    for place, each in enumerate(quarters):
        x, size = place * step + 3, abs(each.value) / (high - low) * room
        y = zero - size if each.value >= 0 else zero
        look = HOLLOW if each.partial else FULL
        yield f'<rect {look} x="{x:.1f}" y="{y:.1f}" width="{step - 6:.1f}" height="{max(size, 0.5):.1f}"/>'
        yield text(x + step / 2 - 3, max(y - 3, 9), each.shown, "middle")
        yield text(x + step / 2 - 3, HIGH - 3, each.label + ("…" if each.partial else ""), "middle")
    yield f'<line stroke="#afb8c1" x1="0" y1="{zero:.1f}" x2="{WIDE}" y2="{zero:.1f}"/>'


def _steps(held: Sequence[tuple[dt.date, Tier]], rows: Sequence[Tier], first: dt.date, last: dt.date) -> Iterator[str]:
    def x(day: dt.date) -> float:
        return LABEL + (WIDE - LABEL - 6) * (day - first).days / (last - first).days

    def y(each: Tier) -> float:
        return 4 + EDGE * (rows.index(each) + 0.5)

    for each in rows:
        yield text(0, y(each) + 3, tier_word(each))
    path = f"M{x(held[0][0]):.1f} {y(held[0][1]):.1f}"
    path += "".join(f"H{x(day):.1f}V{y(each):.1f}" for day, each in held[1:])
    yield f'<path fill="none" stroke="{INK}" stroke-width="2.5" d="{path}H{x(last):.1f}"/>'
    yield f'<circle fill="{INK}" cx="{x(last):.1f}" cy="{y(held[-1][1]):.1f}" r="3"/>'
    bottom = EDGE * (len(rows) + 1) + 1
    taken = 0.0
    for day, _ in [held[0], *held[1:]]:
        if x(day) >= taken:
            yield text(x(day), bottom, day.isoformat()[:7])
            taken = x(day) + 44


def _ways(ways: Sequence[Way]) -> Iterator[str]:
    """A hollow bar for the whole way, what is behind it filled, a line where it should be by its time."""
    room = WIDE - NAMES - 6
    for place, each in enumerate(ways):
        top = 4 + EDGE * place
        yield text(0, top + 8, fit(each.label, NAMED))
        yield f'<rect {HOLLOW} x="{NAMES}" y="{top}" width="{room}" height="9"/>'
        if each.done is not None:
            yield f'<rect {FULL} x="{NAMES}" y="{top}" width="{room * min(max(each.done, 0), 1):.1f}" height="9"/>'
        x = NAMES + room * each.gone
        yield f'<line stroke="#a40e26" stroke-width="2" x1="{x:.1f}" y1="{top - 2}" x2="{x:.1f}" y2="{top + 11}"/>'


def _held(known: Steps, first: dt.date) -> list[tuple[dt.date, Tier]]:
    """The tiers from `first` on, one for each time it changed, beginning with what held already."""
    held: list[tuple[dt.date, Tier]] = []
    for day, each in known.tiers:
        at = max(day, first)
        if held and (held[-1][1] is each or held[-1][0] == at):
            held[-1] = (held[-1][0], each)
        else:
            held.append((at, each))
    return held
