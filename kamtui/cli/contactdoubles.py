"""kamtui contact duplicates, merge, unmerge, purge."""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.batch import texts
from kamtui.cli.confirming import confirm
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Contact, number
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain.peopleoutcomes import ContactsMerged, ContactsUnmerged
from kamtui.domain.samepeople import Pair, pairs
from kamtui.i18n import t
from kamtui.ops.purging import purge
from kamtui.ops.samepeople import merge, unmerge
from kamtui.render.said import said
from kamtui.store import accounts, contacts, lookup, persons

app = Noun(t("People who are entered twice, and people who want to be forgotten."))


@app.command("duplicates")
def duplicates(ctx: typer.Context) -> None:
    """Who may be entered twice: the same mail, telephone, or name at an account."""
    session: Session = ctx.obj
    found = pairs(persons.known(session.conn))
    names = accounts.names(session.conn) if found else {}
    out.rows(session.options, [_pair(pair, names) for pair in found], COLUMNS)


@app.command("merge")
@writes("contact.merge")
def merged(
    w: Writing,
    contact: Contact,
    other: Annotated[str, typer.Argument(metavar="CONTACT", help=t("Who is the same person; goes into the first."))],
) -> ContactsMerged:
    """Say that two contacts are one person; all that is of the second goes over to the first."""
    return w.do(merge, w.contact(contact), w.contact(other))


@app.command("unmerge")
@writes("contact.unmerge")
def unmerged(
    w: Writing,
    contact: Annotated[str, typer.Argument(metavar="CONTACT", help=t("The number of who went into the other."))],
) -> ContactsUnmerged:
    """Take apart two contacts that were merged; what came later stays."""
    return w.do(unmerge, number(contact, t("contact")))


@app.command("purge")
def purged(
    ctx: typer.Context,
    contact: Contact,
    *,
    touches: Annotated[
        bool, typer.Option("--touches", help=t("Also what was said at touches and in opinions."))
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help=t("Do not ask."))] = False,
) -> None:
    """Take the personal data of somebody out of the book, for good. Heads only; undo cannot take this back.

    Name, mail, phone, note, other names, facts, wins and results go, also from the journal; touches, positions and
    counts stay. Backups and exports that were made before still have them.
    """
    session: Session = ctx.obj
    key = lookup.contact(session.conn, contact)
    if not yes:
        name = contacts.one(session.conn, key).name
        confirm(t("Take the personal data of {name} (#{id}) out of the book for good?", name=name, id=key))
    done = purge(session.book, key, texts=touches)
    if session.options.json:
        shape = {**done.value._asdict(), "id": key, "change": done.change}
        out.document(shape)
    elif session.options.quiet:
        out.line(key)
    else:
        out.line(said(done.value))


COLUMNS = [
    out.column("id"),
    out.column("name"),
    out.column("other_id"),
    out.column("other_name"),
    out.column("why", value=lambda row: ", ".join(t(why) for why in texts(row["why"]))),
    out.column("accounts", drop=1, value=lambda row: ", ".join(texts(row["accounts"]))),
]


def _pair(found: Pair, names: dict[int, str]) -> out.Json:
    """A row of `contact duplicates`."""
    there = sorted(found.one.accounts | found.other.accounts)
    return {
        "id": found.one.id,
        "name": found.one.name,
        "other_id": found.other.id,
        "other_name": found.other.name,
        "why": list(found.why),
        "accounts": [names[account] for account in there],
    }
