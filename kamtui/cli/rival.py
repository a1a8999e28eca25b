"""kamtui rival …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import marketshapes, out
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, Account, MaybeAccount, Text
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import profiles, rivals
from kamtui.domain.outcomes.markets import RivalGone, RivalNoted
from kamtui.i18n import t
from kamtui.ops.rivals import confirm_rival, note_rival, rival_gone
from kamtui.store import accounts, lookup
from kamtui.store import rivals as kept
from kamtui.store.scope import Scope

app = Noun(t("Competitors at accounts: note, list, still true, gone."))

Name = Annotated[str, typer.Argument(metavar="NAME", help=t("The competitor."))]
Product = Annotated[str, typer.Option(metavar="TEXT", help=t("With which product, where that matters."))]
When = Annotated[str | None, typer.Option("--on", metavar="DATE", help=t("The day, today if not said."))]


@app.command("note")
@writes("rival.note")
def note(
    w: Writing,
    account: Account,
    name: Name,
    *,
    product: Product = "",
    share: Annotated[
        str | None, typer.Option(metavar="PERCENT", help=t("Of what the customer buys, estimated; - for unknown."))
    ] = None,
    strengths: Text = None,
    contacts: Annotated[str | None, typer.Option(metavar="TEXT", help=t("Whom they know there."))] = None,
    counter: Annotated[str | None, typer.Option(metavar="TEXT", help=t("What we do about it."))] = None,
    move: Annotated[str | None, typer.Option(metavar="TEXT", help=t("What they did last."))] = None,
    move_on: Annotated[str | None, typer.Option(metavar="DATE", help=t("When they did it."))] = None,
    source: Annotated[
        str | None, typer.Option(metavar="SOURCE", help=t("Who says so: customer, public, competitor, internal."))
    ] = None,
    on: When = None,
) -> RivalNoted:
    """Note what a competitor has and does at an account; what is not named stays as it was known."""
    texts = {"strengths": strengths, "contacts": contacts, "counter": counter, "move": move}
    fields: dict[str, object] = {
        field: "" if text == NOTHING else text for field, text in texts.items() if text is not None
    }
    if share is not None:
        fields["share"] = None if share == NOTHING else rivals.share(share)
    if move_on is not None:
        fields["move_on"] = w.date(move_on)
    if source is not None:
        fields["source"] = None if source == NOTHING else profiles.source(source)
    return w.do(note_rival, w.account(account), name, fields, product=product, on=w.date(on) if on else None)


@app.command("confirm")
@writes("rival.confirm")
def confirm(w: Writing, account: Account, name: Name, *, product: Product = "", on: When = None) -> RivalNoted:
    """Say that what is known of a competitor is still true."""
    return w.do(confirm_rival, w.account(account), name, product=product, on=w.date(on) if on else None)


@app.command("gone")
@writes("rival.gone")
def gone(w: Writing, account: Account, name: Name, *, product: Product = "", on: When = None) -> RivalGone:
    """Say that a competitor is no longer at an account; what was known stays in the history."""
    return w.do(rival_gone, w.account(account), name, product=product, on=w.date(on) if on else None)


@app.command("ls")
def ls(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    name: Annotated[str | None, typer.Option(metavar="NAME", help=t("Only this competitor."))] = None,
    history: Annotated[
        bool, typer.Option("--history", help=t("Everything that was noted there, the latest first."))
    ] = False,
) -> None:
    """List competitors, the largest share of each account first."""
    session: Session = ctx.obj
    conn, on = session.conn, session.on
    key = None if account is None else lookup.account(conn, account)
    if history and key is not None:
        found = kept.history(conn, key)
    else:
        there = kept.at_accounts(Scope(conn, on, None if key is None else [key]))
        found = [rival for rivals in there.values() for rival in rivals]
    if name is not None:
        found = [rival for rival in found if profiles.same(rival.name, name)]
    names = accounts.names(conn) if found else {}
    rows = ({**marketshapes.rival(rival), "account": names[rival.account_id]} for rival in found)
    out.rows(session.options, rows, COLUMNS)


COLUMNS = [
    out.column("id", drop=5),
    out.column("account", drop=1),
    out.column("name", t("competitor")),
    out.column("product", drop=2),
    out.column("share", right=True, value=lambda row: None if row["share"] is None else f"{row['share']:g}%"),
    out.column("move", t("last move")),
    out.column("move_on", t("moved"), min=10),
    out.column("strengths", drop=4),
    out.column("counter", t("our answer"), drop=3),
    out.column("on", t("known"), drop=2, min=10),
]
