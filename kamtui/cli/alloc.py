"""kamtui alloc …"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.params import From, To
from kamtui.cli.pyramid import User, asked_weeks, logged, one_of
from kamtui.cli.reports import figure, level
from kamtui.cli.session import Session
from kamtui.domain.periods import Period, add_months
from kamtui.domain.policy import Policy
from kamtui.domain.pyramid import Pyramid, Served, under_served
from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.store import policies, portfolio, users
from kamtui.store.sqlite import Connection

app = Noun(t("Where logged time goes, against 60/30/10."))

NAMED = 5
"""How many under-served accounts the remark names."""

Week = Annotated[bool, typer.Option("--week", help=t("The seven days up to today."))]
Month = Annotated[bool, typer.Option("--month", help=t("The month up to today."))]


@app.command("")
def shares(
    ctx: typer.Context,
    *,
    user: User = None,
    week: Week = False,
    month: Month = False,
    since: From = None,
    until: To = None,
) -> None:
    """The share of logged time that each tier gets, for everybody and for each of us.

    Over the weeks of the policy if not said. Whose time it is goes by who logged it; internal work counts. Key accounts
    that get less than the policy's hours a week are named.
    """
    if ctx.invoked_subcommand:
        return
    session: Session = ctx.obj
    conn = session.conn
    period, policy = _asked(session, since, until, week=week, month=month)
    who = None if user is None else users.one(conn, user).login
    team = portfolio.pyramid(conn, *period, policy)
    shown = one_of(team, who, policy)
    short = _under_served(conn, period, policy, who)
    managers = team.managers if who is None else {who: shown}
    rows = [_shares(login, pyramid) for login, pyramid in managers.items()]
    whole = None if who else _shares(None, team.whole)
    if session.options.json:
        head = {"from": out.day(period.first), "to": out.day(period.last)}
        target = {"key": policy.time.key, "regular": policy.time.regular, "prospect": policy.time.prospect}
        served = [_served(row, period) for row in short]
        out.document({**head, "target": target, "team": whole, "managers": rows, "under_served": served})
    else:
        out.rows(session.options, rows if whole is None else [whole, *rows], SHARES)
        for remark in logged(shown):
            out.tell(remark)
        _name(short, policy)


@app.command("served")
def served(
    ctx: typer.Context,
    *,
    user: User = None,
    week: Week = False,
    month: Month = False,
    since: From = None,
    until: To = None,
) -> None:
    """The key accounts that get less than the policy's hours a week, the neediest first."""
    session: Session = ctx.obj
    period, policy = _asked(session, since, until, week=week, month=month)
    who = None if user is None else users.one(session.conn, user).login
    short = _under_served(session.conn, period, policy, who)
    out.rows(session.options, [_served(row, period) for row in short], SERVED)


SHARES = [
    out.column("user", t("who"), value=lambda row: row["user"] or (t("team") if row["is_team"] else t("nobody"))),
    out.column("key_percent", t("key %"), right=True),
    out.column("regular_percent", t("regular %"), right=True),
    out.column("prospect_percent", t("prospect %"), right=True),
    out.column("beside_hours", t("other h"), right=True, drop=1),
    out.column("logged_hours", t("logged h"), right=True),
    out.column("available_hours", t("available h"), right=True),
    out.column("drift"),
]
SERVED = [
    out.column("account_id", t("id"), drop=1),
    out.column("name"),
    out.column("owner"),
    out.column("minutes", t("min"), right=True),
    out.column("hours_per_week", t("h/week"), right=True),
]


def _asked(session: Session, since: str | None, until: str | None, *, week: bool, month: bool) -> tuple[Period, Policy]:
    if week + month + (since is not None) > 1:
        raise BadInput(t("--week, --month and --from exclude each other"))
    last = session.until(until, session.on)
    policy = policies.in_force(session.conn, last)
    if week:
        return Period(last - dt.timedelta(days=6), last), policy
    if month:
        return Period(add_months(last, -1) + dt.timedelta(days=1), last), policy
    return asked_weeks(session, since, last, policy), policy


def _under_served(conn: Connection, period: Period, policy: Policy, who: str | None) -> list[Served]:
    keys = portfolio.key_accounts(conn, *period, policy.minutes, who)
    return under_served(keys, period.days, policy.capacity)


def _shares(login: str | None, found: Pyramid) -> out.Json:
    drift = max((layer.time_drift for layer in found.layers if layer.time_drift), default=None)
    return {
        "user": login or None,
        "is_team": login is None,
        **{f"{layer.tier}_percent": figure(layer.time_percent) for layer in found.layers},
        "beside_hours": figure(sum(layer.minutes for layer in found.beside) / 60),
        "logged_hours": figure(found.logged_hours),
        "available_hours": figure(found.available_hours),
        "too_little_logged": found.is_thin,
        "drift": level(drift),
    }


def _served(row: Served, period: Period) -> out.Json:
    return {
        "account_id": row.account_id,
        "name": row.name,
        "owner": row.owner or None,
        "minutes": row.minutes,
        "hours_per_week": figure(row.minutes / 60 * 7 / period.days),
    }


def _name(short: list[Served], policy: Policy) -> None:
    if short:
        one = "{count} key account gets less than {least} h a week: {names}"
        many = "{count} key accounts get less than {least} h a week: {names}"
        names = ", ".join(row.name for row in short[:NAMED]) + (" …" if len(short) > NAMED else "")
        out.tell(n(one, many, len(short), least=f"{policy.capacity.hours_per_key:g}", names=names))
