"""kamtui contact …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import influence, out, shapes
from kamtui.cli.batch import texts
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, Account, Contact, MaybeAccount, Text, given
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields
from kamtui.domain.contacts import UNKNOWN
from kamtui.domain.outcomes.accounts import ContactAdded, ContactEdited
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.contacts import DAYS, add_contact, edit_contact
from kamtui.store import contacts, lookup
from kamtui.store.contacts import Contact as Person
from kamtui.store.contacts import Position

app = Noun(t("People at accounts: add, list, show, edit, leave, move, join, identify, merge, purge."))

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
    key_person: Annotated[bool, typer.Option("--key-person", help=t("They matter whatever their role."))] = False,
) -> ContactAdded:
    """Add a person to an account; as ? a role whose holder nobody knows yet."""
    if name is None and person is None:
        raise BadInput(t("NAME is missing; see --help"))
    unknown = person is None and (name or "").strip() in UNKNOWN
    key = w.account(account)
    return w.do(
        add_contact,
        key,
        "" if unknown else name or "",
        placeholder=unknown,
        is_key=key_person,
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
    key_person: Annotated[
        bool | None, typer.Option("--key-person/--no-key-person", help=t("They matter whatever their role."))
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help=t("In this position since; - unknown."))] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help=t("When they left; - they did not."))] = None,
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
    if key_person is not None:
        changed["is_key"] = key_person
    for field, day in (("from_on", since), ("to_on", until)):
        if day is not None:
            changed[field] = None if day == NOTHING else w.date(day)
    if not changed:
        raise BadInput(t("name a field to change; see --help"))
    # who left has days to correct, but is not looked for among those who are there
    person = w.contact(contact, None if {*changed} <= DAYS else at)
    return w.do(edit_contact, person, changed, account_id=at)


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
    key = None if account is None else lookup.account(conn, account)
    before = contacts.formerly(conn, session.on, key)

    def shown(one: Person, place: Position | None) -> out.Json:
        if place and (session.options.as_of or session.options.as_known):
            place = shapes.held(place, session.on)
        return shapes.person(one, place, before.get((place.account_id, one.id), ()) if place else ())

    if key is not None:
        places = contacts.all_positions(conn, key) if all else contacts.positions(conn, key, on=session.on)
        known = {found.id: found for found in contacts.rows(conn, [place.contact_id for place in places])}
        listed = [shown(known[place.contact_id], place) for place in places]
    else:
        found = contacts.places(conn, on=session.on, former=all)
        nowhere: list[Position | None] = [None]
        everybody = out.paged(contacts.rows, conn, contacts.ids(conn))
        listed = [shown(one, place) for one in everybody for place in found.get(one.id) or nowhere]
    out.rows(session.options, listed, COLUMNS)


COLUMNS = [
    out.column("id", drop=4),
    out.column("external_id", t("ext. id"), drop=6),
    out.column("name", value=lambda row: f"? {row['name']}" if row["placeholder"] else row["name"]),
    out.column("account"),
    out.column("title", drop=2),
    out.column("level"),
    out.column("function", drop=3),
    out.column("last_touch_on", t("last touch"), min=10),
    out.column("email", drop=5),
    out.column("phone", drop=5),
    out.column("to", t("until"), drop=1, min=10),
    out.column("formerly", drop=5, value=lambda row: ", ".join(texts(row["formerly"])) or None),
]


app.elsewhere("show", "contactshown", t("Show a person: positions, what is judged, facts, links and last touches."))
app.elsewhere("map", "contactmap", t("The people map: who decides, who is missing, who reports to whom."))
app.elsewhere("leave", "contactmoves", t("Record that a person left an account; what was said with them stays."))
app.elsewhere("move", "contactmoves", t("Record that a person moved to another position at the same account."))
app.elsewhere("join", "contactmoves", t("Record that a known person works at another account."))
app.elsewhere("identify", "contactmoves", t("Say who a placeholder is."))
app.elsewhere(
    "duplicates", "samepeople", t("Who may be entered twice: the same mail, telephone, or name at an account.")
)
app.elsewhere("merge", "samepeople", t("Say that two contacts are one person."))
app.elsewhere("unmerge", "samepeople", t("Take apart two contacts that were merged; what came later stays."))
app.elsewhere("purge", "personal", t("Take the personal data of somebody out of the book, for good."))


app.commands |= influence.app.commands
