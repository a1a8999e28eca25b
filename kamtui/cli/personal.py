"""kamtui contact purge."""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.confirming import confirm
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Contact
from kamtui.cli.session import Session
from kamtui.i18n import t
from kamtui.ops.personal import purge
from kamtui.render.said import said
from kamtui.store import contacts, lookup

app = Noun(t("People who want to be forgotten."))


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
