"""kamtui serve: the app in a browser."""

from __future__ import annotations

import sys
from contextlib import closing
from importlib.util import find_spec
from ipaddress import ip_address
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.session import Session
from kamtui.errors import BadInput, NotPermitted
from kamtui.i18n import t
from kamtui.store.book import Book

app = Noun(t("The app in a browser."))

HOST = "127.0.0.1"

ENTRY = "kamtui.tui.served"
"""The module that is the app for one tab."""


@app.command("serve")
def serve(
    ctx: typer.Context,
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help=t("Where to listen; 0: any that is free."))] = 8000,
    host: Annotated[str, typer.Option(help=t("Another address than 127.0.0.1; only with --let-others-in."))] = HOST,
    let_others_in: Annotated[
        bool, typer.Option("--let-others-in", help=t("Also listen where other machines reach it."))
    ] = False,
) -> None:
    """Open the app in a browser on this machine: prints the address, runs until ctrl+c."""
    session: Session = ctx.obj
    if session.gated is not None:
        raise NotPermitted(t("'{command}' is not offered over the gate; see: --help", command="serve"))
    options = session.options
    if options.as_of or options.as_known or options.into or options.json or options.tsv:
        raise BadInput(t("the app takes only --book and --readonly"))
    if not _is_own(host) and not let_others_in:
        raise BadInput(
            t(
                "{host} is reached from other machines: there is no login, and whoever gets hold of the link works as"
                " you ({who}), over a line that is not encrypted, and reaches your files; --let-others-in if that is"
                " what you want, else ssh -L 8000:127.0.0.1:8000",
                host=host,
                who=session.who,
            )
        )
    if find_spec("textual_serve") is None:
        raise BadInput(t("the app in a browser needs one more package: pip install 'kamtui[serve]'"))
    path = session.path.absolute()
    # opened to see that it is a book, and closed before anybody works in it
    with closing(Book.open(path, who=session.who, clock=session.clock, readonly=options.readonly)) as book:
        name = book.info().name
    command = [sys.executable, "-P", "-m", ENTRY, "--book", str(path), *(["--readonly"] if options.readonly else [])]
    # imported late: a web server, for who asks for one
    from kamtui.cli.serving import Server

    def say(link: str) -> None:
        out.line(t("{name} is at {link} (ctrl+c ends it)", name=name, link=link))
        sys.stdout.flush()

    Server(command, host, port, title=f"kamtui {name}").run(say)


def _is_own(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
