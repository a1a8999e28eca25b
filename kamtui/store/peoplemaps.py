"""The people map read: everybody at an account, or at its whole group, on a day, in one query for each kind of fact."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kamtui.domain.contacts import Function, Level
from kamtui.domain.influences import Influence
from kamtui.domain.peoplemap import Colleague, PeopleMap, Person, Tie
from kamtui.domain.policy import Levels
from kamtui.domain.teams import Cover, OurFunction
from kamtui.domain.tiers import Tier
from kamtui.store import accounts, figures, groups, influences, policies, teams
from kamtui.store.discretion import visible
from kamtui.store.fragments import by_level, counts, held
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none

YEAR = 365
"""Days of contact that say whether an account hangs on one person."""


def people_map(conn: Connection, account: int, on: dt.date, *, group: bool = False) -> PeopleMap:
    """The map of an account on a day; with `group` also of every account below it. Raises NotFound."""
    row, policy = accounts.row(conn, account), policies.in_force(conn, on)
    among = groups.members(conn, account, on) if group else [account]
    scope = Scope(conn, on, among)
    facts = _Facts(influences.in_force(scope), teams.covers_of(scope), _listens(scope))
    people = _people(scope, account, facts)
    covered = figures.coverages(conn, on, policy, [account]).get(account)
    ties, touches = _ties(scope, facts.covers), _touches(scope)
    return PeopleMap(
        account,
        row.name,
        row.tier,
        on,
        people,
        policy.influences,
        _clocks(policy.levels) if row.tier is Tier.KEY else {},
        None if covered is None else covered.value,
        _colleagues(scope, row.owner, ties),
        ties,
        touches,
        len(among) > 1,
    )


class _Facts(NamedTuple):
    """What is known of people beside their positions, each by account."""

    judged: Mapping[int, Mapping[int, Influence]]
    covers: Mapping[int, list[Cover]]
    listens: Mapping[int, list[tuple[int, str]]]
    """Contact -> to whom they listen."""


def _people(scope: Scope, account: int, facts: _Facts) -> list[Person]:
    """Everybody once, at the highest of their positions, that at the account itself before those below it."""
    places: dict[int, list[Person]] = defaultdict(list)
    for person in _places(scope, facts):
        places[person.id].append(person)
    found = []
    for those in places.values():
        those.sort(key=lambda place: place.account_id != account)
        first, *others = those
        also = tuple(filter(None, (_named(place, first) for place in others)))
        found.append(first._replace(also=also, is_marked=any(place.is_marked for place in those)))
    return found


def _named(place: Person, first: Person) -> str:
    """A further position in words."""
    where = "" if place.account_id == first.account_id else place.account
    return ", ".join(filter(None, (place.title, where)))


def _places(scope: Scope, facts: _Facts) -> Iterator[Person]:
    """The positions that are held on the day, executives first, with the contact there was at each account."""
    for (
        contact, name, unknown, account, where, title, function, level, marked, since, boss, above, gone, last, year,
    ) in scope.rows(
        "SELECT p.contact_id, c.name, c.placeholder, p.account_id, o.name, p.title, p.function, p.level, p.is_key,"
        " p.from_on, b.contact_id, d.name, b.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM position q"
        f"  WHERE q.contact_id = b.contact_id AND q.account_id = b.account_id AND {held('q')}),"
        " max(t.on_date), count(DISTINCT CASE WHEN t.on_date > :year THEN ifnull(t.joins, t.id) END)"
        " FROM position p JOIN contact c ON c.id = p.contact_id JOIN account o ON o.id = p.account_id"
        " LEFT JOIN position b ON b.id = p.reports_to LEFT JOIN contact d ON d.id = b.contact_id"
        " LEFT JOIN touch_contact x ON x.contact_id = p.contact_id"
        f" LEFT JOIN touch t ON t.id = x.touch_id AND t.account_id = p.account_id AND {counts('t')}"
        f"  AND t.on_date <= :on WHERE {held('p')}",
        by="p.id",
        of="p.",
        order=f"{by_level('p')}, c.name_key, p.id",
        year=scope.on - dt.timedelta(days=YEAR),
    ):  # fmt: skip
        covers = (cover for cover in facts.covers.get(account, ()) if cover.contact_id == contact)
        yield Person(
            contact,
            name,
            account,
            where,
            title,
            Function(function) if function else None,
            Level(level) if level else None,
            date_or_none(since),
            boss,
            above or "",
            bool(gone),
            date_or_none(last),
            year,
            facts.judged.get(account, {}).get(contact),
            tuple(sorted(covers, key=lambda cover: (-(cover.strength or 0), cover.who))),
            bool(unknown),
            bool(marked),
            listens_to=tuple(facts.listens.get(contact, ())),
        )


def _listens(scope: Scope) -> dict[int, list[tuple[int, str]]]:
    """Contact -> whose word counts with them, as far as one may see it."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for listener, contact, name in scope.rows(
        "SELECT l.to_contact_id, l.contact_id, c.name FROM link l JOIN contact c ON c.id = l.contact_id"
        f" WHERE l.kind = 'influences' AND l.to_contact_id IS NOT NULL AND {held('l')} AND {visible('l')}",
        of="l.",
        by="",
        order="l.id",
    ):
        found[listener].append((contact, name))
    return found


def _ties(scope: Scope, covers: Mapping[int, Iterable[Cover]]) -> dict[tuple[str, int], Tie]:
    """(login, contact) -> what is between them: who covers whom, and who met whom within a year."""
    met = {
        (who, contact): Tie(last_on=dt.date.fromisoformat(last))
        for who, contact, last in scope.rows(
            "SELECT t.by, x.contact_id, max(t.on_date) FROM touch t JOIN touch_contact x ON x.touch_id = t.id"
            f" WHERE {counts('t')} AND t.by <> '' AND t.on_date <= :on AND t.on_date > :year",
            by="t.by, x.contact_id",
            of="t.",
            year=scope.on - dt.timedelta(days=YEAR),
        )
    }
    for those in covers.values():
        for cover in those:
            key = cover.who, cover.contact_id
            met[key] = Tie(cover.strength, cover.wanted, met.get(key, Tie()).last_on, is_cover=True)
    return met


def _touches(scope: Scope) -> int:
    """Contacts within a year, what two of us logged of one counted once."""
    rows = scope.rows(
        f"SELECT count(DISTINCT ifnull(t.joins, t.id)) FROM touch t WHERE {counts('t')}"
        " AND t.on_date <= :on AND t.on_date > :year",
        by="",
        of="t.",
        year=scope.on - dt.timedelta(days=YEAR),
    )
    return sum(count for (count,) in rows)


def _colleagues(scope: Scope, owner: str, ties: Iterable[tuple[str, int]]) -> list[Colleague]:
    """The owner, the team by function, then who covers or met somebody without being in it."""
    functions: dict[str, list[OurFunction]] = {owner: []} if owner else {}
    for who, function in scope.rows(
        f"SELECT m.who, m.function FROM team_member m WHERE {held('m')}", of="m.", by="", order="m.function, m.who"
    ):
        if (one := OurFunction(function)) not in functions.setdefault(who, []):
            functions[who].append(one)
    for who, _ in sorted(ties):
        functions.setdefault(who, [])
    return [Colleague(who, tuple(those), who == owner) for who, those in functions.items()]


def _clocks(levels: Levels) -> dict[Level, tuple[int, int]]:
    """The days of each level at a key account (D13)."""
    return {level: (levels.target(level), levels.most(level)) for level in Level}
