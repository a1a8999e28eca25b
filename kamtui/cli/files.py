"""Files that a command names: where there are any, and how one is written whole, at first for its owner only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kamtui import paths
from kamtui.errors import NotPermitted
from kamtui.i18n import t
from kamtui.ops.transfer.wholefile import whole

if TYPE_CHECKING:
    from kamtui.cli.session import Session

STREAM = "-"
"""Stands for stdin where a file is read, and for stdout where one is written."""


def named(session: Session, text: str) -> Path:
    """The file that somebody named on the command line; every command asks here.

    Raises NotPermitted over the gate: the files there are the server's, so only streams are offered.
    """
    if session.gated is not None:
        message = "no file can be named over the gate: send '{file}' on stdin, or take the answer from stdout"
        raise NotPermitted(t(message, file=text))
    return paths.typed(text)


def maybe_named(session: Session, text: str | None) -> Path | None:
    """As `named`; None where nothing was named, or "-" for the stream."""
    return None if text in (None, STREAM) else named(session, text or "")


def write_whole(path: Path, text: str) -> None:
    """Put `text` into a file as UTF-8, in the place of what was there; see `whole`."""
    with whole(path) as file:
        file.write(text)
