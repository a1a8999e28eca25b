"""kamtui gate, serve-setup: the two commands of a shared server that are not for everyday."""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.server import recipe
from kamtui.cli.session import Session
from kamtui.errors import NotPermitted
from kamtui.i18n import t

app = Noun(t("The shared server."))


@app.command("gate")
def gate(
    as_: Annotated[str, typer.Option("--as", metavar="LOGIN", help=t("Whose key it is."))] = "",
    state: Annotated[str, typer.Option(metavar="FOLDER", help=t("Where drafts and the log of crashes lie."))] = "",
    keys: Annotated[str, typer.Option(metavar="FILE", help=t("The keys, where they are not in ~/.ssh."))] = "",
) -> None:
    """What a key opens: the app as that person, or the one command they sent; sshd starts it.

    `kamtui user add LOGIN --key FILE` writes the line of the key, which names the person and, with --book, the book.
    The client has no say in either, names no file and gets no shell.
    """
    raise NotPermitted(t("the gate is started by sshd, from the line of a key that `kamtui user add` wrote"))


@app.command("serve-setup")
def serve_setup(
    ctx: typer.Context,
    *,
    user: Annotated[str, typer.Option(metavar="NAME", help=t("The account that everybody logs in to."))] = "kam",
    venv: Annotated[str, typer.Option(metavar="FOLDER", help=t("Where kamtui is installed to."))] = recipe.USUAL_VENV,
    package: Annotated[
        str, typer.Option(metavar="WHAT", help=t("What pip installs: a name, a wheel, an address."))
    ] = "kamtui",
) -> None:
    """Print the script that makes a bare Debian a shared server; read it, then run it as root.

    --book says where the book will lie; its drafts and backups lie beside it.
    """
    session: Session = ctx.obj
    chosen = recipe.Choices(user, session.options.book or recipe.USUAL_BOOK, venv, package)
    out.block(recipe.script(chosen).splitlines())
