"""The account's plan in a briefing: answers to the three questions, and goals that are off track (R85)."""

from __future__ import annotations

from kamtui.domain.briefings import Briefing
from kamtui.domain.plansections import Part
from kamtui.i18n import t
from kamtui.render.briefing import words
from kamtui.render.chart.lines import Span
from kamtui.render.document.page import Section, Style


def strategy(known: Briefing) -> Section:
    """The plan of the fiscal year in short; nothing where there is none."""
    plan = known.plan
    if plan is None:
        return Section("plan", "", Style.FACTS, [])
    rows = [
        words.fact(t(asked.heading), Span(words.short(plan.entries[asked.key].text)))
        for asked in plan.sections
        if asked.part is Part.QUESTIONS and asked.key in plan.entries
    ]
    if plan.off_track:
        rows.append(words.fact(t("off track"), Span(words.names([goal.title for goal in plan.off_track]), "error")))
    return Section("plan", t("Plan {label}", label=plan.label), Style.FACTS, rows)
