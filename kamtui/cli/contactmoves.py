"""kamtui contact leave, move, join, identify."""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, Account, Contact, On, Text, given
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields
from kamtui.domain.contacts import EndReason
from kamtui.domain.outcomes.people import ContactIdentified, ContactJoined, ContactLeft, ContactMoved
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.contacts import leave
from kamtui.ops.moves import join, move
from kamtui.ops.samepeople import identify

app = Noun(t("People at accounts leave, move, and become known."))

At = Annotated[str | None, typer.Option("--account", metavar="ACCOUNT", help=t("Which of their positions."))]
Level = Annotated[str | None, typer.Option(metavar="LEVEL", help=t("exec, mid or front."))]
Function = Annotated[str | None, typer.Option(metavar="FUNCTION", help=t("Department: purchasing, technical …"))]
Boss = Annotated[str | None, typer.Option("--reports-to", metavar="CONTACT", help=t("Their boss; - for nobody."))]
Successor = Annotated[
    bool, typer.Option("--successor", help=t("Somebody unknown takes the role over; a task asks who."))
]


@app.command("leave")
@writes("contact.leave")
def left(
    w: Writing,
    contact: Contact,
    *,
    on: On = "today",
    reason: Annotated[str, typer.Option(metavar="REASON", help=t("left_company, moved_inside, retired …"))] = "",
    account: At = None,
    to: Annotated[str | None, typer.Option(metavar="TEXT", help=t("Who employs them now, such as a rival."))] = None,
    note: Text = None,
    successor: Successor = False,
) -> ContactLeft:
    """Record that a person left an account; what was said with them stays."""
    at = None if account is None else w.account(account)
    return w.do(
        leave,
        w.contact(contact, at),
        on=w.date(on),
        reason=_reason(reason) if reason else EndReason.LEFT_COMPANY if to else EndReason.UNKNOWN,
        account_id=at,
        note=note or "",
        to=to or "",
        successor=successor,
    )


@app.command("move")
@writes("contact.move")
def moved(
    w: Writing,
    contact: Contact,
    *,
    on: On = "today",
    title: Text = None,
    level: Level = None,
    function: Function = None,
    reports_to: Boss = None,
    account: At = None,
    note: Text = None,
    successor: Successor = False,
) -> ContactMoved:
    """Record that a person moved to another position at the same account; what is not named stays."""
    at = None if account is None else w.account(account)
    changed = _role(w, at, title, level, function, reports_to)
    if not changed:
        raise BadInput(t("name a field to change; see --help"))
    person, day = w.contact(contact, at), w.date(on)
    return w.do(move, person, changed, on=day, account_id=at, note=note or "", successor=successor)


@app.command("join")
@writes("contact.join")
def joined(
    w: Writing,
    contact: Contact,
    account: Account,
    *,
    title: Text = None,
    level: Level = None,
    function: Function = None,
    reports_to: Boss = None,
    email: Text = None,
    phone: Text = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help=t("In this position since."))] = None,
    instead: Annotated[bool, typer.Option("--instead", help=t("They left where they worked before."))] = False,
) -> ContactJoined:
    """Record that a known person works at another account, too or instead; their old mail still finds them."""
    at = w.account(account)
    return w.do(
        join,
        w.contact(contact),
        at,
        since=w.session.since(since, w.session.today) if since else None,
        fields={**_role(w, at, title, level, function, reports_to), **given(email=email, phone=phone)},
        instead=instead,
    )


@app.command("identify")
@writes("contact.identify")
def identified(
    w: Writing,
    contact: Contact,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help=t("The person's name."))] = None,
    *,
    person: Annotated[str | None, typer.Option(metavar="CONTACT", help=t("Somebody who is known already."))] = None,
    on: On = "today",
    email: Text = None,
    phone: Text = None,
    note: Text = None,
) -> ContactIdentified:
    """Say who a placeholder is: a new name, or with --person somebody known; the task to find out is done."""
    reached = given(email=email, phone=phone, note=note)
    if person is not None and reached:
        raise BadInput(t("the mail and phone of somebody known are changed with contact edit"))
    key = None if person is None else w.contact(person)
    return w.do(identify, w.contact(contact), name or "", person=key, fields=reached, on=w.date(on))


def _role(
    w: Writing, account: int | None, title: str | None, level: str | None, function: str | None, boss: str | None
) -> dict[str, object]:
    changed = given(title=title)
    if level is not None:
        changed["level"] = None if level == NOTHING else fields.level(level)
    if function is not None:
        changed["function"] = None if function == NOTHING else fields.function(function)
    if boss is not None:
        changed["reports_to"] = None if boss == NOTHING else w.contact(boss, account)
    return changed


def _reason(text: str) -> EndReason:
    word = text.strip().casefold().replace(" ", "_").replace("-", "_")
    if word not in list(EndReason):
        raise BadInput(t("'{text}' is no reason to leave; use {known}", text=text, known=", ".join(EndReason)))
    return EndReason(word)
