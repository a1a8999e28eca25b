"""kamtui sale …"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

import typer

from kamtui.cli import out, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account, Currency, From, Limit, MaybeAccount, Since, To, Until
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields, periods
from kamtui.domain.outcomes.figures import SaleAdded
from kamtui.domain.periods import Period, Span
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.sales import add_sale
from kamtui.store import accounts, fiscal, lookup, rollups, sales

app = Noun(t("Sales documents: add, list, series, totals."))


class Step(StrEnum):
    """What a series counts by."""

    MONTH = "month"


class Group(StrEnum):
    """What totals are grouped by."""

    OWNER = "owner"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FISCAL_YEAR = "fiscal_year"
    ACCOUNT = "account"
    ALL = "all"


@app.command("add")
@writes("sale.add")
def add(
    w: Writing,
    account: Account,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help=t("1234.50, 12k, 3.5万; a return is (12.50)."))],
    *,
    number: Annotated[
        str, typer.Option(metavar="TEXT", help=t("The document's number; the same again corrects it."))
    ] = "",
    date: Annotated[str, typer.Option(metavar="DATE", help=t("The document's day."))] = "today",
    currency: Annotated[str | None, typer.Option(metavar="CURRENCY", help=t("The account's, if not said."))] = None,
    profit: Annotated[str | None, typer.Option(metavar="AMOUNT", help=t("Gross profit, where it is known."))] = None,
    cost: Annotated[str | None, typer.Option(metavar="AMOUNT", help=t("Cost, instead of the profit."))] = None,
    kind: Annotated[str, typer.Option(metavar="KIND", help=t("order, return or summary."))] = "order",
    owner: Annotated[str, typer.Option(metavar="LOGIN", help=t("Who of us sold it."))] = "",
) -> SaleAdded:
    """Enter a sales document."""
    key = w.account(account)
    code = fields.currency(currency) if currency else accounts.row(w.conn, key).currency
    worth = fields.amount(amount, code)
    if profit is not None and cost is not None:
        raise BadInput(t("give the profit or the cost, not both"))
    made = worth - fields.amount(cost, code) if cost is not None else None
    return w.do(
        add_sale,
        key,
        number=number,
        on=w.date(date),
        amount=worth,
        currency=code,
        profit=fields.amount(profit, code) if profit is not None else made,
        kind=kind,
        owner=owner,
    )


@app.command("ls")
def ls(
    ctx: typer.Context, account: MaybeAccount = None, *, since: Since = None, until: Until = None, limit: Limit = None
) -> None:
    """List sales documents, the latest first."""
    session: Session = ctx.obj
    conn = session.conn
    keys = sales.ids(
        conn,
        account=None if account is None else lookup.account(conn, account),
        since=session.since(since, dt.date.min) if since else None,
        until=session.until(until, dt.date.max) if until else None,
    )[:limit]
    out.rows(session.options, map(shapes.sale, out.paged(sales.rows, conn, keys)), COLUMNS)


@app.command("series")
def series(
    ctx: typer.Context,
    account: Account,
    *,
    by: Annotated[Step, typer.Option(help=t("What a row is."))] = Step.MONTH,
    since: From = None,
    until: To = None,
    currency: Currency = None,
    group: Annotated[
        bool, typer.Option("--group", help=t("With all below it, each for the days it belonged to the group."))
    ] = False,
) -> None:
    """One account's sales month by month; months without a document are there with zeros."""
    session: Session = ctx.obj
    key = lookup.account(session.conn, account)
    last = session.until(until, session.on)
    first = session.since(since, periods.month_start(periods.add_months(last, -11)))
    code = fields.currency(currency) if currency else accounts.row(session.conn, key).currency
    read = rollups.by_month if group else sales.by_month
    found = sales.months_of(read(session.conn, key, first, last, code), first, last, session.on)
    out.rows(session.options, (_month(row, code) for row in found), SERIES)


@app.command("totals")
def totals(
    ctx: typer.Context,
    *,
    by: Annotated[Group, typer.Option(help=t("What a row is."))] = Group.ALL,
    since: From = None,
    until: To = None,
) -> None:
    """Sales per owner, period, account or in all; documents without an account also in a row of their own.

    Quarters are those of the fiscal year: where it begins in April, March belongs to the one before, "FY2025/26". A
    period that still runs, or of which only a part was asked for, is marked partial.
    """
    session: Session = ctx.obj
    conn = session.conn
    first, last = session.since(since, dt.date.min), session.until(until, session.on)
    if by is Group.ACCOUNT:
        codes = sales.currencies(conn)
        found = [_account(row, code) for code in codes for row in sales.by_account(conn, first, last, code)]
    elif by in SPANS:
        # a calendar year is one that begins in January, whenever the fiscal one does
        start = 1 if by is Group.YEAR else fiscal.start(conn)
        totals = sales.totals_of_periods(conn, first, last, SPANS[by], start)
        found = [{**_total(row, by), "partial": _is_partial(row.period, first, last, session.on)} for row in totals]
    else:
        found = [_total(row, by) for row in sales.totals(conn, first, last, by=by)]
    nobodys = [
        {**_total(row, by), "group": None, "unattributed": True} for row in sales.unattributed(conn, first, last)
    ]
    if nobodys and by is not Group.ACCOUNT:
        out.tell(t("documents that name no account have a row of their own and are in the others too"))
    out.rows(session.options, found + nobodys, TOTALS)


SPANS = {
    Group.MONTH: Span.MONTH,
    Group.QUARTER: Span.QUARTER,
    Group.YEAR: Span.YEAR,
    Group.FISCAL_YEAR: Span.YEAR,
}
"""Totals that are of periods."""

COLUMNS = [
    out.column("id", drop=4),
    out.column("date"),
    out.column("number"),
    out.column("account"),
    out.column("kind", drop=1),
    out.column("amount", right=True),
    out.column("profit", right=True, drop=2),
    out.column("currency", t("cur.")),
    out.column("owner", drop=3),
]
SERIES = [
    out.column("period"),
    out.column("orders", right=True),
    out.column("revenue", right=True),
    out.column("profit", right=True),
    out.column("currency", t("cur."), drop=1),
    out.column("partial"),
]
TOTALS = [
    out.column("group", value=lambda row: t("no account") if row["unattributed"] else row["group"]),
    out.column("currency", t("cur.")),
    out.column("orders", right=True),
    out.column("documents", right=True),
    out.column("accounts", right=True),
    out.column("revenue", right=True),
    out.column("profit", right=True),
    out.column("partial", value=lambda row: row.get("partial")),
]


def _month(row: sales.Month, currency: str) -> out.Json:
    return {
        "period": row.period,
        "orders": row.orders,
        "revenue": out.amount(row.revenue, currency),
        "profit": out.amount(row.profit, currency),
        "currency": currency,
        "partial": row.partial,
    }


def _account(row: sales.AccountTotal, currency: str) -> dict[str, object]:
    return {
        "group": row.external_id or row.name,
        "account_id": row.account_id,
        "external_id": row.external_id,
        "name": row.name,
        "currency": currency,
        "revenue": out.amount(row.revenue, currency),
        "profit": out.amount(row.profit, currency),
        "orders": row.orders,
        "documents": row.documents,
        "accounts": 1,
        "unattributed": False,
    }


def _is_partial(period: Period | None, first: dt.date, last: dt.date, on: dt.date) -> bool:
    """Whether days of a period are not over, or were not asked for."""
    return period is not None and not (first <= period.first and period.last <= last and period.last < on)


def _total(row: sales.Total, by: Group) -> dict[str, object]:
    group = row.group if by is not Group.YEAR else row.group.removeprefix("FY")
    return {
        "group": Group.ALL if by is Group.ALL else group or None,
        "currency": row.currency,
        "revenue": out.amount(row.revenue, row.currency),
        "profit": out.amount(row.profit, row.currency),
        "orders": row.orders,
        "documents": row.documents,
        "accounts": row.accounts,
        "unattributed": False,
    }
