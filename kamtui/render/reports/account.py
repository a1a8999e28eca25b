"""What an account report says: the briefing's sections in the order of an outsider's questions, and the history."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.domain.accountreports import AccountReport
from kamtui.domain.policy import Card
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.briefing import figures, sections, words
from kamtui.render.chart.lines import Span
from kamtui.render.document.page import Bars, Column, Page, Section, Style
from kamtui.render.glyphs import UNICODE, Glyphs

FIRST = ("who", "reasons", "numbers")
"""What the briefing says that comes before the history, by the names of its sections."""

LEFT_OUT = ("asks",)
"""What only those ask who go there."""

AXES = {
    Card.ATTRACTIVENESS: "attractiveness",
    Card.POTENTIAL: "potential",
    Card.RELATIONSHIP: "relationship",
}
"""English messages."""

HISTORY = 8
"""Decisions that are told."""


def page(known: AccountReport, glyphs: Glyphs = UNICODE) -> Page:
    """The report as sections of text; those in which there is nothing to say are left out."""
    brief = sections.page(known.briefing, glyphs)
    first = [section for name in FIRST for section in brief.sections if section.name == name]
    rest = [section for section in brief.sections if section.name not in (*FIRST, *LEFT_OUT)]
    history = [_score(known), _tiers(known, glyphs), _statuses(known, glyphs), _time(known)]
    return brief._replace(
        sections=[*first, *(section for section in history if section.rows), *rest],
        foot=t("Account report as of {on}", on=known.briefing.on),
        is_sheet=False,
    )


def _score(known: AccountReport) -> Section:
    rows = [
        words.fact(t(AXES[axis]), *_axis(score, known.known[axis]))
        for axis, score in known.axes.items()
    ]  # fmt: skip
    return Section("score", t("Score"), Style.FACTS, rows)


def _axis(score: float | None, percent: float) -> Sequence[Span]:
    if score is None:
        return [Span(t("unknown"), "warn")]
    of = t(" of 100, from {percent:.0f} % of what counts", percent=percent)
    return [Span(f"{score:.0f}", "strong"), Span(of, "muted")]


def _tiers(known: AccountReport, glyphs: Glyphs) -> Section:
    rows = [
        [
            Span(each.on.isoformat()),
            Span(_moved(each.before and format.tier_word(each.before), format.tier_word(each.tier), glyphs), "strong"),
            Span(words.safe(each.reason)),
            Span(words.safe(each.by), "muted"),
        ]
        for each in known.tiers[:HISTORY]
    ]
    columns = (t("date"), t("tier"), t("reason"), t("by"))
    return Section("tiers", t("How its tier was decided"), Style.TABLE, rows, columns)


def _statuses(known: AccountReport, glyphs: Glyphs) -> Section:
    rows = [
        [
            Span(each.on.isoformat()),
            Span(format.status_word(each.status, glyphs), each.status or "warn"),
            Span(words.safe(each.reason)),
            Span(words.safe(each.by), "muted"),
        ]
        for each in known.statuses[:HISTORY]
    ]
    columns = (t("date"), t("status"), t("reason"), t("by"))
    return Section("statuses", t("How the relationship went"), Style.TABLE, rows, columns)


def _moved(before: str | None, after: str, glyphs: Glyphs) -> str:
    return after if before is None or before == after else f"{before} {glyphs.arrow} {after}"


def _time(known: AccountReport) -> Section:
    """Our hours by quarter; empty where none were spent in any."""
    if not any(each.minutes or each.touches for each in known.spent):
        return Section("time", t("Our time"), Style.FACTS, [])
    running, whole = known.spent[-1], known.spent[-5:-1]
    touches = sum(each.touches for each in whole)
    hours = sum(each.minutes for each in whole) / 60
    text = n("{hours:.0f} h in {count} touch", "{hours:.0f} h in {count} touches", touches, hours=hours)
    now = n(
        "{hours:.0f} h in {count} touch",
        "{hours:.0f} h in {count} touches",
        running.touches,
        hours=running.minutes / 60,
    )
    rows = [words.fact(t("last four quarters"), Span(text, "strong")), words.fact(t("this quarter"), Span(now))]
    columns = [
        Column(figures.quarter(each.period), each.minutes / 60, f"{each.minutes / 60:.0f}h", each.partial)
        for each in known.spent
    ]
    picture = Bars(t("our hours by quarter"), t("hours by quarter"), columns)
    return Section("time", t("Our time"), Style.FACTS, rows, picture=picture)
