"""What mypy knows of the dicts that the command line prints: which of their values may be null, and what else they are.

Documents that were seen say which keys there are; only types say that a key may be null that never was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from mypy import build
from mypy.nodes import CallExpr, DictExpr, Expression, MemberExpr, NameExpr, StrExpr
from mypy.options import Options
from mypy.types import Instance, NoneType, Type, UnionType, get_proper_type

ROOT = Path(__file__).parent.parent

OUT = {"day": "date", "amount": "amount", "figure": "number"}
"""Functions of `kamtui.cli.out` whose answer is null where their first argument is, and else this."""

PLAIN = {
    "builtins.int": "integer",
    "builtins.float": "number",
    "builtins.bool": "boolean",
    "builtins.str": "text",
}


class Literal(NamedTuple):
    """One dict as it stands in the source: what its keys may be, as far as that is known."""

    keys: Mapping[str, frozenset[str]]


def literals() -> list[Literal]:
    """Every dict with words as keys in the modules of the command line."""
    options = Options()
    options.export_types = True
    options.incremental = False
    options.python_version = (3, 11)
    options.follow_imports = "silent"
    options.ignore_missing_imports = True
    sources = [
        build.BuildSource(
            str(path), "kamtui.cli." + ".".join(path.relative_to(ROOT / "kamtui/cli").with_suffix("").parts)
        )
        for path in (ROOT / "kamtui/cli").rglob("*.py")
        if path.name != "__init__.py"
    ]
    made = build.build(sources, options)
    found = []
    for each in made.types:
        if isinstance(each, DictExpr):
            keys = {
                key.value: frozenset(_words(value, made.types)) for key, value in each.items if isinstance(key, StrExpr)
            }
            found += [Literal(keys)] if keys else []
    return found


def _words(value: Expression, types: Mapping[Expression, Type]) -> Iterator[str]:
    """The words for an expression."""
    if isinstance(value, CallExpr) and isinstance(value.callee, MemberExpr | NameExpr) and value.callee.name in OUT:
        yield OUT[value.callee.name]
        if "null" in _words_of(types.get(value.args[0])):
            yield "null"
    else:
        yield from _words_of(types.get(value))


def _words_of(kind: Type | None) -> set[str]:
    """The words for a type; "?" among them for what no word says."""
    proper = get_proper_type(kind)
    match proper:
        case NoneType():
            return {"null"}
        case UnionType():
            return {word for item in proper.items for word in _words_of(item)}
        case Instance():
            names = [base.fullname for base in proper.type.mro]
            return {next((PLAIN[name] for name in names if name in PLAIN), "?")}
        case _:
            return {"?"}
