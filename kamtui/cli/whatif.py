"""kamtui whatif …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out, simulating
from kamtui.cli.concentration import figures
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account, Currency, MaybeAccount
from kamtui.cli.reports import asked_currency, figure, unknown
from kamtui.cli.session import Session
from kamtui.domain import whatif
from kamtui.domain.periods import trailing_year
from kamtui.domain.simulation import changed
from kamtui.domain.whale import Earned
from kamtui.domain.whatif import Assumptions
from kamtui.errors import BadInput, NotFound
from kamtui.i18n import t
from kamtui.store import accounts, groups, lookup, policies, portfolio
from kamtui.store.simulations import simulate

app = Noun(t("What if an account left, or fewer did."))


@app.command("lose")
def lose(ctx: typer.Context, account: Account, *, currency: Currency = None) -> None:
    """What goes with an account and everything below it, and how long new business takes to make up for it.

    Figures are of the last twelve months. New business is the revenue of the accounts won in these months, per month.
    """
    session: Session = ctx.obj
    conn = session.conn
    key = lookup.account(conn, account)
    code = asked_currency(session, currency)
    leaving = groups.members(conn, key, session.on)
    years = portfolio.years(conn, session.on, code)
    rules = policies.in_force(conn, session.on).concentration
    found = whatif.lose(years.now, leaving, years.new, rules, groups.roots(conn, session.on))
    before, after = figures(found.before), figures(found.after)
    shape = {
        "id": key,
        "name": accounts.one(conn, key).name,
        "accounts": len(leaving),
        "currency": code,
        "revenue": out.amount(found.revenue, code),
        "revenue_percent": figure(found.revenue_percent),
        "profit": out.amount(found.profit, code),
        "profit_percent": figure(found.profit_percent),
        **{f"{name}_before": before[name] for name in before},
        **{f"{name}_after": after[name] for name in after},
        "new_business_per_month": out.amount(found.new_a_month, code),
        "months_to_recover": figure(found.months_to_recover, 1),
        "exposure": out.amount(found.exposure, code),
    }
    out.one(session.options, shape)
    if found.months_to_recover is None and found.revenue > 0:
        out.tell(t("no new business in twelve months: nothing makes up for it at this rate"))


@app.command("weight")
def weight(
    ctx: typer.Context,
    criterion: Annotated[str, typer.Argument(metavar="CARD.CRITERION", help=t("attractiveness.profit_share."))],
    percent: Annotated[int, typer.Argument(min=0, max=100, metavar="N", help=t("Its weight instead."))],
) -> None:
    """Who would move if one criterion weighed more or less; the others of its card keep their proportions."""
    session: Session = ctx.obj
    rules = changed(policies.in_force(session.conn, session.on), f"{criterion}={percent}")
    simulating.tell(session, simulate(session.conn, session.on, rules), rules, all_=False)


@app.command("churn")
def churn(
    ctx: typer.Context,
    points: Annotated[float, typer.Argument(metavar="POINTS", help=t("So many percentage points fewer leave."))] = 5,
    *,
    currency: Currency = None,
) -> None:
    """Who bought again within twelve months, and what it would bring if so many points fewer had left.

    Reichheld and Sasser are cited for 25 to 85 % more profit from five points; here it is computed from your own sales.
    """
    session: Session = ctx.obj
    if not 0 < points <= 100:
        raise BadInput(t("percentage points are above 0 and at most 100, not {points}", points=f"{points:g}"))
    code = asked_currency(session, currency)
    years = portfolio.years(session.conn, session.on, code)
    found = whatif.churn(years.before, years.now, points)
    retention = found.retention
    shape = {
        "currency": code,
        "points": points,
        "bought_before": found.bought,
        "kept": found.kept,
        "lost": found.lost,
        "retention_percent": None if retention is None else figure(100 * retention),
        "churn_percent": None if retention is None else figure(100 - 100 * retention),
        "retained_revenue": out.amount(found.kept_revenue, code),
        "retained_profit": out.amount(found.kept_profit, code),
        "profit_unknown": found.unknown,
        "more_accounts": figure(found.more),
        "more_revenue": out.amount(found.more_revenue, code),
        "more_profit": out.amount(found.more_profit, code),
        "more_profit_percent": figure(found.more_percent),
    }
    if not session.options.quiet:
        out.one(session.options, shape)
    if retention is None:
        out.tell(t("nobody bought in the twelve months before the last twelve"))
    elif found.more < found.bought * points / 100:
        out.tell(t("fewer than that left: nobody would have"))


@app.command("asset")
def asset(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    years: Annotated[int, typer.Option(min=1, max=20, help=t("How far ahead."))] = whatif.YEARS,
    discount: Annotated[
        float, typer.Option(min=0, max=100, help=t("What money is worth less a year later, in %."))
    ] = 100 * whatif.DISCOUNT,
    currency: Currency = None,
) -> None:
    """What an account, or all of them, is worth over some years: to one digit, with what it rests on.

    What was left of the last twelve months' revenue, times the chance that an account stays, less what waiting costs.
    """
    session: Session = ctx.obj
    conn = session.conn
    code = asked_currency(session, currency)
    key = None if account is None else lookup.account(conn, account)
    earned = portfolio.earned(conn, *trailing_year(session.on), code, policies.in_force(conn, session.on))
    mine = [row for row in earned if key in (None, row.account_id)]
    both = portfolio.years(conn, session.on, code)
    retention = whatif.churn(both.before, both.now, 0).retention
    if retention is None:
        raise NotFound(t("nobody bought in the twelve months before the last twelve, so nobody knows who stays"))
    net = _sum(mine)
    assumed = Assumptions(retention, discount / 100, years)
    worth = None if net is None else whatif.one_digit(whatif.asset(net, assumed))
    shape = {
        "id": key,
        "name": None if key is None else accounts.one(conn, key).name,
        "asset": out.amount(worth, code),
        "currency": code,
        "net_a_year": out.amount(net, code),
        "retention_percent": figure(100 * retention),
        "discount_percent": figure(discount),
        "years": years,
        "accounts": len(mine),
        "profit_unknown": sum(row.value is None for row in mine),
        "without_cost_to_serve": sum(row.is_gross for row in mine if row.value is not None),
    }
    if key is not None or not session.options.quiet:
        out.one(session.options, shape)
    if net is None:
        out.tell(t("the profit is unknown, and so is the worth"))
    elif without := [row.name for row in mine if row.value is None]:
        out.tell(unknown(without))


def _sum(rows: list[Earned]) -> int | None:
    known = [row.value for row in rows if row.value is not None]
    return sum(known) if known else None
