"""Looking at the book as it was: temporary views that hide the tables, so that every read works unchanged.

`as_of` hides what happened or was decided after a day. `as_known` also takes back what was *recorded* after a day,
by reading the journal backwards: a later correction of an old touch is not seen. When a touch was planned, moved or
called off has no date of its own; there `as_of` asks the journal, too. `currency` shows every amount in one currency.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kamtui.store import journal, planned, standing
from kamtui.store.sqlite import Connection

if TYPE_CHECKING:
    # every command looks, hardly one in another currency
    from kamtui.domain.rates import Exchange

_HIDDEN_AFTER = {
    "touch": "on_date <= '{on}' OR state = 'scheduled'",
    "sale": "on_date <= '{on}'",
    "tier_decision": "on_date <= '{on}'",
    "status_decision": "on_date <= '{on}'",
    "ownership": "on_date <= '{on}'",
    "ack": "on_date <= '{on}'",
    "policy": "on_date <= '{on}'",
    "judgement": "on_date <= '{on}'",
    "fact": "on_date <= '{on}'",
    "proposal_answer": "on_date <= '{on}'",
    "service_change": "on_date <= '{on}'",
    "task": "on_date <= '{on}'",
    "opinion": "on_date <= '{on}'",
    "exception": "on_date <= '{on}'",
    "exception_comment": "on_date <= '{on}'",
    "parentage": "on_date <= '{on}'",
    "told_apart": "on_date <= '{on}'",
    "influence": "on_date <= '{on}'",
    "cover": "on_date <= '{on}'",
    "manager_rating": "on_date <= '{on}'",
    "profile": "on_date <= '{on}'",
    "rival": "on_date <= '{on}'",
    "red_flag": "on_date <= '{on}'",
    "partnership": "on_date <= '{on}'",
    "plan": "on_date <= '{on}'",
    "plan_section": "on_date <= '{on}'",
    "goal": "on_date <= '{on}'",
    "goal_actual": "on_date <= '{on}'",
    "plan_review": "on_date <= '{on}'",
    "rate": "on_date <= '{on}'",
    "quota": "on_date <= '{on}'",
    "invoice": "issued_on <= '{on}'",
    "payment": "on_date <= '{on}'",
    "credit_decision": "on_date <= '{on}'",
    "terms": "on_date <= '{on}'",
    "peak": "on_date <= '{on}'",
    "issue": "on_date <= '{on}'",
    "opportunity": "opened_on <= '{on}'",
}
"""Which rows of a dated table existed on a day; `planned` knows which touches were planned by then."""

_STILL = {
    "task": ("done_on", {"state": "'open'", "done_on": "NULL", "result": "''"}),
    "exception": ("decided_on", {"state": "'waiting'", "decided_on": "NULL", "decided_by": "''", "answer": "''"}),
    "red_flag": ("settled_on", {"settled_on": "NULL"}),
    "plan": ("closed_on", {"closed_on": "NULL"}),
    "goal": ("settled_on", {"state": "'open'", "settled_on": "NULL"}),
    "invoice": ("settled_on", {"settled_on": "NULL"}),
    "issue": ("resolved_on", {"resolved_on": "NULL", "resolved_at": "NULL", "first_time": "NULL", "answer": "''"}),
    "opportunity": ("closed_on", {"outcome": "''", "closed_on": "NULL", "reason": "''"}),
    "peak": ("cancelled_on", {"cancelled_on": "NULL"}),
}
"""Table -> the column that says when a row was settled, and what its columns held until then."""


class View(NamedTuple):
    """What a connection reads the book as."""

    on: dt.date
    """The day."""
    known: dt.date | None
    """None: with all that is known by now."""
    exchanges: Sequence[Exchange] = ()
    """By which rates amounts are shown in one currency."""


def look(
    conn: Connection,
    today: dt.date,
    *,
    as_of: dt.date | None = None,
    as_known: dt.date | None = None,
    currency: str | None = None,
    only: Callable[[], int] | None = None,
) -> View:
    """Let this connection read the book as of a day, and in one currency; with no argument, as it stands today.

    `only` says which account it will read, where that is all; it is asked when names can be looked up at that day.
    Raises NotFound where a rate into the currency is missing.
    """
    on = as_of or as_known or today
    for name in _views(conn):
        conn.execute(f"DROP VIEW temp.{name}")
    if as_known is not None:
        _take_back_what_was_recorded_after(conn, as_known)
    shown = {} if as_of is None and as_known is None else _on_that_day(conn, on, as_known)
    for table, select in shown.items():
        conn.execute(f"CREATE TEMP VIEW {table} AS {select}")
    exchanges: Sequence[Exchange] = ()
    if currency is not None:
        # imported late, with what it takes to calculate with rates
        from kamtui.store import exchange

        exchanges = exchange.exchanges(conn, currency, on)
        exchange.prepare(conn, exchanges)
        for table in exchange.AMOUNTS:
            source = f"({shown[table]})" if table in shown else f"main.{table}"
            conn.execute(f"DROP VIEW IF EXISTS temp.{table}")
            columns = exchange.columns(conn, table, currency)
            conn.execute(f"CREATE TEMP VIEW {table} AS SELECT {columns} FROM {source}")
    among = None if only is None else [only()]
    standing.shadow(conn, on, force=as_known is not None or currency is not None, among=among)
    return View(on, as_known, exchanges)


def _on_that_day(conn: Connection, on: dt.date, as_known: dt.date | None) -> dict[str, str]:
    """Table -> the SELECT that says what it held on a day."""
    views, found = _views(conn), dict[str, str]()
    for table, condition in _HIDDEN_AFTER.items():
        source = f"temp.then_{table}_view" if f"then_{table}_view" in views else f"main.{table}"
        hidden = condition.format(on=on)
        if table == "touch" and as_known is None:
            found[table] = planned.touches_then(conn, on, hidden)
        else:
            found[table] = f"SELECT {_as_it_was(conn, table, on)} FROM {source} WHERE {hidden}"
    for name in views:
        table = name.removeprefix("then_").removesuffix("_view")
        if name.startswith("then_") and table not in _HIDDEN_AFTER:
            found[table] = f"SELECT * FROM temp.{name}"
    return found


def _as_it_was(conn: Connection, table: str, on: dt.date) -> str:
    """The columns of a table, with what a row held before it was settled."""
    if table not in _STILL:
        return "*"
    settled_on, before = _STILL[table]
    names = [row[1] for row in conn.execute(f"PRAGMA main.table_info({table})")]
    return ", ".join(
        f"CASE WHEN {settled_on} > '{on}' THEN {before[name]} ELSE {name} END AS {name}" if name in before else name
        for name in names
    )


def _take_back_what_was_recorded_after(conn: Connection, day: dt.date) -> None:
    """For each table written after `day`: a view of the rows that were not, and of the others as they were then."""
    after = conn.execute("SELECT min(id) FROM change WHERE at > ?", (f"{day.isoformat()}T23:59:59Z",)).fetchone()[0]
    if after is None:
        return
    tables = conn.execute("SELECT DISTINCT tbl FROM journal WHERE change_id >= ?", (after,)).fetchall()
    for (table,) in tables:
        conn.execute(f"DROP TABLE IF EXISTS temp.then_{table}")
        conn.execute(f"CREATE TEMP TABLE then_{table} AS SELECT * FROM main.{table} WHERE 0")
        conn.execute(f"CREATE TEMP TABLE IF NOT EXISTS gone_{table} (first INTEGER PRIMARY KEY, last INTEGER)")
        conn.execute(f"DELETE FROM temp.gone_{table}")
        _fill(conn, table, after)
        conn.execute(
            f"CREATE TEMP VIEW then_{table}_view AS SELECT * FROM main.{table} m WHERE NOT EXISTS"
            f" (SELECT 1 FROM temp.gone_{table} g WHERE g.first = (SELECT max(first) FROM temp.gone_{table}"
            f" WHERE first <= m.id) AND g.last >= m.id) UNION ALL SELECT * FROM temp.then_{table}"
        )


def _fill(conn: Connection, table: str, after: int) -> None:
    """The first thing that happened to a row after the day tells how it was before."""
    seen: set[int] = set()
    blocks: list[tuple[int, int]] = []
    for entry in journal.entries_of_table(conn, table, after):
        if entry.is_block:
            if entry.packed:
                columns, rows = journal.unpack(entry.packed)
                place = columns.index("id")
                was_there = [row for row in rows if row[place] not in seen and not _inside(row[place], blocks)]
                _restore(conn, table, columns, was_there)
            blocks.append((entry.row, entry.last))
        elif entry.row not in seen and not _inside(entry.row, blocks):
            seen.add(entry.row)
            if entry.before is not None:
                _restore(conn, table, list(entry.before), [list(entry.before.values())])
    conn.executemany(f"INSERT OR REPLACE INTO temp.gone_{table} VALUES (?, ?)", [(row, row) for row in seen])
    conn.executemany(f"INSERT OR REPLACE INTO temp.gone_{table} VALUES (?, ?)", _merged(blocks))


def _inside(row: object, blocks: list[tuple[int, int]]) -> bool:
    return isinstance(row, int) and any(first <= row <= last for first, last in blocks)


def _restore(conn: Connection, table: str, columns: list[str], rows: list[list[object]]) -> None:
    marks = ", ".join("?" * len(columns))
    conn.executemany(f"INSERT INTO temp.then_{table} ({', '.join(columns)}) VALUES ({marks})", rows)


def _merged(blocks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping blocks as one, so that a row finds its block by the nearest start."""
    result: list[tuple[int, int]] = []
    for first, last in sorted(blocks):
        if result and first <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(last, result[-1][1]))
        else:
            result.append((first, last))
    return result


def _views(conn: Connection) -> list[str]:
    found = conn.execute("SELECT name FROM sqlite_temp_master WHERE type = 'view'").fetchall()
    return [name for (name,) in found]
