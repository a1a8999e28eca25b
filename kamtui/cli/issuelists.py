"""kamtui issue ls|show|causes|report"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from kamtui.cli import issueshapes, out
from kamtui.cli.nouns import Noun
from kamtui.cli.params import From, MaybeAccount, Since, To, Until, number
from kamtui.cli.session import Session
from kamtui.domain import issues as words
from kamtui.domain.issues import Issue as Stored
from kamtui.domain.periods import add_months
from kamtui.domain.serviceclocks import moment
from kamtui.domain.servicereports import service_report
from kamtui.domain.teams import function as our_function
from kamtui.i18n import t
from kamtui.render.format import percent
from kamtui.render.service import how, lasting
from kamtui.store import issues, lookup, policies

app = Noun(t("Issues listed."))

YEAR = 12
"""Months that a report is of, where no days are named."""

Issue = Annotated[str, typer.Argument(metavar="ISSUE", help=t("Its number in `issue ls`."))]
Open = Annotated[
    bool | None, typer.Option("--open/--resolved", help=t("Only open, or only settled ones; both if not said."))
]


@app.command("ls")
def ls(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    open: Open = None,
    late: Annotated[bool, typer.Option("--late", help=t("Only open ones past the hours of their tier."))] = False,
    mine: Annotated[bool, typer.Option("--mine", help=t("Only those that you see to."))] = False,
    owner: Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Only of this one of us; me for yours."))] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="ISSUEKIND", help=t("Only of this kind: complaint, request, …"))
    ] = None,
    department: Annotated[
        str | None, typer.Option(metavar="DEPARTMENT", help=t("Only those that this function must act on."))
    ] = None,
    cause: Annotated[str | None, typer.Option(metavar="TEXT", help=t("Only of this cause."))] = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """List issues by how they press: green channel, tier of their day, clock; then settled ones, the latest first.

    What was told in confidence only its author and heads see; who can read the file itself sees it all.
    """
    session: Session = ctx.obj
    conn = session.conn
    keys = issues.ids(
        conn,
        account=None if account is None else lookup.account(conn, account),
        owner=session.who if mine or owner == "me" else owner,
        is_open=True if late else open,
        kind=None if kind is None else words.kind(kind),
        department=None if department is None else our_function(department),
        since=session.since(since, dt.date.min) if since else None,
        until=session.until(until, dt.date.max) if until else None,
    )
    found = list(out.paged(issues.rows, conn, keys))
    if cause is not None:
        found = [one for one in found if words.cause_key(one.cause) == words.cause_key(cause)]
    seen = words.in_turn(found, policies.in_force(conn, session.on).service, _now(session))
    shown = [one for one in seen if one.clocks.is_late] if late else seen
    clocks = {one.id: how(one.clocks.pressing) if one.issue.is_open else t("settled") for one in shown}
    clock = out.column("sla", t("clock"), value=lambda row: clocks[int(str(row["id"]))], min=11)
    out.rows(session.options, (issueshapes.seen(one) for one in shown), [COLUMNS[0], clock, *COLUMNS[1:]])


@app.command("show")
def show(ctx: typer.Context, issue: Issue) -> None:
    """One issue in full, with both of its clocks."""
    session: Session = ctx.obj
    found = issues.one(session.conn, number(issue, t("issue")))
    rules = policies.in_force(session.conn, session.on).service
    out.one(session.options, issueshapes.seen(words.in_turn([found], rules, _now(session))[0]))


@app.command("causes")
def causes(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    since: Since = None,
    until: Until = None,
    least: Annotated[
        int | None, typer.Option(min=1, metavar="N", help=t("Only those that came up so often; as the policy says."))
    ] = None,
) -> None:
    """Causes that came up again and again, in open and settled issues, over all accounts or at one.

    Within the days of the policy, if no days are named.
    """
    session: Session = ctx.obj
    rules = policies.in_force(session.conn, session.on).service
    last = session.until(until, session.on)
    first = session.since(since, last - dt.timedelta(days=rules.repeat_days - 1))
    found = words.causes(_between(session, account, first, last), rules.repeats if least is None else least)
    out.rows(session.options, map(issueshapes.cause, found), CAUSES)


@app.command("report")
def report(ctx: typer.Context, account: MaybeAccount = None, *, from_: From = None, to: To = None) -> None:
    """How issues that came in were served, by tier: at the first go, in time; and what complaints changed.

    The last twelve months if no days are named. A rate is of those of which it is known: 0 of 0 is unknown.
    """
    session: Session = ctx.obj
    last = session.until(to, session.on)
    first = session.since(from_, add_months(last, -YEAR) + dt.timedelta(days=1))
    rules = policies.in_force(session.conn, session.on).service
    found = service_report(_between(session, account, first, last), first, last, rules, _now(session))
    shape = {
        "from": out.day(found.first),
        "to": out.day(found.last),
        "tiers": [issueshapes.served(tier) for tier in found.tiers],
        "improvements": [issueshapes.improvement(one) for one in found.improvements],
    }
    if session.options.json:
        out.document(shape)
        return
    out.rows(session.options, map(issueshapes.served, found.tiers), TIERS)
    if found.improvements and not session.options.quiet:
        print()
        out.rows(session.options, map(issueshapes.improvement, found.improvements), IMPROVEMENTS)


def _between(session: Session, account: str | None, first: dt.date, last: dt.date) -> list[Stored]:
    conn = session.conn
    of = None if account is None else lookup.account(conn, account)
    return list(out.paged(issues.rows, conn, issues.ids(conn, account=of, since=first, until=last)))


def _now(session: Session) -> dt.datetime:
    """The moment at which the book is looked at."""
    return moment(session.on, session.today, session.clock.now(), session.clock.zone)


def _rate(name: str, of: str, kept: str) -> out.Shown:
    """A column of a rate and what it is of: "80% 4/5"."""

    def value(row: out.Json) -> object:
        share = row[f"{name}_rate"]
        return None if share is None else f"{percent(float(str(share)))} {row[kept]}/{row[of]}"

    labels = {"first_time": t("first go"), "response": t("answered in time"), "resolution": t("settled in time")}
    return out.column(f"{name}_rate", labels[name], right=True, value=value)


COLUMNS = [
    out.column("id"),
    out.column("tier", drop=2),
    out.column("account", min=16),
    out.column("kind", drop=3),
    out.column("severity", t("sev."), drop=4, min=4),
    out.column("title", t("issue"), min=24),
    out.column("owner", drop=1),
    out.column("department", drop=5),
    out.column("on", t("since"), drop=3, min=10),
]

CAUSES = [
    out.column("cause"),
    out.column("count", right=True),
    out.column("accounts", value=lambda row: _counted(row["accounts"])),
    out.column("last_on", t("last"), min=10),
    out.column("open", right=True, drop=1),
    out.column("prevented_by", drop=2),
]

TIERS = [
    out.column("tier", value=lambda row: row["tier"] or t("no tier")),
    out.column("issues", right=True),
    out.column("open", right=True),
    _rate("first_time", "first_time_known", "first_time"),
    _rate("response", "response_decided", "response_kept"),
    _rate("resolution", "resolution_decided", "resolution_kept"),
    out.column(
        "median_hours",
        t("half took"),
        right=True,
        value=lambda row: None if row["median_hours"] is None else lasting(_hours(row["median_hours"])),
    ),
]

IMPROVEMENTS = [
    out.column("issue_id", t("complaint")),
    out.column("on", drop=1, min=10),
    out.column("account"),
    out.column("title", t("issue")),
    out.column("cause", drop=2),
    out.column("lesson"),
    out.column("prevented_by"),
]


def _counted(accounts: object) -> str:
    assert isinstance(accounts, list)
    return ", ".join(f"{one['name']} {one['count']}" for one in accounts)


def _hours(value: object) -> dt.timedelta:
    return dt.timedelta(hours=float(str(value)))
