"""Receivables as JSON shapes and columns of lists."""

from __future__ import annotations

from kamtui.cli import out
from kamtui.cli.out import figure
from kamtui.domain.payers import Behaviour, Conduct, Cycle, Pattern, Turnover
from kamtui.domain.receivables import Document, Owed
from kamtui.domain.traderules import ReceivablesRules
from kamtui.i18n import t

AGEING = [
    out.column("not_due", t("not due"), right=True),
    out.column("1_30", t("1-30 days"), right=True),
    out.column("31_60", "31-60", right=True),
    out.column("61_90", "61-90", right=True),
    out.column("over_90", t("over 90"), right=True),
    out.column("credit", t("in credit"), right=True, drop=4),
    out.column("balance", right=True, drop=1),
    out.column("disputed", right=True, drop=3),
    out.column("open_count", t("invoices"), right=True, drop=5),
    out.column("overdue_count", t("late"), right=True, drop=6),
]
CURRENCY = out.column("currency", t("cur."))
WHO = [
    out.column("account_id", t("id"), drop=7),
    out.column("external_id", t("ext. id"), drop=8),
    out.column("name"),
]
DOCUMENTS = [
    out.column("id", drop=6),
    out.column("number"),
    out.column("issued_on", t("issued"), drop=4, min=10),
    out.column("due_on", t("due"), min=10),
    out.column("days_late", t("days late"), right=True, value=lambda row: row["days_late"] or None),
    out.column("amount", right=True, drop=2),
    out.column("open", t("still open"), right=True),
    out.column("currency", t("cur."), drop=3),
    out.column("disputed", drop=1),
    out.column("order_ref", t("order"), drop=5),
]

TURNOVER = [
    out.column("invoiced", right=True, drop=2),
    out.column("balance", right=True, drop=1),
    out.column("not_due", t("not due"), right=True, drop=3),
    out.column("dso", "DSO", right=True),
    out.column("best_possible_dso", t("best"), right=True),
    out.column("delinquency_days", t("days too many"), right=True),
    CURRENCY,
]
CONDUCT = [
    out.column("invoices", right=True),
    out.column("late", right=True, drop=3),
    out.column("late_percent", t("late %"), right=True, drop=4),
    out.column("average_days_late", t("days late"), right=True),
    out.column("change", t("vs. before"), right=True),
    out.column("weighted_days_late", t("weighted"), right=True, drop=2),
    out.column("weighted_change", t("vs. before"), right=True, drop=2),
    out.column("disputed_percent", t("disputed %"), right=True, drop=5),
    out.column("currency", t("cur."), drop=6),
]
BEHAVIOUR = [
    *TURNOVER[3:6],
    out.column("average_days_late", t("days late"), right=True, drop=1),
    out.column("weighted_days_late", t("weighted"), right=True),
    out.column("trend", right=True),
    out.column("prepaid_percent", t("prepaid %"), right=True),
    CURRENCY,
]
PATTERN = [
    out.column("pattern", t("habit")),
    out.column("met", t("times"), value=lambda row: f"{row['met']}/{row['of']}"),
    out.column("days_to_pay", t("days to pay"), right=True, drop=3),
    out.column("usual", t("usual order"), right=True, drop=2),
    out.column("open", t("still open"), right=True, drop=1),
    out.column("exposure", right=True),
    CURRENCY,
]


def owed(found: Owed) -> out.Json:
    """What is owed in one currency, by how late it is."""
    code = found.currency
    return {
        "currency": code,
        **{str(bucket): out.amount(value, code) for bucket, value in found.buckets.items()},
        "credit": out.amount(found.credit, code),
        "balance": out.amount(found.balance, code),
        "open": out.amount(found.open, code),
        "overdue": out.amount(found.overdue, code),
        "disputed": out.amount(found.disputed, code),
        "open_count": found.open_count,
        "overdue_count": found.overdue_count,
        "oldest_due_on": out.day(found.oldest_due_on),
    }


def document(found: Document) -> out.Json:
    """An invoice and what is open of it."""
    code = found.currency
    return {
        "id": found.invoice_id,
        "number": found.number,
        "issued_on": out.day(found.issued_on),
        "due_on": out.day(found.due_on),
        "days_late": found.days_late,
        "amount": out.amount(found.amount, code),
        "open": out.amount(found.open, code),
        "currency": code,
        "disputed": found.disputed,
        "dispute": found.dispute or None,
        "order_ref": found.order_ref or None,
    }


def conduct(found: Conduct) -> out.Json:
    """How invoices were paid."""
    return {
        "invoices": found.invoices,
        "late": found.late,
        "late_percent": figure(found.late_percent),
        "average_days_late": figure(found.days_late, 3),
        "weighted_days_late": figure(found.weighted_days_late, 3),
        "disputed": found.disputed,
        "disputed_percent": figure(found.disputed_percent),
        "disputed_late_percent": figure(found.disputed_late_percent),
    }


def turnover(found: Turnover) -> out.Json:
    """Days sales outstanding, with what they are made of."""
    code = found.currency
    return {
        "currency": code,
        "from": out.day(found.period.first),
        "to": out.day(found.period.last),
        "days": found.period.days,
        "invoiced": out.amount(found.invoiced, code),
        "balance": out.amount(found.balance, code),
        "not_due": out.amount(found.not_due, code),
        "dso": figure(found.dso),
        "best_possible_dso": figure(found.best_dso),
        "delinquency_days": figure(found.delinquency),
    }


def pattern(found: Pattern, rules: ReceivablesRules) -> out.Json:
    """Whether a customer pays when it orders again."""
    code = found.currency
    return {
        "pattern": found.shows(rules),
        "met": found.met,
        "of": len(found.cycles),
        "days_to_pay": figure(found.days_to_pay, 1),
        "currency": code,
        "usual": out.amount(found.usual, code),
        "open": out.amount(found.open, code),
        "exposure": out.amount(found.exposure, code),
        "cycles": [_cycle(cycle, code, rules) for cycle in found.cycles],
    }


def behaviour(found: Behaviour) -> out.Json:
    """How a customer pays, over a year and the year before."""
    return {
        **turnover(found.turnover),
        **conduct(found.now),
        "average_days_late_before": figure(found.before.days_late, 3),
        "weighted_days_late_before": figure(found.before.weighted_days_late, 3),
        "trend": figure(found.trend, 3),
        "prepaid_percent": figure(found.prepaid_percent),
        "prepaid_percent_before": figure(found.prepaid_percent_before),
    }


def _cycle(found: Cycle, currency: str, rules: ReceivablesRules) -> out.Json:
    return {
        "ordered_on": out.day(found.ordered_on),
        "next_on": out.day(found.next_on),
        "paid_on": out.day(found.paid_on),
        "amount": out.amount(found.amount, currency),
        "met": found.is_met(rules.pattern_days),
    }
