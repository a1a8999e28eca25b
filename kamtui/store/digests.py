"""A day's digest read: cards, promises, appointments, exceptions, and what colleagues changed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container, Mapping

from kamtui.domain.agenda import PROMISES, Item, What
from kamtui.domain.digests import Asked, Digest, Done, Figures, Told, Waiting, red
from kamtui.domain.periods import Period
from kamtui.domain.tiers import Tier
from kamtui.store import accounts, agenda, appraisals, exceptions, journal, permits, policies, portfolio, reviews
from kamtui.store.fragments import held
from kamtui.store.sqlite import Connection

NEAR = dt.timedelta(days=1)
"""How far ahead it looks: today and tomorrow."""

WEEK = dt.timedelta(days=7)


def digest(conn: Connection, asked: Asked, book: str, between: tuple[dt.datetime, dt.datetime]) -> Digest:
    """What there is to tell; the connection's user must be the one it is for, or it says too much or too little.

    `between` are the instants whose changes are told.
    """
    mine = _accounts(conn, asked)
    told = _cards(conn, asked, mine)
    near = Period(asked.on, asked.on + NEAR)
    items = sorted(
        _agenda(conn, asked, mine, near), key=lambda item: (item.on, item.at is None, str(item.at), item.row)
    )
    promises = [item for item in items if item.what in PROMISES]
    late = [item for item in promises if item.is_late(asked.on)]
    return Digest(
        asked=asked,
        book=book,
        cards=told,
        late=late,
        due=[item for item in promises if not item.is_late(asked.on)],
        appointments=[item for item in items if item.what not in (*PROMISES, What.DUE)],
        exceptions=_exceptions(conn, asked),
        done=_done(conn, asked, mine, between),
        figures=_figures(conn, asked, mine, told, len(late)),
    )


def _accounts(conn: Connection, asked: Asked) -> dict[int, Tier | None]:
    """The accounts it is about, with their tiers; archived ones are left out."""
    team = (
        " OR :wider = 'team' AND EXISTS (SELECT 1 FROM team_member m WHERE m.account_id = s.account_id"
        f" AND m.who = :account_of COLLATE NOCASE AND {held('m')})"
    )
    found = conn.execute(
        "SELECT s.account_id, s.tier FROM standing s WHERE s.archived = 0"
        f" AND (:wider = 'all' OR s.owner = :account_of COLLATE NOCASE{team})",
        {"wider": asked.wider, "account_of": asked.who, "on": asked.on.isoformat()},
    )
    return {account: tier and Tier(tier) for account, tier in found}


def _cards(conn: Connection, asked: Asked, mine: Mapping[int, Tier | None]) -> list[Told]:
    owner = None if asked.wider else asked.who
    among = sorted(mine) if asked.wider == "team" else None
    cards = reviews.cards(conn, asked.on, asked.who, owner, among, appraisals.ranking(conn, asked.on))
    # what the ranking says is of the whole book
    cards = [card for card in cards if card.account_id in mine]
    rows = {row.id: row for row in accounts.rows(conn, [card.account_id for card in cards])}
    return [Told(card, rows[card.account_id].name, rows[card.account_id].owner) for card in cards]


def _agenda(conn: Connection, asked: Asked, mine: Container[int], near: Period) -> list[Item]:
    """Their own; with the team, or everybody, also what others have to do at these accounts."""
    if not asked.wider:
        return agenda.of_period(conn, asked.who, near, asked.on)
    found = agenda.of_period(conn, None, near, asked.on)
    return [item for item in found if asked.wider == "all" or item.account_id in mine or item.owner == asked.who]


def _exceptions(conn: Connection, asked: Asked) -> list[Waiting]:
    if not permits.may_decide(conn, asked.who, asked.on):
        return []
    return [
        Waiting(row.id, row.on, row.kind, row.title, row.account or "", row.raised_by)
        for row in exceptions.waiting(conn, asked.on)
    ]


def _done(conn: Connection, asked: Asked, mine: Container[int], between: tuple[dt.datetime, dt.datetime]) -> list[Done]:
    """What others did and nobody took back; each operation at an account once, with how often."""
    first, last = (instant.strftime("%Y-%m-%dT%H:%M:%SZ") for instant in between)
    rows = conn.execute(
        "SELECT c.id, c.by, c.op, j.account_id, sum(j.before IS NULL AND j.after IS NULL),"
        " sum(CASE WHEN j.before IS NULL AND j.after IS NULL THEN j.last - j.row + 1 ELSE 0 END)"
        " FROM change c JOIN journal j ON j.change_id = c.id"
        " WHERE c.at >= ? AND c.at < ? AND c.by <> ? COLLATE NOCASE AND c.undoes IS NULL GROUP BY c.id, j.account_id",
        (first, last, asked.who),
    ).fetchall()
    undone = {key for key in {row[0] for row in rows} if journal.is_undone(conn, key)}
    found: Counter[tuple[int | None, str, str]] = Counter()
    for key, by, op, account, blocks, many in rows:
        if key in undone:
            continue
        if account in mine:
            found[account, op, by] += 1
        elif account is None and blocks:
            found[None, op, by] += many
    names = {row.id: row.name for row in accounts.rows(conn, sorted({key[0] for key in found if key[0] is not None}))}
    made = [Done(account, names.get(account or 0, ""), op, by, times) for (account, op, by), times in found.items()]
    return sorted(made, key=lambda one: (one.account_id is None, one.account, one.by, one.op))


def _figures(conn: Connection, asked: Asked, mine: dict[int, Tier | None], told: list[Told], late: int) -> Figures:
    usual = policies.in_force(conn, asked.on).minutes
    logged = portfolio.minutes_by_colleague(conn, asked.on - WEEK, asked.on - NEAR, usual)
    minutes = sum(spent for (login, _), spent in logged.items() if asked.wider == "all" or login == asked.who)
    keys = sum(tier is Tier.KEY for tier in mine.values())
    return Figures(len(mine), keys, len(told), red(told), late, minutes)
