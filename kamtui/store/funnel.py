"""The funnel read: the levels with their opportunities, and what is missing to a quota (R43)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from kamtui.domain.funnel import LEAST_DECIDED, Gap, Standing, WinRate, hours_left, standings, whole_way
from kamtui.domain.money import Money
from kamtui.domain.opportunities import Opportunity, Outcome
from kamtui.domain.periods import Period, fiscal_label, fiscal_year
from kamtui.domain.policy import Policy
from kamtui.store import fiscal, opportunities, portfolio, quotas
from kamtui.store.quotas import Quota
from kamtui.store.sqlite import Connection

Whose = Sequence[str]
"""Logins."""


def open_ones(conn: Connection, owner: str | None = None) -> list[Opportunity]:
    """All that is open, or what is open of one of us."""
    return opportunities.rows(conn, opportunities.ids(conn, owner=owner))


def levels(conn: Connection, on: dt.date, policy: Policy, owner: str | None = None) -> list[Standing]:
    """The four levels on a day, the nearest to the end first."""
    return standings(open_ones(conn, owner), policy.funnel, on)


def gaps(conn: Connection, on: dt.date, policy: Policy, owner: str | None = None) -> list[Gap]:
    """What is missing to the quota of the fiscal year: of one of us, or of all who have one together; one a currency.

    Nothing where no quota is set.
    """
    start = fiscal.start(conn)
    year, label = fiscal_year(on, start), fiscal_label(on, start)
    found = [each for each in quotas.in_force(conn, on, year) if owner is None or _same(each.who, owner)]
    return [
        _gap(conn, policy, on, label, [each for each in found if each.currency == currency])
        for currency in sorted({each.currency for each in found})
    ]


def _gap(conn: Connection, policy: Policy, on: dt.date, label: str, asked: Sequence[Quota]) -> Gap:
    """What is missing to quotas in one currency."""
    year, currency = asked[0].year, asked[0].currency
    whose = sorted({each.who for each in asked})
    brought, by = _brought(conn, year, on, currency, whose)
    within, later, unvalued = list[Opportunity](), 0, 0
    for one in (one for who in whose for one in open_ones(conn, who)):
        if one.expected_on is not None and one.expected_on > year.last:
            later += 1
        elif one.value is None or one.value.currency != currency:
            unvalued += 1
        else:
            within.append(one)
    total = sum(one.value.amount for one in within if one.value is not None)
    return Gap(
        who=tuple(whose),
        label=label,
        year=year,
        on=on,
        quota=Money(sum(each.amount for each in asked), currency),
        brought=brought,
        brought_by=by,
        funnel=total,
        size=len(within),
        later=later,
        unvalued=unvalued,
        rate=win_rate(conn, whose),
        average=round(total / len(within)) if within else _average_won(conn, currency, whose),
        funnel_hours=sum(hours_left(one, policy.funnel) for one in within),
        hours=_available(conn, policy, on, year, whose),
        whole_way=whole_way(policy.funnel),
    )


def win_rate(conn: Connection, whose: Whose) -> WinRate | None:
    """How much of what they decided was won; of all of us where too little was; None where that is too little, too."""
    for names in (json.dumps(whose), None):
        won, decided = conn.execute(
            f"SELECT total(outcome = 'won'), count(*) FROM opportunity WHERE outcome <> '' AND {_OWNED}",
            {"whose": names},
        ).fetchone()
        # where nobody enters what is lost, all that is decided is won
        if decided >= LEAST_DECIDED and won < decided:
            return WinRate(won / decided, decided, names is not None)
    return None


_OWNED = "(:whose IS NULL OR owner COLLATE NOCASE IN (SELECT value FROM json_each(:whose)))"


def _brought(conn: Connection, year: Period, on: dt.date, currency: str, whose: Whose) -> tuple[int, str]:
    """What they sold in the year up to the day: by the sales documents, where the book has any, else what they won."""
    values = {"first": year.first.isoformat(), "last": on.isoformat(), "currency": currency, "whose": json.dumps(whose)}
    within = "x.on_date BETWEEN :first AND :last"
    if conn.execute(f"SELECT 1 FROM sale x WHERE {within} LIMIT 1", values).fetchone() is not None:
        (total,) = conn.execute(
            # a document is its seller's, else that of who looks after the account
            "SELECT ifnull(sum(x.amount), 0) FROM sale x LEFT JOIN standing s ON s.account_id = x.account_id"
            f" WHERE {within} AND x.currency = :currency AND coalesce(nullif(x.owner, ''), s.owner, '') COLLATE NOCASE"
            " IN (SELECT value FROM json_each(:whose))",
            values,
        ).fetchone()
        return int(total), "sales"
    won = [
        key for who in whose for key in opportunities.ids(conn, owner=who, outcome=Outcome.WON, closed=(year.first, on))
    ]
    worth = [one.value for one in opportunities.rows(conn, won)]
    return sum(value.amount for value in worth if value is not None and value.currency == currency), "won"


def _average_won(conn: Connection, currency: str, whose: Whose) -> int | None:
    """What one that they won brought, where nothing is in the funnel to go by."""
    (found,) = conn.execute(
        "SELECT avg(amount) FROM opportunity WHERE outcome = 'won' AND amount > 0 AND currency = :currency"
        f" AND {_OWNED}",
        {"currency": currency, "whose": json.dumps(whose)},
    ).fetchone()
    return None if found is None else round(found)


def _available(conn: Connection, policy: Policy, on: dt.date, year: Period, whose: Whose) -> float | None:
    """Their selling hours from the day to the end of the year; None where nobody has any."""
    a_week = portfolio.hours(conn, on, policy.capacity)
    known = [each for who, each in a_week.items() if each is not None and any(_same(who, one) for one in whose)]
    return sum(known) * Period(on, year.last).days / 7 if known else None


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
