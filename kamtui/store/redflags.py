"""Red flags read: what is in doubt at one account, and what is done about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kamtui.domain import redflags
from kamtui.domain.policy import Policy
from kamtui.domain.redflags import Kept, RedFlags
from kamtui.domain.signals.situation import Someone
from kamtui.domain.tiers import Tier
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store import accounts, policies, presences, profilegaps
from kamtui.store.sqlite import Connection


def at_account(conn: Connection, account: int, on: dt.date, *, confidential: bool = True) -> RedFlags:
    """The red flags of an account on a day, for the user of this connection; raises NotFound.

    `confidential`: with what was judged in confidence and one may see.
    """
    policy, row = policies.in_force(conn, on), accounts.row(conn, account)
    people = presences.people_at(conn, account, on, policy, confidential=confidential)
    return of_people(conn, account, people, row.tier, policy, on)


def of_people(
    conn: Connection, account: int, people: Iterable[Someone], tier: Tier | None, policy: Policy, on: dt.date
) -> RedFlags:
    """The same where the people are read already. Of a key account its profile is looked at, too."""
    found, looked = redflags.computed(list(people), tier, policy, on)
    if tier is Tier.KEY:
        found += redflags.of_profile(profilegaps.at_account(conn, account, on).gaps, on)
        looked += redflags.PROFILE_LOOKED
    return redflags.merged(found, kept(conn, account), looked)


def kept(conn: Connection, account: int) -> list[Kept]:
    """What is flagged by hand, or answered, at an account and not settled."""
    rows = conn.execute(f"{_KEPT} WHERE f.account_id = ? AND f.settled_on IS NULL ORDER BY f.id", (account,))
    return [_kept(row) for row in rows]


def one(conn: Connection, key: int) -> tuple[int, Kept]:
    """The account of a stored flag, and the flag; raises NotFound, also where it is settled."""
    row = conn.execute(f"{_KEPT} WHERE f.id = ? AND f.settled_on IS NULL", (key,)).fetchone()
    if row is None:
        raise NotFound(t("there is no open flag {key}", key=key))
    return int(row[1]), _kept(row)


_KEPT = (
    "SELECT f.id, f.account_id, f.subject, f.text, f.contact_id, ifnull(c.name, ''), f.strength, f.task_id,"
    " ifnull(k.title, ''), ifnull(k.state = 'open', 0), f.on_date, f.text <> '', f.author FROM red_flag f"
    " LEFT JOIN contact c ON c.id = f.contact_id LEFT JOIN task k ON k.id = f.task_id"
)


def _kept(row: tuple[object, ...]) -> Kept:
    key, _, subject, text, contact, name, strength, task, title, is_open, day, by_hand, author = row
    on = dt.date.fromisoformat(str(day))
    return Kept._make(
        (key, subject, text, contact, name, strength, task, title, bool(is_open), on, bool(by_hand), author)
    )
