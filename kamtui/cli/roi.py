"""kamtui roi"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.marginshapes import costs as cost_shape
from kamtui.cli.nouns import Noun
from kamtui.cli.out import figure
from kamtui.cli.params import Currency, From, Limit, MaybeAccount, To
from kamtui.cli.reports import asked_currency, asked_period, in_order
from kamtui.cli.session import Session
from kamtui.domain.costs import Part
from kamtui.domain.periods import Period, Span, add_months
from kamtui.domain.policy import Policy
from kamtui.domain.returns import Return
from kamtui.domain.tiers import Tier
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.store import accounts, fiscal, lookup, policies, portfolio, returns

app = Noun(t("What the time and money put into accounts bring back."))

SHOWN = {Span.MONTH: 12, Span.QUARTER: 8, Span.YEAR: 3}
"""How many periods are shown if not said."""


@app.command("roi")
def roi(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    tier: Annotated[Tier | None, typer.Option(help=t("The accounts of this tier together."))] = None,
    by: Annotated[Span | None, typer.Option(help=t("A row for each; years and quarters are fiscal."))] = None,
    since: From = None,
    until: To = None,
    currency: Currency = None,
    limit: Limit = None,
) -> None:
    """What was invested in accounts and what came back: each account by gross profit per hour, or one by period.

    Invested are our hours, the other costs of serving and what was granted, as far as they are known. What comes back
    is gross profit, and its growth on the same days a year before. With an account, a tier or --by the rows are
    periods: quarters if not said; what still runs is marked, and compared as far as it has gone. Else each account has
    a row, over the last twelve months if not said, by the gross profit of an hour.
    """
    session: Session = ctx.obj
    if account is not None and tier is not None:
        raise BadInput(t("an account or a tier, not both"))
    code = asked_currency(session, currency)
    policy = policies.in_force(session.conn, session.on)
    if account is None and tier is None and by is None:
        _ranked(session, asked_period(session, since, until), code, policy, limit)
        return
    span = by or Span.QUARTER
    months = span.months * (SHOWN[span] - 1)
    period = asked_period(session, since, until)
    first = period.first if since is not None else add_months(min(period.last, session.on), -months)
    chosen = _chosen(session, account, tier)
    start = fiscal.start(session.conn)
    shown = [each for each in span.within(first, min(period.last, session.on), start) if each.first <= session.on]
    found = returns.series(session.conn, shown, session.on, code, policy, chosen)
    rows = [_row(_named(each, span, start), each, code) for each in found]
    out.rows(session.options, rows[-limit:] if limit else rows, [*PERIODS, *COLUMNS])
    _remarks(found, code)


def _ranked(session: Session, period: Period, currency: str, policy: Policy, limit: int | None) -> None:
    """Each account, those with the most gross profit for an hour first, the unknown last."""
    shown = in_order(period.first, min(period.last, session.on))
    found = returns.by_account(session.conn, shown, session.on, currency, policy)
    names, codes = accounts.names(session.conn), accounts.external_ids(session.conn)
    tiers = portfolio.tiers(session.conn)
    order = sorted(found, key=lambda key: (found[key].per_hour is None, -(found[key].per_hour or 0), names[key], key))
    rows = [
        _row(_account(key, names, codes, tiers), found[key]._replace(is_partial=False), currency)
        for key in order[:limit]
    ]
    out.rows(session.options, rows, [*ACCOUNTS, *COLUMNS])
    _remarks(list(found.values()), currency)


def _chosen(session: Session, account: str | None, tier: Tier | None) -> list[int] | None:
    """The accounts meant; None: all."""
    if account is not None:
        return [lookup.account(session.conn, account)]
    if tier is not None:
        return [key for key, held in portfolio.tiers(session.conn).items() if held is tier]
    return None


def _account(key: int, names: Mapping[int, str], codes: Mapping[int, str], tiers: Mapping[int, Tier]) -> out.Json:
    return {"account_id": key, "external_id": codes.get(key), "name": names[key], "tier": tiers.get(key)}


def _named(found: Return, span: Span, start_month: int) -> out.Json:
    first: dt.date = found.period.first
    return {"period": span.label(first, start_month), "from": out.day(first), "to": out.day(found.period.last)}


def _row(head: out.Json, found: Return, currency: str) -> out.Json:
    now, before = found.now, found.before
    return {
        **head,
        "partial": found.is_partial,
        "accounts": now.accounts,
        "left_out": found.left_out,
        "revenue": out.amount(now.revenue, currency),
        **cost_shape(now.costs, currency),
        "invested": out.amount(found.invested, currency),
        "gross_profit": out.amount(now.profit, currency),
        "gross_profit_year_before": out.amount(before.profit, currency) if before else None,
        "growth": out.amount(found.growth, currency),
        "growth_percent": figure(found.growth_percent),
        "net": out.amount(found.net, currency),
        "return_percent": figure(found.percent),
        "hours": figure(now.costs.minutes / 60),
        "gross_profit_per_hour": out.amount(found.per_hour, currency),
        "unknown": [*(["gross_profit"] if now.profit is None else []), *map(str, now.costs.unknown)],
        "currency": currency,
    }


def _remarks(found: Sequence[Return], currency: str) -> None:
    if found and all(Part.TIME in each.now.costs.unknown for each in found):
        message = "no hour of ours has a price in {currency}; say it: kamtui user edit LOGIN --hourly-cost N"
        out.tell(t(message, currency=currency))
    elif any(each.now.costs.unpriced for each in found):
        out.tell(t("some of the hours were logged by somebody of whom nobody knows what an hour costs"))
    left_out = max((each.left_out for each in found), default=0)
    if left_out:
        out.tell(t("accounts whose gross profit is unknown are left out, up to {count} of them", count=left_out))


PERIODS = [
    out.column("period"),
    out.column("partial"),
    out.column("accounts", right=True, drop=9),
    out.column("left_out", right=True, drop=1),
]
ACCOUNTS = [
    out.column("account_id", t("id"), drop=4),
    out.column("external_id", t("ext. id"), drop=9),
    out.column("name"),
    out.column("tier", drop=5),
]
COLUMNS = [
    out.column("revenue", right=True, drop=7),
    out.column("hours", right=True),
    out.column("time_cost", t("time"), right=True, drop=8),
    out.column("cost_to_serve", t("cost to serve"), right=True, drop=6),
    out.column("concessions", right=True, drop=6),
    out.column("invested", right=True),
    out.column("gross_profit", t("gross"), right=True),
    out.column("growth", right=True, drop=3),
    out.column("growth_percent", t("growth %"), right=True, drop=2),
    out.column("net", right=True, drop=3),
    out.column("return_percent", t("return %"), right=True),
    out.column("gross_profit_per_hour", t("an hour"), right=True),
    out.column("currency", t("cur."), drop=4),
]
