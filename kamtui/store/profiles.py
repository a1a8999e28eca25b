"""Profiles read: what is known of accounts and of people there, as far as one may see it (R83, R103, P19)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kamtui.domain.profiles import BASICS, OF_ACCOUNT, OF_PERSON, Kept, Source
from kamtui.store.discretion import informed, visible
from kamtui.store.fragments import LATEST, held
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none

_SEEN = f"{visible('p')} AND {informed('p', 'profile', 'account_id', 'contact_id', 'field')}"
"""SQL over `profile p`: one may see it, and it was said in the knowledge of what was said in confidence before."""

_COLUMNS = "id, account_id, contact_id, field, value, source, on_date, confidential, author"


def of_account(conn: Connection, account: int, on: dt.date) -> dict[str, Kept]:
    """Field -> what is known of an account on a day: ours in their order, then those somebody named."""
    return of_accounts(Scope(conn, on, [account])).get(account, {})


def of_accounts(scope: Scope) -> dict[int, dict[str, Kept]]:
    """Account -> field -> what is known of it; of its people nothing."""
    found: dict[int, list[Kept]] = defaultdict(list)
    for newest in scope.rows(
        f"SELECT {LATEST}, {_COLUMNS} FROM profile p WHERE contact_id IS NULL AND on_date <= :on AND {_SEEN}",
        by="account_id, field",
    ):
        kept = _kept(newest[1:])
        if kept.value and kept.account_id is not None:
            found[kept.account_id].append(kept)
    return {account: _in_order(values, _PLACE) for account, values in found.items()}


def of_contact(conn: Connection, contact: int, on: dt.date, account: int | None = None) -> dict[str, Kept]:
    """Field -> what is known of a person; with an account what is so there stands before what is so anywhere."""
    return of_contacts(conn, [contact], on, account).get(contact, {})


def of_contacts(
    conn: Connection, people: Iterable[int], on: dt.date, account: int | None = None
) -> dict[int, dict[str, Kept]]:
    """Contact -> field -> what is known of them, wherever they work and at `account` where one is given."""
    chosen = ",".join(str(int(person)) for person in people)
    rows = conn.execute(
        f"SELECT {LATEST}, {_COLUMNS} FROM profile p WHERE contact_id IN ({chosen}) AND on_date <= :on"
        f" AND (account_id IS NULL OR account_id = :account) AND {_SEEN}"
        # what is so at the account comes last and stays
        " GROUP BY contact_id, field, account_id ORDER BY contact_id, field, account_id",
        {"on": on.isoformat(), "account": account},
    )
    found: dict[int, dict[str, Kept]] = defaultdict(dict)
    for newest in rows:
        kept = _kept(newest[1:])
        if kept.value and kept.contact_id is not None:
            found[kept.contact_id][kept.field] = kept
    return {person: _in_order(values.values(), _PERSONAL) for person, values in found.items()}


def at_account(conn: Connection, account: int, on: dt.date) -> dict[int, dict[str, Kept]]:
    """Contact -> field -> what is known of those who hold a position at an account on a day."""
    there = conn.execute(
        f"SELECT DISTINCT q.contact_id FROM position q WHERE q.account_id = :account AND {held('q')}",
        {"account": account, "on": on.isoformat()},
    )
    return of_contacts(conn, [person for (person,) in there], on, account)


def in_force(
    conn: Connection, on: dt.date, *, account: int | None, contact: int | None, field: str | None = None
) -> list[Kept]:
    """What is said of exactly this account, or this person anywhere, or this person there; of one field or of all."""
    rows = conn.execute(
        f"SELECT {LATEST}, {_COLUMNS} FROM profile p WHERE account_id IS :account AND contact_id IS :contact"
        f" AND on_date <= :on AND (:field IS NULL OR field = :field) AND {_SEEN} GROUP BY field",
        {"account": account, "contact": contact, "on": on.isoformat(), "field": field},
    )
    found = [_kept(newest[1:]) for newest in rows]
    return [*_in_order((kept for kept in found if kept.value), _PLACE if contact is None else _PERSONAL).values()]


def history(
    conn: Connection, *, account: int | None = None, contact: int | None = None, field: str | None = None
) -> list[Kept]:
    """Everything that was entered and that one may see, the latest first; an empty value took one back."""
    where, values = [visible("p")], dict[str, object]()
    for name, wanted in (("account_id", account), ("contact_id", contact), ("field", field)):
        if wanted is not None:
            where.append(f"p.{name} = :{name}")
            values[name] = wanted
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM profile p WHERE {' AND '.join(where)} ORDER BY on_date DESC, id DESC", values
    )
    return [_kept(row) for row in rows]


def basics(scope: Scope) -> dict[int, set[str]]:
    """Account -> which of BASICS it says by itself; archived and merged ones are left out."""
    return {
        account: {topic.name for topic, there in zip(BASICS, said, strict=True) if there}
        for account, *said in scope.rows(
            "SELECT account_id, industry <> '', city <> '' OR region <> '' OR country <> '',"
            f" EXISTS (SELECT 1 FROM position q WHERE q.account_id = a.account_id AND q.level <> '' AND {held('q')})"
            " FROM (SELECT id AS account_id, industry, city, region, country FROM account"
            "  WHERE (archived_on IS NULL OR archived_on > :on) AND merged_into IS NULL) a WHERE 1",
            by="",
        )
    }


def without_source(kept: Iterable[Kept]) -> list[str]:
    """The fields of which nobody said who says so (R104)."""
    return [one.field for one in kept if one.source is None]


_PLACE = {topic.name: place for place, topic in enumerate(OF_ACCOUNT)}
_PERSONAL = {topic.name: place for place, topic in enumerate(OF_PERSON)}


def _in_order(values: Iterable[Kept], places: dict[str, int]) -> dict[str, Kept]:
    ordered = sorted(values, key=lambda kept: (places.get(kept.field, len(places)), kept.field))
    return {kept.field: kept for kept in ordered}


def _kept(row: tuple[Any, ...]) -> Kept:
    key, account, contact, field, value, source, on, secret, author = row
    day = date_or_none(on)
    assert day is not None
    return Kept(key, account, contact, field, value, Source(source) if source else None, day, bool(secret), author)
