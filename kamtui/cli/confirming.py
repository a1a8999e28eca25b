"""A question before what cannot be undone."""

from __future__ import annotations

import sys

import typer

from kamtui.cli import out
from kamtui.errors import BadInput
from kamtui.i18n import t


def confirm(question: str) -> None:
    """Ask on a terminal; refused where nobody can answer, and stopped where the answer is no."""
    if not (sys.stdin.isatty() and out.is_watched()):
        raise BadInput(t("this cannot be undone; say --yes where nobody can be asked"))
    print(out.safe(question), "[y/N]", end=" ", file=sys.stderr, flush=True)
    answer = sys.stdin.readline().strip().casefold()
    if answer not in ("y", "yes", "是", "好"):
        raise typer.Abort
