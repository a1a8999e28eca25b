"""kamtui tier …"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from kamtui.cli import out, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account, Currency, From, On, Reason, To, currency_or_none
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields, movement, periods
from kamtui.domain.outcomes import Backfilled, TierSet
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.tiers import Progress, backfill, set_tier
from kamtui.store import accounts, lookup, tiers

app = Noun(t("Tiers: set, history, movement, backfill."))

NONE = "none"
"""How the matrix calls accounts without a decision."""


@app.command("set")
@writes("tier.set")
def set(
    w: Writing,
    account: Account,
    tier: Annotated[str, typer.Argument(metavar="TIER", help=t("key, regular, prospect or unattractive."))],
    *,
    reason: Reason = "",
    on: On = "today",
) -> TierSet:
    """Decide the tier of an account; earlier decisions stay in its history."""
    return w.do(set_tier, w.account(account), fields.tier(tier), on=w.date(on), reason=reason)


@app.command("history")
def history(ctx: typer.Context, account: Account) -> None:
    """How the tier of an account went, oldest first, each with its reason."""
    session: Session = ctx.obj
    found = tiers.history(session.conn, lookup.account(session.conn, account))
    out.rows(session.options, map(shapes.tier, found), HISTORY)


@app.command("movement")
def moved(ctx: typer.Context, since: From = None, until: To = None) -> None:
    """Who moved between tiers from the end of one day to the end of another; without --from over twelve months."""
    session: Session = ctx.obj
    last = session.date(until) if until else session.on
    # a period means its last day here: where things stood then
    first = session.date(since) if since else periods.add_months(last, -12)
    if first > last:
        raise BadInput(t("--from {first} lies after --to {last}", first=first, last=last))
    conn = session.conn
    found = movement.movement(first, last, tiers.of_all(conn, first), tiers.of_all(conn, last))
    decisions = {decision.account_id: decision for decision in tiers.between(conn, first, last)}
    names = {row.id: row.name for row in out.paged(accounts.rows, conn, [mover.account_id for mover in found.movers])}
    movers = [_mover(mover, names[mover.account_id], decisions[mover.account_id]) for mover in found.movers]
    matrix: dict[str, dict[str, int]] = {}
    for (before, after), count in found.counts.items():
        matrix.setdefault(before or NONE, {})[after or NONE] = count
    if session.options.json:
        out.document({"from": out.day(first), "to": out.day(last), "matrix": matrix, "movers": movers})
    else:
        out.rows(session.options, movers, MOVERS)


@app.command("backfill")
@writes("tier.backfill", rows=False)
def fill(
    w: Writing,
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help=t("The first month."))] = None,
    until: Annotated[
        str, typer.Option("--to", metavar="DATE", help=t("Up to the last complete month before."))
    ] = "today",
    currency: Currency = None,
) -> Backfilled:
    """Compute month-end tiers from the imported sales; accounts decided by a person are left alone."""
    if since is None:
        raise BadInput(t("say with --from which month is the first"))
    first, last = w.session.since(since, w.session.today), w.session.until(until, w.session.today)
    with _progress(quiet=w.session.options.quiet) as progress:
        return w.do(backfill, first, last, currency=currency_or_none(currency), progress=progress)


HISTORY = [
    out.column("on"),
    out.column("from"),
    out.column("to"),
    out.column("score", right=True),
    out.column("reason"),
    out.column("decided_by", t("by"), drop=1),
    out.column("policy_version", t("policy"), drop=2),
]
MOVERS = [
    out.column("account_id", t("id"), drop=1),
    out.column("name"),
    out.column("from"),
    out.column("to"),
    out.column("on"),
    out.column("reason"),
]


def _mover(mover: movement.Mover, name: str, decision: tiers.TierDecision) -> out.Json:
    return {
        "account_id": mover.account_id,
        "name": name,
        "from": mover.before,
        "to": mover.after,
        "on": out.day(decision.on),
        "reason": decision.reason or None,
    }


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Progress | None]:
    """A bar on stderr while somebody is looking."""
    if quiet or not out.is_watched():
        yield None
        return
    # imported late: only a bar on a terminal is worth its 50 ms
    from kamtui.cli.bar import months

    with months() as advance:
        yield advance
