"""Contacts read: people, and the dated positions that tie them to accounts."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

from kamtui.domain.contacts import EndReason, Function, Level
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.fragments import by_level, held
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none, in_order


class Contact(NamedTuple):
    """A person."""

    id: int
    external_id: str | None
    name: str
    email: str
    phone: str
    note: str
    archived_on: dt.date | None
    placeholder: bool = False
    """A role whose holder is not known yet."""
    merged_into: int | None = None
    """Whom it turned out to be; the entry itself is in no list any more."""
    purged_on: dt.date | None = None
    """When their personal data were taken out."""


class Position(NamedTuple):
    """What a person is or was at one account."""

    id: int
    contact_id: int
    contact: str
    account_id: int
    account: str
    title: str
    function: Function | None
    level: Level | None
    reports_to: int | None
    """The position of the boss."""
    from_on: dt.date | None
    to_on: dt.date | None
    end_reason: EndReason | None
    last_touch_on: dt.date | None
    """The last done touch with this person at this account."""
    boss_id: int | None
    boss: str | None
    """The contact they report to."""
    is_key: bool = False
    """Marked as a key person by hand."""
    placeholder: bool = False
    """Nobody known holds it yet."""


_CONTACT = (
    "SELECT id, external_id, name, email, phone, note, archived_on, placeholder, merged_into, purged_on FROM contact"
)

_POSITION = """
SELECT p.id, p.contact_id, c.name, p.account_id, a.name, p.title, p.function, p.level, p.reports_to,
    p.from_on, p.to_on, p.end_reason,
    (SELECT max(x.on_date) FROM touch_contact tc JOIN touch x ON x.id = tc.touch_id
        WHERE tc.contact_id = p.contact_id AND x.account_id = p.account_id AND x.state = 'done'),
    b.id, b.name, p.is_key, c.placeholder
FROM position p JOIN contact c ON c.id = p.contact_id JOIN account a ON a.id = p.account_id
LEFT JOIN position above ON above.id = p.reports_to LEFT JOIN contact b ON b.id = above.contact_id
"""


def one(conn: Connection, key: int) -> Contact:
    """One person; raises NotFound."""
    row = conn.execute(f"{_CONTACT} WHERE id = ?", (key,)).fetchone()
    if row is None:
        raise NotFound(t("there is no contact {key}", key=key))
    return _contact(row)


def with_external_id(conn: Connection, external_id: str) -> int | None:
    """The person of this external id, archived or not."""
    found = conn.execute("SELECT id FROM contact WHERE external_id = ?", (external_id,)).fetchone()
    return None if found is None else int(found[0])


def rows(conn: Connection, keys: Sequence[int]) -> list[Contact]:
    """These people, in the order of `keys`."""
    if not keys:
        return []
    found = conn.execute(f"{_CONTACT} WHERE id IN ({','.join(map(str, keys))})")
    return in_order(keys, map(_contact, found))


def ids(conn: Connection) -> array[int]:
    """Everybody who is not archived, by name."""
    return array("q", (key for (key,) in conn.execute(
        "SELECT id FROM contact WHERE archived_on IS NULL ORDER BY name_key, id"
    )))  # fmt: skip


def positions(conn: Connection, account: int, *, on: dt.date) -> list[Position]:
    """Who works at an account on a day, highest level first."""
    found = conn.execute(
        f"{_POSITION} WHERE p.account_id = :account AND {held('p')} ORDER BY {by_level('p')}, c.name_key",
        {"account": account, "on": on.isoformat()},
    )
    return [_position(row) for row in found]


def all_positions(conn: Connection, account: int) -> list[Position]:
    """Everybody who works or ever worked at an account, those who left last."""
    found = conn.execute(f"{_POSITION} WHERE p.account_id = ? ORDER BY p.to_on IS NOT NULL, c.name_key", (account,))
    return [_position(row) for row in found]


def places(conn: Connection, *, on: dt.date, former: bool = False) -> dict[int, list[Position]]:
    """Contact -> their positions on a day, with `former` also those that ended; the whole book at once."""
    where = "1" if former else held("p")
    values = {} if former else {"on": on.isoformat()}
    result: dict[int, list[Position]] = {}
    for row in conn.execute(f"{_POSITION} WHERE {where} ORDER BY p.to_on IS NOT NULL, p.id", values):
        place = _position(row)
        result.setdefault(place.contact_id, []).append(place)
    return result


def positions_of(conn: Connection, contact: int) -> list[Position]:
    """One person's positions, the present ones first."""
    found = conn.execute(
        f"{_POSITION} WHERE p.contact_id = ? ORDER BY p.to_on IS NOT NULL, p.to_on DESC, p.id DESC",
        (contact,),
    )
    return [_position(row) for row in found]


def position(conn: Connection, key: int) -> Position:
    """One position; raises NotFound."""
    row = conn.execute(f"{_POSITION} WHERE p.id = ?", (key,)).fetchone()
    if row is None:
        raise NotFound(t("there is no position {key}", key=key))
    return _position(row)


def aliases(conn: Connection, key: int) -> list[tuple[str, str]]:
    """Other names, mails and phones of a person as (kind, text)."""
    return conn.execute("SELECT kind, text FROM alias WHERE contact_id = ? ORDER BY kind, text", (key,)).fetchall()


def reporting_to(conn: Connection, position: int) -> list[int]:
    """The positions, not ended yet, of those who report to a position."""
    found = conn.execute("SELECT id FROM position WHERE reports_to = ? AND to_on IS NULL ORDER BY id", (position,))
    return [key for (key,) in found]


def ever_reporting_to(conn: Connection, position: int) -> list[int]:
    """The positions of those who report or reported to a position."""
    return [key for (key,) in conn.execute("SELECT id FROM position WHERE reports_to = ? ORDER BY id", (position,))]


def formerly(conn: Connection, on: dt.date, account: int | None = None) -> dict[tuple[int, int], list[str]]:
    """(account, contact) -> where else those who work there worked before, the latest first; of one account or all."""
    found = conn.execute(
        "SELECT p.account_id, q.contact_id, a.name FROM position q JOIN account a ON a.id = q.account_id"
        f" JOIN position p ON p.contact_id = q.contact_id AND p.account_id <> q.account_id AND {held('p')}"
        " WHERE q.to_on <= :on AND ifnull(q.end_reason, '') <> 'entered_wrongly'"
        " AND (:account IS NULL OR p.account_id = :account) ORDER BY q.to_on DESC, q.id DESC",
        {"account": account, "on": on.isoformat()},
    )
    result: dict[tuple[int, int], list[str]] = {}
    for here, contact, name in found:
        if name not in result.setdefault((here, contact), []):
            result[here, contact].append(name)
    return result


def _contact(row: tuple[Any, ...]) -> Contact:
    *head, archived_on, placeholder, merged_into, purged_on = row
    dates = date_or_none(archived_on), bool(placeholder), merged_into, date_or_none(purged_on)
    return Contact._make((*head, *dates))


def _position(row: tuple[Any, ...]) -> Position:
    *head, function, level, above, from_on, to_on, reason, last, boss_id, boss, is_key, placeholder = row
    dates = date_or_none(from_on), date_or_none(to_on), reason and EndReason(reason), date_or_none(last)
    return Position._make(
        (
            *head,
            function and Function(function),
            level and Level(level),
            above,
            *dates,
            boss_id,
            boss,
            bool(is_key),
            bool(placeholder),
        )
    )
