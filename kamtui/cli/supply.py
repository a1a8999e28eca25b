"""kamtui supply …"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from kamtui.cli import out, peak, supplyshapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import MaybeAccount
from kamtui.cli.session import Session
from kamtui.domain import fields, filters, supply
from kamtui.domain.supply import Level
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.store import accounts, lookup, policies
from kamtui.store import supply as kept

app = Noun(t("Supply of customers: how long their stock lasts, stock, forecast, peaks."))

Tier = Annotated[str | None, typer.Option(metavar="TIER", help=t("Only accounts of this tier."))]
Owner = Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Only accounts of this one of us; me for yours."))]


@app.command("cover")
def cover(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    tier: Tier = None,
    owner: Owner = None,
    short: Annotated[bool, typer.Option("--short", help=t("Only where it is red or amber."))] = False,
    product: Annotated[str | None, typer.Option(metavar="TEXT", help=t("Only of this product."))] = None,
) -> None:
    """How many days stocks last, worst first.

    Stock by what was sold on a day in the last 28 days, or in the same season of last year where those are unknown or
    a peak begins. Red: gone before what is ordered today arrives (the product's lead time, else the policy's); amber:
    less than a week later. A stock figure that is too old says nothing of today.
    """
    session: Session = ctx.obj
    conn = session.conn
    policy = policies.in_force(conn, session.on)
    chosen = _chosen(session, account, tier, owner)
    found = [each for some in kept.cover(conn, session.on, policy, chosen).values() for each in some]
    wanted = _called(session, product)
    rows = [
        each
        for each in supply.ranked(found)
        if (each.is_short or not short) and (wanted is None or each.product == wanted)
    ]
    names = _names(session, (each.account_id for each in rows))
    out.rows(session.options, [supplyshapes.cover(each, names[each.account_id]) for each in rows], COVER)
    if not (session.options.json or session.options.quiet) and not found:
        out.tell(t("no stock is known; enter some: kamtui fact add ACCOUNT stock_qty 120 --period today"))


@app.command("stock")
def stock(ctx: typer.Context, account: MaybeAccount = None, *, tier: Tier = None, owner: Owner = None) -> None:
    """The newest stock figures, and how old they are."""
    session: Session = ctx.obj
    conn, on = session.conn, session.on
    rules = policies.in_force(conn, on).supply
    found = kept.stocks(conn, on, _chosen(session, account, tier, owner))
    names = _names(session, (each.account_id for each in found))
    rows = (
        supplyshapes.stock(each.stock, each.account_id, names[each.account_id], each.product, rules, on)
        for each in found
    )
    out.rows(session.options, rows, STOCK)


@app.command("forecast")
def forecast(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    tier: Tier = None,
    owner: Owner = None,
    days: Annotated[
        int | None, typer.Option(min=1, max=730, metavar="DAYS", help=t("How far ahead; 28 days if not said."))
    ] = None,
) -> None:
    """What is expected to be sold from tomorrow on beside the stock there is: what is missing, and when it runs out."""
    session: Session = ctx.obj
    conn = session.conn
    policy = policies.in_force(conn, session.on)
    found = kept.forecasts(conn, session.on, policy, _chosen(session, account, tier, owner), days=days)
    names = _names(session, (each.account_id for each in found))
    out.rows(session.options, [supplyshapes.outlook(each, names[each.account_id]) for each in found], FORECAST)


@app.command("peaks")
def peaks(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    all: Annotated[bool, typer.Option("--all", help=t("Also those that are over or called off."))] = False,
    until: Annotated[str | None, typer.Option(metavar="DATE", help=t("Only those that start up to this day."))] = None,
) -> None:
    """Peak seasons that run or are ahead, the nearest first, and whether anybody prepares them."""
    session: Session = ctx.obj
    peak.listed(session, account, past=all, until=until)


def _chosen(session: Session, account: str | None, tier: str | None, owner: str | None) -> list[int]:
    """The accounts that are asked for; archived ones only where they are named."""
    if account is not None:
        if tier or owner:
            raise BadInput(t("ACCOUNT excludes --tier and --owner"))
        return [lookup.account(session.conn, account)]
    terms = [f"tier:{fields.tier(tier)}"] if tier else []
    terms += [f'owner:"{owner}"'] if owner else []
    return list(accounts.ids(session.conn, filters.parse(" ".join(terms), me=session.who), on=session.on))


def _called(session: Session, product: str | None) -> str | None:
    if product is None:
        return None
    # the catalogue is read where a product is named
    from kamtui.store import products

    return products.catalogue(session.conn).called(product)


def _names(session: Session, keys: Iterable[int]) -> dict[int, str]:
    wanted = sorted(set(keys))
    return {row.id: row.name for row in out.paged(accounts.rows, session.conn, wanted)}


def _age(row: out.Json) -> object:
    return None if row["age_days"] is None else f"{row['age_days']}d"


def _days(row: out.Json) -> object:
    return t("nothing sold") if row["days"] is None and row["level"] == Level.OK else row["days"]


COVER = [
    out.column("level"),
    out.column("account_id", t("id"), drop=6),
    out.column("account"),
    out.column("product"),
    out.column("days", right=True, value=_days, min=5),
    out.column("lead_days", t("lead"), right=True, min=4),
    out.column("stock", right=True, drop=1),
    out.column("per_day", t("a day"), right=True, drop=3),
    out.column("unit", t("in"), drop=5, min=3),
    out.column("age_days", t("age"), right=True, value=_age, min=3),
    out.column("by", drop=5),
    out.column("peak", drop=4),
    out.column("why", drop=2),
]

STOCK = [
    out.column("account_id", t("id"), drop=4),
    out.column("account"),
    out.column("product"),
    out.column("stock", right=True),
    out.column("unit", t("in"), drop=3, min=3),
    out.column("stock_on", t("counted"), min=10),
    out.column("age_days", t("age"), right=True, value=_age, min=3),
    out.column("stale", drop=1),
    out.column("source", drop=2),
]

FORECAST = [
    out.column("account_id", t("id"), drop=6),
    out.column("account"),
    out.column("product"),
    out.column("expected", right=True),
    out.column("stock", right=True),
    out.column("missing", right=True),
    out.column("runs_out_on", t("runs out"), min=10),
    out.column("to", t("until"), drop=2, min=10),
    out.column("known_days", t("days known"), right=True, drop=4, min=4),
    out.column("per_day", t("sold a day"), right=True, drop=3),
    out.column("unit", t("in"), drop=5, min=3),
    out.column("age_days", t("age"), right=True, value=_age, drop=1, min=3),
]
