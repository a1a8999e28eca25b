"""One sentence per outcome about invoices and payments; `said` registers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.invoices import PaymentKind
from kamtui.domain.money import grouped, rounded
from kamtui.domain.outcomes.invoices import (
    DisputeSettled,
    InvoiceAdded,
    InvoiceDisputed,
    InvoiceEdited,
    PaymentAdded,
    PaymentEdited,
)
from kamtui.i18n import t


def invoice_added(outcome: InvoiceAdded) -> str:
    of = {"account": outcome.account, "number": outcome.number or f"#{outcome.invoice_id}"}
    if outcome.repeated:
        return t("{account}: invoice {number} says that already", **of)
    amount = _amount(outcome.amount, outcome.currency)
    if outcome.amount < 0:
        return t("{account}: credit note {number} of {amount}", amount=amount, **of)
    return t("{account}: invoice {number} of {amount}, due {on}", amount=amount, on=outcome.due_on, **of)


def invoice_edited(outcome: InvoiceEdited) -> str:
    of = {"account": outcome.account, "number": outcome.number}
    if not outcome.fields:
        return t("{account}: invoice {number} removed", **of)
    fields = ", ".join(t(field.removesuffix("_on").removesuffix("_ref")) for field in outcome.fields)
    return t("{account}: {fields} of invoice {number} changed", fields=fields, **of)


def disputed(outcome: InvoiceDisputed) -> str:
    of = {"account": outcome.account, "number": outcome.number, "on": outcome.on}
    if not outcome.reason:
        return t("{account}: invoice {number} disputed since {on}", **of)
    return t("{account}: invoice {number} disputed since {on}: {reason}", reason=outcome.reason, **of)


def dispute_settled(outcome: DisputeSettled) -> str:
    message = "{account}: the dispute about invoice {number} is settled on {on}"
    return t(message, account=outcome.account, number=outcome.number, on=outcome.on)


def payment_added(outcome: PaymentAdded) -> str:
    of = {"account": outcome.account, "amount": _amount(outcome.amount, outcome.currency), "on": outcome.on}
    if outcome.repeated:
        return t("{account}: the payment of {amount} is in the book already", **of)
    if outcome.left is None:
        return t("{account}: {amount} on account on {on}", **of)
    of |= {"number": outcome.invoice}
    if outcome.kind is PaymentKind.WRITE_OFF:
        said = t("{account}: {amount} of invoice {number} written off on {on}", **of)
    elif outcome.amount < 0:
        back = _amount(-outcome.amount, outcome.currency)
        said = t("{account}: {amount} of {number} paid back on {on}", **{**of, "amount": back})
    else:
        said = t("{account}: {amount} for invoice {number} on {on}", **of)
    return f"{said}; {_left(outcome.left, outcome.currency)}"


def payment_edited(outcome: PaymentEdited) -> str:
    of = {"account": outcome.account, "amount": _amount(outcome.amount, outcome.currency)}
    if not outcome.fields:
        return t("{account}: payment of {amount} removed", **of)
    fields = ", ".join(t(field.removesuffix("_id")) for field in outcome.fields)
    return t("{account}: {fields} of the payment of {amount} changed", fields=fields, **of)


def _left(left: int, currency: str) -> str:
    """What is still open of an invoice."""
    left = rounded(left, currency)
    if left == 0:
        return t("nothing of it is open")
    if left > 0:
        return t("{amount} still open", amount=_amount(left, currency))
    return t("{amount} more than was open", amount=_amount(-left, currency))


def _amount(amount: int, currency: str) -> str:
    return f"{grouped(amount, currency)} {currency}"


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    InvoiceAdded: invoice_added,
    InvoiceEdited: invoice_edited,
    InvoiceDisputed: disputed,
    DisputeSettled: dispute_settled,
    PaymentAdded: payment_added,
    PaymentEdited: payment_edited,
}
