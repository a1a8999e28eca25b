"""Merged accounts read: what belongs to an account and moves with it, what a merge moved, and what stayed behind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kamtui.store import journal
from kamtui.store.journal import Entry
from kamtui.store.sqlite import Connection

MOVES: Mapping[str, Sequence[str]] = {
    "sale": ("account_id",),
    "touch": ("account_id",),
    "task": ("account_id",),
    "position": ("account_id",),
    "fact": ("account_id",),
    "opinion": ("account_id",),
    "exception": ("account_id",),
    "exception_comment": ("account_id",),
    "influence": ("account_id",),
    "cover": ("account_id",),
    "team_member": ("account_id",),
    "profile": ("account_id",),
    "rival": ("account_id",),
    "link": ("account_id", "to_account_id"),
    "red_flag": ("account_id",),
    "alias": ("account_id",),
    "parentage": ("parent_id",),
    "invoice": ("account_id",),
    "payment": ("account_id",),
    "terms": ("account_id",),
    "peak": ("account_id",),
    "issue": ("account_id",),
    "opportunity": ("account_id",),
}
"""What happened at an account and who is there goes to the survivor: table -> the columns that name the account."""

STAYS = (
    "tier_decision",
    "status_decision",
    "ownership",
    "ack",
    "judgement",
    "proposal_answer",
    "service_change",
    "partnership",
    "plan",
    "plan_section",
    "goal",
    "goal_actual",
    "plan_review",
    "credit_decision",
)
"""What was decided or judged of an account stays its own."""


class Victim(NamedTuple):
    """An account that was merged into another."""

    account_id: int
    external_id: str | None
    name: str
    on: str | None
    """ISO date from which it is archived."""


class Decided(NamedTuple):
    """What was decided of an account before it was merged."""

    account_id: int
    name: str
    """The account's."""
    on: str
    what: str
    """tier, status or owner."""
    value: str
    """"": not rated, or nobody."""
    reason: str
    by: str


def rows_of(conn: Connection, table: str, column: str, account: int) -> list[int]:
    """The rows of a table that name an account in a column."""
    return [key for (key,) in conn.execute(f"SELECT id FROM main.{table} WHERE {column} = ? ORDER BY id", (account,))]


def staying(conn: Connection, account: int) -> list[tuple[str, int]]:
    """(table, rows) of what was decided or judged of an account, as far as there is any."""
    found = [
        (table, conn.execute(f"SELECT count(*) FROM {table} WHERE account_id = ?", (account,)).fetchone()[0])
        for table in STAYS
    ]
    return [(table, count) for table, count in found if count]


def same_documents(conn: Connection, survivor: int, victim: int) -> list[str]:
    """Numbers of documents that both have."""
    found = conn.execute(
        " UNION ".join(
            f"SELECT v.number FROM {table} v WHERE v.account_id = :victim AND v.number <> '' AND EXISTS"
            f" (SELECT 1 FROM {table} s WHERE s.number = v.number AND s.account_id = :survivor)"
            for table in ("sale", "invoice")
        ),
        {"victim": victim, "survivor": survivor},
    )
    return sorted(number for (number,) in found)


def documents(conn: Connection, table: str, account: int) -> list[tuple[int, str]]:
    """(id, key) of an account's sales documents, invoices or payments."""
    return conn.execute(f"SELECT id, key FROM {table} WHERE account_id = ? ORDER BY id", (account,)).fetchall()


def mark(external_id: object, account: int) -> str:
    """What is written behind the key of a document that came with a merged account."""
    return f"@{external_id or f'#{account}'}"


def marks(conn: Connection) -> dict[str, str]:
    """External id or name key of each merged account -> the marks behind the keys of its documents, step by step."""
    gone = {
        key: (external_id, name, into)
        for key, external_id, name, into in conn.execute(
            # a name that somebody still has means them
            "SELECT a.id, a.external_id, CASE WHEN EXISTS (SELECT 1 FROM account b WHERE b.name_key = a.name_key"
            " AND b.merged_into IS NULL) THEN '' ELSE a.name_key END, a.merged_into"
            " FROM account a WHERE a.merged_into IS NOT NULL"
        )
    }
    found: dict[str, str] = {}
    for key, (external_id, name, _) in gone.items():
        said, at = "", key
        while at in gone:
            said += mark(gone[at][0], at)
            at = gone[at][2]
        found |= {reference: said for reference in (external_id, name) if reference}
    return found


def same_facts(conn: Connection, survivor: int, victim: int) -> dict[int, tuple[str, str, str]]:
    """Facts of the victim that the survivor has for the same period, source and day -> (metric, period, source)."""
    found = conn.execute(
        "SELECT v.id, v.metric, v.period, v.source FROM fact v JOIN fact s ON s.account_id = ? AND s.metric = v.metric"
        " AND s.period = v.period AND s.product = v.product AND s.source = v.source AND s.on_date = v.on_date"
        " WHERE v.account_id = ? ORDER BY v.id",
        (survivor, victim),
    )
    return {key: (metric, period, source) for key, metric, period, source in found}


def rival_facts(conn: Connection, survivor: int, victim: int) -> list[tuple[str, str]]:
    """(metric, period) that both have figures for."""
    return conn.execute(
        "SELECT DISTINCT v.metric, v.period FROM fact v JOIN fact s ON s.account_id = ? AND s.metric = v.metric"
        " AND s.period = v.period AND s.product = v.product WHERE v.account_id = ? ORDER BY 1, 2",
        (survivor, victim),
    ).fetchall()


def went_to(conn: Connection, account: int) -> int | None:
    """The account that this one was merged into; None: it was not."""
    found = conn.execute("SELECT merged_into FROM account WHERE id = ?", (account,)).fetchone()
    return None if found is None or found[0] is None else int(found[0])


def victims(conn: Connection, survivor: int) -> list[Victim]:
    """The accounts that were merged into this one."""
    found = conn.execute(
        "SELECT id, external_id, name, archived_on FROM account WHERE merged_into = ? ORDER BY archived_on, id",
        (survivor,),
    )
    return [Victim(*row) for row in found]


def decided(conn: Connection, survivor: int) -> list[Decided]:
    """What was decided of the accounts that were merged into this one, the latest first."""
    found = conn.execute(
        "SELECT a.id, a.name, d.on_date, d.what, d.value, d.reason, d.who FROM account a JOIN ("
        " SELECT account_id, id, on_date, 'tier' AS what, tier AS value, reason, decided_by AS who FROM tier_decision"
        " UNION ALL SELECT account_id, id, on_date, 'status', ifnull(status, ''), reason, decided_by"
        "  FROM status_decision"
        " UNION ALL SELECT account_id, id, on_date, 'owner', owner, '', '' FROM ownership"
        ") d ON d.account_id = a.id WHERE a.merged_into = ? ORDER BY d.on_date DESC, d.id DESC",
        (survivor,),
    )
    return [Decided(*row) for row in found]


def last_merge(conn: Connection, victim: int) -> list[Entry]:
    """What the change wrote that last merged this account into another, newest first."""
    found = conn.execute(
        "SELECT change_id FROM journal WHERE tbl = 'account' AND row = ? AND last = ?"
        " AND before ->> 'merged_into' IS NULL AND after ->> 'merged_into' IS NOT NULL ORDER BY id DESC LIMIT 1",
        (victim, victim),
    ).fetchone()
    return [] if found is None else journal.entries(conn, found[0])


def came_later(conn: Connection, survivor: int, after: int, moved: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """(table, row) of what was written for an account after journal entry `after`, less what a merge moved."""
    found, known = list[tuple[str, int]](), set(moved)
    for table, (column, *_) in MOVES.items():
        rows = conn.execute(
            f"SELECT DISTINCT x.id FROM journal j JOIN {table} x ON x.id BETWEEN j.row AND j.last"
            f" WHERE j.tbl = ? AND j.id > ? AND j.before IS NULL AND j.packed IS NULL AND x.{column} = ? ORDER BY x.id",
            (table, after, survivor),
        )
        found += [(table, row) for (row,) in rows if (table, row) not in known]
    return found


def account_aliases(conn: Connection, accounts: Sequence[int]) -> set[tuple[str, str]]:
    """(kind, key) of the other names of accounts."""
    found = conn.execute(
        "SELECT kind, key FROM alias WHERE account_id IN (SELECT value FROM json_each(?))", (json.dumps(accounts),)
    )
    return set(found)
