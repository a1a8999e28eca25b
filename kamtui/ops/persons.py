"""What operations on people share: how a person is stored, and which of their positions is meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.contacts import EndReason
from kamtui.domain.names import name_key, pinyin_key
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.accounts import tidied
from kamtui.store import contacts
from kamtui.store.contacts import Position
from kamtui.store.tx import Tx


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


def boss_position(tx: Tx, account_id: int, contact_id: int, of: int | None = None) -> int:
    """The present position of a boss (of `of`) at the account; raises BadInput where they have none there."""
    if contact_id == of:
        raise BadInput(t("{name} cannot report to themselves", name=contacts.one(tx.conn, contact_id).name))
    for place in contacts.positions_of(tx.conn, contact_id):
        if place.account_id == account_id and place.to_on is None:
            return place.id
    name = contacts.one(tx.conn, contact_id).name
    raise BadInput(t("{name} does not work at this account, so nobody there can report to them", name=name))


def present(tx: Tx, contact_id: int, account_id: int | None) -> Position:
    """Their present position at the account, or their only one where None; raises NotFound, BadInput."""
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


def last_position(tx: Tx, contact_id: int, account_id: int | None) -> Position:
    """Their present position, else the one that ended last; raises NotFound, BadInput."""
    places = [place for place in contacts.positions_of(tx.conn, contact_id) if account_id in (None, place.account_id)]
    if not places or any(place.to_on is None for place in places):
        return present(tx, contact_id, account_id)
    return places[0]


def end_position(tx: Tx, place: Position, on: dt.date, reason: EndReason) -> None:
    """End a position on a day; raises BadInput where it began later."""
    if place.from_on is not None and on < place.from_on:
        raise BadInput(t("{name} started on {date}, so cannot leave before", name=place.contact, date=place.from_on))
    tx.update("position", place.id, {"to_on": on.isoformat(), "end_reason": reason})


def added_note(tx: Tx, contact_id: int, note: str, on: dt.date) -> None:
    """Write a dated line below the note of a person."""
    if note.strip():
        before = contacts.one(tx.conn, contact_id).note
        line = f"{on}: {note.strip()}"
        tx.update("contact", contact_id, {"note": f"{before}\n{line}" if before else line})
