"""The catalogue read: products with what others call them, and which of them a typed text means."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from shlex import quote
from typing import Any

from kamtui.domain.products import Catalogue, Product, key
from kamtui.domain.texts import clipped
from kamtui.errors import NotFound
from kamtui.i18n import n, t
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none, in_order

_COLUMNS = "id, code, name, series, list_price, currency, lead_days, note, archived_on"


def resolve(conn: Connection, text: str) -> Product | None:
    """The product that a text names by its name, code or an alias; None where the catalogue does not have it."""
    return catalogue(conn).find(text)


def catalogue(conn: Connection) -> Catalogue:
    """All products, for looking up many texts."""
    return Catalogue(_read(conn, "1"))


def is_empty(conn: Connection) -> bool:
    """Whether the book has no catalogue."""
    return conn.execute("SELECT 1 FROM product LIMIT 1").fetchone() is None


def ids(conn: Connection, *, text: str = "", series: str | None = None, archived: bool = False) -> array[int]:
    """Products by series and name; those whose name, code or alias has `text` in it; `archived`: only those."""
    chosen = (
        product
        for product in _read(conn, f"archived_on IS {'NOT ' if archived else ''}NULL")
        if (series is None or product.series.casefold() == series.casefold())
        and any(text.casefold() in each.casefold() for each in product.texts)
    )
    return array("q", (each.id for each in sorted(chosen, key=lambda each: (each.series, each.name, each.id))))


def rows(conn: Connection, keys: Sequence[int]) -> list[Product]:
    """These products, in the order of `keys`."""
    return in_order(keys, _read(conn, f"id IN ({','.join(map(str, keys))})"))


def one(conn: Connection, product: int) -> Product:
    """One product; raises NotFound."""
    found = rows(conn, [product])
    if not found:
        raise NotFound(t("there is no product {key}", key=product))
    return found[0]


def named(conn: Connection, text: str) -> Product:
    """The product that a typed text means: name, code, alias, or its id (#3). Raises NotFound with a suggestion."""
    known = catalogue(conn)
    found = known.find(text)
    number = text.strip().removeprefix("#")
    if found is None and number.isdecimal() and number.isascii():
        found = next((product for product in known.products if str(product.id) == number), None)
    if found is None:
        raise NotFound(unknown(known, text))
    return found


def unknown(known: Catalogue, text: str) -> str:
    """The sentence that says that the catalogue does not have a text, and what it has instead."""
    near = ", ".join(product.name for product in known.suggestions(text))
    if not near:
        return t("'{text}' is not in the catalogue; see: kamtui product ls", text=clipped(text))
    return t("'{text}' is not in the catalogue; did you mean {names}?", text=clipped(text), names=near)


def strange(known: Catalogue, text: str, count: int) -> str:
    """The sentence that reports a product of a file that the catalogue does not have, and offers what it may be."""
    near = known.suggestion(text)
    if near is None:
        return n(
            "{count} row names '{text}', which is not in the catalogue",
            "{count} rows name '{text}', which is not in the catalogue",
            count,
            text=clipped(text),
        )
    return n(
        "{count} row names '{text}', which is not in the catalogue; if that is {name}: {command}",
        "{count} rows name '{text}', which is not in the catalogue; if that is {name}: {command}",
        count,
        text=clipped(text),
        name=near.name,
        command=f"kamtui product alias {quote(near.name)} {quote(text)}",
    )


def alias(conn: Connection, product: int, said: str) -> int | None:
    """The row that says a product is called so, too; None where nothing does."""
    row = conn.execute("SELECT id FROM product_alias WHERE product_id = ? AND key = ?", (product, key(said))).fetchone()
    return None if row is None else int(row[0])


def said_so(conn: Connection, text: str) -> int:
    """How many figures, opportunities and peaks name a product in these words."""
    counted = (f"SELECT count(*) FROM {table} WHERE product = :text COLLATE NOCASE" for table in _NAMING)
    return sum(int(conn.execute(each, {"text": text}).fetchone()[0]) for each in counted)


_NAMING = ("fact", "opportunity", "peak", "issue")
"""Tables that name products by text."""


def _read(conn: Connection, where: str) -> list[Product]:
    aliases: dict[int, list[str]] = defaultdict(list)
    for product, said in conn.execute("SELECT product_id, said FROM product_alias ORDER BY id"):
        aliases[product].append(said)
    found = conn.execute(f"SELECT {_COLUMNS} FROM product WHERE {where} ORDER BY id")
    return [_product(row, aliases[row[0]]) for row in found]


def _product(row: tuple[Any, ...], aliases: Sequence[str]) -> Product:
    *head, archived = row
    return Product._make((*head, date_or_none(archived), tuple(aliases)))
