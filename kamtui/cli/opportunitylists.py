"""kamtui opportunity ls|show|stale|renewals"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.opportunity import KindName, LevelName, Number, Product
from kamtui.cli.opportunityshapes import opportunity as shape
from kamtui.cli.params import Limit, MaybeAccount, number
from kamtui.cli.session import Session
from kamtui.domain import opportunities as words
from kamtui.domain.opportunities import Opportunity, Outcome
from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.store import lookup, opportunities, policies

app = Noun(t("Opportunities."))

ALL, OPEN = "all", "open"
OUTCOMES = (OPEN, "won", "lost", ALL)

OfOwner = Annotated[
    str | None, typer.Option("--owner", metavar="LOGIN", help=t("Only of this one of us; me for yours."))
]


@app.command("ls")
def ls(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    owner: OfOwner = None,
    outcome: Annotated[str, typer.Option(metavar="OUTCOME", help=t("open, won, lost or all."))] = OPEN,
    level: LevelName = None,
    kind: KindName = None,
    product: Product = None,
    unattributed: Annotated[bool, typer.Option("--unattributed", help=t("Only those of no account."))] = False,
    expected: Annotated[str | None, typer.Option(metavar="DATE", help=t("Expected up to this day."))] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help=t("Decided from this day on."))] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help=t("Decided up to this day."))] = None,
    limit: Limit = None,
) -> None:
    """List opportunities, the nearest to the end of the funnel first: those that are open, if not said."""
    session: Session = ctx.obj
    if outcome not in OUTCOMES:
        known = ", ".join(OUTCOMES)
        raise BadInput(t("'{text}' is no outcome; use {known}", text=outcome, known=known))
    decided = since is not None or until is not None
    keys = opportunities.ids(
        session.conn,
        account=None if account is None else lookup.account(session.conn, account),
        unattributed=unattributed,
        owner=session.who if owner == "me" else owner,
        outcome=None
        if outcome == ALL or (decided and outcome == OPEN)
        else Outcome("" if outcome == OPEN else outcome),
        level=None if level is None else words.level(level),
        kind=None if kind is None else words.kind(kind),
        product=product,
        expected=(None, None if expected is None else session.until(expected, session.on)),
        closed=(
            None if since is None else session.since(since, session.on),
            None if until is None else session.until(until, session.on),
        ),
    )[:limit]
    _print(session, out.paged(opportunities.rows, session.conn, keys))


@app.command("show")
def show(ctx: typer.Context, opportunity: Number) -> None:
    """One opportunity with all that is known of it."""
    session: Session = ctx.obj
    out.one(session.options, _shape(session, opportunities.one(session.conn, number(opportunity, t("opportunity")))))


@app.command("stale")
def stale(
    ctx: typer.Context,
    *,
    owner: OfOwner = None,
    level: LevelName = None,
    days: Annotated[int | None, typer.Option(min=0, metavar="N", help=t("Days without a move; the policy's."))] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help=t("Instead: not moved after this day."))
    ] = None,
) -> None:
    """List open opportunities that have not moved for longer than the policy wants, the longest first."""
    session: Session = ctx.obj
    if days is not None and since is not None:
        raise BadInput(t("--days and --since exclude each other"))
    patience = policies.in_force(session.conn, session.on).funnel.stale_days if days is None else days
    last = session.on - dt.timedelta(days=patience + 1) if since is None else session.date(since)
    keys = opportunities.ids(
        session.conn,
        owner=session.who if owner == "me" else owner,
        level=None if level is None else words.level(level),
        idle_since=last,
    )
    found = sorted(
        out.paged(opportunities.rows, session.conn, keys), key=lambda row: (-row.idle_days(session.on), row.id)
    )
    _print(session, found)
    if not (session.options.json or session.options.quiet):
        every = len(opportunities.ids(session.conn, owner=session.who if owner == "me" else owner))
        text = "{count} of {all} open opportunities has not moved after {day}"
        many = "{count} of {all} open opportunities have not moved after {day}"
        out.tell(n(text, many, len(found), all=every, day=last))


@app.command("renewals")
def renewals(
    ctx: typer.Context,
    *,
    owner: OfOwner = None,
    days: Annotated[int | None, typer.Option(min=0, metavar="N", help=t("Days to come; the policy's."))] = None,
) -> None:
    """List renewals and tenders that are expected soon, or were expected and are not decided, the first first."""
    session: Session = ctx.obj
    ahead = policies.in_force(session.conn, session.on).funnel.renewal_days if days is None else days
    last = session.on + dt.timedelta(days=ahead)
    keys = opportunities.ids(session.conn, owner=session.who if owner == "me" else owner, expected=(None, last))
    found = [
        row
        for row in out.paged(opportunities.rows, session.conn, keys)
        if row.kind in (words.Kind.RENEWAL, words.Kind.TENDER)
    ]
    _print(session, sorted(found, key=lambda row: (str(row.expected_on), row.id)))


def _shape(session: Session, row: Opportunity) -> out.Json:
    return shape(row, session.on)


def _print(session: Session, found: Iterable[Opportunity]) -> None:
    out.rows(session.options, (_shape(session, row) for row in found), COLUMNS)


def _worth(row: out.Json) -> object:
    """The value, marked where it is only a list price."""
    return f"~{row['value']}" if row["estimated"] else row["value"]


COLUMNS = [
    out.column("id"),
    out.column("account", t("account")),
    out.column("name", t("opportunity"), drop=1),
    out.column("kind", drop=4),
    out.column("level"),
    out.column("value", right=True, value=_worth),
    out.column("currency", min=3, drop=2),
    out.column("product", drop=4),
    out.column("owner", drop=3),
    out.column("opened_on", t("opened"), drop=5),
    out.column("expected_on", t("expected"), drop=2),
    out.column("outcome", drop=3),
    out.column("closed_on", t("decided"), drop=5),
]
