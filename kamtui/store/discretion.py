"""Discretion: what only its author and heads may see, and what heads alone; in rows and in the journal (P19, R91)."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.store import journal
from kamtui.store.journal import Entry, Fields
from kamtui.store.sqlite import Connection

CONFIDING = frozenset({"opinion", "influence", "profile", "link", "issue"})
"""Tables whose rows may be confidential: they have the columns confidential and author."""

RATINGS = "manager_rating"
"""The table that only heads see, and everybody in a book without heads."""

_HERE = "(u.left_on IS NULL OR u.left_on > (SELECT viewed_on()))"
_VIEWER = f"SELECT 1 FROM main.user u WHERE u.login = (SELECT viewer()) AND {_HERE}"

IS_HEAD = f"EXISTS ({_VIEWER} AND u.role = 'head')"
"""SQL: the user of this connection is a head of the book today, whatever day is looked at."""

_WRITES = f"EXISTS ({_VIEWER} AND u.role <> 'reader')"
"""SQL: they are in the book and no mere reader: who left, and who was never in it, reads as a reader does."""

IS_OPEN = "NOT EXISTS (SELECT 1 FROM main.user WHERE role = 'head')"
"""SQL: nobody was ever entered as a head, so that nothing is kept from anybody."""

COST_SHOWN = f"({IS_OPEN} OR {IS_HEAD} OR login = (SELECT viewer()))"
"""SQL over `user`: the user of this connection may see what an hour of theirs costs: heads, and oneself."""

RATINGS_SHOWN = f"({IS_OPEN} OR {IS_HEAD})"
"""SQL: the user of this connection may see how managers are rated."""


def visible(of: str) -> str:
    """SQL: the user of this connection may see a row of one of CONFIDING, which has the alias `of`.

    What was said in confidence only its author and heads see, and everybody in a book without users; an author who
    has become a reader, or left, sees it no more.
    """
    is_author = f"{of}.author = (SELECT viewer()) COLLATE NOCASE AND {_WRITES}"
    return f"({of}.confidential = 0 OR {is_author} OR NOT EXISTS (SELECT 1 FROM main.user) OR {IS_HEAD})"


def informed(of: str, table: str, *about: str) -> str:
    """SQL: who said a row, which has the alias `of`, knew what had been said of the same in confidence.

    Of what one may see, what was said in confidence stands until somebody says otherwise who may see it, too. `about`
    are the columns of `table` that say what a row is about.
    """
    same = " AND ".join(f"c.{column} IS {of}.{column}" for column in about)
    return (
        f"NOT EXISTS (SELECT 1 FROM {table} c WHERE c.confidential = 1 AND {same} AND c.author <> {of}.author"
        f" AND (c.on_date, c.id) < ({of}.on_date, {of}.id) AND {visible('c')} AND EXISTS (SELECT 1 FROM main.user)"
        f" AND NOT EXISTS (SELECT 1 FROM main.user WHERE login = {of}.author AND role = 'head'))"
    )


def may_see(conn: Connection, author: str) -> bool:
    """Whether the user of this connection may see what was said to `author` in confidence."""
    select = f"SELECT {visible('o')} FROM (SELECT 1 AS confidential, ? AS author) o"
    return bool(conn.execute(select, (author,)).fetchone()[0])


def may_see_ratings(conn: Connection) -> bool:
    """Whether the user of this connection is a head, or works in a book without one."""
    return bool(conn.execute(f"SELECT {RATINGS_SHOWN}").fetchone()[0])


def discreet(conn: Connection, entries: Sequence[Entry]) -> list[Entry]:
    """Entries of the journal, less what they say to others: in confidence, or of ratings."""

    def less(entry: Entry) -> Entry:
        if entry.table == "user":
            return _without_cost(conn, entry)
        if _is_shown(conn, entry):
            return entry
        kept: Fields = {"confidential": 1} if entry.table in CONFIDING else {}
        return entry._replace(before=entry.before and kept, after=entry.after and kept)

    return [less(entry) for entry in entries]


def _without_cost(conn: Connection, entry: Entry) -> Entry:
    """An entry about a user, less what an hour of theirs costs where one may not see it."""
    select = f"SELECT {COST_SHOWN} FROM (SELECT coalesce((SELECT login FROM main.user WHERE id = ?), '') AS login)"
    if conn.execute(select, (entry.row,)).fetchone()[0]:
        return entry
    before, after = (
        image and {name: value for name, value in image.items() if name != "hourly_cost"}
        for image in (entry.before, entry.after)
    )
    return entry._replace(before=before, after=after)


def _is_shown(conn: Connection, entry: Entry) -> bool:
    if entry.table == RATINGS:
        return may_see_ratings(conn)
    said = entry.after or entry.before or {}
    if entry.table not in CONFIDING or may_see(conn, str(said.get("author", ""))):
        return True
    return not _is_confidential(entry) and not _became_confidential(conn, entry)


def _is_confidential(entry: Entry) -> bool:
    """Whether the row was confidential at either end of the change."""
    return any(row.get("confidential") for row in (entry.before or {}, entry.after or {}))


def _became_confidential(conn: Connection, entry: Entry) -> bool:
    """Whether the row is confidential now, or was in the end, which hides what it said when it was not."""
    found = conn.execute(f"SELECT confidential FROM main.{entry.table} WHERE id = ?", (entry.row,)).fetchone()
    if found is not None:
        return bool(found[0])
    later = journal.entries_on(conn, entry.table, entry.row, entry.row, entry.id)
    return bool(later) and bool((later[-1].before or {}).get("confidential"))
