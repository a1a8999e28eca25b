"""Who is at an account and who left it, as the signals look at them: with what is judged, and who of us covers them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from kamtui.domain.contacts import Function, Level
from kamtui.domain.policy import Levels, Policy
from kamtui.domain.signals.people import TRACE_DAYS
from kamtui.domain.signals.situation import Gone, Situation, Someone
from kamtui.store import influences, teams
from kamtui.store.fragments import counts, held, level_days, ways
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none

COUNTS = f"{counts('t')} AND t.on_date <= :on"
"""SQL over `touch t`: it took place and was contact with the customer."""

_JUDGED = "s.account_id IN (SELECT account_id FROM influence)"


def people_at(
    conn: Connection, account: int, on: dt.date, policy: Policy, *, confidential: bool = True
) -> list[Someone]:
    """Everybody at one account of whatever tier; `confidential`: with what was judged in confidence."""
    scope = Scope(conn, on, [account])
    return people(scope, policy.levels, every=True, confidential=confidential).get(account, [])


def in_public(seen: Situation, known: Sequence[Someone]) -> Situation:
    """A situation without what was judged in confidence; `known` are those of the account without it."""
    gone = [
        one._replace(influence=None, weight=0.0) if one.influence is not None and one.influence.confidential else one
        for one in seen.gone
    ]
    return seen._replace(people=known if seen.people else (), gone=gone)


def people(scope: Scope, levels: Levels, *, every: bool = False, confidential: bool = True) -> dict[int, list[Someone]]:
    """Everybody at the accounts whose people are looked at, with their own clocks; `every`: at all of them."""
    found: dict[int, list[Someone]] = defaultdict(list)
    judged, covers = influences.in_force(scope, confidential=confidential), teams.covers_of(scope)
    against = influences.against_since(scope, confidential=confidential)
    asked = "1" if every else f"+s.archived = 0 AND (s.tier = 'key' OR s.status = 'solid' OR {_JUDGED})"
    for (
        account,
        contact,
        name,
        level,
        function,
        start,
        last,
        unknown,
        marked,
        spoken,
        first,
        last_mail,
    ) in scope.rows(
        "SELECT q.account_id, q.contact_id, c.name, q.level, q.function, min(q.from_on), max(t.on_date),"
        f" c.placeholder, max(q.is_key), {ways('q')}"
        # CROSS JOIN: the accounts come first, whatever the planner thinks of their number
        " FROM standing s CROSS JOIN position q ON q.account_id = s.account_id"
        " JOIN contact c ON c.id = q.contact_id LEFT JOIN touch_contact a ON a.contact_id = q.contact_id"
        f" LEFT JOIN touch t ON t.id = a.touch_id AND t.account_id = q.account_id AND {COUNTS}"
        f" WHERE {asked} AND {held('q')}",
        by="q.account_id, q.contact_id",
        of="s.",
        values=level_days(levels, scope.on),
    ):
        found[account].append(
            Someone(
                contact,
                name,
                Level(level) if level else None,
                Function(function) if function else None,
                date_or_none(start),
                date_or_none(last),
                spoken > 0,
                None if first is None else (first, last_mail),
                bool(unknown),
                bool(marked),
                judged.get(account, {}).get(contact),
                tuple(cover.who for cover in covers.get(account, ()) if cover.contact_id == contact),
                against.get((account, contact)),
            )
        )
    return found


def gone(scope: Scope) -> dict[int, list[Gone]]:
    """Who left within a year, the latest first, and how much of the contact went through them."""
    found: dict[int, list[Gone]] = defaultdict(list)
    touched = (
        f"SELECT count(DISTINCT ifnull(t.joins, t.id)) FROM touch t WHERE t.account_id = p.account_id AND {COUNTS}"
        " AND t.on_date <= p.to_on AND t.on_date > date(p.to_on, '-1 year')"
    )
    with_them = f"{touched} AND t.id IN (SELECT touch_id FROM touch_contact WHERE contact_id = p.contact_id)"
    for account, contact, name, level, function, day, through, every in scope.rows(
        f"SELECT p.account_id, p.contact_id, c.name, p.level, p.function, max(p.to_on), ({with_them}), ({touched})"
        " FROM position p JOIN contact c ON c.id = p.contact_id"
        " WHERE p.to_on <= :on AND p.to_on >= :first AND c.placeholder = 0"
        " AND ifnull(p.end_reason, '') NOT IN ('entered_wrongly', 'moved_inside')"
        " AND NOT EXISTS (SELECT 1 FROM position q WHERE q.contact_id = p.contact_id"
        f"  AND q.account_id = p.account_id AND {held('q')})",
        by="p.account_id, p.contact_id",
        of="p.",
        first=scope.on - dt.timedelta(days=TRACE_DAYS),
    ):
        share = through / every if every else 0.0
        where = Level(level) if level else None, dt.date.fromisoformat(day), share
        found[account].append(Gone(contact, name, *where, Function(function) if function else None))
    known = influences.when_left(
        scope, {account: [(one.contact_id, one.on) for one in found[account]] for account in found}
    )
    for account, those in found.items():
        said = [known.get((account, one.contact_id), (None, 0.0)) for one in those]
        those[:] = [
            one._replace(influence=judged, weight=part) for one, (judged, part) in zip(those, said, strict=True)
        ]
        those.sort(key=lambda one: one.on, reverse=True)
    return found
