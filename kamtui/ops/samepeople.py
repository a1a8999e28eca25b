"""Two entries are one person, or a placeholder is somebody: what is of the one goes over to the other, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from kamtui.domain.contacts import UNKNOWN, EndReason
from kamtui.domain.influences import Influence, stored_roles
from kamtui.domain.names import fold, phone_key
from kamtui.domain.outcomes.people import ContactIdentified, ContactsMerged, ContactsUnmerged
from kamtui.errors import BadInput, NotFound, NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.ops.persons import checked_person, end_position
from kamtui.ops.successors import SIGNAL
from kamtui.ops.tasks import close_task
from kamtui.store import contacts, influences, persons, tasks
from kamtui.store.contacts import Contact, Position
from kamtui.store.journal import Entry
from kamtui.store.tx import Tx, instant

ENTERED = ("title", "function", "level", "reports_to", "from_on")
"""Columns of a position that are filled from its double."""


@operation("contact.merge")
def merge(tx: Tx, contact_id: int, other_id: int) -> ContactsMerged:
    """Say that two contacts are one person.

    Touches, positions, what is judged, who covers them, tasks, opinions, links and facts of the other go over to
    `contact_id`, who can be named by the other's name, mail and phone, too. The other stays as an entry in no list,
    for `contact.unmerge`. Raises NotFound, BadInput, NothingToDo.
    """
    if contact_id == other_id:
        raise NothingToDo(t("that is the same contact"))
    keep, other = _whole(tx, contact_id), _whole(tx, other_id)
    if keep.placeholder or other.placeholder:
        raise BadInput(t("{name} is not known yet; say who it is with contact identify", name=_unknown(keep, other)))
    _complete(tx, keep, other)
    moved = _take_over(tx, contact_id, other_id)
    _entomb(tx, contact_id, other_id)
    return ContactsMerged(contact_id, keep.name, other_id, other.name, moved)


@operation("contact.unmerge")
def unmerge(tx: Tx, contact_id: int) -> ContactsUnmerged:
    """Take apart two contacts that were merged.

    What went over with the merge goes back, as it is by now; what came later stays with the other. `contact_id` is
    the number of the one that went into the other, who must not have gone into somebody else since. Raises NotFound,
    BadInput.
    """
    gone = contacts.one(tx.conn, contact_id)
    if gone.merged_into is None:
        raise NotFound(t("contact {contact} was not merged into another", contact=contact_id))
    if gone.purged_on is not None:
        message = "the data of {name} were taken out on {on}; there is nothing to go back to"
        raise BadInput(t(message, name=gone.name, on=gone.purged_on))
    entries = persons.merging(tx.conn, contact_id)
    _refuse_onward(tx, gone, entries)
    keep, back, lost = contacts.one(tx.conn, gone.merged_into), 0, 0
    later = persons.came_later(tx.conn, keep.id, entries[0].change)
    tx.update("contact", contact_id, {"merged_into": None, "archived_on": None})
    for entry in entries:
        went_back = _give_back(tx, entry, contact_id, keep.id)
        back, lost = back + (went_back is True), lost + (went_back is None)
    return ContactsUnmerged(contact_id, contacts.one(tx.conn, contact_id).name, keep.id, keep.name, back, later, lost)


@operation("contact.identify")
def identify(
    tx: Tx,
    contact_id: int,
    name: str = "",
    *,
    person: int | None = None,
    fields: Mapping[str, object] | None = None,
    on: dt.date | None = None,
) -> ContactIdentified:
    """Say who a placeholder is.

    Either it gets a `name` and `fields` (email, phone, note, external_id), or the role goes to the known `person`,
    from `on` (today) on where they leave another position at the account for it. The task to find out is done.
    Raises NotFound, BadInput.
    """
    before, day = contacts.one(tx.conn, contact_id), on or tx.today
    places = [place for place in contacts.positions_of(tx.conn, contact_id) if place.to_on is None]
    if not before.placeholder or not places:
        raise BadInput(t("{name} is no placeholder; see contact merge", name=before.name))
    if (person is None) == (name.strip() in {"", *UNKNOWN}):
        raise BadInput(t("give a name, or a person who is known already"))
    closed = _close_search(tx, contact_id, name, person, day)
    if person is None:
        values = {**checked_person({"name": name, **(fields or {})}), "placeholder": 0}
        tx.update("contact", contact_id, values, of=places[0].account_id)
        person = contact_id
    else:
        known = _whole(tx, person)
        if known.placeholder:
            raise BadInput(t("{name} is not known yet; say who it is with contact identify", name=known.name))
        _give_role(tx, places, person, day)
        _take_over(tx, person, contact_id, but=("position", "influence"))
        _entomb(tx, person, contact_id)
    names = contacts.one(tx.conn, person).name, places[0].account_id, places[0].account
    return ContactIdentified(person, *names, before.name, closed)


def _whole(tx: Tx, contact_id: int) -> Contact:
    """Somebody who may be merged; raises NotFound, BadInput."""
    found = contacts.one(tx.conn, contact_id)
    if found.merged_into is not None:
        raise BadInput(t("{name} is contact {id} already", name=found.name, id=found.merged_into))
    if found.purged_on is not None:
        raise BadInput(t("the data of {name} were taken out on {on}", name=found.name, on=found.purged_on))
    return found


def _refuse_onward(tx: Tx, gone: Contact, entries: Sequence[Entry]) -> None:
    """Raise BadInput where whom somebody went into went into another since: that merge has to be taken apart first."""
    own = next(entry.after for entry in entries if (entry.table, entry.row) == ("contact", gone.id) and entry.after)
    went = own["merged_into"]
    if isinstance(went, int) and went != gone.merged_into:
        name, other = (contacts.one(tx.conn, key).name for key in (went, gone.merged_into or went))
        message = "{name} was merged into {other} since; take that back first: kamtui contact unmerge {id}"
        raise BadInput(t(message, name=name, other=other, id=went))


def _unknown(*people: Contact) -> str:
    return next(one.name for one in people if one.placeholder)


def _complete(tx: Tx, keep: Contact, other: Contact) -> None:
    """Fill what is empty from the other; what differs becomes an alias."""
    if keep.external_id is None and other.external_id is not None:
        tx.update("contact", other.id, {"external_id": None})
        tx.update("contact", keep.id, {"external_id": other.external_id})
    filled = {
        field: theirs for field in ("email", "phone") if (theirs := getattr(other, field)) and not getattr(keep, field)
    }
    if other.note:
        filled["note"] = f"{keep.note}\n{other.note}" if keep.note else other.note
    tx.update("contact", keep.id, filled)
    named = checked_person({"name": other.name})["name_key"], checked_person({"name": keep.name})["name_key"]
    for kind, text, key, is_new in (
        ("name", other.name, str(named[0]), named[0] != named[1]),
        ("email", other.email, fold(other.email), bool(keep.email) and fold(keep.email) != fold(other.email)),
        ("phone", other.phone, phone_key(other.phone), bool(keep.phone) and keep.phone != other.phone),
    ):
        if text and is_new:
            tx.insert("alias", {"contact_id": keep.id, "kind": kind, "text": text, "key": key})


def _take_over(tx: Tx, keep: int, other: int, but: Sequence[str] = ()) -> int:
    """Hang on `keep` what hangs on `other`, except the tables in `but`; returns how many rows."""
    doubled, between = persons.at_both(tx.conn, keep, other), persons.between(tx.conn, keep, other)
    here = {place.account_id: place for place in contacts.positions_of(tx.conn, keep) if place.to_on is None}
    owned = [own for own in persons.rows_of(tx.conn, other) if own.table not in but]
    for own in owned:
        double = here.get(own.account_id or 0)
        if (own.table == "touch_contact" and own.id in doubled) or (own.table == "link" and own.id in between):
            if tx.row_or_none(own.table, own.id) is not None:
                tx.delete(own.table, own.id, of=own.account_id)
        elif own.table == "position" and double and tx.row("position", own.id)["to_on"] is None:
            _join_positions(tx, double, own.id)
        else:
            tx.update(own.table, own.id, {own.column: keep}, of=own.account_id)
    for tomb in persons.merged_into(tx.conn, other):
        tx.update("contact", tomb, {"merged_into": keep})
    return len(owned)


def _join_positions(tx: Tx, keep: Position, double: int) -> None:
    """Make one of two present positions at the same account: what the one does not say, the other may."""
    mine, theirs = tx.row("position", keep.id), tx.row("position", double)
    filled = {
        field: theirs[field]
        for field in ENTERED
        if mine[field] in (None, "") and theirs[field] not in (None, "", keep.id)
    }
    if mine["reports_to"] == double:
        filled["reports_to"] = theirs["reports_to"] if theirs["reports_to"] != keep.id else None
    tx.update("position", keep.id, {**filled, "is_key": max(int(keep.is_key), int(str(theirs["is_key"])))})
    for position in contacts.ever_reporting_to(tx.conn, double):
        if position != keep.id:
            tx.update("position", position, {"reports_to": keep.id})
    tx.delete("position", double)


def _entomb(tx: Tx, keep: int, other: int) -> None:
    tx.update("contact", other, {"merged_into": keep, "archived_on": tx.today.isoformat()})


def _give_back(tx: Tx, entry: Entry, gone: int, keep: int) -> bool | None:
    """Give a row of a merge back to whom it was of; None: it is no longer theirs, False: it was not of them.

    What else the merge changed in a row is changed back where it says so still.
    """
    now, before, after = tx.row_or_none(entry.table, entry.row), entry.before, entry.after
    if after is None or before is None:
        if after is None and before is not None and now is None:
            tx.insert(entry.table, before, of=entry.account_id)
        elif after is not None and now is not None and now == {**after, "contact_id": now.get("contact_id")}:
            # what they are called else is not of whom the other went into since, either
            tx.delete(entry.table, entry.row, of=entry.account_id)
        return after is None
    mine = [column for table, column in persons.OWNED if table == entry.table and before[column] == gone]
    if now is None:
        return None if mine else False
    other = {name for name, value in before.items() if value != after[name] == now[name]} - {*mine}
    back = {column: gone for column in mine if now[column] == keep}
    tx.update(entry.table, entry.row, {**{name: before[name] for name in other}, **back}, of=entry.account_id)
    return bool(back) or (None if mine else False)


def _close_search(tx: Tx, placeholder: int, name: str, person: int | None, on: dt.date) -> int:
    """Close the tasks that ask who a placeholder is; returns how many."""
    found = name.strip() if person is None else contacts.one(tx.conn, person).name
    open_ones = tasks.rows(tx.conn, tasks.ids(tx.conn, signal=SIGNAL))
    asking = [task.id for task in open_ones if task.contact_id == placeholder]
    for task in asking:
        close_task.within(tx, task, on=on, result=found)
    return len(asking)


def _give_role(tx: Tx, places: Sequence[Position], person: int, on: dt.date) -> None:
    """Let somebody take the positions of a placeholder, with the roles that were known of it."""
    there = {place.account_id: place for place in contacts.positions_of(tx.conn, person) if place.to_on is None}
    for place in places:
        values: dict[str, object] = {"contact_id": person}
        if (old := there.get(place.account_id)) is not None:
            end_position(tx, old, on, EndReason.MOVED_INSIDE)
            values |= {"from_on": on.isoformat()}
            if place.reports_to == old.id:
                values["reports_to"] = old.reports_to
        judged = influences.at_account(tx.conn, place.account_id, max(on, tx.today))
        tx.update("position", place.id, values)
        role = judged.get(place.contact_id)
        if role is not None and role.roles:
            _add_roles(tx, place.account_id, person, judged.get(person), role)


def _add_roles(tx: Tx, account_id: int, person: int, own: Influence | None, role: Influence) -> None:
    """Judge somebody as before, with the roles of the position they take; on the day of the newer of the two."""
    said = own or Influence(person, role.on)
    is_secret = said.confidential or role.confidential
    values = {
        **said._asdict(),
        "account_id": account_id,
        "contact_id": person,
        "on_date": max(said.on, role.on).isoformat(),
        "roles": stored_roles((*said.roles, *role.roles)),
        "confidential": int(is_secret),
        "author": (said.author or role.author) if is_secret else tx.author,
        "recorded_at": instant(tx.now),
    }
    del values["on"]
    tx.insert("influence", values)
