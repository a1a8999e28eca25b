"""The catalogue kept: products and what others call them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from shlex import quote

from kamtui.domain.outcomes.supply import ProductAdded, ProductAliased, ProductArchived, ProductEdited
from kamtui.domain.products import LONGEST, Catalogue, Product, key
from kamtui.domain.texts import clipped
from kamtui.errors import BadInput, NotFound, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation
from kamtui.store import known, products
from kamtui.store.tx import Tx

FIELDS = ("name", "code", "series", "list_price", "currency", "lead_days", "note")

LONGEST_LEAD = 3650
"""Days that a delivery can take."""


@operation("product.add")
def add_product(
    tx: Tx,
    name: str,
    *,
    code: str = "",
    series: str = "",
    list_price: int | None = None,
    currency: str | None = None,
    lead_days: int | None = None,
    note: str = "",
    aliases: Sequence[str] = (),
    distinct: bool = False,
) -> ProductAdded:
    """Add a product to the catalogue.

    `list_price` is in 1/10,000 of the unit, in the book's currency where none is given; `lead_days` None: as the policy
    says; `aliases` are what others call it. A name that another product has but for spaces and signs is refused unless
    it is said to be `distinct`. Raises BadInput.
    """
    there = products.catalogue(tx.conn)
    fields = {"name": name, "code": code, "series": series, "note": note, "lead_days": lead_days}
    price = {} if list_price is None else {"list_price": list_price, "currency": currency}
    added = insert_product(tx, there, {**fields, **price}, distinct=distinct)
    for said in aliases:
        added = insert_alias(tx, there, added, said)
    return ProductAdded(added.id, added.name, added.code)


@operation("product.edit")
def edit_product(
    tx: Tx, product_id: int, fields: Mapping[str, object], *, was: Mapping[str, object] | None = None
) -> ProductEdited:
    """Change what the catalogue says of a product.

    `fields` are of FIELDS; the price in 1/10,000. A name or code that it had before stays an alias, so that what was
    entered under it is still its own. Raises NotFound, BadInput, Conflict, NothingToDo.
    """
    unknown = set(fields) - set(FIELDS)
    if unknown:
        accepted = ", ".join(FIELDS)
        raise BadInput(t("a product has no field {field}; it has {known}", field=min(unknown), known=accepted))
    before = products.one(tx.conn, product_id)
    unseen(tx, "product", product_id, was)
    values = _checked(tx, fields)
    if values.get("list_price") is not None and "currency" not in values and before.currency is None:
        values["currency"] = known.book_currency(tx.conn)
    renamed = [str(fields[field] or "") for field in ("name", "code") if field in fields]
    _refuse_taken(products.catalogue(tx.conn), renamed, but=product_id)
    if not tx.update("product", product_id, values):
        raise NothingToDo(t("{product} is that already", product=before.name))
    _keep_old_names(tx, before)
    return ProductEdited(product_id, products.one(tx.conn, product_id).name, tuple(fields))


@operation("product.archive")
def archive_product(tx: Tx, product_id: int, *, on: dt.date | None) -> ProductArchived:
    """Say that a product is not sold any more.

    `on` None: it is sold again. What is known of it stays. Raises NotFound, NothingToDo.
    """
    product = products.one(tx.conn, product_id)
    day = None if on is None else on.isoformat()
    if (product.archived_on is None) == (on is None) or not tx.update("product", product_id, {"archived_on": day}):
        raise NothingToDo(t("{product} is that already", product=product.name))
    return ProductArchived(product_id, product.name, on)


@operation("product.alias")
def alias_product(tx: Tx, product_id: int, said: str, *, remove: bool = False) -> ProductAliased:
    """Take a text as another name of a product.

    What the book and later files say under it is then the product's; `remove`: it is not any more. Raises NotFound,
    BadInput where it names another product, NothingToDo.
    """
    product = products.one(tx.conn, product_id)
    text = _line(said, t("an alias needs a text"))
    if remove:
        row = products.alias(tx.conn, product_id, text)
        if row is None:
            raise NothingToDo(t("{product} has no alias '{text}'", product=product.name, text=clipped(text)))
        tx.delete("product_alias", row)
    else:
        insert_alias(tx, products.catalogue(tx.conn), product, text)
    return ProductAliased(product_id, product.name, text, remove, products.said_so(tx.conn, text))


def catalogued(tx: Tx, text: str) -> str:
    """What the catalogue calls a product that somebody names; as it was written where it has nothing like it.

    Raises NotFound where it has something nearly so: that is asked, not guessed (MV-1).
    """
    if not text.strip() or products.is_empty(tx.conn):
        return text.strip()
    there = products.catalogue(tx.conn)
    near = there.suggestion(text)
    if near is not None:
        said = clipped(text)
        message = (
            "'{text}' is not in the catalogue; if you mean {name}: kamtui product alias {names}, else add it first"
        )
        raise NotFound(t(message, text=said, name=near.name, names=f"{quote(near.name)} {quote(said)}"))
    return there.called(text)


def insert_product(tx: Tx, there: Catalogue, fields: Mapping[str, object], *, distinct: bool) -> Product:
    """Add a product to the book and to the catalogue `there`; `fields` are of FIELDS. Raises BadInput."""
    values = _checked(tx, fields)
    _refuse_taken(there, [str(values["name"]), str(values.get("code") or "")])
    twin = None if distinct else there.twin(str(values["name"]))
    if twin is not None:
        message = "'{text}' reads like {product}: kamtui product alias {names}, or --distinct"
        names = f"{quote(twin.name)} {quote(clipped(str(values['name'])))}"
        raise BadInput(t(message, text=clipped(str(values["name"])), product=twin.name, names=names))
    added = products.one(tx.conn, tx.insert("product", values))
    there.learn(added)
    return added


def insert_alias(tx: Tx, there: Catalogue, product: Product, said: str) -> Product:
    """Add another name of a product to the book and to the catalogue `there`. Raises BadInput, NothingToDo."""
    text = _line(said, t("an alias needs a text"))
    found = there.find(text)
    if found is not None and found.id == product.id:
        raise NothingToDo(t("'{text}' is {product} already", text=clipped(text), product=product.name))
    _refuse_taken(there, [text])
    tx.insert("product_alias", {"product_id": product.id, "said": text, "key": key(text)})
    renamed = product._replace(aliases=(*product.aliases, text))
    there.learn(renamed)
    return renamed


def _checked(tx: Tx, fields: Mapping[str, object]) -> dict[str, object]:
    """The columns that `fields` mean; raises BadInput."""
    values = dict(fields)
    if "name" in values:
        values["name"] = _line(str(values["name"] or ""), t("a product needs a name"))
        values["name_key"] = key(str(values["name"]))
    for field in ("code", "series", "note"):
        if field in values:
            text = str(values[field] or "").strip()
            if field != "note" and len(text) > LONGEST:
                raise BadInput(t("a text has at most {limit} characters", limit=LONGEST))
            values[field] = text
    if "code" in values:
        values["code"] = values["code"] or None
    days = values.get("lead_days")
    if days is not None and not (isinstance(days, int) and 0 <= days <= LONGEST_LEAD):
        raise BadInput(t("'{text}' is not a number of days from order to delivery", text=days))
    price = values.get("list_price")
    if isinstance(price, int) and price < 0:
        raise BadInput(t("a list price is not below zero"))
    if price is not None and "currency" in values:
        values["currency"] = values["currency"] or known.book_currency(tx.conn)
    return values


def _line(text: str, needed: str) -> str:
    found = " ".join(text.split())
    if not found:
        raise BadInput(needed)
    if len(found) > LONGEST:
        raise BadInput(t("a text has at most {limit} characters", limit=LONGEST))
    return found


def _refuse_taken(there: Catalogue, texts: Sequence[str], *, but: int | None = None) -> None:
    """Raise BadInput where one of the texts names a product already."""
    for text in texts:
        found = there.find(text)
        if found is not None and found.id != but:
            raise BadInput(t("'{text}' is {product} already", text=clipped(text), product=found.name))


def _keep_old_names(tx: Tx, before: Product) -> None:
    there = products.catalogue(tx.conn)
    for text in (before.name, before.code):
        if text and there.find(text) is None:
            tx.insert("product_alias", {"product_id": before.id, "said": text, "key": key(text)})
