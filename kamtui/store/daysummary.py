"""What one of us did on a day, read from the rows that are there: what was undone has left none."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.daysummary import Acked, Contact, Day, DaySummary, Left, Rated, Step, Tomorrow, summary
from kamtui.domain.policy import Policy
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.store import policies
from kamtui.store.fragments import minutes_spent
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none


def of_day(conn: Connection, on: dt.date, who: str, owner: str | None, left: Left) -> DaySummary:
    """The day of `who`, with the cards that are left; `owner`: whose accounts tomorrow is about, None everybody's."""
    policy = policies.in_force(conn, on)
    day = Day(
        acked=_acked(conn, on, who),
        touches=_touches(conn, on, who, policy),
        statuses=_statuses(conn, on, who),
        tiers=_count(conn, "SELECT count(*) FROM tier_decision WHERE on_date = ? AND decided_by = ?", on, who),
        steps=_steps(conn, on, who),
        kept=_count(conn, "SELECT count(*) FROM task WHERE state = 'done' AND done_on = ? AND owner = ?", on, who),
    )
    late = _count(conn, "SELECT count(*) FROM task WHERE state = 'open' AND due_on < ? AND owner = ?", on, who)
    return summary(
        who, on, day, left._replace(late=late), _tomorrow(conn, on + dt.timedelta(days=1), who, owner), policy
    )


def _acked(conn: Connection, on: dt.date, who: str) -> tuple[Acked, ...]:
    rows = conn.execute(
        "SELECT account_id, until_on FROM ack WHERE who = ? AND on_date = ? ORDER BY id", (who, on.isoformat())
    )
    return tuple(Acked(account, date_or_none(until)) for account, until in rows)


def _touches(conn: Connection, on: dt.date, who: str, policy: Policy) -> tuple[Contact, ...]:
    """Those that took place on the day; `at` has an index, and is at most a day off, wherever the author was."""
    rows = conn.execute(
        f"SELECT x.account_id, s.tier, x.kind, {minutes_spent(policy.minutes)} FROM touch x"
        " JOIN standing s ON s.account_id = x.account_id"
        " WHERE x.at >= ? AND x.at < ? AND x.on_date = ? AND x.by = ? AND x.state = 'done' ORDER BY x.id",
        ((on - dt.timedelta(days=1)).isoformat(), (on + dt.timedelta(days=2)).isoformat(), on.isoformat(), who),
    )
    return tuple(Contact(account, tier and Tier(tier), Kind(kind), spent) for account, tier, kind, spent in rows)


def _statuses(conn: Connection, on: dt.date, who: str) -> tuple[Rated, ...]:
    """The last status of each account on the day, beside the one before the day; none that ended where it began."""
    rows = conn.execute(
        "SELECT d.account_id, a.name, d.status, (SELECT b.status FROM status_decision b"
        "  WHERE b.account_id = d.account_id AND b.on_date < d.on_date ORDER BY b.on_date DESC, b.id DESC LIMIT 1)"
        " FROM status_decision d JOIN account a ON a.id = d.account_id"
        " WHERE d.on_date = ? AND d.decided_by = ? ORDER BY d.id",
        (on.isoformat(), who),
    )
    last = {account: Rated(account, name, _status(before), _status(after)) for account, name, after, before in rows}
    return tuple(rated for rated in last.values() if rated.before is not rated.after)


def _steps(conn: Connection, on: dt.date, who: str) -> tuple[Step, ...]:
    rows = conn.execute(
        "SELECT k.account_id, a.name, k.title, k.due_on FROM task k LEFT JOIN account a ON a.id = k.account_id"
        " WHERE k.on_date = ? AND k.owner = ? AND k.by_customer = 0 AND k.state <> 'cancelled'"
        " ORDER BY k.due_on IS NULL, k.due_on, k.id",
        (on.isoformat(), who),
    )
    return tuple(Step(account, name, title, date_or_none(due)) for account, name, title, due in rows)


def _tomorrow(conn: Connection, day: dt.date, who: str, owner: str | None) -> Tomorrow:
    due = "SELECT count(*) FROM standing WHERE archived = 0 AND next_due_on = ? AND (?2 IS NULL OR owner = ?2)"
    (touches,) = conn.execute(due, (day.isoformat(), owner)).fetchone()
    return Tomorrow(
        touches,
        _count(conn, "SELECT count(*) FROM task WHERE state = 'open' AND due_on = ? AND owner = ?", day, who),
        _count(conn, "SELECT count(DISTINCT account_id) FROM ack WHERE until_on = ? AND who = ?", day, who),
    )


def _count(conn: Connection, query: str, on: dt.date, who: str) -> int:
    (number,) = conn.execute(query, (on.isoformat(), who)).fetchone()
    return int(number)


def _status(text: str | None) -> Status | None:
    return Status(text) if text else None
