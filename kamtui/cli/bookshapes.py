"""Reports on the book as JSON: the figures of the commands that speak of the same."""

from __future__ import annotations

from kamtui.cli import out
from kamtui.cli.arshapes import owed
from kamtui.cli.concentration import figures
from kamtui.cli.marginshapes import summed
from kamtui.cli.out import figure
from kamtui.cli.pyramid import shape
from kamtui.cli.reports import level
from kamtui.domain.bookreports import Brought, Layers, Moved, MovementReport, Place, PortfolioReport, PyramidReport
from kamtui.domain.pareto import TOP_PERCENT
from kamtui.domain.pyramid import Load
from kamtui.domain.tiers import Tier, top_count
from kamtui.render import explained

NONE = "none"
"""How the matrix of movement calls accounts without a decision."""


def portfolio(known: PortfolioReport) -> out.Json:
    """The portfolio: time, matrix, and what the accounts bring."""
    cuts = {"cut_x": figure(known.matrix.cut_x), "cut_y": figure(known.matrix.cut_y)}
    return {
        "on": out.day(known.of.on),
        "user": known.of.who,
        "pyramid": _layers(known.layers),
        "matrix": {**cuts, "accounts": [_place(place) for place in known.places]},
        **_brought(known.brought),
    }


def pyramid(known: PyramidReport) -> out.Json:
    """Targets against what is."""
    managers = [{"user": each.login or None, **shape(each.pyramid)} for each in known.managers]
    return {"on": out.day(known.of.on), "user": known.of.who, **_layers(known.layers), "managers": managers}


def movement(known: MovementReport) -> out.Json:
    """Who moved, as `kamtui tier movement` says it, and the accounts by tier month by month."""
    matrix: dict[str, dict[str, int]] = {}
    for (before, after), count in known.movement.counts.items():
        matrix.setdefault(before or NONE, {})[after or NONE] = count
    months = [
        {"on": out.day(day), **{tier.value: held.get(tier, 0) for tier in Tier}} for day, held in known.months.items()
    ]
    return {
        "on": out.day(known.of.on),
        "user": known.of.who,
        "from": out.day(known.movement.first),
        "to": out.day(known.movement.last),
        "matrix": matrix,
        "movers": [_mover(mover) for mover in known.movers],
        "months": months,
    }


def _layers(known: Layers) -> out.Json:
    days = {"from": out.day(known.period.first), "to": out.day(known.period.last)}
    company = None if known.company is None else _load(known.company)
    return {
        **days,
        **shape(known.pyramid),
        "key_accounts": {"company": company, "managers": list(map(_load, known.loads))},
    }


def _load(load: Load) -> out.Json:
    return {"user": load.owner or None, "held": load.held, "room": load.room, "level": level(load.drift)}


def _place(place: Place) -> out.Json:
    spot = place.placed.spot
    return {
        "account_id": place.account_id,
        "name": place.name,
        "owner": place.owner or None,
        "tier": place.tier,
        "x": figure(spot.x, 1),
        "x_source": None if spot.x is None else "guess" if spot.is_guess else "customer",
        "y": figure(spot.y, 1),
        "quadrant": place.placed.quadrant,
        "group": place.group,
    }


def _brought(known: Brought) -> out.Json:
    code = known.currency
    found = known.pareto
    ranked = [
        {
            "rank": row.rank,
            "account_id": row.account_id,
            "name": row.name,
            "value": out.amount(row.value, code),
            "cumulative_share": figure(row.cumulative_share, 6),
            "class": row.abc,
        }
        for row in found.accounts
    ]
    head = {"by": "profit" if known.by_profit else "revenue", "currency": code}
    days = {"from": out.day(known.period.first), "to": out.day(known.period.last)}
    quarters = [
        {"from": out.day(each.period.first), "to": out.day(each.period.last), "partial": each.partial}
        | {"revenue": out.amount(each.revenue, code)}
        for each in known.quarters
    ]
    return {
        "pareto": {
            **head,
            **days,
            "n": found.n,
            "top_10pct": top_count(found.n, TOP_PERCENT),
            "total": out.amount(found.total, code),
            "accounts": ranked,
            "unknown": list(known.unknown),
        },
        "concentration": {**head, **days, "n": known.concentration.n, **figures(known.concentration)},
        "money": {
            **days,
            "whole": _without_name(summed("all", None, known.whole, code)),
            "revenue_before": out.amount(known.before, code),
            "other_currencies": list(known.others),
            "tiers": [summed("tier", tier, each, code) for tier, each in known.tiers.items()],
            "quarters": quarters,
            "owed": None if known.owed is None else list(map(owed, known.owed)),
        },
    }


def _without_name(row: out.Json) -> out.Json:
    return {name: value for name, value in row.items() if name != "all"}


def _mover(mover: Moved) -> out.Json:
    return {
        "account_id": mover.account_id,
        "name": mover.name,
        "owner": mover.owner or None,
        "from": mover.before,
        "to": mover.after,
        "on": out.day(mover.on),
        "reason": mover.reason or None,
        "driver": explained.largest(mover.drivers, up=mover.is_up),
    }
