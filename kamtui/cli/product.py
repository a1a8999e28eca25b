"""kamtui product …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out, supplyshapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, Limit
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields
from kamtui.domain.outcomes.supply import ProductAdded, ProductAliased, ProductArchived, ProductEdited
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.products import add_product, alias_product, archive_product, edit_product
from kamtui.store import known
from kamtui.store.products import ids, named, rows

app = Noun(t("The catalogue: add, list, show, edit, alias, archive."))

Product = Annotated[str, typer.Argument(metavar="PRODUCT", help=t("Its name, code, an alias or #id."))]
Code = Annotated[str | None, typer.Option(metavar="CODE", help=t("Its key in other programs."))]
Series = Annotated[str | None, typer.Option(metavar="TEXT", help=t("What it is one of."))]
Price = Annotated[str | None, typer.Option(metavar="AMOUNT", help=t("Its list price: 550, 4,821.50."))]
Currency = Annotated[str | None, typer.Option(metavar="CURRENCY", help=t("Of the price; the book's if not said."))]
Lead = Annotated[
    str | None,
    typer.Option(
        "--lead-days", "--lead", metavar="DAYS", help=t("From order to delivery; as the policy says if not said.")
    ),
]
Note = Annotated[str | None, typer.Option(metavar="TEXT")]


@app.command("add")
@writes("product.add")
def add(
    w: Writing,
    name: Annotated[str, typer.Argument(metavar="NAME", help=t("What we call it."))],
    *,
    code: Code = None,
    series: Series = None,
    price: Price = None,
    currency: Currency = None,
    lead_days: Lead = None,
    note: Note = None,
    alias: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help=t("What others call it; may be given several times."))
    ] = None,
    distinct: Annotated[
        bool, typer.Option("--distinct", help=t("It is another product than the one that reads like it."))
    ] = False,
) -> ProductAdded:
    """Add a product to the catalogue."""
    of = fields.currency(currency) if currency else known.book_currency(w.conn)
    return w.do(
        add_product,
        name,
        code=code or "",
        series=series or "",
        list_price=None if price is None else fields.amount(price, of),
        currency=of,
        lead_days=None if lead_days is None else _days(lead_days),
        note=note or "",
        aliases=alias or [],
        distinct=distinct,
    )


@app.command("edit")
@writes("product.edit")
def edit(
    w: Writing,
    product: Product,
    *,
    name: Annotated[
        str | None, typer.Option(metavar="TEXT", help=t("Its new name; the old one stays an alias."))
    ] = None,
    code: Code = None,
    series: Series = None,
    price: Price = None,
    currency: Currency = None,
    lead_days: Lead = None,
    note: Note = None,
) -> ProductEdited:
    """Change what the catalogue says of a product; what is not named stays, and - takes a value back."""
    found = named(w.conn, product)
    texts = {"name": name, "code": code, "series": series, "note": note}
    changed: dict[str, object] = {
        field: "" if text == NOTHING and field != "name" else text for field, text in texts.items() if text is not None
    }
    of = fields.currency(currency) if currency else found.currency or known.book_currency(w.conn)
    if price is not None:
        changed["list_price"] = None if price == NOTHING else fields.amount(price, of)
    if currency is not None:
        changed["currency"] = of
    if lead_days is not None:
        changed["lead_days"] = None if lead_days == NOTHING else _days(lead_days)
    if not changed:
        raise BadInput(t("name a field to change; see --help"))
    return w.do(edit_product, found.id, changed)


@app.command("alias")
@writes("product.alias")
def alias(
    w: Writing,
    product: Product,
    said: Annotated[str, typer.Argument(metavar="TEXT", help=t("What others call it."))],
    *,
    remove: Annotated[bool, typer.Option("--remove", help=t("It is not the same product after all."))] = False,
) -> ProductAliased:
    """Take a text as another name of a product; what the book and later files say under it is then the product's."""
    return w.do(alias_product, named(w.conn, product).id, said, remove=remove)


@app.command("archive")
@writes("product.archive")
def archive(
    w: Writing,
    product: Product,
    *,
    on: Annotated[str, typer.Option(metavar="DATE", help=t("From which day."))] = "today",
    back: Annotated[bool, typer.Option("--back", help=t("It is sold again."))] = False,
) -> ProductArchived:
    """Say that a product is not sold any more; what is known of it stays."""
    return w.do(archive_product, named(w.conn, product).id, on=None if back else w.date(on))


@app.command("ls")
def ls(
    ctx: typer.Context,
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help=t("Only with this in the name, code or an alias."))
    ] = None,
    *,
    series: Annotated[str | None, typer.Option(metavar="TEXT", help=t("Only of this series."))] = None,
    archived: Annotated[bool, typer.Option("--archived", help=t("Those that are not sold any more."))] = False,
    limit: Limit = None,
) -> None:
    """List products, by series and name."""
    session: Session = ctx.obj
    keys = ids(session.conn, text=text or "", series=series, archived=archived)[:limit]
    out.rows(session.options, map(supplyshapes.product, out.paged(rows, session.conn, keys)), COLUMNS)


@app.command("show")
def show(ctx: typer.Context, product: Product) -> None:
    """Show a product and what others call it; a name that is nearly right is suggested, never taken."""
    session: Session = ctx.obj
    out.one(session.options, supplyshapes.product(named(session.conn, product)))


def _days(text: str) -> int:
    """A number of days: 14, 14d. Raises BadInput."""
    digits = text.strip().casefold().removesuffix("d").strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 6):
        raise BadInput(t("'{text}' is not a number of days from order to delivery", text=text))
    return int(digits)


COLUMNS = [
    out.column("id", drop=3),
    out.column("code", drop=1),
    out.column("name"),
    out.column("series", drop=2),
    out.column("list_price", t("list price"), right=True),
    out.column("currency", t("in"), min=3),
    out.column("lead_days", t("lead"), right=True, min=4),
    out.column("aliases", t("also called"), drop=1),
]
