"""Who left an account since its relationship was rated, and how much of the contact went with them (D30)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from math import prod
from typing import NamedTuple

from kamtui.domain.signals.people import mattered, unanswered
from kamtui.domain.signals.situation import Gone
from kamtui.store import policies, situations
from kamtui.store.fragments import counts
from kamtui.store.sqlite import Connection


class Departures(NamedTuple):
    """What a new start answers."""

    people: tuple[Gone, ...]
    """Those on whom the relationship hung come first, then those who left last."""
    share: float
    """Of the touches in the year before the last of them left: how many went through any who left, 0-1."""
    weight: float | None = None
    """Of the influence judged there, how much was theirs, 0-1; None: nobody judged how much their words weigh."""

    @property
    def lost(self) -> float:
        """How much left with them, 0-1: by influence where it is judged, else by touches (D30)."""
        return self.share if self.weight is None else self.weight

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.people)


def since_rated(conn: Connection, account: int, on: dt.date) -> Departures:
    """Who left an account within a year and since its status was set; nobody where it is archived."""
    policy = policies.in_force(conn, on)
    found = situations.situations(conn, on, policy, among=[account], also=[account])
    left = unanswered(found[0], on) if found else []
    if not left:
        return Departures((), 0.0)
    people = tuple(sorted(left, key=lambda one: not mattered(one)))
    share = _share(conn, account, (one.contact_id for one in left), max(one.on for one in left))
    return Departures(people, share, _weight(left))


def _weight(left: Iterable[Gone]) -> float | None:
    """What those who left one after the other took of the influence that was there: each of what was left by then."""
    weights = [one.weight for one in left if one.influence is not None and one.influence.degree is not None]
    return 1 - prod(1 - weight for weight in weights) if weights else None


def _share(conn: Connection, account: int, people: Iterable[int], last: dt.date) -> float:
    """Of the qualifying touches in the year up to a day, those that went through any of some people, 0-1."""
    through, every = conn.execute(
        # what two of us logged of one meeting is one
        "SELECT count(DISTINCT CASE WHEN t.id IN (SELECT touch_id FROM touch_contact"
        " WHERE contact_id IN (SELECT value FROM json_each(:people))) THEN ifnull(t.joins, t.id) END),"
        " count(DISTINCT ifnull(t.joins, t.id))"
        f" FROM touch t WHERE t.account_id = :account AND {counts('t')}"
        " AND t.on_date <= :last AND t.on_date > date(:last, '-1 year')",
        {"people": json.dumps(list(people)), "account": account, "last": last.isoformat()},
    ).fetchone()
    return through / every if every else 0.0
