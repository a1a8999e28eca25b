"""kamtui contact …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, Account, Contact, MaybeAccount, On, Text, given
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields
from kamtui.domain.contacts import EndReason
from kamtui.domain.outcomes import ContactAdded, ContactEdited, ContactLeft
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.contacts import add_contact, edit_contact, leave
from kamtui.store import contacts, lookup, touches
from kamtui.store.contacts import Position

app = Noun(t("People at accounts: add, list, show, edit, record that they left."))

Level = Annotated[str | None, typer.Option(metavar="LEVEL", help=t("exec, mid or front."))]
Function = Annotated[str | None, typer.Option(metavar="FUNCTION", help=t("Department: purchasing, technical …"))]
ExternalId = Annotated[str | None, typer.Option(metavar="ID", help=t("External id."))]
At = Annotated[str | None, typer.Option("--account", metavar="ACCOUNT", help=t("Which of their positions."))]


@app.command("add")
@writes("contact.add")
def add(
    w: Writing,
    account: Account,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help=t("The person's name."))] = None,
    *,
    title: Text = None,
    level: Level = None,
    function: Function = None,
    email: Text = None,
    phone: Text = None,
    note: Text = None,
    reports_to: Annotated[str | None, typer.Option(metavar="CONTACT", help=t("Their boss at the account."))] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help=t("In this position since."))] = None,
    id: ExternalId = None,
    person: Annotated[str | None, typer.Option(metavar="CONTACT", help=t("A known person's further position."))] = None,
) -> ContactAdded:
    """Add a person to an account."""
    if name is None and person is None:
        raise BadInput(t("NAME is missing; see --help"))
    key = w.account(account)
    return w.do(
        add_contact,
        key,
        name or "",
        title=title or "",
        level=fields.level(level) if level else None,
        function=fields.function(function) if function else None,
        reports_to=w.contact(reports_to, key) if reports_to else None,
        since=w.session.since(since, w.session.today) if since else None,
        fields=given(email=email, phone=phone, note=note, external_id=id),
        person=w.contact(person) if person else None,
    )


@app.command("edit")
@writes("contact.edit")
def edit(
    w: Writing,
    contact: Contact,
    *,
    name: Text = None,
    title: Text = None,
    level: Level = None,
    function: Function = None,
    email: Text = None,
    phone: Text = None,
    note: Text = None,
    reports_to: Annotated[str | None, typer.Option(metavar="CONTACT", help=t("Their boss; - for nobody."))] = None,
    id: ExternalId = None,
    account: At = None,
) -> ContactEdited:
    """Change a person, or what they are at an account; what is not named stays."""
    at = None if account is None else w.account(account)
    changed = given(name=name, title=title, email=email, phone=phone, note=note, external_id=id)
    if level is not None:
        changed["level"] = None if level == NOTHING else fields.level(level)
    if function is not None:
        changed["function"] = None if function == NOTHING else fields.function(function)
    if reports_to is not None:
        changed["reports_to"] = None if reports_to == NOTHING else w.contact(reports_to, at)
    if not changed:
        raise BadInput(t("name a field to change; see --help"))
    return w.do(edit_contact, w.contact(contact, at), changed, account_id=at)


@app.command("leave")
@writes("contact.leave")
def left(
    w: Writing,
    contact: Contact,
    *,
    on: On = "today",
    reason: Annotated[str, typer.Option(metavar="REASON", help=t("left_company, moved_inside, retired …"))] = "unknown",
    account: At = None,
) -> ContactLeft:
    """Record that a person left an account; what was said with them stays."""
    at = None if account is None else w.account(account)
    return w.do(leave, w.contact(contact, at), on=w.date(on), reason=_reason(reason), account_id=at)


@app.command("ls")
def ls(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    all: Annotated[bool, typer.Option("--all", help=t("Also those who left."))] = False,
) -> None:
    """List people and their positions."""
    session: Session = ctx.obj
    conn = session.conn
    if account is not None:
        key = lookup.account(conn, account)
        places = contacts.all_positions(conn, key) if all else contacts.positions(conn, key, on=session.on)
        known = {found.id: found for found in contacts.rows(conn, [place.contact_id for place in places])}
        shown = [shapes.person(known[place.contact_id], place) for place in places]
    else:
        found = contacts.places(conn, on=session.on, former=all)
        nowhere: list[Position | None] = [None]
        everybody = out.paged(contacts.rows, conn, contacts.ids(conn))
        shown = [shapes.person(one, place) for one in everybody for place in found.get(one.id) or nowhere]
    out.rows(session.options, shown, COLUMNS)


@app.command("show")
def show(ctx: typer.Context, contact: Contact) -> None:
    """Show a person: positions, mail, phone and last touches."""
    session: Session = ctx.obj
    conn = session.conn
    key = lookup.contact(conn, contact)
    last = touches.ids(conn, contact=key, limit=20)
    found = {
        **shapes.contact(contacts.one(conn, key), contacts.positions_of(conn, key)),
        "touches": [shapes.touch(row) for row in touches.rows(conn, last)],
    }
    out.one(session.options, found)


COLUMNS = [
    out.column("id", drop=4),
    out.column("external_id", t("ext. id"), drop=6),
    out.column("name"),
    out.column("account"),
    out.column("title", drop=2),
    out.column("level"),
    out.column("function", drop=3),
    out.column("last_touch_on", t("last touch")),
    out.column("email", drop=5),
    out.column("phone", drop=5),
    out.column("to", t("until"), drop=1),
]


def _reason(text: str) -> EndReason:
    word = text.strip().casefold().replace(" ", "_").replace("-", "_")
    if word not in list(EndReason):
        raise BadInput(t("'{text}' is no reason to leave; use {known}", text=text, known=", ".join(EndReason)))
    return EndReason(word)
