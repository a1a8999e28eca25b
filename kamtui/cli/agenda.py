"""kamtui agenda: a week of promises, planned touches and touches that are due, as a list or as a calendar feed."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer

from kamtui.cli import files, out
from kamtui.cli.noting import note
from kamtui.cli.nouns import Noun
from kamtui.cli.params import From, To
from kamtui.cli.session import Session
from kamtui.domain import agenda, periods
from kamtui.domain.agenda import Item
from kamtui.domain.periods import Period
from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.store import agenda as agendas
from kamtui.store import owners, users

app = Noun(t("The agenda."))


@app.command("agenda")
def show(
    ctx: typer.Context,
    *,
    week: Annotated[str | None, typer.Option(metavar="DATE", help=t("The week of this day; this week."))] = None,
    from_: From = None,
    to: To = None,
    user: Annotated[str | None, typer.Option(metavar="LOGIN", help=t("The agenda of this one of us."))] = None,
    all: Annotated[bool, typer.Option("--all", help=t("Everybody's."))] = False,
    ics: Annotated[
        bool, typer.Option("--ics", help=t("As an iCalendar feed; all there is, unless days are named."))
    ] = False,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help=t("With --ics: into this file."))
    ] = None,
) -> None:
    """What was promised by both sides, what is planned, and whom a touch is due with: yours, this week.

    What is late comes first. Where you own no account it is everybody's.
    """
    session: Session = ctx.obj
    if user is not None and all:
        raise BadInput(t("--user and --all exclude each other"))
    if week is not None and (from_ is not None or to is not None):
        raise BadInput(t("--week and --from, --to exclude each other"))
    if output is not None and not ics:
        raise BadInput(t("-o is for --ics: the file that calendars read"))
    owner = _owner(session, user, everybody=all)
    period = _period(session, week, from_, to)
    if ics:
        _feed(session, agendas.arranged(session.conn, owner, period), files.maybe_named(session, output))
    else:
        _list(session, owner, period or periods.week(session.on))


def _owner(session: Session, user: str | None, *, everybody: bool) -> str | None:
    """Whose agenda it is; None is everybody's."""
    if user is not None:
        return users.one(session.conn, user).login
    return None if everybody or not owners.owns_any(session.conn, session.who) else session.who


def _period(session: Session, week: str | None, first: str | None, last: str | None) -> Period | None:
    """The days that were named, if any; one end alone is a week from or up to there."""
    if week is not None:
        return periods.week(session.date(week))
    if first is None and last is None:
        return None
    six = dt.timedelta(days=6)
    since = None if first is None else session.since(first, session.on)
    until = session.until(last, session.on) if last is not None or since is None else since + six
    since = until - six if since is None else since
    if since > until:
        raise BadInput(t("{first} is after {last}", first=since, last=until))
    return Period(since, until)


def _list(session: Session, owner: str | None, period: Period) -> None:
    today = session.on
    found = agenda.days(agendas.of_period(session.conn, owner, period, today), period, today)
    shapes = [_shape(item, today) for day in found for item in day.items]
    out.rows(session.options, shapes, COLUMNS)
    if not shapes:
        out.tell(t("nothing is on from {first} to {last}", first=period.first, last=period.last))


def _feed(session: Session, items: list[Item], output: Path | None) -> None:
    # imported late: the library takes as long as the rest of the program, and nothing else needs it
    from kamtui.cli import calendarfeed

    text = calendarfeed.feed(items, name=session.info.name, began_at=agendas.began_at(session.conn))
    if output is not None or not out.is_shown():
        note(session, "agenda --ics", len(items))
    if output is None:
        sys.stdout.write(text)
        return
    files.write_whole(output, text)
    written = n("{count} entry written to {path}", "{count} entries written to {path}", len(items), path=output)
    out.tell(written)


COLUMNS = [
    out.column("on", t("date")),
    out.column("late", drop=4, min=4),
    out.column("what"),
    out.column("account"),
    out.column("title", t("about")),
    out.column("owner", drop=1),
]


def _shape(item: Item, today: dt.date) -> out.Json:
    """A row of `agenda`; `id` is that of the task or touch, and of the account where a touch is due."""
    return {
        "on": out.day(item.on),
        "late": item.is_late(today),
        "what": item.what,
        "id": item.row,
        "account_id": item.account_id,
        "account": item.account or None,
        "title": item.title or None,
        "owner": item.owner or None,
        "people": [{"name": name} for name in item.people],
        "kind": item.kind,
        "at": None if item.at is None else item.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "minutes": item.minutes,
        "repeat": None if item.repeat is None else item.repeat.text,
    }
