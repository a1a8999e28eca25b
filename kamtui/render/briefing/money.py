"""What a briefing says of money and supply: whether a delivery may be promised, and what that rests on."""

from __future__ import annotations

from kamtui.domain.briefings import Briefing
from kamtui.i18n import t
from kamtui.render.briefing import words
from kamtui.render.chart.lines import Span
from kamtui.render.deliverychecks import verdict
from kamtui.render.deliveryrows import Part, owes, owes_nothing, rows
from kamtui.render.document.page import Section, Style
from kamtui.render.glyphs import Glyphs


def money(known: Briefing, glyphs: Glyphs) -> Section:
    """The sentence, what is owed in each currency, and a row for each thing beside it."""
    check = known.delivery
    if check is None:
        return Section("money", t("Money and supply"), Style.FACTS, [])
    facts = [words.fact(t("delivery"), verdict(check, glyphs))]
    if check.is_blank:
        return Section("money", t("Money and supply"), Style.FACTS, facts)
    if check.unknown and check.is_invoiced:
        facts.append(words.fact(t("unknown"), Span(", ".join(map(t, check.unknown)), "warn")))
    owing = [part for each in check.owed for part in owes(check, each)] or [owes_nothing(check)]
    # issues have a section of their own
    others = ((label, parts) for label, parts in rows(check, glyphs) if label != "issues")
    for label, parts in (("owes", owing), *others):
        told = [bit for number, part in enumerate(parts) for bit in _after(number, part)]
        facts.append(words.fact(t(label), *(Span(words.safe(text), role) for text, role in told)))
    return Section("money", t("Money and supply"), Style.FACTS, facts)


def _after(number: int, part: Part) -> Part:
    """A part of a row, parted from the one before it."""
    return [(", ", ""), *part] if number else part
