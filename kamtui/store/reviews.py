"""What the review needs: the accounts that have a card on a day, and what was done about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kamtui.domain import reviews, signals
from kamtui.domain.reviews import NOTHING, Card, InHand, Settled
from kamtui.domain.signals import relationship
from kamtui.domain.signals.reason import Reason
from kamtui.store import policies, situations
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none


class Acknowledged(NamedTuple):
    """What somebody did about an account's card."""

    account_id: int
    on: dt.date
    until_on: dt.date | None
    """None: reviewed that day."""
    reason: str
    settled: Settled


def cards(
    conn: Connection,
    on: dt.date,
    who: str,
    owner: str | None,
    among: Iterable[int] | None = None,
    ranking: Mapping[int, tuple[Reason, ...]] = NOTHING,
) -> list[Card]:
    """The review of a day for `who`: the accounts of `owner`, or everybody's, less what `who` has settled.

    With `among` only the cards of these accounts; `ranking` are the reasons of `store.appraisals`.
    """
    policy = policies.in_force(conn, on)
    # of several acknowledgements that hold, what any of them covers is settled
    settled: dict[int, Settled] = {}
    for found in acknowledgements(conn, who, on):
        before = settled.get(found.account_id, {})
        whatever = before is None or found.settled is None
        settled[found.account_id] = None if whatever else {**(before or {}), **(found.settled or {})}
    seen = situations.situations(conn, on, policy, owner, among, also=ranking)
    return reviews.cards(seen, policy, on, settled, ranking)


def reasons(conn: Connection, account: int, on: dt.date) -> list[Reason]:
    """Everything that speaks for looking at one account on a day, also what is in hand; but no ranking."""
    policy = policies.in_force(conn, on)
    found = situations.situations(conn, on, policy, among=[account])
    return [reason for situation in found for reason in signals.reasons(situation, policy, on)]


def contradictions(conn: Connection, account: int, on: dt.date) -> list[Reason]:
    """What speaks on a day against the status of one account."""
    policy = policies.in_force(conn, on)
    # beside where the account stands, nothing else is looked at
    found = situations.situations(conn, on, policy, among=[account], only=("people",))
    return [reason for situation in found for reason in relationship.contradiction(situation, policy, on)]


def open_card(conn: Connection, account: int, on: dt.date) -> Card | None:
    """The card of one account on a day, whoever has settled it; no ranking. None: nothing is open there."""
    policy = policies.in_force(conn, on)
    found = reviews.cards(situations.situations(conn, on, policy, among=[account]), policy, on)
    return found[0] if found else None


def in_hand(conn: Connection, account: int, on: dt.date) -> tuple[InHand, ...]:
    """What a promised next step answers at one account on a day."""
    policy = policies.in_force(conn, on)
    found = situations.situations(conn, on, policy, among=[account])
    return tuple(one for each in found for one in reviews.apart(signals.reasons(each, policy, on), each)[1])


def owner_of_review(conn: Connection, who: str) -> str | None:
    """Whose accounts `who` reviews: their own, or everybody's (None) where they own none."""
    owns = conn.execute("SELECT 1 FROM standing WHERE archived = 0 AND owner = ? LIMIT 1", (who,)).fetchone()
    return who if owns else None


def acknowledgements(conn: Connection, who: str, on: dt.date) -> list[Acknowledged]:
    """What a user did about cards that still holds on a day: reviewed that day, or put off beyond it."""
    found = conn.execute(
        "SELECT account_id, on_date, until_on, reason, covers FROM ack WHERE who = ? AND on_date <= ?"
        " AND (on_date = ? OR until_on > ?) ORDER BY id",
        (who, on.isoformat(), on.isoformat(), on.isoformat()),
    )
    return [
        Acknowledged(account, dt.date.fromisoformat(day), date_or_none(until), reason, reviews.covered(covers))
        for account, day, until, reason, covers in found
    ]
