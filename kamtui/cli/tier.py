"""kamtui tier …"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from kamtui.cli import explaining, out, proposing, scored, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account, Currency, From, Limit, On, Reason, To, currency_or_none
from kamtui.cli.reports import in_order
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields, movement, periods
from kamtui.domain.counterfactuals import Driver
from kamtui.domain.outcomes.tiers import Backfilled, PlaybookAdded, TierSet
from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.ops.backfill import Progress, backfill
from kamtui.ops.playbooks import add_playbook
from kamtui.ops.tiers import set_tier
from kamtui.render import explained
from kamtui.store import accounts, explanations, figures, lookup, tiers, timelines

app = Noun(t("Tiers: proposals and their answers, explain, timeline, set, history, movement, rising, backfill."))

NONE = "none"
"""How the matrix calls accounts without a decision."""

MANY = 500
"""From so many on, what costs a look at every account is done only where it is asked for."""

QUARTERS = 12
"""How far back a timeline goes where nobody says."""

app.command("proposals")(proposing.waiting)
app.command("accept")(proposing.accept)
app.command("reject")(proposing.reject)
app.command("defer")(proposing.defer)
app.command("explain")(explaining.explain)


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


@app.command("playbook")
@writes("tier.playbook")
def playbook(w: Writing, account: Account, *, on: On = "today") -> PlaybookAdded:
    """Take up the tasks that the policy offers for the tier of an account; those that are open already are left out."""
    return w.do(add_playbook, w.account(account), on=w.date(on))


@app.command("history")
def history(ctx: typer.Context, account: Account) -> None:
    """How the tier of an account went, oldest first, each with its reason."""
    session: Session = ctx.obj
    found = tiers.history(session.conn, lookup.account(session.conn, account))
    out.rows(session.options, map(shapes.tier, found), HISTORY)


@app.command("movement")
def moved(
    ctx: typer.Context,
    since: From = None,
    until: To = None,
    *,
    drivers: Annotated[bool, typer.Option("--drivers", help=t("What moved each score, however many moved."))] = False,
) -> None:
    """Who moved between tiers from the end of one day to the end of another; without --from over twelve months."""
    session: Session = ctx.obj
    last = session.until(until, session.on)
    # a period means its last day here: where things stood then
    first = session.until(since, periods.add_months(last, -12))
    in_order(first, last)
    conn = session.conn
    found = movement.movement(first, last, tiers.of_all(conn, first), tiers.of_all(conn, last))
    decisions = {decision.account_id: decision for decision in tiers.between(conn, first, last)}
    names = {row.id: row.name for row in out.paged(accounts.rows, conn, [mover.account_id for mover in found.movers])}
    ids = [mover.account_id for mover in found.movers]
    moved_on = {key: decisions[key].on for key in ids}
    why = explanations.moved_by(conn, moved_on, first, last) if drivers or len(ids) < MANY else {}
    movers = [
        _mover(mover, names[mover.account_id], decisions[mover.account_id], why.get(mover.account_id, ()))
        for mover in found.movers
    ]
    matrix: dict[str, dict[str, int]] = {}
    for (before, after), count in found.counts.items():
        matrix.setdefault(before or NONE, {})[after or NONE] = count
    if session.options.json:
        out.document({"from": out.day(first), "to": out.day(last), "matrix": matrix, "movers": movers})
    else:
        out.rows(session.options, movers, MOVERS)


@app.command("timeline")
def course(
    ctx: typer.Context,
    account: Account,
    *,
    since: From = None,
    until: To = None,
    lines: Annotated[
        bool, typer.Option("--lines", help=t("The line of every quarter, however large the book."))
    ] = False,
) -> None:
    """How the scores and the tier of an account went, quarter by quarter, each by the rules in force then."""
    session: Session = ctx.obj
    conn = session.conn
    key = lookup.account(conn, account)
    last = session.until(until, session.on)
    first = session.since(since, _tracked_since(session, key, last))
    in_order(first, last)
    found = timelines.timeline(conn, key, first, last, lines=lines or accounts.count(conn) < MANY)
    out.rows(session.options, map(scored.point, found), TIMELINE)


@app.command("rising")
def rising(
    ctx: typer.Context,
    *,
    months: Annotated[int, typer.Option(min=1, max=240, metavar="N", help=t("Compared with so long ago."))] = 12,
    limit: Limit = None,
) -> None:
    """Who is not key and gained most points, with what moved the score: the winners to pick."""
    session: Session = ctx.obj
    found = timelines.rising(session.conn, periods.add_months(session.on, -months), session.on)
    out.rows(session.options, map(scored.riser, found.risers[:limit]), RISING)
    if found.newly_scored and out.is_watched():
        one = "{count} account had no score then, so nobody knows what it gained"
        many = "{count} accounts had no score then, so nobody knows what they gained"
        out.tell(n(one, many, found.newly_scored))


@app.command("backfill")
@writes("tier.backfill", rows=False)
def fill(
    w: Writing,
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help=t("The first quarter or day."))] = None,
    until: Annotated[
        str, typer.Option("--to", metavar="DATE", help=t("Up to the last complete quarter before."))
    ] = "today",
    currency: Currency = None,
) -> Backfilled:
    """Compute the tiers of past quarterly reviews; accounts decided by a person are left alone from then on."""
    if since is None:
        raise BadInput(t("say with --from which quarter is the first"))
    first, last = w.session.since(since, w.session.today), w.session.until(until, w.session.today)
    with _progress(quiet=w.session.options.quiet) as progress:
        return w.do(backfill, first, last, currency=currency_or_none(currency), progress=progress)


def _override(row: out.Json) -> object:
    """Why it was decided although something spoke against it."""
    evidence = row["evidence"]
    assert isinstance(evidence, dict)
    return evidence.get("override") or None


def _end(row: out.Json) -> object:
    """The day of a point; a quarter that still runs is marked."""
    return f"{row['on']}~" if row["partial"] else row["on"]


HISTORY = [
    out.column("on"),
    out.column("from"),
    out.column("to"),
    out.column("score", right=True),
    out.column("reason", min=20),
    out.column("override", value=_override, drop=3),
    out.column("decided_by", t("by"), drop=1),
    out.column("policy_version", t("policy"), drop=2),
]
MOVERS = [
    out.column("account_id", t("id"), drop=3),
    out.column("name", min=14),
    out.column("from"),
    out.column("to"),
    out.column("on"),
    out.column("driver", min=30),
    out.column("reason", min=14, drop=2),
]
TIMELINE = [
    out.column("on", value=_end),
    out.column("composite", t("score"), right=True),
    out.column("attractiveness", "A", right=True),
    out.column("potential", "P", right=True),
    out.column("relationship", "R", right=True),
    out.column("coverage", t("known"), right=True),
    out.column("line", right=True),
    out.column("tier"),
    out.column("reason"),
    out.column("policy_version", t("policy"), drop=1),
]
RISING = [
    out.column("account_id", t("id"), drop=1),
    out.column("name", min=16),
    out.column("owner", drop=3),
    out.column("tier"),
    out.column("before", right=True),
    out.column("after", right=True),
    out.column("growth", right=True),
    out.column("coverage", t("known"), right=True, drop=2),
    out.column("driver", min=30),
]


def _mover(mover: movement.Mover, name: str, decision: tiers.TierDecision, why: Sequence[Driver]) -> out.Json:
    return {
        "account_id": mover.account_id,
        "name": name,
        "from": mover.before,
        "to": mover.after,
        "on": out.day(decision.on),
        "reason": decision.reason or None,
        "driver": explained.largest(why, up=mover.is_up),
    }


def _tracked_since(session: Session, account: int, last: dt.date) -> dt.date:
    """From when on a timeline has something to show, three years at most."""
    known = figures.tracked_since(session.conn, last, [account]).get(account, last)
    return max(known, periods.add_months(last, -3 * (QUARTERS - 1)))


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Progress | None]:
    """A bar on stderr while somebody is looking."""
    if quiet or not out.is_watched():
        yield None
        return
    # imported late: only a bar on a terminal is worth its 50 ms
    from kamtui.cli.bar import reviews

    with reviews() as advance:
        yield advance
