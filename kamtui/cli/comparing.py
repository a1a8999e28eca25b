"""kamtui terms compare: who has what, by tier (R55)."""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out, termshapes
from kamtui.cli.nouns import Noun
from kamtui.cli.session import Session
from kamtui.domain import fields
from kamtui.domain import terms as words
from kamtui.i18n import t
from kamtui.store import policies
from kamtui.store.treatments import treatments

app = Noun(t("Who has what."))


@app.command("compare")
def compare(
    ctx: typer.Context,
    *,
    tier: Annotated[str | None, typer.Option(metavar="TIER", help=t("Only accounts of this tier."))] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help=t("Only of this kind."))] = None,
    unequal: Annotated[
        bool, typer.Option("--unequal", help=t("Only those who have more than one who buys more."))
    ] = False,
) -> None:
    """Who has what, by tier; who has more than bigger ones.

    How many of a tier have it, from where to where it reaches, and who buys more in twelve months and has less of it,
    or nothing.
    """
    session: Session = ctx.obj
    of, what = None if tier is None else fields.tier(tier), None if kind is None else words.kind(kind)
    found = [
        each
        for each in treatments(session.conn, session.on, policies.in_force(session.conn, session.on))
        if of in (None, each.tier) and what in (None, each.kind) and (each.is_unequal or not unequal)
    ]
    shapes = [termshapes.treatment(each) for each in found]
    if session.options.json:
        out.document(shapes)
        return
    rows = [
        {**{name: shape[name] for name in _OF_KIND}, **termshapes.holder(holder, treatment)}
        for shape, treatment in zip(shapes, found, strict=True)
        for holder in treatment.holders
        if holder.bigger_with_less or not unequal
    ]
    out.rows(session.options, rows, COLUMNS)


_OF_KIND = ("tier", "kind", "unit", "with", "of", "low", "median", "high")


COLUMNS = [
    out.column("tier"),
    out.column("kind"),
    out.column("account", min=16),
    out.column("value", t("how much"), right=True, value=termshapes.valued),
    out.column("cost", t("a year"), right=True, drop=2),
    out.column(
        "cost_percent", t("of sales"), right=True, drop=1, value=lambda row: termshapes.percentage(row["cost_percent"])
    ),
    out.column("revenue", right=True, drop=4),
    out.column("have", t("have it"), drop=5, value=lambda row: f"{row['with']}/{row['of']}"),
    out.column("median", right=True, drop=3),
    out.column("bigger_with_less", t("bigger with less"), min=12),
]
