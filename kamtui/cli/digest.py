"""kamtui digest: the morning's mail, as text, HTML or a whole message."""

from __future__ import annotations

import datetime as dt
import sys
from enum import StrEnum
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.noting import note_unless_watched
from kamtui.cli.nouns import Noun
from kamtui.cli.session import Session
from kamtui.cli.today import reason
from kamtui.domain.agenda import Item
from kamtui.domain.digests import Asked, Digest
from kamtui.errors import BadInput, NothingToDo, NotPermitted
from kamtui.i18n import t
from kamtui.ops.core import load_all
from kamtui.render import digest as digestpage
from kamtui.render.chart import plain
from kamtui.render.document import mail, text
from kamtui.store import digests, permits, users

app = Noun(t("The morning's mail."))


class Format(StrEnum):
    """What it is printed as."""

    TEXT = "text"
    HTML = "html"
    EML = "eml"
    """A whole message, for sendmail -t."""


@app.command("digest")
def digest(
    ctx: typer.Context,
    *,
    user: Annotated[
        str | None, typer.Option(metavar="LOGIN", help=t("For this one of us; only heads ask for others."))
    ] = None,
    team: Annotated[bool, typer.Option("--team", help=t("Also accounts whose team they are in."))] = False,
    all: Annotated[bool, typer.Option("--all", help=t("The accounts of everybody."))] = False,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help=t("Tell what colleagues did from this day on; yesterday."))
    ] = None,
    format: Annotated[Format, typer.Option("--format", help=t("What to print."))] = Format.TEXT,
    to: Annotated[str | None, typer.Option(metavar="ADDRESS", help=t("With eml: whom it goes to."))] = None,
    sender: Annotated[
        str | None, typer.Option("--from", metavar="ADDRESS", help=t("With eml: whom it is from."))
    ] = None,
) -> None:
    """What the day brings: cards with reasons, promises, appointments, exceptions, what colleagues did.

    It tells what its reader may see, and nothing else. The exit code is 1 where there is nothing to tell, so that a
    scheduler sends no empty mail: kamtui digest --format eml --to me@example.com > mail && sendmail -t < mail
    """
    session: Session = ctx.obj
    if team and all:
        raise BadInput(t("--team and --all exclude each other"))
    if (to is not None or sender is not None) and format is not Format.EML:
        raise BadInput(t("--to and --from are for --format eml"))
    if format is Format.EML and to is None:
        raise BadInput(t("say with --to whom the message goes to"))
    who = session.who if user is None else _other(session, user)
    first = session.on - dt.timedelta(days=1) if since is None else session.since(since, session.on)
    asked = Asked(who, session.on, first, "team" if team else "all" if all else "")
    # the reader's right, not that of whoever runs the scheduler
    with session.reading_as(who) as conn:
        found = digests.digest(conn, asked, session.info.name, _instants(session, first))
    if not found.says_something:
        # cron mails whatever is said, so this is said only where somebody looks
        if out.is_watched() and not session.options.json:
            raise NothingToDo(t("there is nothing to tell"))
        raise typer.Exit(NothingToDo.exit_code)
    note_unless_watched(session, f"digest for {who}")
    if session.options.json:
        out.document(_shape(found))
    else:
        _print(session, found, format, to, sender)


def _other(session: Session, user: str) -> str:
    """The login of another of us; raises NotFound, and NotPermitted for who is no head."""
    login = users.one(session.names, user).login
    if login.casefold() != session.who.casefold() and not permits.may_decide(session.names, session.who, session.today):
        raise NotPermitted(t("only heads ask for the digest of others"))
    # who left gets no more mail
    permits.role_of(session.names, login, session.today)
    return login


def _instants(session: Session, first: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """From the beginning of one day to the end of the day looked at, where the user is."""
    ends = (first, session.on + dt.timedelta(days=1))
    begins = [dt.datetime.combine(day, dt.time(), session.clock.zone).astimezone(dt.UTC) for day in ends]
    return begins[0], begins[1]


def _print(session: Session, found: Digest, format: Format, to: str | None, sender: str | None) -> None:
    labels = {name: t(operation.label) for name, operation in load_all().items()}
    is_text = format is Format.TEXT
    page = digestpage.page(found, labels, out.glyphs()) if is_text else digestpage.page(found, labels)
    lines = "\n".join(plain(text.lines(page)))
    match format:
        case Format.TEXT:
            out.block(lines.splitlines())
        case Format.HTML:
            sys.stdout.write(mail.mail(page, session.language))
        case Format.EML:
            # imported late: only a message needs the library for it
            from kamtui.cli import letters

            assert to is not None
            key = "\n".join((session.info.name, found.asked.who, str(found.asked), lines))
            sys.stdout.write(
                letters.letter(
                    to=letters.address(to),
                    sender=letters.address(sender or to),
                    subject=page.title,
                    text=lines + "\n",
                    html=mail.mail(page, session.language),
                    at=session.clock.now(),
                    key=key,
                )
            )


def _shape(found: Digest) -> out.Json:
    asked = found.asked
    return {
        "user": asked.who,
        "on": out.day(asked.on),
        "since": out.day(asked.since),
        "cards": [
            {
                "account_id": told.card.account_id,
                "name": told.account,
                "owner": told.owner or None,
                "tier": told.card.tier,
                "severity": told.card.severity.name.lower(),
                "reasons": [reason(each) for each in told.card.reasons],
            }
            for told in found.cards
        ],
        "late": list(map(_item, found.late)),
        "due": list(map(_item, found.due)),
        "appointments": list(map(_item, found.appointments)),
        "exceptions": [{**each._asdict(), "on": out.day(each.on)} for each in found.exceptions],
        "done": [each._asdict() for each in found.done],
        "figures": found.figures._asdict(),
    }


def _item(item: Item) -> out.Json:
    return {
        "on": out.day(item.on),
        "what": item.what,
        "id": item.row,
        "account_id": item.account_id,
        "account": item.account or None,
        "title": item.title or None,
        "owner": item.owner or None,
        "at": None if item.at is None else item.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
