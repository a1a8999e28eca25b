"""What the review needs: the accounts that could have a card on a day, and what was done about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from kamtui.domain import reviews
from kamtui.domain.reviews import Card, Standing
from kamtui.domain.tiers import Tier
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none


class Acknowledged(NamedTuple):
    """What somebody did about an account's card."""

    account_id: int
    on: dt.date
    until_on: dt.date | None


# One arm per index, so that a manager's cards are found without reading every account.
_WAITING = """
SELECT s.account_id, s.tier, s.last_touch_on, s.next_due_on, s.overdue_on, s.task_due_on,
    (SELECT min(x.on_date) FROM touch x WHERE x.account_id = s.account_id AND x.state = 'scheduled' AND x.on_date < :on)
FROM standing s
WHERE s.archived = 0 {mine} AND (
    s.next_due_on <= :on
    OR (s.last_touch_on IS NULL AND s.tier IS NOT 'unattractive')
    OR s.account_id IN (SELECT account_id FROM task WHERE state = 'open' AND due_on <= :on)
    OR s.account_id IN (SELECT account_id FROM touch WHERE state = 'scheduled' AND on_date < :on)
)
"""


def cards(conn: Connection, on: dt.date, who: str, owner: str | None, among: Iterable[int] | None = None) -> list[Card]:
    """The review of a day for `who`: the accounts of `owner`, or everybody's, less what `who` has settled.

    With `among` only the cards of these accounts.
    """
    settled = {found.account_id for found in acknowledgements(conn, who, on)}
    return reviews.cards(waiting(conn, on, owner, among), on, settled)


def owner_of_review(conn: Connection, who: str) -> str | None:
    """Whose accounts `who` reviews: their own, or everybody's (None) where they own none."""
    owns = conn.execute("SELECT 1 FROM standing WHERE archived = 0 AND owner = ? LIMIT 1", (who,)).fetchone()
    return who if owns else None


def waiting(conn: Connection, on: dt.date, owner: str | None, among: Iterable[int] | None = None) -> list[Standing]:
    """The accounts with a reason for a card on a day: of one owner or of everybody, of all or of some."""
    mine = "" if owner is None else "AND s.owner = :owner"
    if among is not None:
        mine += f" AND s.account_id IN ({','.join(map(str, among))})"
    found = conn.execute(_WAITING.format(mine=mine), {"on": on.isoformat(), "owner": owner})
    return [
        Standing(account, Tier(tier) if tier else None, *(date_or_none(value) for value in dates))
        for account, tier, *dates in found
    ]


def acknowledgements(conn: Connection, who: str, on: dt.date) -> list[Acknowledged]:
    """What a user did about cards that still holds on a day: reviewed that day, or put off beyond it."""
    found = conn.execute(
        "SELECT account_id, on_date, until_on FROM ack WHERE who = ? AND on_date <= ?"
        " AND (on_date = ? OR until_on > ?) ORDER BY id",
        (who, on.isoformat(), on.isoformat(), on.isoformat()),
    )
    return [Acknowledged(account, dt.date.fromisoformat(day), date_or_none(until)) for account, day, until in found]


def acknowledged(conn: Connection, account: int, who: str, on: dt.date) -> bool:
    """Whether a user has reviewed an account, or put it off, on that day."""
    return any(found.account_id == account and found.on == on for found in acknowledgements(conn, who, on))
