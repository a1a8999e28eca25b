"""Where answers go: a table on a terminal, TSV in a pipe, one JSON document, or ids."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeVar

from kamtui.cli import streams
from kamtui.cli.session import Everywhere
from kamtui.domain.money import plain
from kamtui.errors import KamError
from kamtui.i18n import t
from kamtui.render.coded import worded
from kamtui.render.glyphs import ASCII, UNICODE, Glyphs
from kamtui.render.table import Column, table, tsv
from kamtui.render.text import clean, fit, width
from kamtui.store.sqlite import Connection

R = TypeVar("R")

PAGE = 1_000
"""Rows read at a time where a whole list is printed."""

Json = Mapping[str, object]


class Word(StrEnum):
    """What a cell says that is not in the JSON; on a terminal in the user's language, as the codes are."""

    YES = "yes"


class Shown(NamedTuple):
    """One column of a list: its heading and what a row says there."""

    column: Column
    value: Callable[[Json], object]


_INNER = frozenset({"account_id", "account", "position_id", "recorded_at", "key", "at", "evidence"})
"""Keys that say nothing new in a list below its own account."""


def column(
    key: str,
    label: str = "",
    *,
    value: Callable[[Json], object] | None = None,
    drop: int = 0,
    right: bool = False,
    min: int = 8,
) -> Shown:
    """A column that shows `key` of the row's JSON shape, or what `value` makes of the row."""
    made = Column(label or t(key.replace("_", " ")), align="right" if right else "", min=min, drop=drop, key=key)
    return Shown(made, value or (lambda row: _flat(row[key])))


def rows(options: Everywhere, shapes: Iterable[Json], columns: Sequence[Shown]) -> None:
    """Print a list in the form that the options and the terminal ask for."""
    if options.quiet:
        ids = (shape.get("id", shape.get("account_id")) for shape in shapes)
        block(str(key) for key in ids if key is not None)
    elif options.json:
        document(list(shapes))
    else:
        heads = [shown.column for shown in columns]
        values = [[shown.value(shape) for shown in columns] for shape in shapes]
        if options.tsv or not sys.stdout.isatty():
            block(tsv(heads, values))
        else:
            said = [[_said(head.key, value) for head, value in zip(heads, row, strict=True)] for row in values]
            block(table(heads, said, width=shutil.get_terminal_size().columns, glyphs=glyphs()))


def _said(key: str, value: object) -> object:
    """What a terminal shows of a value."""
    if isinstance(value, StrEnum):
        said = t(value)
        return said if said != value else t(value.replace("_", " "))
    return worded(key, value)


def one(options: Everywhere, shape: Json) -> None:
    """Print what a `show` answers: one JSON document, its id, or a sheet of fields with its lists below."""
    if options.json:
        document(shape)
    elif options.quiet:
        line(shape["id"])
    else:
        _sheet(options, shape)


def _sheet(options: Everywhere, shape: Json) -> None:
    flat = {name: value for name, value in shape.items() if not isinstance(value, list) and _flat(value) is not None}
    if options.tsv or not sys.stdout.isatty():
        for name, value in flat.items():
            print(f"{name}\t{safe(_flat(value))}")
    else:
        labels = {name: t(name.replace("_", " ")) for name in flat}
        wide = max(map(width, labels.values()))
        for name, value in flat.items():
            cell = _flat(value)
            line(f"{fit(labels[name], wide)}  {_said(name, cell)}")
    for name, value in shape.items():
        if isinstance(value, list) and value:
            print()
            line(t(name.replace("_", " ")))
            if not isinstance(value[0], dict):
                block(f"  {safe(each)}" for each in value)
                continue
            keys = [key for key in value[0] if any(row[key] not in (None, []) for row in value) and key not in _INNER]
            rows(options, value, [column(key) for key in keys])


def paged(read: Callable[[Connection, Sequence[int]], list[R]], conn: Connection, keys: Sequence[int]) -> Iterator[R]:
    """The rows of many ids, read a page at a time."""
    for start in range(0, len(keys), PAGE):
        yield from read(conn, keys[start : start + PAGE])


def document(value: object) -> None:
    """Print one JSON document. On a terminal only ASCII, so that no control character of the data reaches it."""
    print(json.dumps(value, ensure_ascii=sys.stdout.isatty(), indent=2 if sys.stdout.isatty() else None))


def line(value: object) -> None:
    """Print one line of text, made safe to show."""
    print(safe(value))


def safe(value: object) -> str:
    """One line of text of any length that may be shown."""
    return clean(value, sys.maxsize)


def block(lines: Iterable[str]) -> None:
    """Print lines that are safe already: drawn by `render`."""
    for text in lines:
        print(text)


def is_shown() -> bool:
    """Whether the answer goes to a terminal."""
    return sys.stdout.isatty()


def is_watched() -> bool:
    """Whether somebody is looking at stderr."""
    return sys.stderr.isatty()


def tell(text: str) -> None:
    """Say something that is not the answer: to stderr, and to nobody where that is gone."""
    streams.to_stderr(safe(text))


def refused(error: KamError, options: Everywhere) -> int:
    """Say why it was refused and return the exit code: one sentence on stderr, with --json a document there."""
    if options.json:
        streams.to_stderr(json.dumps({"error": {"code": error.code, "message": str(error), **error.details()}}))
    else:
        for part in str(error).splitlines() or [""]:
            tell(part)
    return error.exit_code


def amount(value: int | None, currency: str) -> str | None:
    """An amount inside a row: "1234.56", None for unknown."""
    return None if value is None else plain(value, currency)


def money(value: int | None, currency: str) -> Json | None:
    """An amount that stands alone."""
    return None if value is None else {"amount": plain(value, currency), "currency": currency}


def figure(value: float | None, digits: int = 2) -> float | None:
    """A figure with as many digits as it is worth."""
    return None if value is None else round(value, digits)


def day(value: dt.date | None) -> str | None:
    """A date."""
    return None if value is None else value.isoformat()


def _flat(value: object) -> object:
    """A value of a JSON shape as one cell: the names of people joined, yes or nothing, anything else as it is."""
    if isinstance(value, list):
        return ", ".join(str(one.get("name", one.get("text")) if isinstance(one, dict) else one) for one in value)
    if isinstance(value, bool):
        return Word.YES if value else None
    return value


def glyphs() -> Glyphs:
    """The characters that the terminal's encoding has."""
    try:
        "".join((UNICODE.dash, UNICODE.more)).encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        return ASCII
    return UNICODE
