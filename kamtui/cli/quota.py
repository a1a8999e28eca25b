"""kamtui quota …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import opportunityshapes, out
from kamtui.cli.nouns import Noun
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields
from kamtui.domain.outcomes.opportunities import QuotaSet
from kamtui.domain.periods import fiscal_label, fiscal_year
from kamtui.i18n import t
from kamtui.ops.quotas import set_quota
from kamtui.store import fiscal, quotas

app = Noun(t("What each manager has to bring in a fiscal year: set, list."))

Year = Annotated[
    str | None,
    typer.Option(
        metavar="YEAR",
        help=t("The fiscal year: FY2026/27, 2026 for the one that begins in it, or a day in it; this one if not said."),
    ),
]


@app.command("set")
@writes("quota.set")
def set_(
    w: Writing,
    who: Annotated[str, typer.Argument(metavar="LOGIN", help=t("Whose."))],
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help=t("1200000, 1.2M, 120万."))],
    *,
    year: Year = None,
    currency: Annotated[str | None, typer.Option(metavar="CURRENCY", help=t("The book's, if not said."))] = None,
) -> QuotaSet:
    """Set what a manager has to bring in a fiscal year; what was set before stays known."""
    return w.do(
        set_quota,
        who,
        fields.amount(amount),
        day=None if year is None else w.session.year(year),
        currency=None if currency is None else fields.currency(currency),
    )


@app.command("ls")
def ls(ctx: typer.Context, *, year: Year = None) -> None:
    """List the quotas in force, of all fiscal years if not said."""
    session: Session = ctx.obj
    start = fiscal.start(session.conn)
    within = None if year is None else fiscal_year(session.year(year), start)
    found = quotas.in_force(session.conn, session.on, within)
    rows = (opportunityshapes.quota(each, fiscal_label(each.year.first, start)) for each in found)
    out.rows(session.options, rows, COLUMNS)


COLUMNS = [
    out.column("who"),
    out.column("year"),
    out.column("amount", right=True),
    out.column("currency", min=3),
    out.column("set_on", t("set on"), drop=1),
    out.column("set_by", t("by"), drop=2),
]
