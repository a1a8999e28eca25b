"""kamtui today: the review."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Limit
from kamtui.cli.session import Session
from kamtui.domain.reviews import SHOWN, Card
from kamtui.domain.signals.reason import Reason
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.render.format import days
from kamtui.render.reasoned import verb, why
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
    if watched and not session.options.tsv:
        out.rows(session.options, [_line(card, rows[card.account_id], session.on) for card in cards[:most]], WATCHED)
    else:
        out.rows(session.options, [_card(card, rows[card.account_id]) for card in cards[:most]], COLUMNS)
    if most is not None and len(cards) > most:
        more = t("{count} more: kamtui today --limit {all}", count=len(cards) - most, all=len(cards))
        out.tell(more)
    elif not cards:
        out.tell(t("nothing is waiting"))


SIGNS = {"red": "!", "amber": "~", "info": ""}

COLUMNS = [
    out.column("severity", ""),
    out.column("account_id", t("id"), drop=2),
    out.column("name"),
    out.column("tier"),
    out.column("status", drop=1),
    out.column("reasons", t("why")),
    out.column("last_touch_on", t("last touch")),
]
"""In a pipe: every reason."""

WATCHED = [
    out.column("severity", " ", value=lambda row: SIGNS[str(row["severity"])], min=1),
    out.column("name", min=16),
    out.column("tier", drop=1),
    out.column("status", drop=2, value=lambda row: row["status"] and t(str(row["status"]))),
    out.column("silent", t("last"), right=True, drop=3),
    out.column("why", min=32),
    out.column("more", " ", right=True),
]
"""On a terminal: the first reason, and how many more there are."""


def _card(card: Card, row: accounts.AccountRow) -> out.Json:
    return {
        "account_id": row.id,
        "external_id": row.external_id,
        "name": row.name,
        "tier": row.tier,
        "status": row.status,
        "owner": row.owner or None,
        "severity": card.severity.name.lower(),
        "reasons": [reason(each) for each in card.reasons],
        "in_hand": [{**reason(held.reason), "due_on": out.day(held.due_on)} for held in card.in_hand],
        "is_new": card.is_new,
        "last_touch_on": out.day(row.last_touch_on),
        "next_due_on": out.day(row.next_due_on),
    }


def reason(found: Reason) -> dict[str, object]:
    """Why an account has a card, and what is to be done."""
    return {
        "signal": found.signal,
        "severity": found.severity.name.lower(),
        "text": why(found),
        "action": found.action,
        "verb": verb(found.action),
        "since": out.day(found.since),
    }


def _line(card: Card, row: accounts.AccountRow, on: dt.date) -> out.Json:
    """The card as a line on a terminal."""
    first, *others = card.reasons
    silent = t("never") if row.last_touch_on is None else days((on - row.last_touch_on).days)
    new = t("new ") if card.is_new else ""
    return {
        "account_id": row.id,
        "name": row.name,
        "tier": row.tier,
        "status": row.status,
        "severity": card.severity.name.lower(),
        "silent": silent,
        "why": new + why(first),
        "more": f"+{len(others)}" if others else "",
    }
