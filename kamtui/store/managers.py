"""Managers read: their key accounts against their hours, what is due, and who fits an account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.managers import Candidate, Manager, Managers, in_order, suggested_managers
from kamtui.domain.periods import Period
from kamtui.domain.policy import Policy
from kamtui.domain.teams import Rated, Rating
from kamtui.store import accounts, discretion, policies, portfolio, ratings, users
from kamtui.store.sqlite import Connection


def of_book(conn: Connection, on: dt.date, policy: Policy | None = None) -> Managers:
    """Everybody who has selling hours or owns an account, on a day."""
    policy = policy or policies.in_force(conn, on)
    period = Period(on - dt.timedelta(days=7 * policy.time.weeks - 1), on)
    pyramid = portfolio.pyramid(conn, *period, policy)
    known = {user.login: user for user in users.all_users(conn)}
    due, rated = _due(conn, on), ratings.in_force(conn, on)
    found = []
    for load in pyramid.loads:
        own = pyramid.of(load.owner, policy)
        layers = (*own.layers, *own.beside)
        counts = {layer.tier: layer.accounts for layer in layers if layer.accounts}
        week = None if own.available_hours is None else own.available_hours * 7 / own.days
        if week is None and not counts:
            continue
        user = known.get(load.owner)
        found.append(
            Manager(
                login=load.owner,
                name="" if user is None else user.name,
                role="" if user is None else user.role,
                hours=week,
                held=load.held,
                room=load.room,
                drift=load.drift,
                accounts=counts,
                minutes=sum(layer.minutes for layer in layers),
                due=due.get(load.owner, (0, 0))[0],
                overdue=due.get(load.owner, (0, 0))[1],
                ratings=_scores(rated, load.owner),
            )
        )
    return Managers(
        managers=tuple(found),
        weeks=policy.time.weeks,
        company=pyramid.company,
        blocks=policy.capacity.company_blocks,
        unowned=pyramid.of("", policy).layers[0].accounts if "" in pyramid.managers else 0,
        suggested=suggested_managers(pyramid.company.held, policy.capacity),
        has_ratings=discretion.may_see_ratings(conn),
    )


def candidates(conn: Connection, account: int, on: dt.date) -> list[Candidate]:
    """Who could look after an account, who fits best first; those who leave are not offered. Raises NotFound."""
    own, row = accounts.one(conn, account), accounts.row(conn, account)
    region, industry = _alike(conn, account, "region", own.region), _alike(conn, account, "industry", own.industry)
    here = {user.login for user in users.all_users(conn) if user.left_on is None or user.left_on > on}
    found = [
        Candidate(
            manager,
            manager.login == row.owner,
            region.get(manager.login, 0),
            industry.get(manager.login, 0),
        )
        for manager in of_book(conn, on).managers
        if manager.hours is not None and manager.login in here
    ]
    return in_order(found)


def _due(conn: Connection, on: dt.date) -> dict[str, tuple[int, int]]:
    """Owner -> at how many accounts a touch is due, and at how many for too long."""
    found = conn.execute(
        "SELECT owner, total(next_due_on <= :on), total(overdue_on < :on) FROM standing"
        " WHERE archived = 0 GROUP BY owner",
        {"on": on.isoformat()},
    )
    return {owner: (int(due), int(late)) for owner, due, late in found}


def _scores(rated: Mapping[str, Mapping[Rated, Rating]], login: str) -> dict[Rated, int]:
    """Criterion -> 1-5, in the order of the criteria."""
    own = rated.get(login, {})
    return {criterion: own[criterion].score for criterion in Rated if criterion in own}


def _alike(conn: Connection, account: int, column: str, text: str) -> dict[str, int]:
    """Owner -> how many other accounts of theirs say the same in a column; none where the account says nothing."""
    if not text.strip():
        return {}
    found = conn.execute(
        f"SELECT s.owner, count(*) FROM account a JOIN standing s ON s.account_id = a.id WHERE s.archived = 0"
        f" AND a.{column} = ? COLLATE NOCASE AND a.id <> ? GROUP BY s.owner",
        (text, account),
    )
    return dict(found)
