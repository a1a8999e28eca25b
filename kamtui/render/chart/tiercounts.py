"""Small multiples: how many accounts each tier has, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kamtui.domain.tiers import Tier
from kamtui.i18n import n, t
from kamtui.render.chart.barchart import bar
from kamtui.render.chart.grid import GAP, Column, laid_out
from kamtui.render.chart.lines import Line
from kamtui.render.chart.sparkline import heights, scale
from kamtui.render.format import change, percent, tier_word
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.text import width as cell_width

_YEAR = 12
"""Months of the sparkline that no further column may take."""
_BAR_MIN, _BAR_MAX = 4, 20


class TierCounts(NamedTuple):
    """How many accounts a tier had at the end of each month."""

    tier: Tier
    counts: Sequence[int | None]
    """Oldest first, the last is now; None before the book began. All tiers have equally many."""

    @property
    def now(self) -> int:
        return (self.counts[-1] if self.counts else None) or 0

    def since(self, months: int) -> int | None:
        """The difference to `months` ago; None when that is not known."""
        before = self.counts[-1 - months] if len(self.counts) > months else None
        return None if before is None else self.now - before


def multiples(series: Sequence[TierCounts], width: int, glyphs: Glyphs = UNICODE) -> list[Line]:
    """A heading and one row per tier: count now, its months with their range, changes, share of all, bar.

    Each row has its own scale, so the range is printed; the changes are against one and twelve months ago.
    In a narrow terminal the bar goes first, then the change of a month, the share, the range and the
    change of the year, and fewer months are shown.
    """
    rows = sorted(series, key=lambda row: row.tier.rank)
    if not rows:
        return []
    tier = Column(t("tier"), [(tier_word(row.tier), row.tier.value) for row in rows], left=True)
    now = Column(t("now"), [(str(row.now), "") for row in rows])
    ranges, month, year, share = further = (
        _ranges(rows, glyphs),
        _differences(rows, 1, glyphs),
        _differences(rows, _YEAR, glyphs),
        _shares(rows, glyphs),
    )
    longest = max(len(row.counts) for row in rows)
    room = width - tier.width - now.width - 2 * len(GAP)
    kept = []
    for column in (year, ranges, share, month):
        if room - column.width - len(GAP) < min(longest, _YEAR):
            break
        kept.append(column)
        room -= column.width + len(GAP)
    months = max(min(longest, room), 0)
    columns = [tier, now, _months(rows, months, glyphs), *(column for column in further if column in kept)]
    room -= months + len(GAP)
    if room >= _BAR_MIN:
        columns.append(_bars(rows, min(room, _BAR_MAX), glyphs))
    return laid_out(columns, [column.width for column in columns], glyphs)


def _differences(rows: Sequence[TierCounts], months: int, glyphs: Glyphs) -> Column:
    changes = [row.since(months) for row in rows]
    cells = [(change(by, glyphs), "up" if by and by > 0 else "down" if by else "muted") for by in changes]
    return Column(glyphs.delta + t("{count}m", count=months), cells)


def _shares(rows: Sequence[TierCounts], glyphs: Glyphs) -> Column:
    total = sum(row.now for row in rows)
    return Column(t("share"), [(percent(row.now / total if total else None, glyphs), "") for row in rows])


def _ranges(rows: Sequence[TierCounts], glyphs: Glyphs) -> Column:
    scales = [scale(row.counts) for row in rows]
    cells = [f"{ends[0]:.0f}{glyphs.dash}{ends[1]:.0f}" if ends else glyphs.dash for ends in scales]
    return Column(t("range"), [(cell, "muted") for cell in cells])


def _months(rows: Sequence[TierCounts], months: int, glyphs: Glyphs) -> Column:
    """The last `months`; their heights are on the scale of all months, so the range beside them is true."""
    count = n("{count} month", "{count} months", months)
    headings = (t("{months}, own scales", months=count), count, "")
    heading = next(text for text in headings if cell_width(text) <= months)
    drawn = [
        (heights(row.counts[len(row.counts) - months :], scale(row.counts), glyphs), row.tier.value) for row in rows
    ]
    return Column(heading, drawn, left=True)


def _bars(rows: Sequence[TierCounts], cells: int, glyphs: Glyphs) -> Column:
    full = max(row.now for row in rows)
    return Column("", [(bar(row.now, full, cells, glyphs.bar), row.tier.value) for row in rows], left=True)
