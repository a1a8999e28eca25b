"""Forms on the catalogue and on peaks, asked for in the bottom line one field after the other."""

from __future__ import annotations

from kamtui.domain import facts, fields
from kamtui.domain.facts import Metric
from kamtui.domain.periods import Period
from kamtui.errors import BadInput
from kamtui.ops import peaks as kept
from kamtui.ops import products as goods
from kamtui.store import known, peaks, products
from kamtui.tui import answers, choices
from kamtui.tui.figures import money, saying
from kamtui.tui.filling import Call, Field, Form, Values, without
from kamtui.tui.screens.acting import Acting, one_of

NOTHING = "-"
"""Typed to empty a field."""

PAST = 366
"""Days back from which peaks are offered: what came of the last one is written down now."""


def catalogue(page: Acting) -> list[str]:
    """The names of all products that are sold."""
    conn = page.app.book.conn
    return [product.name for product in products.rows(conn, products.ids(conn))]


def ahead(page: Acting) -> list[str]:
    """The peaks of the page's account that run or are ahead, the nearest first: "3 Spring Festival 2027-02-10"."""
    return _peaks(page, past=False)


def of_account(page: Acting) -> list[str]:
    """Its peaks, also those that are over."""
    return _peaks(page, past=True)


def _peaks(page: Acting, *, past: bool) -> list[str]:
    conn = page.app.book.conn
    found = peaks.rows(conn, peaks.ids(conn, page.today, account=page.target() or None, past=past))
    return [f"{peak.id} {peak.name} {peak.starts_on}" for peak in found if (page.today - peak.ends_on).days < PAST]


def product(page: Acting, account: int, text: str, given: Values) -> int:
    """A product by its name, code, alias or #id."""
    return products.named(page.app.book.conn, answers.words(page, account, text, given)).id


def _quantity(page: Acting, account: int, text: str, given: Values) -> int:
    return facts.value(text, Metric.VOLUME)


def _coming(page: Acting, account: int, text: str, given: Values) -> Period:
    """The days of a peak; a day of no year is one to come."""
    try:
        return fields.period(text, page.today)
    except BadInput:
        day = fields.date(text, page.today, lean="future")
        return Period(day, day)


def _product_value(page: Acting, account: int, text: str, given: Values) -> object:
    """The new value of the field of a product that was chosen before."""
    match given["field"]:
        case "list_price":
            return None if text == NOTHING else answers.own_amount(page, account, text, given)
        case "lead_days":
            return None if text == NOTHING else answers.number(page, account, text, given)
        case "currency":
            return fields.currency(text)
        case "name":
            return text
        case _:
            return "" if text == NOTHING else text


def _of_product(page: Acting, account: int, given: Values) -> object:
    found = products.one(page.app.book.conn, given["product"])
    if given["field"] == "list_price":
        return money(found.list_price, found.currency)
    return found._asdict()[given["field"]]


def _peak_value(page: Acting, account: int, text: str, given: Values) -> object:
    """The new value of the field of a peak that was chosen before, as it is stored."""
    match given["field"]:
        case "starts_on" | "ends_on":
            return fields.date(text, page.today, lean="future").isoformat()
        case "lead_days":
            return None if text == NOTHING else answers.number(page, account, text, given)
        case "quantity":
            return None if text == NOTHING else facts.value(text, Metric.VOLUME)
        case "name":
            return text
        case _:
            return "" if text == NOTHING else text


def _of_peak(page: Acting, account: int, given: Values) -> object:
    return _stored(page, given, given["field"])


def _stored(page: Acting, given: Values, field: str) -> object:
    value = peaks.one(page.app.book.conn, given["peak"])._asdict()[field]
    if field == "quantity" and value is not None:
        return saying(value, lambda stored: facts.written(stored, None))
    return value.isoformat() if hasattr(value, "isoformat") else value


def _added(page: Acting, account: int, given: Values) -> Call:
    rest = without(given, "name", "when")
    return (account, given["name"]), {"starts_on": given["when"].first, "ends_on": given["when"].last, **rest}


def _product_added(page: Acting, account: int, given: Values) -> Call:
    rest = without(given, "name")
    return (given["name"],), {**rest, "currency": known.book_currency(page.app.book.conn)}


_PRODUCT = Field("product", "which product (Tab: choose):", product, catalogue, True)
_AHEAD = Field("peak", "which peak (Tab: choose):", choices.number, ahead, True)

SUPPLY_FORMS: dict[str, Form] = {
    "product.add": Form(
        goods.add_product,
        (
            Field("name", "new product:", answers.words, is_required=True),
            Field("code", "its key in other programs (Enter: none):", answers.words),
            Field("series", "what it is one of (Enter: nothing):", answers.words),
            Field("list_price", "list price (Enter: none):", answers.own_amount),
            Field("lead_days", "days from order to delivery (Enter: as the policy says):", answers.number),
        ),
        _product_added,
    ),
    "product.edit": Form(
        goods.edit_product,
        (
            _PRODUCT,
            Field("field", "which field (Tab: choose):", answers.plain(one_of(goods.FIELDS)), goods.FIELDS, True),
            Field("value", "new value (-: none):", _product_value, (), True, _of_product),
        ),
        lambda page, account, given: ((given["product"], {given["field"]: given["value"]}), {}),
    ),
    "product.alias": Form(
        goods.alias_product,
        (_PRODUCT, Field("said", "what others call it:", answers.words, is_required=True)),
        lambda page, account, given: ((given["product"], given["said"]), {}),
    ),
    "product.archive": Form(
        goods.archive_product,
        (
            _PRODUCT,
            Field("back", "is it sold again, y/n (Enter: n):", answers.plain(fields.yes_no), ["y", "n"]),
        ),
        lambda page, account, given: ((given["product"],), {"on": None if given.get("back") else page.today}),
    ),
    "peak.add": Form(
        kept.add_peak,
        (
            Field("name", "which peak (Spring Festival):", answers.words, is_required=True),
            Field("when", "when (2027-02, 2027-02-10..2027-02-20):", _coming, is_required=True),
            Field("product", "of which product (Enter: all; Tab: choose):", answers.words, catalogue),
            Field("quantity", "how much more is wanted (Enter: unknown):", _quantity),
            Field("unit", "counted in (Enter: not said):", answers.words),
        ),
        _added,
    ),
    "peak.edit": Form(
        kept.edit_peak,
        (
            Field("peak", "which peak (Tab: choose):", choices.number, of_account, True),
            Field("field", "which field (Tab: choose):", answers.plain(one_of(kept.FIELDS)), kept.FIELDS, True),
            Field("value", "new value (-: none):", _peak_value, catalogue, True, _of_peak),
        ),
        lambda page, account, given: ((given["peak"], {given["field"]: given["value"]}), {}),
    ),
    "peak.prepare": Form(kept.prepare_peak, (_AHEAD,), lambda page, account, given: ((given["peak"],), {})),
    "peak.cancel": Form(kept.cancel_peak, (_AHEAD,), lambda page, account, given: ((given["peak"],), {})),
    "peak.result": Form(
        kept.write_result,
        (
            Field("peak", "which peak (Tab: choose):", choices.number, of_account, True),
            Field(
                "result",
                "what came of it:",
                answers.words,
                is_required=True,
                before=lambda page, account, given: _stored(page, given, "result"),
            ),
        ),
        lambda page, account, given: ((given["peak"],), {"result": given["result"]}),
    ),
}
"""Operation -> its form."""
