"""kamtui account ls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from kamtui.cli import out, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Limit
from kamtui.cli.session import Session
from kamtui.domain import filters
from kamtui.domain.keptfilters import expanded
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.store import accounts

app = Noun(t("List accounts."))


@app.command("ls", filters=True)
def ls(
    ctx: typer.Context,
    filter: Annotated[
        list[str] | None, typer.Argument(metavar="[FILTER]...", help=t("As in the app: tier:key last:>30 华为 zgyd."))
    ] = None,
    *,
    sort: Annotated[accounts.Order, typer.Option(help=t("What to sort by."))] = accounts.Order.NAME,
    down: Annotated[bool, typer.Option("--down", help=t("Largest or latest first."))] = False,
    archived: Annotated[bool, typer.Option("--archived", help=t("Archived accounts too."))] = False,
    limit: Limit = None,
    columns: Annotated[
        str | None, typer.Option(metavar="NAMES", help=t("Which columns, in their order: name,tier,owner."))
    ] = None,
) -> None:
    """List accounts."""
    session: Session = ctx.obj
    shown = COLUMNS if columns is None else _named(columns)
    chosen = filters.parse(expanded(" ".join(filter or ()), session.settings.filters), me=session.who)
    keys = accounts.ids(session.conn, chosen, sort, on=session.on, descending=down, archived=archived, limit=limit)
    rows = ({"id": key} for key in keys) if session.options.quiet else _listed(session, keys)
    out.rows(session.options, rows, shown)


COLUMNS = [
    out.column("id", drop=3),
    out.column("external_id", t("ext. id"), drop=4),
    out.column("name"),
    out.column("tier"),
    out.column("status"),
    out.column("owner", drop=2),
    out.column("last_touch_on", t("last touch")),
    out.column("next_due_on", t("next due"), drop=1),
    out.column("last_order_on", t("last order"), drop=5),
    out.column("revenue_12m", t("revenue 12m"), right=True),
    out.column("currency", t("cur."), drop=2),
]


def _named(names: str) -> list[out.Shown]:
    """The columns that are asked for; raises BadInput for one that is not there."""
    known = {shown.column.key: shown for shown in COLUMNS}
    asked = [name.strip() for name in names.split(",") if name.strip()]
    for name in asked:
        if name not in known:
            raise BadInput(t("there is no column '{name}'; use {accepted}", name=name, accepted=", ".join(known)))
    return [known[name] for name in asked]


def _listed(session: Session, keys: Sequence[int]) -> Iterator[out.Json]:
    """The accounts as they are listed, a page at a time."""
    for start in range(0, len(keys), out.PAGE):
        page = keys[start : start + out.PAGE]
        ordered = accounts.last_orders(session.conn, page, session.on)
        for row in accounts.rows(session.conn, page):
            yield {**shapes.account(row), "last_order_on": out.day(ordered.get(row.id))}
