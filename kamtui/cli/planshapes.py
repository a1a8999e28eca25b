"""Plans and goals as JSON."""

from __future__ import annotations

from kamtui.cli.out import Json, day, figure
from kamtui.domain.goalfields import plain
from kamtui.domain.goals import Actual, Course, Goal, Step
from kamtui.domain.plans import Entry, Plan, Review
from kamtui.domain.plansections import Section
from kamtui.store.plans import Listed


def plan(found: Plan) -> Json:
    """A plan with everything that belongs to it."""
    return {
        "id": found.id,
        "account_id": found.account_id,
        "account": found.account or None,
        "label": found.label,
        "first_on": day(found.year.first),
        "last_on": day(found.year.last),
        "owner": found.owner or None,
        "on": day(found.on),
        "closed_on": day(found.closed_on),
        **_state(found),
        "next_section": None if found.next_section is None else found.next_section.key,
        "only_money": found.only_money,
        "missing": [*found.completeness.keys],
        "sections": [_section(one, found) for one in found.sections],
        "goals": [{**goal(one), "account": found.account or None} for one in found.goals],
        "reviews": [_review(one) for one in found.reviews],
        "heard": [{**one._asdict(), "on": day(one.on)} for one in found.heard],
    }


def listed(row: Listed) -> Json:
    """A row of `plan ls`: an account and the plan that it has, if any."""
    found = row.plan
    head = {"account_id": row.account_id, "account": row.account, "owner": row.owner or None}
    if found is None:
        nothing = dict.fromkeys(
            ("percent", "alive_on", "age_days", "stale", "stale_sections", "off_track", "goal_count")
        )
        return {**head, "id": None, "label": None, "plan_owner": None, "closed_on": None, **nothing}
    which = {"id": found.id, "label": found.label, "plan_owner": found.owner or None, "closed_on": day(found.closed_on)}
    return {**head, **which, **_state(found), "goal_count": len(found.goals)}


def _state(found: Plan) -> Json:
    """How complete and how alive it is."""
    return {
        "percent": found.completeness.percent,
        "alive_on": day(found.alive_on),
        "age_days": (found.read_on - found.alive_on).days,
        "stale": found.is_stale,
        "stale_sections": [*found.stale_sections],
        "off_track": sum(one.pace.course is Course.OFF for one in found.goals),
    }


def _section(of: Section, found: Plan) -> Json:
    head: Json = {"key": of.key, "part": of.part, "heading": of.heading, "question": of.question, "weight": of.weight}
    said = found.entries.get(of.key)
    if said is None:
        return {**head, **dict.fromkeys(("text", "source", "on", "age_days", "stale", "author"))}
    age = {"age_days": said.age(found.read_on), "stale": of.key in found.stale_sections}
    return {**head, "text": said.text, "source": said.source, "on": day(said.on), **age, "author": said.author}


def entry(said: Entry) -> Json:
    """What a section said, a row of `plan history`."""
    return {"on": day(said.on), "text": said.text or None, "source": said.source, "author": said.author}


def _review(one: Review) -> Json:
    return {"id": one.id, "on": day(one.on), "text": one.text, "author": one.author}


def stored_goal(one: Goal) -> Json:
    """A goal as it was set, without where it stands."""
    return {
        "id": one.id,
        "plan_id": one.plan_id,
        "kind": one.kind,
        "title": one.title,
        "metric": one.metric,
        "unit": one.unit or None,
        "base": plain(one.base, one.unit, one.metric),
        "target": plain(one.target, one.unit, one.metric),
        "due_on": day(one.due_on),
        "solution": one.solution or None,
        "state": one.state,
        "settled_on": day(one.settled_on),
        "on": day(one.on),
    }


def goal(one: Goal) -> Json:
    """A goal with where it stands and what is done for it; unknown is null."""
    pace = one.pace
    return {
        **stored_goal(one),
        "actual": None if one.actual is None else plain(one.actual.value, one.unit, one.metric),
        "actual_on": None if one.actual is None else day(one.actual.on),
        "progress": figure(pace.progress, 3),
        "gone": round(pace.gone, 3),
        "course": pace.course,
        "actions": [_step(step) for step in one.steps],
        "measured": [_actual(actual, one) for actual in one.entered],
    }


def _step(step: Step) -> Json:
    fields = step._asdict() | {"due_on": day(step.due_on), "done_on": day(step.done_on)}
    return {**fields, "owner": step.owner or None}


def _actual(actual: Actual, of: Goal) -> Json:
    value = plain(actual.value, of.unit, of.metric)
    return {"on": day(actual.on), "value": value, "source": actual.source or None, "author": actual.author}
