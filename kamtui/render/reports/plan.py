"""A plan as a page: its parts with the age of what they say, goals against their time, actions, reviews."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kamtui.domain.goals import Course, Goal, GoalState
from kamtui.domain.plans import Plan
from kamtui.domain.plansections import Section as Asked
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.briefing import words
from kamtui.render.chart.lines import Span
from kamtui.render.document.page import Page, Row, Section, Style, Way, Ways
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.goals import figure, pace_word

COURSES = {Course.OFF: "error", Course.UNKNOWN: "warn", Course.ON: "up", Course.REACHED: "up"}
"""How a goal stands -> its role."""


def page(plan: Plan, glyphs: Glyphs = UNICODE) -> Page:
    """The plan as sections; questions that nobody answered stand in it, because they are what is missing."""
    made = [_state(plan), *_parts(plan, glyphs), _goals(plan, glyphs), _actions(plan, glyphs), _reviews(plan)]
    name = t("the company") if plan.is_company else words.safe(plan.account)
    return Page(
        title=t("{account}: plan {label}", account=name, label=plan.label),
        about=f" {glyphs.dot} ".join(filter(None, (f"{plan.year.first} .. {plan.year.last}", words.safe(plan.owner)))),
        sections=[section for section in made if section.rows],
        foot=t("Plan as of {on}", on=plan.read_on),
        is_sheet=False,
    )


def _state(plan: Plan) -> Section:
    """How much of it is there, and whether it is alive (D28)."""
    done = plan.completeness
    rows = [words.fact(t("completeness"), Span(format.percent(done.percent / 100), "strong"))]
    if done.missing:
        rows.append(words.fact(t("missing"), Span(", ".join(map(t, done.missing)), "warn")))
    days = (plan.read_on - plan.alive_on).days
    alive = t("{on}, {days}d ago", on=plan.alive_on, days=days)
    rows.append(words.fact(t("last looked at"), Span(alive, "error" if plan.is_stale else "")))
    if plan.stale_sections:
        headings = {asked.key: t(asked.heading) for asked in plan.sections}
        stale = ", ".join(headings[key] for key in plan.stale_sections)
        text = t("nobody said for {days}d that it is still true: {sections}", days=plan.stale_days, sections=stale)
        rows.append(words.fact(t("stale"), Span(text, "warn")))
    if plan.only_money:
        hint = t("no goal beyond revenue and profit: a plan is more than a sales target")
        rows.append(words.fact(t("goals"), Span(hint, "warn")))
    if plan.closed_on is not None:
        rows.append(words.fact(t("closed"), Span(plan.closed_on.isoformat(), "warn")))
    return Section("state", t("State of the plan"), Style.FACTS, rows)


def _parts(plan: Plan, glyphs: Glyphs) -> Iterator[Section]:
    for part, asked in groupby(plan.sections, key=lambda each: each.part):
        rows = [row for each in asked for row in (_said(plan, each, glyphs), *_heard(plan, each)) if row]
        heading = t(part)
        yield Section(part.name.lower(), heading[:1].upper() + heading[1:], Style.FACTS, rows)


def _heard(plan: Plan, asked: Asked) -> Iterator[Row]:
    """What was heard at touches and belongs to a section (R70)."""
    for one in plan.heard:
        if one.section == asked.key:
            yield words.fact("", Span(f"{one.on}  {words.safe(one.text)}", "muted"))


def _said(plan: Plan, asked: Asked, glyphs: Glyphs) -> Row:
    """What a section says, who said so and when; what may stay empty and is, says nothing."""
    entry = plan.entries.get(asked.key)
    if entry is None:
        return words.fact(t(asked.heading), Span(t(asked.question), "muted")) if asked.weight else []
    notes = [t(entry.source)] if entry.source else []
    notes.append(words.day(plan.read_on, glyphs)(entry.on))
    stale = asked.key in plan.stale_sections
    said = Span(words.safe(entry.text))
    return words.fact(t(asked.heading), said, Span(f" ({', '.join(notes)})", "warn" if stale else "muted"))


def _goals(plan: Plan, glyphs: Glyphs) -> Section:
    rows = [
        [
            Span(words.safe(goal.title), "strong"),
            Span(words.word(goal.kind)),
            Span(figure(goal.actual.value if goal.actual else None, goal.unit, glyphs)),
            Span(figure(goal.target, goal.unit, glyphs, with_unit=True)),
            Span(_way(goal)),
            Span((goal.due_on or plan.year.last).isoformat()),
            Span(_course(goal), COURSES.get(goal.pace.course, "muted")),
        ]
        for goal in plan.goals
    ]
    columns = (t("goal"), t("kind"), t("actual"), t("to reach"), t("way / time"), t("due"), t("course"))
    ways = [Way(words.safe(goal.title), goal.pace.progress, goal.pace.gone) for goal in plan.goals]
    picture = Ways(t("how far each goal is; the line is where its time is"), ways)
    return Section("aims", t("Goals"), Style.TABLE, rows, columns, picture if ways else None)


def _way(goal: Goal) -> str:
    """How far it is, and how much of its time is gone: "67% / 70%"."""
    done = "?" if goal.pace.progress is None else format.percent(goal.pace.progress)
    return f"{done} / {format.percent(goal.pace.gone)}"


def _course(goal: Goal) -> str:
    return t(goal.state) if goal.state is GoalState.DROPPED else pace_word(goal.pace.course)


def _actions(plan: Plan, glyphs: Glyphs) -> Section:
    rows: list[Row] = []
    for goal in plan.goals:
        for step in goal.steps:
            is_late = step.is_late(plan.read_on)
            rows.append(
                [
                    Span(words.safe(step.title), "strong"),
                    Span(words.safe(goal.title)),
                    Span(words.safe(step.owner) or glyphs.dash),
                    Span("" if step.due_on is None else step.due_on.isoformat()),
                    Span(t("late"), "error")
                    if is_late
                    else Span(t(step.state), "" if step.state == "open" else "muted"),
                ]
            )
    columns = (t("action"), t("for the goal"), t("owner"), t("due"), t("state"))
    return Section("actions", t("Actions"), Style.TABLE, rows, columns)


def _reviews(plan: Plan) -> Section:
    rows = [
        words.fact(each.on.isoformat(), Span(words.safe(each.text)), Span(f" ({words.safe(each.author)})", "muted"))
        for each in plan.reviews
    ]
    return Section("reviews", t("Reviews"), Style.FACTS, rows)
