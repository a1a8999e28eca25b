"""kamtui contact show."""

from __future__ import annotations

import datetime as dt
from typing import Any

import typer

from kamtui.cli import marketshapes, out, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Contact
from kamtui.cli.session import Session
from kamtui.domain.influences import Influence
from kamtui.domain.links import Link
from kamtui.i18n import t
from kamtui.store import accounts, contacts, influences, links, lookup, policies, profiles, teams, touches
from kamtui.store.sqlite import Connection

app = Noun(t("One person."))

LAST = 20
"""Touches that are shown."""


@app.command("show")
def show(ctx: typer.Context, contact: Contact) -> None:
    """Show a person: positions, what is judged, facts, links and last touches.

    What is confidential only its author and heads see; who can read the file itself sees it all.
    """
    session: Session = ctx.obj
    conn, on = session.conn, session.on
    key = lookup.contact(conn, contact)
    places, tied = contacts.positions_of(conn, key), links.rows(conn, links.ids(conn, contact=key))
    if session.options.as_of or session.options.as_known:
        places = [shapes.held(place, on) for place in places if _had_begun(place.from_on, on)]
        places.sort(key=lambda place: place.to_on is not None)
        tied = [_tied(link, on) for link in tied if _had_begun(link.from_on, on)]
    days = policies.in_force(conn, on).signals.profile_days
    there = dict.fromkeys(place.account_id for place in places)
    kept = profiles.in_force(conn, on, account=None, contact=key)
    kept += [value for account in there for value in profiles.in_force(conn, on, account=account, contact=key)]
    found: dict[str, Any] = {
        **shapes.contact(contacts.one(conn, key), places),
        "aliases": [f"{kind}: {text}" for kind, text in contacts.aliases(conn, key)],
        "influences": [row for account in there for row in _influences(conn, account, key)],
        "covered_by": [row for account in there for row in _covers(session, account, key)],
        "profile": [_fact(marketshapes.profile(value, on, days)) for value in kept],
        "links": [_link(row) for row in tied],
        "touches": [shapes.touch(row) for row in touches.rows(conn, touches.ids(conn, contact=key, limit=LAST))],
    }
    if not session.options.json:
        # a sheet is of one account elsewhere; here the rows are of several
        found |= {
            "positions": [_where(row) for row in found["positions"]],
            "influences": [_where(row) for row in found["influences"]],
            "covered_by": [_where(row) for row in found["covered_by"]],
        }
    out.one(session.options, found)


def _had_begun(from_on: dt.date | None, on: dt.date) -> bool:
    return from_on is None or from_on <= on


def _tied(link: Link, on: dt.date) -> Link:
    return link._replace(to_on=None) if link.to_on is not None and link.to_on > on else link


def _where(row: out.Json) -> out.Json:
    """A row with the name of its account in front, and without what the sheet says already."""
    unsaid = ("id", "name", "contact_id", "position_id", "reports_to", "account", "account_id")
    return {"where": row["account"], **{name: value for name, value in row.items() if name not in unsaid}}


def _influences(conn: Connection, account: int, contact: int) -> list[out.Json]:
    """What was judged of somebody at an account and one may see, the latest first."""
    name = accounts.one(conn, account).name
    return [
        {"account_id": account, "account": name, **_judged(said)} for said in influences.history(conn, account, contact)
    ]


def _judged(said: Influence) -> out.Json:
    row = {**said._asdict(), "roles": list(said.roles), "on": out.day(said.on)}
    del row["contact_id"]
    return {name: None if value == "" else value for name, value in row.items()}


def _covers(session: Session, account: int, contact: int) -> list[out.Json]:
    name = accounts.one(session.conn, account).name
    return [
        {"account_id": account, "account": name, **cover._asdict(), "on": out.day(cover.on)}
        for cover in teams.covers(session.conn, account, session.on)
        if cover.contact_id == contact
    ]


def _fact(row: out.Json) -> out.Json:
    return {name: value for name, value in row.items() if name != "contact_id"}


def _link(row: Link) -> out.Json:
    return {
        "id": row.id,
        "kind": row.kind,
        "from": row.one,
        "to": row.other,
        "note": row.note or None,
        "since": out.day(row.from_on),
        "until": out.day(row.to_on),
    }
