"""What follows from the columns of a sheet taken together: fields made of others, and rows that cannot be used."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kamtui.domain.facts import checked
from kamtui.domain.touches import TouchState
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer import checks, creditrows, moneyrows, opportunityrows, productrows
from kamtui.ops.transfer.holds import Columns, call_by_name
from kamtui.ops.transfer.targets import Anything

NEEDED: Mapping[str, Sequence[str]] = {
    "accounts": ("name",),
    "contacts": (),
    "sales": ("date", "amount"),
    "touches": ("at", "kind"),
    "facts": ("period", "metric", "value"),
    "invoices": ("issued", "amount"),
    "payments": ("date", "amount"),
    "credit": (),
    "opportunities": (),
    "products": ("name",),
}
"""Fields without which a row cannot be imported."""


def kind_of(amount: int) -> str:
    """What a sales document is by the sign of its amount."""
    return "return" if amount < 0 else "order"


def _finish_sales(values: Columns, count: int, _today: dt.date, _reasons: dict[int, str]) -> None:
    """Profit from cost, and the kind of document from the sign of its amount."""
    call_by_name(values)
    amounts = values["amount"]
    cost = values.pop("cost", None)
    if cost is not None and "profit" not in values:
        values["profit"] = [
            None if paid is None or amount is None else amount - paid
            for amount, paid in zip(amounts, cost, strict=True)
        ]
    kinds = values.get("kind") or [None] * count
    values["kind"] = [kind or kind_of(amount or 0) for kind, amount in zip(kinds, amounts, strict=True)]


def _finish_touches(values: Columns, count: int, today: dt.date, reasons: dict[int, str]) -> None:
    """Somebody must be named; without a state a touch is done, or scheduled where it lies ahead."""
    call_by_name(values)
    if (about := values.pop("about", None)) is not None:
        named = values.get("account") or [None] * count
        values["account"] = [
            Anything(key) if account is None and key is not None else account
            for account, key in zip(named, about, strict=True)
        ]
    accounts, contacts = values.get("account"), values.get("contact")
    for column, other in ((accounts, contacts), (contacts, accounts)):
        if column is not None and None in column:
            for i, value in enumerate(column):
                if value is None and (other is None or other[i] is None):
                    reasons.setdefault(i, t("neither account nor contact"))
    states = values.get("state")
    if states is None or None in states:
        usual = [TouchState.DONE] * count
        for place in checks.lying_ahead(values["at"], today):
            usual[place] = TouchState.SCHEDULED
        values["state"] = [given or other for given, other in zip(states, usual, strict=True)] if states else usual


def _finish_contacts(values: Columns, count: int, _today: dt.date, reasons: dict[int, str]) -> None:
    """Who has no name is called by their mail address; so is an account with an id but without a name by its person."""
    emails = values.get("email") or [None] * count
    values["name"] = [name or email for name, email in zip(values["name"], emails, strict=True)]
    for i, name in enumerate(values["name"]):
        if name is None:
            reasons.setdefault(i, t("no {field}", field="name"))
    accounts, names = values.get("account"), values.get("account_name")
    if accounts is not None and names is not None and None in names:
        values["account_name"] = [
            person if name is None and account is not None else name
            for account, name, person in zip(accounts, names, values["name"], strict=True)
        ]
    call_by_name(values)
    _recognise(values, count)


def _recognise(values: Columns, count: int) -> None:
    """Who has neither a key nor a firm gets a key from what is said of them, so that the same row again is the same."""
    nothing: list[Any] = [None] * count
    accounts, ids = values.get("account", nothing), values.get("id", nothing)
    if all(id_ or account for id_, account in zip(ids, accounts, strict=True)):
        return
    said = zip(*(values.get(field, nothing) for field in ("name", "email", "phone", "mobile")), strict=True)
    values["id"] = [
        id_ if id_ or account or not each[0] else _made_up(each)
        for id_, account, each in zip(ids, accounts, said, strict=True)
    ]


def _made_up(said: Sequence[str | None]) -> str:
    text = "\n".join(each or "" for each in said)
    return f"row-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _finish_facts(values: Columns, _count: int, _today: dt.date, reasons: dict[int, str]) -> None:
    """A figure is somebody's, and can be what it says."""
    call_by_name(values)
    rows = zip(values["account"], values["metric"], values["value"], strict=True)
    for i, (account, metric, value) in enumerate(rows):
        if account is None:
            reasons.setdefault(i, t("no {field}", field="account"))
        elif metric is not None and value is not None:
            try:
                checked(metric, value)
            except BadInput as error:
                reasons.setdefault(i, f"value: {error}")


def _nothing(_values: Columns, _count: int, _today: dt.date, _reasons: dict[int, str]) -> None:
    """Nothing follows from the other columns."""


FINISH: Mapping[str, Callable[[Columns, int, dt.date, dict[int, str]], None]] = {
    "accounts": _nothing,
    "contacts": _finish_contacts,
    "sales": _finish_sales,
    "touches": _finish_touches,
    "facts": _finish_facts,
    "invoices": moneyrows.finish_invoices,
    "payments": moneyrows.finish_payments,
    "credit": creditrows.finish,
    "opportunities": opportunityrows.finish,
    "products": productrows.finish,
}
"""Target -> what completes the columns; given (values, count, today, reasons of rows that cannot be used)."""
