"""One sentence per outcome about plans and goals; `said` registers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.facts import written
from kamtui.domain.goals import GoalState
from kamtui.domain.outcomes.plans import (
    GoalAdded,
    GoalEdited,
    GoalMeasured,
    GoalSettled,
    PlanAssigned,
    PlanClosed,
    PlanConfirmed,
    PlanReviewed,
    PlanStarted,
    PlanWritten,
)
from kamtui.domain.plansections import known
from kamtui.i18n import n, t


def started(outcome: PlanStarted) -> str:
    plan = _plan(outcome)
    if outcome.again:
        return t("{plan} is taken up again", plan=plan)
    if outcome.copied:
        sections = n("{count} section", "{count} sections", outcome.copied)
        return t("{plan} is started with {sections} of the one before", plan=plan, sections=sections)
    return t("{plan} is started", plan=plan)


def wrote(outcome: PlanWritten) -> str:
    names = ", ".join(_heading(key, outcome.account_id) for key in outcome.sections)
    if outcome.is_empty:
        return t("{plan}: taken back: {names}", plan=_plan(outcome), names=names)
    return t("{plan}: written: {names}", plan=_plan(outcome), names=names)


def confirmed(outcome: PlanConfirmed) -> str:
    names = ", ".join(_heading(key, outcome.account_id) for key in outcome.sections)
    return t("{plan}: still true on {on}: {names}", plan=_plan(outcome), on=outcome.on, names=names)


def reviewed(outcome: PlanReviewed) -> str:
    return t("{plan}: gone through on {on}", plan=_plan(outcome), on=outcome.on)


def assigned(outcome: PlanAssigned) -> str:
    return t("{plan} is with {owner} now", plan=_plan(outcome), owner=outcome.owner)


def closed(outcome: PlanClosed) -> str:
    return t("{plan} is closed on {on}", plan=_plan(outcome), on=outcome.on)


def goal_added(outcome: GoalAdded) -> str:
    return t("{account}: goal {goal} is set: {title}", **_goal(outcome))


def goal_edited(outcome: GoalEdited) -> str:
    return t("{account}: goal {goal} is changed: {title}", **_goal(outcome))


def goal_measured(outcome: GoalMeasured) -> str:
    value = f"{written(outcome.value, None)} {outcome.unit}".rstrip()
    return t("{account}: {title} stands at {value} on {on}", value=value, on=outcome.on, **_goal(outcome))


def goal_settled(outcome: GoalSettled) -> str:
    match outcome.state:
        case GoalState.REACHED:
            return t("{account}: {title} is reached", **_goal(outcome))
        case GoalState.DROPPED:
            return t("{account}: {title} is dropped", **_goal(outcome))
        case _:
            return t("{account}: {title} is open again", **_goal(outcome))


def _plan(
    outcome: PlanStarted | PlanWritten | PlanConfirmed | PlanReviewed | PlanAssigned | PlanClosed,
) -> str:
    if outcome.account_id is None:
        return t("plan of the company {label}", label=outcome.label)
    return t("{account}: plan {label}", account=outcome.account, label=outcome.label)


def _goal(outcome: GoalAdded | GoalEdited | GoalMeasured | GoalSettled) -> dict[str, object]:
    account = outcome.account if outcome.account_id is not None else t("company")
    return {"account": account, "goal": outcome.goal_id, "title": outcome.title}


def _heading(key: str, account_id: int | None) -> str:
    section = known(key, company=account_id is None)
    return key if section is None else t(section.heading)


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    PlanStarted: started,
    PlanWritten: wrote,
    PlanConfirmed: confirmed,
    PlanReviewed: reviewed,
    PlanAssigned: assigned,
    PlanClosed: closed,
    GoalAdded: goal_added,
    GoalEdited: goal_edited,
    GoalMeasured: goal_measured,
    GoalSettled: goal_settled,
}
