"""Accounts and time by tier against their targets, as sections that two reports share."""

from __future__ import annotations

from collections.abc import Iterator

from kamtui.domain.bookreports import Layers
from kamtui.domain.pyramid import Layer
from kamtui.domain.severity import Severity
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.briefing import words
from kamtui.render.chart.lines import Span
from kamtui.render.document.page import Pair, Pairs, Row, Section, Style
from kamtui.render.glyphs import Glyphs

ROLES = {Severity.RED: "error", Severity.AMBER: "warn", Severity.INFO: "strong", None: ""}
"""How a drift is written."""


def sections(known: Layers, glyphs: Glyphs) -> Iterator[Section]:
    """How many accounts each tier has, and where the time goes."""
    rows = [_counted(layer, glyphs) for layer in (*known.pyramid.layers, *known.pyramid.beside)]
    columns = (t("tier"), t("accounts"), t("%"), t("target"), t("accounts of the target"), t("off by"))
    pairs = [
        Pair(tier(layer), layer.percent, layer.target_percent, percents(layer.percent, layer.target_percent))
        for layer in known.pyramid.layers
    ]
    picture = Pairs(t("accounts by tier; the line is the target"), pairs)
    yield Section("layers", t("Accounts by tier"), Style.FIGURES, rows, columns, picture)
    rows = [_spent(layer, glyphs) for layer in (*known.pyramid.layers, *known.pyramid.beside)]
    heads = (t("tier"), t("hours"), t("%"), t("target"), t("off by"), t("hours a week for each"), t("target"))
    pairs = [
        Pair(
            tier(layer),
            layer.time_percent,
            layer.target_time_percent,
            percents(layer.time_percent, layer.target_time_percent),
        )
        for layer in known.pyramid.layers
    ]
    picture = Pairs(t("logged time by tier; the line is the target"), pairs)
    yield Section("time", t("Our time"), Style.FIGURES, rows, heads, picture, logged(known))


def tier(layer: Layer) -> str:
    """What a layer is called."""
    return format.tier_word(layer.tier) if layer.tier else t("no tier")


def percents(value: float | None, target: float | None) -> str:
    """What is beside what should be: "12% / 10%"."""
    return f"{format.percentage(value)} / {format.percentage(target)}"


def logged(known: Layers) -> str:
    """Which days these are, and how much of them the percentages rest on."""
    days = t("{first} to {last}", first=known.period.first, last=known.period.last)
    found = known.pyramid
    if found.available_hours is None:
        said = t("{hours} h logged; nobody knows of how many", hours=f"{found.logged_hours:.0f}")
    else:
        hours, available = f"{found.logged_hours:.0f}", f"{found.available_hours:.0f}"
        said = t("{hours} h logged of {available} h available", hours=hours, available=available)
    thin = [t("too little is logged to say where the time went")] if found.is_thin else []
    return "; ".join([days, said, *thin])


def loads(known: Layers) -> Section:
    """The key accounts of each manager against the hours there are for them."""
    rows: list[Row] = [
        words.fact(words.safe(load.owner), Span(_held(load.held, load.room), ROLES[load.drift]))
        for load in known.loads
        if load.held or load.drift
    ]
    if known.company is not None:
        said = t("{held} key accounts in all, a warning above {room}", held=known.company.held, room=known.company.room)
        rows.append(words.fact(t("everybody"), Span(said, ROLES[known.company.drift])))
    return Section("loads", t("Key accounts and room for them"), Style.FACTS, rows)


def _held(held: int, room: int) -> str:
    return t("{held} key accounts, hours for {room}", held=held, room=room)


def _counted(layer: Layer, glyphs: Glyphs) -> Row:
    return [
        Span(tier(layer), layer.tier or ""),
        Span(f"{layer.accounts:,}"),
        Span(format.percentage(layer.percent, glyphs)),
        Span(format.percentage(layer.target_percent, glyphs)),
        Span(glyphs.dash if layer.target_accounts is None else f"{layer.target_accounts:,}"),
        Span(points(layer.mix_points, glyphs), ROLES[layer.mix_drift]),
    ]


def _spent(layer: Layer, glyphs: Glyphs) -> Row:
    return [
        Span(tier(layer), layer.tier or ""),
        Span(f"{layer.minutes / 60:,.0f}"),
        Span(format.percentage(layer.time_percent, glyphs)),
        Span(format.percentage(layer.target_time_percent, glyphs)),
        Span(points(layer.time_points, glyphs), ROLES[layer.time_drift]),
        Span(hours(layer.hours_per_account, glyphs)),
        Span(hours(layer.target_hours_per_account, glyphs)),
    ]


def points(off: float | None, glyphs: Glyphs) -> str:
    """How far it is off its target, in points: "+3"."""
    return glyphs.dash if off is None else f"{off:+.0f}"


def hours(value: float | None, glyphs: Glyphs) -> str:
    """Hours a week for one account."""
    return glyphs.dash if value is None else f"{value:.1f}" if value >= 0.1 or not value else f"{value:.2f}"
