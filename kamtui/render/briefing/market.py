"""What a briefing says of the customer's market: what they want, who else is there, how close we are."""

from __future__ import annotations

from kamtui.domain import segments
from kamtui.domain.briefings import Briefing
from kamtui.domain.profiles import Held
from kamtui.domain.rivals import Rival, Stage
from kamtui.domain.tiers import Tier
from kamtui.i18n import t
from kamtui.render.briefing import words
from kamtui.render.chart.lines import Span
from kamtui.render.document.page import Row, Section, Style
from kamtui.render.glyphs import Glyphs

RIVALS = 3
"""Competitors that a page has room for."""

DRIVERS = 4

PEOPLE = 4
"""Of whom it is said what is worth most to them."""


def market(known: Briefing, glyphs: Glyphs) -> Section:
    """Goals, value drivers, competitors with their last move, partnership; what is not known is left out."""
    found, rows, day = known.market, list[Row](), words.day(known.on, glyphs)
    if found.segments:
        rows.append(words.fact(t("segments"), Span(", ".join(map(segments.shown, found.segments)))))
    if found.goals is not None:
        said = Span(t(" ({on})", on=day(found.goals.on)), "muted")
        rows.append(words.fact(t("goals"), Span(words.short(found.goals.value)), said))
    if found.drivers:
        named = " > ".join(words.safe(each) for each in found.drivers[:DRIVERS])
        rows.append(words.fact(t("value drivers"), Span(named, "strong")))
    if found.personal:
        of_each = [
            f"{words.safe(name)}: {' > '.join(map(words.safe, said[:DRIVERS]))}" for name, said in found.personal
        ]
        rows.append(words.fact(t("of people"), Span(f" {glyphs.dot} ".join(of_each[:PEOPLE]))))
    if known.who.tier is Tier.KEY and found.held_by is Held.BARRIER:
        rows.append(words.fact(t("held by"), Span(t("held only by barriers"), "error")))
    rows += [words.fact(t("competitor"), *_rival(each, known, glyphs)) for each in found.rivals[:RIVALS]]
    partner = found.partnership
    if partner is not None and partner.stage is not Stage.NONE:
        until = t(", until {until}", until=day(partner.until_on)) if partner.until_on else ""
        note = f" {glyphs.dot} {words.short(partner.note)}" if partner.note else ""
        rows.append(words.fact(t("partnership"), Span(t(partner.stage) + until + note)))
    return Section("market", t("Their market"), Style.FACTS, rows)


def _rival(each: Rival, known: Briefing, glyphs: Glyphs) -> Row:
    """Who, with what share; what they did last, and what we do about it."""
    spans = [Span(words.safe(each.label), "strong")]
    if each.share is not None:
        spans.append(Span(f" {each.share:g}%"))
    if each.move:
        when = "" if each.move_on is None else f"{words.day(known.on, glyphs)(each.move_on)} "
        spans.append(Span(f" {glyphs.dot} {when}{words.short(each.move)}"))
    if each.counter:
        spans.append(Span(f" {glyphs.dot} {t('we: {counter}', counter=words.short(each.counter))}", "muted"))
    return spans
