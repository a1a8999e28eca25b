"""Touches that were planned, as they were planned on a day: the journal tells when a plan was made, moved or closed.

These have no date of their own, and without them a visit planned today would have been on every list before.
"""

from __future__ import annotations

import datetime as dt

from kamtui.store.sqlite import Connection

_CHANGED_AFTER = """
    INSERT INTO temp.planned
    -- with min() the other columns are those of the entry that came first
    SELECT row, day FROM (
        SELECT j.row, min(j.id), json_extract(j.before, '$.on_date') AS day, c.op,
            json_extract(ifnull(j.before, j.after), '$.state') AS state
        FROM main.journal j JOIN main.change c ON c.id = j.change_id
        WHERE j.change_id >= (SELECT min(id) FROM main.change WHERE at > :end) AND c.at > :end
            AND j.tbl = 'touch' AND j.row = j.last AND ifnull(j.before, j.after) IS NOT NULL
        GROUP BY j.row
    ) WHERE state = 'scheduled' AND (day IS NOT NULL OR op NOT LIKE 'import%')
"""

# what took place by the day is a fact, whenever it was recorded
_WAS_PLAN = (
    "id IN (SELECT id FROM temp.planned WHERE on_date IS NOT NULL) AND NOT (state = 'done' AND on_date <= '{on}')"
)
_IS_NEW_PLAN = "state <> 'done' AND id IN (SELECT id FROM temp.planned WHERE on_date IS NULL)"
_THEN = {
    "state": f"CASE WHEN {_WAS_PLAN} THEN 'scheduled' ELSE state END AS state",
    "on_date": f"CASE WHEN {_WAS_PLAN} THEN (SELECT p.on_date FROM temp.planned p WHERE p.id = touch.id)"
    " ELSE on_date END AS on_date",
}


def touches_then(conn: Connection, on: dt.date, shown: str) -> str:
    """A SELECT of the touches that a look at `on` shows: those that meet `shown`, and plans as they were then."""
    if not _note_plans(conn, on):
        return f"SELECT * FROM main.touch WHERE {shown}"
    names = [row[1] for row in conn.execute("PRAGMA main.table_info(touch)")]
    columns = ", ".join(_THEN.get(name, name) for name in names)
    return f"SELECT {columns} FROM main.touch WHERE ({shown} OR {_WAS_PLAN}) AND NOT ({_IS_NEW_PLAN})".format(on=on)


def _note_plans(conn: Connection, on: dt.date) -> bool:
    """Write the plans changed after `on` to `temp.planned`, with their day until then; whether there are any.

    Null is the day of a plan that was made later. What an import brought is taken as planned before: who knows when.
    """
    conn.execute("CREATE TEMP TABLE IF NOT EXISTS planned (id INTEGER PRIMARY KEY, on_date TEXT)")
    conn.execute("DELETE FROM temp.planned")
    conn.execute(_CHANGED_AFTER, {"end": f"{on.isoformat()}T23:59:59Z"})
    return conn.execute("SELECT 1 FROM temp.planned LIMIT 1").fetchone() is not None
