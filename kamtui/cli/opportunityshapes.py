"""The JSON shapes of opportunities, rates, the funnel and quotas: keys may be added, not renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamtui.cli.out import Json, amount, day, figure, money
from kamtui.domain.money import plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    # names only: who adds an opportunity need not load what the funnel and its rates take
    from kamtui.domain.funnel import Gap, Standing
    from kamtui.domain.money import Money
    from kamtui.domain.opportunities import Opportunity
    from kamtui.domain.winrates import Rate
    from kamtui.store.quotas import Quota


def opportunity(row: Opportunity, on: dt.date | None) -> Json:
    """A row of `opportunity ls`, as it stands on a day; None: how long it stands is not asked."""
    value = row.value
    return {
        "id": row.id,
        "external_id": None if (row.external_id or "").startswith("#") else row.external_id,
        "account_id": row.account_id,
        "account": row.account,
        "name": row.name,
        "kind": row.kind,
        "level": row.level.value,
        "level_on": day(row.level_on),
        "idle_days": row.idle_days(on) if row.is_open and on is not None else None,
        "amount": amount(row.amount, row.currency),
        "value": None if value is None else plain(value.amount, value.currency),
        "currency": row.currency if value is None else value.currency,
        "estimated": row.is_estimated,
        "product": row.product or None,
        "catalogued": row.catalogued or None,
        "owner": row.owner or None,
        "origin": row.origin or None,
        "minutes": row.minutes,
        "opened_on": day(row.opened_on),
        "opened_said": row.opened_said,
        "expected_on": day(row.expected_on),
        "outcome": row.outcome or "open",
        "closed_on": day(row.closed_on),
        "reason": row.reason or None,
        "is_key": row.is_key,
        "note": row.note or None,
        "recorded_at": row.recorded_at,
    }


def rate(found: Rate[str | int | None], by: str, group: Json) -> Json:
    """A row of `opportunity rates`; `group` says whose it is."""
    return {
        **group,
        "by": by,
        "count": found.size,
        "open": found.open,
        "won": found.won,
        "lost": found.lost,
        "win_rate": figure(found.win_rate, 6),
        "conversion": figure(found.conversion, 6),
        **_value(found.value, "won_value"),
        "open_value": plain(*found.open_value[0]) if len(found.open_value) == 1 else None,
        "open_values": [money(*each) for each in found.open_value],
        "without_value": found.without_value,
        "estimated": found.estimated,
        "median_days_to_win": found.median_days,
        "won_before_opened": found.won_before_opened,
    }


def standing(found: Standing) -> Json:
    """One level of the funnel."""
    return {
        "level": found.level.value,
        "count": found.size,
        **_value(found.value, "value"),
        "estimated": found.estimated,
        "without_value": found.without_value,
        "hours": round(found.hours, 1),
        "stale": found.stale,
    }


def gap(found: Gap) -> Json:
    """What is missing to a quota."""
    code = found.quota.currency
    rate = found.rate
    return {
        "who": list(found.who),
        "year": found.label,
        "from": day(found.year.first),
        "to": day(found.year.last),
        "on": day(found.on),
        "currency": code,
        "quota": amount(found.quota.amount, code),
        "brought": amount(found.brought, code),
        "brought_by": found.brought_by,
        "required": amount(found.required, code),
        "funnel": amount(found.funnel, code),
        "count": found.size,
        "expected_later": found.later,
        "not_counted": found.unvalued,
        "win_rate": None if rate is None else round(rate.share, 6),
        "decided": None if rate is None else rate.decided,
        "own_win_rate": None if rate is None else rate.is_own,
        "expected": amount(found.expected, code),
        "missing": amount(found.missing, code),
        "average": amount(found.average, code),
        "more_opportunities": found.more,
        "funnel_hours": figure(found.funnel_hours, 1),
        "required_hours": figure(found.required_hours, 1),
        "available_hours": figure(found.hours, 1),
        "short_hours": figure(found.short_hours, 1),
    }


def quota(row: Quota, label: str) -> Json:
    """A row of `quota ls`."""
    return {
        "id": row.id,
        "who": row.who,
        "year": label,
        "from": day(row.year.first),
        "to": day(row.year.last),
        "amount": plain(row.amount, row.currency),
        "currency": row.currency,
        "set_on": day(row.on),
        "set_by": row.author,
    }


def _value(found: Sequence[Money], name: str) -> Json:
    """Amounts, one a currency; where there is only one, also as one amount with its currency."""
    only = found[0] if len(found) == 1 else None
    return {
        name: None if only is None else plain(*only),
        "currency": None if only is None else only.currency,
        f"{name}s": [money(*each) for each in found],
    }
