"""kamtui brief: one page on an account before a meeting."""

from __future__ import annotations

import typer

from kamtui.cli import out
from kamtui.cli.briefed import shape
from kamtui.cli.documents import AsFormat, Confidential, Force, Output, Target
from kamtui.cli.noting import note_unless_watched
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account
from kamtui.cli.session import Session
from kamtui.domain.briefings import Briefing
from kamtui.i18n import n, t
from kamtui.render.briefing import sections
from kamtui.store import briefings, lookup

app = Noun(t("The briefing."))


@app.command("brief")
def brief(
    ctx: typer.Context,
    account: Account,
    *,
    format: AsFormat = None,
    output: Output = None,
    force: Force = False,
    confidential: Confidential = False,
) -> None:
    """One page before a meeting: who they are, people, touches, promises, numbers, what to ask.

    HTML is one file that prints on one sheet of paper. What was said in confidence is left out unless asked for.
    """
    session: Session = ctx.obj
    conn = session.conn
    key = lookup.account(conn, account)
    target = Target(session, format, output, force=force)
    known = briefings.briefing(conn, key, session.on, confidential=confidential)
    if target.file is None and session.options.json:
        note_unless_watched(session, f"{session.command}: {known.who.name}")
        out.document(shape(known))
    elif target.file is None and session.options.quiet:
        out.line(key)
    else:
        target.take(sections.page(known, target.glyphs), session)
        _say_where(session, known, target)
    if not confidential:
        _tell_of(briefings.left_out(conn, key, session.on))


def _say_where(session: Session, known: Briefing, target: Target) -> None:
    if target.file is None:
        return
    if session.options.json:
        out.document({"account_id": known.who.account_id, "path": str(target.file), "format": target.format})
    elif session.options.quiet:
        out.line(known.who.account_id)
    else:
        out.line(t("{account}: briefing written to {path}", account=known.who.name, path=target.file))


def _tell_of(count: int) -> None:
    if count:
        one = "{count} answer given in confidence is left out; --confidential shows it"
        many = "{count} answers given in confidence are left out; --confidential shows them"
        out.tell(n(one, many, count))
