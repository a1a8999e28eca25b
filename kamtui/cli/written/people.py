"""The row of a person who moved, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli import shapes
from kamtui.domain.outcomes.people import (
    ContactIdentified,
    ContactJoined,
    ContactLeft,
    ContactMoved,
    ContactsMerged,
    ContactsUnmerged,
)
from kamtui.store import (
    contacts,
)
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_one_who_left(outcome: ContactLeft | ContactMoved, conn: Connection) -> Shape:
    follows = outcome.successor
    row = {**contact(conn, outcome.contact_id), "successor": None if follows is None else follows._asdict()}
    return {**row, "anew": outcome.anew} if isinstance(outcome, ContactLeft) else row


def of_one_who_came(outcome: ContactJoined | ContactIdentified, conn: Connection) -> Shape:
    row = contact(conn, outcome.contact_id)
    return {**row, "formerly": list(outcome.formerly)} if isinstance(outcome, ContactJoined) else row


def of_contacts(outcome: ContactsMerged | ContactsUnmerged, conn: Connection) -> Shape:
    counted = {name: value for name, value in outcome._asdict().items() if name in ("rows", "stayed", "gone")}
    return {**contact(conn, outcome.contact_id), "other_id": outcome.other_id, **counted}


def contact(conn: Connection, key: int) -> Shape:
    """A person with the positions they hold."""
    return shapes.contact(contacts.one(conn, key), contacts.positions_of(conn, key))


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    ContactLeft: of_one_who_left,
    ContactMoved: of_one_who_left,
    ContactJoined: of_one_who_came,
    ContactIdentified: of_one_who_came,
    ContactsMerged: of_contacts,
    ContactsUnmerged: of_contacts,
}
