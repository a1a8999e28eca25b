"""kamtui retention"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.out import figure
from kamtui.cli.params import Currency
from kamtui.cli.session import Session
from kamtui.domain import fields
from kamtui.domain.periods import Span
from kamtui.domain.retention import Kept, Money
from kamtui.i18n import t
from kamtui.store import fiscal, retention
from kamtui.store.assessments import main_currency

app = Noun(t("Who stayed, left and came, from period to period."))


class By(StrEnum):
    """How long the periods are."""

    YEAR = "year"
    QUARTER = "quarter"


SHOWN = {By.YEAR: 5, By.QUARTER: 8}
"""How many periods are shown if not said."""

MOST = 80


@app.command("")
def kept(
    ctx: typer.Context,
    *,
    by: Annotated[By, typer.Option(help=t("Fiscal years or quarters."))] = By.YEAR,
    periods: Annotated[int | None, typer.Option("--periods", min=1, max=MOST, metavar="N", help=t("So many."))] = None,
    currency: Currency = None,
) -> None:
    """How many of those who bought in one period did so in the next, who was lost and won, and what that kept.

    An account bought where its revenue in the period is above zero, in any currency; amounts are of one currency each.
    Of a period that still runs, who has not bought yet is not lost yet. What five points less churn would bring of
    your own sales says `kamtui whatif churn`.
    """
    if ctx.invoked_subcommand:
        return
    session: Session = ctx.obj
    start = fiscal.start(session.conn)
    span = Span(by.value)
    found = retention.retention(session.conn, span, session.on, periods or SHOWN[by])
    code = fields.currency(currency) if currency else main_currency(session.conn)
    rows = [_row(each, span, start, code) for each in found]
    if session.options.json:
        out.document({"by": by, "currency": code, "periods": rows})
        return
    out.rows(session.options, rows, COLUMNS)
    if any(each.is_partial for each in found):
        out.tell(t("a partial period still runs, or documents begin in it: who has not bought yet is not lost yet"))
    if any(each.is_first for each in found):
        out.tell(
            t(
                "documents begin within the period before {label}: not all who bought in it are known",
                label=_first(rows),
            )
        )
    others = sorted({other for each in found for other in each.money} - {code})
    if others:
        out.tell(t("amounts in {currency} only; there are others in {others}", currency=code, others=", ".join(others)))


def _first(rows: Sequence[out.Json]) -> object:
    """The period whose predecessor is not whole."""
    return next(row["period"] for row in rows if row["before_incomplete"])


def _row(found: Kept, span: Span, start_month: int, currency: str) -> out.Json:
    money = found.money.get(currency, Money(0, None, 0))
    others = sorted(found.money.items())
    return {
        "period": span.label(found.period.first, start_month),
        "from": out.day(found.period.first),
        "to": out.day(found.period.last),
        "partial": found.is_partial,
        "before_incomplete": found.is_first,
        "bought": found.bought,
        "bought_before": found.before,
        "kept": found.kept,
        "lost": found.lost,
        "won": found.won,
        "new": found.new,
        "won_back": found.back,
        "churn_percent": figure(found.churn),
        "retention_percent": None if found.churn is None else figure(100 - found.churn),
        "retained_revenue": None if found.before is None else out.amount(money.revenue, currency),
        "retained_gross_profit": out.amount(money.profit, currency),
        "profit_unknown": money.unknown,
        "currency": currency,
        "retained": [
            {
                "currency": code,
                "revenue": out.amount(each.revenue, code),
                "gross_profit": out.amount(each.profit, code),
                "profit_unknown": each.unknown,
            }
            for code, each in others
        ],
    }


COLUMNS = [
    out.column("period"),
    out.column("partial"),
    out.column("bought", right=True),
    out.column("bought_before", t("before"), right=True),
    out.column("kept", right=True),
    out.column("lost", right=True),
    out.column("won", right=True),
    out.column("won_back", t("of them back"), right=True, drop=3),
    out.column("churn_percent", t("churn %"), right=True),
    out.column("retained_revenue", t("kept revenue"), right=True, drop=2),
    out.column("retained_gross_profit", t("kept gross"), right=True),
    out.column("profit_unknown", t("unknown"), right=True, drop=1),
    out.column("currency", t("cur."), drop=4),
]
