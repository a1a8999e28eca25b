"""kamtui concentration"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.out import figure
from kamtui.cli.params import Currency, From, To
from kamtui.cli.reports import By, asked_measure, asked_period, asked_values, currency_of, level, unknown
from kamtui.cli.session import Session
from kamtui.domain.concentration import Concentration, concentration
from kamtui.i18n import t
from kamtui.store import accounts, policies
from kamtui.store import groups as hierarchy

app = Noun(t("How much hangs on how few customers."))

LARGEST = 5
"""How many customers are listed."""


@app.command("")
def spread(
    ctx: typer.Context,
    *,
    by: Annotated[By | None, typer.Option(help=t("What is looked at: profit, where it is known, if not said."))] = None,
    since: From = None,
    until: To = None,
    currency: Currency = None,
    groups: Annotated[
        bool, typer.Option("--groups/--accounts", help=t("Accounts of one group count once, or each by itself."))
    ] = True,
) -> None:
    """The share of the largest customers, and how many equal ones would be as concentrated.

    Over the last twelve months if not said. Accounts of one group count once; customers at or below zero have no share.
    The sum of squared shares (HHI) runs from 1/n to 1; its inverse is the effective number of customers. `--by
    receivables` looks at what is owed on the last day, `--by invoiced` at invoices less credit notes.
    """
    if ctx.invoked_subcommand:
        return
    session: Session = ctx.obj
    conn = session.conn
    period = asked_period(session, since, until)
    code = currency_of(session, by, currency)
    measure = asked_measure(session, by, period, code)
    values = asked_values(session, measure, period, code)
    rules = policies.in_force(conn, period.last).concentration
    roots = hierarchy.roots(conn, period.last) if groups else {}
    found = concentration({row.account_id: row.value for row in values.known}, rules, roots)
    names = accounts.names(conn)
    largest = [
        {
            "account_id": holder.account_id,
            "name": names[holder.account_id],
            "value": out.amount(holder.value, code),
            "percent": figure(holder.percent),
        }
        for holder in found.holders[:LARGEST]
    ]
    shape = {
        "by": measure,
        "from": out.day(period.first),
        "to": out.day(period.last),
        "currency": code,
        "groups": groups,
        "n": found.n,
        "accounts": sum(row.value > 0 for row in values.known),
        "total": out.amount(found.total, code),
        **figures(found),
        "largest": largest,
        "unknown": [{"account_id": row.account_id, "name": row.name} for row in values.unknown],
    }
    if session.options.quiet:
        out.rows(session.options, largest, [])
    elif session.options.json:
        out.document(shape)
    else:
        out.one(session.options, {name: value for name, value in shape.items() if name != "unknown"})
        if values.unknown:
            out.tell(unknown([row.name for row in values.unknown]))


def figures(found: Concentration) -> out.Json:
    """The figures of a concentration as they are printed."""
    return {
        "top1_percent": figure(found.top(1)),
        "top3_percent": figure(found.top(3)),
        "top5_percent": figure(found.top(5)),
        "hhi": figure(found.hhi, 6),
        "effective": figure(found.effective),
        "level": level(found.level),
    }
