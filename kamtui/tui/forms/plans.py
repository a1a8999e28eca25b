"""Forms on plans and their goals, asked for in the bottom line one field after the other."""

from __future__ import annotations

from kamtui.domain import amounts, fields, goalfields
from kamtui.domain.goals import GoalKind, GoalState, Metric
from kamtui.domain.plans import Plan
from kamtui.errors import BadInput, NotFound
from kamtui.i18n import t
from kamtui.ops.goals import FIELDS, add_goal, edit_goal, measure_goal, settle_goal
from kamtui.ops.plans import assign_plan, close_plan, review_plan, start_plan
from kamtui.store import goals, plans
from kamtui.tui import answers, choices
from kamtui.tui.filling import Call, Field, Form, Values
from kamtui.tui.screens.acting import Acting, one_of
from kamtui.tui.screens.planning import Planning

HERE = "which goal (Tab: choose):"


def _of(page: Acting, account: int) -> int | None:
    """Whose plan is meant: the account's, or on its own page that of the whole book. Raises BadInput."""
    if account or isinstance(page, Planning):
        return account or None
    raise BadInput(t("choose an account first"))


def _plan(page: Acting, account: int) -> Plan:
    """The plan of the year; raises NotFound."""
    found = plans.plan(page.app.book.conn, _of(page, account), page.today)
    if found is None:
        raise NotFound(t("there is no plan of this year yet"))
    return found


def _goals(page: Acting) -> list[str]:
    """The goals of the page's plan: "12 Frame contract"."""
    account = page.target()
    found = plans.plan(page.app.book.conn, account or None, page.today)
    return [] if found is None else [f"{goal.id} {goal.title}" for goal in found.goals]


def _figure(page: Acting, account: int, text: str, given: Values) -> int:
    """A figure in the unit of the goal that was chosen."""
    return goalfields.figure(text, goals.one(page.app.book.conn, given["goal"]).unit)


def _value(page: Acting, account: int, text: str, given: Values) -> object:
    """The new value of a field of a goal, as it is stored; "-" takes one back that may be missing."""
    field = given["field"]
    if field in ("base", "target"):
        return None if text == "-" else _figure(page, account, text, given)
    if field == "due_on":
        return None if text == "-" else fields.date(text, page.today, lean="future").isoformat()
    if field == "kind":
        return goalfields.goal_kind(text)
    return "" if text == "-" and field != "title" else text


def _stored(page: Acting, account: int, given: Values) -> object:
    """What a goal says now, as it is stored."""
    value = goals.one(page.app.book.conn, given["goal"])._asdict()[given["field"]]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _owner(page: Acting, account: int, given: Values) -> object:
    return _plan(page, account).owner


def _target(page: Acting, account: int, text: str, given: Values) -> tuple[int, str]:
    """A target and its unit: "12M", "40 %", "3 plants"."""
    try:
        return amounts.amount(text), ""
    except BadInput:
        figure, _, unit = text.rpartition(" ")
        return amounts.amount(figure), unit


def _coming(page: Acting, account: int, text: str, given: Values) -> object:
    return fields.date(text, page.today, lean="future")


def _added(page: Acting, account: int, given: Values) -> Call:
    rest = {name: value for name, value in given.items() if name not in ("title", "target")}
    if "target" in given:
        rest["target"], rest["unit"] = given["target"]
    return (_plan(page, account).id, given["title"]), rest


_GOAL = Field("goal", HERE, choices.number, _goals, True)

PLAN_FORMS: dict[str, Form] = {
    "plan.start": Form(start_plan, (), lambda page, account, given: ((_of(page, account),), {"copy": True})),
    "plan.review": Form(
        review_plan,
        (Field("text", "gone through; what came of it:", answers.words, is_required=True),),
        lambda page, account, given: ((_plan(page, account).id, given["text"]), {}),
    ),
    "plan.assign": Form(
        assign_plan,
        (Field("owner", "whose plan (Tab: choose):", answers.words, choices.colleagues, True, _owner),),
        lambda page, account, given: ((_plan(page, account).id,), given),
    ),
    "plan.close": Form(close_plan, (), lambda page, account, given: ((_plan(page, account).id,), {})),
    "goal.add": Form(
        add_goal,
        (
            Field("title", "new goal:", answers.words, is_required=True),
            Field("metric", "measured by (Enter: by hand; Tab: choose):", answers.plain(goalfields.metric), [*Metric]),
            Field(
                "kind",
                "what it is about (Enter: by its measure; Tab: choose):",
                answers.plain(goalfields.goal_kind),
                [*GoalKind],
            ),
            Field("target", "target (12M, 40 %, 3 plants):", _target),
            Field("due_on", "by when (Enter: the end of the plan):", _coming),
        ),
        _added,
    ),
    "goal.edit": Form(
        edit_goal,
        (
            _GOAL,
            Field("field", "which field (Tab: choose):", answers.plain(one_of(FIELDS)), FIELDS, True),
            Field("value", "new value (-: none):", _value, [*GoalKind], True, _stored),
        ),
        lambda page, account, given: ((given["goal"], {given["field"]: given["value"]}), {}),
    ),
    "goal.measure": Form(
        measure_goal,
        (
            _GOAL,
            Field("value", "where it stands:", _figure, is_required=True),
            Field("source", "where that is from:", answers.words),
        ),
        lambda page, account, given: (
            (given["goal"], given["value"]),
            {name: value for name, value in given.items() if name == "source"},
        ),
    ),
    "goal.settle": Form(
        settle_goal,
        (
            _GOAL,
            Field("state", "settle the goal (Tab: choose):", answers.plain(goalfields.goal_state), [*GoalState], True),
        ),
        lambda page, account, given: ((given["goal"], given["state"]), {}),
    ),
}
"""Operation -> its form."""
