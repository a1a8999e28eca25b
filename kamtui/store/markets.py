"""What a page on an account says of its market, read in one go."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.markets import Market
from kamtui.domain.profiles import GOALS, VALUE_DRIVERS, held_by, ranked
from kamtui.domain.segments import of
from kamtui.store import accounts, contacts, profiles, rivals
from kamtui.store.sqlite import Connection


def market(conn: Connection, account: int, on: dt.date, *, confidential: bool = True) -> Market:
    """The market of an account on a day, for the user of this connection; in confidence only with `confidential`."""
    known = profiles.of_account(conn, account, on)
    kept = {field: value for field, value in known.items() if confidential or not value.confidential}
    people = profiles.at_account(conn, account, on)
    drivers = {person: found[VALUE_DRIVERS] for person, found in people.items() if VALUE_DRIVERS in found}
    told = [person for person, value in drivers.items() if confidential or not value.confidential]
    return Market(
        segments=of(accounts.one(conn, account).segments),
        goals=kept.get(GOALS),
        drivers=tuple(ranked(kept[VALUE_DRIVERS].value)) if VALUE_DRIVERS in kept else (),
        personal=[(row.name, ranked(drivers[row.id].value)) for row in contacts.rows(conn, told)],
        held_by=held_by(kept),
        rivals=rivals.at_account(conn, account, on),
        partnership=rivals.partnership(conn, account, on),
    )
