"""kamtui whatif …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out, simulating
from kamtui.cli.concentration import figures
from kamtui.cli.nouns import Noun
from kamtui.cli.out import figure
from kamtui.cli.params import Account, Currency
from kamtui.cli.reports import asked_currency
from kamtui.cli.session import Session
from kamtui.domain import whatif
from kamtui.domain.money import SCALE
from kamtui.domain.simulation import changed
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.store import accounts, costs, exchange, groups, lookup, policies, portfolio, receivables
from kamtui.store.simulations import simulate

app = Noun(t("What if an account left, or fewer did."))


@app.command("lose")
def lose(ctx: typer.Context, account: Account, *, currency: Currency = None) -> None:
    """What goes with an account and everything below it, and how long new business takes to make up for it.

    Figures are of the last twelve months. New business is the revenue of the accounts won in these months, per month.
    Replacing a customer costs what the policy says winning one does; keeping one, what it says of a year; in the book's
    own currency where no rate to that of the figures is known.
    """
    session: Session = ctx.obj
    conn = session.conn
    key = lookup.account(conn, account)
    code = asked_currency(session, currency or accounts.row(conn, key).currency)
    leaving = groups.members(conn, key, session.on)
    years = portfolio.years(conn, session.on, code)
    policy = policies.in_force(conn, session.on)
    roots, kept = groups.roots(conn, session.on), receivables.any_invoice(conn, session.on)
    owed = receivables.balances(conn, session.on, code, leaving) if kept else None
    found = whatif.lose(years.now, leaving, years.new, policy.concentration, roots, owed)
    before, after, rules = figures(found.before), figures(found.after), policy.customers
    is_rated = exchange.own(conn, SCALE, code, session.on) is not None
    said_in = code if is_rated else costs.own_currency(conn)
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
        "customers": found.customers,
        "replacement_cost": _cost(session, rules.acquire, found.customers, said_in),
        "maintain_cost_a_year": _cost(session, rules.maintain, found.customers, said_in),
        "replacement_currency": said_in if rules.acquire or rules.maintain else None,
    }
    out.one(session.options, shape)
    if found.months_to_recover is None and found.revenue > 0:
        out.tell(t("no new business in twelve months: nothing makes up for it at this rate"))


def _cost(session: Session, each: float, customers: int, currency: str) -> str | None:
    """What so many customers cost by the policy, in a currency; None: it does not say."""
    whole = exchange.own(session.conn, round(each * SCALE) * customers, currency, session.on)
    return out.amount(whole, currency) if each else None


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


app.elsewhere("asset", "asset", t("What an account, or all of them, is worth over some years, to one digit."))
