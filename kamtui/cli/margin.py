"""kamtui margin"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.marginshapes import ACCOUNTS, SUMS, account, summed, words
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Currency, From, Limit, To
from kamtui.cli.reports import asked_period, in_order, key_less, unknown
from kamtui.cli.session import Session
from kamtui.domain import fields
from kamtui.domain.margins import by_manager, by_tier, key_earns_less, percent, result
from kamtui.domain.policy import Policy
from kamtui.domain.whale import Earned, profit_class
from kamtui.i18n import t
from kamtui.store import accounts, costs, owners, policies, portfolio

app = Noun(t("What accounts bring, what they cost, and what is left of it."))


class Row(StrEnum):
    """What a row is."""

    ACCOUNT = "account"
    TIER = "tier"
    MANAGER = "manager"


class Sort(StrEnum):
    """What accounts are ordered by, the most first."""

    NET = "net"
    NET_PERCENT = "net_percent"
    REVENUE = "revenue"
    PROFIT = "gross_profit"
    MARGIN = "margin_percent"
    COST = "cost"


@app.command("")
def margin(
    ctx: typer.Context,
    *,
    by: Annotated[Row, typer.Option(help=t("What a row is."))] = Row.ACCOUNT,
    since: From = None,
    until: To = None,
    currency: Currency = None,
    sort: Annotated[Sort, typer.Option(help=t("The most of this first, the unknown last."))] = Sort.NET,
    worst: Annotated[bool, typer.Option("--worst", help=t("The least first."))] = False,
    limit: Limit = None,
) -> None:
    """Revenue, gross profit, each cost and what is left, by account, tier or manager; each currency by itself.

    Over the last twelve months if not said. Costs are logged hours at what an hour of whoever logged them costs,
    entered cost-to-serve, freight and rebates, what the customer owed each day at the policy's cost of capital, and
    concessions as entered, else as terms were estimated. What nobody knows stays empty and is no zero: what is left can
    then only be too much. Who cost something and bought nothing is there, too. Tiers and managers are those of the day.
    """
    if ctx.invoked_subcommand:
        return
    session: Session = ctx.obj
    period = asked_period(session, since, until)
    # what was not paid by today is no debt of tomorrow yet
    until_now = in_order(period.first, min(period.last, session.on))
    policy = policies.in_force(session.conn, until_now.last)
    # a named period that is not over yet; twelve months up to today are whole
    is_partial = until is not None and period.last >= session.on
    codes = [fields.currency(currency)] if currency else costs.currencies(session.conn, until_now, policy)
    rows, totals, remarks = list[out.Json](), list[out.Json](), list[str]()
    for code in codes:
        earned = portfolio.earned(session.conn, *until_now, code, policy, served=True)
        tiers = by_tier(earned, portfolio.tiers(session.conn))
        is_less = key_earns_less(tiers)
        match by:
            case Row.ACCOUNT:
                chosen = sorted(earned, key=_order(sort, worst=worst))[:limit]
                rows += _accounts(session, chosen, code, policy)
            case Row.TIER:
                rows += [summed("tier", tier, found, code) for tier, found in tiers.items()]
            case Row.MANAGER:
                held = owners.of_all(session.conn, session.on)
                rows += [summed("manager", who or None, found, code) for who, found in by_manager(earned, held).items()]
        whole = result(earned)
        totals.append({**summed("all", None, whole, code), "key_earns_less_than_regular": is_less})
        remarks += [*words(whole, code), *([key_less(tiers)] if is_less else [])]
        if whole.unknown:
            remarks.append(unknown([row.name for row in earned if row.profit is None]))
    if session.options.json:
        days = {"from": out.day(period.first), "to": out.day(period.last), "partial": is_partial}
        out.document({**days, "by": by, "rows": rows, "totals": [_without_group(each) for each in totals]})
        return
    out.rows(session.options, rows, ACCOUNTS if by is Row.ACCOUNT else [_heading(by), *SUMS])
    if is_partial:
        out.tell(t("the period runs until {last}: it is not whole yet", last=period.last))
    for remark in remarks:
        out.tell(remark)


def _accounts(session: Session, earned: Sequence[Earned], currency: str, policy: Policy) -> list[out.Json]:
    codes, tiers = accounts.external_ids(session.conn), portfolio.tiers(session.conn)
    held = owners.of_all(session.conn, session.on)
    return [
        account(
            row,
            currency,
            codes.get(row.account_id),
            tiers.get(row.account_id),
            held.get(row.account_id),
            profit_class(row.revenue, row.value, policy.profit) if row.has_bought else None,
        )
        for row in earned
    ]


def _order(sort: Sort, *, worst: bool) -> Callable[[Earned], tuple[bool, float, str, int]]:
    value = _VALUES[sort]

    def place(row: Earned) -> tuple[bool, float, str, int]:
        found = value(row)
        return found is None, (found or 0) * (1 if worst else -1), row.code, row.account_id

    return place


_VALUES: Mapping[Sort, Callable[[Earned], float | None]] = {
    Sort.NET: lambda row: row.value,
    Sort.NET_PERCENT: lambda row: percent(row.value, row.revenue),
    Sort.REVENUE: lambda row: row.revenue,
    Sort.PROFIT: lambda row: row.profit,
    Sort.MARGIN: lambda row: percent(row.profit, row.revenue),
    Sort.COST: lambda row: row.costs.total,
}


def _heading(by: Row) -> out.Shown:
    if by is Row.TIER:
        return out.column("tier", value=lambda row: row["tier"] or t("no tier"))
    return out.column("manager", value=lambda row: row["manager"] or t("nobody"))


def _without_group(row: out.Json) -> out.Json:
    return {name: value for name, value in row.items() if name != "all"}
