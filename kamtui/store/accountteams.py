"""The team of one account, read as of a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from kamtui.domain.accountteams import AccountTeam, Covered, Touched, team
from kamtui.domain.contacts import Level
from kamtui.domain.coverage import ACTIVE_DAYS
from kamtui.domain.influences import is_key_person
from kamtui.domain.teams import Cover
from kamtui.domain.tiers import Tier
from kamtui.store import accounts, policies, presences, teams
from kamtui.store.fragments import counts
from kamtui.store.sqlite import Connection


def of_account(conn: Connection, account: int, on: dt.date) -> AccountTeam:
    """Who of us works on an account, what is missing, and who covers whom there. Raises NotFound."""
    row, policy = accounts.row(conn, account), policies.in_force(conn, on)
    members = [(each.who, each.function, each.from_on) for each in teams.members(conn, account, on)]
    by: dict[int, list[Cover]] = defaultdict(list)
    for cover in teams.covers(conn, account, on):
        by[cover.contact_id].append(cover)
    levels = {level: place for place, level in enumerate(Level)}
    people = [
        Covered(
            one.contact_id,
            one.name,
            one.level,
            one.function,
            is_key_person(one.level, one.influence, marked=one.is_marked) and not one.is_placeholder,
            one.last_on,
            tuple(sorted(by[one.contact_id], key=lambda cover: (-(cover.strength or 0), cover.who))),
        )
        for one in presences.people_at(conn, account, on, policy)
    ]
    shown = [one for one in people if one.is_key or one.by]
    shown.sort(key=lambda one: (len(levels) if one.level is None else levels[one.level], not one.is_key, one.name))
    needed = policy.team.functions if row.tier is Tier.KEY else ()
    return team((account, row.name), on, row.owner, members, touched(conn, account, on), shown, needed)


def touched(conn: Connection, account: int, on: dt.date) -> dict[str, Touched]:
    """Login -> when they were last in contact with the customer, and how often lately."""
    found = conn.execute(
        "SELECT t.by, max(t.on_date), total(t.on_date >= :since) FROM touch t"
        f" WHERE t.account_id = :account AND t.on_date <= :on AND t.by <> '' AND {counts('t')} GROUP BY t.by",
        {"account": account, "on": on.isoformat(), "since": (on - dt.timedelta(days=ACTIVE_DAYS)).isoformat()},
    )
    return {who: Touched(dt.date.fromisoformat(last), int(lately)) for who, last, lately in found}
