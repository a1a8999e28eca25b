"""kamtui status …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account, On, Reason
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields, filters, statuses
from kamtui.domain.outcomes.statuses import StatusSet
from kamtui.domain.stages import stage
from kamtui.i18n import t
from kamtui.ops.statuses import set_status
from kamtui.store import accounts, lookup
from kamtui.store.statuses import history

app = Noun(t("Relationship status: set, start anew, history, list."))

_UNRATED = frozenset(("0", "none", "-", "not rated", "无", "未评"))


@app.command("set")
@writes("status.set")
def set(
    w: Writing,
    account: Account,
    status: Annotated[
        str,
        typer.Argument(
            metavar="STATUS", help=t("developing, solid, defending, declining (or 1-4), none (0) for not rated.")
        ),
    ],
    *,
    grade: Annotated[str | None, typer.Option(metavar="GRADE", help=t("A finer grade inside the status."))] = None,
    reason: Reason = "",
    on: On = "today",
    was: Annotated[
        str | None, typer.Option(metavar="STATUS", help=t("What you saw; refused where it is another one by now."))
    ] = None,
) -> StatusSet:
    """Set the relationship status of an account; earlier ones stay in its history."""
    key = w.account(account)
    return w.do(
        set_status,
        key,
        _status(status),
        on=w.date(on),
        grade=fields.grade(grade) if grade else None,
        reason=reason,
        was=None if was is None else {key: _status(was)},
    )


app.elsewhere(
    "reset",
    "restarting",
    t("Start a relationship anew, because somebody left (needs no reason) or the customer was reorganised."),
)


@app.command("history")
def past(ctx: typer.Context, account: Account) -> None:
    """How the status of an account went, oldest first."""
    session: Session = ctx.obj
    found = history(session.conn, lookup.account(session.conn, account))
    out.rows(session.options, map(shapes.status, found), HISTORY)


@app.command("ls", filters=True)
def ls(
    ctx: typer.Context,
    filter: Annotated[list[str] | None, typer.Argument(metavar="[FILTER]...", help=t("As in `account ls`."))] = None,
) -> None:
    """Every account with its status."""
    session: Session = ctx.obj
    chosen = filters.parse(" ".join(filter or ()), me=session.who)
    keys = accounts.ids(session.conn, chosen, accounts.Order.STATUS, on=session.on)
    out.rows(session.options, map(_row, out.paged(accounts.rows, session.conn, keys)), COLUMNS)


HISTORY = [
    out.column("on"),
    out.column("from"),
    out.column("to"),
    out.column("grade"),
    out.column("stage", drop=2),
    out.column("reason"),
    out.column("decided_by", t("by"), drop=1),
]
COLUMNS = [
    out.column("account_id", t("id"), drop=1),
    out.column("name"),
    out.column("status"),
    out.column("grade"),
    out.column("stage", drop=1),
    out.column("status_on", t("since")),
    out.column("tier"),
    out.column("owner", drop=2),
]


def _row(row: accounts.AccountRow) -> out.Json:
    return {
        "account_id": row.id,
        "external_id": row.external_id,
        "name": row.name,
        "status": row.status,
        "grade": row.grade,
        "stage": stage(row.status, row.grade),
        "status_on": out.day(row.status_on),
        "tier": row.tier,
        "owner": row.owner or None,
    }


def _status(text: str) -> statuses.Status | None:
    return None if text.strip().casefold() in _UNRATED else fields.status(text)
