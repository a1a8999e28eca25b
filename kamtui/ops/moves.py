"""People move: to another position at the same account, or to another account (P5, P6); what was said stays there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.contacts import EndReason
from kamtui.domain.names import fold, phone_key
from kamtui.domain.outcomes.people import ContactJoined, ContactMoved
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.contacts import PERSON_FIELDS, add_contact
from kamtui.ops.core import operation
from kamtui.ops.persons import added_note, boss_position, end_position, present
from kamtui.ops.successors import unknown_successor
from kamtui.store import accounts, contacts
from kamtui.store.contacts import Position
from kamtui.store.tx import Tx

MOVED_FIELDS = ("title", "function", "level", "reports_to")

ROLE_FIELDS = (*MOVED_FIELDS, "is_key")


@operation("contact.move")
def move(
    tx: Tx,
    contact_id: int,
    fields: Mapping[str, object],
    *,
    on: dt.date,
    account_id: int | None = None,
    note: str = "",
    successor: bool = False,
) -> ContactMoved:
    """Record that a person moved inside an account.

    The old position ends on `on` and a new one begins then; `fields` (title, function, level, reports_to as a
    contact, None for nobody) say what is different, the others stay. What is judged of their buying influence is
    theirs still and wants to be verified, for it was before they moved (SIG-05). With `successor` a placeholder takes
    the old role over. Raises NotFound, BadInput, NothingToDo.
    """
    unknown = set(fields) - set(MOVED_FIELDS)
    if unknown:
        known = ", ".join(MOVED_FIELDS)
        raise BadInput(t("a position has no field {field}; it has {known}", field=min(unknown), known=known))
    place = present(tx, contact_id, account_id)
    role = _role(tx, place, fields)
    before = tx.row("position", place.id)
    if all(before[field] == value for field, value in role.items()):
        raise NothingToDo(t("{name} is that already", name=place.contact))
    end_position(tx, place, on, EndReason.MOVED_INSIDE)
    values = {"contact_id": contact_id, "account_id": place.account_id, **role, "from_on": on.isoformat()}
    tx.insert("position", values)
    added_note(tx, contact_id, note, on)
    follows = unknown_successor(tx, place, on) if successor else None
    titles = place.title, str(role["title"])
    return ContactMoved(contact_id, place.contact, place.account_id, place.account, *titles, on, follows)


@operation("contact.join")
def join(
    tx: Tx,
    contact_id: int,
    account_id: int,
    *,
    since: dt.date | None = None,
    fields: Mapping[str, object] | None = None,
    instead: bool = False,
    on: dt.date | None = None,
) -> ContactJoined:
    """Record that a known person works at another account.

    They take a further position there, or with `instead` one that ends all others, on `since` or else `on` (today).
    `fields`: title, function, level, reports_to, is_key; an e-mail and a phone that replace theirs, which stay as
    other ways to name them (P6). Raises NotFound, BadInput, NothingToDo.
    """
    given = dict(fields or {})
    unknown = set(given) - set(ROLE_FIELDS) - {"email", "phone"}
    if unknown:
        known = ", ".join((*ROLE_FIELDS, "email", "phone"))
        raise BadInput(t("a position has no field {field}; it has {known}", field=min(unknown), known=known))
    reached = {field: given.pop(field) for field in PERSON_FIELDS & {*given}}
    if (before := contacts.one(tx.conn, contact_id)).placeholder:
        raise BadInput(t("{name} is not known yet; say first who it is with contact identify", name=before.name))
    left = []
    if instead:
        for place in contacts.positions_of(tx.conn, contact_id):
            if place.to_on is None and place.account_id != account_id:
                end_position(tx, place, since or on or tx.today, EndReason.LEFT_COMPANY)
                left.append(place.account)
    added = add_contact.within(tx, account_id, "", person=contact_id, since=since, **given)  # type: ignore[arg-type]
    _reached_otherwise(tx, contact_id, reached, account_id)
    formerly = contacts.formerly(tx.conn, tx.today, account_id).get((account_id, contact_id), [])
    names = added.name, account_id, accounts.one(tx.conn, account_id).name
    return ContactJoined(contact_id, *names, tuple(formerly), tuple(left))


def _role(tx: Tx, place: Position, fields: Mapping[str, object]) -> dict[str, object]:
    """The columns of the position that somebody moves to."""
    boss = fields.get("reports_to", place.reports_to)
    if isinstance(fields.get("reports_to"), int):
        boss = boss_position(tx, place.account_id, int(str(fields["reports_to"])), place.contact_id)
    return {
        "title": str(fields.get("title", place.title) or "").strip(),
        "function": fields.get("function", place.function) or None,
        "level": fields.get("level", place.level) or None,
        "reports_to": boss,
        "is_key": int(place.is_key),
    }


def _reached_otherwise(tx: Tx, contact_id: int, reached: Mapping[str, object], account_id: int) -> None:
    """Give somebody another mail or phone; the old ones stay as aliases."""
    before = contacts.one(tx.conn, contact_id)
    for field, key in (("email", fold), ("phone", phone_key)):
        old, new = str(getattr(before, field)), str(reached.get(field) or "").strip()
        if not new or new == old:
            continue
        if old:
            values = {"contact_id": contact_id, "kind": field, "text": old, "key": key(old)}
            tx.insert("alias", values, of=account_id)
        tx.update("contact", contact_id, {field: new}, of=account_id)
