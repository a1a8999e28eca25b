"""What room there is for concessions: gross profit, cost-to-serve and terms of twelve months, put together (R54)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kamtui.domain.costs import NOTHING, Costs
from kamtui.domain.periods import trailing_year
from kamtui.domain.policy import Policy
from kamtui.domain.terms import Cost, Headroom, Rules, Terms, cost
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store import costs, currencies, terms
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection

Sold = Mapping[tuple[int, str], tuple[int, int | None]]
"""(account, currency) -> revenue and gross profit of twelve months; absent where nothing was ever bought."""


def headroom(
    conn: Connection, account: int, on: dt.date, policy: Policy, *, granted_on: dt.date | None = None
) -> Headroom:
    """The headroom of an account on a day, with the terms in force on it or on `granted_on`; raises NotFound."""
    found = headrooms(conn, on, policy, [account], granted_on=granted_on).get(account)
    if found is None:
        raise NotFound(t("there is no account {key}", key=account))
    return found


def headrooms(
    conn: Connection,
    on: dt.date,
    policy: Policy,
    accounts: Iterable[int] | None = None,
    *,
    granted_on: dt.date | None = None,
) -> dict[int, Headroom]:
    """Account -> its headroom over the twelve months up to a day, in its own currency; `accounts` None: all."""
    among = None if accounts is None else list(accounts)
    scope = Scope(conn, on, among)
    traded, bought = currencies.of_accounts(scope), sold(scope)
    spent = _spent(conn, on, policy, traded, among)
    granted = terms.in_force(conn, granted_on or on, among)
    return {
        account: _headroom(currency, granted.get(account, ()), bought, spent.get(account, NOTHING), policy, account)
        for account, currency in traded.items()
    }


def priced(granted: Terms, bought: Sold, policy: Policy) -> Cost:
    """What some terms cost in a year, in their own currency."""
    revenue, _ = bought.get((granted.account_id, granted.currency), (None, None))
    rules = Rules(policy.profit, policy.receivables)
    return cost(granted.kind, granted.value, granted.unit, granted.cost, revenue, rules)


def sold(scope: Scope) -> Sold:
    """What accounts bought in the twelve months up to the day; the gross profit is None where it is not known."""
    lately = "on_date >= :first"
    rows = scope.rows(
        f"SELECT account_id, currency, ifnull(sum(CASE WHEN {lately} THEN amount END), 0),"
        f" CASE WHEN count(CASE WHEN {lately} THEN 1 END) = count(CASE WHEN {lately} THEN profit END)"
        f" THEN ifnull(sum(CASE WHEN {lately} THEN profit END), 0) END"
        " FROM sale WHERE on_date <= :on AND account_id IS NOT NULL",
        by="account_id, currency",
        first=trailing_year(scope.on).first,
    )
    return {(account, currency): (revenue, profit) for account, currency, revenue, profit in rows}


def _spent(
    conn: Connection, on: dt.date, policy: Policy, traded: Mapping[int, str], among: Sequence[int] | None
) -> dict[int, Costs]:
    """Account -> what it cost in the twelve months, in its own currency."""
    by_currency: dict[str, list[int]] = defaultdict(list)
    for account, currency in traded.items():
        by_currency[currency].append(account)
    year, found = trailing_year(on), dict[int, Costs]()
    for currency, accounts in by_currency.items():
        # of all accounts at once where all are meant: a list of them all is slower than none
        few = None if among is None and len(by_currency) == 1 else accounts
        found |= costs.costs(conn, *year, currency, policy, few)
    return found


def _headroom(
    currency: str, granted: Sequence[Terms], bought: Sold, spent: Costs, policy: Policy, account: int
) -> Headroom:
    revenue, gross = bought.get((account, currency), (None, None))
    prices = [priced(each, bought, policy).amount if each.currency == currency else None for each in granted]
    ours = [price for price in prices if price is not None]
    return Headroom(
        currency=currency,
        revenue=revenue,
        gross=gross,
        served=spent.cost_to_serve,
        entered=spent.concessions or 0,
        terms=sum(ours),
        unpriced=len(prices) - len(ours),
        floor_percent=policy.profit.floor,
        share_percent=policy.profit.concessions,
    )
