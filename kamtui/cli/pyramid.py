"""kamtui pyramid"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.out import figure
from kamtui.cli.params import From, To
from kamtui.cli.reports import in_order, level
from kamtui.cli.session import Session
from kamtui.domain.periods import Period
from kamtui.domain.policy import Policy
from kamtui.domain.pyramid import Layer, Load, Pyramid, Team
from kamtui.i18n import t
from kamtui.store import policies, portfolio, users

app = Noun(t("Accounts and time by tier, against 10/30/60 and 60/30/10."))

User = Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Only this one of us."))]


@app.command("")
def layers(ctx: typer.Context, *, user: User = None, since: From = None, until: To = None) -> None:
    """Each tier's accounts and logged time against their targets, and the hours a week for each account.

    Percentages are of key, regular and prospect accounts. Time is what was logged, internal work included, over the
    weeks of the policy if not said. Intensity is the share of time over the share of accounts: 36 to 6 to 1 on target.
    """
    if ctx.invoked_subcommand:
        return
    session: Session = ctx.obj
    conn = session.conn
    last = session.until(until, session.on)
    policy = policies.in_force(conn, last)
    period = asked_weeks(session, since, last, policy)
    found = portfolio.pyramid(conn, *period, policy)
    who = None if user is None else users.one(conn, user).login
    shown = one_of(found, who, policy)
    if session.options.json:
        loads = [_load(load) for load in found.loads if who in (None, load.owner)]
        out.document(
            {
                "from": out.day(period.first),
                "to": out.day(period.last),
                "user": who,
                **shape(shown),
                "key_accounts": {
                    "held": found.company.held,
                    "warns_above": policy.capacity.company_warns,
                    "blocks_above": policy.capacity.company_blocks,
                    "level": level(found.company.drift),
                    "managers": loads,
                },
            }
        )
    else:
        out.rows(session.options, [_layer(layer) for layer in (*shown.layers, *shown.beside)], LAYERS)
        for remark in (*logged(shown), *_loads(found, who)):
            out.tell(remark)


def asked_weeks(session: Session, since: str | None, last: dt.date, policy: Policy) -> Period:
    """The days up to `last` that time is looked at over; the policy's weeks if not said. Raises BadInput."""
    first = session.since(since, last - dt.timedelta(days=7 * policy.time.weeks - 1))
    return in_order(first, last)


def one_of(found: Team, who: str | None, policy: Policy) -> Pyramid:
    """The pyramid of one of us, or of everybody."""
    return found.whole if who is None else found.of(who, policy)


def shape(found: Pyramid) -> out.Json:
    """A pyramid as it is printed."""
    return {
        "accounts": found.accounts,
        "days": found.days,
        "logged_hours": figure(found.logged_hours),
        "available_hours": figure(found.available_hours),
        "too_little_logged": found.is_thin,
        "layers": [_layer(layer) for layer in found.layers],
        "beside": [_layer(layer) for layer in found.beside],
    }


def logged(found: Pyramid) -> Iterator[str]:
    """How much of the available time the percentages rest on."""
    hours, available = figure(found.logged_hours, 1), figure(found.available_hours, 1)
    if available is None:
        yield t("{hours} h logged; nobody knows of how many", hours=hours)
    else:
        yield t("{hours} h logged of {available} h available", hours=hours, available=available)
    if found.is_thin:
        yield t("too little is logged to say where the time went")


LAYERS = [
    out.column("tier"),
    out.column("accounts", right=True),
    out.column("percent", t("%"), right=True),
    out.column("target_percent", t("target"), right=True),
    out.column("mix_drift", t("drift"), drop=4),
    out.column("minutes", t("min"), right=True, drop=5),
    out.column("time_percent", t("time %"), right=True),
    out.column("target_time_percent", t("target"), right=True),
    out.column("time_drift", t("drift")),
    out.column("hours_per_account", t("h/account"), right=True, drop=1),
    out.column("target_hours_per_account", t("target"), right=True, drop=2),
    out.column("intensity", right=True, drop=3),
]


def _layer(layer: Layer) -> out.Json:
    return {
        "tier": layer.tier,
        "accounts": layer.accounts,
        "target_accounts": layer.target_accounts,
        "percent": figure(layer.percent),
        "target_percent": layer.target_percent,
        "mix_points": figure(layer.mix_points),
        "mix_drift": level(layer.mix_drift),
        "minutes": layer.minutes,
        "time_percent": figure(layer.time_percent),
        "target_time_percent": layer.target_time_percent,
        "time_points": figure(layer.time_points),
        "time_drift": level(layer.time_drift),
        "target_hours": figure(layer.target_hours),
        "hours_per_account": figure(layer.hours_per_account, 3),
        "target_hours_per_account": figure(layer.target_hours_per_account, 3),
        "intensity": figure(layer.intensity),
        "target_intensity": figure(layer.target_intensity),
    }


def _load(load: Load) -> out.Json:
    return {"user": load.owner, "held": load.held, "room": load.room, "level": level(load.drift)}


def _loads(found: Team, who: str | None) -> Iterator[str]:
    for load in found.loads:
        if load.drift is not None and who in (None, load.owner):
            message = "{user} has {held} key accounts and hours for {room}"
            yield t(message, user=load.owner, held=load.held, room=load.room)
    if found.company.drift is not None and who is None:
        message = "{held} key accounts in all, more than {room} are hard to look after"
        yield t(message, held=found.company.held, room=found.company.room)
