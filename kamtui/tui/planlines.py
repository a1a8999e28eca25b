"""A plan in lines: the state of the whole above its rows, and beside them all there is to the row at the cursor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from kamtui.domain.goals import Course, Goal, share_gone
from kamtui.domain.plans import Entry, Plan, Review
from kamtui.domain.plansections import Section
from kamtui.domain.profiles import Source
from kamtui.domain.rivals import Rival
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.render.goals import figure, pace_word
from kamtui.render.text import clean_block, wrap
from kamtui.tui import planrows
from kamtui.tui.planrows import Action, Heading, Row, Said
from kamtui.tui.text import Bit, Line, line_width

BAR = 20
"""Cells that show how complete a plan is."""

HEARD_SHOWN = 3
"""Touches beside an overview."""

SPACIOUS = 100
"""Cells from which more of what lacks is named."""


def header(plan: Plan, cells: int, glyphs: Glyphs) -> list[Line]:
    """Whose plan and for when, how complete it is, and whether it is alive."""
    on, gone = plan.read_on, share_gone(plan.year, plan.read_on)
    year = f"{plan.year.first} {glyphs.dash} {plan.year.last}"
    first: list[Bit] = [(f" {plan.label}", "strong"), (f"  {year}  ", ""), (plan.owner or glyphs.dash, "")]
    first.append((f"  {t('{share} of the year gone', share=format.percent(gone, glyphs))}", "muted"))
    if plan.closed_on is not None:
        first.append((f"  {t('closed on {day}', day=plan.closed_on)}", "warn"))
    return [first, _complete(plan, cells, glyphs), _alive(plan, on)]


def _complete(plan: Plan, cells: int, glyphs: Glyphs) -> Line:
    found = plan.completeness
    filled = found.percent * BAR // 100
    line: list[Bit] = [(" " + glyphs.bar[-1] * filled, "accent"), (glyphs.dot * (BAR - filled), "muted")]
    line.append((f" {found.percent} % ", "strong"))
    lacking = [t(heading) for heading in found.missing[: 8 if cells >= SPACIOUS else 3]]
    rest = len(found.missing) - len(lacking)
    more = f" +{rest}" if rest else ""
    said = t("lacks {parts}", parts=", ".join(lacking)) + more if lacking else t("nothing is missing")
    return [*line, (f" {said}", "muted" if lacking else "ok")]


def _alive(plan: Plan, on: dt.date) -> Line:
    line: list[Bit] = []
    if plan.entries:
        oldest = min(plan.entries.values(), key=lambda entry: entry.on)
        section = next(t(one.heading) for one in plan.sections if one.key == oldest.section)
        text, role = planrows.age(oldest.age(on), plan.stale_days)
        line = [(f" {t('oldest {age} ({section})', age=text, section=section)}", role)]
    courses = [goal.pace.course for goal in plan.goals]
    for course in Course:
        if course in courses:
            role = {Course.OFF: "error", Course.ON: "ok", Course.REACHED: "ok"}.get(course, "muted")
            line.append((f"  {courses.count(course)} {pace_word(course)}", role))
    if plan.is_stale:
        days = (on - plan.alive_on).days
        line.append((f"  ! {t('untouched for {days}d, {limit} at most', days=days, limit=plan.stale_days)}", "error"))
    elif plan.only_money:
        line.append((f"  ! {t('no goal beyond revenue and profit')}", "warn"))
    return line or [(" " + t("nothing is written yet"), "muted")]


def detail(row: Row | None, former: Sequence[Entry], cells: int, glyphs: Glyphs) -> list[Line]:
    """Everything there is to a row, in lines of so many cells; `former` is what its section said before."""
    if row is None:
        return []
    room = max(cells - 2, 10)
    match row.thing:
        case Heading(label=label, note=note):
            return [[(f" {label}", "strong"), (f"  {note}", "muted")], *_lacking(row.plan, room)]
        case Said(section=section, entry=entry):
            return [*_section(row, section, entry, room), *_heard(row, section, room), *_former(entry, former, room)]
        case Rival() as rival:
            return [*_rival(rival, row.plan, room)]
        case Goal() as goal:
            return [*_goal(goal, row.plan, room, glyphs)]
        case Action(goal=goal, step=step):
            when = t("due {day}", day=step.due_on or glyphs.dash)
            if step.done_on is not None:
                when = t("done on {day}", day=step.done_on)
            said = [when, step.owner, t("for: {goal}", goal=goal.title)]
            return [*_wrapped(step.title, room, "strong"), *_wrapped(f" {glyphs.dot} ".join(said), room)]
        case Review(on=day, text=text, author=author):
            return [[(f" {t('reviewed on {day}', day=day)}", "strong"), (f"  {author}", "muted")], *_block(text, room)]


def _section(row: Row, section: Section, entry: Entry | None, room: int) -> Iterator[Line]:
    heading = t(section.heading)
    if entry is None:
        yield [(f" {heading}", "strong")]
        yield from _wrapped(t(section.question), room)
        yield from _wrapped(t("e writes it; d goes on"), room)
        return
    yield from _dated(heading, entry.source, entry.on, entry.author, row.plan, room)
    yield from _wrapped(t(section.question), room)
    yield from _block(entry.text, room)


def _heard(row: Row, section: Section, room: int) -> Iterator[Line]:
    """What was heard at touches since and belongs here (R70)."""
    for one in [each for each in row.plan.heard if each.section == section.key][:HEARD_SHOWN]:
        yield from _wrapped(f"{one.on}  {one.text}", room, "muted")


def _dated(heading: str, source: Source | None, on: dt.date, author: str, plan: Plan, room: int) -> Iterator[Line]:
    """What it is, who says so and since when; on two lines where one has no room for it."""
    days = (plan.read_on - on).days
    parts = [t("from {source}", source=t(source))] if source else []
    said: Line = [(f"  {'  '.join([*parts, str(on), author])}  ", "muted"), planrows.age(days, plan.stale_days)]
    if days > plan.stale_days:
        said = [*said, (f"  ! {t('d: still true')}", "warn")]
    head: Line = [(f" {heading}", "strong")]
    if line_width(head) + line_width(said) <= room + 1:
        yield [*head, *said]
    else:
        yield head
        yield said


def _former(entry: Entry | None, former: Sequence[Entry], room: int) -> Iterator[Line]:
    """What it said before, where that was something else."""
    said = entry.text if entry else ""
    for before in former:
        if before.text == said:
            continue
        said = before.text
        yield []
        yield [(f" {t('until then')}", "muted"), (f"  {before.on}  {before.author}", "muted")]
        yield from _wrapped(before.text or t("nothing"), room)


def _rival(rival: Rival, plan: Plan, room: int) -> Iterator[Line]:
    yield from _dated(rival.label, rival.source, rival.on, rival.author, plan, room)
    share = "" if rival.share is None else t("{share} % of what they buy", share=f"{rival.share:g}")
    moved = f"{rival.move_on} {rival.move}" if rival.move_on else rival.move
    for label, text in (
        (t("share"), share),
        (t("strengths"), rival.strengths),
        (t("whom they know"), rival.contacts),
        (t("last move"), moved),
        (t("our answer"), rival.counter),
    ):
        if text:
            yield from _wrapped(f"{label}: {text}", room, "")


def _goal(goal: Goal, plan: Plan, room: int, glyphs: Glyphs) -> Iterator[Line]:
    yield from _wrapped(goal.title, room, "strong")
    course = goal.pace.course
    role = {Course.OFF: "error", Course.ON: "ok", Course.REACHED: "ok"}.get(course, "muted")
    yield [(" ", ""), *planrows.bar(goal, glyphs), (f"  {pace_word(course)}", role), (_expected(goal, glyphs), "muted")]

    def said(value: int | None) -> str:
        return figure(value, goal.unit, glyphs, with_unit=True)

    way = [] if goal.base is None else [t("from {figure}", figure=said(goal.base))]
    now = t("now {figure}", figure=said(goal.actual.value if goal.actual else None))
    if goal.actual is not None:
        by = " · ".join(filter(None, [str(goal.actual.on), goal.actual.source, goal.actual.author]))
        now += f" ({by})"
    aim = t("target {figure}", figure=said(goal.target))
    due = t("by {day}", day=goal.due_on or plan.year.last)
    measured = t("measured by {metric}", metric=t(goal.metric)) if goal.metric else t("measured by hand")
    between = f" {glyphs.dot} "
    yield from _wrapped(between.join([*way, now, aim, due]), room, "")
    yield from _wrapped(between.join([t(goal.kind), measured]), room)
    if goal.solution:
        yield from _wrapped(t("how they are helped to it: {solution}", solution=goal.solution), room, "")
    for actual in reversed(goal.entered[:-1]):
        parts = " · ".join(filter(None, [actual.source, actual.author]))
        yield [(f"  {actual.on}  {said(actual.value)}  {parts}", "muted")]


def _expected(goal: Goal, glyphs: Glyphs) -> str:
    """How much of its time is gone, where that says something."""
    if goal.pace.course not in (Course.ON, Course.OFF, Course.UNKNOWN):
        return ""
    return f"  {t('{share} of its time gone', share=format.percent(goal.pace.gone, glyphs))}"


def _lacking(plan: Plan, room: int) -> Iterator[Line]:
    lacking = [t(heading) for heading in plan.completeness.missing]
    if lacking:
        yield from _wrapped(t("the plan lacks {parts}", parts=", ".join(lacking)), room)


def _block(text: str, room: int) -> Iterator[Line]:
    for line in clean_block(text):
        yield from _wrapped(line, room, "") if line else ([],)


def _wrapped(text: str, room: int, role: str = "muted") -> Iterator[Line]:
    yield from ([(f" {part}", role)] for part in wrap(text, room))
