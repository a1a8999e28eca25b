"""Products as an import reads them: the fields of their target, the typed rows, and what follows from other columns."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from kamtui.i18n import t
from kamtui.ops.transfer.holds import Columns, Field, Holds

_DAYS = re.compile(r"\d{1,4}")


class ProductRow(NamedTuple):
    """A product of the catalogue."""

    name: str
    code: str | None
    series: str | None
    list_price: int | None
    """In 1/10,000 of the currency unit."""
    currency: str | None
    lead_days: int | None
    """From order to delivery."""
    alias: str | None
    """What else it is called."""
    note: str | None


FIELDS = (
    Field("name", Holds.NAME, "what it is called", required=True),
    Field("code", Holds.ID, "its key in the other program"),
    Field("series", Holds.NAME, "what it is one of"),
    Field("list_price", Holds.AMOUNT, "price of one"),
    Field("currency", Holds.CURRENCY, "ISO code; else that of the book"),
    Field("lead_days", Holds.NAME, "days from order to delivery"),
    Field("alias", Holds.NAME, "another name it is known by"),
    Field("note", Holds.TEXT, "free text"),
)


def finish(values: Columns, count: int, _today: dt.date, reasons: dict[int, str]) -> None:
    """Lead times are whole days; prices are not below zero."""
    days = values.get("lead_days")
    if days is not None:
        values["lead_days"] = [_whole(text, i, reasons) for i, text in enumerate(days)]
    for i, price in enumerate(values.get("list_price") or ()):
        if price is not None and price < 0:
            reasons.setdefault(i, t("a list price is not below zero"))


def _whole(text: str | None, row: int, reasons: dict[int, str]) -> int | None:
    if text is None:
        return None
    found = _DAYS.match(text)
    if found is None:
        reasons.setdefault(row, t("'{text}' is not a number of days from order to delivery", text=text))
        return None
    return int(found[0])
