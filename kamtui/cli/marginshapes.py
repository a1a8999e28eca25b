"""Costs and margins as JSON rows and columns: of one account, and of several together."""

from __future__ import annotations

from collections.abc import Iterator

from kamtui.cli import out
from kamtui.cli.out import figure
from kamtui.domain.costs import Costs, Part
from kamtui.domain.margins import Result, percent
from kamtui.domain.tiers import Tier
from kamtui.domain.whale import Earned, ProfitClass
from kamtui.i18n import n, t


def account(
    row: Earned, currency: str, code: str | None, tier: Tier | None, owner: str | None, kept: ProfitClass | None
) -> out.Json:
    """A row of `margin --by account`."""
    return {
        "account_id": row.account_id,
        "external_id": code,
        "name": row.name,
        "tier": tier,
        "owner": owner or None,
        "revenue": out.amount(row.revenue, currency),
        "gross_profit": out.amount(row.profit, currency),
        "margin_percent": figure(percent(row.profit, row.revenue)),
        **costs(row.costs, currency),
        "net": out.amount(row.value, currency),
        "net_percent": figure(percent(row.value, row.revenue)),
        "class": kept,
        "basis": None if row.value is None else "gross" if row.is_gross else "net",
        "unknown": [*(["gross_profit"] if row.profit is None else []), *map(str, row.costs.unknown)],
        "currency": currency,
    }


def summed(key: str, group: str | None, found: Result, currency: str) -> out.Json:
    """A row of several accounts together, `key` saying what they have in common."""
    return {
        key: group,
        "accounts": found.accounts,
        "revenue": out.amount(found.revenue, currency),
        "gross_profit": out.amount(found.profit, currency),
        "margin_percent": figure(found.margin),
        **costs(found.costs, currency),
        "net": out.amount(found.net, currency),
        "net_percent": figure(found.net_margin),
        "coverage": {
            "revenue_percent": figure(found.covered),
            "gross_profit": found.accounts - found.unknown,
            **{part.value: found.accounts - found.without.get(part, 0) for part in Part if part is not Part.TERMS},
        },
        "without_cost_to_serve": found.gross,
        "currency": currency,
    }


def costs(found: Costs, currency: str) -> out.Json:
    """Each part of the costs, and their sums."""
    return {
        "minutes": found.minutes,
        "minutes_without_rate": found.unpriced,
        "time_cost": out.amount(found.time, currency),
        "entered_cost": out.amount(found.entered, currency),
        "freight": out.amount(found.freight, currency),
        "rebates": out.amount(found.rebates, currency),
        "mean_receivables": out.amount(found.owed, currency),
        "financing": out.amount(found.financing, currency),
        "cost_to_serve": out.amount(found.cost_to_serve, currency),
        "concessions": out.amount(found.granted, currency),
        "concessions_estimated": out.amount(found.terms, currency),
        "cost": out.amount(found.total, currency),
    }


def words(whole: Result, currency: str) -> Iterator[str]:
    """What the sum of all accounts says, and what is missing in it."""
    message = (
        "revenue {revenue} {currency}, gross profit {profit} ({margin} %), known costs {cost}, left {net} ({share} %)"
    )
    yield t(
        message,
        currency=currency,
        revenue=out.amount(whole.revenue, currency),
        profit=out.amount(whole.profit, currency) or "–",
        margin="–" if whole.margin is None else figure(whole.margin, 1),
        cost=out.amount(whole.costs.total, currency) or "–",
        net=out.amount(whole.net, currency) or "–",
        share="–" if whole.net_margin is None else figure(whole.net_margin, 1),
    )
    missing = {part: count for part, count in whole.without.items() if part is not Part.TERMS}
    if missing:
        parts = ", ".join(f"{t(part.label)} {count}" for part, count in missing.items())
        yield t("unknown, and not zero, of so many of {n} accounts: {parts}", n=whole.accounts, parts=parts)
    if whole.gross:
        one = "{count} account has no cost-to-serve at all: its gross profit stands in"
        many = "{count} accounts have no cost-to-serve at all: their gross profit stands in"
        yield n(one, many, whole.gross)


_AMOUNTS = [
    out.column("revenue", right=True, drop=3),
    out.column("gross_profit", t("gross"), right=True),
    out.column("margin_percent", t("margin %"), right=True),
]
_COSTS = [
    out.column("time_cost", t("time"), right=True, drop=6),
    out.column("entered_cost", t("entered"), right=True, drop=8),
    out.column("freight", t("freight costs"), right=True, drop=8),
    out.column("rebates", right=True, drop=8),
    out.column("financing", right=True, drop=7),
    out.column("concessions", right=True, drop=6),
    out.column("cost", t("costs"), right=True, drop=1),
    out.column("net", right=True),
    out.column("net_percent", t("net %"), right=True),
]
ACCOUNTS = [
    out.column("account_id", t("id"), drop=4),
    out.column("external_id", t("ext. id"), drop=9),
    out.column("name"),
    out.column("tier", drop=5),
    out.column("owner", drop=9),
    *_AMOUNTS,
    *_COSTS,
    out.column("class", drop=2),
    out.column("basis", drop=6),
    out.column("currency", t("cur."), drop=4),
]
SUMS = [
    out.column("accounts", right=True),
    *_AMOUNTS,
    *_COSTS,
    out.column("currency", t("cur."), drop=4),
]
