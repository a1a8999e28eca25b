"""Opinions read: what people at customers think of us and of ours, as far as one may see it (R28, R47, P19)."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from typing import NamedTuple

from kamtui.domain.contacts import Level
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.discretion import visible
from kamtui.store.sqlite import Connection
from kamtui.store.values import in_order


class Opinion(NamedTuple):
    """One answer of one respondent."""

    id: int
    account_id: int
    account: str
    contact_id: int | None
    contact: str | None
    """Who said so; None: nobody was named."""
    level: Level | None
    """Of the respondent at the account."""
    touch_id: int | None
    on: dt.date
    about: str
    """The login of one of ours; "": the firm, which is satisfaction."""
    score: float
    """0-10."""
    before: float | None
    """What the same respondent said of the same the time before, as far as one may see it."""
    text: str
    confidential: bool
    author: str
    """Who of us was told."""
    recorded_at: str


def ids(
    conn: Connection,
    *,
    account: int | None = None,
    contact: int | None = None,
    about: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    newest: bool = False,
) -> array[int]:
    """Opinions that match and that one may see, the latest first; `about` "" is satisfaction with the firm.

    `newest`: only the last answer of each respondent on each matter.
    """
    where, values = [visible("o")], dict[str, object]()
    for name, clause, value in (
        ("account", "o.account_id = :account", account),
        ("contact", "o.contact_id = :contact", contact),
        ("about", "o.about = :about", about),
        ("since", "o.on_date >= :since", since),
        ("until", "o.on_date <= :until", until),
    ):
        if value is not None:
            where.append(clause)
            values[name] = value.isoformat() if isinstance(value, dt.date) else value
    rank = f"row_number() OVER (PARTITION BY {_RESPONDENT} ORDER BY o.on_date DESC, o.id DESC)"
    found = conn.execute(
        f"SELECT id FROM (SELECT o.id, o.on_date, {rank} AS place FROM opinion o WHERE {' AND '.join(where)})"
        f" WHERE {'place = 1' if newest else '1'} ORDER BY on_date DESC, id DESC",
        values,
    )
    return array("q", (key for (key,) in found))


def rows(conn: Connection, keys: Sequence[int]) -> list[Opinion]:
    """These opinions as far as one may see them, in the order of `keys`."""
    if not keys:
        return []  # SQLite before 3.41 takes no empty list where a subquery looks out of it
    found = conn.execute(
        f"""
        SELECT o.id, o.account_id, a.name, o.contact_id, c.name,
            (SELECT p.level FROM position p WHERE p.contact_id = o.contact_id AND p.account_id = o.account_id
                AND (p.from_on IS NULL OR p.from_on <= o.on_date)
                ORDER BY p.to_on IS NULL OR p.to_on > o.on_date DESC, p.id DESC LIMIT 1),
            o.touch_id, o.on_date, o.about, o.score,
            (SELECT b.score FROM opinion b WHERE b.account_id = o.account_id AND b.contact_id IS o.contact_id
                AND b.about = o.about AND (b.on_date, b.id) < (o.on_date, o.id) AND {visible("b")}
                ORDER BY b.on_date DESC, b.id DESC LIMIT 1),
            o.text, o.confidential, o.author, o.recorded_at
        FROM opinion o JOIN account a ON a.id = o.account_id LEFT JOIN contact c ON c.id = o.contact_id
        WHERE o.id IN ({",".join(map(str, keys))}) AND {visible("o")}
        """
    )
    return in_order(keys, (_opinion(row) for row in found))


def one(conn: Connection, key: int) -> Opinion:
    """One opinion; raises NotFound, also where one may not see it."""
    found = rows(conn, [key])
    if not found:
        raise NotFound(t("there is no opinion {key}", key=key))
    return found[0]


def last_score(conn: Connection, account: int, contact: int | None, about: str, on: dt.date) -> float | None:
    """What a respondent said of the same up to a day, as far as one may see it."""
    row = conn.execute(
        "SELECT score FROM opinion b WHERE account_id = ? AND contact_id IS ? AND about = ? AND on_date <= ?"
        f" AND {visible('b')} ORDER BY on_date DESC, id DESC LIMIT 1",
        (account, contact, about, on.isoformat()),
    ).fetchone()
    return None if row is None else float(row[0])


def asked_at(conn: Connection, account: int, contact: int | None, on: dt.date, who: str) -> int | None:
    """The touch at which `who` was told something by the same respondent on the same day, if any."""
    row = conn.execute(
        "SELECT touch_id FROM opinion WHERE account_id = ? AND contact_id IS ? AND on_date = ? AND author = ?"
        " AND touch_id IS NOT NULL ORDER BY id DESC LIMIT 1",
        (account, contact, on.isoformat(), who),
    ).fetchone()
    return None if row is None else int(row[0])


_RESPONDENT = "o.account_id, o.contact_id, o.about"


def _opinion(row: tuple[object, ...]) -> Opinion:
    *head, level, touch, on, about, score, before, text, confidential, author, recorded = row
    grade = Level(str(level)) if level else None
    day = dt.date.fromisoformat(str(on))
    return Opinion._make((*head, grade, touch, day, about, score, before, text, bool(confidential), author, recorded))
