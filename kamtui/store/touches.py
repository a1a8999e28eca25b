"""Touches read: the log, one account's timeline, who was there."""

from __future__ import annotations

import datetime as dt
import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from kamtui.domain.touches import Direction, Feedback, Kind, Purpose, TouchState
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.fragments import timed
from kamtui.store.sqlite import Connection
from kamtui.store.values import in_order


class Person(NamedTuple):
    """Somebody who was there."""

    contact_id: int
    name: str


class Touch(NamedTuple):
    """One logged contact."""

    id: int
    account_id: int
    account: str
    at: str
    """The instant, UTC."""
    on: dt.date
    """The civil date where the author was."""
    kind: Kind
    minutes: int | None
    """None: not said; the default of the kind counts."""
    summary: str
    state: TouchState
    by: str
    key: str | None
    direction: Direction | None
    feedback: Feedback | None
    purpose: Purpose | None
    lesson: str
    """What it changes in our judgement of the customer (R37)."""
    joins: int | None
    """The touch of a colleague that it is the same meeting as (P16)."""
    people: tuple[Person, ...]


_SELECT = (
    "SELECT x.id, x.account_id, a.name, x.at, x.on_date, x.kind, x.minutes, x.summary, x.state, x.by, x.key,"
    " x.direction, x.feedback, x.purpose, x.lesson, x.joins"
    " FROM touch x JOIN account a ON a.id = x.account_id"
)


def ids(
    conn: Connection,
    *,
    account: int | None = None,
    contact: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    by: str | None = None,
    state: TouchState | None = None,
    telling: bool = False,
    tag: str | None = None,
    limit: int | None = None,
) -> array[int]:
    """Touches that match, newest first; `telling`: only those with a reaction or a lesson (R37).

    `tag`: those in whose words it stands with a # before it (R70).
    """
    where, values = ["(feedback <> '' OR lesson <> '')" if telling else "1"], dict[str, object]()
    for name, clause, value in (
        ("account", "account_id = :account", account),
        ("contact", "id IN (SELECT touch_id FROM touch_contact WHERE contact_id = :contact)", contact),
        ("since", "on_date >= :since", since),
        ("until", "on_date <= :until", until),
        ("by", "by = :by", by),
        ("state", "state = :state", state),
        ("tag", f"{TAGGED.format(words='summary || char(32) || lesson')}", None if tag is None else _tagged(tag)),
    ):
        if value is not None:
            where.append(clause)
            values[name] = value.isoformat() if isinstance(value, dt.date) else value
    order = "on_date DESC, id DESC" if account is not None else "at DESC, id DESC"
    bound = "" if limit is None else f" LIMIT {int(limit)}"
    found = conn.execute(f"SELECT id FROM touch WHERE {' AND '.join(where)} ORDER BY {order}{bound}", values)
    return array("q", (key for (key,) in found))


def heard(
    conn: Connection, accounts: Iterable[int], tags: Iterable[str], since: dt.date
) -> dict[int, list[tuple[int, dt.date, str]]]:
    """Account -> (touch, day, what it says) of those with one of the tags, the latest first."""
    found: dict[int, list[tuple[int, dt.date, str]]] = defaultdict(list)
    words = TAGGED.format(words="x.summary || char(32) || x.lesson").replace(":tag", "g.value")
    for account, key, day, text in conn.execute(
        "SELECT x.account_id, x.id, x.on_date, trim(x.summary || char(32) || x.lesson) FROM touch x"
        " WHERE x.account_id IN (SELECT value FROM json_each(:accounts)) AND x.on_date >= :since AND x.state = 'done'"
        f" AND EXISTS (SELECT 1 FROM json_each(:tags) g WHERE {words}) ORDER BY x.on_date DESC, x.id DESC",
        {
            "accounts": json.dumps(list(accounts)),
            "tags": json.dumps([_tagged(tag) for tag in tags]),
            "since": since.isoformat(),
        },
    ):
        found[account].append((key, dt.date.fromisoformat(day), text))
    return found


TAGGED = "lower({words} || ' ') GLOB :tag"
"""SQL: a text holds a tag."""


def _tagged(tag: str) -> str:
    """The pattern of a tag: no letter goes on after it, so #intel is not found in #intelligence."""
    return f"*#{tag}[^0-9a-z_]*"


def rows(conn: Connection, keys: Sequence[int]) -> list[Touch]:
    """These touches with their people, in the order of `keys`."""
    if not keys:
        return []
    listed = ",".join(map(str, keys))
    people: dict[int, list[Person]] = {}
    for touch, contact, name in conn.execute(
        "SELECT tc.touch_id, c.id, c.name FROM touch_contact tc JOIN contact c ON c.id = tc.contact_id"
        f" WHERE tc.touch_id IN ({listed}) ORDER BY tc.id"
    ):
        people.setdefault(touch, []).append(Person(contact, name))
    found = (_touch(row, people) for row in conn.execute(f"{_SELECT} WHERE x.id IN ({listed})"))
    return in_order(keys, found)


def one(conn: Connection, key: int) -> Touch:
    """One touch; raises NotFound."""
    found = rows(conn, [key])
    if not found:
        raise NotFound(t("there is no touch {key}", key=key))
    return found[0]


def with_key(conn: Connection, key: str) -> int | None:
    """The touch that came in under this key, if any."""
    row = conn.execute("SELECT id FROM touch WHERE key = ?", (key,)).fetchone()
    return None if row is None else int(row[0])


def attendance(conn: Connection, touch: int, contact: int) -> int:
    """The row that says this contact was there; raises NotFound."""
    row = conn.execute(
        "SELECT id FROM touch_contact WHERE touch_id = ? AND contact_id = ?", (touch, contact)
    ).fetchone()
    if row is None:
        raise NotFound(t("contact {contact} was not at touch {touch}", contact=contact, touch=touch))
    return int(row[0])


def twins(conn: Connection, touch: int) -> list[int]:
    """Touches of colleagues that look like the same meeting as `touch`, the nearest id first (P16).

    Of one account, of one kind, both took place, within two hours of each other, or on one day where the time of
    either is not known; somebody was at both, or one of the two names nobody. Those that are joined already do not
    count, and of several that are one meeting only the one that the others join.
    """
    found = conn.execute(
        f"""
        SELECT y.id FROM touch x JOIN touch y ON y.account_id = x.account_id AND y.kind = x.kind
            AND y.on_date BETWEEN date(x.on_date, '-1 day') AND date(x.on_date, '+1 day')
        WHERE x.id = :touch AND x.state = 'done' AND y.state = 'done' AND x.by <> '' AND y.by NOT IN ('', x.by)
            AND x.joins IS NULL AND y.joins IS NULL
            AND NOT EXISTS (SELECT 1 FROM touch z WHERE z.joins IN (x.id, y.id) AND z.by IN (x.by, y.by))
            AND NOT EXISTS (SELECT 1 FROM touch z WHERE z.joins = x.id)
            AND CASE WHEN {timed("x")} AND {timed("y")}
                THEN abs(strftime('%s', x.at) - strftime('%s', y.at)) <= {TOGETHER_SECONDS}
                ELSE x.on_date = y.on_date END
            AND (NOT EXISTS (SELECT 1 FROM touch_contact WHERE touch_id = x.id)
                OR NOT EXISTS (SELECT 1 FROM touch_contact WHERE touch_id = y.id)
                OR EXISTS (SELECT 1 FROM touch_contact a JOIN touch_contact b ON b.contact_id = a.contact_id
                    WHERE a.touch_id = x.id AND b.touch_id = y.id))
        ORDER BY y.id DESC
        """,
        {"touch": touch},
    )
    return [key for (key,) in found]


TOGETHER_SECONDS = 2 * 60 * 60
"""So far apart two logs may be and still speak of one meeting (P16)."""


def joined_by(conn: Connection, touch: int) -> list[int]:
    """The touches of colleagues that join this one."""
    return [key for (key,) in conn.execute("SELECT id FROM touch WHERE joins = ? ORDER BY id", (touch,))]


def count(conn: Connection) -> int:
    """How many touches there are in all, each of those who were at one meeting counted."""
    (number,) = conn.execute("SELECT count(*) FROM touch").fetchone()
    return int(number)


def _touch(row: tuple[Any, ...], people: dict[int, list[Person]]) -> Touch:
    *head, on, kind, minutes, summary, state, by, source, direction, feedback, purpose, lesson, joins = row
    day = dt.date.fromisoformat(on)
    told = day, Kind(kind), minutes, summary, TouchState(state), by, source
    words = (
        Direction(direction) if direction else None,
        Feedback(feedback) if feedback else None,
        Purpose(purpose) if purpose else None,
    )
    return Touch._make((*head, *told, *words, lesson, joins, tuple(people.get(head[0], ()))))
