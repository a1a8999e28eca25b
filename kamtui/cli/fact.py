"""kamtui fact …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account, From, Limit, MaybeAccount, To
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import facts, fields
from kamtui.domain.outcomes.figures import FactAdded
from kamtui.i18n import t
from kamtui.ops.facts import add_fact
from kamtui.store import accounts, lookup
from kamtui.store.facts import ids, rows

app = Noun(t("Figures over time: add, list."))

METRICS = ", ".join(facts.Metric)


@app.command("add")
@writes("fact.add")
def add(
    w: Writing,
    account: Account,
    metric: Annotated[str, typer.Argument(metavar="METRIC", help=METRICS)],
    value: Annotated[str, typer.Argument(metavar="VALUE", help=t("1234.50, 12k, 3.5万; a share as 12.5%."))],
    *,
    period: Annotated[
        str, typer.Option(metavar="PERIOD", help=t("2026-03, 2026-Q3, 2026, 2026-W11, a day, or two with .. between."))
    ],
    product: Annotated[str, typer.Option(metavar="TEXT", help=t("Of this product; of all if not said."))] = "",
    unit: Annotated[str, typer.Option(metavar="TEXT", help=t("What it is counted in: kg, pieces, of 5."))] = "",
    currency: Annotated[str | None, typer.Option(metavar="CURRENCY", help=t("The account's, if not said."))] = None,
    source: Annotated[str, typer.Option(metavar="TEXT", help=t("Where it is from; each source has its own."))] = "",
    confidence: Annotated[
        str | None, typer.Option(metavar="CONFIDENCE", help=t("How sure it is: low, medium, high."))
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help=t("Since when it is known; the period's end if not said."))
    ] = None,
) -> FactAdded:
    """Enter a figure of a period; the same metric, period, product and source again corrects it."""
    key = w.account(account)
    what = facts.metric(metric)
    is_money = facts.MEASURED[what] is facts.Measured.MONEY
    code = fields.currency(currency) if currency else accounts.row(w.conn, key).currency if is_money else None
    return w.do(
        add_fact,
        key,
        what,
        facts.value(value, what, code or ""),
        period=fields.period(period, w.session.today),
        product=product,
        unit=unit,
        currency=code,
        source=source,
        confidence=facts.confidence(confidence) if confidence else None,
        on=w.date(on) if on else None,
    )


@app.command("ls")
def ls(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    metric: Annotated[str | None, typer.Option(metavar="METRIC", help=t("Only of this metric."))] = None,
    since: From = None,
    until: To = None,
    limit: Limit = None,
) -> None:
    """List figures, the latest periods first."""
    session: Session = ctx.obj
    conn = session.conn
    keys = ids(
        conn,
        account=None if account is None else lookup.account(conn, account),
        metric=facts.metric(metric) if metric else None,
        since=session.since(since, session.on) if since else None,
        until=session.until(until, session.on) if until else None,
    )[:limit]
    out.rows(session.options, map(shapes.fact, out.paged(rows, conn, keys)), COLUMNS)


COLUMNS = [
    out.column("id", drop=5),
    out.column("period"),
    out.column("account"),
    out.column("metric"),
    out.column("product", drop=1),
    out.column("value", right=True),
    out.column("unit", t("in"), value=lambda row: row["currency"] or row["unit"]),
    out.column("source", drop=3),
    out.column("confidence", drop=4),
    out.column("on", t("known"), drop=2),
]
