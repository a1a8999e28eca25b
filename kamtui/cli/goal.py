"""kamtui goal …"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from kamtui.cli import out, planshapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, MaybeAccount, number
from kamtui.cli.plan import Company, When, Whose, Year, of_plan, shifted
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields, goalfields
from kamtui.domain.goals import MONEY, Course
from kamtui.domain.outcomes.plans import GoalAdded, GoalEdited, GoalMeasured, GoalSettled
from kamtui.domain.plans import Plan
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.goals import add_goal, edit_goal, measure_goal, settle_goal
from kamtui.store import goals, lookup, plans

app = Noun(t("Goals of plans: add, edit, measure, settle, list."))

Goal = Annotated[str, typer.Argument(metavar="GOAL", help=t("Its number, as kamtui goal ls shows it."))]
Kind = Annotated[
    str | None,
    typer.Option(
        metavar="GOALKIND",
        help=t("revenue, profit, relationship, customer_value, supply, cash, other; by its metric."),
    ),
]
Base = Annotated[str | None, typer.Option(metavar="VALUE", help=t("Where it began; where the book stands today."))]
Target = Annotated[str | None, typer.Option(metavar="VALUE", help=t("Where it should be: 1.2m, 3.5万, 80."))]
Due = Annotated[str | None, typer.Option(metavar="DATE", help=t("By when; the end of the plan."))]
Solution = Annotated[str | None, typer.Option(metavar="TEXT", help=t("How the customer is helped to it."))]
Unit = Annotated[str | None, typer.Option(metavar="TEXT", help=t("What it is counted in: CNY, plants, points."))]


@app.command("add")
@writes("goal.add")
def add(
    w: Writing,
    account: Whose = None,
    title: Annotated[str | None, typer.Argument(metavar="TITLE", help=t("What is to be reached."))] = None,
    *,
    company: Company = False,
    kind: Kind = None,
    metric: Annotated[
        str | None,
        typer.Option(
            metavar="GOALMETRIC",
            help=t("What the book measures it by: revenue, profit, touches, people, coverage, satisfaction, late."),
        ),
    ] = None,
    unit: Unit = None,
    base: Base = None,
    target: Target = None,
    due: Due = None,
    solution: Solution = None,
    year: Year = None,
) -> GoalAdded:
    """Set a goal of a plan; without a metric somebody enters where it stands."""
    account, (named, _) = shifted(account, title, None, company=company)
    plan_id = of_plan(w, account, year, company=company)
    by = goalfields.metric(metric) if metric else None
    of = (unit or "").strip()
    if by in MONEY and of:
        of = fields.currency(of)
    return w.do(
        add_goal,
        plan_id,
        named or "",
        kind=goalfields.goal_kind(kind) if kind else None,
        metric=by,
        unit=of,
        base=None if base is None else goalfields.figure(base, of),
        target=None if target is None else goalfields.figure(target, of),
        due_on=None if due is None else w.date(due),
        solution=solution or "",
    )


@app.command("edit")
@writes("goal.edit")
def edit(
    w: Writing,
    goal: Goal,
    *,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help=t("What is to be reached."))] = None,
    kind: Kind = None,
    unit: Unit = None,
    base: Base = None,
    target: Target = None,
    due: Due = None,
    solution: Solution = None,
) -> GoalEdited:
    """Change a goal; what is not named stays, and - takes a value back."""
    key = number(goal, t("goal"))
    of = goals.one(w.conn, key).unit if unit is None else unit.strip()
    changed: dict[str, object] = {}
    if title is not None:
        changed["title"] = title
    if kind is not None:
        changed["kind"] = goalfields.goal_kind(kind)
    if unit is not None:
        changed["unit"] = "" if unit == NOTHING else of
    for name, text in (("base", base), ("target", target)):
        if text is not None:
            changed[name] = None if text == NOTHING else goalfields.figure(text, of)
    if due is not None:
        changed["due_on"] = None if due == NOTHING else out.day(w.date(due))
    if solution is not None:
        changed["solution"] = "" if solution == NOTHING else solution
    if not changed:
        raise BadInput(t("name a field to change; see --help"))
    return w.do(edit_goal, key, changed)


@app.command("measure")
@writes("goal.measure")
def measure(
    w: Writing,
    goal: Goal,
    value: Annotated[str, typer.Argument(metavar="VALUE", help=t("Where it stands: 12, 3.5万, 80%."))],
    *,
    on: When = None,
    source: Annotated[str, typer.Option(metavar="TEXT", help=t("Where that is from."))] = "",
) -> GoalMeasured:
    """Enter where a goal stands that the book cannot measure."""
    key = number(goal, t("goal"))
    stands = goalfields.figure(value, goals.one(w.conn, key).unit)
    return w.do(measure_goal, key, stands, on=w.date(on) if on else None, source=source)


@app.command("settle")
@writes("goal.settle")
def settle(
    w: Writing,
    goal: Goal,
    state: Annotated[str, typer.Argument(metavar="GOALSTATE", help=t("reached, dropped, or open again."))],
    *,
    on: When = None,
) -> GoalSettled:
    """Say that a goal is reached or dropped, or open it again."""
    return w.do(settle_goal, number(goal, t("goal")), goalfields.goal_state(state), on=w.date(on) if on else None)


@app.command("ls")
def ls(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    company: Company = False,
    off: Annotated[bool, typer.Option("--off-track", help=t("Only those that are off track."))] = False,
) -> None:
    """List the goals of this fiscal year's plans: where they began, stand and should be."""
    session: Session = ctx.obj
    conn, on = session.conn, session.on
    if company and account is not None:
        raise BadInput(t("name an account, or say --company"))
    if company or account is not None:
        only = plans.plan(conn, None if account is None else lookup.account(conn, account), on)
        found: Iterable[Plan] = [only] if only is not None else []
    else:
        found = plans.of_year(conn, on)
    rows = (
        {**planshapes.goal(goal), "account_id": plan.account_id, "account": plan.account or None}
        for plan in found
        for goal in plan.goals
        if not off or goal.pace.course is Course.OFF
    )
    out.rows(session.options, rows, COLUMNS)


COLUMNS = [
    out.column("id"),
    out.column("account", drop=1),
    out.column("title", t("goal")),
    out.column("kind", drop=4),
    out.column("metric", drop=5),
    out.column("base", t("at start"), right=True, drop=6),
    out.column("actual", t("now"), right=True),
    out.column("target", t("wanted"), right=True),
    out.column("unit", t("in"), drop=3),
    out.column("progress", right=True, value=lambda row: _percent(row["progress"]), drop=2),
    out.column("course"),
    out.column("due_on", t("due"), drop=3),
]


def _percent(share: object) -> str | None:
    return f"{100 * share:.0f}%" if isinstance(share, float) else None
