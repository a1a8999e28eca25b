"""The JSON shapes of credit and terms: keys may be added, not renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamtui.cli.out import Json, amount, day, figure
from kamtui.domain.facts import written
from kamtui.domain.terms import Unit

if TYPE_CHECKING:
    import datetime as dt

    from kamtui.domain.credit import Credit, Exposure
    from kamtui.domain.terms import Condition, Cost, Headroom, Terms
    from kamtui.domain.treatments import Holder, Treatment
    from kamtui.store.accounts import AccountRow


def decision(found: Credit) -> Json:
    """A row of `credit history`."""
    return {
        "id": found.id,
        "account_id": found.account_id,
        "on": day(found.on),
        "grade": found.grade,
        "limit": amount(found.limit, found.currency),
        "currency": found.currency,
        "next_review_on": day(found.next_review_on),
        "reason": found.reason or None,
        "decided_by": found.decided_by,
    }


def credit(
    row: AccountRow, decided: Credit | None, exposure: Exposure | None, review_on: dt.date | None, on: dt.date
) -> Json:
    """A row of `credit ls`."""
    code = exposure.currency if exposure else decided.currency if decided else None
    limit = None if decided is None else decided.limit
    return {
        "account_id": row.id,
        "external_id": row.external_id,
        "account": row.name,
        "tier": row.tier,
        "owner": row.owner or None,
        "grade": decided and decided.grade,
        "limit": amount(limit, decided.currency if decided else ""),
        "balance": amount(exposure.open, exposure.currency) if exposure else None,
        "open_orders": amount(exposure.open_orders, exposure.currency) if exposure else None,
        "exposure": amount(exposure.total, exposure.currency) if exposure else None,
        "percent": None if exposure is None else figure(exposure.percent, 1),
        "over": exposure is not None and exposure.is_over,
        "free": amount(exposure.free, exposure.currency) if exposure else None,
        "currency": code,
        "elsewhere": [
            {"currency": currency, "amount": amount(value, currency)}
            for currency, value in (exposure.elsewhere if exposure else ())
        ],
        "on": day(decided.on) if decided else None,
        "review_on": day(review_on),
        "review_due": review_on is not None and review_on <= on,
    }


def terms(found: Terms, cost: Cost, on: dt.date, kept: Condition | None = None) -> Json:
    """A row of `terms ls`."""
    return {
        "id": found.id,
        "account_id": found.account_id,
        "kind": found.kind,
        "title": found.title or None,
        "value": None if found.value is None else value(found.value, found.unit, found.currency),
        "unit": found.unit,
        "cost": amount(cost.amount, found.currency),
        "cost_computed": cost.is_computed,
        "currency": found.currency,
        "prepay": None if found.prepay is None else written(found.prepay, None),
        "condition": found.condition or None,
        "from": day(found.from_on),
        "to": day(found.to_on),
        "in_force": found.runs(on),
        "designed_with": found.designed_with or None,
        "result": found.result or None,
        "exception_id": found.exception_id,
        "on": day(found.on),
        "agreed_by": found.agreed_by,
        "kept": None if kept is None else condition(kept),
    }


def condition(found: Condition) -> Json:
    """Whether invoices were prepaid as agreed."""
    percent = found.prepaid_percent
    return {
        "terms_id": found.terms_id,
        "met": found.is_met,
        "percent": found.percent,
        "invoices": found.invoices,
        "invoices_met": found.met,
        "amount": amount(found.amount, found.currency),
        "prepaid": amount(found.prepaid, found.currency),
        "prepaid_percent": figure(percent, 1),
        "currency": found.currency,
        "first_unmet_on": day(found.first_unmet_on),
    }


def headroom(found: Headroom) -> Json:
    """What room there is for concessions, and what it is made of."""
    code = found.currency
    parts = {
        "revenue": found.revenue,
        "gross_profit": found.gross,
        "cost_to_serve": found.served,
        "concessions": found.entered,
        "terms": found.terms,
        "floor": found.floor,
        "left": found.left,
        "share_left": found.share_left,
        "headroom": found.room,
    }
    shaped = {name: amount(part, code) for name, part in parts.items()}
    return {**shaped, "unpriced": found.unpriced, "at_most": found.is_at_most, "over": found.is_over, "currency": code}


def treatment(found: Treatment) -> Json:
    """What the accounts of a tier have of one kind."""
    values = found.values
    low, high = (values[0], values[-1]) if values else (None, None)
    shown = [None if each is None else value(each, found.unit, found.currency) for each in (low, found.middle, high)]
    return {
        "tier": found.tier,
        "kind": found.kind,
        "unit": found.unit,
        "currency": found.currency or None,
        "with": len(found.holders),
        "of": found.of,
        "low": shown[0],
        "median": shown[1],
        "high": shown[2],
        "unequal": found.is_unequal,
        "holders": [holder(each, found) for each in found.holders],
    }


def holder(each: Holder, of: Treatment) -> Json:
    """An account that has something, beside those who buy more and have less."""
    percent = each.cost_percent
    return {
        "account_id": each.customer.account_id,
        "account": each.customer.name,
        "owner": each.customer.owner or None,
        "terms_ids": [terms.id for terms in each.terms],
        "value": None if each.value is None else value(each.value, of.unit, each.currency),
        "cost": amount(each.cost.amount, each.currency),
        "cost_computed": each.cost.is_computed,
        "revenue": amount(each.revenue, each.currency),
        "cost_percent": figure(percent),
        "currency": each.currency,
        "prepay": next((written(terms.prepay, None) for terms in each.terms if terms.prepay is not None), None),
        "bigger_with_less": [{"account_id": other.account_id, "name": other.name} for other in each.bigger_with_less],
        "bigger_count": each.bigger,
    }


def value(found: int, unit: Unit | None, currency: str) -> str:
    """A value in its unit, for machines: "5", "12.5", "20000.00"."""
    return written(found, currency if unit is Unit.MONEY else None)


def percentage(value: object) -> str | None:
    """A figure of percent as a table has it: "12.5%"."""
    return None if value is None else f"{value:g}%"


def valued(row: Json) -> str | None:
    """The value of a row with its unit: "5%", "60d", "20000.00"."""
    if row["value"] is None:
        return None
    return f"{row['value']}{_SIGNS.get(str(row['unit']), '')}"


_SIGNS = {"percent": "%", "days": "d"}


def read_aloud(shape: Json) -> Json:
    """A shape under names that say in a sheet what they are: a grade is one of credit there, not of a status."""
    return {SPOKEN.get(name, name): value for name, value in shape.items()}


SPOKEN = {
    "grade": "credit_grade",
    "limit": "credit_limit",
    "percent": "of_the_limit",
    "over": "over_limit",
    "left": "above_the_floor",
    "share_left": "of_gross_profit_left",
    "value": "how_much",
    "title": "what",
    "kept": "prepaid_as_agreed",
    "at_most": "at_most_so_much",
}
"""Key of a shape -> what it is called where it stands alone."""
