"""kamtui whale …"""

from __future__ import annotations

from collections.abc import Mapping

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.out import figure
from kamtui.cli.params import Currency, From, To
from kamtui.cli.pareto import Codes
from kamtui.cli.reports import asked_currency, asked_period, key_less, unknown
from kamtui.cli.session import Session
from kamtui.domain.margins import Result, by_tier, key_earns_less
from kamtui.domain.tiers import Tier
from kamtui.domain.whale import Earned, Point, ProfitClass, Whale, whale
from kamtui.i18n import n, t
from kamtui.store import accounts, policies, portfolio

app = Noun(t("Who makes the profit and who drains it."))


@app.command("")
def curve(ctx: typer.Context, *, since: From = None, until: To = None, currency: Currency = None) -> None:
    """Accounts from the most profitable to the worst, with the profit summed up on the way.

    Over the last twelve months if not said. Profit is net: gross profit less what is known of cost-to-serve and
    concessions, as `kamtui margin` shows part by part. Where nothing of the cost-to-serve is known the row says
    "gross". Accounts whose profit is unknown are not on the curve.
    """
    if ctx.invoked_subcommand:
        return
    session: Session = ctx.obj
    period, code = asked_period(session, since, until), asked_currency(session, currency)
    policy = policies.in_force(session.conn, period.last)
    earned = portfolio.earned(session.conn, *period, code, policy)
    found = whale(earned, policy.profit)
    tiers = by_tier(earned, portfolio.tiers(session.conn))
    codes = accounts.external_ids(session.conn)
    rows = [_point(point, found, code, codes) for point in found.points]
    if session.options.json:
        out.document(
            {
                "from": out.day(period.first),
                "to": out.day(period.last),
                "currency": code,
                "n": found.n,
                "total": out.amount(found.total, code),
                "peak": out.amount(found.peak, code),
                "peak_percent": figure(found.peak_percent),
                "peak_at": found.peak_at,
                "best_20_percent": figure(found.best),
                "middle_70_percent": figure(found.middle),
                "worst_10_percent": figure(found.worst),
                "without_cost_to_serve": found.gross,
                "classes": found.classes(),
                "tiers": [_tier(tier, result, code) for tier, result in tiers.items()],
                "key_earns_less_than_regular": key_earns_less(tiers),
                "accounts": rows,
                "unknown": [_unknown(row, codes) for row in found.unknown],
            }
        )
    else:
        out.rows(session.options, rows, POINTS)
        _remarks(found, tiers, code)


@app.command("tiers")
def tiers(ctx: typer.Context, *, since: From = None, until: To = None, currency: Currency = None) -> None:
    """What each tier brought and left: revenue, profit and margin."""
    session: Session = ctx.obj
    period, code = asked_period(session, since, until), asked_currency(session, currency)
    policy = policies.in_force(session.conn, period.last)
    found = by_tier(portfolio.earned(session.conn, *period, code, policy), portfolio.tiers(session.conn))
    out.rows(session.options, [_tier(tier, result, code) for tier, result in found.items()], TIERS)
    _warn(found)


POINTS = [
    out.column("rank", right=True),
    out.column("account_id", t("id"), drop=3),
    out.column("external_id", t("ext. id"), drop=4),
    out.column("name"),
    out.column("revenue", right=True, drop=2),
    out.column("value", t("profit"), right=True),
    out.column("basis", drop=1),
    out.column("cumulative", t("sum"), right=True, drop=5),
    out.column("cumulative_percent", t("sum %"), right=True),
    out.column("class"),
]
TIERS = [
    out.column("tier"),
    out.column("accounts", right=True),
    out.column("revenue", right=True),
    out.column("value", t("profit"), right=True),
    out.column("margin_percent", t("margin %"), right=True),
    out.column("unknown", right=True, drop=1),
    out.column("without_cost_to_serve", right=True, drop=2),
    out.column("currency", t("cur."), drop=3),
]


def _point(point: Point, found: Whale, currency: str, codes: Codes) -> out.Json:
    earned = point.earned
    return {
        "rank": point.rank,
        "account_id": earned.account_id,
        "external_id": codes.get(earned.account_id),
        "name": earned.name,
        "revenue": out.amount(earned.revenue, currency),
        "value": out.amount(point.value, currency),
        "basis": "gross" if earned.is_gross else "net",
        "cumulative": out.amount(point.running, currency),
        "cumulative_percent": figure(100 * point.running / found.total) if found.total > 0 else None,
        "class": point.profit_class,
    }


def _tier(tier: Tier | None, result: Result, currency: str) -> out.Json:
    return {
        "tier": tier,
        "accounts": result.accounts,
        "revenue": out.amount(result.revenue, currency),
        "value": out.amount(result.net, currency),
        "margin_percent": figure(result.net_margin),
        "unknown": result.unknown,
        "without_cost_to_serve": result.gross,
        "currency": currency,
    }


def _unknown(row: Earned, codes: Codes) -> out.Json:
    return {"account_id": row.account_id, "external_id": codes.get(row.account_id), "name": row.name}


def _remarks(found: Whale, tiers: Mapping[Tier | None, Result], currency: str) -> None:
    """What a reader of the curve should know, on stderr."""
    if found.peak_percent is not None:
        message = "the best {count} of {n} accounts bring {percent} % of the profit of {total} {currency}"
        fields = {"percent": figure(found.peak_percent, 1), "total": out.amount(found.total, currency)}
        out.tell(t(message, count=found.peak_at, n=found.n, currency=currency, **fields))
        message = "best 20 % of the accounts: {best} %, middle 70 %: {middle} %, worst 10 %: {worst} %"
        parts = {"best": found.best, "middle": found.middle, "worst": found.worst}
        out.tell(t(message, **{name: figure(part, 1) for name, part in parts.items()}))
    draining = found.classes()[ProfitClass.DRAINING]
    if draining:
        out.tell(n("{count} account drains profit", "{count} accounts drain profit", draining))
    if found.gross:
        one = "{count} account has no cost-to-serve entered: gross profit stands in"
        many = "{count} accounts have no cost-to-serve entered: gross profit stands in"
        out.tell(n(one, many, found.gross))
    if found.unknown:
        out.tell(unknown([row.name for row in found.unknown]))
    _warn(tiers)


def _warn(tiers: Mapping[Tier | None, Result]) -> None:
    if key_earns_less(tiers):
        out.tell(key_less(tiers))
