"""kamtui brief: one page on an account before a meeting."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kamtui import paths
from kamtui.cli import out
from kamtui.cli.briefed import shape
from kamtui.cli.files import write_whole
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account
from kamtui.cli.session import Session
from kamtui.domain.briefings import Briefing
from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.render.briefing import sections
from kamtui.render.chart import plain
from kamtui.render.document import html, markdown, text
from kamtui.render.glyphs import UNICODE
from kamtui.store import briefings, lookup

app = Noun(t("The briefing."))


class Format(StrEnum):
    """What a page may be written as."""

    TEXT = "text"
    MD = "md"
    HTML = "html"


BY_ENDING = {
    ".txt": Format.TEXT,
    ".md": Format.MD,
    ".markdown": Format.MD,
    ".html": Format.HTML,
    ".htm": Format.HTML,
}


@app.command("brief")
def brief(
    ctx: typer.Context,
    account: Account,
    *,
    format: Annotated[
        Format | None, typer.Option(help=t("What to write it as; else by the ending of the file, else text."))
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help=t("Write it there instead of showing it."))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=t("Write over a file that is there."))] = False,
    confidential: Annotated[
        bool, typer.Option("--confidential", help=t("With what was told to you in confidence."))
    ] = False,
) -> None:
    """One page before a meeting: who they are, people, touches, promises, numbers, what to ask.

    HTML is one file that prints on one sheet of paper. What was said in confidence is left out unless asked for.
    """
    session: Session = ctx.obj
    conn = session.conn
    key = lookup.account(conn, account)
    chosen, target = _chosen(format, output), None if output is None else paths.typed(output)
    if target is not None:
        _check(target, force=force)
    known = briefings.briefing(conn, key, session.on, confidential=confidential)
    if target is not None:
        write_whole(target, _written(known, chosen, session, is_file=True))
        _say_where(session, known, target, chosen)
    elif session.options.json:
        out.document(shape(known))
    elif session.options.quiet:
        out.line(key)
    else:
        out.block(_written(known, chosen, session, is_file=False).splitlines())
    if not confidential:
        _tell_of(briefings.left_out(conn, key, session.on))


def _chosen(asked: Format | None, output: str | None) -> Format:
    """The format that was named, or that a file's ending names."""
    if asked is not None or output is None:
        return asked or Format.TEXT
    ending = Path(output).suffix.lower()
    if ending not in BY_ENDING:
        message = "'{file}' has none of the endings .txt, .md and .html; name a --format"
        raise BadInput(t(message, file=output))
    return BY_ENDING[ending]


def _check(target: Path, *, force: bool) -> None:
    """Refuse to write where something is that nobody asked to replace."""
    if target.is_dir() or not target.parent.is_dir():
        folder = target if target.is_dir() else target.parent
        message = "{path} is a folder; name a file in it" if target.is_dir() else "there is no folder {path}"
        raise BadInput(t(message, path=folder))
    if (target.exists() or target.is_symlink()) and not force:
        raise BadInput(t("{path} exists already; --force writes over it", path=target))


def _written(known: Briefing, chosen: Format, session: Session, *, is_file: bool) -> str:
    glyphs = UNICODE if is_file or chosen is Format.HTML else out.glyphs()
    page = sections.page(known, glyphs)
    match chosen:
        case Format.HTML:
            return html.html(page, session.language)
        case Format.MD:
            return markdown.markdown(page)
        case Format.TEXT:
            is_watched = sys.stdout.isatty() and not is_file
            cells = shutil.get_terminal_size().columns if is_watched else text.PAPER
            return "\n".join([*plain(text.lines(page, cells, glyphs)), ""])


def _say_where(session: Session, known: Briefing, target: Path, chosen: Format) -> None:
    if session.options.json:
        out.document({"account_id": known.who.account_id, "path": str(target), "format": chosen})
    elif session.options.quiet:
        out.line(known.who.account_id)
    else:
        out.line(t("{account}: briefing written to {path}", account=known.who.name, path=target))


def _tell_of(count: int) -> None:
    if count:
        one = "{count} answer given in confidence is left out; --confidential shows it"
        many = "{count} answers given in confidence are left out; --confidential shows them"
        out.tell(n(one, many, count))
