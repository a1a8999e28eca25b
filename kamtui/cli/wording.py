"""What Typer says by itself, in the user's language: help, its placeholders, and what does not fit a command."""

from __future__ import annotations

import re
from collections.abc import Sequence

import typer.core
from typer._click.core import Context
from typer._click.formatting import HelpFormatter

from kamtui.i18n import t
from kamtui.render.text import width, wrap

SPACING = 2
"""Cells between an option and what it does."""

WIDEST = 30
"""Cells from which what an option does begins on a line of its own."""

REFUSALS = (
    "No such option: {name} (Possible options: {others})",
    "No such option: {name} Did you mean {others}?",
    "No such option: {name}",
    "No such command {name}. Did you mean {others}?",
    "No such command {name}.",
    "Missing command.",
    "Missing argument {name}.",
    "Missing option {name}.",
    "Missing parameter: {name}",
    "Invalid value for {name}: {why}",
    "Invalid value: {why}",
    "Option {name} requires an argument.",
    "Option {name} does not take a value.",
    "Argument {name} takes {count} values.",
    "Got unexpected extra argument ({words})",
    "Got unexpected extra arguments ({words})",
    "Got unexpected extra argument(s) ({words})",
    "{value} is not a valid integer.",
    "{value} is not a valid int range.",
    "{value} is not a valid float.",
    "{value} is not a valid boolean. Recognized values: {others}",
    "{value} is not in the range {range}.",
    "{value} is not one of {others}.",
)
"""The sentences of Typer, the longer before those that they begin with."""

_PLACEHOLDER = re.compile(r"(?<![\w-])[A-Z]{2,}(?![\w-])")


def use_ours() -> None:
    """Make Typer say things as we do; its own texts go through gettext, which has no catalog of it."""
    setattr(typer.core, "_", t)  # noqa: B010  its name is not exported
    Context.formatter_class = Formatter


def placeholders(text: str) -> str:
    """`text` with its words in capitals, such as ACCOUNT, in the user's language."""
    return _PLACEHOLDER.sub(lambda found: t(found[0]), text)


def refusal(message: str) -> str:
    """A sentence of Typer in the user's language; one it says differently by now stays as it is."""
    for template in REFUSALS:
        found = re.fullmatch(_pattern(template), message, re.DOTALL)
        if found:
            fields = {name: placeholders(refusal(value)) for name, value in found.groupdict().items()}
            return t(template, **fields)
    return message


def _pattern(template: str) -> str:
    """A regular expression for what a template makes; a full stop at the end may be missing."""
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(template))
    return pattern.removesuffix(r"\.") + (r"\.?" if template.endswith(".") else "")


class Formatter(HelpFormatter):
    """Wraps by cells, of which a Chinese character takes two."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        begin = f"{t('Usage: ') if prefix is None else prefix}{prog} "
        lines = wrap(placeholders(args), max(self.width - width(begin), 20)) or [""]
        self.write("\n".join([begin + lines[0], *(" " * width(begin) + line for line in lines[1:])]) + "\n")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{t('{heading}:', heading=heading)}\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        self.write("\n".join(indent + line if line else "" for line in _wrapped(text, self.width - len(indent))) + "\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = WIDEST, col_spacing: int = SPACING) -> None:
        shown = [(placeholders(first), t(second) if second else "") for first, second in rows]
        left = min(max((width(first) for first, _ in shown), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for first, second in shown:
            lines = _wrapped(second, max(self.width - left - 2, 10))
            if not lines:
                self.write(f"{indent}{first}\n")
                continue
            if width(first) <= left - col_spacing:
                self.write(f"{indent}{first}{' ' * (left - width(first))}{lines.pop(0)}\n")
            else:
                self.write(f"{indent}{first}\n")
            for line in lines:
                self.write(f"{indent}{' ' * left}{line}\n" if line else "\n")


def _wrapped(text: str, cells: int) -> list[str]:
    """The lines of a text whose paragraphs stand apart."""
    lines: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines += ([""] if lines else []) + wrap(" ".join(paragraph.split()), cells)
    return lines
