"""A role whose holder is not known yet: who left it, what it decides, and the task to find out (R21, R38, SIG-06)."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from kamtui.domain.influences import stored_roles
from kamtui.domain.outcomes.people import Successor
from kamtui.domain.signals.people import mattered
from kamtui.errors import NothingToDo
from kamtui.i18n import t
from kamtui.ops.persons import checked_person
from kamtui.ops.profiles import set_profile
from kamtui.ops.tasks import add_task
from kamtui.store import contacts, departures, influences, owners
from kamtui.store.contacts import Position
from kamtui.store.tx import Tx, instant

EMPLOYER = "employer"
"""The field of a person's profile that says where they went."""

DAYS = 7
"""Within so many days somebody should find out: a default of ours."""

SIGNAL = "SIG-04"
"""What the task answers: a role of the four is unknown."""


def unknown_successor(tx: Tx, place: Position, on: dt.date) -> Successor:
    """Add a placeholder for who takes over a position on a day.

    It has the title, function, level and boss, and who reported to the one before reports to it. Of the buying
    influence it inherits the roles and nothing else, so what is unknown shows.
    """
    name = t("unknown successor of {name}", name=place.contact)
    person = tx.insert("contact", {**checked_person({"name": name}), "placeholder": 1}, of=place.account_id)
    role = tx.insert(
        "position",
        {
            "contact_id": person,
            "account_id": place.account_id,
            "title": place.title,
            "function": place.function,
            "level": place.level,
            "reports_to": place.reports_to,
            "is_key": int(place.is_key),
            "from_on": on.isoformat(),
        },
    )
    reports = contacts.reporting_to(tx.conn, place.id)
    for position in reports:
        tx.update("position", position, {"reports_to": role})
    _inherit_roles(tx, place, person, on)
    task = add_task.within(
        tx,
        t("find out who succeeds {name}", name=place.contact),
        account_id=place.account_id,
        contact_id=person,
        due_on=on + dt.timedelta(days=DAYS),
        owner=owners.in_force(tx.conn, place.account_id, on),
        on=on,
        signal=SIGNAL,
    )
    return Successor(person, name, len(reports), task.task_id)


def hung_on(tx: Tx, place: Position, on: dt.date) -> bool:
    """Whether the relationship hung on who has left, so that it may start anew (SIG-06, D30)."""
    gone = departures.since_rated(tx.conn, place.account_id, max(on, tx.today)).people
    return any(mattered(one) for one in gone if one.contact_id == place.contact_id)


def went_to(tx: Tx, contact_id: int, employer: str, on: dt.date) -> None:
    """Keep who employs somebody now, as a dated fact about them."""
    with suppress(NothingToDo):
        set_profile.within(tx, None, EMPLOYER, employer, contact_id=contact_id, on=min(on, tx.today))


def _inherit_roles(tx: Tx, place: Position, person: int, on: dt.date) -> None:
    before = influences.at_account(tx.conn, place.account_id, on).get(place.contact_id)
    if before is None or not before.roles:
        return
    values = {
        "account_id": place.account_id,
        "contact_id": person,
        "on_date": on.isoformat(),
        "roles": stored_roles(before.roles),
        # what was known in confidence stays with whom it was told
        "confidential": int(before.confidential),
        "author": before.author if before.confidential else tx.author,
        "recorded_at": instant(tx.now),
    }
    tx.insert("influence", values)
