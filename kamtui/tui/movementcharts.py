"""The charts of the Movement page: tiers by month, policy changes, and the matrix from one day to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from kamtui.domain import periods
from kamtui.domain.tiers import Tier
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.chart import TierCounts, matrix, multiples
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import clean, fit
from kamtui.store import policies
from kamtui.store.sqlite import Connection
from kamtui.tui.text import SIDE_BY_SIDE, Line, beside
from kamtui.tui.tierpast import Pair, TierPast

MONTHS = 24

Kinds = Sequence[Tier | None]
"""The rows and columns of the matrix; None is "no tier yet"."""


class Charts:
    """Draws into a width of `cells`."""

    def __init__(self, conn: Connection, past: TierPast, today: dt.date, cells: int, glyphs: Glyphs) -> None:
        self._conn = conn
        self._past = past
        self._today = today
        self._cells = cells
        self._glyphs = glyphs

    def lines(
        self, day: dt.date, counts: Mapping[Pair, int], shown: Kinds, chosen: tuple[int, int] | None
    ) -> list[Line]:
        """Both charts up to a day, side by side where there is room; `chosen` is the cell that is pointed at."""
        cells = self._cells
        if cells < SIDE_BY_SIDE:
            return _indented([*self._months(day, cells), [], *self._matrix(counts, shown, chosen, cells)])
        left, right = self._months(day, cells // 2 - 2), self._matrix(counts, shown, chosen, cells - cells // 2)
        return _indented(beside(left, right, cells // 2))

    def _months(self, day: dt.date, cells: int) -> list[Line]:
        start = periods.month_start(periods.add_months(day, -MONTHS + 1))
        days = sorted({*periods.month_ends(start, day), day})[-MONTHS:]
        held = self._past.counts(days)
        series = [
            TierCounts(tier, [held[day][tier] for day in days]) for tier in Tier if any(held[day][tier] for day in days)
        ]
        return [*multiples(series, cells, self._glyphs), *self._policies(start, day, cells)]

    def _policies(self, start: dt.date, day: dt.date, cells: int) -> list[Line]:
        """Which rules were new in these months."""
        texts = [
            t("policy {version} from {on}", version=found.version, on=format.date_short(found.on, self._today))
            + (f" {clean(found.note)}" if found.note else "")
            for found in policies.history(self._conn)
            if start <= found.on <= day
        ]
        return [[(fit(" · ".join(texts), cells), "accent")]] if texts else []

    def _matrix(
        self, counts: Mapping[Pair, int], shown: Kinds, chosen: tuple[int, int] | None, cells: int
    ) -> list[Line]:
        if not shown:
            return []
        table = [[counts.get((before, after), 0) for after in shown] for before in shown]
        ranked = sum(kind is not None for kind in shown)
        labels = [named(kind) for kind in shown]
        return list(matrix(table, labels, cells, self._glyphs, ranked=ranked, chosen=chosen))


def kinds(counts: Mapping[Pair, int]) -> list[Tier | None]:
    """The tiers that anybody had on either day, highest first, then "no tier yet"."""
    held: list[Tier | None] = [tier for tier in Tier if any(tier in pair for pair in counts)]
    return [*held, *([None] if any(None in pair for pair in counts) else [])]


def named(kind: Tier | None) -> str:
    """The heading of a row or column."""
    return format.tier_word(kind) if kind else t("new")


def _indented(lines: Iterable[Line]) -> list[Line]:
    return [[(" ", ""), *line] for line in lines]
