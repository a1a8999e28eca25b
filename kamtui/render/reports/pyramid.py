"""The pyramid as a page: targets against what is, for everybody and for each manager."""

from __future__ import annotations

from kamtui.domain.bookreports import PyramidReport, Whose
from kamtui.domain.pyramid import Layer
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.briefing import words
from kamtui.render.chart.lines import Span
from kamtui.render.document.page import Page, Row, Section, Style
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.reports import layers


def page(known: PyramidReport, glyphs: Glyphs = UNICODE) -> Page:
    """The report as sections; those in which there is nothing to say are left out."""
    made = [*layers.sections(known.layers, glyphs), layers.loads(known.layers), _managers(known, glyphs)]
    return Page(
        title=t("{book}: pyramid and time", book=words.safe(known.of.book)),
        about=about(known.of, glyphs),
        sections=[section for section in made if section.rows],
        foot=t("Pyramid as of {on}", on=known.of.on),
        is_sheet=False,
    )


def about(of: Whose, glyphs: Glyphs) -> str:
    """Below the title: whose accounts, and the day."""
    whose = t("the accounts of everybody") if of.who is None else t("the accounts of {who}", who=words.safe(of.who))
    return f"{whose} {glyphs.dot} {of.on}"


def _managers(known: PyramidReport, glyphs: Glyphs) -> Section:
    """How many accounts, and what share of the time, each manager has by tier."""
    rows: list[Row] = []
    if known.of.who is None:
        for each in known.managers:
            name = words.safe(each.login) or t("nobody")
            rows.append([Span(name, "strong"), *(_layer(layer, glyphs) for layer in each.pyramid.layers)])
            rows[-1] = [*rows[-1], Span(f"{each.pyramid.logged_hours:.0f}")]
    tiers = (layers.tier(layer) for layer in known.layers.pyramid.layers)
    columns = (t("manager"), *tiers, t("hours"))
    note = t("accounts, and the share of the logged time")
    return Section("managers", t("By manager"), Style.FIGURES, rows, columns, note=note)


def _layer(layer: Layer, glyphs: Glyphs) -> Span:
    said = f"{layer.accounts}, {format.percentage(layer.time_percent, glyphs)}"
    return Span(said, layers.ROLES[layer.time_drift])
