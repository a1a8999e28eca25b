"""Pages as commands give them out: shown or written to a file, as text, Markdown or HTML."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.files import STREAM, maybe_named, write_whole
from kamtui.cli.noting import note
from kamtui.cli.session import Session
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.render.chart import plain
from kamtui.render.document import html, markdown, text
from kamtui.render.document.page import Page
from kamtui.render.glyphs import UNICODE, Glyphs


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

AsFormat = Annotated[
    Format | None, typer.Option("--format", help=t("What to write it as; else by the ending of the file, else text."))
]
Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help=t("Write it there instead of showing it."))
]
Confidential = Annotated[bool, typer.Option("--confidential", help=t("With what was told to you in confidence."))]
Force = Annotated[bool, typer.Option("--force", help=t("Write over a file that is there."))]


class Target:
    """Where a page goes and as what; made before anything is read, so that a wrong name costs nothing."""

    def __init__(self, session: Session, asked: Format | None, output: str | None, *, force: bool) -> None:
        """Raises BadInput where the file cannot be meant, NotPermitted where none can be named."""
        self.file = maybe_named(session, output)
        self.format = _chosen(asked, output)
        if self.file is not None:
            check(self.file, force=force)

    @property
    def glyphs(self) -> Glyphs:
        """What a page for it is made with: a file can show everything."""
        is_file = self.file is not None or self.format is Format.HTML
        return UNICODE if is_file else out.glyphs()

    def take(self, page: Page, session: Session, more: Sequence[Page] = ()) -> None:
        """Write the page, and `more` behind it, into the file, or show them.

        What does not stay on a terminal is noted first: who took it.
        """
        if self.file is not None or not out.is_shown():
            note(session, f"{session.command}: {page.title}")
        if self.file is not None:
            write_whole(self.file, self._written(page, session, more))
        else:
            out.block(self._written(page, session, more).splitlines())

    def _written(self, page: Page, session: Session, more: Sequence[Page]) -> str:
        match self.format:
            case Format.HTML:
                return html.html(page, session.language, more)
            case Format.MD:
                return "\n".join(map(markdown.markdown, (page, *more)))
            case Format.TEXT:
                is_watched = self.file is None and sys.stdout.isatty()
                cells = shutil.get_terminal_size().columns if is_watched else text.PAPER
                pages = (plain(text.lines(each, cells, self.glyphs)) for each in (page, *more))
                return "\n\n".join("\n".join([*lines, ""]) for lines in pages)


def _chosen(asked: Format | None, output: str | None) -> Format:
    """The format that was named, or that a file's ending names."""
    if asked is not None or output in (None, STREAM):
        return asked or Format.TEXT
    ending = Path(output or "").suffix.lower()
    if ending not in BY_ENDING:
        message = "'{file}' has none of the endings .txt, .md and .html; name a --format"
        raise BadInput(t(message, file=output))
    return BY_ENDING[ending]


def check(target: Path, *, force: bool) -> None:
    """Refuse to write where something is that nobody asked to replace."""
    if target.is_dir() or not target.parent.is_dir():
        folder = target if target.is_dir() else target.parent
        message = "{path} is a folder; name a file in it" if target.is_dir() else "there is no folder {path}"
        raise BadInput(t(message, path=folder))
    if (target.exists() or target.is_symlink()) and not force:
        raise BadInput(t("{path} exists already; --force writes over it", path=target))
