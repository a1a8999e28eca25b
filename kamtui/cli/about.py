"""kamtui news, completion: about the program itself."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.completing import SCRIPTS
from kamtui.cli.nouns import Noun
from kamtui.cli.session import Session
from kamtui.errors import NotFound
from kamtui.i18n import t

app = Noun(t("About kamtui."))

CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"


class Shell(StrEnum):
    """The shells we write a completion script for."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


@app.command("news")
def news(*, all: Annotated[bool, typer.Option("--all", help=t("Of earlier versions too."))] = False) -> None:
    """What is new in this version."""
    if not CHANGELOG.is_file():
        raise NotFound(t("this kamtui came without its changelog"))
    text = CHANGELOG.read_text(encoding="utf-8")
    out.block((text if all else newest(text)).strip().split("\n"))


@app.command("keys")
def keys(
    ctx: typer.Context,
    *,
    markdown: Annotated[bool, typer.Option("--markdown", help=t("As the README has them."))] = False,
    check: Annotated[bool, typer.Option("--check", help=t("What is wrong with yours."))] = False,
) -> None:
    """Print the keys of the app, as they are for you."""
    session: Session = ctx.obj
    if session.show_keys is None:
        raise NotFound(t("the keys are known to the program `kamtui` only"))
    arguments = ["--check"] if check else ["--markdown"] if markdown else []
    code = session.show_keys(arguments)
    if code:
        raise typer.Exit(code)


@app.command("completion")
def completion(shell: Annotated[Shell, typer.Argument(metavar="SHELL", help=t("bash, zsh or fish."))]) -> None:
    """Print the completion script of a shell; its first lines say where to put it."""
    out.block(SCRIPTS[shell].strip().split("\n"))


def newest(changelog: str) -> str:
    """The newest part of a changelog: its first "## " section."""
    head, *parts = changelog.split("\n## ")
    return f"## {parts[0]}" if parts else head
