"""kamtui portfolio"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.out import figure
from kamtui.cli.session import Session
from kamtui.domain.policy import AXES
from kamtui.domain.portfolio import Group, Matrix, Quadrant
from kamtui.i18n import n, t
from kamtui.store import portfolio
from kamtui.store.portfolio import Row

app = Noun(t("How attractive accounts are to us, and how strong we are there."))

_ORDER = {quadrant: place for place, quadrant in enumerate([*Quadrant, None])}


@app.command("")
def placed(
    ctx: typer.Context,
    *,
    quadrant: Annotated[Quadrant | None, typer.Option(help=t("Only these."))] = None,
    group: Annotated[Group | None, typer.Option(help=t("Only accounts to be treated so."))] = None,
) -> None:
    """Every account on the matrix: strategic, proactive, maintain or opportunistic.

    Upwards is the mean of attractiveness and potential, as far as they are known. To the right is our strength beside
    our rivals as a customer judged it; where none did, the relationship score stands in and has a question mark.
    Quadrants part at 50, or at the median of accounts that lie within 20 points.
    """
    if ctx.invoked_subcommand:
        return
    session: Session = ctx.obj
    found = portfolio.portfolio(session.conn, session.on)
    rows = [
        _row(row)
        for row in sorted(found.rows, key=_place)
        if quadrant in (None, row.placed.quadrant) and group in (None, row.group)
    ]
    if session.options.json:
        cuts = {"cut_x": figure(found.matrix.cut_x), "cut_y": figure(found.matrix.cut_y)}
        out.document({"on": out.day(session.on), **cuts, "accounts": rows})
    else:
        out.rows(session.options, rows, COLUMNS)
        _remarks(found.matrix)


def _strength(row: out.Json) -> str | None:
    return None if row["x"] is None else f"{row['x']}{'?' if row['x_source'] == 'guess' else ''}"


COLUMNS = [
    out.column("account_id", t("id"), drop=3),
    out.column("name"),
    out.column("tier", drop=1),
    out.column("attractiveness", t("A"), right=True, drop=5),
    out.column("potential", t("P"), right=True, drop=5),
    out.column("relationship", t("R"), right=True, drop=5),
    out.column("x", t("strength"), right=True, value=_strength),
    out.column("y", t("A and P"), right=True),
    out.column("quadrant"),
    out.column("group", t("treat as")),
    out.column("profit_class", t("profit"), drop=2),
]


def _row(row: Row) -> out.Json:
    spot = row.placed.spot
    return {
        **row.account._asdict(),
        "owner": row.account.owner or None,
        **{axis.value: figure(row.card.axes[axis].score, 1) for axis in AXES},
        "x": figure(spot.x, 1),
        "x_source": None if spot.x is None else "guess" if spot.is_guess else "customer",
        "y": figure(spot.y, 1),
        "quadrant": row.placed.quadrant,
        "group": row.group,
        "profit_class": row.profit_class,
        "profit_basis": None if row.profit_class is None else "gross" if row.is_gross else "net",
    }


def _place(row: Row) -> tuple[int, float, str]:
    return _ORDER[row.placed.quadrant], -(row.placed.spot.y or 0.0), row.account.name


def _remarks(found: Matrix) -> None:
    guesses = sum(each.spot.x is not None and each.spot.is_guess for each in found.placed)
    if guesses:
        one = "{count} account, with a ?, is placed by our own guess of our strength"
        many = "{count} accounts, with a ?, are placed by our own guess of our strength"
        out.tell(n(one, many, guesses))
    missing = sum(each.quadrant is None for each in found.placed)
    if missing:
        one = "{count} account is in no quadrant: too little is known"
        many = "{count} accounts are in no quadrant: too little is known"
        out.tell(n(one, many, missing))
