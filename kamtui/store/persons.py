"""What hangs on a person, who may be entered twice, and who became one of two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from kamtui.domain.names import phone_key
from kamtui.domain.samepeople import Known
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store import journal
from kamtui.store.journal import Entry
from kamtui.store.sqlite import Connection

OWNED = (
    ("touch_contact", "contact_id"),
    ("position", "contact_id"),
    ("influence", "contact_id"),
    ("cover", "contact_id"),
    ("task", "contact_id"),
    ("opinion", "contact_id"),
    ("issue", "contact_id"),
    ("link", "contact_id"),
    ("link", "to_contact_id"),
    ("red_flag", "contact_id"),
    ("profile", "contact_id"),
    ("alias", "contact_id"),
)
"""Table and column of everything that is of a person."""


class Owned(NamedTuple):
    """A row that hangs on a person."""

    table: str
    column: str
    id: int
    account_id: int | None


def rows_of(conn: Connection, contact: int) -> list[Owned]:
    """Everything that hangs on a person, by table and id."""
    found = []
    for table, column in OWNED:
        account = {
            "touch_contact": "(SELECT account_id FROM touch WHERE touch.id = x.touch_id)",
            "alias": "NULL",
        }.get(table, "account_id")
        rows = conn.execute(f"SELECT id, {account} FROM {table} x WHERE {column} = ? ORDER BY id", (contact,))
        found += [Owned(table, column, key, of) for key, of in rows]
    return found


def at_both(conn: Connection, one: int, other: int) -> set[int]:
    """The rows that say `other` was at a touch at which `one` was, too."""
    rows = conn.execute(
        "SELECT b.id FROM touch_contact a JOIN touch_contact b ON b.touch_id = a.touch_id"
        " WHERE a.contact_id = ? AND b.contact_id = ?",
        (one, other),
    )
    return {key for (key,) in rows}


def between(conn: Connection, one: int, other: int) -> set[int]:
    """The links between two people."""
    rows = conn.execute(
        "SELECT id FROM link WHERE (contact_id = :one AND to_contact_id = :other)"
        " OR (contact_id = :other AND to_contact_id = :one)",
        {"one": one, "other": other},
    )
    return {key for (key,) in rows}


def merged_into(conn: Connection, contact: int) -> list[int]:
    """Who turned out to be this person."""
    return [key for (key,) in conn.execute("SELECT id FROM contact WHERE merged_into = ? ORDER BY id", (contact,))]


def merging(conn: Connection, contact: int) -> list[Entry]:
    """What the merge wrote in which this person went into another, newest first; raises NotFound."""
    for entry in reversed(journal.entries_on(conn, "contact", contact, contact, 0)):
        before, after = entry.before or {}, entry.after or {}
        is_merge = before.get("merged_into") is None and after.get("merged_into") is not None
        if is_merge and not journal.cancels_out(conn, entry.change):
            return journal.entries(conn, entry.change)
    raise NotFound(t("contact {contact} was not merged into another", contact=contact))


def came_later(conn: Connection, contact: int, change: int) -> int:
    """How many rows of a person were entered after a change and are still theirs."""
    entered: dict[str, set[int]] = defaultdict(set)
    for table, row in conn.execute(
        "SELECT tbl, row FROM journal WHERE change_id > ? AND before IS NULL AND after IS NOT NULL", (change,)
    ):
        entered[table].add(row)
    return len({(own.table, own.id) for own in rows_of(conn, contact) if own.id in entered[own.table]})


def known(conn: Connection) -> list[Known]:
    """Everybody in the lists with what tells people apart; who is not known yet or was purged is left out."""
    mails: dict[int, set[str]] = defaultdict(set)
    phones: dict[int, set[str]] = defaultdict(set)
    there: dict[int, set[int]] = defaultdict(set)
    for contact, kind, text in conn.execute(
        "SELECT contact_id, kind, text FROM alias WHERE contact_id IS NOT NULL AND kind IN ('email', 'phone')"
    ):
        (mails if kind == "email" else phones)[contact].add(text)
    for contact, account in conn.execute(
        "SELECT DISTINCT contact_id, account_id FROM position WHERE ifnull(end_reason, '') <> 'entered_wrongly'"
    ):
        there[contact].add(account)
    rows = conn.execute(
        "SELECT id, name, name_key, email, phone FROM contact"
        " WHERE archived_on IS NULL AND placeholder = 0 AND purged_on IS NULL ORDER BY id"
    )
    return [
        Known(
            key,
            name,
            name_key,
            frozenset(_folded(mails[key] | {mail})),
            frozenset(filter(None, map(phone_key, phones[key] | {phone}))),
            frozenset(there[key]),
        )
        for key, name, name_key, mail, phone in rows
    ]


def _folded(mails: Iterable[str]) -> set[str]:
    return {mail.strip().casefold() for mail in mails if mail.strip()}
