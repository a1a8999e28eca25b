"""kamtui export WHAT: lists for other programs, which an import reads back; and who took which."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Set
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, TextIO

import typer

from kamtui.cli import noting, out, wholebook
from kamtui.cli.documents import Confidential, Force, Output, check
from kamtui.cli.files import STREAM, maybe_named
from kamtui.cli.nouns import Noun
from kamtui.cli.session import Session
from kamtui.domain import filters
from kamtui.domain.roles import Role
from kamtui.errors import BadInput, NotPermitted
from kamtui.i18n import n, t
from kamtui.ops.transfer import outgoing
from kamtui.ops.transfer.outgoing import BOM, Format, Written
from kamtui.ops.transfer.wholefile import whole
from kamtui.render.text import clean
from kamtui.store import accounts, permits
from kamtui.store.outgoing.lists import CONFIDING, LISTS
from kamtui.store.outgoing.references import Outgoing
from kamtui.store.sqlite import one_moment

app = Noun(t("Lists out of the book."))

IN_MEMORY = 8 << 20
"""Bytes of a list that are kept in memory until it is noted who took it; more go into a private file."""

WHOLE = "all"
"""What is exported where it is the whole book."""

What = Annotated[str, typer.Argument(metavar="WHAT", help=t("One of: {lists}.", lists=", ".join((*LISTS, WHOLE))))]


@app.command("export", filters=True)
def export(
    ctx: typer.Context,
    what: What,
    filter: Annotated[
        list[str] | None, typer.Argument(metavar="[FILTER]...", help=t("Only of these accounts, as in account ls."))
    ] = None,
    *,
    format: Annotated[
        Format | None,
        typer.Option("--format", help=t("What to write it as; else by the ending of the file, else csv.")),
    ] = None,
    output: Output = None,
    force: Force = False,
    raw: Annotated[
        bool, typer.Option("--raw", help=t("For machines: no ' before what a spreadsheet would calculate."))
    ] = False,
    bom: Annotated[bool, typer.Option("--bom", help=t("Begin with a byte-order mark, as Excel wants it."))] = False,
    confidential: Confidential = False,
    describe: Annotated[
        bool, typer.Option("--describe", help=t("With all: what its tables and columns are, instead of the book."))
    ] = False,
) -> None:
    """Write a list of the book for other programs; kamtui import reads it back and changes nothing then.

    Cells in which a spreadsheet would see a formula get a ' in front, which the import takes off again. What was said
    in confidence is left out unless asked for. It is noted in the book who took which list: kamtui journal --exports.

    export all writes the whole book as JSON lines, for heads only; kamtui init --from makes the same book of them.
    """
    session: Session = ctx.obj
    if what == WHOLE:
        if describe and not output:
            wholebook.describe(session)
            return
        if filter or format or raw or bom or describe:
            raise BadInput(t("all is the whole book as JSON lines: no filter, no format"))
        wholebook.give(session, output, force=force)
        return
    outgoing.fields(what)
    if describe:
        raise BadInput(t("--describe is for all; the columns of the other lists are in their first line"))
    chosen = _format(session, format, output)
    target = maybe_named(session, output)
    if target is not None:
        check(target, force=force)
    if confidential:
        _refuse_reader(session)
    asked = _accounts(session, " ".join(filter or ()))
    list_ = Outgoing(session.conn, asked, confidential=confidential)
    if target is None:
        _give_out(session, list_, what, chosen, raw=raw, bom=bom)
    else:
        _put(session, list_, what, chosen, target, raw=raw, bom=bom)
    if what in CONFIDING and not confidential:
        out.tell(t("what was said in confidence is left out; --confidential takes what you may see"))


def _format(session: Session, asked: Format | None, output: str | None) -> Format:
    """The format that was named, that the file's ending names, or that --json and --tsv ask for."""
    if asked is not None:
        return asked
    if output not in (None, STREAM):
        ending = Path(output or "").suffix.lower().removeprefix(".")
        if ending not in [*Format]:
            message = "'{file}' has none of the endings {endings}; name a --format"
            raise BadInput(t(message, file=output, endings=" ".join(f".{each}" for each in Format)))
        return Format(ending)
    return Format.JSON if session.options.json else Format.TSV if session.options.tsv else Format.CSV


def _accounts(session: Session, text: str) -> Set[int] | None:
    """The accounts that a filter keeps; None where there is no filter."""
    if not text:
        return None
    chosen = filters.parse(text, me=session.who)
    return frozenset(accounts.ids(session.conn, chosen, on=session.on))


def _refuse_reader(session: Session) -> None:
    if permits.role_of(session.conn, session.who, session.today) is Role.READER:
        raise NotPermitted(t("{who} is a reader here, who sees nothing that was said in confidence", who=session.who))


def _give_out(session: Session, list_: Outgoing, what: str, format: Format, *, raw: bool, bom: bool) -> None:
    """Print a list once it is noted who takes it; on a terminal made safe to look at."""
    if out.is_shown() and not format.is_text:
        raise BadInput(
            t("a terminal cannot show {format}; name a file: --output {what}.{format}", format=format, what=what)
        )
    with TextIOWrapper(tempfile.SpooledTemporaryFile(IN_MEMORY, "w+b"), "utf-8", "replace", newline="") as kept:
        written = _write(kept, list_, what, format, raw=raw, bom=bom)
        noting.note(session, f"{what} as {format}", written.rows)
        kept.seek(0)
        if out.is_shown():
            out.block(clean(line.rstrip("\n"), sys.maxsize) for line in kept)
        elif format.is_text:
            shutil.copyfileobj(kept, sys.stdout)
        else:
            shutil.copyfileobj(kept.buffer, sys.stdout.buffer)
    _say_nuls(written)


def _put(session: Session, list_: Outgoing, what: str, format: Format, target: Path, *, raw: bool, bom: bool) -> None:
    """Put a list into a file, whole or not at all, once it is noted who takes it."""
    with whole(target) as file:
        written = _write(file, list_, what, format, raw=raw, bom=bom)
        noting.note(session, f"{what} as {format}", written.rows)
    if session.options.json:
        out.document({"what": what, "rows": written.rows, "path": str(target), "format": format})
    elif session.options.quiet:
        out.line(written.rows)
    else:
        one, many = "{what}: {count} row written to {path}", "{what}: {count} rows written to {path}"
        out.line(n(one, many, written.rows, what=what, path=target))
    _say_nuls(written)


def _write(file: TextIO, list_: Outgoing, what: str, format: Format, *, raw: bool, bom: bool) -> Written:
    """Write a list as it stands at one moment."""
    if bom and format.is_text:
        file.write(BOM)
    with one_moment(list_.conn):
        return outgoing.write(file, what, list_, format, raw=raw)


def _say_nuls(written: Written) -> None:
    if written.nuls:
        one, many = (
            "{count} row held the character NUL, written as ␀",
            "{count} rows held the character NUL, written as ␀",
        )
        out.tell(n(one, many, written.nuls))
