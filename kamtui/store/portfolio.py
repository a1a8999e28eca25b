"""The book read whole: where time goes, what accounts bring and cost, and where each lies on the matrix."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from kamtui.domain.costs import NOTHING
from kamtui.domain.measures import left, tenure
from kamtui.domain.periods import add_months, trailing_year
from kamtui.domain.policy import Capacity, Card, Policy
from kamtui.domain.portfolio import Group, Matrix, Placed, Signs, group, matrix, spot
from kamtui.domain.pyramid import Served, Team, team, weekly_hours
from kamtui.domain.scorecards import Scorecard
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.whale import Earned, ProfitClass, profit_class
from kamtui.domain.whatif import Sold
from kamtui.store import accounts, assessments, costs, sales, users
from kamtui.store.assessments import Assessment
from kamtui.store.fragments import done_in, minutes_spent, window
from kamtui.store.sqlite import Connection

Minutes = Mapping[str, int]
"""Kind of touch -> minutes counted where none were typed (D3)."""


class Account(NamedTuple):
    """An account as the portfolio names it."""

    account_id: int
    external_id: str | None
    name: str
    owner: str
    tier: Tier | None
    status: Status | None


class Row(NamedTuple):
    """One account of the portfolio."""

    account: Account
    card: Scorecard
    placed: Placed
    group: Group
    profit_class: ProfitClass | None
    is_gross: bool
    """Whether the class rests on gross profit because nobody entered a cost-to-serve."""


class Portfolio(NamedTuple):
    """The accounts that are not archived, by name, and the matrix they lie on."""

    rows: tuple[Row, ...]
    matrix: Matrix


class Years(NamedTuple):
    """What the accounts bought in the last twelve months and in the twelve before."""

    before: dict[int, Sold]
    now: dict[int, Sold]
    new: frozenset[int]
    """Accounts that first bought in the last twelve months."""


def pyramid(conn: Connection, first: dt.date, last: dt.date, policy: Policy) -> Team:
    """The pyramid of everybody and of each manager, with the time logged from `first` to `last`."""
    minutes = minutes_by_colleague(conn, first, last, policy.minutes)
    days = (last - first).days + 1
    return team(accounts_by_owner(conn), minutes, hours(conn, last, policy.capacity), days, policy)


def accounts_by_owner(conn: Connection) -> dict[tuple[str, Tier | None], int]:
    """(owner, tier) -> accounts that are not archived; "" is nobody."""
    found = conn.execute("SELECT owner, tier, count(*) FROM standing WHERE archived = 0 GROUP BY owner, tier")
    return {(owner, tier and Tier(tier)): count for owner, tier, count in found}


def minutes_by_colleague(
    conn: Connection, first: dt.date, last: dt.date, usual: Minutes
) -> dict[tuple[str, Tier | None], int]:
    """(who logged it, present tier of the account) -> minutes; what names nobody counts for the account's owner."""
    found = conn.execute(
        f"SELECT CASE x.by WHEN '' THEN s.owner ELSE x.by END, s.tier, sum({minutes_spent(usual)})"
        f" FROM touch x JOIN standing s ON s.account_id = x.account_id WHERE {done_in(first, last)} GROUP BY 1, 2",
        window(first, last),
    )
    return {(login, tier and Tier(tier)): minutes for login, tier, minutes in found}


def minutes_by_account(conn: Connection, first: dt.date, last: dt.date, usual: Minutes) -> dict[int, int]:
    """Account -> minutes logged by anybody, internal work included; who got none is absent."""
    return dict(
        conn.execute(
            f"SELECT x.account_id, sum({minutes_spent(usual)}) FROM touch x WHERE {done_in(first, last)}"
            " GROUP BY x.account_id",
            window(first, last),
        )
    )


def key_accounts(
    conn: Connection, first: dt.date, last: dt.date, usual: Minutes, owner: str | None = None
) -> list[Served]:
    """The key accounts, of one owner or all, with the minutes that anybody logged on them."""
    found = conn.execute(
        "SELECT s.account_id, a.name, s.owner, (SELECT ifnull(sum("
        f"{minutes_spent(usual)}), 0) FROM touch x WHERE x.account_id = s.account_id AND x.state = 'done'"
        " AND x.on_date BETWEEN :first AND :last) FROM standing s JOIN account a ON a.id = s.account_id"
        " WHERE s.archived = 0 AND s.tier_rank = 0 AND (:owner IS NULL OR s.owner = :owner) ORDER BY s.name_key",
        {"first": first.isoformat(), "last": last.isoformat(), "owner": owner},
    )
    return [Served._make(row) for row in found]


def hours(conn: Connection, on: dt.date, capacity: Capacity) -> dict[str, float | None]:
    """Login -> selling hours a week of those who work here on a day; None: unknown.

    Account managers and owners of accounts sell the policy's hours where none are entered, others the entered ones.
    """
    owners = {owner for (owner, _) in accounts_by_owner(conn)}
    return {
        user.login: weekly_hours(user.hours_per_week, capacity, sells=user.role == "kam" or user.login in owners)
        for user in users.all_users(conn)
        if user.left_on is None or user.left_on > on
    }


def earned(
    conn: Connection,
    first: dt.date,
    last: dt.date,
    currency: str,
    policy: Policy,
    account: int | None = None,
    *,
    served: bool = False,
) -> list[Earned]:
    """What every account with a document from `first` to `last`, or one of them, brought and cost.

    `served`: also those that bought nothing and cost something all the same.
    """
    cost = costs.costs(conn, first, last, currency, policy, None if account is None else [account])
    found = [
        Earned(
            row.account_id,
            row.external_id or row.name,
            row.name,
            row.revenue,
            row.profit,
            cost.pop(row.account_id, NOTHING),
        )
        for row in sales.by_account(conn, first, last, currency, account)
    ]
    if served and cost:
        names, codes = accounts.names(conn), accounts.external_ids(conn)
        found += [
            Earned(key, codes.get(key) or names[key], names[key], 0, 0, of, has_bought=False)
            for key, of in cost.items()
            if of.total is not None
        ]
    return found


def tiers(conn: Connection) -> dict[int, Tier]:
    """Account -> tier, for every account that has one, on the day the book is read at."""
    found = conn.execute("SELECT account_id, tier FROM standing WHERE tier IS NOT NULL")
    return {account: Tier(tier) for account, tier in found}


def sold(conn: Connection, first: dt.date, last: dt.date, currency: str) -> dict[int, Sold]:
    """Account -> revenue and gross profit from `first` to `last`."""
    return {row.account_id: Sold(row.revenue, row.profit) for row in sales.by_account(conn, first, last, currency)}


def years(conn: Connection, on: dt.date, currency: str) -> Years:
    """The last twelve months and the twelve before, archived accounts included: who left is often archived."""
    year, year_before = trailing_year(on), trailing_year(add_months(on, -12))
    start, end = year.first.isoformat(), on.isoformat()
    return Years(
        sold(conn, *year_before, currency),
        sold(conn, *year, currency),
        frozenset(account for account, day in sales.first_orders(conn).items() if start <= day <= end),
    )


def portfolio(conn: Connection, on: dt.date, found: Assessment | None = None) -> Portfolio:
    """Every account on the matrix, with how it wants to be treated; `found`: an assessment made already."""
    assessed = found or assessments.assess(conn, on)
    cards = {account: assessed.card(account) for account in assessed.facts}
    laid = matrix(spot(account, card, assessed.judged.get(account, {})) for account, card in cards.items())
    placed = {each.spot.account_id: each for each in laid.placed}
    rows = conn.execute(
        "SELECT s.account_id, a.external_id, a.name, s.owner, s.tier, s.status"
        " FROM standing s JOIN account a ON a.id = s.account_id WHERE s.archived = 0 ORDER BY s.name_key, s.account_id"
    )
    made = [
        _row(assessed, Account(key, code, name, owner, tier and Tier(tier), status and Status(status)), cards, placed)
        for key, code, name, owner, tier, status in rows
        if key in cards
    ]
    return Portfolio(tuple(made), laid)


def _row(found: Assessment, account: Account, cards: Mapping[int, Scorecard], placed: Mapping[int, Placed]) -> Row:
    key = account.account_id
    facts, card = found.facts[key], cards[key]
    revenue, before = facts.revenue or 0, facts.revenue_before
    kept = profit_class(revenue, left(facts), found.policy.profit)
    signs = Signs(
        tier=account.tier,
        bought=facts.bought_first is not None,
        tenure_years=tenure(facts, found.whole),
        trend=revenue / before if before is not None and before > 0 else None,
        status=account.status,
        potential=card.axes[Card.POTENTIAL].score,
        profit_class=kept,
    )
    return Row(account, card, placed[key], group(signs, found.policy.treatment), kept, facts.cost_to_serve is None)
