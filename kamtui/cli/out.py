"""Where answers go: a table on a terminal, TSV in a pipe, one JSON document, or ids."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from kamtui.cli.session import Everywhere
from kamtui.domain.money import plain
from kamtui.errors import KamError
from kamtui.i18n import t
from kamtui.render.table import Column, table, tsv
from kamtui.render.text import clean

R = TypeVar("R")

Json = Mapping[str, object]


class Shown(NamedTuple):
    """One column of a list: its heading and what a row says there."""

    column: Column
    value: Callable[[Json], object]


_INNER = frozenset({"account_id", "account", "position_id", "recorded_at", "key", "at"})
"""Keys that say nothing new in a list below its own account."""


def _flat(key: str) -> Callable[[Json], object]:
    """How a cell shows `key`: the names of people joined, anything else as it is."""

    def value(row: Json) -> object:
        found = row[key]
        return ", ".join(str(one["name"]) for one in found) if isinstance(found, list) else found

    return value


def column(
    key: str, label: str = "", *, value: Callable[[Json], object] | None = None, drop: int = 0, right: bool = False
) -> Shown:
    """A column that shows `key` of the row's JSON shape, or what `value` makes of the row."""
    made = Column(label or t(key.replace("_", " ")), align="right" if right else "", drop=drop, key=key)
    return Shown(made, value or (lambda row: row[key]))


def rows(options: Everywhere, shapes: Iterable[Json], columns: Sequence[Shown]) -> None:
    """Print a list in the form that the options and the terminal ask for."""
    if options.quiet:
        for shape in shapes:
            line(shape["id"])
    elif options.json:
        document(list(shapes))
    else:
        listed = list(shapes)
        heads = [shown.column for shown in columns]
        if options.tsv or not sys.stdout.isatty():
            values = [[shown.value(shape) for shown in columns] for shape in listed]
            print("\n".join(tsv(heads, values)))
        else:
            values = [[shown.value(shape) for shown in columns] for shape in listed]
            print("\n".join(table(heads, values, width=shutil.get_terminal_size().columns)))


def fields(options: Everywhere, shape: Json) -> None:
    """Print one row as name and value, its lists below as tables."""
    flat = {name: value for name, value in shape.items() if not isinstance(value, list) and value is not None}
    wide = max(len(name) for name in flat)
    for name, value in flat.items():
        line(f"{t(name.replace('_', ' ')):<{wide}}  {value}")
    for name, value in shape.items():
        if isinstance(value, list) and value:
            print()
            line(t(name.replace("_", " ")))
            keys = [key for key in value[0] if any(row[key] is not None for row in value) and key not in _INNER]
            rows(options, value, [column(key, value=_flat(key)) for key in keys])


def document(value: object) -> None:
    """Print one JSON document. On a terminal only ASCII, so that no control character of the data reaches it."""
    print(json.dumps(value, ensure_ascii=sys.stdout.isatty(), indent=2 if sys.stdout.isatty() else None))


def line(value: object) -> None:
    """Print one line of text, made safe to show."""
    print(clean(value, sys.maxsize))


def block(lines: Iterable[str]) -> None:
    """Print lines that are safe already: drawn by `render`."""
    for text in lines:
        print(text)


def tell(text: str) -> None:
    """Say something that is not the answer: to stderr."""
    print(clean(text, sys.maxsize), file=sys.stderr)


def refused(error: KamError, options: Everywhere) -> None:
    """Say why it was refused: one sentence on stderr, with --json also as a document there."""
    if options.json:
        body = {"code": error.code, "message": str(error), **error.details()}
        print(json.dumps({"error": body}), file=sys.stderr)
    else:
        tell(str(error))


def amount(value: int | None, currency: str) -> str | None:
    """An amount inside a row: "1234.56", None for unknown."""
    return None if value is None else plain(value, currency)


def money(value: int | None, currency: str) -> Json | None:
    """An amount that stands alone."""
    return None if value is None else {"amount": plain(value, currency), "currency": currency}


def day(value: dt.date | None) -> str | None:
    """A date."""
    return None if value is None else value.isoformat()


def set_up_streams() -> None:
    """Any locale may be asked to print Chinese, and any bytes may be in the data: never fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            latin = (stream.encoding or "").lower() not in ("utf-8", "utf8")
            encoding = "utf-8" if latin and not os.environ.get("PYTHONIOENCODING") else None
            reconfigure(encoding=encoding, errors="backslashreplace")
