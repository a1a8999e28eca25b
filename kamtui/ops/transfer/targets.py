"""What can be imported: the target fields, what they hold, and the typed rows they become."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from kamtui.domain.contacts import Function, Level
from kamtui.domain.facts import Confidence, Metric
from kamtui.domain.periods import Period
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Direction, Feedback, Kind, Purpose, TouchState
from kamtui.ops.transfer import creditrows, moneyrows, opportunityrows, productrows
from kamtui.ops.transfer.creditrows import CreditRow
from kamtui.ops.transfer.holds import Field, Holds
from kamtui.ops.transfer.moneyrows import InvoiceRow, PaymentRow
from kamtui.ops.transfer.opportunityrows import OpportunityRow
from kamtui.ops.transfer.productrows import ProductRow


class AccountRow(NamedTuple):
    """An account to create or complete."""

    id: str | None
    name: str
    parent: str | None
    owner: str | None
    tier: Tier | None
    status: Status | None
    kind: str | None
    industry: str | None
    region: str | None
    country: str | None
    city: str | None
    address: str | None
    phone: str | None
    website: str | None
    currency: str | None
    alias: str | None
    note: str | None
    segments: str | None = None


class ContactRow(NamedTuple):
    """A person, with the position they hold at an account if one is named."""

    id: str | None
    account: str | None
    account_name: str | None
    """The name the account gets if `account` is an id nobody knows yet."""
    name: str
    title: str | None
    level: Level | None
    function: Function | None
    email: str | None
    phone: str | None
    mobile: str | None
    reports_to: str | None
    note: str | None


class SaleRow(NamedTuple):
    """A sales document. Without an account it is unattributed: reported, never dropped."""

    account: str | None
    account_name: str | None
    number: str | None
    date: dt.date
    amount: int
    """In 1/10,000 of the currency unit; returns are negative."""
    currency: str | None
    profit: int | None
    kind: str
    """order, return or summary."""
    owner: str | None
    country: str | None
    """Of the account, for accounts that are not known yet."""
    document_key: str | None = None


class Anything(str):
    """A key of the other program that may mean an account, a person or an opportunity, and makes no new account."""

    __slots__ = ()


class TouchRow(NamedTuple):
    """A touch with at most one person named; `account` may be missing where `contact` is given."""

    account: str | None
    account_name: str | None
    contact: str | None
    at: dt.date | dt.datetime
    """A date where no time was given, else an aware datetime in UTC."""
    kind: Kind
    minutes: int | None
    state: TouchState
    summary: str | None
    by: str | None
    key: str | None
    direction: Direction | None = None
    feedback: Feedback | None = None
    purpose: Purpose | None = None


class FactRow(NamedTuple):
    """A figure of a period: wallet, costs, stock, forecast."""

    account: str
    account_name: str | None
    period: Period
    metric: Metric
    value: int
    """In 1/10,000 of the unit."""
    product: str | None
    unit: str | None
    currency: str | None
    source: str | None
    confidence: Confidence | None
    on: dt.date | None
    """Since when it is known."""


_Money = InvoiceRow | PaymentRow | CreditRow | OpportunityRow | ProductRow
Row = AccountRow | ContactRow | SaleRow | TouchRow | FactRow | _Money
R = TypeVar("R")


class Batch(NamedTuple, Generic[R]):
    """Typed rows, with where they stand."""

    file: str
    rows: list[R]
    lines: Sequence[int]
    raw: Sequence[Sequence[str]]
    """The same rows as they stand in the file, for what is rejected later."""


class Target(NamedTuple):
    """Something that can be imported."""

    name: str
    row: type[Row]
    fields: tuple[Field, ...]
    parts: tuple[Field, ...] = ()
    """Fields that may be given instead of others and are put together from."""

    def field(self, name: str) -> Field | None:
        return next((field for field in (*self.fields, *self.parts) if field.name == name), None)


SALE_KINDS = ("order", "return", "summary")
ACCOUNT_KINDS = ("end_user", "distributor", "dealer", "wholesaler", "agent", "government", "household")

_ACCOUNTS = Target(
    "accounts",
    AccountRow,
    (
        Field("id", Holds.ID, "the key the account has in the other program"),
        Field("name", Holds.NAME, "its name", required=True),
        Field("parent", Holds.REFERENCE, "the account it belongs to: id or name"),
        Field("owner", Holds.NAME, "login of the colleague in charge"),
        Field("tier", Holds.TIER, "key, regular, prospect or unattractive"),
        Field("status", Holds.STATUS, "developing, solid, defending or declining"),
        Field("kind", Holds.ACCOUNT_KIND, ", ".join(ACCOUNT_KINDS)),
        Field("industry", Holds.NAME, "its trade"),
        Field("region", Holds.NAME, "state, province or sales region"),
        Field("country", Holds.NAME, "country"),
        Field("city", Holds.NAME, "city"),
        Field("address", Holds.NAME, "street and number"),
        Field("phone", Holds.NAME, "main number"),
        Field("website", Holds.NAME, "web address"),
        Field("currency", Holds.CURRENCY, "ISO code of the currency it buys in"),
        Field("alias", Holds.NAME, "another name it is known by"),
        Field("note", Holds.TEXT, "free text"),
        Field("segments", Holds.SEGMENTS, "economic, important, group, strategic"),
    ),
)
_CONTACTS = Target(
    "contacts",
    ContactRow,
    (
        Field("id", Holds.ID, "the key the person has in the other program"),
        Field("account", Holds.REFERENCE, "where they work: id or name"),
        Field("account_name", Holds.NAME, "name of that account, where account is an id"),
        Field("name", Holds.NAME, "full name", required=True),
        Field("title", Holds.NAME, "job title"),
        Field("level", Holds.LEVEL, "exec, mid or front"),
        Field("function", Holds.FUNCTION, "department"),
        Field("email", Holds.NAME, "mail address"),
        Field("phone", Holds.NAME, "office number"),
        Field("mobile", Holds.NAME, "mobile number"),
        Field("reports_to", Holds.REFERENCE, "their boss: id or name"),
        Field("note", Holds.TEXT, "free text"),
    ),
    (
        Field("first_name", Holds.NAME, "first name, joined with last_name"),
        Field("last_name", Holds.NAME, "last name, joined with first_name"),
    ),
)
_SALES = Target(
    "sales",
    SaleRow,
    (
        Field("account", Holds.REFERENCE, "who bought: id or name", required=True),
        Field("account_name", Holds.NAME, "name of that account, where account is an id"),
        Field("number", Holds.ID, "of the document; lines with one number are added up"),
        Field("date", Holds.DATE, "day of the document", required=True),
        Field("amount", Holds.AMOUNT, "net amount; returns are negative", required=True),
        Field("currency", Holds.CURRENCY, "ISO code; else that of the account or the book"),
        Field("profit", Holds.AMOUNT, "gross profit"),
        Field("kind", Holds.SALE_KIND, "order, return or summary"),
        Field("owner", Holds.NAME, "login of the seller"),
        Field("country", Holds.NAME, "country of the account"),
        Field("document_key", Holds.ID, "of an exported document that its number does not tell"),
    ),
    (Field("cost", Holds.AMOUNT, "instead of profit: what it cost"),),
)
_TOUCHES = Target(
    "touches",
    TouchRow,
    (
        Field("account", Holds.REFERENCE, "id or name", required=True),
        Field("account_name", Holds.NAME, "name of that account, where account is an id"),
        Field("contact", Holds.REFERENCE, "who was there: id or name"),
        Field("at", Holds.MOMENT, "day, or day and time", required=True),
        Field("kind", Holds.KIND, ", ".join(Kind), required=True),
        Field("minutes", Holds.MINUTES, "how long"),
        Field("state", Holds.STATE, "done, scheduled or cancelled"),
        Field("summary", Holds.TEXT, "what was said"),
        Field("by", Holds.NAME, "login of the author"),
        Field("key", Holds.ID, "makes the row recognisable when it comes again"),
        Field("direction", Holds.DIRECTION, "out, in or both: who sought it"),
        Field("feedback", Holds.FEEDBACK, "+, 0 or -: how the customer reacted"),
        Field("purpose", Holds.PURPOSE, ", ".join(Purpose)),
    ),
    (
        Field("subject", Holds.NAME, "put before the summary"),
        Field("time", Holds.NAME, "time of day, where `at` is only the day"),
        Field("about", Holds.REFERENCE, "where there is no account: the key of an account, person or opportunity"),
    ),
)

_FACTS = Target(
    "facts",
    FactRow,
    (
        Field("account", Holds.REFERENCE, "id or name", required=True),
        Field("account_name", Holds.NAME, "name of that account, where account is an id"),
        Field("period", Holds.PERIOD, "2026-03, 2026-Q3, 2026, 2026-W11 or a day", required=True),
        Field("metric", Holds.METRIC, ", ".join(Metric), required=True),
        Field("value", Holds.AMOUNT, "amount, count or percent", required=True),
        Field("product", Holds.NAME, "of which product; of all if empty"),
        Field("unit", Holds.NAME, "what it is counted in"),
        Field("currency", Holds.CURRENCY, "ISO code; else that of the account or the book"),
        Field("source", Holds.NAME, "where it is from"),
        Field("confidence", Holds.CONFIDENCE, "low, medium or high"),
        Field("on", Holds.DATE, "since when it is known"),
    ),
)

_INVOICES = Target("invoices", InvoiceRow, moneyrows.INVOICE_FIELDS, moneyrows.INVOICE_PARTS)
_PAYMENTS = Target("payments", PaymentRow, moneyrows.PAYMENT_FIELDS)
_CREDIT = Target("credit", CreditRow, creditrows.FIELDS)
_PRODUCTS = Target("products", ProductRow, productrows.FIELDS)
_OPPORTUNITIES = Target("opportunities", OpportunityRow, opportunityrows.FIELDS, opportunityrows.PARTS)

TARGETS = {
    target.name: target
    for target in (
        _ACCOUNTS,
        _CONTACTS,
        _PRODUCTS,
        _SALES,
        _TOUCHES,
        _FACTS,
        _INVOICES,
        _PAYMENTS,
        _CREDIT,
        _OPPORTUNITIES,
    )
}
"""In the order they are imported: what is referred to comes first."""
