"""kamtui alloc …"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Annotated, NamedTuple

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.out import figure
from kamtui.cli.params import From, To
from kamtui.cli.pyramid import User, asked_weeks, logged, one_of
from kamtui.cli.reports import level
from kamtui.cli.session import Session
from kamtui.domain.periods import Period, add_months
from kamtui.domain.policy import Policy
from kamtui.domain.pyramid import Pyramid, Served, under_served
from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.store import policies, portfolio, users

app = Noun(t("Where logged time goes, against 60/30/10."))

NAMED = 5
"""How many under-served accounts the remark names."""

MOST_WEEKS = 260
"""Five years of weeks."""

Week = Annotated[bool, typer.Option("--week", help=t("The seven days up to today."))]
Month = Annotated[bool, typer.Option("--month", help=t("The month up to today."))]


class Asked(NamedTuple):
    """Whose time is looked at, over which days, by which rules."""

    session: Session
    who: str | None
    """A login; None: everybody."""
    period: Period
    policy: Policy


def over_days(body: Callable[[Asked], None]) -> Callable[..., None]:
    """A command with the options that say whose time is looked at, and over which days."""

    def command(
        ctx: typer.Context,
        *,
        user: User = None,
        week: Week = False,
        month: Month = False,
        since: From = None,
        until: To = None,
    ) -> None:
        if ctx.invoked_subcommand:
            return
        session: Session = ctx.obj
        if week + month + (since is not None) > 1:
            raise BadInput(t("--week, --month and --from exclude each other"))
        last = session.until(until, session.on)
        policy = policies.in_force(session.conn, last)
        if week:
            period = Period(last - dt.timedelta(days=6), last)
        elif month:
            period = Period(add_months(last, -1) + dt.timedelta(days=1), last)
        else:
            period = asked_weeks(session, since, last, policy)
        body(Asked(session, _login(session, user), period, policy))

    command.__doc__ = body.__doc__
    return command


@app.command("")
@over_days
def shares(asked: Asked) -> None:
    """The share of logged time that each tier gets, for everybody and for each of us.

    Over the weeks of the policy if not said. Whose time it is goes by who logged it; internal work counts. Key accounts
    that get less than the policy's hours a week are named.
    """
    session, who, period, policy = asked
    team = portfolio.pyramid(session.conn, *period, policy)
    shown = one_of(team, who, policy)
    short = _under_served(asked)
    managers = team.managers if who is None else {who: shown}
    rows = [_shares(login, pyramid) for login, pyramid in managers.items()]
    whole = None if who else _shares(None, team.whole)
    if session.options.json:
        head = {"from": out.day(period.first), "to": out.day(period.last)}
        target = {"key": policy.time.key, "regular": policy.time.regular, "prospect": policy.time.prospect}
        served = [_served(row, period) for row in short]
        out.document({**head, "target": target, "team": whole, "managers": rows, "under_served": served})
    else:
        out.rows(session.options, rows if whole is None else [whole, *rows], [WHO, *SHARES])
        for remark in logged(shown):
            out.tell(remark)
        _name(short, policy)


@app.command("served")
@over_days
def served(asked: Asked) -> None:
    """The key accounts that get less than the policy's hours a week, the neediest first."""
    out.rows(asked.session.options, [_served(row, asked.period) for row in _under_served(asked)], SERVED)


@app.command("weeks")
def weeks(
    ctx: typer.Context,
    *,
    weeks: Annotated[int, typer.Option(min=1, max=MOST_WEEKS, metavar="N", help=t("So many weeks."))] = 8,
    user: User = None,
    until: To = None,
) -> None:
    """The share of logged time that each tier gets, week by week, for everybody and for each of us.

    Weeks are Monday to Sunday; the one that still runs is held against the hours of its days so far. Each week goes by
    the policy in force at its end, and by the present tiers of the accounts. Internal work counts.
    """
    session: Session = ctx.obj
    who = _login(session, user)
    last = session.until(until, session.on)
    rows = list(_series(session, who, last, weeks))
    out.rows(session.options, rows, [WHO, WEEK, *SHARES])


SHARES = [
    out.column("key_percent", t("key %"), right=True),
    out.column("regular_percent", t("regular %"), right=True),
    out.column("prospect_percent", t("prospect %"), right=True),
    out.column("beside_hours", t("other h"), right=True, drop=1),
    out.column("logged_hours", t("logged h"), right=True),
    out.column("available_hours", t("available h"), right=True),
    out.column("drift"),
]
WHO = out.column("user", t("who"), value=lambda row: row["user"] or (t("team") if row["is_team"] else t("nobody")))
WEEK = out.column("week", value=lambda row: f"{row['week']}…" if row["partial"] else row["week"])
SERVED = [
    out.column("account_id", t("id"), drop=1),
    out.column("name"),
    out.column("owner"),
    out.column("minutes", t("min"), right=True),
    out.column("hours_per_week", t("h/week"), right=True),
]


def _series(session: Session, who: str | None, last: dt.date, count: int) -> Iterator[out.Json]:
    """The rows of everybody, then of each manager, the oldest week first; who sells and logs nothing is left out."""
    found: dict[str | None, list[tuple[Period, Pyramid]]] = {}
    for period in weeks_up_to(last, count):
        policy = policies.in_force(session.conn, period.last)
        team = portfolio.pyramid(session.conn, *period, policy)
        every: dict[str | None, Pyramid] = {None: team.whole}
        every.update(team.managers)
        shown = every if who is None else {who: team.of(who, policy)}
        for login, pyramid in shown.items():
            found.setdefault(login, []).append((period, pyramid))
    for login, series in found.items():
        if login != who and not any(pyramid.available_hours or pyramid.logged_hours for _, pyramid in series):
            continue
        for period, pyramid in series:
            year, number, _ = period.first.isocalendar()
            week = {"week": f"{year}-W{number:02}", "from": out.day(period.first), "to": out.day(period.last)}
            yield {**week, "partial": period.days < 7, **_shares(login, pyramid)}


def weeks_up_to(last: dt.date, count: int) -> list[Period]:
    """The last `count` weeks, Monday to Sunday, the oldest first; the one of `last` ends there."""
    monday = last - dt.timedelta(days=last.weekday())
    starts = (monday - dt.timedelta(weeks=back) for back in reversed(range(count)))
    return [Period(first, min(first + dt.timedelta(days=6), last)) for first in starts]


def _login(session: Session, user: str | None) -> str | None:
    return None if user is None else users.one(session.conn, user).login


def _under_served(asked: Asked) -> list[Served]:
    keys = portfolio.key_accounts(asked.session.conn, *asked.period, asked.policy.minutes, asked.who)
    return under_served(keys, asked.period.days, asked.policy.capacity)


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
