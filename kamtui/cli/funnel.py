"""kamtui funnel"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import opportunityshapes, out
from kamtui.cli.nouns import Noun
from kamtui.cli.session import Session
from kamtui.domain.exceptions import Kind
from kamtui.domain.funnel import Gap
from kamtui.domain.periods import fiscal_label
from kamtui.errors import NotFound, NothingToDo
from kamtui.i18n import n, t
from kamtui.ops.exceptions import raise_exception
from kamtui.render.funnel import proposal, statement, title
from kamtui.store import fiscal, funnel, policies

app = Noun(t("The funnel: its four levels, what is missing to the quota, and the request for hours."))


@app.command("")
def show(
    ctx: typer.Context,
    *,
    owner: Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Only of this one of us; me for yours."))] = None,
    gap: Annotated[bool, typer.Option("--gap", help=t("What is missing to the quota of the fiscal year."))] = False,
    request: Annotated[
        bool, typer.Option("--request", help=t("Ask a head for the hours that are short, as an exception."))
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=t("Show what would happen, save nothing."))] = False,
) -> None:
    """The four levels of the funnel: how many, what they are worth, the hours of ours they still need.

    --gap sets what is still to be brought to the quota against the funnel at the own win rate, and puts what is missing
    into hours. --request does not cut the quota: it asks a head for the hours, with the computation as the proposal.
    """
    if ctx.invoked_subcommand:
        return
    session: Session = ctx.obj
    who = session.who if owner == "me" else owner
    if request:
        _request(session, who, dry_run=dry_run)
    elif gap:
        _gap(session, who)
    else:
        _levels(session, who)


def _levels(session: Session, who: str | None) -> None:
    policy = policies.in_force(session.conn, session.on)
    found = funnel.levels(session.conn, session.on, policy, who)
    out.rows(session.options, map(opportunityshapes.standing, found), COLUMNS)
    if session.options.json or session.options.quiet:
        return
    stale = sum(each.stale for each in found)
    if stale:
        one = "{count} has not moved for more than {days} days; see: kamtui opportunity stale"
        many = "{count} have not moved for more than {days} days; see: kamtui opportunity stale"
        out.tell(n(one, many, stale, days=policy.funnel.stale_days))
    if any(each.estimated for each in found):
        one, many = "{count} value is only a list price", "{count} values are only list prices"
        out.tell(n(one, many, sum(each.estimated for each in found)))


def _gap(session: Session, who: str | None) -> None:
    found = _gaps(session, who)
    if session.options.json:
        out.document([opportunityshapes.gap(each) for each in found])
        return
    if session.options.quiet:
        return
    for each in found:
        for sentence in statement(each):
            out.line(sentence)
    if any(each.short_hours for each in found):
        out.tell(t("do not cut the quota, ask for the hours: kamtui funnel --request"))


def _request(session: Session, who: str | None, *, dry_run: bool) -> None:
    """Record the request for each currency in which hours are short."""
    asked = [each for each in _gaps(session, who) if each.short_hours]
    if not asked:
        raise NothingToDo(t("no hours are short that could be asked for; see: kamtui funnel --gap"))
    with session.book.write("exception.add", dry_run=dry_run) as tx:
        raised = [
            raise_exception.within(tx, title(each), proposal=proposal(each), on=session.today, kind=Kind.TIME)
            for each in asked
        ]
    # imported late: what only reads has nothing to say
    from kamtui.render.said import said

    if session.options.json:
        change = None if dry_run else tx.change
        shapes = [opportunityshapes.gap(each) for each in asked]
        pairs = zip(raised, asked, shapes, strict=True)
        out.document(
            [
                {"id": one.exception_id, "title": one.title, "proposal": proposal(each), **shape, "change": change}
                for one, each, shape in pairs
            ]
        )
        return
    for one, each in zip(raised, asked, strict=True):
        out.line(said(one))
        out.line(proposal(each))
    if not dry_run:
        out.line(t("undo: kamtui undo {change}", change=tx.change))
    else:
        out.tell(t("dry run: nothing was saved"))


def _gaps(session: Session, who: str | None) -> list[Gap]:
    """What is missing; raises NotFound where no quota is set."""
    found = funnel.gaps(session.conn, session.on, policies.in_force(session.conn, session.on), who)
    if not found:
        year = fiscal_label(session.on, fiscal.start(session.conn))
        if who:
            message = "{who} has no quota for {year}; set one: kamtui quota set {who} AMOUNT"
            raise NotFound(t(message, who=who, year=year))
        raise NotFound(t("no quota is set for {year}; set one: kamtui quota set LOGIN AMOUNT", year=year))
    return found


def _worth(row: out.Json) -> object:
    """What a level is worth, one amount a currency."""
    found = row["values"]
    assert isinstance(found, list)
    return " · ".join(f"{each['amount']} {each['currency']}" for each in found) or None


COLUMNS = [
    out.column("level"),
    out.column("count", right=True, min=5),
    out.column("value", right=True, value=_worth),
    out.column("hours", right=True, min=5),
    out.column("stale", right=True, min=5),
    out.column("without_value", t("no value"), right=True, min=5, drop=1),
    out.column("estimated", right=True, min=5, drop=1),
]
