"""kamtui init, demo, doctor, backup, restore: the book as a file."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from kamtui import paths
from kamtui.cli import out
from kamtui.cli.confirming import confirm
from kamtui.cli.nouns import Noun
from kamtui.cli.session import Session
from kamtui.domain import fields
from kamtui.errors import BadBook, BadInput, Damaged, KamError, Missing, NotABook
from kamtui.i18n import t
from kamtui.ops.users import add_user
from kamtui.store import backups, doctor
from kamtui.store.book import Book

app = Noun(t("The book as a file."))

OWNER_ONLY = 0o700


@app.command("init")
def init(
    ctx: typer.Context,
    *,
    name: Annotated[str | None, typer.Option(metavar="TEXT", help=t("What the book is called."))] = None,
    currency: Annotated[str, typer.Option(metavar="CURRENCY", help=t("Where an account says nothing else."))] = "",
    fiscal_start: Annotated[int, typer.Option(min=1, max=12, help=t("First month of the fiscal year."))] = 1,
    user: Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Your login, if not the system's."))] = None,
) -> None:
    """Make a new, empty book with yourself in it as its head."""
    session: Session = ctx.obj
    path = session.path
    code = fields.currency(currency) if currency else _usual_currency(session)
    who = user or session.who
    _make_folders(path.parent)
    book = Book.create(
        path, who=who, clock=session.clock, name=name or path.stem, currency=code, fiscal_start=fiscal_start
    )
    try:
        done = add_user(book, who, role="head")
    except KamError:
        book.close()
        _remove(path)
        raise
    book.close()
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
    from kamtui.ops.sample.build import build_sample

    session: Session = ctx.obj
    with tempfile.TemporaryDirectory(prefix="kamtui-demo-") as folder:
        path = Path(folder) / "demo.kam"
        book = Book.create(path, who=session.who, clock=session.clock, name=t("Sample"), currency="CNY", fiscal_start=1)
        try:
            build_sample(book, paths.sample_book())
        finally:
            book.close()
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
) -> None:
    """Examine the book and its surroundings; the exit code is 6 where something is wrong."""
    session: Session = ctx.obj
    if repair:
        out.tell(t("kept values recomputed; {count} were wrong", count=doctor.repair(session.book)))
    found = [finding._asdict() for finding in doctor.examine(session.book)]
    out.rows(session.options, found, FINDINGS)
    if any(finding["level"] == "error" for finding in found):
        raise typer.Exit(BadBook.exit_code)


@app.command("backup")
def backup(
    ctx: typer.Context,
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help=t("Beside the book, with the time, if not said."))
    ] = None,
) -> None:
    """Write a copy of the book that has been opened and compared."""
    session: Session = ctx.obj
    target = _beside(session, "backup") if file is None else paths.typed(file)
    if target.exists() or target.is_symlink():
        raise BadInput(t("{path} exists already; name another file", path=target))
    if not target.parent.is_dir():
        raise BadInput(t("there is no folder {path}", path=target.parent))
    written = backups.write(session.book.conn, target)
    if session.options.json:
        out.document({"path": str(written), "bytes": written.stat().st_size})
    else:
        out.line(written)


@app.command("restore")
def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=t("A backup of the book."))],
    *,
    yes: Annotated[bool, typer.Option("--yes", help=t("Do not ask."))] = False,
) -> None:
    """Put a backup in the place of the book; what was there is kept beside it. Undo cannot take this back."""
    session: Session = ctx.obj
    source = paths.typed(file)
    if not source.is_file():
        raise BadInput(t("there is no file {path}", path=source))
    if not yes:
        confirm(t("Put {file} in the place of {path}?", file=source, path=session.path))
    try:
        book = session.book
    except (Missing, Damaged, NotABook):
        kept = _beside(session, "damaged")
        _make_folders(session.path.parent)
        backups.put_back(source, session.path, kept)
    else:
        kept = backups.write(book.conn, _beside(session, "before-restore"))
        with book.exclusive() as conn:
            backups.restore(conn, source)
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


def _make_folders(folder: Path) -> None:
    """The folder of a book and those above it, as far as they are missing, for the owner only."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=OWNER_ONLY)


def _remove(path: Path) -> None:
    """A book that could not be begun, with what SQLite put beside it."""
    for ending in ("", "-wal", "-shm", ".lock"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _beside(session: Session, what: str) -> Path:
    """A free name beside the book: book.kam.backup-20261120-093000."""
    now: dt.datetime = session.clock.now().astimezone(session.clock.zone)
    return session.path.with_name(f"{session.path.name}.{what}-{now:%Y%m%d-%H%M%S}")
