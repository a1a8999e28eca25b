"""kamtui user …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, On
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields
from kamtui.domain.outcomes.book import UserAdded, UserEdited
from kamtui.domain.outcomes.team import UserLeft
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.users import add_user, edit_user, leave_user
from kamtui.store import exchange, known, users

app = Noun(t("Who works in the book: add, list, edit, leave."))

Login = Annotated[str, typer.Argument(metavar="LOGIN", help=t("The name of the account one logs in with."))]
Name = Annotated[str | None, typer.Option(metavar="TEXT", help=t("The person's name."))]
Role = Annotated[str | None, typer.Option(metavar="ROLE", help=t("head, kam, support or reader."))]
Hours = Annotated[str | None, typer.Option(metavar="N", help=t("Selling hours a week."))]
Cost = Annotated[
    str | None,
    typer.Option("--hourly-cost", metavar="AMOUNT", help=t("What an hour of theirs costs us; - as the policy says.")),
]


@app.command("add")
@writes("user.add")
def add(
    w: Writing, login: Login, *, name: Name = None, role: Role = "kam", hours: Hours = None, hourly_cost: Cost = None
) -> UserAdded:
    """Enter a colleague."""
    cost = _cost(w, hourly_cost)
    return w.do(add_user, login, name=name or "", role=role or "kam", hours_per_week=_hours(hours), hourly_cost=cost)


@app.command("edit")
@writes("user.edit")
def edit(
    w: Writing, login: Login, *, name: Name = None, role: Role = None, hours: Hours = None, hourly_cost: Cost = None
) -> UserEdited:
    """Change a colleague's entry; what is not named stays."""
    return w.do(
        edit_user,
        login,
        name=name,
        role=role,
        hours_per_week=_hours(hours),
        hourly_cost=_cost(w, hourly_cost),
        usual_cost=hourly_cost == NOTHING,
    )


@app.command("leave")
@writes("user.leave")
def leave(
    w: Writing,
    login: Login,
    *,
    on: On = "today",
    back: Annotated[bool, typer.Option("--back", help=t("They work here again."))] = False,
) -> UserLeft:
    """Say that a colleague leaves; what they own stays theirs until it is handed over."""
    return w.do(leave_user, login, on=None if back else w.date(on))


@app.command("ls")
def ls(ctx: typer.Context) -> None:
    """List who works in the book."""
    session: Session = ctx.obj
    currency = known.book_currency(session.conn)

    def shown(cost: int | None) -> int | None:
        return None if cost is None else exchange.own(session.conn, cost, currency, session.on)

    found = (one._replace(hourly_cost=shown(one.hourly_cost)) for one in users.all_users(session.conn))
    out.rows(session.options, (shapes.user(one, currency) for one in found), COLUMNS)


COLUMNS = [
    out.column("login"),
    out.column("name"),
    out.column("role"),
    out.column("hours_per_week", t("hours"), right=True, drop=1),
    out.column("hourly_cost", t("an hour"), right=True, drop=2),
    out.column("left_on", t("left on"), drop=2),
]


def _cost(w: Writing, text: str | None) -> int | None:
    """An amount in the book's currency."""
    return None if text in (None, NOTHING) else fields.amount(text or "", known.book_currency(w.conn))


def _hours(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        hours = float(text)
    except ValueError:
        hours = -1.0
    if not 0 <= hours <= 168:
        raise BadInput(t("'{text}' is no number of hours in a week", text=text))
    return hours
