"""Contacts: people and the dated positions that tie them to accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.contacts import EndReason, Function, Level
from kamtui.domain.outcomes.accounts import ContactAdded, ContactEdited
from kamtui.domain.outcomes.people import ContactLeft
from kamtui.errors import BadInput, Conflict, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation
from kamtui.ops.persons import added_note, boss_position, checked_person, end_position, last_position, present
from kamtui.store import accounts, contacts
from kamtui.store.contacts import Position
from kamtui.store.tx import Tx
from kamtui.store.values import text_or_none

PERSON_FIELDS = frozenset({"external_id", "name", "email", "phone", "note"})
DAYS = frozenset({"from_on", "to_on"})
"""Fields of a position that are days; also those of one that ended are corrected."""

POSITION_FIELDS = frozenset({"title", "function", "level", "reports_to", "is_key", "from_on", "to_on"})


@operation("contact.add")
def add_contact(
    tx: Tx,
    account_id: int,
    name: str,
    *,
    title: str = "",
    level: Level | None = None,
    function: Function | None = None,
    reports_to: int | None = None,
    since: dt.date | None = None,
    fields: Mapping[str, object] | None = None,
    person: int | None = None,
    placeholder: bool = False,
    is_key: bool = False,
) -> ContactAdded:
    """Add a person to an account.

    `person` is somebody already known who takes a further position (pitfall P5); otherwise a new contact is made
    from `name` and `fields` (PERSON_FIELDS). A `placeholder` is a role whose holder nobody knows yet; without a name
    it is called by the role. `reports_to` is a contact at the same account, `since` None is unknown. Raises NotFound,
    BadInput, Conflict.
    """
    account = accounts.one(tx.conn, account_id)
    if person is None:
        called = name or _unknown(title, function, level) if placeholder else name
        values = checked_person({"name": called, **(fields or {})})
        if placeholder:
            values["placeholder"] = 1
        external_id = values.get("external_id")
        if external_id and contacts.with_external_id(tx.conn, str(external_id)) is not None:
            raise Conflict(t("there is a contact with the id {id} already", id=external_id))
        person = tx.insert("contact", values, of=account_id)
    elif any(
        place.account_id == account_id and place.to_on is None for place in contacts.positions_of(tx.conn, person)
    ):
        known = contacts.one(tx.conn, person).name
        raise NothingToDo(t("{name} works at {account} already", name=known, account=account.name))
    position = {
        "contact_id": person,
        "account_id": account_id,
        "title": title.strip(),
        "function": function,
        "level": level,
        "reports_to": None if reports_to is None else boss_position(tx, account_id, reports_to),
        "is_key": int(is_key),
        "from_on": text_or_none(since),
    }
    tx.insert("position", position)
    return ContactAdded(person, contacts.one(tx.conn, person).name, account_id, account.name)


@operation("contact.edit")
def edit_contact(
    tx: Tx,
    contact_id: int,
    fields: Mapping[str, object],
    *,
    account_id: int | None = None,
    was: Mapping[str, object] | None = None,
) -> ContactEdited:
    """Change a person, or what they are at an account.

    PERSON_FIELDS go to the person, POSITION_FIELDS to the present position at `account_id` (their only one where
    None); where they left, days are corrected of the last one there, and `to_on` None says that they did not leave.
    Raises NotFound, BadInput, Conflict, NothingToDo.
    """
    unknown = set(fields) - PERSON_FIELDS - POSITION_FIELDS
    if unknown:
        known = ", ".join(sorted(PERSON_FIELDS | POSITION_FIELDS))
        raise BadInput(t("a contact has no field {field}; it has {known}", field=min(unknown), known=known))
    contact = contacts.one(tx.conn, contact_id)
    if contact.purged_on is not None and PERSON_FIELDS & {*fields}:
        raise BadInput(t("the data of {name} were taken out on {on}", name=contact.name, on=contact.purged_on))
    personal = {field: value for field, value in fields.items() if field in PERSON_FIELDS}
    positional = {field: value for field, value in fields.items() if field in POSITION_FIELDS}
    place = None
    if positional or account_id is not None:
        found = last_position if positional and {*positional} <= DAYS else present
        place = found(tx, contact_id, account_id)
    seen = was or {}
    unseen(tx, "contact", contact_id, {field: seen[field] for field in seen if field in PERSON_FIELDS})
    if place is not None:
        unseen(tx, "position", place.id, {field: seen[field] for field in seen if field in POSITION_FIELDS})
    changed = bool(personal) and tx.update(
        "contact", contact_id, checked_person(personal), of=place.account_id if place else None
    )
    if positional and place is not None:
        changed |= tx.update("position", place.id, _as_stored(tx, place, positional))
    if not changed:
        raise NothingToDo(t("{name} is that already", name=contact.name))
    return ContactEdited(contact_id, str(fields.get("name", contact.name)), tuple(fields))


@operation("contact.leave")
def leave(
    tx: Tx,
    contact_id: int,
    *,
    on: dt.date,
    reason: EndReason = EndReason.UNKNOWN,
    account_id: int | None = None,
    note: str = "",
    to: str = "",
    successor: bool = False,
) -> ContactLeft:
    """Record that a person left an account.

    The position ends on `on`; touches and history stay where they are (pitfall P6). `to` is who employs them now, as a
    dated fact about them; `note` goes below theirs. With `successor` a placeholder takes the role over, whom those
    who reported to them report to, and a task asks who it is. Raises NotFound, BadInput.
    """
    # imported late: a contact is added, and a line logged, without what it takes to judge a departure
    from kamtui.ops.successors import hung_on, unknown_successor, went_to

    place = present(tx, contact_id, account_id)
    end_position(tx, place, on, reason)
    added_note(tx, contact_id, note, on)
    if to.strip():
        went_to(tx, contact_id, to, on)
    follows = unknown_successor(tx, place, on) if successor else None
    names = contact_id, place.contact, place.account_id, place.account
    return ContactLeft(*names, on, reason, follows, hung_on(tx, place, on))


def _unknown(title: str, function: Function | None, level: Level | None) -> str:
    """What a role is called whose holder nobody knows."""
    what = title.strip() or " ".join(t(word) for word in (level, function) if word)
    return t("unknown {role}", role=what) if what else t("unknown")


def _as_stored(tx: Tx, place: Position, fields: Mapping[str, object]) -> dict[str, object]:
    """Fields of a position as its columns hold them; raises BadInput."""
    values = dict(fields)
    boss = values.get("reports_to")
    if isinstance(boss, int):
        values["reports_to"] = boss_position(tx, place.account_id, boss, place.contact_id)
    if "is_key" in values:
        values["is_key"] = int(bool(values["is_key"]))
    for field in DAYS & {*values}:
        day = values[field]
        values[field] = day.isoformat() if isinstance(day, dt.date) else day or None
    if "to_on" in values and place.to_on is None:
        raise BadInput(t("{name} still works there; say that they left with contact leave", name=place.contact))
    first, last = values.get("from_on", text_or_none(place.from_on)), values.get("to_on", text_or_none(place.to_on))
    if isinstance(first, str) and isinstance(last, str) and first > last:
        raise BadInput(t("a position from {first} cannot end on {last}", first=first, last=last))
    if "to_on" in values and last is None:
        values["end_reason"] = None
    return values
