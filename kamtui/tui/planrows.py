"""A plan as rows of a list, in the order in which one reads it: sections, competitors, goals, actions, reviews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

from kamtui.domain.goals import Course, Goal, GoalState, Step
from kamtui.domain.plans import Entry, Plan, Review
from kamtui.domain.plansections import Part, Section
from kamtui.domain.rivals import Rival
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.render.goals import figure, pace_word
from kamtui.tui.text import Bit, Line
from kamtui.tui.widgets.columns import Cell, Column

GOALS, REVIEWS = "goals and actions", "reviews of the plan"
"""Headings beside those of the parts."""

BAR = 8
"""Cells that show how far a goal is."""

_KINDS = 5
"""Kinds of rows with a number of their own; it is a part of their ids."""


class Said(NamedTuple):
    """A section and what it says."""

    section: Section
    entry: Entry | None
    """None: nothing yet."""


class Action(NamedTuple):
    """A step of a goal."""

    goal: Goal
    step: Step


class Heading(NamedTuple):
    """What stands over a group of rows."""

    label: str
    note: str
    """How much of it there is."""


Thing = Heading | Said | Rival | Goal | Action | Review


class Row(NamedTuple):
    """One line of the list."""

    id: int
    plan: Plan
    thing: Thing


def rows(plan: Plan, rivals: Sequence[Rival]) -> Iterator[Row]:
    """The whole plan; a thing keeps its id wherever it stands."""
    for number, (heading, things) in enumerate(_groups(plan, rivals), 1):
        yield Row(-number, plan, heading)
        for thing in things:
            yield Row(_id(plan, thing), plan, thing)


def sign(row: Row, glyphs: Glyphs) -> str:
    """What stands in front of a row: looked at today, done, or something is the matter."""
    on = row.plan.read_on
    match row.thing:
        case Said(entry=Entry() as entry) | (Rival() as entry):
            days = (on - entry.on).days
            return glyphs.check if days <= 0 else "!" if days > row.plan.stale_days else ""
        case Goal(pace=pace):
            return {Course.REACHED: glyphs.check, Course.OFF: "!"}.get(pace.course, "")
        case Action(step=step):
            return glyphs.check if step.state == "done" else "!" if step.is_late(on) else ""
        case _:
            return ""


def columns(glyphs: Glyphs, *, wide: bool) -> list[Column[Row]]:
    """What it is, what it says, where that is from or how far it is, and how old or due when."""

    def says(row: Row) -> Cell:
        if wide and isinstance(row.thing, Goal):
            return [_titled(row.thing), (f"  {_figures(row.thing, glyphs)}", "muted")]
        return _says(row, glyphs)

    return [
        Column("section", 23, _what),
        Column("what it says", 0, says),
        Column("from, progress", 14, lambda row: _note(row, glyphs)),
        Column("age, due", 8, lambda row: _when(row, glyphs), align="right"),
    ]


def bar(goal: Goal, glyphs: Glyphs) -> Line:
    """How far a goal is, with a mark where it should be by now: "████·│··  52 %"."""
    done, gone = goal.pace.progress, goal.pace.gone
    role = {Course.OFF: "error", Course.REACHED: "ok", Course.ON: "ok"}.get(goal.pace.course, "muted")
    filled = 0 if done is None else max(0, min(BAR, round(done * BAR)))
    at = min(BAR - 1, int(gone * BAR))
    full = glyphs.bar[-1]
    cells = [(full if place < filled else glyphs.dot, role if place < filled else "muted") for place in range(BAR)]
    if goal.pace.course not in (Course.REACHED, Course.DROPPED):
        cells[at] = (glyphs.wall, "")
    figures = "" if done is None else format.percent(done, glyphs)
    return [*cells, (f" {figures}", role)]


def _groups(plan: Plan, rivals: Sequence[Rival]) -> Iterator[tuple[Heading, list[Thing]]]:
    """Headings and what stands below them; the goals come before the outlook, or behind what a company plan says."""
    parts: dict[Part, list[Thing]] = {}
    for section in plan.sections:
        parts.setdefault(section.part, []).append(Said(section, plan.entries.get(section.key)))
    for part, things in parts.items():
        if part is Part.OUTLOOK:
            yield _goals(plan)
        there = sum(isinstance(thing, Said) and thing.entry is not None for thing in things)
        note = t("{there} of {all}", there=there, all=len(things))
        if part is Part.OVERVIEWS:
            things += rivals
        yield Heading(t(part), note), things
    if Part.OUTLOOK not in parts:
        yield _goals(plan)
    yield Heading(t(REVIEWS), _reviewed(plan)), list(plan.reviews)


def _goals(plan: Plan) -> tuple[Heading, list[Thing]]:
    things: list[Thing] = []
    for goal in plan.goals:
        things.append(goal)
        things += [Action(goal, step) for step in goal.steps if step.state != "cancelled"]
    return Heading(t(GOALS), _counted(plan.goals)), things


def _counted(goals: Iterable[Goal]) -> str:
    """How the goals stand, in words."""
    courses = [goal.pace.course for goal in goals]
    found = [f"{courses.count(course)} {pace_word(course)}" for course in Course if course in courses]
    return " · ".join(found) or t("none yet; a adds one")


def _reviewed(plan: Plan) -> str:
    return n("{count} entry", "{count} entries", len(plan.reviews)) if plan.reviews else t("none yet; a adds one")


def _id(plan: Plan, thing: Thing) -> int:
    match thing:
        case Said(section=section):
            return plan.sections.index(section) * _KINDS + 1
        case Rival():
            # the row of a competitor is another one after every change
            return crc32(thing.label.encode()) * _KINDS + 2
        case Goal():
            return thing.id * _KINDS + 3
        case Action(step=step):
            return step.task_id * _KINDS + 4
        case Review():
            return thing.id * _KINDS + 5
        case Heading():
            raise TypeError


def _what(row: Row) -> Cell:
    match row.thing:
        case Heading(label=label):
            return label, "strong"
        case Said(section=section, entry=entry):
            return f"  {t(section.heading)}", "" if entry else "muted"
        case Rival() as rival:
            return f"   {rival.label}", ""
        case Goal() as goal:
            return f"  {t(goal.kind)}", "muted" if goal.state is GoalState.DROPPED else ""
        case Action(step=step):
            return f"    {step.owner}", "muted" if step.state == "done" else ""
        case Review() as review:
            return f"  {review.author}", ""


def _says(row: Row, glyphs: Glyphs) -> Cell:
    match row.thing:
        case Heading(note=note):
            return note, "muted"
        case Said(section=section, entry=entry):
            return (t(section.question), "muted") if entry is None else entry.text
        case Rival() as rival:
            return f" {glyphs.dot} ".join(filter(None, (rival.move, rival.strengths, rival.counter))) or glyphs.dash
        case Goal() as goal:
            return _titled(goal)
        case Action(step=step):
            return f"  {step.title}", "muted" if step.state == "done" else ""
        case Review() as review:
            return review.text


def _note(row: Row, glyphs: Glyphs) -> Cell:
    match row.thing:
        case Said(entry=Entry(source=source)):
            return t(source) if source else "", "muted"
        case Rival(share=share):
            return "" if share is None else t("share {share} %", share=f"{share:g}"), ""
        case Goal(state=GoalState.DROPPED):
            return t("dropped"), "muted"
        case Goal() as goal:
            return bar(goal, glyphs)
        case _:
            return ""


def _when(row: Row, glyphs: Glyphs) -> Bit:
    on = row.plan.read_on
    match row.thing:
        case Said(entry=Entry() as entry) | (Rival() as entry):
            return age((on - entry.on).days, row.plan.stale_days)
        case Goal() as goal:
            return format.date_short(goal.due_on or row.plan.year.last, on, glyphs), ""
        case Action(step=step):
            due = step.done_on if step.state == "done" else step.due_on
            role = "error" if step.is_late(on) else "muted" if step.state == "done" else ""
            return format.date_short(due, on, glyphs), role
        case Review(on=day):
            return format.date_short(day, on, glyphs), ""
        case _:
            return "", ""


def age(days: int, limit: int) -> Bit:
    """How old something is; older than allowed stands out."""
    return (t("today"), "ok") if days <= 0 else (format.days(days), "warn" if days > limit else "")


def _titled(goal: Goal) -> Bit:
    return goal.title, "muted" if goal.state is GoalState.DROPPED else "strong"


def _figures(goal: Goal, glyphs: Glyphs) -> str:
    """Where a goal is, and where it should be: "4.2M / 12M"."""
    actual = None if goal.actual is None else goal.actual.value
    return f"{figure(actual, goal.unit, glyphs)} / {figure(goal.target, goal.unit, glyphs)}"
