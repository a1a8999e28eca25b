"""kamtui rate …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields
from kamtui.domain import rates as units
from kamtui.domain.outcomes.rates import RateSet
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.ops.rates import set_rate
from kamtui.store import known, rates

app = Noun(t("Rates between currencies: set, list, show."))

Code = Annotated[str, typer.Argument(metavar="CURRENCY", help=t("Three letters, such as EUR."))]
Base = Annotated[
    str | None, typer.Option("--base", metavar="CURRENCY", help=t("In which currency; the book's if not said."))
]


@app.command("set")
@writes("rate.set")
def set_(
    w: Writing,
    currency: Code,
    value: Annotated[str, typer.Argument(metavar="VALUE", help=t("What one unit is worth: 7.12."))],
    *,
    base: Base = None,
    on: Annotated[str, typer.Option(metavar="DATE", help=t("From which day."))] = "today",
    source: Annotated[str, typer.Option(metavar="TEXT", help=t("Where it is from."))] = "",
) -> RateSet:
    """Enter what a unit of a currency is worth from a day on; the same day again corrects it."""
    into = fields.currency(base) if base else known.book_currency(w.conn)
    return w.do(set_rate, fields.currency(currency), into, units.value(value), on=w.date(on), source=source)


@app.command("ls")
def ls(ctx: typer.Context, currency: Annotated[str | None, typer.Argument(metavar="[CURRENCY]")] = None) -> None:
    """List rates, the newest first."""
    session: Session = ctx.obj
    found = rates.rows(session.conn, fields.currency(currency) if currency else None)
    out.rows(session.options, (shape(row) for row in found), COLUMNS)


@app.command("show")
def show(ctx: typer.Context, currency: Code, *, base: Base = None) -> None:
    """What one unit is worth on a day: by the latest rate up to it, either way round, or through a third currency."""
    session: Session = ctx.obj
    code = fields.currency(currency)
    into = fields.currency(base) if base else known.book_currency(session.conn)
    found = rates.exchange(session.conn, code, into, session.on)
    if found is None:
        raise NotFound(t("no rate is known from {currency} to {base} on {on}", currency=code, base=into, on=session.on))
    value = float(found.per_unit)
    row = {"currency": code, "base": into, "value": f"{value:.10g}", "on": found.on, "through": found.through}
    out.one(session.options, {**row, "on": out.day(found.on)})


def shape(row: rates.RateRow) -> out.Json:
    """A rate as every output has it."""
    rate = row.rate
    return {
        "id": row.id,
        "currency": rate.currency,
        "base": rate.base,
        "value": units.written(rate.value),
        "on": out.day(rate.on),
        "source": rate.source or None,
    }


COLUMNS = [
    out.column("id", drop=2),
    out.column("on", t("from")),
    out.column("currency", t("cur.")),
    out.column("value", right=True),
    out.column("base", t("in")),
    out.column("source", drop=1),
]
