"""kamtui contact map: who decides at an account, who is missing, who reports to whom."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from kamtui.cli import influenceshapes, out
from kamtui.cli.nouns import Noun
from kamtui.cli.out import Json, day
from kamtui.cli.params import Account
from kamtui.cli.session import Session
from kamtui.domain import orgchart, peoplemap
from kamtui.domain.orgchart import Branch
from kamtui.domain.peoplemap import PeopleMap, Person
from kamtui.i18n import n, t
from kamtui.render import peoplegrid
from kamtui.render import peoplemap as told
from kamtui.render.text import fit, width
from kamtui.store import lookup, peoplemaps, redflags

app = Noun(t("The people map."))

PAPER = 100
"""Cells of a line where nobody is looking."""


@app.command("map")
def show(
    ctx: typer.Context,
    account: Account,
    *,
    group: Annotated[bool, typer.Option("--group", help=t("With the people of every account below it."))] = False,
) -> None:
    """The people map: who decides, who is missing, who reports to whom.

    Below them stand levels x functions with the last touch, and the org chart. E economic, U user, T technical,
    C coach, S sponsor, A anti-sponsor; ~ contact is due, ! too long silent, ? a role whose holder is not known.
    """
    session: Session = ctx.obj
    conn = session.conn
    key = lookup.account(conn, account)
    found = peoplemaps.people_map(conn, key, session.on, group=group)
    if session.options.json:
        out.document(shape(found, len(redflags.at_account(conn, key, session.on).flags)))
    elif session.options.quiet:
        out.block(str(person.id) for person in found.people)
    elif session.options.tsv:
        out.rows(session.options, [_person(branch, found) for branch in orgchart.chart(found.people)], COLUMNS)
    else:
        flags = len(redflags.at_account(conn, key, session.on).flags)
        out.block(_page(found, flags, shutil.get_terminal_size().columns if sys.stdout.isatty() else PAPER))


def shape(found: PeopleMap, flags: int) -> Json:
    """The map as one JSON document; unknown is null."""
    reach, grid = peoplemap.reach(found), peoplemap.grid(found)
    return {
        "account_id": found.account_id,
        "name": found.name,
        "on": day(found.on),
        "group": found.is_group,
        "status": int(peoplemap.status(found)),
        "roles": {role: [_named(one) for one in those] for role, those in peoplemap.deciders(found).items()},
        "missing": [*peoplemap.missing(found)],
        "coverage": None if found.coverage is None else round(found.coverage),
        "known": reach.known,
        "active": reach.active,
        "active_functions": reach.functions,
        "active_functions_beside_purchasing": reach.beyond_purchasing,
        "most_contact_through": None
        if reach.thread is None
        else {**_named(reach.thread[0]), "share": round(reach.thread[1], 3)},
        "uncovered": [_named(one) for one in peoplemap.uncovered(found)],
        "red_flags": flags,
        "grid": [
            {"function": function, "level": level, "people": [one.id for one in grid.cells.get((function, level), ())]}
            for function in grid.functions
            for level in grid.levels
        ],
        "team": [{"who": one.who, "functions": [*one.functions], "owner": one.is_owner} for one in found.team],
        "people": [_person(branch, found) for branch in orgchart.chart(found.people)],
    }


def _named(person: Person) -> dict[str, object]:
    return {"contact_id": person.id, "name": person.name}


def _person(branch: Branch, found: PeopleMap) -> Json:
    """Somebody with their place in the org chart."""
    person = branch.person
    ties = ((who, tie) for (who, contact), tie in found.ties.items() if contact == person.id)
    return {
        "id": person.id,
        "name": person.name,
        "account_id": person.account_id,
        "account": person.account,
        "placeholder": person.is_placeholder,
        "title": person.title or None,
        "level": person.level,
        "function": person.function,
        "since": day(person.since),
        "also": [*person.also],
        "depth": len(branch.lasts),
        "reports_to": person.boss_id,
        "boss": person.boss or None,
        "boss_left": person.boss_left,
        "circle": branch.is_circle,
        "listens_to": [{"contact_id": key, "name": name} for key, name in person.listens_to],
        "key": person.is_key,
        **influenceshapes.influence(person.influence),
        "stale": found.is_stale(person),
        "last_touch_on": day(person.last_on),
        "active": found.is_active(person),
        "touches_12m": person.touches,
        "ties": [
            {
                "who": who,
                "covers": tie.is_cover,
                "strength": tie.strength,
                "wanted": tie.wanted,
                "last_touch_on": day(tie.last_on),
            }
            for who, tie in sorted(ties)
        ],
    }


def _page(found: PeopleMap, flags: int, cells: int) -> Iterable[str]:
    """The map as text: who decides, the grid, the org chart."""
    g = out.glyphs()
    of = t(" and the accounts below it") if found.is_group else ""
    heading = n("{count} person", "{count} people", len(found.people))
    yield fit(f"{found.name}{of}  {found.on}  {heading}", cells).rstrip()
    yield from _plain(told.decide(found, cells), cells)
    yield from _plain(told.standing(found, g, flags), cells)
    if not found.people:
        return
    yield ""
    yield from ("".join(text for text, _ in line).rstrip() for line in peoplegrid.grid(found, cells, None, g).lines)
    yield ""
    yield from (fit("".join(text for text, _ in line), cells).rstrip() for line in told.chart(found, g))


def _plain(parts: Iterable[told.Line], cells: int) -> Iterable[str]:
    """Parts side by side, on as many lines as they need."""
    line = ""
    for part in parts:
        text = "".join(piece for piece, _ in part)
        if line and width(line) + 2 + width(text) > cells:
            yield fit(line, cells).rstrip()
            line = ""
        line = f"{line}  {text}" if line else text
    if line:
        yield fit(line, cells).rstrip()


COLUMNS = [
    out.column("id"),
    out.column("depth"),
    out.column("name"),
    out.column("title"),
    out.column("level"),
    out.column("function"),
    out.column("roles"),
    out.column("degree"),
    out.column("mode"),
    out.column("rating"),
    out.column("stance"),
    out.column("rung"),
    out.column("rung_wanted"),
    out.column("on", t("verified")),
    out.column("boss"),
    out.column("last_touch_on", t("last touch")),
]
