"""Contacts: people and the dated positions that tie them to accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.contacts import EndReason, Function, Level
from kamtui.domain.names import name_key, pinyin_key
from kamtui.domain.outcomes import ContactAdded, ContactEdited, ContactLeft
from kamtui.errors import BadInput, Conflict, NothingToDo
from kamtui.i18n import t
from kamtui.ops.accounts import tidied
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation
from kamtui.store import accounts, contacts
from kamtui.store.tx import Tx
from kamtui.store.values import text_or_none

PERSON_FIELDS = frozenset({"external_id", "name", "email", "phone", "note"})
POSITION_FIELDS = frozenset({"title", "function", "level", "reports_to"})


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
) -> ContactAdded:
    """Add a person to an account.

    `person` is somebody already known who takes a further position (pitfall P5); otherwise a new contact is made
    from `name` and `fields` (PERSON_FIELDS). `reports_to` is a contact at the same account, `since` None is unknown.
    Raises NotFound, BadInput, Conflict.
    """
    account = accounts.one(tx.conn, account_id)
    if person is None:
        values = checked_person({"name": name, **(fields or {})})
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
    None). Raises NotFound, BadInput, Conflict, NothingToDo.
    """
    unknown = set(fields) - PERSON_FIELDS - POSITION_FIELDS
    if unknown:
        known = ", ".join(sorted(PERSON_FIELDS | POSITION_FIELDS))
        raise BadInput(t("a contact has no field {field}; it has {known}", field=min(unknown), known=known))
    contact = contacts.one(tx.conn, contact_id)
    personal = {field: value for field, value in fields.items() if field in PERSON_FIELDS}
    positional = {field: value for field, value in fields.items() if field in POSITION_FIELDS}
    place = _present(tx, contact_id, account_id) if positional or account_id is not None else None
    seen = was or {}
    unseen(tx, "contact", contact_id, {field: seen[field] for field in seen if field in PERSON_FIELDS})
    if place is not None:
        unseen(tx, "position", place.id, {field: seen[field] for field in seen if field in POSITION_FIELDS})
    changed = bool(personal) and tx.update(
        "contact", contact_id, checked_person(personal), of=place.account_id if place else None
    )
    if positional and place is not None:
        boss = positional.get("reports_to")
        if isinstance(boss, int):
            positional["reports_to"] = boss_position(tx, place.account_id, boss)
        changed |= tx.update("position", place.id, positional)
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
) -> ContactLeft:
    """Record that a person left an account.

    The position ends on `on`; touches and history stay where they are (pitfall P6). Raises NotFound, BadInput.
    """
    place = _present(tx, contact_id, account_id)
    if place.from_on is not None and on < place.from_on:
        raise BadInput(t("{name} started on {date}, so cannot leave before", name=place.contact, date=place.from_on))
    tx.update("position", place.id, {"to_on": on.isoformat(), "end_reason": reason})
    return ContactLeft(contact_id, place.contact, place.account_id, place.account, on, reason)


def checked_person(fields: Mapping[str, object]) -> dict[str, object]:
    """Fields of a person as they are stored, with their search keys; raises BadInput."""
    values = {field: tidied(field, value) for field, value in fields.items()}
    if "name" in values:
        name = str(values["name"])
        if not name:
            raise BadInput(t("a contact needs a name"))
        values |= {"name_key": name_key(name, person=True), "pinyin_key": pinyin_key(name, person=True)}
    if values.get("external_id") == "":
        values["external_id"] = None
    return values


def boss_position(tx: Tx, account_id: int, contact_id: int) -> int:
    """The present position of a boss at the account; raises BadInput where they have none there."""
    for place in contacts.positions_of(tx.conn, contact_id):
        if place.account_id == account_id and place.to_on is None:
            return place.id
    name = contacts.one(tx.conn, contact_id).name
    raise BadInput(t("{name} does not work at this account, so nobody there can report to them", name=name))


def _present(tx: Tx, contact_id: int, account_id: int | None) -> contacts.Position:
    places = [
        place
        for place in contacts.positions_of(tx.conn, contact_id)
        if place.to_on is None and account_id in (None, place.account_id)
    ]
    if len(places) == 1:
        return places[0]
    name = contacts.one(tx.conn, contact_id).name
    if not places:
        raise BadInput(t("{name} has no present position there", name=name))
    where = ", ".join(place.account for place in places)
    raise BadInput(t("{name} works at {accounts}; say which with --account", name=name, accounts=where))
