"""What goes with accounts from one of us to another, read: owners to come, tasks, planned touches, covers, places."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from typing import NamedTuple

from kamtui.domain.outcomes.team import HandedOver
from kamtui.domain.teams import OurFunction
from kamtui.store import accounts as all_accounts
from kamtui.store import contacts, issues, owners, touches
from kamtui.store import opportunities as all_opportunities
from kamtui.store import tasks as all_tasks
from kamtui.store.fragments import held
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none


class Owned(NamedTuple):
    """An account that somebody owns from a day on."""

    account_id: int
    name: str
    on: dt.date
    is_archived: bool


class Place(NamedTuple):
    """A place in the team of an account."""

    id: int
    account_id: int
    from_on: dt.date | None
    to_on: dt.date | None


def owned(conn: Connection, giver: str, on: dt.date) -> list[Owned]:
    """What somebody owns on a day, archived or not, and what they get or keep by later decisions, by name and day."""
    now = [Owned(key, name, on, bool(gone)) for key, name, gone in owners.owned_by(conn, giver, on)]
    later = conn.execute(
        "SELECT a.id, a.name, o.on_date, a.archived_on IS NOT NULL AND a.archived_on <= :on FROM ownership o"
        " JOIN account a ON a.id = o.account_id WHERE o.owner = :giver AND o.on_date > :on AND o.id ="
        " (SELECT max(x.id) FROM ownership x WHERE x.account_id = o.account_id AND x.on_date = o.on_date)"
        " ORDER BY a.name_key, a.id, o.on_date",
        {"giver": giver, "on": on.isoformat()},
    )
    return now + [Owned(key, name, dt.date.fromisoformat(day), bool(gone)) for key, name, day, gone in later]


def tasks(conn: Connection, giver: str, accounts: Collection[int] | None, since: dt.date | None) -> list[int]:
    """Open tasks of somebody, of some accounts or of all; `since`: not those due before."""
    due = "" if since is None else " AND (due_on IS NULL OR due_on >= :since)"
    return _ids(
        conn,
        f"SELECT id FROM task WHERE state = 'open' AND owner = :giver{due}",
        accounts,
        giver=giver,
        since=since,
    )


def opportunities(
    conn: Connection, giver: str, accounts: Collection[int] | None, on: dt.date, today: dt.date
) -> list[int]:
    """Open opportunities of somebody, of some accounts or of all; before a day to come not those expected earlier."""
    due = " AND (expected_on IS NULL OR expected_on >= :since)" if on > today else ""
    select = f"SELECT id FROM opportunity WHERE outcome = '' AND owner = :giver COLLATE NOCASE{due}"
    return _ids(conn, select, accounts, giver=giver, since=on)


def planned(conn: Connection, giver: str, accounts: Collection[int] | None, since: dt.date) -> list[int]:
    """Touches that somebody is planned to make from a day on."""
    select = "SELECT id FROM touch WHERE state = 'scheduled' AND by = :giver AND on_date >= :since"
    return _ids(conn, select, accounts, giver=giver, since=since)


def plans(conn: Connection, giver: str, accounts: Collection[int] | None, since: dt.date) -> list[int]:
    """Account plans of somebody that are not closed and not over by a day."""
    select = "SELECT id FROM plan WHERE owner = :giver AND closed_on IS NULL AND last_on >= :since"
    return _ids(conn, select, accounts, giver=giver, since=since)


def places(conn: Connection, giver: str, accounts: Collection[int] | None, on: dt.date) -> list[Place]:
    """Where somebody is the account manager of a team on a day or later."""
    found = conn.execute(
        "SELECT id, account_id, from_on, to_on FROM team_member WHERE who = :giver AND function = :kam"
        f" AND (to_on IS NULL OR to_on > :on){_AMONG} ORDER BY id",
        {"giver": giver, "kam": OurFunction.KAM.value, "on": on.isoformat(), "ids": _listed(accounts)},
    )
    return [Place(key, account, date_or_none(start), date_or_none(end)) for key, account, start, end in found]


def managed(conn: Connection, login: str, on: dt.date) -> set[int]:
    """The accounts in whose team somebody is the account manager on a day."""
    rows = conn.execute(
        f"SELECT m.account_id FROM team_member m WHERE m.who = :login AND m.function = 'kam' AND {held('m')}",
        {"login": login, "on": on.isoformat()},
    )
    return {account for (account,) in rows}


_AMONG = " AND (:ids IS NULL OR account_id IN (SELECT value FROM json_each(:ids)))"


def _ids(
    conn: Connection, select: str, accounts: Collection[int] | None, *, giver: str, since: dt.date | None
) -> list[int]:
    values = {"giver": giver, "since": None if since is None else since.isoformat(), "ids": _listed(accounts)}
    return [key for (key,) in conn.execute(f"{select}{_AMONG} ORDER BY id", values)]


def _listed(accounts: Collection[int] | None) -> str | None:
    return None if accounts is None else json.dumps(sorted(accounts))


class Item(NamedTuple):
    """One thing that is handed over, or stays."""

    what: str
    """account | task | touch | plan | place | cover | issue | opportunity | kept, which is a task that stays."""
    id: int
    account: str
    """"": it is about none."""
    text: str
    on: dt.date | None
    """When it is due or planned, or the plan's first day."""


def items(conn: Connection, done: HandedOver) -> list[Item]:
    """Everything that a handover moves, and the tasks that stay, kind by kind, as the connection sees it."""
    names = dict(done.accounts)
    found = [Item("account", key, name, "", None) for key, name in done.accounts]
    for what, keys in (("task", done.tasks), ("kept", done.tasks_kept)):
        found += [
            Item(what, each.id, each.account or "", each.title, each.due_on) for each in all_tasks.rows(conn, keys)
        ]
    found += [
        Item("touch", each.id, each.account, each.summary or each.kind.value, each.on)
        for each in touches.rows(conn, done.touches)
    ]
    found += [Item("issue", each.id, each.account, each.title, each.on) for each in issues.rows(conn, done.issues)]
    found += [
        Item("opportunity", each.id, each.account or "", each.name, each.expected_on)
        for each in all_opportunities.rows(conn, done.opportunities)
    ]
    marks = ",".join(map(str, done.plans))
    for key, account, first in conn.execute(
        "SELECT p.id, a.name, p.first_on FROM plan p LEFT JOIN account a ON a.id = p.account_id"
        f" WHERE p.id IN ({marks})"
    ):
        found.append(Item("plan", key, account or "", "", dt.date.fromisoformat(first)))
    unnamed = {key for key in (*done.places, *(account for account, _ in done.covers)) if key not in names}
    names |= {row.id: row.name for row in all_accounts.rows(conn, sorted(unnamed))}
    people = {person.id: person.name for person in contacts.rows(conn, sorted({person for _, person in done.covers}))}
    found += [Item("place", key, names[key], "", None) for key in done.places]
    return found + [Item("cover", person, names[account], people[person], None) for account, person in done.covers]
