"""kamtui health [ACCOUNT]"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.out import figure
from kamtui.cli.params import MaybeAccount
from kamtui.cli.session import Session
from kamtui.domain import fields
from kamtui.domain.filters import Field, Filter, Op, Term
from kamtui.domain.health import Health, Move, Part
from kamtui.domain.signals.reason import Reason
from kamtui.domain.tiers import Tier
from kamtui.errors import BadInput, NotFound
from kamtui.i18n import t
from kamtui.render import health as told
from kamtui.render import reasoned
from kamtui.store import accounts, health, lookup, users
from kamtui.store.accounts import AccountRow

app = Noun(t("Health: which accounts are slipping, what it is made of, what caps it."))


@app.command("health")
def show(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    tier: Annotated[str | None, typer.Option(metavar="TIER", help=t("Accounts of this tier; key if none."))] = None,
    all: Annotated[bool, typer.Option("--all", help=t("Every account."))] = False,
    user: Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Accounts of this one of us."))] = None,
) -> None:
    """Health 0-100 of the key accounts, those first that lost most in 28 days; or of one account with its parts.

    Contact, coverage, satisfaction, sales trend and cash count by the weights of the policy; what is unknown is left
    out and the rest counts for more. While something is red, health is at most the policy's cap.
    """
    session: Session = ctx.obj
    if account is not None:
        if tier is not None or all or user is not None:
            raise BadInput(t("with an account --tier, --all and --user say nothing"))
        _one(session, account)
        return
    if all and tier is not None:
        raise BadInput(t("--all and --tier exclude each other"))
    conn = session.conn
    terms = [] if all else [Term(Field.TIER, Op.IN, (fields.tier(tier or Tier.KEY),))]
    if user is not None:
        terms.append(Term(Field.OWNER, Op.IN, (users.one(conn, user).login,)))
    keys = accounts.ids(conn, Filter(terms=tuple(terms)), on=session.on)
    moves = health.moves(conn, session.on, keys)
    rows = {row.id: row for row in out.paged(accounts.rows, conn, keys)}
    out.rows(session.options, [_listed(move, rows[move.account_id]) for move in moves], COLUMNS)
    if not moves:
        out.tell(t("no such account; see: kamtui health --all"))


def _one(session: Session, account: str) -> None:
    """One account: its parts with what they rest on, what is missing, what caps it."""
    conn = session.conn
    key = lookup.account(conn, account)
    row = accounts.row(conn, key)
    moves = health.moves(conn, session.on, [key])
    if not moves:
        raise NotFound(t("{name} is archived: its health is not looked at", name=row.name))
    move = moves[0]
    if session.options.json:
        out.document(_shape(move, row))
        return
    if session.options.quiet:
        out.line(key)
        return
    now = move.now
    out.line(t("{name}: health {health}", name=row.name, health=_sentence(move)))
    parts = [_part(now, part) for part in Part]
    out.rows(session.options._replace(json=False), parts, PARTS)
    for text in (*told.held_down(now), told.missing(now)):
        if text:
            out.line(text)


def _whole(value: object) -> object:
    """A score as the list shows it."""
    return round(value) if isinstance(value, float) else value


def _signed(value: object) -> object:
    """Points gained or lost as the list shows them."""
    return told.change(value) if isinstance(value, float) else None


COLUMNS = [
    out.column("account_id", t("id"), drop=6),
    out.column("name"),
    out.column("tier", drop=5),
    out.column("owner", drop=4),
    out.column("health", right=True, value=lambda row: _whole(row["health"])),
    out.column("change", t("28 days"), right=True, value=lambda row: _signed(row["change"])),
    out.column("contact", t("recency"), drop=3, right=True, value=lambda row: _whole(row["contact"])),
    out.column("coverage", drop=3, right=True, value=lambda row: _whole(row["coverage"])),
    out.column("satisfaction", drop=3, right=True, value=lambda row: _whole(row["satisfaction"])),
    out.column("trend", t("sales trend"), drop=3, right=True, value=lambda row: _whole(row["trend"])),
    out.column("cash", drop=4, right=True, value=lambda row: _whole(row["cash"])),
    out.column("cap", drop=1, right=True, value=lambda row: row["cap"] if row["capped_by"] else None),
    out.column("why", min=34),
]
PARTS = [
    out.column("part", value=lambda row: told.part_word(Part(str(row["part"])))),
    out.column("score", right=True, value=lambda row: _whole(row["score"])),
    out.column("weight", t("weight %"), right=True),
    out.column("counts", t("counts %"), right=True),
    out.column("why", t("rests on")),
]


def _sentence(move: Move) -> str:
    """ "62, 14 less than 28 days ago"."""
    value = told.score(move.now.value, out.glyphs())
    if move.change is None:
        return t("{value}, unknown {days} days ago", value=value, days=health.DAYS)
    return t("{value}, {change} in {days} days", value=value, change=told.change(move.change), days=health.DAYS)


def _listed(move: Move, row: AccountRow) -> out.Json:
    now = move.now
    return {
        "account_id": row.id,
        "external_id": row.external_id,
        "name": row.name,
        "tier": row.tier,
        "owner": row.owner or None,
        "health": figure(now.value, 1),
        "change": figure(move.change, 1),
        **{part.value: figure(found.score, 1) for part, found in now.parts.items()},
        "known": round(now.known),
        "cap": now.cap if now.red else None,
        "capped_by": _signal(now.capped_by),
        "never_touched": now.never_touched,
        "why": told.why(move),
    }


def _shape(move: Move, row: AccountRow) -> out.Json:
    now = move.now
    return {
        **_listed(move, row),
        "before": None if move.before is None else figure(move.before.value, 1),
        "days": health.DAYS,
        "uncapped": figure(now.uncapped, 1),
        "parts": [_part(now, part) for part in Part],
        "missing": [*now.missing],
        "red": [_signal(reason) for reason in now.red],
    }


def _part(now: Health, part: Part) -> out.Json:
    found = now.parts[part]
    return {
        "part": part,
        "score": figure(found.score, 1),
        "weight": now.weights[part],
        "counts": round(100 * now.share(part)),
        "why": told.ground(found),
    }


def _signal(reason: Reason | None) -> out.Json | None:
    return None if reason is None else {"signal": reason.signal, "text": reasoned.why(reason)}
