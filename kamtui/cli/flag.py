"""kamtui flag …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import influenceshapes, out
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account, number
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain.outcomes.influences import FlagAnswered, FlagRaised, FlagSettled
from kamtui.i18n import t
from kamtui.ops.meant import person as found_person
from kamtui.ops.redflags import answer_flag, raise_flag, settle_flag
from kamtui.render import flagged
from kamtui.store import lookup, redflags

app = Noun(t("Red flags: what is unknown or in doubt at an account, and the strength we use against it."))

Subject = Annotated[str, typer.Argument(metavar="SUBJECT", help=t("What is in doubt, as `flag ls` calls it."))]
About = Annotated[str | None, typer.Option("--contact", metavar="CONTACT", help=t("About this person."))]
When = Annotated[str | None, typer.Option("--on", metavar="DATE", help=t("The day, today if not said."))]


@app.command("ls")
def ls(ctx: typer.Context, account: Account) -> None:
    """List the red flags of an account: those that are computed, then those by hand."""
    session: Session = ctx.obj
    found = redflags.at_account(session.conn, lookup.account(session.conn, account), session.on)
    out.rows(session.options, map(influenceshapes.flag, found.flags), COLUMNS)
    if not (session.options.json or session.options.quiet or session.options.tsv):
        out.tell(flagged.confidence(found))


@app.command("raise")
@writes("flag.raise")
def raise_(
    w: Writing,
    account: Account,
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help=t("What is unknown, unverified or changed."))],
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help=t("More of it."))] = "",
    *,
    contact: About = None,
    on: When = None,
) -> FlagRaised:
    """Raise a red flag by hand."""
    key = w.account(account)
    whom = None if contact is None else found_person(w.conn, key, contact, w.session.today)
    return w.do(raise_flag, key, subject, text=text, contact_id=whom, on=w.date(on) if on else None)


@app.command("answer")
@writes("flag.answer")
def answer(
    w: Writing,
    account: Account,
    subject: Subject,
    *,
    contact: About = None,
    strength: Annotated[str, typer.Option(metavar="TEXT", help=t("A strength of ours that is used."))] = "",
    task: Annotated[str, typer.Option(metavar="TITLE", help=t("What will be done: a follow-up of the owner."))] = "",
    due: Annotated[str | None, typer.Option(metavar="DATE", help=t("Until when."))] = None,
) -> FlagAnswered:
    """Use a strength of ours against a red flag, or make a task of it."""
    key = w.account(account)
    whom = None if contact is None else found_person(w.conn, key, contact, w.session.today)
    day = w.date(due) if due else None
    return w.do(answer_flag, key, subject, contact_id=whom, strength=strength, task=task, due_on=day)


@app.command("settle")
@writes("flag.settle")
def settle(
    w: Writing,
    flag: Annotated[str, typer.Argument(metavar="FLAG", help=t("Its number in `flag ls`."))],
    *,
    on: When = None,
) -> FlagSettled:
    """Settle a red flag that was raised by hand; one that is computed goes as soon as it is known."""
    return w.do(settle_flag, number(flag, t("flag")), on=w.date(on) if on else None)


COLUMNS = [
    out.column("id", drop=3),
    out.column("subject", drop=1),
    out.column("text", t("what is in doubt")),
    out.column("since", drop=2, min=10),
    out.column("strength", t("our strength"), drop=1),
    out.column("task", drop=1),
    out.column("by_hand", t("by hand"), drop=4),
]
