"""kamtui money: whether a delivery may be promised."""

from __future__ import annotations

import shutil

import typer

from kamtui.cli import deliveryshapes, out
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account
from kamtui.cli.session import Session
from kamtui.i18n import t
from kamtui.render.chart import plain
from kamtui.render.deliverychecks import lines
from kamtui.store import accounts, deliverychecks, lookup, policies

app = Noun(t("Whether a delivery may be promised."))

AGAINST = [out.column("severity"), out.column("text")]


@app.command("money")
def money(ctx: typer.Context, account: Account) -> None:
    """Whether a delivery may be promised: overdue, exposure, cover, terms and what else speaks against it.

    The first line says what does, the others what that rests on; what nobody entered is said to be unknown. --tsv lists
    what speaks against it.
    """
    session: Session = ctx.obj
    conn = session.conn
    row = accounts.row(conn, lookup.account(conn, account))
    found = deliverychecks.check(conn, row.id, session.on, policies.in_force(conn, session.on), row.tier)
    if session.options.json:
        out.document(deliveryshapes.check(found, row.name))
    elif session.options.quiet:
        out.line(row.id)
    elif session.options.tsv:
        out.rows(session.options, deliveryshapes.against(found), AGAINST)
    else:
        out.line(f"{out.safe(row.name)} #{row.id}")
        out.block(plain(lines(found, shutil.get_terminal_size((80, 24)).columns, out.glyphs(), whole=True)))
