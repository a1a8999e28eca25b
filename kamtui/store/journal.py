"""The journal read: what changed since, what one change did, who changed an account."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kamtui.store.sqlite import Connection

Fields = dict[str, object]


class Entry(NamedTuple):
    """One row, or one block of rows, that a change wrote."""

    id: int
    change: int
    table: str
    row: int
    last: int
    account_id: int | None
    before: Fields | None
    after: Fields | None
    packed: bytes | None

    @property
    def is_block(self) -> bool:
        """Whether one statement wrote the rows `row`..`last` together."""
        return self.before is None and self.after is None


class Change(NamedTuple):
    """One operation as the journal heads it."""

    id: int
    at: str
    by: str
    op: str
    note: str
    undoes: int | None
    state: str
    rows: int
    """How many journal entries it has."""
    via: str
    """How it came: the words of a command, app, ssh and either; "" before that was kept."""


class Changed(NamedTuple):
    """What moved since a reader last looked."""

    seen: int
    """The newest journal entry; pass it to the next `since`."""
    accounts: frozenset[int]
    tables: frozenset[str]
    everything: bool
    """A block was written; any row may be new."""
    changes: tuple[Change, ...]
    """The changes themselves, oldest first."""
    restored: bool = False
    """Another book is in the place of the one that was seen: everything may be different."""


_CHANGE = (
    "SELECT c.id, c.at, c.by, c.op, c.note, c.undoes, c.state,"
    " (SELECT count(*) FROM journal j WHERE j.change_id = c.id), c.via FROM change c"
)
_ENTRY = "SELECT id, change_id, tbl, row, last, account_id, before, after, packed FROM journal"


def newest(conn: Connection) -> int:
    """The number of the newest journal entry."""
    (last,) = conn.execute("SELECT ifnull(max(id), 0) FROM journal").fetchone()
    return int(last)


def changes_since(conn: Connection, seen: int) -> Changed:
    """What was written after journal entry `seen`, by anybody."""
    rows = conn.execute(
        "SELECT id, change_id, tbl, account_id, before IS NULL AND after IS NULL FROM journal WHERE id > ? ORDER BY id",
        (seen,),
    ).fetchall()
    if not rows:
        return Changed(seen, frozenset(), frozenset(), False, ())
    changes = [change(conn, key) for key in dict.fromkeys(row[1] for row in rows)]
    return Changed(
        seen=rows[-1][0],
        accounts=frozenset(row[3] for row in rows if row[3] is not None),
        tables=frozenset(row[2] for row in rows),
        everything=any(row[4] for row in rows),
        changes=tuple(found for found in changes if found is not None),
    )


def change(conn: Connection, key: int) -> Change | None:
    """One change, or None."""
    row = conn.execute(f"{_CHANGE} WHERE c.id = ?", (key,)).fetchone()
    return Change(*row) if row else None


def changes(
    conn: Connection,
    *,
    of_account: int | None = None,
    by: str | None = None,
    limit: int = 100,
    before: int | None = None,
) -> list[Change]:
    """The newest changes first; of one account, by one author, older than change `before`."""
    where, values = ["1"], dict[str, object](limit=limit)
    if of_account is not None:
        where.append("c.id IN (SELECT change_id FROM journal WHERE account_id = :account)")
        values["account"] = of_account
    if by is not None:
        where.append("c.by = :by")
        values["by"] = by
    if before is not None:
        where.append("c.id < :before")
        values["before"] = before
    rows = conn.execute(f"{_CHANGE} WHERE {' AND '.join(where)} ORDER BY c.id DESC LIMIT :limit", values)
    return [Change(*row) for row in rows]


def entries(conn: Connection, key: int) -> list[Entry]:
    """What one change wrote, newest first: the order in which it is taken back."""
    return [_entry(row) for row in conn.execute(f"{_ENTRY} WHERE change_id = ? ORDER BY id DESC", (key,))]


def entries_on(conn: Connection, table: str, row: int, last: int, after: int) -> list[Entry]:
    """Entries newer than entry `after` that touch the rows `row`..`last`, oldest first."""
    rows = conn.execute(
        f"{_ENTRY} WHERE tbl = ? AND row <= ? AND last >= ? AND id > ? ORDER BY id", (table, last, row, after)
    )
    return [_entry(found) for found in rows]


def entries_of_table(conn: Connection, table: str, since_change: int) -> list[Entry]:
    """What change `since_change` and later ones wrote in a table, oldest first."""
    rows = conn.execute(f"{_ENTRY} WHERE tbl = ? AND change_id >= ? ORDER BY id", (table, since_change))
    return [_entry(row) for row in rows]


def last_on(conn: Connection, table: str, row: int) -> Change | None:
    """The newest change that wrote this row."""
    found = conn.execute(
        "SELECT change_id FROM journal WHERE tbl = ? AND row <= ? AND last >= ? ORDER BY id DESC LIMIT 1",
        (table, row, row),
    ).fetchone()
    return None if found is None else change(conn, found[0])


def last_of(conn: Connection, table: str, account: int) -> Change | None:
    """The newest change that wrote rows of this table for an account."""
    found = conn.execute(
        "SELECT change_id FROM journal WHERE account_id = ? AND tbl = ? ORDER BY change_id DESC LIMIT 1",
        (account, table),
    ).fetchone()
    return None if found is None else change(conn, found[0])


def was_sent(conn: Connection, op: str, key: str) -> bool:
    """Whether a script has sent this key for this operation before."""
    return conn.execute("SELECT 1 FROM sent WHERE op = ? AND key = ?", (op, key)).fetchone() is not None


def is_undone(conn: Connection, key: int) -> bool:
    """Whether an undo of this change is in force; an undo may itself be undone, which is redo."""
    undos = conn.execute("SELECT id FROM change WHERE undoes = ?", (key,)).fetchall()
    return any(not is_undone(conn, undo) for (undo,) in undos)


def cancels_out(conn: Connection, key: int) -> bool:
    """Whether a change and its undo are both there, so that together they left nothing."""
    found = change(conn, key)
    return is_undone(conn, key) or (found is not None and found.undoes is not None)


def pack(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The rows of a block, as they are kept when the block is deleted."""
    text = json.dumps([list(columns), [list(row) for row in rows]], ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8"), 6)


def unpack(packed: bytes) -> tuple[list[str], list[list[object]]]:
    """Columns and rows of a packed block."""
    columns, rows = json.loads(zlib.decompress(packed))
    return columns, rows


def _entry(row: tuple[object, ...]) -> Entry:
    *head, before, after, packed = row
    return Entry._make((*head, _fields(before), _fields(after), packed))


def _fields(text: object) -> Fields | None:
    return None if text is None else json.loads(str(text))
