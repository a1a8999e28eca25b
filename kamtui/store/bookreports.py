"""The reports on the book read: the same reads as of the commands, for everybody or for one of us."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Sequence

from kamtui.domain.bookreports import (
    Brought,
    Layers,
    Managed,
    Moved,
    MovementReport,
    Place,
    PortfolioReport,
    PyramidReport,
    Sold,
    Whose,
)
from kamtui.domain.concentration import ENOUGH, concentration
from kamtui.domain.margins import by_tier, result
from kamtui.domain.movement import counts_by_day, movement
from kamtui.domain.pareto import pareto
from kamtui.domain.periods import Period, add_months, month_ends, month_start, trailing_year
from kamtui.domain.policy import Policy
from kamtui.domain.pyramid import Team
from kamtui.domain.receivables import Owed, together
from kamtui.domain.tiers import Tier
from kamtui.store import (
    accounts,
    buying,
    explanations,
    groups,
    owners,
    policies,
    portfolio,
    receivables,
    sales,
    tiers,
)
from kamtui.store.assessments import main_currency
from kamtui.store.sqlite import Connection

MONTHS = 24
"""How far back accounts by tier are counted."""

MANY = 500
"""Movers from which on nobody asks what moved the score of each."""


class Everything:
    """Holds any account."""

    def __contains__(self, account: object) -> bool:
        return True


def portfolio_report(conn: Connection, of: Whose) -> PortfolioReport:
    """Where time goes, the matrix, and what the accounts of somebody, or of everybody, bring."""
    policy = policies.in_force(conn, of.on)
    found, mine = portfolio.portfolio(conn, of.on), _accounts(conn, of)
    places = [
        Place(row.account.account_id, row.account.name, row.account.owner, row.account.tier, row.placed, row.group)
        for row in found.rows
        if row.account.account_id in mine
    ]
    return PortfolioReport(
        of, _layers(_team(conn, of, policy), of, policy), found.matrix, places, _brought(conn, of, policy, mine)
    )


def pyramid_report(conn: Connection, of: Whose, period: Period | None = None) -> PyramidReport:
    """Accounts and logged time by tier; over the weeks of the policy if `period` is not said."""
    policy = policies.in_force(conn, of.on)
    days = period or _weeks(of.on, policy)
    team = _team(conn, of, policy, days)
    managers = [
        Managed(login, found)
        for login, found in team.managers.items()
        if of.who in (None, login) and (found.accounts or found.beside or found.logged_hours)
    ]
    return PyramidReport(of, _layers(team, of, policy, days), managers)


def movement_report(conn: Connection, of: Whose, first: dt.date, last: dt.date) -> MovementReport:
    """Who moved from the end of one day to the end of another; whose an account is goes by the day of the report."""
    mine = _accounts(conn, of)
    before, after = (_among(tiers.of_all(conn, day), mine) for day in (first, last))
    found = movement(first, last, before, after)
    decided = {each.account_id: each for each in tiers.between(conn, first, last)}
    ids = [mover.account_id for mover in found.movers]
    rows = {row.id: row for row in accounts.rows(conn, ids)}
    why = explanations.moved_by(conn, {key: decided[key].on for key in ids}, first, last) if len(ids) < MANY else {}
    movers = [
        Moved(
            key,
            rows[key].name,
            rows[key].owner,
            mover.before,
            mover.after,
            mover.is_up,
            decided[key].on,
            decided[key].reason,
            decided[key].decided_by,
            why.get(key, ()),
        )
        for mover in found.movers
        for key in [mover.account_id]
    ]
    start = month_start(add_months(last, -MONTHS + 1))
    days = sorted({*month_ends(start, last), last})[-MONTHS:]
    told = [each for each in tiers.decisions(conn) if each[1] in mine]
    return MovementReport(of, found, movers, counts_by_day(days, told))


def _among(held: dict[int, Tier], mine: Container[int]) -> dict[int, Tier]:
    return {account: tier for account, tier in held.items() if account in mine}


def _accounts(conn: Connection, of: Whose) -> Container[int]:
    """The accounts that a report is about, archived ones included."""
    if of.who is None:
        return Everything()
    return {key for key, _, _ in owners.owned_by(conn, of.who, of.on)}


def _weeks(on: dt.date, policy: Policy) -> Period:
    return Period(on - dt.timedelta(days=7 * policy.time.weeks - 1), on)


def _team(conn: Connection, of: Whose, policy: Policy, period: Period | None = None) -> Team:
    return portfolio.pyramid(conn, *(period or _weeks(of.on, policy)), policy)


def _layers(team: Team, of: Whose, policy: Policy, period: Period | None = None) -> Layers:
    days = period or _weeks(of.on, policy)
    if of.who is None:
        return Layers(days, team.whole, team.loads, team.company)
    return Layers(days, team.of(of.who, policy), [load for load in team.loads if load.owner == of.who], None)


def _brought(conn: Connection, of: Whose, policy: Policy, mine: Container[int]) -> Brought:
    currency, period = main_currency(conn), trailing_year(of.on)
    known = sales.share_with_profit(conn, *period, currency)
    by_profit = known is not None and known >= ENOUGH
    values = sales.values(conn, *period, currency, profit=by_profit)
    ranked = [row for row in values.known if row.account_id in mine]
    earned = [
        row
        for row in portfolio.earned(conn, *period, currency, policy, served=True)
        if row.account_id in mine
    ]  # fmt: skip
    spread = concentration(
        {row.account_id: row.value for row in ranked}, policy.concentration, groups.roots(conn, of.on)
    )
    return Brought(
        period=period,
        currency=currency,
        others=[code for code in sales.currencies(conn) if code != currency],
        by_profit=by_profit,
        pareto=pareto(ranked),
        unknown=[row.name for row in values.unknown if row.account_id in mine],
        concentration=spread,
        names=accounts.names(conn),
        tiers=by_tier(earned, portfolio.tiers(conn)),
        whole=result(earned),
        before=_revenue(conn, trailing_year(add_months(of.on, -12)), currency, mine),
        quarters=list(_quarters(conn, buying.quarters(conn, of.on), currency, mine, of.on)),
        owed=_owed(conn, of, mine),
    )


def _quarters(
    conn: Connection, spans: Sequence[Period], currency: str, mine: Container[int], on: dt.date
) -> Iterable[Sold]:
    for span in spans:
        days = Period(span.first, min(span.last, on))
        yield Sold(span, _revenue(conn, days, currency, mine), span.last >= on)


def _revenue(conn: Connection, period: Period, currency: str, mine: Container[int]) -> int:
    return sum(row.revenue for row in sales.by_account(conn, *period, currency) if row.account_id in mine)


def _owed(conn: Connection, of: Whose, mine: Container[int]) -> list[Owed] | None:
    if not receivables.any_invoice(conn, of.on):
        return None
    found = receivables.owed(conn, of.on)
    return together(one for account, several in found.items() if account in mine for one in several)
