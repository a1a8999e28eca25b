"""kamtui contact duplicates, merge, unmerge."""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.batch import texts
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Contact, number
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain.outcomes.people import ContactsMerged, ContactsUnmerged
from kamtui.domain.samepeople import Pair, pairs
from kamtui.i18n import t
from kamtui.ops.samepeople import merge, unmerge
from kamtui.store import accounts, persons

app = Noun(t("People who are entered twice."))


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
