"""May a delivery be promised? What an account owes, how far it is trusted, what was agreed, what it needs, at a glance.

Before a promise one looks at overdue, exposure and cover together (job 12). What nobody entered is unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kamtui.domain.credit import Credit, CreditGrade, Exposure
from kamtui.domain.exceptions import Kind
from kamtui.domain.issues import Issue
from kamtui.domain.money import Money
from kamtui.domain.payers import Behaviour, Pattern
from kamtui.domain.peaks import Peak
from kamtui.domain.receivables import Owed, Pressing
from kamtui.domain.severity import Severity
from kamtui.domain.supply import Cover
from kamtui.domain.terms import Condition, Terms
from kamtui.domain.traderules import ReceivablesRules, SupplyRules

STOPS = 1
"""The severity of an issue that stops the customer."""

BARRING = frozenset({Kind.TERMS, Kind.CREDIT})
"""Exceptions that must be decided before more is promised."""


class Asked(NamedTuple):
    """What was proposed beyond the limits of the policy and waits for a head."""

    id: int
    kind: Kind
    title: str
    on: dt.date


class Against(NamedTuple):
    """Something that speaks against a promise."""

    severity: Severity
    text: str
    """English message with {fields}."""
    fields: Mapping[str, object]
    """Numbers, somebody's text, or Money."""


class Rules(NamedTuple):
    """What the policy says of money and supply."""

    receivables: ReceivablesRules
    supply: SupplyRules


class DeliveryCheck(NamedTuple):
    """What one looks at before promising a delivery."""

    account_id: int
    on: dt.date
    is_invoiced: bool
    """Whether anything was ever invoiced; else nobody knows what it owes."""
    owed: Sequence[Owed]
    """By currency; empty: nothing is open, where it was invoiced at all."""
    pressing: Sequence[Pressing]
    """Of each currency what is to be asked for."""
    habits: Sequence[Behaviour]
    """How it pays, by currency."""
    patterns: Sequence[Pattern]
    """Its last orders by currency, looked at for paying on the next one (R72)."""
    credit: Credit | None
    """None: nobody ever decided how far it is trusted."""
    review_on: dt.date | None
    """When the credit is to be looked at anew; None: it never was."""
    exposure: Exposure | None
    """None: nothing is open, and there is no limit."""
    terms: Sequence[Terms]
    """In force, the oldest first."""
    conditions: Mapping[int, Condition]
    """Number of terms -> whether its prepayment was kept."""
    cover: Sequence[Cover]
    """How long the stock of each product lasts, the worst first; empty: no figure was ever entered."""
    peaks: Sequence[Peak]
    """Running or ahead, the nearest first."""
    issues: Sequence[Issue]
    """Open ones, as far as one may see them."""
    asked: Sequence[Asked]
    """The oldest first."""
    rules: Rules
    """Of the policy in force on the day."""

    @property
    def disputed(self) -> list[Money]:
        """What the customer disputes, by currency."""
        return [Money(each.disputed, each.currency) for each in self.owed if each.disputed]

    @property
    def unmet(self) -> list[Condition]:
        """Prepayment that was agreed and did not come."""
        return [each for each in self.conditions.values() if each.is_met is False]

    @property
    def is_blank(self) -> bool:
        """Whether nobody entered anything of all that."""
        entered = self.owed, self.credit, self.exposure, self.terms, self.cover, self.peaks, self.issues, self.asked
        return not self.is_invoiced and not any(entered)

    @property
    def is_unknown(self) -> bool:
        """Whether nobody can say yes, because nobody knows what it owes."""
        return not self.is_invoiced

    @property
    def unknown(self) -> list[str]:
        """What nobody entered, in words of ours."""
        found = [] if self.is_invoiced else ["what they owe"]
        if self.credit is None or self.credit.limit is None:
            found.append("credit limit")
        if self.exposure is None or self.exposure.open_orders is None:
            found.append("open orders")
        return found

    @property
    def against(self) -> list[Against]:
        """What speaks against a promise, the gravest first (D20, D21, R73)."""
        found = [*_owed(self), *_credit(self), *_agreed(self), *_open(self)]
        return sorted(found, key=lambda each: -each.severity)


def _owed(check: DeliveryCheck) -> Iterator[Against]:
    for each in check.pressing:
        fields = {"days": (check.on - each.oldest_due_on).days, "amount": Money(each.amount, each.currency)}
        text = "{days} day overdue {amount}" if fields["days"] == 1 else "{days} days overdue {amount}"
        yield Against(Severity.RED if each.red else Severity.AMBER, text, fields)
    for pattern in check.patterns:
        if pattern.shows(check.rules.receivables):
            fields = {"met": pattern.met, "cycles": len(pattern.cycles)}
            yield Against(Severity.AMBER, "pays when it orders again ({met} of {cycles})", fields)
    for money in check.disputed:
        yield Against(Severity.AMBER, "{amount} disputed", {"amount": money})


def _credit(check: DeliveryCheck) -> Iterator[Against]:
    exposure, credit, rules = check.exposure, check.credit, check.rules.receivables
    if exposure is not None and exposure.reaches(rules.exposure_amber):
        severity = Severity.RED if exposure.is_over or exposure.reaches(rules.exposure_red) else Severity.AMBER
        if exposure.percent is None:
            yield Against(
                severity, "exposure {amount}, no credit", {"amount": Money(exposure.total, exposure.currency)}
            )
        else:
            yield Against(severity, "exposure {percent} % of the limit", {"percent": int(exposure.percent)})
    if credit is not None and credit.grade is CreditGrade.D:
        yield Against(Severity.RED, "grade D: prepay only", {})
    elif credit is not None and credit.grade is CreditGrade.C:
        yield Against(Severity.AMBER, "grade C: prepay a part", {})
    if check.review_on is not None and check.review_on < check.on:
        days = (check.on - check.review_on).days
        yield Against(Severity.AMBER, "credit review {days} days late", {"days": days})


def _agreed(check: DeliveryCheck) -> Iterator[Against]:
    for each in check.unmet:
        fields = {"percent": each.percent, "met": each.met, "invoices": each.invoices}
        yield Against(Severity.AMBER, "{percent:g} % prepayment kept for {met} of {invoices} invoices", fields)
    for asked in check.asked:
        if asked.kind in BARRING:
            yield Against(Severity.AMBER, "undecided: {title}", {"title": asked.title})


def _open(check: DeliveryCheck) -> Iterator[Against]:
    for issue in check.issues:
        if issue.severity == STOPS:
            yield Against(Severity.AMBER, "open: {title}", {"title": issue.title})
