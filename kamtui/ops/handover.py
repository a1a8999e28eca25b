"""The handover: accounts go from one of us to another, and nothing of them changes but who looks after them (P7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from kamtui.domain.outcomes.team import HandedOver
from kamtui.domain.teams import OurFunction
from kamtui.domain.tiers import Tier
from kamtui.errors import BadInput, Conflict, NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.ops.users import leave_user
from kamtui.store import handovers, issues, policies, proposals, ratings, teams, users
from kamtui.store.handovers import Owned
from kamtui.store.scope import Scope
from kamtui.store.tx import Tx, instant
from kamtui.store.values import text_or_none


class _Giving(NamedTuple):
    """From whom to whom, from which day, and of which accounts; None: everything that the giver does."""

    giver: str
    taker: str
    on: dt.date
    accounts: frozenset[int] | None


@operation("account.handover")
def hand_over(
    tx: Tx,
    giver: str,
    taker: str,
    *,
    on: dt.date,
    accounts: Collection[int] | None = None,
    reason: str = "",
    leaves: bool = False,
    seen: Collection[int] | None = None,
) -> HandedOver:
    """Hand accounts over to a colleague.

    From `on`, past or to come, `taker` owns what `giver` owns then: `accounts`, or all. With them go open issues, open
    opportunities and tasks (before a day to come those due earlier stay), planned touches, plans, places as account
    manager, and who covers whom, but not the strength of a tie, which nobody can give away. All else stays, authors
    included (P7). `leaves`: the giver leaves the firm that day; `seen`: the accounts that the user was shown; `reason`:
    why, where `taker` has no room for more key accounts. Raises NotFound, BadInput, Conflict, NothingToDo.
    """
    giver, taker = _giver(tx, giver), _taker(tx, taker, on)
    if giver == taker:
        raise NothingToDo(t("{giver} owns them already", giver=giver))
    moved = _chosen(handovers.owned(tx.conn, giver, on), accounts, giver, on)
    given = {row.account_id: row for row in reversed(moved)}
    if seen is not None and set(seen) != given.keys():
        raise Conflict(t("which accounts {giver} owns has changed since you looked; nothing was saved", giver=giver))
    against = _objections(tx, taker, on, set(given))
    if against and not reason.strip():
        raise BadInput(t("{objections}. Say why all the same", objections="; ".join(against)))
    tx.note = reason.strip()
    for row in moved:
        values = {"account_id": row.account_id, "on_date": row.on.isoformat(), "owner": taker}
        tx.insert("ownership", {**values, "recorded_at": instant(tx.now)})
    names = {row.account_id: row.name for row in moved}
    archived = sum(row.is_archived for row in given.values())
    giving = _Giving(giver, taker, on, None if accounts is None else frozenset(given))
    outcome = _with_them(tx, giving, tuple(names.items()), archived)
    if leaves:
        leave_user.within(tx, giver, on=on)
    return outcome._replace(objections=against)


def _giver(tx: Tx, login: str) -> str:
    """A login as the book writes it; somebody who owns accounts need not be entered as a user."""
    return users.one(tx.conn, login).login if users.exists(tx.conn, login) else login.strip()


def _taker(tx: Tx, login: str, on: dt.date) -> str:
    taker = users.one(tx.conn, login)
    if taker.left_on is not None and taker.left_on <= on:
        raise BadInput(t("{taker} left on {left}", taker=taker.login, left=taker.left_on))
    return taker.login


def _chosen(everything: list[Owned], accounts: Collection[int] | None, giver: str, on: dt.date) -> list[Owned]:
    """What of somebody's accounts is handed over; raises BadInput where one of them is not theirs."""
    if not everything:
        raise NothingToDo(t("{giver} owns no account from {on} on", giver=giver, on=on))
    if accounts is None:
        return everything
    strange = set(accounts).difference(row.account_id for row in everything)
    if strange:
        listed = ", ".join(f"#{key}" for key in sorted(strange))
        raise BadInput(t("{giver} does not own {accounts} on {on}", accounts=listed, giver=giver, on=on))
    if not accounts:
        raise NothingToDo(t("none of the accounts of {giver} is meant", giver=giver))
    return [row for row in everything if row.account_id in set(accounts)]


def _objections(tx: Tx, taker: str, on: dt.date, accounts: set[int]) -> tuple[str, ...]:
    """What speaks against giving somebody these accounts: no room for more key ones (D4), or weak ratings (R91)."""
    policy = policies.in_force(tx.conn, on)
    loads = proposals.Loads(tx.conn, policy, on)
    came = {key for key in accounts if loads.tiers.get(key) is Tier.KEY and loads.owners.get(key) != taker}
    if not came:
        return ()
    held, room = loads.of_owner(taker)
    found = []
    if held + len(came) > room:
        message = "{taker} would have {held} key accounts and has hours for {room}"
        found.append(t(message, taker=taker, held=held + len(came), room=room))
    rating = ratings.averages(tx.conn, on).get(taker)
    if rating is not None and rating < policy.team.least_rating:
        message = "{taker} is rated {rating:.1f}, key accounts need {least:g}"
        found.append(t(message, taker=taker, rating=rating, least=policy.team.least_rating))
    return tuple(found)


def _with_them(tx: Tx, giving: _Giving, accounts: tuple[tuple[int, str], ...], archived: int) -> HandedOver:
    """Give what goes with the accounts."""
    giver, taker, on, among = giving
    every = handovers.tasks(tx.conn, giver, among, None)
    tasks = every if on <= tx.today else handovers.tasks(tx.conn, giver, among, on)
    return HandedOver(
        giver=giver,
        taker=taker,
        on=on,
        accounts=accounts,
        archived=archived,
        tasks=_rename(tx, "task", "owner", taker, tasks),
        tasks_kept=tuple(key for key in every if key not in set(tasks)),
        touches=_rename(tx, "touch", "by", taker, handovers.planned(tx.conn, giver, among, on)),
        plans=_rename(tx, "plan", "owner", taker, handovers.plans(tx.conn, giver, among, on)),
        places=_places(tx, giving),
        covers=_covers(tx, giving),
        objections=(),
        opportunities=_rename(
            tx, "opportunity", "owner", taker, handovers.opportunities(tx.conn, giver, among, on, tx.today)
        ),
        issues=_rename(tx, "issue", "owner", taker, issues.of_owner(tx.conn, giver, among)),
    )


def _rename(tx: Tx, table: str, column: str, taker: str, rows: list[int]) -> tuple[int, ...]:
    for row in rows:
        tx.update(table, row, {column: taker})
    return tuple(rows)


def _places(tx: Tx, giving: _Giving) -> tuple[int, ...]:
    """End the giver's places as account manager, and begin the taker's."""
    places = handovers.places(tx.conn, giving.giver, giving.accounts, giving.on)
    there = handovers.managed(tx.conn, giving.taker, giving.on)
    for place in places:
        day = giving.on if place.from_on is None else max(place.from_on, giving.on)
        tx.update("team_member", place.id, {"to_on": day.isoformat()})
        if place.account_id not in there:
            values = {"account_id": place.account_id, "who": giving.taker, "function": OurFunction.KAM.value}
            tx.insert("team_member", {**values, "from_on": day.isoformat(), "to_on": text_or_none(place.to_on)})
    return tuple(place.account_id for place in places)


def _covers(tx: Tx, giving: _Giving) -> tuple[tuple[int, int], ...]:
    """Let the taker cover whom the giver covers; how strong the tie will be is not known."""
    where = {"on_date": giving.on.isoformat(), "author": tx.author, "recorded_at": instant(tx.now)}
    given = []
    for account, covers in teams.covers_of(Scope(tx.conn, giving.on, giving.accounts)).items():
        taken = {cover.contact_id for cover in covers if cover.who == giving.taker}
        for cover in (cover for cover in covers if cover.who == giving.giver):
            person = {"account_id": account, "contact_id": cover.contact_id, "strength_wanted": cover.wanted}
            tx.insert("cover", {**person, **where, "who": giving.giver, "strength": cover.strength, "ended": 1})
            if cover.contact_id not in taken:
                tx.insert("cover", {**person, **where, "who": giving.taker})
            given.append((account, cover.contact_id))
    return tuple(given)
