"""kamtui task …"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

import typer

from kamtui.cli import out, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, OfAccount, number
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain.outcomes.tasks import TaskAdded, TaskClosed, TaskEdited
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops import meant
from kamtui.ops.tasks import STATES, add_task, close_task, edit_task
from kamtui.store import lookup, tasks, users

app = Noun(t("Follow-ups: add, list, done, edit, cancel."))

Task = Annotated[str, typer.Argument(metavar="TASK", help=t("Its number in `task ls`."))]
Owner = Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Who does it."))]
On = Annotated[str, typer.Option(metavar="DATE", help=t("The day it was."))]
Result = Annotated[str, typer.Option(metavar="TEXT", help=t("What came of it."))]
Signal = Annotated[str | None, typer.Option(metavar="SIGNAL", help=t("The signal it answers, such as SIG-06."))]
ALL = "all"

LAST_SIGNAL = 35
"""Signals are called SIG-01 to SIG-35."""


@app.command("add")
@writes("task.add")
def add(
    w: Writing,
    title: Annotated[str, typer.Argument(metavar="TITLE", help=t("What was promised."))],
    *,
    account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help=t("The account it is for."))] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help=t("By when."))] = None,
    owner: Owner = None,
    contact: Annotated[str | None, typer.Option(metavar="CONTACT", help=t("Whom it was promised to."))] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help=t("When it was promised; today."))] = None,
    theirs: Annotated[bool, typer.Option("--theirs", help=t("The customer promised it to us."))] = False,
    repeat: Annotated[str, typer.Option(metavar="STEP", help=t("It comes again: 7d, 2w, 1m, 1q, 1y."))] = "",
    signal: Signal = None,
    goal: Annotated[str | None, typer.Option(metavar="GOAL", help=t("The goal of a plan that it is for."))] = None,
    key: Annotated[str | None, typer.Option(metavar="KEY", help=t("Your key; sent again, nothing happens."))] = None,
) -> TaskAdded:
    """Add a follow-up."""
    account_id = None if account is None else w.account(account)
    person = None
    if contact is not None:
        person = (
            w.contact(contact) if account_id is None else meant.person(w.conn, account_id, contact, w.session.today)
        )
    return w.do(
        add_task,
        title,
        account_id=account_id,
        due_on=None if due is None else w.date(due),
        owner="" if owner is None else users.login(w.conn, owner),
        contact_id=person,
        on=None if on is None else w.date(on),
        by_customer=theirs,
        repeat=repeat,
        signal=_signal(signal) or "",
        goal_id=None if goal is None else number(goal, t("goal")),
        key=key,
    )


@app.command("edit")
@writes("task.edit")
def edit(
    w: Writing,
    task: Task,
    *,
    title: Annotated[str | None, typer.Option(metavar="TEXT")] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help=t("By when; - for some day."))] = None,
    owner: Owner = None,
    repeat: Annotated[
        str | None, typer.Option(metavar="STEP", help=t("It comes again: 7d, 2w, 1m, 1q, 1y; - for once."))
    ] = None,
    theirs: Annotated[bool | None, typer.Option("--theirs/--ours", help=t("Who promised it."))] = None,
) -> TaskEdited:
    """Change a follow-up; what is not named stays, and another day moves it this time only."""
    changed: dict[str, object] = {}
    if title is not None:
        changed["title"] = title
    if due is not None:
        changed["due_on"] = None if due == NOTHING else out.day(w.date(due))
    if owner is not None:
        changed["owner"] = users.login(w.conn, owner)
    if repeat is not None:
        changed["repeat"] = "" if repeat == NOTHING else repeat
    if theirs is not None:
        changed["by_customer"] = theirs
    if not changed:
        raise BadInput(t("name a field to change; see --help"))
    return w.do(edit_task, number(task, t("task")), changed)


@app.command("done")
@writes("task.close")
def done(w: Writing, task: Task, *, on: On = "today", result: Result = "") -> TaskClosed:
    """A follow-up was done; where it comes again, the next one is added."""
    return w.do(close_task, number(task, t("task")), on=w.date(on), result=result)


@app.command("cancel")
@writes("task.close")
def cancel(w: Writing, task: Task, *, on: On = "today", result: Result = "") -> TaskClosed:
    """A follow-up is not needed any more; one that comes again does not any more."""
    return w.do(close_task, number(task, t("task")), on=w.date(on), state="cancelled", result=result)


@app.command("reopen")
@writes("task.close")
def reopen(w: Writing, task: Task) -> TaskClosed:
    """A follow-up is open again."""
    return w.do(close_task, number(task, t("task")), on=w.session.today, state="open")


@app.command("ls")
def ls(
    ctx: typer.Context,
    *,
    account: OfAccount = None,
    owner: Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Only of this one of us; me for yours."))] = None,
    state: Annotated[str, typer.Option(metavar="STATE", help=t("open, done, cancelled or all."))] = "open",
    due: Annotated[str | None, typer.Option(metavar="DATE", help=t("Due up to this day."))] = None,
    late: Annotated[bool, typer.Option("--late", help=t("Only those whose day is over."))] = False,
    theirs: Annotated[
        bool | None, typer.Option("--theirs/--ours", help=t("Only what customers promised, or what we did."))
    ] = None,
    signal: Signal = None,
) -> None:
    """List follow-ups, the earliest due first."""
    session: Session = ctx.obj
    conn = session.conn
    if state not in (*STATES, ALL):
        raise BadInput(
            t("'{state}' is no state of a task; use {states}", state=state, states=", ".join((*STATES, ALL)))
        )
    if late and (due is not None or state != "open"):
        raise BadInput(t("--late are open ones up to yesterday; leave out --due and --state"))
    until = session.on - dt.timedelta(days=1) if late else None if due is None else session.until(due, session.on)
    keys = tasks.ids(
        conn,
        account=None if account is None else lookup.account(conn, account),
        owner=session.who if owner == "me" else owner,
        state=None if state == ALL else state,
        due_until=until,
        by_customer=theirs,
        signal=_signal(signal),
    )
    out.rows(session.options, map(shapes.task, out.paged(tasks.rows, conn, keys)), COLUMNS)


def _signal(text: str | None) -> str | None:
    """The name of a signal, however it was typed: sig-6, SIG-06."""
    if text is None:
        return None
    found = re.fullmatch(r"(?:SIG-?)?(\d{1,2})", text.strip().upper())
    if not found or not 1 <= int(found[1]) <= LAST_SIGNAL:
        raise BadInput(t("'{text}' is no signal; try SIG-06", text=text))
    return f"SIG-{int(found[1]):02d}"


COLUMNS = [
    out.column("id"),
    out.column("due_on", t("due")),
    out.column("title", t("task")),
    out.column("by_customer", t("theirs"), drop=3),
    out.column("repeat", drop=3, min=4),
    out.column("account", drop=2),
    out.column("owner", drop=1),
    out.column("state", drop=1),
]
