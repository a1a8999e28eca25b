"""The command tree: one module per noun, imported only when one of its commands is called."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated

import typer
from typer.core import TyperGroup

from kamtui import __version__, i18n
from kamtui.cli import out
from kamtui.cli.session import Everywhere, Session, lift
from kamtui.errors import KamError
from kamtui.i18n import t

NOUNS = {
    "account": "Accounts: add, list, show, edit, archive",
    "contact": "People at accounts and their positions",
    "touch": "Touches: logged contact with one or more people",
    "status": "Relationship status: set, history, list",
    "tier": "Tiers: set, history, movement, backfill",
    "sale": "Sales documents and totals",
    "task": "Follow-ups: add, list, done",
    "pareto": "Who brings how much, and who rose or fell",
    "policy": "The rules the book is judged by",
    "user": "Who works in the book",
}
"""Command groups by the module of the same name."""

VERBS = {
    "log": ("log", "Log a touch in one line: kind, people, minutes, date and follow-up"),
    "today": ("today", "The review: accounts that want attention, worst first"),
    "import": ("importing", "Import files of accounts, contacts, sales or touches"),
    "init": ("book", "Make a new book"),
    "demo": ("book", "Open the sample book, in a copy that is thrown away"),
    "doctor": ("book", "Examine the book and its surroundings"),
    "backup": ("book", "Write a verified copy of the book"),
    "restore": ("book", "Put a backup in the place of the book"),
    "undo": ("history", "Undo a change"),
    "redo": ("history", "Redo what was undone last"),
    "journal": ("history", "Who changed what, when"),
    "news": ("about", "What is new in this version"),
    "keys": ("about", "The keys of the app"),
    "completion": ("about", "Shell completion for bash, zsh or fish"),
}
"""Commands without a group: name -> (module, help)."""

EVERYWHERE = (
    "Anywhere on the line: --book PATH · --json · --tsv · -q (ids only) · --as-of DATE · --as-known DATE."
    " Dates: 2026-03-31, today, next fri, in 7d, 3w, 2026-Q3, 下周五."
)


class LazyGroup(TyperGroup):
    """The root group; a noun's module is imported when the noun is typed."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        return [*VERBS, *NOUNS]

    def get_command(self, ctx: typer.Context, cmd_name: str) -> typer.core.TyperCommand | TyperGroup | None:  # type: ignore[override]
        if cmd_name in NOUNS:
            module = import_module(f"kamtui.cli.{cmd_name}")
            return _built(module.app, cmd_name)
        if cmd_name in VERBS:
            module = import_module(f"kamtui.cli.{VERBS[cmd_name][0]}")
            group = _built(module.app, cmd_name)
            return group.commands[cmd_name] if isinstance(group, TyperGroup) else group  # type: ignore[return-value]
        return None

    def format_commands(self, ctx: typer.Context, formatter: typer._click.HelpFormatter) -> None:  # type: ignore[name-defined]
        """The list of commands without importing them all."""
        for heading, rows in (
            (t("Commands"), [(name, t(text)) for name, (_, text) in VERBS.items()]),
            (t("Nouns"), [(name, t(text)) for name, text in NOUNS.items()]),
        ):
            with formatter.section(heading):
                formatter.write_dl(rows)


app = typer.Typer(
    name="kamtui",
    cls=LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    epilog=EVERYWHERE,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def noun(help_text: str) -> typer.Typer:
    """An empty command group with the house's settings."""
    return typer.Typer(help=help_text, rich_markup_mode=None, no_args_is_help=True, epilog=EVERYWHERE)


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help=t("Print the version."))] = False,
) -> None:
    """kamtui: key account management in the terminal. Without a command it opens the app."""
    if version:
        out.line(__version__)
        raise typer.Exit


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; the only place where refusals are caught."""
    out.set_up_streams()
    i18n.use(i18n.language_of_environment())
    options, rest = Everywhere(), arguments
    session: Session | None = None
    try:
        options, rest = lift(arguments)
        session = Session(options)
        code = typer.main.get_command(app).main(args=rest, prog_name="kamtui", obj=session, standalone_mode=False)
        sys.stdout.flush()
    except KamError as error:
        out.refused(error, options)
        return error.exit_code
    except typer._click.exceptions.ClickException as error:  # type: ignore[attr-defined]
        error.show()
        return int(error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        out.tell(t("stopped"))
        return 130
    except BrokenPipeError:
        # the reader of the pipe has seen enough; nothing more may be written, not even at exit
        sys.stdout = None  # type: ignore[assignment]
        return 0
    finally:
        if session is not None:
            session.close()
    return code if isinstance(code, int) else 0


def _built(tree: typer.Typer, name: str) -> typer.core.TyperCommand | TyperGroup:
    command = typer.main.get_command(tree)
    command.name = name
    return command  # type: ignore[return-value]
