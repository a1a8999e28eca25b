"""kamtui schema: what --json of each command prints, as JSON Schema."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.schemas import ERROR, Schema, error_schema, published, shapes
from kamtui.cli.session import Session
from kamtui.errors import BadInput, NotFound
from kamtui.i18n import t

app = Noun(t("What --json prints."))

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[COMMAND]...", help=t("Such as: account ls; or error, for what is refused.")),
]


@app.command("schema")
def schema(
    ctx: typer.Context,
    words: Words = None,
    *,
    all: Annotated[bool, typer.Option("--all", help=t("Of every command, in one document."))] = False,
) -> None:
    """Print the JSON Schema of what --json of a command prints; alone, list the commands that have one."""
    session: Session = ctx.obj
    command = " ".join(words or [])
    if all and command:
        raise BadInput(t("name a command or --all, not both"))
    if all:
        out.document({each: schema_of(each) for each in [*shapes(), ERROR]})
    elif command:
        if command not in shapes() and command != ERROR:
            raise NotFound(_unknown(command))
        out.document(schema_of(command))
    else:
        listed = [{"command": each, "description": said_of(each)} for each in sorted(shapes())]
        out.rows(session.options, listed, [out.column("command"), out.column("description")])


def schema_of(command: str) -> Schema:
    """The published schema of a command that has one, or of a refusal."""
    return error_schema() if command == ERROR else published(command, said_of(command))


def said_of(command: str) -> str:
    """What a command does, in English and one line, as the help has it."""
    # imported late: it knows every command there is
    from kamtui.cli.app import VERBS

    noun, _, name = command.partition(" ")
    if noun in VERBS and not name:
        return VERBS[noun][1]
    module = import_module(f"kamtui.cli.{VERBS[noun][0] if noun in VERBS else noun}")
    found = module.app.commands[name] if name else module.app.alone
    return (found.__doc__ or "").strip().partition("\n")[0].rstrip(".")


def _unknown(command: str) -> str:
    begun = [each for each in shapes() if each.startswith(command)]
    if begun:
        return t("'{command}' alone prints no JSON; one of: {names}", command=command, names=", ".join(begun))
    return t("no command '{command}' prints JSON; see: kamtui schema", command=command)
