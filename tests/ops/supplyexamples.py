"""Examples of what is done with the catalogue and with peaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kamtui.domain.teams import OurFunction
from kamtui.ops.core import Done
from kamtui.ops.peaks import add_peak, cancel_peak, edit_peak, prepare_peak, write_result
from kamtui.ops.products import add_product, alias_product, archive_product, edit_product
from kamtui.ops.teams import join_team
from kamtui.store import peaks, products
from kamtui.store.book import Book

_SPRING = dt.date(2027, 2, 8)


def supply_something(book: Book, acme: int) -> None:
    """A product, a peak in spring with what prepares it, one that runs, and somebody who produces for them."""
    add_product(book, "GTX Pro", code="G-2", list_price=4_821_0000, aliases=["GT-Pro"])
    join_team(book, acme, "chen.jing", OurFunction.MANUFACTURING)
    spring = add_peak(book, acme, "Spring Festival", starts_on=_SPRING, ends_on=dt.date(2027, 2, 15), product="GTX Pro")
    prepare_peak(book, spring.value.peak_id)
    add_peak(book, acme, "double eleven", starts_on=dt.date(2026, 11, 1), ends_on=dt.date(2026, 11, 30))


def _pro(book: Book) -> int:
    return products.named(book.conn, "GTX Pro").id


def _peak(book: Book, acme: int, name: str) -> int:
    found = peaks.rows(book.conn, peaks.ids(book.conn, dt.date(2026, 11, 20), account=acme))
    return next(peak.id for peak in found if peak.name == name)


EXAMPLES: dict[str, Callable[[Book, int], Done[object]]] = {
    "product.add": lambda book, acme: add_product(book, "GTX Basic", series="GTX", lead_days=20, aliases=["Basic GTX"]),
    "product.edit": lambda book, acme: edit_product(
        book, _pro(book), {"name": "GTX Professional", "lead_days": 30}, was={"name": "GTX Pro"}
    ),
    "product.archive": lambda book, acme: archive_product(book, _pro(book), on=dt.date(2026, 11, 20)),
    "product.alias": lambda book, acme: alias_product(book, _pro(book), "GTXPro"),
    "peak.add": lambda book, acme: add_peak(
        book, acme, "618", starts_on=dt.date(2027, 6, 1), ends_on=dt.date(2027, 6, 18), quantity=500_0000, unit="台"
    ),
    "peak.edit": lambda book, acme: edit_peak(
        book, _peak(book, acme, "Spring Festival"), {"starts_on": "2027-02-15"}, was={"starts_on": "2027-02-08"}
    ),
    "peak.cancel": lambda book, acme: cancel_peak(book, _peak(book, acme, "Spring Festival")),
    "peak.result": lambda book, acme: write_result(book, _peak(book, acme, "double eleven"), "ran out on the 9th"),
    "peak.prepare": lambda book, acme: prepare_peak(book, _peak(book, acme, "double eleven")),
}
