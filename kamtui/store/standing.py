"""Where each account stands on one day: tier, status, owner, last touch, next due, twelve months of sales.

Computed by one SELECT from facts, decisions and policy. The book keeps the answer for one day in the table
`standing`; a change recomputes the accounts it touched, a new day those for which something fell in or out, and a
look at another day computes all of them into a temporary table of the same name.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import NamedTuple

from kamtui.domain.periods import compared, trailing_year
from kamtui.store import policies
from kamtui.store.sqlite import Connection, transaction

COLUMNS = (
    "account_id, archived, name_key, search, tier, tier_rank, tier_on, status, grade, status_on, owner, "
    "last_touch_on, next_due_on, overdue_on, task_due_on, currency, revenue_12m, profit_12m, "
    "recent_revenue, earlier_revenue, last_order_on"
)

_REVENUE = (
    "(SELECT ifnull(sum(amount), 0) FROM sale x WHERE x.account_id = {of}.account_id"
    " AND x.on_date BETWEEN :{when}_first AND :{when}_last AND x.currency = {of}.currency)"
)
"""SQL: what was sold to an account in one of the two periods that are compared."""

_COMPUTE = (
    """
WITH base AS (
    SELECT
        a.id AS account_id, a.archived_on, a.name_key,
        a.search || ifnull((SELECT ' ' || group_concat(key, ' ') FROM alias x WHERE x.account_id = a.id), '') AS search,
        (SELECT id FROM tier_decision d WHERE d.account_id = a.id AND d.on_date <= :on
            ORDER BY d.on_date DESC, d.id DESC LIMIT 1) AS tier_id,
        (SELECT id FROM status_decision d WHERE d.account_id = a.id AND d.on_date <= :on
            ORDER BY d.on_date DESC, d.id DESC LIMIT 1) AS status_id,
        ifnull((SELECT owner FROM ownership o WHERE o.account_id = a.id AND o.on_date <= :on
            ORDER BY o.on_date DESC, o.id DESC LIMIT 1), '') AS owner,
        (SELECT on_date FROM touch x WHERE x.account_id = a.id AND x.on_date <= :on
            AND x.state = 'done' AND x.kind NOT IN ('internal', 'note')
            ORDER BY x.on_date DESC LIMIT 1) AS last_touch_on,
        (SELECT cadence_days FROM service_change c WHERE c.account_id = a.id AND c.on_date <= :on
            ORDER BY c.on_date DESC, c.id DESC LIMIT 1) AS cadence_days,
        (SELECT min(due_on) FROM task k WHERE k.account_id = a.id AND k.state = 'open') AS task_due_on,
        coalesce(
            a.currency,
            (SELECT s.currency FROM sale s WHERE s.account_id = a.id AND s.on_date <= :on
                ORDER BY s.on_date DESC LIMIT 1),
            (SELECT currency FROM book)
        ) AS currency,
        EXISTS (SELECT 1 FROM sale s WHERE s.account_id = a.id AND s.on_date <= :on) AS has_sales
    FROM account a
    {scope}
)
SELECT
    b.account_id, b.archived_on IS NOT NULL AND b.archived_on <= :on, b.name_key, b.search,
    d.tier,
    CASE d.tier WHEN 'key' THEN 0 WHEN 'regular' THEN 1 WHEN 'prospect' THEN 2 WHEN 'unattractive' THEN 3 ELSE 4 END,
    d.on_date,
    s.status, s.grade, s.on_date,
    b.owner, b.last_touch_on,
    date(b.last_touch_on, '+' || coalesce(b.cadence_days, CASE d.tier
        WHEN 'key' THEN :key_target WHEN 'regular' THEN :regular_target WHEN 'unattractive' THEN NULL
        ELSE :prospect_target END) || ' days'),
    -- a service of its own has one number of days; half as much again is too long, as with regular accounts
    date(b.last_touch_on, '+' || coalesce(b.cadence_days * 3 / 2, CASE d.tier
        WHEN 'key' THEN :key_max WHEN 'regular' THEN :regular_max WHEN 'unattractive' THEN NULL
        ELSE :prospect_max END) || ' days'),
    b.task_due_on, b.currency,
    CASE WHEN b.has_sales THEN ifnull((SELECT sum(amount) FROM sale x WHERE x.account_id = b.account_id
        AND x.on_date BETWEEN :since AND :on AND x.currency = b.currency), 0) END,
    -- unknown cost is not zero cost: one document without a profit makes the sum unknown
    (SELECT CASE WHEN count(*) = count(profit) THEN sum(profit) END FROM sale x WHERE x.account_id = b.account_id
        AND x.on_date BETWEEN :since AND :on AND x.currency = b.currency),
"""
    + f"{_REVENUE.format(of='b', when='recent')}, {_REVENUE.format(of='b', when='earlier')},"
    + """
    (SELECT on_date FROM sale x WHERE x.account_id = b.account_id AND x.on_date <= :on AND x.amount > 0
        ORDER BY x.on_date DESC LIMIT 1)
FROM base b
LEFT JOIN tier_decision d ON d.id = b.tier_id
LEFT JOIN status_decision s ON s.id = b.status_id
"""
)


class Difference(NamedTuple):
    """A kept value that the facts do not bear out; what `doctor` reports."""

    account_id: int
    column: str
    kept: object
    computed: object


def kept_on(conn: Connection) -> dt.date:
    """The day that the kept standings speak of."""
    (text,) = conn.execute("SELECT on_date FROM main.standing_day").fetchone()
    return dt.date.fromisoformat(text)


def day(conn: Connection) -> dt.date:
    """The day that `standing` speaks of for this connection, whichever table of that name it reads."""
    (text,) = conn.execute("SELECT on_date FROM standing_day").fetchone()
    return dt.date.fromisoformat(text)


def refresh(conn: Connection, accounts: Iterable[int]) -> None:
    """Recompute these accounts' standings on the kept day, inside the caller's transaction."""
    ids = json.dumps(list(accounts))
    conn.execute(
        f"INSERT OR REPLACE INTO main.standing ({COLUMNS}) {_COMPUTE.format(scope=_AMONG)}",
        {**_parameters(conn, kept_on(conn)), "ids": ids},
    )
    conn.execute(
        "DELETE FROM main.standing WHERE account_id IN (SELECT value FROM json_each(?))"
        " AND account_id NOT IN (SELECT id FROM account)",
        (ids,),
    )


def refresh_all(conn: Connection) -> None:
    """Recompute every standing on the kept day, inside the caller's transaction."""
    conn.execute("DELETE FROM main.standing")
    conn.execute(f"INSERT INTO main.standing ({COLUMNS}) {_COMPUTE.format(scope='')}", _parameters(conn, kept_on(conn)))


def roll(conn: Connection, today: dt.date) -> None:
    """Move the kept day forward to `today`; only accounts for which a date fell in or out are recomputed.

    The caller holds the write lock; derived data, so the journal does not hear of it.
    """
    with transaction(conn):
        kept = kept_on(conn)
        if kept < today:
            conn.execute("UPDATE main.standing_day SET on_date = ?", (today.isoformat(),))
            moved = {"after": kept.isoformat(), "until": today.isoformat()}
            # the index of touches is over instants; a civil day lies within a day of them everywhere on earth
            around = dt.timedelta(days=2)
            instants = {"at_after": (kept - around).isoformat(), "at_until": (today + around).isoformat()}
            left, entered = trailing_year(kept)[0], trailing_year(today)[0]
            if conn.execute("SELECT 1 FROM policy WHERE on_date > :after AND on_date <= :until", moved).fetchone():
                refresh_all(conn)
            if compared(kept) != compared(today):
                _compare_anew(conn, today)
            rows = conn.execute(
                """
                SELECT account_id FROM sale WHERE on_date >= :left AND on_date < :entered
                UNION SELECT account_id FROM sale WHERE on_date > :after AND on_date <= :until
                UNION SELECT account_id FROM touch WHERE on_date > :after AND on_date <= :until
                    AND at BETWEEN :at_after AND :at_until
                UNION SELECT account_id FROM tier_decision WHERE on_date > :after AND on_date <= :until
                UNION SELECT account_id FROM status_decision WHERE on_date > :after AND on_date <= :until
                UNION SELECT account_id FROM ownership WHERE on_date > :after AND on_date <= :until
                UNION SELECT account_id FROM service_change WHERE on_date > :after AND on_date <= :until
                UNION SELECT id FROM account WHERE archived_on > :after AND archived_on <= :until
                """,
                {**moved, **instants, "left": left.isoformat(), "entered": entered.isoformat()},
            )
            refresh(conn, [account for (account,) in rows if account is not None])


def _compare_anew(conn: Connection, on: dt.date) -> None:
    """Sum up the months that are compared from a day on, which are others than before for every account."""
    conn.execute(
        f"UPDATE main.standing AS s SET recent_revenue = {_REVENUE.format(of='s', when='recent')},"
        f" earlier_revenue = {_REVENUE.format(of='s', when='earlier')} WHERE s.revenue_12m IS NOT NULL",
        _compared(on),
    )


def turn_back(conn: Connection, day: dt.date) -> None:
    """Let the kept standings speak of an earlier day, because a clock had run ahead; all are recomputed.

    The caller holds the write lock.
    """
    with transaction(conn):
        conn.execute("UPDATE main.standing_day SET on_date = ?", (day.isoformat(),))
        refresh_all(conn)


def shadow(conn: Connection, on: dt.date, *, force: bool = False, among: Iterable[int] | None = None) -> None:
    """Let this connection read `standing` as of `on`: a temporary table that hides the kept one.

    `force` computes it even for the kept day, because the tables it is computed from are hidden too. `among`: it has
    these accounts only, because no other is read.
    """
    conn.execute("DROP TABLE IF EXISTS temp.standing")
    conn.execute("DROP TABLE IF EXISTS temp.standing_day")
    if on == kept_on(conn) and not force:
        return
    conn.execute(f"CREATE TEMP TABLE standing AS SELECT {COLUMNS} FROM main.standing WHERE 0")
    values: dict[str, object] = _parameters(conn, on)
    if among is not None:
        values["ids"] = json.dumps(list(among))
    scope = "" if among is None else _AMONG
    conn.execute(f"INSERT INTO temp.standing ({COLUMNS}) {_COMPUTE.format(scope=scope)}", values)
    conn.execute("CREATE UNIQUE INDEX temp.standing_as_of ON standing (account_id)")
    # accounts of one name are looked for by it
    conn.execute("CREATE INDEX temp.standing_as_of_by_name ON standing (name_key)")
    conn.execute("CREATE TEMP TABLE standing_day AS SELECT ? AS on_date", (on.isoformat(),))


def then(conn: Connection, on: dt.date) -> tuple[str, dict[str, object]]:
    """A WITH clause in which `standing` says where the accounts in :ids stood on :on, and its values but these two.

    It hides the table for one SELECT, on whatever day the table speaks of.
    """
    values = _parameters(conn, on)
    del values["on"]
    return f"WITH standing ({COLUMNS}) AS MATERIALIZED ({_COMPUTE.format(scope=_AMONG)}) ", values


def differences(conn: Connection) -> list[Difference]:
    """Kept values that differ from what the facts say on the kept day."""
    names = COLUMNS.split(", ")
    kept = {row[0]: row for row in conn.execute(f"SELECT {COLUMNS} FROM main.standing")}
    found = []
    for row in conn.execute(_COMPUTE.format(scope=""), _parameters(conn, kept_on(conn))):
        was = kept.pop(row[0], (row[0], *[None] * (len(names) - 1)))
        found += [
            Difference(row[0], name, old, new) for name, old, new in zip(names, was, row, strict=True) if old != new
        ]
    return found + [Difference(key, "account_id", key, None) for key in kept]


_AMONG = "WHERE a.id IN (SELECT value FROM json_each(:ids))"


def _parameters(conn: Connection, on: dt.date) -> dict[str, object]:
    cadence = {
        f"{tier}_{name}": days
        for tier, (target, most) in policies.cadence(conn, on).items()
        for name, days in (("target", target), ("max", most))
    }
    return {"on": on.isoformat(), "since": trailing_year(on)[0].isoformat(), **_compared(on), **cadence}


def _compared(on: dt.date) -> dict[str, object]:
    """The values of _REVENUE on a day."""
    return {
        f"{when}_{end}": day.isoformat()
        for when, period in zip(("recent", "earlier"), compared(on), strict=True)
        for end, day in zip(("first", "last"), period, strict=True)
    }
