"""How managers are rated, read: only heads see it, and everybody in a book without heads (R91)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from kamtui.domain.teams import Rated, Rating
from kamtui.store.fragments import LATEST
from kamtui.store.journal import Entry, Fields
from kamtui.store.sqlite import Connection

VISIBLE = (
    "(NOT EXISTS (SELECT 1 FROM user WHERE role = 'head')"
    " OR EXISTS (SELECT 1 FROM user WHERE login = (SELECT viewer()) AND role = 'head'))"
)
"""SQL: the user of this connection may see ratings."""

TABLE = "manager_rating"


def may_see(conn: Connection) -> bool:
    """Whether the user of this connection is a head, or works in a book without one."""
    return bool(conn.execute(f"SELECT {VISIBLE}").fetchone()[0])


def in_force(conn: Connection, on: dt.date) -> dict[str, dict[Rated, Rating]]:
    """Login -> criterion -> the newest rating up to a day, as far as one may see them."""
    found: dict[str, dict[Rated, Rating]] = defaultdict(dict)
    for who, criterion, day, score, note, author, _ in conn.execute(
        f"SELECT who, criterion, on_date, score, note, author, {LATEST} FROM manager_rating"
        f" WHERE on_date <= ? AND {VISIBLE} GROUP BY who, criterion",
        (on.isoformat(),),
    ):
        rated = Rated(criterion)
        found[who][rated] = Rating(who, rated, dt.date.fromisoformat(day), score, note, author)
    return dict(found)


def of_one(conn: Connection, who: str, on: dt.date) -> dict[Rated, Rating]:
    """Criterion -> the newest rating of somebody up to a day, as far as one may see them."""
    return in_force(conn, on).get(who, {})


def averages(conn: Connection, on: dt.date) -> dict[str, float]:
    """Login -> the average of their newest ratings up to a day, as far as one may see them."""
    return {
        who: sum(each.score for each in ratings.values()) / len(ratings) for who, ratings in in_force(conn, on).items()
    }


def discreet(conn: Connection, entries: Sequence[Entry]) -> list[Entry]:
    """Entries of the journal, less what they say of ratings that one may not see."""
    if not any(entry.table == TABLE for entry in entries) or may_see(conn):
        return list(entries)
    nothing: Fields = {}
    return [
        entry._replace(before=entry.before and nothing, after=entry.after and nothing)
        if entry.table == TABLE
        else entry
        for entry in entries
    ]
