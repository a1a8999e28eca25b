"""kamtui account move|group|merge|unmerge|split|duplicates|apart"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import arshapes, out
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, Account, From, On, Reason, To, number
from kamtui.cli.reports import in_order
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import periods
from kamtui.domain.duplicates import Confidence, Pair
from kamtui.domain.outcomes.structure import AccountMoved, AccountsMerged, AccountSplit, AccountUnmerged, ToldApart
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.duplicates import tell_apart
from kamtui.ops.groups import move_account
from kamtui.ops.merging import Later, merge_accounts, unmerge_accounts
from kamtui.ops.splitting import split_account
from kamtui.store import accounts, duplicates, lookup, merges, policies, rollups

app = Noun(t("How accounts hang together."))

Parent = Annotated[str, typer.Argument(metavar="PARENT", help=t("The account it is put below; - for none."))]
Other = Annotated[str, typer.Argument(metavar="ACCOUNT", help=t("The other account."))]
Victim = Annotated[str, typer.Argument(metavar="ACCOUNT", help=t("The account that goes into it."))]


@app.command("move")
@writes("account.move")
def move(
    w: Writing,
    account: Account,
    parent: Parent,
    *,
    on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help=t("From which day; today, or for a first parent as long as it is known.")),
    ] = None,
) -> AccountMoved:
    """Put an account below another from a day on; past figures of both groups stay."""
    below = None if parent == NOTHING else w.account(parent)
    return w.do(move_account, w.account(account), below, on=None if on is None else w.date(on))


@app.command("group")
def group(ctx: typer.Context, account: Account, *, since: From = None, until: To = None) -> None:
    """Show an account with all below it, and what they brought together.

    Over the last twelve months if not said. Each account counts for the days on which it belonged to the group.
    Currencies are never added up; a person at two accounts is one person in the total.
    """
    session: Session = ctx.obj
    conn = session.conn
    key = lookup.account(conn, account)
    last = session.until(until, session.on)
    period = in_order(session.since(since, periods.trailing_year(last).first), last)
    found = rollups.group(conn, key, period, policies.in_force(conn, session.on).minutes)
    rows = [_node(node, found.period) for node in found.nodes]
    total = _brought(found.total)
    if session.options.json:
        days = {"from": out.day(period.first), "to": out.day(period.last)}
        out.document({"account_id": key, **days, "accounts": rows, "total": total})
    elif session.options.quiet:
        out.rows(session.options, rows, [])
    else:
        whole = {"name": t("total"), "depth": 0, **dict.fromkeys(("tier", "status", "owner", "purchasing")), **total}
        out.rows(session.options, [*rows, {**whole, "account_id": None, "days": None}], GROUP)


@app.command("merge")
@writes("account.merge", rows=False)
def merge(w: Writing, account: Account, victim: Victim, *, on: On = "today") -> AccountsMerged:
    """Merge the second account into the first; --dry-run shows what moves, what stays and what both say.

    What happened and who is there goes to the first. What was decided of the second stays with it, in the history.
    """
    return w.do(merge_accounts, w.account(account), w.account(victim), on=w.date(on))


@app.command("unmerge")
@writes("account.unmerge", rows=False)
def unmerge(
    w: Writing,
    account: Account,
    *,
    later: Annotated[
        str, typer.Option(metavar="ROWS", help=t("What came since and goes with it: touch:12,sale:7, or all."))
    ] = "",
) -> AccountUnmerged:
    """Take a merge back, also long after; --dry-run shows what came since, which stays unless --later names it."""
    return w.do(unmerge_accounts, lookup.merged(w.conn, account), later=_later(later))


@app.command("split")
@writes("account.split", rows=False)
def split(
    w: Writing,
    account: Account,
    name: Annotated[str, typer.Argument(metavar="NAME", help=t("What the new account is called."))],
    *,
    on: On = "today",
    people: Annotated[
        list[str] | None, typer.Option("--person", metavar="CONTACT", help=t("Who goes with it; again for more."))
    ] = None,
    sales: Annotated[
        str, typer.Option(metavar="NUMBERS", help=t("Its sales documents from the day on: all, none, or A1,A2."))
    ] = "none",
    invoices: Annotated[
        str,
        typer.Option(metavar="NUMBERS", help=t("Its invoices from the day on, with payments: all, none, or 17,18.")),
    ] = "none",
    facts: Annotated[bool, typer.Option("--facts", help=t("The figures of periods from then on, too."))] = False,
    bare: Annotated[bool, typer.Option("--bare", help=t("Touches that name nobody, too."))] = False,
    opportunity: Annotated[
        list[str] | None, typer.Option(metavar="OPPORTUNITY", help=t("What may be sold to it; again for more."))
    ] = None,
    terms: Annotated[
        list[str] | None, typer.Option(metavar="TERMS", help=t("What was granted and goes on there; again for more."))
    ] = None,
    id: Annotated[str, typer.Option(metavar="ID", help=t("External id."))] = "",
) -> AccountSplit:
    """Make a part of an account an account of its own from a day on; the original keeps the past."""
    key = w.account(account)
    going = [lookup.contact(w.conn, person, key) for person in people or ()]
    return w.do(
        split_account,
        key,
        name,
        on=w.date(on),
        people=going,
        sales=_numbers(sales),
        invoices=_numbers(invoices),
        facts=facts,
        bare=bare,
        external_id=id,
        opportunities=[number(one, t("opportunity")) for one in opportunity or ()],
        terms=[number(one, t("terms")) for one in terms or ()],
    )


@app.command("duplicates")
def suspects(
    ctx: typer.Context,
    *,
    confidence: Annotated[Confidence, typer.Option(help=t("The least sure ones that are listed."))] = Confidence.LOW,
) -> None:
    """List accounts that may be the same, the surest first, with what they have in common.

    Compared are names as imports match them, other names, ids but for zeros, case and punctuation, websites, domains
    of addresses, phones. A phone alone says little. `account merge` makes them one, `account apart` tells them apart.
    """
    session: Session = ctx.obj
    least = [*Confidence].index(confidence)
    found = [pair for pair in duplicates.pairs(session.conn) if [*Confidence].index(pair.confidence) <= least]
    names, codes = accounts.names(session.conn), accounts.external_ids(session.conn)
    out.rows(session.options, (_pair(pair, names, codes) for pair in found), PAIRS)


@app.command("apart")
@writes("account.apart")
def apart(w: Writing, account: Account, other: Other, *, reason: Reason = "") -> ToldApart:
    """Say that two accounts are not the same: they are proposed as duplicates no more."""
    return w.do(tell_apart, w.account(account), w.account(other), reason=reason)


GROUP = [
    out.column("account_id", t("id"), drop=3),
    out.column("name", value=lambda row: "  " * int(str(row["depth"])) + str(row["name"])),
    out.column("tier"),
    out.column("status", drop=2),
    out.column("owner", drop=3),
    out.column("purchasing", drop=6),
    out.column("revenue", right=True, value=lambda row: _money(row, "revenue")),
    out.column("profit", right=True, drop=1, value=lambda row: _money(row, "profit")),
    out.column("owed", right=True, drop=5, value=lambda row: _money(row, "balance", "receivables")),
    out.column("minutes", right=True, drop=4),
    out.column("touches", right=True, drop=1),
    out.column("people", right=True, drop=1),
    out.column("days", drop=5),
]
PAIRS = [
    out.column("account_id", t("id")),
    out.column("name"),
    out.column("external_id", t("ext. id"), drop=2),
    out.column("other_id", t("id")),
    out.column("other", t("other account")),
    out.column("other_external_id", t("ext. id"), drop=2),
    out.column("signs", t("in common"), value=lambda row: ", ".join(map(t, _texts(row["signs"])))),
    out.column("confidence", drop=1),
]


def _numbers(text: str) -> list[str] | None:
    """Numbers of documents: None for all, none of them, or those that are named."""
    return None if text == "all" else [] if text == "none" else [part.strip() for part in text.split(",")]


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _node(node: rollups.Node, period: periods.Period) -> out.Json:
    whole = (node.first, node.last) == period
    return {
        "account_id": node.account_id,
        "external_id": node.external_id,
        "name": node.name,
        "depth": node.depth,
        "tier": node.tier,
        "status": node.status,
        "owner": node.owner or None,
        "purchasing": node.purchasing or None,
        "from": out.day(node.first),
        "to": out.day(node.last),
        "days": None if whole else f"{node.first}..{node.last}",
        **_brought(node.brought),
    }


def _brought(found: rollups.Brought) -> out.Json:
    return {
        "money": [
            {
                "currency": each.currency,
                "revenue": out.amount(each.revenue, each.currency),
                "profit": out.amount(each.profit, each.currency),
                "documents": each.documents,
            }
            for each in found.money
        ],
        "minutes": found.minutes,
        "touches": found.touches,
        "people": len(found.people),
        "receivables": [arshapes.owed(each) for each in found.owed],
    }


def _money(row: out.Json, what: str, of: str = "money") -> str:
    money = row[of]
    assert isinstance(money, list)
    return " + ".join(f"{each[what]} {each['currency']}" for each in money if each[what] is not None)


def _pair(pair: Pair, names: dict[int, str], codes: dict[int, str]) -> out.Json:
    return {
        "account_id": pair.one,
        "name": names[pair.one],
        "external_id": codes.get(pair.one),
        "other_id": pair.other,
        "other": names[pair.other],
        "other_external_id": codes.get(pair.other),
        "signs": [sign.value for sign in pair.signs],
        "score": round(pair.score, 2),
        "confidence": pair.confidence.value,
    }


def _later(text: str) -> Later:
    """`touch:12,sale:7` as pairs; raises BadInput."""
    if text == "all":
        return "all"
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        table, colon, row = part.partition(":")
        if not colon or table not in merges.MOVES:
            raise BadInput(t("--later takes touch:12,sale:7 or all, not '{text}'", text=part))
        found.append((table, number(row, table)))
    return found
