"""kamtui report: pages for people who never open a terminal, as Markdown or one HTML file."""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import bookreports, out, planshapes
from kamtui.cli.briefed import shape
from kamtui.cli.documents import AsFormat, Confidential, Force, Output, Target
from kamtui.cli.noting import note_unless_watched
from kamtui.cli.nouns import Noun
from kamtui.cli.out import Json, day
from kamtui.cli.params import Account
from kamtui.cli.session import Session
from kamtui.domain.accountreports import AccountReport
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.render.reports import account as accountpage
from kamtui.render.reports import plan as planpage
from kamtui.store import accountreports, lookup, plans

app = Noun(t("Reports for people who never open a terminal, as Markdown or one HTML file."))

app.command("portfolio")(bookreports.portfolio)
app.command("movement")(bookreports.movement)
app.command("pyramid")(bookreports.pyramid)


@app.command("account")
def account(
    ctx: typer.Context,
    account: Account,
    *,
    format: AsFormat = None,
    output: Output = None,
    force: Force = False,
    confidential: Confidential = False,
) -> None:
    """One account from top to bottom: where it stands, what it buys, how its tier and the relationship went, people.

    What was said in confidence is left out unless asked for.
    """
    session: Session = ctx.obj
    key = lookup.account(session.conn, account)
    target = Target(session, format, output, force=force)
    known = accountreports.report(session.conn, key, session.on, confidential=confidential)
    if target.file is None and session.options.json:
        note_unless_watched(session, f"{session.command}: {known.briefing.who.name}")
        out.document(_document(known))
        return
    target.take(accountpage.page(known, target.glyphs), session)
    if target.file is not None:
        out.line(t("{account}: report written to {path}", account=known.briefing.who.name, path=target.file))


@app.command("plan")
def plan(
    ctx: typer.Context,
    account: Annotated[
        str | None, typer.Argument(metavar="[ACCOUNT]", help=t("Whose; left out: the company's."))
    ] = None,
    *,
    format: AsFormat = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """The plan of an account for this fiscal year, or the company's: what it says, how old that is, goals, actions."""
    session: Session = ctx.obj
    key = None if account is None else lookup.account(session.conn, account)
    target = Target(session, format, output, force=force)
    found = plans.plan(session.conn, key, session.on)
    if found is None:
        raise NotFound(t("there is no plan for this fiscal year; start one: kamtui plan start"))
    if target.file is None and session.options.json:
        note_unless_watched(session, f"{session.command}: {found.account or session.info.name}")
        out.document(planshapes.plan(found))
        return
    target.take(planpage.page(found, target.glyphs), session)
    if target.file is not None:
        name = t("the company") if found.is_company else found.account
        out.line(t("{account}: report written to {path}", account=name, path=target.file))


def _document(known: AccountReport) -> Json:
    return {
        **shape(known.briefing),
        "axes": {axis.value: score for axis, score in known.axes.items()},
        "known_percent": {axis.value: percent for axis, percent in known.known.items()},
        "tiers": [{**each._asdict(), "on": day(each.on)} for each in known.tiers],
        "statuses": [{**each._asdict(), "on": day(each.on)} for each in known.statuses],
        "time": [
            {"first": day(each.period.first), "last": day(each.period.last), "minutes": each.minutes}
            | {"touches": each.touches, "partial": each.partial}
            for each in known.spent
        ],
    }
