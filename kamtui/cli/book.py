"""kamtui init, demo, doctor, restore: the book as a file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from kamtui import paths
from kamtui.cli import out, wholebook
from kamtui.cli.confirming import confirm
from kamtui.cli.files import named
from kamtui.cli.nouns import Noun
from kamtui.cli.session import Session
from kamtui.domain import fields
from kamtui.errors import BadBook, BadInput, Damaged, Missing, NotABook, NothingToDo
from kamtui.i18n import t
from kamtui.ops.beginning import begin, make_folders, sample_copy
from kamtui.store import backups, doctor, permits, schema
from kamtui.store.book import Book

app = Noun(t("The book as a file."))

Yes = Annotated[bool, typer.Option("--yes", help=t("Do not ask."))]

LONG = 50_000
"""Rows of a table from which on looking at them takes seconds."""


@app.command("init")
def init(
    ctx: typer.Context,
    *,
    name: Annotated[str | None, typer.Option(metavar="TEXT", help=t("What the book is called."))] = None,
    currency: Annotated[str, typer.Option(metavar="CURRENCY", help=t("Where an account says nothing else."))] = "",
    fiscal_start: Annotated[int, typer.Option(min=1, max=12, help=t("First month of the fiscal year."))] = 1,
    user: Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Your login, if not the system's."))] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help=t("Not empty: the book that `export all` wrote."))
    ] = None,
) -> None:
    """Make a new, empty book with yourself in it as its head, or the one that an export of all holds."""
    session: Session = ctx.obj
    path = session.path
    if from_ is not None:
        wholebook.make(session, path, from_)
        return
    code = fields.currency(currency) if currency else _usual_currency(session)
    who = user or session.who
    made = {"currency": code, "name": name or "", "via": session.via}
    done = begin(path, who=who, clock=session.clock, fiscal_start=fiscal_start, **made)
    if session.options.json:
        facts = {"path": str(path), "name": name or path.stem, "currency": code, "fiscal_start": fiscal_start}
        out.document({**facts, "user": done.value.login, "change": done.change})
    else:
        out.line(t("{path}: a new book in {currency}, with {user} as head", path=path, currency=code, user=who))
        if user is not None and user != session.who:
            out.tell(t("you are {me} here; set KAMTUI_USER={user} or the setting user", me=session.who, user=user))


@app.command("demo")
def demo(ctx: typer.Context) -> None:
    """Open the sample book, in a copy that is thrown away; without a terminal its Today list is printed."""
    from kamtui.cli.app import run

    session: Session = ctx.obj
    with sample_copy(who=session.who, clock=session.clock, folder=paths.sample_book()) as path:
        asked = [f"--{name}" for name in ("json", "tsv", "quiet") if getattr(session.options, name)]
        if session.open_app is not None and not asked:
            code = session.open_app(["--book", str(path)])
        else:
            out.tell(t("no terminal for the app, so this is `kamtui today` of the sample book"))
            code = run(["today", "--book", str(path), *asked])
    if code:
        raise typer.Exit(code)


@app.command("doctor")
def examine(
    ctx: typer.Context,
    *,
    repair: Annotated[bool, typer.Option("--repair", help=t("Recompute what is computed from the facts."))] = False,
    accept_loss: Annotated[
        bool, typer.Option("--accept-loss", help=t("Go on without changes that are missing from the book."))
    ] = False,
    folder: Annotated[
        str | None, typer.Option("--backups", metavar="DIR", help=t("Where backups are, if not beside the book."))
    ] = None,
    yes: Yes = False,
) -> None:
    """Examine the book and its surroundings; the exit code is 6 where something is wrong."""
    session: Session = ctx.obj
    if accept_loss:
        _accept_loss(session, yes=yes)
    if repair:
        require(session.book, "book.repair")
        out.tell(t("kept values recomputed; {count} were wrong", count=doctor.repair(session.book)))
    folders = [] if folder is None else [named(session, folder)]
    found = [finding._asdict() for finding in doctor.examine(session.book, folders, progress)]
    out.rows(session.options, found, FINDINGS)
    if any(finding["level"] == "error" for finding in found):
        raise typer.Exit(BadBook.exit_code)


def _accept_loss(session: Session, *, yes: bool) -> None:
    """Go on without what is missing: from now on the anchor takes the book as it is."""
    lost = session.book.lost
    if lost is None:
        raise NothingToDo(t("no change is missing from this book"))
    require(session.book, "book.accept_loss")
    if not yes:
        confirm(t("Go on without {count} changes? They cannot be put back afterwards.", count=lost.changes))
    session.close()
    Book.open(session.path, who=session.who, clock=session.clock, accepts_loss=True).close()
    out.tell(t("{count} changes are given up; the book can be written again", count=lost.changes))


@app.command("restore")
def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=t("A backup of the book."))],
    *,
    yes: Yes = False,
) -> None:
    """Put a backup in the place of the book; what was there is kept beside it. Undo cannot take this back."""
    session: Session = ctx.obj
    source = named(session, file)
    if not source.is_file():
        raise BadInput(t("there is no file {path}", path=source))
    found = backups.facts(source)
    if not yes:
        message = "Put {file} in the place of {path}?"
        if found is not None:
            message = "Put {file} in the place of {path}? It is {name} as of {at}, with {count} changes."
        values = found._asdict() if found else {}
        at, count = values.get("newest") or "-", values.get("changes")
        confirm(t(message, file=source, path=session.path, name=values.get("name"), at=at, count=count))
    now = session.clock.now()
    try:
        book = session.book
    except (Missing, Damaged, NotABook):
        kept = _beside(session, "damaged")
        make_folders(session.path.parent)
        backups.put_back(source, session.path, kept, who=session.who, now=now)
    else:
        require(book, "book.restore")
        kept = _beside(session, "before-restore")
        backups.write(book.conn, kept)
        if book.lost is not None:
            session.close()
            book = Book.open(session.path, who=session.who, clock=session.clock, accepts_loss=True)
        for fault in backups.restore(book, source)[:1]:
            out.tell(t("{file} itself is not what its journal says: {fault}", file=source, fault=fault.text))
        if book is not session.book:
            book.close()
    present = kept if kept.exists() else None
    if session.options.json:
        out.document({"path": str(session.path), "from": str(source), "kept": present and str(present)})
    else:
        out.line(t("{path} is {file} now", path=session.path, file=source))
        if present:
            out.tell(t("what was there is kept in {path}", path=present))


FINDINGS = [out.column("level"), out.column("check"), out.column("text")]


def _usual_currency(session: Session) -> str:
    return "CNY" if session.language == "zh" else "USD"


def require(book: Book, operation: str) -> None:
    """Raise NotPermitted unless who asks may do this to the book as a whole."""
    permits.Permit(book.conn, book.who, operation, book.today())


def progress(table: str, count: int) -> None:
    """Say what is being looked at, where it takes long and somebody waits."""
    if count > LONG and out.is_watched():
        out.tell(t("{table}: {count} rows …", table=table, count=count))


def _beside(session: Session, what: str) -> Path:
    """A free name beside the book: book.kam.before-restore-20261120-093000."""
    now: dt.datetime = session.clock.now().astimezone(session.clock.zone)
    return schema.unused(session.path.with_name(f"{session.path.name}.{what}-{now:%Y%m%d-%H%M%S}"))
