"""kamtui today: the review."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Limit
from kamtui.cli.session import Session
from kamtui.domain.reviews import SHOWN, Card
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.render.reasoned import why
from kamtui.store import accounts, appraisals, owners, reviews, users

app = Noun(t("The review."))


@app.command("today")
def today(
    ctx: typer.Context,
    *,
    user: Annotated[str | None, typer.Option(metavar="LOGIN", help=t("The review of this one of us."))] = None,
    all: Annotated[bool, typer.Option("--all", help=t("The accounts of everybody."))] = False,
    limit: Limit = None,
) -> None:
    """The accounts that want attention, worst first: yours, or everybody's where you own none.

    What was reviewed today or put off is left out.
    """
    session: Session = ctx.obj
    conn = session.conn
    if user is not None and all:
        raise BadInput(t("--user and --all exclude each other"))
    who = session.who if user is None else users.one(conn, user).login
    owner = None if all or (user is None and not owners.owns_any(conn, who)) else who
    cards = reviews.cards(conn, session.on, who, owner, ranking=appraisals.ranking(conn, session.on))
    watched = sys.stdout.isatty() and not (session.options.json or session.options.quiet)
    most = limit or (SHOWN if watched else None)
    rows = {row.id: row for row in out.paged(accounts.rows, conn, [card.account_id for card in cards[:most]])}
    out.rows(session.options, [_card(card, rows[card.account_id]) for card in cards[:most]], COLUMNS)
    if most is not None and len(cards) > most:
        more = t("{count} more: kamtui today --limit {all}", count=len(cards) - most, all=len(cards))
        out.tell(more)
    elif not cards:
        out.tell(t("nothing is waiting"))


COLUMNS = [
    out.column("severity", ""),
    out.column("account_id", t("id"), drop=2),
    out.column("name"),
    out.column("tier"),
    out.column("status", drop=1),
    out.column("reasons", t("why")),
    out.column("last_touch_on", t("last touch")),
]


def _card(card: Card, row: accounts.AccountRow) -> out.Json:
    return {
        "account_id": row.id,
        "external_id": row.external_id,
        "name": row.name,
        "tier": row.tier,
        "status": row.status,
        "owner": row.owner or None,
        "severity": card.severity.name.lower(),
        "reasons": [
            {
                "signal": reason.signal,
                "severity": reason.severity.name.lower(),
                "text": why(reason),
                "action": reason.action,
            }
            for reason in card.reasons
        ],
        "last_touch_on": out.day(row.last_touch_on),
        "next_due_on": out.day(row.next_due_on),
    }
