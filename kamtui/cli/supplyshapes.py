"""The JSON shapes of products, peaks and supply: keys may be added, not renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamtui.cli.out import Json, amount, day
from kamtui.domain.facts import written

if TYPE_CHECKING:
    import datetime as dt
    from fractions import Fraction

    from kamtui.domain.forecasts import Outlook
    from kamtui.domain.peaks import Peak
    from kamtui.domain.products import Product
    from kamtui.domain.supply import Cover, Stock
    from kamtui.domain.traderules import SupplyRules


def product(found: Product) -> Json:
    """A row of `product ls`."""
    return {
        "id": found.id,
        "code": found.code,
        "name": found.name,
        "series": found.series or None,
        "list_price": amount(found.list_price, found.currency or ""),
        "currency": found.currency,
        "lead_days": found.lead_days,
        "aliases": list(found.aliases),
        "note": found.note or None,
        "archived_on": day(found.archived_on),
    }


def peak(found: Peak, rules: SupplyRules, on: dt.date) -> Json:
    """A row of `supply peaks`."""
    return {
        "id": found.id,
        "account_id": found.account_id,
        "account": found.account,
        "name": found.name,
        "product": found.product or None,
        "starts_on": day(found.starts_on),
        "ends_on": day(found.ends_on),
        "in_days": (found.starts_on - on).days,
        "prepare_on": day(found.prepare_on(rules)),
        "stage": found.stage(rules, on),
        "quantity": None if found.quantity is None else written(found.quantity, None),
        "unit": found.unit or None,
        "lead_days": found.lead_days,
        "open_tasks": found.open_tasks,
        "done_tasks": found.done_tasks,
        "note": found.note or None,
        "result": found.result or None,
        "cancelled_on": day(found.cancelled_on),
        "author": found.author,
        "on": day(found.on),
    }


def cover(found: Cover, account: str) -> Json:
    """A row of `supply cover`."""
    pace = found.pace
    return {
        "account_id": found.account_id,
        "account": account,
        "product": found.product or None,
        "level": found.level,
        "days": found.days,
        **_stock(found.stock, found.age),
        "per_day": None if pace is None else _quantity(pace.a_day),
        "by": None if pace is None else pace.basis,
        "from": None if pace is None else day(pace.window.first),
        "to": None if pace is None else day(pace.window.last),
        "known_days": None if pace is None else pace.days,
        "lead_days": found.lead_days,
        "until": day(found.until),
        "peak": found.peak or None,
        "why": found.gap,
    }


def stock(found: Stock, account_id: int, account: str, product: str, rules: SupplyRules, on: dt.date) -> Json:
    """A row of `supply stock`."""
    age = (on - found.on).days
    row = {"account_id": account_id, "account": account, "product": product or None, **_stock(found, age)}
    return {**row, "stale": age > rules.stale_days, "source": found.source or None}


def outlook(found: Outlook, account: str) -> Json:
    """A row of `supply forecast`."""
    pace, missing = found.pace, found.missing
    age = None if found.stock is None else (found.window.first - found.stock.on).days - 1
    return {
        "account_id": found.account_id,
        "account": account,
        "product": found.product or None,
        "from": day(found.window.first),
        "to": day(found.window.last),
        "expected": _quantity(found.expected),
        **_stock(found.stock, age),
        "unit": found.unit or (found.stock.unit if found.stock else "") or None,
        "missing": None if missing is None else _quantity(missing),
        "runs_out_on": day(found.runs_out_on),
        "known_days": found.days,
        "expected_per_day": _quantity(found.expected / found.days),
        "per_day": None if pace is None else _quantity(pace.a_day),
    }


def _stock(found: Stock | None, age: int | None) -> dict[str, object]:
    if found is None:
        return {"stock": None, "unit": None, "stock_on": None, "age_days": None}
    return {
        "stock": written(found.value, None),
        "unit": found.unit or None,
        "stock_on": day(found.on),
        "age_days": age,
    }


def _quantity(value: Fraction) -> str:
    return written(round(value), None)
