"""Every command with its arguments and options, read from the command tree: what man page and reference are made of."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple

from typer._click.core import Command, Context, Parameter
from typer.core import TyperGroup, TyperOption

from kamtui.cli.app import NOUNS, VERBS
from kamtui.cli.params import MOST
from kamtui.i18n import t


class Given(NamedTuple):
    """An argument or option."""

    names: str
    """As it is typed: "--account ACCOUNT"."""
    says: str


class Entry(NamedTuple):
    """One command."""

    line: str
    """Its words behind kamtui."""
    usage: str
    """What stands behind the words, without the options."""
    says: str
    """Paragraphs with an empty line between them, in the user's language."""
    arguments: tuple[Given, ...]
    options: tuple[Given, ...]


def entries() -> Iterator[Entry]:
    """All commands, those without a noun first."""
    for name, (module, _) in VERBS.items():
        yield _entry(name, import_module(f"kamtui.cli.{module}").app.built(name))
    for noun in NOUNS:
        app = import_module(f"kamtui.cli.{noun}").app
        if app.alone is not None:
            yield _entry(noun, app.group(noun))
        for name in app.commands:
            yield _entry(f"{noun} {name}", app.built(name))


def _entry(line: str, command: Command) -> Entry:
    context = Context(command, info_name=f"kamtui {line}")
    params = [param for param in command.get_params(context) if not getattr(param, "hidden", False)]
    arguments = [param for param in params if param.param_type_name == "argument"]
    options = [param for param in params if param.param_type_name == "option" and "--help" not in param.opts]
    usage = " ".join(param.make_metavar(context) for param in arguments)
    says = command.help or ""
    if isinstance(command, TyperGroup):
        # the first paragraph is about the noun
        says = says.partition("\n\n")[2]
    return Entry(
        line,
        usage,
        says.strip(),
        tuple(Given(param.make_metavar(context), _said(param, context)) for param in arguments),
        tuple(Given(_names(param, context), _said(param, context)) for param in options),
    )


def _names(param: Parameter, context: Context) -> str:
    assert isinstance(param, TyperOption)
    names = ", ".join(sorted(param.opts, key=len))
    if param.secondary_opts:
        names += f" / {', '.join(param.secondary_opts)}"
    return names if param.is_flag else f"{names} {param.make_metavar(context)}"


def _said(param: Parameter, context: Context) -> str:
    said = str(getattr(param, "help", None) or "").strip()
    default = param.default
    if isinstance(default, str | int | float) and not isinstance(default, bool) and default not in ("", MOST):
        said = f"{said} {t('[default: {value}]', value=default)}".strip()
    return said
