"""Whether invoices were paid ahead as it was agreed: what had arrived by the day of each (R73)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kamtui.domain.facts import written
from kamtui.domain.money import rounded
from kamtui.domain.periods import Period
from kamtui.domain.terms import HUNDRED, Condition, Terms
from kamtui.i18n import t


class Invoiced(NamedTuple):
    """A document of one account and currency; amounts in 1/10,000, below zero a credit note."""

    id: int
    on: dt.date
    amount: int


class Paid(NamedTuple):
    """Money that came in on a day."""

    on: dt.date
    amount: int
    invoice_id: int | None
    """None: on account."""


class Prepaid(NamedTuple):
    """What of an invoice had been paid by its day."""

    invoice: Invoiced
    amount: int


class Share(NamedTuple):
    """How much of several invoices had been paid by their day, in 1/10,000."""

    prepaid: int
    amount: int
    """Above zero."""

    @property
    def percent(self) -> float:
        """0-100."""
        return 100 * self.prepaid / self.amount


def negotiation(percent: int, share: Share | None) -> str:
    """What to promise oneself where a customer should pay ahead (R74); `percent` in 1/10,000."""
    asked = written(percent, None)
    if share is None:
        return t("negotiate {percent} % prepayment, before material is ordered", percent=asked)
    message = (
        "negotiate {percent} % prepayment, before material is ordered; {share:.0f} % were prepaid in twelve months"
    )
    return t(message, percent=asked, share=share.percent)


def prepaid(documents: Iterable[Invoiced], payments: Iterable[Paid]) -> list[Prepaid]:
    """What of each invoice had been paid by the day it was issued, in the order they were issued.

    Money that names the invoice counts, and money that names none as far as it goes beyond what was open before.
    """
    # what arrives on the day of an invoice was there by its day
    events: list[tuple[dt.date, int, int, Invoiced | Paid]] = [(each.on, 0, 0, each) for each in payments]
    events += [(each.on, 1, each.id, each) for each in documents]
    events.sort(key=lambda event: event[:3])
    ahead, issued, spare, found = defaultdict[int, int](int), set[int](), 0, list[Prepaid]()
    for *_, event in events:
        if isinstance(event, Paid):
            if event.invoice_id is None or event.invoice_id in issued:
                spare += event.amount
            else:
                ahead[event.invoice_id] += event.amount
            continue
        named = ahead.pop(event.id, 0)
        issued.add(event.id)
        if event.amount > 0:
            found.append(Prepaid(event, max(0, min(event.amount, named + max(0, spare)))))
        spare += named - event.amount
    return found


def share(found: Iterable[Prepaid], period: Period) -> Share | None:
    """How much of the invoices issued in a period had been paid by their day; None: none was issued."""
    mine = [each for each in found if period.holds(each.invoice.on)]
    return Share(sum(each.amount for each in mine), sum(each.invoice.amount for each in mine)) if mine else None


def condition(terms: Terms, found: Mapping[str, Sequence[Prepaid]], on: dt.date) -> Condition | None:
    """Whether the invoices issued while terms were in force, up to a day, were prepaid as agreed.

    `found`: currency -> invoices; all of them are checked, the amounts are of the currency with the most. None where
    the terms ask for no prepayment. An invoice meets it where as many percent of it as agreed, rounded to the currency,
    had been paid by its day.
    """
    if not terms.prepay:
        return None
    last = on if terms.to_on is None else min(on, terms.to_on)
    mine = {code: [each for each in all_ if terms.from_on <= each.invoice.on <= last] for code, all_ in found.items()}
    unmet = [
        each.invoice.on
        for code, several in mine.items()
        for each in several
        if rounded(each.amount, code) < rounded(each.invoice.amount * terms.prepay // HUNDRED, code)
    ]
    currency = max(mine, key=lambda code: (len(mine[code]), code == terms.currency), default=terms.currency)
    invoices = sum(map(len, mine.values()))
    return Condition(
        terms_id=terms.id,
        what=terms.label,
        percent=100 * terms.prepay / HUNDRED,
        invoices=invoices,
        met=invoices - len(unmet),
        amount=sum(each.invoice.amount for each in mine.get(currency, ())),
        prepaid=sum(each.amount for each in mine.get(currency, ())),
        currency=currency,
        first_unmet_on=min(unmet, default=None),
    )
