"""kamtui link …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import influenceshapes, out
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account, MaybeAccount, On, Text, number
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain.influencefields import link_kind
from kamtui.domain.links import LinkKind
from kamtui.domain.outcomes.influences import LinkAdded, LinkEnded
from kamtui.i18n import t
from kamtui.ops.links import add_link, end_link
from kamtui.ops.meant import person as found_person
from kamtui.store import links, lookup

app = Noun(t("Ties of people and accounts: who listens to whom, who brought whom."))

Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help=t("influences, referral, partner, relative, formerly_with, other.")),
]


@app.command("add")
@writes("link.add")
def add(
    w: Writing,
    account: Account,
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", help=t("influences, referral, partner, relative, formerly_with, other.")),
    ],
    *,
    contact: Annotated[
        str | None, typer.Option(metavar="CONTACT", help=t("From this person; if not said, from the account."))
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="CONTACT", help=t("To this person, of that or of any account."))
    ] = None,
    to_account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help=t("To this account."))] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help=t("Since when, if known."))] = None,
    note: Text = None,
    confidential: Annotated[
        bool, typer.Option("--confidential/--open", help=t("Only for its author and for heads."))
    ] = False,
) -> LinkAdded:
    """Tie somebody or an account to another: `link add ACME influences --contact Li --to Wang`."""
    key = w.account(account)
    there = None if to_account is None else w.account(to_account)
    today, named = w.session.today, link_kind(kind)
    other = None
    if to is not None and named is LinkKind.INFLUENCES and there is None:
        other = found_person(w.conn, key, to, today)
    elif to is not None:
        other = w.contact(to, there)
    return w.do(
        add_link,
        key,
        named,
        contact_id=None if contact is None else found_person(w.conn, key, contact, today),
        to_account_id=there,
        to_contact_id=other,
        since=w.date(since) if since else None,
        note=note or "",
        confidential=confidential,
    )


@app.command("end")
@writes("link.end")
def end(
    w: Writing,
    link: Annotated[str, typer.Argument(metavar="LINK", help=t("Its number in `link ls`."))],
    *,
    on: On = "today",
) -> LinkEnded:
    """Say that a tie holds no longer."""
    return w.do(end_link, number(link, t("link")), on=w.date(on))


@app.command("ls")
def ls(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    contact: Annotated[str | None, typer.Option(metavar="CONTACT", help=t("Only of this person."))] = None,
    kind: Kind = None,
    all: Annotated[bool, typer.Option("--all", help=t("Also those that ended."))] = False,
) -> None:
    """List ties in either direction. What is confidential only its author and heads see."""
    session: Session = ctx.obj
    conn = session.conn
    keys = links.ids(
        conn,
        on=None if all else session.on,
        account=None if account is None else lookup.account(conn, account),
        contact=None if contact is None else lookup.contact(conn, contact),
        kind=None if kind is None else link_kind(kind),
    )
    out.rows(session.options, map(influenceshapes.link, out.paged(links.rows, conn, keys)), COLUMNS)


COLUMNS = [
    out.column("id", drop=3),
    out.column("account", drop=1),
    out.column("contact", t("from")),
    out.column("kind", value=lambda row: t(str(row["kind"]))),
    out.column("to_contact", t("to")),
    out.column("to_account", t("at account"), drop=1),
    out.column("from_on", t("since"), drop=2, min=10),
    out.column("to_on", t("until"), drop=2, min=10),
    out.column("note", drop=2),
    out.column("confidential", drop=4),
]
