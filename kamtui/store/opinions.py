"""Opinions read: what people at customers think of us and of ours, and who of us may see it (R28, R47, P19)."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from typing import NamedTuple

from kamtui.domain.contacts import Level
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store import journal
from kamtui.store.journal import Entry, Fields
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


def visible(of: str) -> str:
    """SQL: the user of this connection may see a row of one of CONFIDING, which has the alias `of`.

    What was said in confidence only its author and heads see, and everybody in a book without users (P19).
    """
    return (
        f"({of}.confidential = 0 OR {of}.author = (SELECT viewer()) OR NOT EXISTS (SELECT 1 FROM user)"
        " OR EXISTS (SELECT 1 FROM user WHERE login = (SELECT viewer()) AND role = 'head'))"
    )


def may_see(conn: Connection, author: str) -> bool:
    """Whether the user of this connection may see what was said to `author` in confidence."""
    select = f"SELECT {visible('o')} FROM (SELECT 1 AS confidential, ? AS author) o"
    return bool(conn.execute(select, (author,)).fetchone()[0])


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


CONFIDING = frozenset({"opinion", "influence", "profile", "link"})
"""Tables whose rows may be confidential: they have the columns confidential and author."""


def discreet(conn: Connection, entries: Sequence[Entry]) -> list[Entry]:
    """Entries of the journal, less what they say in confidence to others."""

    def less(entry: Entry) -> Entry:
        said = entry.after or entry.before or {}
        if entry.table not in CONFIDING or may_see(conn, str(said.get("author", ""))):
            return entry
        if not _is_confidential(entry) and not _became_confidential(conn, entry):
            return entry
        kept: Fields = {"confidential": 1}
        return entry._replace(before=entry.before and kept, after=entry.after and kept)

    return [less(entry) for entry in entries]


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


_RESPONDENT = "o.account_id, o.contact_id, o.about"


def _opinion(row: tuple[object, ...]) -> Opinion:
    *head, level, touch, on, about, score, before, text, confidential, author, recorded = row
    grade = Level(str(level)) if level else None
    day = dt.date.fromisoformat(str(on))
    return Opinion._make((*head, grade, touch, day, about, score, before, text, bool(confidential), author, recorded))
