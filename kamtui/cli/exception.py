"""kamtui exception …"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

import typer

from kamtui.cli import out, overseen
from kamtui.cli.nouns import Noun
from kamtui.cli.params import OfAccount, number
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import exceptions as words
from kamtui.domain.outcomes.exceptions import ExceptionCommented, ExceptionDecided, ExceptionRaised
from kamtui.domain.overview import Handover, Of, Red
from kamtui.i18n import n, t
from kamtui.ops.exceptions import (
    approve_exception,
    change_exception,
    comment_on_exception,
    raise_exception,
    refuse_exception,
    withdraw_exception,
)
from kamtui.render.noticed import by_owner, done_about, told, what_to_do, why_handover
from kamtui.render.reasoned import why
from kamtui.store import exceptions, lookup
from kamtui.store import overview as heads_view
from kamtui.store.overview import Overview

app = Noun(t("Exceptions: raise with a proposal, list, decide; what a head has to see."))

Number = Annotated[str, typer.Argument(metavar="EXCEPTION", help=t("Its number in `exception ls`."))]
On = Annotated[str, typer.Option(metavar="DATE", help=t("The day it was."))]
ALL = "all"


@app.command("add")
@writes("exception.add")
def add(
    w: Writing,
    title: Annotated[str, typer.Argument(metavar="TITLE", help=t("What is beyond the limits."))],
    *,
    proposal: Annotated[str, typer.Option(metavar="TEXT", help=t("What you would do; needed."))] = "",
    account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help=t("The account it is about."))] = None,
    kind: Annotated[
        str, typer.Option(metavar="KIND", help=t("terms, credit, capacity, time, service or other."))
    ] = "other",
    on: On = "today",
) -> ExceptionRaised:
    """Raise an exception for a head to decide, with what you propose."""
    account_id = None if account is None else w.account(account)
    asked = words.kind(kind)
    return w.do(raise_exception, title, proposal=proposal, on=w.date(on), account_id=account_id, kind=asked)


@app.command("ls")
def ls(
    ctx: typer.Context,
    *,
    state: Annotated[
        str, typer.Option(metavar="STATE", help=t("waiting, approved, changed, refused, withdrawn or all."))
    ] = words.State.WAITING,
    account: OfAccount = None,
    by: Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Only those that this one of us raised."))] = None,
) -> None:
    """List exceptions, the oldest first: those that wait, if not said."""
    session: Session = ctx.obj
    conn = session.conn
    keys = exceptions.ids(
        conn,
        state=None if state == ALL else words.state(state),
        account=None if account is None else lookup.account(conn, account),
        raised_by=session.who if by == "me" else by,
    )
    said = exceptions.comments(conn, keys)
    rows = (overseen.exception(row, said.get(row.id, ())) for row in out.paged(exceptions.rows, conn, keys))
    out.rows(session.options, rows, COLUMNS)


@app.command("show")
def show(ctx: typer.Context, exception: Number) -> None:
    """One exception: what is proposed, what was said, what was decided."""
    session: Session = ctx.obj
    found = exceptions.one(session.conn, number(exception, t("exception")))
    said = exceptions.comments(session.conn, [found.id])
    out.one(session.options, overseen.exception(found, said.get(found.id, ())))


Answer = Annotated[str, typer.Option("--reason", metavar="TEXT", help=t("Why."))]


@app.command("approve")
@writes("exception.approve")
def approve(w: Writing, exception: Number, *, reason: Answer = "", on: On = "today") -> ExceptionDecided:
    """Approve an exception as it is proposed; a head does."""
    return w.do(approve_exception, number(exception, t("exception")), on=w.date(on), answer=reason)


@app.command("change")
@writes("exception.change")
def change(
    w: Writing,
    exception: Number,
    answer: Annotated[str, typer.Argument(metavar="TEXT", help=t("What is done instead."))],
    *,
    on: On = "today",
) -> ExceptionDecided:
    """Decide an exception otherwise than proposed; a head does."""
    return w.do(change_exception, number(exception, t("exception")), answer, on=w.date(on))


@app.command("refuse")
@writes("exception.refuse")
def refuse(
    w: Writing,
    exception: Number,
    answer: Annotated[str, typer.Argument(metavar="TEXT", help=t("Why."))],
    *,
    on: On = "today",
) -> ExceptionDecided:
    """Refuse an exception, with the reason; a head does."""
    return w.do(refuse_exception, number(exception, t("exception")), answer, on=w.date(on))


@app.command("comment")
@writes("exception.comment")
def comment(
    w: Writing,
    exception: Number,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=t("What you have to say."))],
    *,
    on: On = "today",
) -> ExceptionCommented:
    """Comment on an exception that waits."""
    return w.do(comment_on_exception, number(exception, t("exception")), text, on=w.date(on))


@app.command("withdraw")
@writes("exception.withdraw")
def withdraw(w: Writing, exception: Number, *, reason: Answer = "", on: On = "today") -> ExceptionDecided:
    """Withdraw an exception that you raised."""
    return w.do(withdraw_exception, number(exception, t("exception")), on=w.date(on), answer=reason)


@app.command("overview")
def overview(ctx: typer.Context) -> None:
    """What a head has to see, and no more: exceptions, old reds, limits passed, tier proposals, handovers.

    Of each manager at most five red accounts are named, the others counted. Red: for more working days than the policy
    leaves to the owner, and no next step promised.
    """
    session: Session = ctx.obj
    found = heads_view.overview(session.conn, session.on)
    if session.options.json:
        out.document(overseen.overview(found))
    elif session.options.quiet:
        out.rows(session.options, [{"id": row.id} for row in found.waiting], [])
    else:
        out.rows(session.options, list(_lines(found)), LINES)
        if found.proposals is None:
            out.tell(t("tier proposals are not counted in a book of this size; see: kamtui tier proposals"))


COLUMNS = [
    out.column("id"),
    out.column("on", t("since")),
    out.column("account", drop=1),
    out.column("kind", drop=3),
    out.column("title", t("exception")),
    out.column("proposal", drop=2),
    out.column("raised_by", t("by")),
    out.column("state", drop=4),
]

LINES = [
    out.column("section", ""),
    out.column("name", t("about")),
    out.column("text", t("what"), min=40),
    out.column("owner", drop=1),
    out.column("since", drop=2),
    out.column("done", t("done"), drop=3),
]


def _lines(found: Overview) -> Iterator[out.Json]:
    """The overview as one list, a line for each item."""
    for row in found.waiting:
        said = t("#{id} {title}; proposed: {proposal}", id=row.id, title=row.title, proposal=row.proposal)
        yield _line(t("decide"), row.account, said, row.raised_by, row.on)
    for of in found.reds:
        for red in of.shown:
            section = t("at risk") if red.step.is_at_risk else t("red")
            because = "; ".join(why(reason) for reason in red.reasons)
            done = done_about(red) if red.looked or red.next_on else ""
            yield _line(section, found.names[red.account_id], because, red.owner, red.reasons[0].since, done)
        yield from _more(t("red"), of)
    for notice in found.notices:
        yield _line(t("limit"), notice.who or t("the book"), told(notice), done=what_to_do(notice))
    if found.proposals:
        count = sum(found.proposals.values())
        by = by_owner(found.proposals)
        said = n("{count} tier proposal waits: {by}", "{count} tier proposals wait: {by}", count, by=by)
        yield _line(t("tiers"), None, said)
    for held in found.handovers:
        for each in held.shown:
            yield _line(t("owner"), found.names[each.account_id], why_handover(each), each.owner, each.since)
        yield from _more(t("owner"), held)


def _more(section: str, of: Of[Red] | Of[Handover]) -> Iterator[out.Json]:
    if of.more:
        yield _line(section, None, n("{count} more", "{count} more", len(of.more)), of.owner)


def _line(
    section: str, name: str | None, text: str, owner: str = "", since: dt.date | None = None, done: str = ""
) -> out.Json:
    what = {"section": section, "name": name, "text": text, "owner": owner or None}
    return {**what, "since": out.day(since), "done": done or None}
