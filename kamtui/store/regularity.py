"""How regular the work of each manager is, read from cards answered, reds, key accounts and touches (R99, R100)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from kamtui.domain import regularity as rules
from kamtui.domain.overview import waiting_reds
from kamtui.domain.periods import Period
from kamtui.domain.policy import Policy
from kamtui.domain.regularity import KeyAccount, Regularity
from kamtui.domain.signals.reason import working_days
from kamtui.domain.touches import Kind
from kamtui.store import policies, situations, users
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none


def regularity(conn: Connection, on: dt.date) -> list[Regularity]:
    """Every manager who works here on a day, in the order of the logins: no ranking (P17)."""
    period, policy = rules.window(on), policies.in_force(conn, on)
    reviewed, reds = _review_days(conn, period), _red_days(conn, on, policy)
    keys, touches = _keys(conn), _touches(conn, period)
    return [
        rules.regularity(
            login,
            period,
            reviewed.get(login.casefold(), ()),
            reds.get(login.casefold(), ()),
            keys.get(login.casefold(), ()),
            touches.get(login.casefold(), {}),
        )
        for login in managers(conn, on)
    ]


def managers(conn: Connection, on: dt.date) -> list[str]:
    """Account managers, and whoever owns an account, without those who left; by login."""
    everybody = {user.login.casefold(): user for user in users.all_users(conn)}
    found = {key: user.login for key, user in everybody.items() if user.role == "kam"}
    for (owner,) in conn.execute("SELECT DISTINCT owner FROM standing WHERE archived = 0 AND owner <> ''"):
        found.setdefault(owner.casefold(), owner)
    here = (key for key in found if key not in everybody or (everybody[key].left_on or dt.date.max) > on)
    return [found[key] for key in sorted(here)]


def _review_days(conn: Connection, period: Period) -> Mapping[str, set[dt.date]]:
    found: dict[str, set[dt.date]] = defaultdict(set)
    for who, day in conn.execute(
        "SELECT DISTINCT who, on_date FROM ack WHERE on_date BETWEEN ? AND ?",
        (period.first.isoformat(), period.last.isoformat()),
    ):
        found[who.casefold()].add(dt.date.fromisoformat(day))
    return found


def _red_days(conn: Connection, on: dt.date, policy: Policy) -> Mapping[str, list[int]]:
    """Owner -> for how many working days each of the red accounts has been so."""
    found: dict[str, list[int]] = defaultdict(list)
    for situation in situations.situations(conn, on, policy):
        red = waiting_reds(situation, policy, on, of_head=False)
        if red:
            found[situation.owner.casefold()].append(working_days(red[0].since, on))
    return found


def _keys(conn: Connection) -> Mapping[str, list[KeyAccount]]:
    found: dict[str, list[KeyAccount]] = defaultdict(list)
    for owner, last, overdue in conn.execute(
        "SELECT owner, last_touch_on, overdue_on FROM standing WHERE archived = 0 AND tier_rank = 0"
    ):
        found[owner.casefold()].append(KeyAccount(date_or_none(last), date_or_none(overdue)))
    return found


def _touches(conn: Connection, period: Period) -> Mapping[str, dict[tuple[Kind, str], int]]:
    """Whoever logged them; what names nobody counts for the owner of the account."""
    found: dict[str, dict[tuple[Kind, str], int]] = defaultdict(dict)
    for login, kind, direction, count in conn.execute(
        "SELECT CASE x.by WHEN '' THEN s.owner ELSE x.by END, x.kind, x.direction, count(*) FROM touch x"
        " JOIN standing s ON s.account_id = x.account_id WHERE x.state = 'done' AND x.on_date BETWEEN :first AND :last"
        # the index is over instants, a civil day lies within a day of them everywhere on earth
        " AND x.at BETWEEN date(:first, '-2 day') AND date(:last, '+2 day') GROUP BY 1, 2, 3",
        {"first": period.first.isoformat(), "last": period.last.isoformat()},
    ):
        found[login.casefold()][Kind(kind), direction] = count
    return found
