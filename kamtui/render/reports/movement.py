"""Movement between tiers as a page: tiers by month, from which to which, who moved and why."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.domain.bookreports import Moved, MovementReport
from kamtui.domain.tiers import Tier
from kamtui.i18n import n, t
from kamtui.render import explained, format
from kamtui.render.briefing import words
from kamtui.render.chart.lines import Span
from kamtui.render.chart.sparkline import heights, scale
from kamtui.render.document.page import Flow, Page, Row, Section, Stream, Strip, Strips, Style
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.reports.pyramid import about

NAMED = 60
"""Movers that are named; the others are counted."""

YEAR = 12


def page(known: MovementReport, glyphs: Glyphs = UNICODE) -> Page:
    """The report as sections; those in which there is nothing to say are left out."""
    made = [_months(known, glyphs), _matrix(known, glyphs), _movers(known, glyphs)]
    days = {"first": known.movement.first, "last": known.movement.last}
    return Page(
        title=t("{book}: movement between tiers", book=words.safe(known.of.book)),
        about=f"{about(known.of, glyphs)} {glyphs.dot} {t('{first} to {last}', **days)}",
        sections=[section for section in made if section.rows],
        foot=t("Movement from {first} to {last}, as of {on}", on=known.of.on, **days),
        is_sheet=False,
    )


def _months(known: MovementReport, glyphs: Glyphs) -> Section:
    """Accounts of each tier month by month, on a scale of its own."""
    rows: list[Row] = []
    strips = []
    for tier in Tier:
        counts = [held.get(tier, 0) for held in known.months.values()]
        if not any(counts):
            continue
        strips.append(Strip(format.tier_word(tier), counts, tier))
        before = counts[-1 - YEAR] if len(counts) > YEAR else None
        rows.append(
            [
                Span(format.tier_word(tier), tier),
                Span(str(counts[-1])),
                Span(glyphs.dash if before is None else f"{counts[-1] - before:+d}" if counts[-1] != before else "0"),
                Span(str(min(counts))),
                Span(str(max(counts))),
                Span(heights(counts, scale([float(each) for each in counts]), glyphs), "mark"),
            ]
        )
    columns = (t("tier"), t("now"), t("in a year"), t("lowest"), t("highest"), t("month by month"))
    days = list(known.months) or [known.movement.last]
    picture = Strips(t("accounts by tier, month by month"), f"{days[0]:%Y-%m}", f"{days[-1]:%Y-%m}", strips)
    return Section("months", t("Tiers over time"), Style.FIGURES, rows, columns, picture)


def _matrix(known: MovementReport, glyphs: Glyphs) -> Section:
    """From which tier to which: on the diagonal who stayed, left of it who rose."""
    counts = known.movement.counts
    places: list[Tier | None] = [tier for tier in Tier if any(tier in pair for pair in counts)]
    places += [None] if any(None in pair for pair in counts) else []
    rows: list[Row] = [
        [
            Span(_named(before), before or "muted"),
            *(_cell(counts.get((before, after), 0), row, column, glyphs) for column, after in enumerate(places)),
            Span(str(sum(counts.get((before, after), 0) for after in places)), "strong"),
        ]
        for row, before in enumerate(places)
    ]
    columns = (f"{t('from')} {glyphs.arrow} {t('to')}", *map(_named, places), t("total"))
    streams = [
        Stream(
            row, column, counts[before, after], _way(row, column, is_ranked=before is not None and after is not None)
        )
        for row, before in enumerate(places)
        for column, after in enumerate(places)
        if counts.get((before, after))
    ]
    dates = known.movement.first.isoformat(), known.movement.last.isoformat()
    picture = Flow(t("from tier to tier; green rose, red fell"), *dates, [_named(place) for place in places], streams)
    note = t("{up} rose, {down} fell, {new} got their first tier", **_sums(known.movers))
    return Section("matrix", t("From tier to tier"), Style.FIGURES, rows, columns, picture, note)


def _way(row: int, column: int, *, is_ranked: bool) -> str:
    """Whether it went up or down; a first tier is no movement."""
    return "" if row == column or not is_ranked else "up" if column < row else "down"


def _sums(movers: Sequence[Moved]) -> dict[str, int]:
    ranked = [mover for mover in movers if mover.before is not None]
    up = sum(mover.is_up for mover in ranked)
    return {"up": up, "down": len(ranked) - up, "new": len(movers) - len(ranked)}


def _cell(accounts: int, row: int, column: int, glyphs: Glyphs) -> Span:
    if not accounts:
        return Span(glyphs.dot, "muted")
    if row == column:
        return Span(str(accounts), "muted")
    return Span(f"{accounts}{glyphs.up}", "up") if column < row else Span(f"{accounts}{glyphs.down}", "error")


def _movers(known: MovementReport, glyphs: Glyphs) -> Section:
    """Who moved and why; a first tier is no movement."""
    movers = [mover for mover in known.movers if mover.before is not None]
    rows: list[Row] = [
        [
            Span(words.safe(mover.name), "strong"),
            Span(f"{_named(mover.before)} {glyphs.arrow} {_named(mover.after)}", "up" if mover.is_up else "error"),
            Span(mover.on.isoformat()),
            Span(words.safe(mover.owner)),
            Span(_because(mover, glyphs)),
        ]
        for mover in movers[:NAMED]
    ]
    left = len(movers) - len(rows)
    note = n("and {count} more: kamtui tier movement", "and {count} more: kamtui tier movement", left) if left else ""
    columns = (t("account"), t("moved"), t("on"), t("owner"), t("because"))
    return Section("movers", t("Who moved, and why"), Style.TABLE, rows, columns, note=note)


def _because(mover: Moved, glyphs: Glyphs) -> str:
    """The reason of the decision, and what moved the score most."""
    drove = explained.largest(mover.drivers, up=mover.is_up)
    return f" {glyphs.dot} ".join(filter(None, (words.safe(mover.reason), drove))) or glyphs.dash


def _named(tier: Tier | None) -> str:
    return format.tier_word(tier) if tier else t("new")
