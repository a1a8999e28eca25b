"""The commands of one noun; each is made for Typer only when it is called, because making one takes a millisecond."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from importlib import import_module
from typing import Any, Protocol, TypeVar, runtime_checkable

import typer
from typer._click.core import Command as AnyCommand
from typer._click.core import Context
from typer._click.formatting import HelpFormatter
from typer.core import TyperCommand, TyperGroup

from kamtui.i18n import t

EVERYWHERE = (
    "Anywhere on the line: --book PATH · --json · --tsv · -q (ids only) · --as-of DATE · --as-known DATE ·"
    " --in CURRENCY · --readonly. Dates: 2026-03-31, today, next fri, in 7d, 3w, 2026-Q3, 下周五."
)
"""Below every help text."""


@runtime_checkable
class Late(Protocol):
    """A command whose function is made when it is needed."""

    __doc__: str | None

    def function(self) -> Callable[..., None]: ...


Command = Late | Callable[..., None]
C = TypeVar("C", bound=Command)


class Noun:
    """The commands of one module by name."""

    def __init__(self, help_text: str) -> None:
        self.help = help_text
        self.commands: dict[str, Command] = {}
        self.alone: Command | None = None
        """What the noun does without a further word."""
        self._filters: set[str] = set()

    def command(self, name: str, *, filters: bool = False) -> Callable[[C], C]:
        """Register the decorated function as the command `name`; as "" it is what the noun does alone.

        `filters`: its words are a filter, in which -tier:key is a term and no option.
        """

        def register(command: C) -> C:
            if filters:
                self._filters.add(name)
            if name:
                self.commands[name] = command
            else:
                self.alone = command
            return command

        return register

    def elsewhere(self, name: str, module: str, help_text: str) -> None:
        """Register a command that stands in another module, which is imported when the command is typed."""
        self.commands[name] = _Elsewhere(module, name, help_text)

    def built(self, name: str) -> TyperCommand:
        """One command as Typer runs it."""
        command = self.commands[name]
        if isinstance(command, _Elsewhere):
            return command.noun().built(name)
        return _built(command, name, _Filtering if name in self._filters else TyperCommand)

    def group(self, name: str) -> TyperGroup:
        """All commands, as Typer runs the noun."""
        alone = None if self.alone is None else _built(self.alone, name)
        return _Group(
            self,
            name=name,
            help=self.help if alone is None else f"{self.help}\n\n{alone.help}",
            epilog=t(EVERYWHERE),
            rich_markup_mode=None,
            no_args_is_help=alone is None,
            invoke_without_command=alone is not None,
            params=[] if alone is None else list(alone.params),
            callback=None if alone is None else alone.callback,
        )


class _Elsewhere:
    """A command of which only the name and what it does in a line are known here."""

    def __init__(self, module: str, name: str, help_text: str) -> None:
        self.module, self.name = module, name
        self.__doc__ = help_text

    def noun(self) -> Noun:
        """The commands of the module that has it."""
        found: Noun = import_module(f"kamtui.cli.{self.module}").app
        return found

    def function(self) -> Callable[..., None]:
        command = self.noun().commands[self.name]
        return command.function() if isinstance(command, Late) else command


class _Group(TyperGroup):
    def __init__(self, noun: Noun, **settings: object) -> None:
        # the names, so that a mistyped one finds its neighbour
        super().__init__(commands=dict.fromkeys(noun.commands), **settings)  # type: ignore[arg-type]
        self.noun = noun

    def list_commands(self, ctx: Context) -> list[str]:
        return list(self.noun.commands)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, AnyCommand | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        ctx.obj.enter(f"{self.name} {name}")
        return name, command, rest

    def invoke(self, ctx: Context) -> Any:
        if self.callback is not None:
            ctx.obj.enter(self.name)
        return super().invoke(ctx)

    def get_command(self, ctx: Context, cmd_name: str) -> TyperCommand | None:
        return self.noun.built(cmd_name) if cmd_name in self.noun.commands else None

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        # one that only acts alone has no list of commands
        if not self.noun.commands:
            return
        with formatter.section(t("Commands")):
            rows = self.noun.commands.items()
            formatter.write_dl(
                [(name, _first_line(one)) for name, one in rows if is_offered(ctx, f"{self.name} {name}")]
            )


def is_offered(ctx: Context, command: str) -> bool:
    """Whether a command belongs in the help of this run."""
    return ctx.obj is None or bool(ctx.obj.offers(command))


class _Filtering(TyperCommand):
    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        at = args.index("--") if "--" in args else len(args)
        terms = [word for word in args[:at] if re.match(_NEGATED, word)]
        others = [word for word in args[:at] if word not in terms]
        return super().parse_args(ctx, [*others, "--", *terms, *args[at + 1 :]])


_NEGATED = r"-[^\W\d_]+[:：]"


def _built(command: Command, name: str, cls: type[TyperCommand] = TyperCommand) -> TyperCommand:
    function = command.function() if isinstance(command, Late) else command
    single = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
    said = t(inspect.cleandoc(command.__doc__ or ""))
    single.command(name, cls=cls, help=said, epilog=t(EVERYWHERE))(function)
    return typer.main.get_command(single)  # type: ignore[return-value]


def _first_line(command: Command) -> str:
    return t(inspect.cleandoc(command.__doc__ or "").partition("\n")[0])
