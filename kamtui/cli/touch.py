"""kamtui touch …"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import typer

from kamtui.cli import out, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account, Limit, MaybeAccount, Since, Until, given, number
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields
from kamtui.domain import touches as touched
from kamtui.domain.outcomes.touches import TouchEdited, TouchJoined, TouchLogged
from kamtui.domain.touches import TouchState
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.touches import FollowUp, add_touch, edit_touch, join_touch, part_touch, plan_touch
from kamtui.store import lookup, touches

app = Noun(t("Touches, logged contact with one or more people: add, plan, list, edit, join, mix."))

Kind = Annotated[str | None, typer.Option(metavar="KIND", help=t("call, visit, meeting, email, message …"))]
People = Annotated[list[str] | None, typer.Option("--with", metavar="CONTACT", help=t("Who was there; repeatable."))]
When = Annotated[str | None, typer.Option("--on", metavar="DATE", help=t("The day, today if not said."))]
Minutes = Annotated[str | None, typer.Option(metavar="TIME", help=t("How long: 90m, 2h, 1h30."))]
State = Annotated[str | None, typer.Option(metavar="STATE", help=t("done, scheduled or cancelled."))]
Feedback = Annotated[str | None, typer.Option(metavar="+|0|-", help=t("How the customer reacted."))]
Way = Annotated[str | None, typer.Option(metavar="out|in|both", help=t("Who sought the contact."))]
For = Annotated[
    str | None,
    typer.Option(metavar="PURPOSE", help=t("sell, deliver, solve, learn, courtesy, review, plan or collect.")),
]
Lesson = Annotated[str | None, typer.Option(metavar="TEXT", help=t("What it changes in our judgement of them."))]
Touch = Annotated[str, typer.Argument(metavar="TOUCH", help=t("Its number in `touch ls`."))]
By = Annotated[str, typer.Option(metavar="LOGIN", help=t("Who of us, if not you."))]
Key = Annotated[str | None, typer.Option(metavar="KEY", help=t("Your key; sent again, nothing happens."))]


@app.command("add")
@writes("touch.add")
def add(
    w: Writing,
    account: Account,
    summary: Annotated[str, typer.Argument(metavar="[SUMMARY]", help=t("What was said."))] = "",
    *,
    kind: Kind = "call",
    with_: People = None,
    on: When = None,
    at: Annotated[str | None, typer.Option(metavar="TIME", help=t("14:30, or a day and a time."))] = None,
    minutes: Minutes = None,
    state: State = None,
    feedback: Feedback = None,
    direction: Way = None,
    purpose: For = None,
    lesson: Lesson = None,
    by: By = "",
    next: Annotated[str | None, typer.Option(metavar="STEP", help=t('Next step with its day: "fri 发合同".'))] = None,
    status: Annotated[str | None, typer.Option(metavar="STATUS", help=t("What the relationship is now."))] = None,
    key: Key = None,
) -> TouchLogged:
    """Log a touch with the people who were there; one in the future is scheduled."""
    session = w.session
    account_id = w.account(account)
    day = w.date(on) if on else session.today
    moment = fields.instant(at, day, session.clock.zone) if at else None
    if moment is not None and on is None:
        day = moment.astimezone(session.clock.zone).date()
    follow_up = _next_step(w, next, summary)
    return w.do(
        add_touch,
        account_id,
        kind=fields.kind(kind or "call"),
        people=_people(w, account_id, with_),
        on=day,
        at=moment,
        minutes=fields.minutes(minutes) if minutes else None,
        summary=summary,
        state=_state(state) if state else _usual_state(day, session.today),
        by=by,
        feedback=fields.feedback(feedback) if feedback else None,
        direction=fields.direction(direction) if direction else None,
        purpose=fields.purpose(purpose) if purpose else None,
        lesson=lesson or "",
        key=key,
        follow_up=follow_up,
        status=fields.status(status) if status else None,
    )


@app.command("plan")
@writes("touch.plan")
def plan(
    w: Writing,
    account: Account,
    on: Annotated[str, typer.Argument(metavar="DATE", help=t("The day it will be."))],
    summary: Annotated[str, typer.Argument(metavar="[TEXT]", help=t("What it is."))] = "",
    *,
    kind: Kind = "visit",
    with_: People = None,
    purpose: For = None,
    by: By = "",
    key: Key = None,
) -> TouchLogged:
    """Plan a touch, an event of the customer's (--kind event) or the annual forum (--kind annual_forum).

    After it took place: kamtui touch edit TOUCH --state done --summary TEXT.
    """
    account_id = w.account(account)
    return w.do(
        plan_touch,
        account_id,
        w.date(on),
        summary,
        kind=fields.kind(kind or "visit"),
        people=_people(w, account_id, with_),
        purpose=fields.purpose(purpose) if purpose else None,
        by=by,
        key=key,
    )


@app.command("join")
@writes("touch.join")
def join(
    w: Writing,
    touch: Touch,
    other: Annotated[str, typer.Argument(metavar="OTHER", help=t("The colleague's touch of the same meeting."))],
) -> TouchJoined:
    """Say that a touch is the same meeting as a colleague's: both keep their minutes, the meeting counts once."""
    return w.do(join_touch, number(touch, t("touch")), number(other, t("touch")))


@app.command("part")
@writes("touch.part")
def part(w: Writing, touch: Touch) -> TouchJoined:
    """Say that a joined touch is a meeting of its own again."""
    return w.do(part_touch, number(touch, t("touch")))


@app.command("edit")
@writes("touch.edit")
def edit(
    w: Writing,
    touch: Touch,
    *,
    kind: Kind = None,
    with_: People = None,
    on: When = None,
    minutes: Minutes = None,
    state: State = None,
    summary: Annotated[str | None, typer.Option(metavar="TEXT", help=t("What was said."))] = None,
    feedback: Feedback = None,
    direction: Way = None,
    purpose: For = None,
    lesson: Lesson = None,
) -> TouchEdited:
    """Correct a touch; what is not named stays. --with names all people who were there; "" empties a field."""
    key = number(touch, t("touch"))
    changed = given(summary=summary, lesson=lesson)
    if feedback is not None:
        changed["feedback"] = fields.feedback(feedback) if feedback else None
    if direction is not None:
        changed["direction"] = fields.direction(direction) if direction else None
    if purpose is not None:
        changed["purpose"] = fields.purpose(purpose) if purpose else None
    if kind is not None:
        changed["kind"] = fields.kind(kind)
    if minutes is not None:
        changed["minutes"] = fields.minutes(minutes)
    if state is not None:
        changed["state"] = _state(state)
    if on is not None:
        changed["on"] = w.date(on)
    if with_:
        account = touches.one(w.conn, key).account_id
        changed["people"] = _people(w, account, with_)
    if not changed:
        raise BadInput(t("name a field to change; see --help"))
    return w.do(edit_touch, key, changed)


@app.command("ls")
def ls(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    contact: Annotated[str | None, typer.Option(metavar="CONTACT", help=t("Only with this person."))] = None,
    since: Since = None,
    until: Until = None,
    by: Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Only by this one of us."))] = None,
    state: State = None,
    tag: Annotated[
        str | None, typer.Option(metavar="TAG", help=t("Only with this #word in it, such as intel."))
    ] = None,
    limit: Limit = None,
) -> None:
    """List touches, the latest first.

    A # makes a word a tag. What is tagged #intel or #rival is shown beside the overviews of the account's plan.
    """
    session: Session = ctx.obj
    conn = session.conn
    account_id = None if account is None else lookup.account(conn, account)
    keys = touches.ids(
        conn,
        account=account_id,
        contact=None if contact is None else lookup.contact(conn, contact, account_id),
        since=session.since(since, dt.date.min) if since else None,
        until=session.until(until, dt.date.max) if until else None,
        by=by,
        state=_state(state) if state else None,
        tag=None if tag is None else touched.tag(tag),
        limit=limit,
    )
    out.rows(session.options, map(shapes.touch, out.paged(touches.rows, conn, keys)), COLUMNS)


app.elsewhere(
    "mix", "mixing", t("What contact consists of: kinds, how much of it goes both ways, how many minutes nobody typed.")
)


COLUMNS = [
    out.column("id", drop=3),
    out.column("on", min=10),
    out.column("kind"),
    out.column("account"),
    out.column("people", t("with")),
    out.column("minutes", t("min"), right=True, drop=2),
    out.column("by", drop=1),
    out.column("state", drop=1),
    out.column("feedback", "+-", min=2, value=lambda row: row["feedback"] or ""),
    # codes: in and out mean too much else to be translated one by one
    out.column("direction", t("sought by"), drop=4, value=lambda row: row["direction"] and str(row["direction"])),
    out.column("purpose", drop=4, value=lambda row: row["purpose"] and str(row["purpose"])),
    out.column("summary"),
    out.column("lesson", drop=4),
    out.column("joins", drop=4, right=True),
]


def _people(w: Writing, account: int, names: Sequence[str] | None) -> list[int]:
    """Who of an account's people the names mean."""
    if not names:
        return []
    # imported late: it takes all that a line of text may say, and most touches from a script name nobody
    from kamtui.ops import meant

    return [meant.person(w.conn, account, name, w.session.today) for name in names]


def _next_step(w: Writing, text: str | None, summary: str) -> FollowUp | None:
    if not text:
        return None
    from kamtui.ops import meant

    return meant.next_step(text, summary, w.session.today)


def _state(text: str) -> TouchState:
    word = text.strip().casefold()
    if word not in list(TouchState):
        raise BadInput(t("'{text}' is no state of a touch; use {known}", text=text, known=", ".join(TouchState)))
    return TouchState(word)


def _usual_state(day: dt.date, today: dt.date) -> TouchState:
    return TouchState.SCHEDULED if day > today else TouchState.DONE
