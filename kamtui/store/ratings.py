"""How managers are rated, read: only heads see it, and everybody in a book without heads (R91)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from kamtui.domain.teams import Rated, Rating
from kamtui.store.discretion import RATINGS_SHOWN
from kamtui.store.fragments import LATEST
from kamtui.store.sqlite import Connection


def in_force(conn: Connection, on: dt.date) -> dict[str, dict[Rated, Rating]]:
    """Login -> criterion -> the newest rating up to a day, as far as one may see them."""
    found: dict[str, dict[Rated, Rating]] = defaultdict(dict)
    for who, criterion, day, score, note, author, _ in conn.execute(
        f"SELECT who, criterion, on_date, score, note, author, {LATEST} FROM manager_rating"
        f" WHERE on_date <= ? AND {RATINGS_SHOWN} GROUP BY who, criterion",
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
