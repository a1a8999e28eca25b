"""What a head sees on a day, read for all accounts: exceptions, reds, limits, waiting proposals, handovers (R97)."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kamtui.domain import overview as rules
from kamtui.domain.concentration import ENOUGH, concentration
from kamtui.domain.margins import Result, by_tier
from kamtui.domain.overview import Handover, Held, Looked, Of, Red
from kamtui.domain.periods import Period, trailing_year
from kamtui.domain.policy import Policy
from kamtui.domain.pyramid import Served, under_served
from kamtui.domain.receivables import is_small
from kamtui.domain.signals import portfolio as limits
from kamtui.domain.signals.portfolio import Notice
from kamtui.domain.tiers import Tier
from kamtui.store import (
    accounts,
    appraisals,
    billed,
    exceptions,
    groups,
    policies,
    portfolio,
    proposals,
    receivables,
    sales,
    situations,
    users,
)
from kamtui.store.assessments import main_currency
from kamtui.store.exceptions import Comment, ExceptionRow
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none


class Overview(NamedTuple):
    """Everything that is a head's on a day; what is in order is not here."""

    on: dt.date
    waiting: Sequence[ExceptionRow]
    """Exceptions that wait for a decision, the oldest first."""
    comments: Mapping[int, Sequence[Comment]]
    reds: Sequence[Of[Red]]
    notices: Sequence[Notice]
    proposals: Mapping[str, int] | None
    """Owner -> tier proposals that wait; None: the book is too large to rank for a glance."""
    handovers: Sequence[Of[Handover]]
    names: Mapping[int, str]
    """Account -> name, of the accounts that are shown."""


def overview(conn: Connection, on: dt.date) -> Overview:
    """What a head sees on a day."""
    policy = policies.in_force(conn, on)
    waiting = exceptions.waiting(conn, on)
    climbed, over, notices = reds(conn, on, policy), handovers(conn, on), beyond_limits(conn, on, policy)
    shown = {red.account_id for of in climbed for red in of.shown}
    shown |= {each.account_id for held in over for each in held.shown}
    shown |= {account for notice in notices for account in notice.accounts}
    return Overview(
        on=on,
        waiting=waiting,
        comments=exceptions.comments(conn, [row.id for row in waiting]),
        reds=climbed,
        notices=notices,
        proposals=waiting_proposals(conn, on),
        handovers=over,
        names={row.id: row.name for row in accounts.rows(conn, sorted(shown))},
    )


def reds(conn: Connection, on: dt.date, policy: Policy) -> list[Of[Red]]:
    """What has been red for longer than the policy leaves it to the owner, by owner."""
    return rules.reds(situations.situations(conn, on, policy), policy, on, last_looks(conn, on))


def last_looks(conn: Connection, on: dt.date) -> dict[int, Looked]:
    """Account -> what anybody did about its card last: put off beyond the day, else looked at within a month."""
    found = conn.execute(
        # what is put off still says more than a later look; with max() the other columns are those of its row
        "SELECT account_id, on_date, until_on, reason, who,"
        " max((ifnull(until_on, '') > :on) || on_date || printf('%015d', id))"
        " FROM ack WHERE on_date <= :on AND (on_date > :first OR until_on > :on) GROUP BY account_id",
        {"on": on.isoformat(), "first": (on - dt.timedelta(days=31)).isoformat()},
    )
    return {
        account: Looked(dt.date.fromisoformat(day), _still(date_or_none(until), on), reason, who)
        for account, day, until, reason, who, _ in found
    }


def beyond_limits(conn: Connection, on: dt.date, policy: Policy) -> list[Notice]:
    """Time, key accounts, mix, concentration and the margin on key accounts beyond the policy, the worst first."""
    period = Period(on - dt.timedelta(days=7 * policy.time.weeks - 1), on)
    team = portfolio.pyramid(conn, *period, policy)
    short: dict[str, list[Served]] = defaultdict(list)
    for each in under_served(portfolio.key_accounts(conn, *period, policy.minutes), period.days, policy.capacity):
        short[each.owner].append(each)
    found = [
        *limits.key_cap(team),
        *limits.time_drift(team, policy, short),
        *_concentration(conn, on, policy),
        *limits.mix_drift(team, policy),
        *limits.tier_margin(_tier_margins(conn, on, policy)),
    ]
    return sorted(found, key=lambda notice: -notice.severity)


def waiting_proposals(conn: Connection, on: dt.date) -> dict[str, int] | None:
    """Owner -> tier proposals that wait for an answer; None in a book of more accounts than is ranked for a glance."""
    if accounts.count(conn) > appraisals.MOST:
        return None
    waiting = (each.owner for each in proposals.of_book(conn, on) if each.is_waiting)
    return dict(sorted(Counter(waiting).items()))


def handovers(conn: Connection, on: dt.date) -> list[Of[Handover]]:
    """The accounts that somebody has to take over: the owner left, or a key account has none."""
    colleagues = {user.login.casefold(): user.left_on for user in users.all_users(conn)}
    found = conn.execute(
        "SELECT account_id, owner, tier FROM standing WHERE archived = 0 AND tier_rank = 0 UNION"
        " SELECT s.account_id, s.owner, s.tier FROM user u JOIN standing s ON s.archived = 0"
        " AND s.owner = u.login COLLATE NOCASE WHERE u.left_on <= ?",
        (on.isoformat(),),
    )
    held = [Held(account, owner, Tier(tier) if tier else None) for account, owner, tier in found]
    owns = conn.execute("SELECT 1 FROM ownership WHERE owner <> '' LIMIT 1").fetchone() is not None
    return rules.handovers(held, colleagues, on, has_owners=owns)


def _concentration(conn: Connection, on: dt.date, policy: Policy) -> list[Notice]:
    """Of the last twelve months, by profit where most of it is known, else by revenue (R01); and of what is owed."""
    year, currency = trailing_year(on), main_currency(conn)
    known = sales.share_with_profit(conn, *year, currency)
    is_profit = known is not None and known >= ENOUGH
    values = sales.values(conn, *year, currency, profit=is_profit).known
    brought = {row.account_id: row.value for row in values}
    code = next(iter(billed.currencies(conn, on)), currency)
    measures = {
        "profit" if is_profit else "revenue": brought,
        "receivables": receivables.balances(conn, on, code),
    }
    roots, found = groups.roots(conn, on), list[Notice]()
    for measure, shares in measures.items():
        small = receivables.small_change(conn, on, policy.receivables, code)
        if measure == "receivables" and is_small(sum(shares.values()), policy.receivables, small=small):
            continue
        spread = concentration(shares, policy.concentration, roots)
        names = accounts.rows(conn, [spread.holders[0].account_id]) if spread.holders else []
        found += limits.concentration(spread, policy, names[0].name if names else "", measure)
    return found


def _tier_margins(conn: Connection, on: dt.date, policy: Policy) -> dict[Tier | None, Result]:
    """What each tier brought, cost and left in twelve months."""
    earned = portfolio.earned(conn, *trailing_year(on), main_currency(conn), policy, served=True)
    return by_tier(earned, portfolio.tiers(conn))


def _still(until: dt.date | None, on: dt.date) -> dt.date | None:
    """The end of a time that is not over."""
    return until if until is not None and until > on else None
