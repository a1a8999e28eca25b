"""What the rows of a sheet are, by the names of its columns."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.ops.transfer import headers
from kamtui.ops.transfer.addressbooks import are_addresses
from kamtui.ops.transfer.asked import Wishes
from kamtui.ops.transfer.creditrows import are_credit
from kamtui.ops.transfer.implied import implied
from kamtui.ops.transfer.mapping import OWN_IDS, Source, map_header
from kamtui.ops.transfer.moneyrows import are_invoices, are_payments, are_plainly_payments
from kamtui.ops.transfer.targets import TARGETS

_OF_A_FIRM = ("id", "industry", "country", "address", "city", "website", "tier", "owner", "kind", "region", "parent")
"""Fields that say the rows describe firms too, where they also name a person."""

_OF_A_PERSON = {"position", "jobtitle"}
"""Columns that make a name one of a person, where nothing is said of firms."""


def guess_targets(header: Sequence[str], wishes: Wishes, file: str) -> tuple[str, ...]:
    """What the rows are, by the names of the columns; nothing where that is not plain."""
    known = {form for name in header for form in headers.keys(name)}
    found = {name: map_header(header, target, Wishes(), file).sources for name, target in TARGETS.items()}
    for field in wishes.columns:
        for name, target in TARGETS.items():
            if target.field(field):
                found[name].setdefault(field, Source(()))
    if known & (headers.OPPORTUNITIES | headers.telling("opportunities")):
        return _hopes(found["opportunities"], known)
    if _are_touches(found["touches"], known):
        return ("touches",)
    if known & headers.telling("facts") and {"account", "period", "metric", "value"} <= set(found["facts"]):
        return ("facts",)
    if known & headers.telling("invoices") and are_invoices(found["invoices"]):
        return ("invoices",)
    if (known & headers.telling("payments") or are_plainly_payments(known)) and are_payments(found["payments"]):
        return ("payments",)
    if _are_sales(found["sales"], known):
        return ("sales",)
    if known & (headers.telling("credit") | {"limit"}) and are_credit(found["credit"], len(header)):
        return ("credit",)
    return _goods(found, known) or _firms_or_people(found["accounts"], found["contacts"], known)


def _goods(found: dict[str, dict[str, Source]], known: set[str]) -> tuple[str, ...]:
    """Products have a name of their own and a price, a code or a series, and neither a day nor a buyer."""
    products = found["products"]
    others = found["sales"].keys() & {"date", "number"} or "account" in found["facts"]
    if others or known & (headers.telling("accounts") | headers.telling("contacts")):
        return ()
    is_product = "name" in products and products.keys() & {"list_price", "code", "series", "lead_days"}
    return ("products",) if is_product and known & headers.telling("products") else ()


def _hopes(opportunities: dict[str, Source], known: set[str]) -> tuple[str, ...]:
    """Opportunities have a stage, or a name and an amount or a day; one program puts people and firms beside them."""
    if not ("stage" in opportunities or ("name" in opportunities and opportunities.keys() & {"amount", "closed"})):
        return ()
    if "personname" not in known:
        return ("opportunities",)
    with_activities = ("touches",) if {"activitysubject", "activityduedate"} <= known else ()
    return ("accounts", "contacts", "opportunities", *with_activities)


def _are_touches(touches: dict[str, Source], known: set[str]) -> bool:
    telling = known & headers.telling("touches")
    if known & headers.CALENDAR and "at" in touches:
        return True
    at = implied(known).at
    if not ("at" in touches or at) or not ({"account", "contact", "about"} & set(touches) or len(telling) > 1):
        return False
    if telling:
        return True
    if not {"account", "contact"} & set(touches) or not known & (set(headers.names("touches")["at"]) - headers.CREATED):
        return False
    return ("kind" in touches or implied(known).kind != "") and not known & set(headers.names("sales")["amount"])


def _are_sales(sales: dict[str, Source], known: set[str]) -> bool:
    """Sales have a day and an amount; where only the amount is missing, it will be asked for."""
    if {"date", "amount"} <= set(sales):
        return bool(sales.keys() & {"account", "number"}) or "id" in known
    return {"date", "account", "number"} <= set(sales) and bool(known & headers.telling("sales"))


def _firms_or_people(accounts: dict[str, Source], contacts: dict[str, Source], known: set[str]) -> tuple[str, ...]:
    telling = known & headers.telling("contacts")
    address_book = bool(known & headers.PERSONAL)
    is_company = known & (headers.FIRM | {"domain"}) and not {"email", "mobile", "title"} & contacts.keys()
    person = "name" in contacts and (
        bool(telling)
        or address_book
        or {"名", "姓"} <= known
        or ("name" in known and "account" in contacts and not is_company)
    )
    if not person:
        if "name" in known and known & _OF_A_PERSON and not any(field in accounts for field in _OF_A_FIRM):
            return ("contacts",)
        if are_addresses(known):
            return ("contacts",)
        is_firm = "name" in accounts and (len(accounts) > 1 or known & headers.telling("accounts"))
        return ("accounts",) if is_firm else ()
    if known & headers.COLLEAGUES:
        return ()
    own_id = bool(known & OWN_IDS)
    firm = "name" in accounts and accounts["name"] != contacts["name"]
    if firm and known & headers.FIRM and not known & {"id", "recordid"}:
        return ("accounts", "contacts")
    describes_firm = bool(known & headers.telling("accounts")) and any(field in accounts for field in _OF_A_FIRM)
    if firm and describes_firm and not own_id and not address_book:
        return ("accounts", "contacts")
    return ("contacts",) if address_book or {"account", "email", "mobile"} & set(contacts) else ()
