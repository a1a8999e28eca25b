"""kamtui settings: what each is, where it comes from, another value for it."""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui import paths, settings
from kamtui.cli import out, streams
from kamtui.cli.nouns import Noun
from kamtui.cli.session import Session
from kamtui.domain import filters
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.settinglist import AT_ONCE, TABLES, listed

app = Noun(t("Your settings."))


@app.command("")
def show(ctx: typer.Context) -> None:
    """Every setting with its value, where that comes from, and what it is for."""
    if ctx.invoked_subcommand:
        return
    session: Session = ctx.obj
    found = [
        {
            "name": each.name,
            "value": each.value,
            "default": {} if each.name in TABLES else each.default,
            "source": each.source,
            "choices": [choice for choice in each.choices if choice],
            "at_once": each.name in AT_ONCE,
            "description": t(each.said),
        }
        for each in listed(paths.settings(), streams.to_stderr)
    ]
    if session.options.quiet:
        out.block(str(each["name"]) for each in found)
    else:
        columns = [
            out.column("name"),
            out.column("value", value=_worth),
            out.column("source"),
            out.column("description"),
        ]
        out.rows(session.options, found, columns)


@app.command("set")
def set_(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=t("Such as theme or keys.find."))],
    value: Annotated[str, typer.Argument(metavar="VALUE", help=t('"" for the default.'))],
) -> None:
    """Change a setting in the file; comments and everything else in it stay."""
    session: Session = ctx.obj
    path = paths.settings()
    table, dot, entry = name.partition(".")
    if dot and table in TABLES:
        if table == "hooks":
            raise BadInput(t("hooks are commands: write them into {path}", path=path))
        kept: str | int = value
        if table == "filters":
            filters.parse(value, me=session.who)
        settings.change(path, entry, value, table=table)
    else:
        kept = settings.parsed(name, value)
        settings.change(path, name, kept)
    if table == "keys" and session.show_keys is not None:
        # the app knows what is wrong with keys
        session.show_keys(["--check"])
    if session.options.json:
        out.document({"name": name, "value": kept, "path": str(path)})
    else:
        out.tell(t("{name} is {value} now: {path}", name=name, value=kept or '""', path=path))


@app.command("path")
def path(ctx: typer.Context) -> None:
    """Print where the settings file is, whether it is there or not."""
    session: Session = ctx.obj
    found = paths.settings()
    if session.options.json:
        out.document({"path": str(found), "exists": found.is_file()})
    else:
        out.line(found)


def _worth(shape: out.Json) -> str:
    value = shape["value"]
    return "; ".join(f"{name} = {entry}" for name, entry in value.items()) if isinstance(value, dict) else str(value)
