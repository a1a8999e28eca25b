"""Lists of the book as other programs read them: tables, JSON, workbooks, vCards, calendars; an import reads them.

A format is one entry of FORMATS.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, TextIO

from kamtui.domain.money import SCALE
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer import outgoingcalendars, outgoingvcards, outgoingxlsx
from kamtui.ops.transfer.guards import guarded, kept
from kamtui.ops.transfer.holds import Field, Holds
from kamtui.ops.transfer.targets import TARGETS
from kamtui.store.outgoing.lists import LISTS
from kamtui.store.outgoing.references import Outgoing, Row

NUL = "\u2400"
"""What stands for the character NUL, which no reader of tables takes."""

BOM = "\ufeff"

_NUMBERS = frozenset((Holds.AMOUNT, Holds.MINUTES, Holds.DATE, Holds.MOMENT))
"""What we write ourselves and no formula can be in."""

_COMES_WITH = (
    Field("id", Holds.MINUTES, ""),
    Field("account", Holds.REFERENCE, ""),
    Field("account_name", Holds.NAME, ""),
    Field("contact", Holds.REFERENCE, ""),
)
_IN_CONFIDENCE = (Field("confidential", Holds.YES_NO, ""), Field("author", Holds.NAME, ""))
_OTHERS: Mapping[str, tuple[Field, ...]] = {
    "tasks": (
        *_COMES_WITH,
        Field("title", Holds.TEXT, ""),
        Field("due", Holds.DATE, ""),
        Field("owner", Holds.NAME, ""),
        Field("state", Holds.NAME, ""),
        Field("done_on", Holds.DATE, ""),
        Field("by_customer", Holds.YES_NO, ""),
        Field("repeat", Holds.NAME, ""),
        Field("result", Holds.TEXT, ""),
    ),
    "issues": (
        *_COMES_WITH,
        Field("at", Holds.MOMENT, ""),
        *(Field(name, Holds.NAME, "") for name in ("kind", "severity", "title", "text", "product", "owner")),
        Field("responded_at", Holds.MOMENT, ""),
        Field("resolved_at", Holds.MOMENT, ""),
        *(Field(name, Holds.TEXT, "") for name in ("answer", "cause", "lesson")),
        *_IN_CONFIDENCE,
    ),
    "opinions": (
        *_COMES_WITH,
        Field("on", Holds.DATE, ""),
        Field("about", Holds.NAME, ""),
        Field("score", Holds.MINUTES, ""),
        Field("text", Holds.TEXT, ""),
        *_IN_CONFIDENCE,
    ),
}
"""What the columns of a list hold that no import reads."""


class Format(StrEnum):
    """What a list may be written as."""

    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"
    JSON = "json"
    XLSX = "xlsx"
    VCF = "vcf"
    ICS = "ics"

    @property
    def is_text(self) -> bool:
        """Whether a person can read it as it stands in the file."""
        return self is not Format.XLSX


class Written(NamedTuple):
    """What became of a list."""

    rows: int
    nuls: int
    """Cells with the character NUL, for which a sign stands."""


def fields(name: str) -> tuple[Field, ...]:
    """The columns of a list. Raises BadInput where there is none of this name."""
    if name in TARGETS:
        return TARGETS[name].fields
    if name not in _OTHERS:
        raise BadInput(t("'{name}' cannot be exported; use {lists}", name=name, lists=" ".join(LISTS)))
    return _OTHERS[name]


def write(file: TextIO, name: str, outgoing: Outgoing, form: Format, *, raw: bool = False) -> Written:
    """Write a list with its header into a file, what is no text into its `buffer`.

    `raw`: no apostrophe before what a spreadsheet would calculate. Raises BadInput where there is no such list.
    """
    columns = fields(name)
    if form in ONLY and name not in ONLY[form]:
        lists = " ".join(ONLY[form])
        raise BadInput(
            t("{format} is for {lists}; use csv, xlsx or json for {name}", format=form, lists=lists, name=name)
        )
    counted = _Counted(LISTS[name](outgoing))
    FORMATS[form](file, columns, counted, raw)
    return Written(counted.rows, counted.nuls)


class _Counted:
    """Rows that are counted on their way, without the character NUL."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = 0
        self.nuls = 0
        self._source = iter(rows)

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> Row:
        row = next(self._source)
        self.rows += 1
        if any(isinstance(value, str) and "\0" in value for value in row):
            self.nuls += 1
            return tuple(value.replace("\0", NUL) if isinstance(value, str) else value for value in row)
        return row


def _as_csv(file: TextIO, columns: Sequence[Field], rows: Iterable[Row], raw: bool) -> None:
    _as_cells(file, columns, rows, ",", raw)


def _as_tsv(file: TextIO, columns: Sequence[Field], rows: Iterable[Row], raw: bool) -> None:
    _as_cells(file, columns, rows, "\t", raw)


def _as_cells(file: TextIO, columns: Sequence[Field], rows: Iterable[Row], between: str, raw: bool) -> None:
    # outer spaces too, which some readers drop, and every control character
    special = re.compile(f'[{between}"\x00-\x1f\x7f-\x9f\u2028\u2029]|^\\s|\\s$')
    safe = kept if raw else guarded
    is_text = [field.holds not in _NUMBERS for field in columns]
    file.write(between.join(field.name for field in columns) + "\n")
    for row in rows:
        cells = []
        for field, value, may_be_live in zip(columns, row, is_text, strict=True):
            cell = _cell(field, value)
            if may_be_live and cell:
                cell = safe(cell)
            cells.append('"' + cell.replace('"', '""') + '"' if special.search(cell) else cell)
        file.write(between.join(cells) + "\n")


def _as_jsonl(file: TextIO, columns: Sequence[Field], rows: Iterable[Row], _raw: bool) -> None:
    for row in rows:
        values = {field.name: _value(field, value) for field, value in zip(columns, row, strict=True)}
        file.write(_escaped(json.dumps(values, ensure_ascii=False)) + "\n")


def _as_json(file: TextIO, columns: Sequence[Field], rows: Iterable[Row], _raw: bool) -> None:
    between = "["
    for row in rows:
        file.write(between)
        values = {field.name: _value(field, value) for field, value in zip(columns, row, strict=True)}
        file.write(_escaped(json.dumps(values, ensure_ascii=False)))
        between = ",\n"
    file.write("]\n" if between != "[" else "[]\n")


def _as_xlsx(file: TextIO, columns: Sequence[Field], rows: Iterable[Row], _raw: bool) -> None:
    values = ([_value(field, value) for field, value in zip(columns, row, strict=True)] for row in rows)
    outgoingxlsx.write(file.buffer, columns, values)


def _as_vcards(file: TextIO, columns: Sequence[Field], rows: Iterable[Row], _raw: bool) -> None:
    values = ([_value(field, value) for field, value in zip(columns, row, strict=True)] for row in rows)
    outgoingvcards.write(file, columns, values)


def _as_calendar(file: TextIO, columns: Sequence[Field], rows: Iterable[Row], _raw: bool) -> None:
    values = ([_value(field, value) for field, value in zip(columns, row, strict=True)] for row in rows)
    outgoingcalendars.write(file, columns, values)


ONLY: Mapping[Format, Sequence[str]] = {Format.VCF: ("contacts",), Format.ICS: ("touches", "tasks")}
"""Formats that are for some lists only."""

FORMATS: Mapping[Format, Callable[[TextIO, Sequence[Field], Iterable[Row], bool], None]] = {
    Format.CSV: _as_csv,
    Format.TSV: _as_tsv,
    Format.JSONL: _as_jsonl,
    Format.JSON: _as_json,
    Format.XLSX: _as_xlsx,
    Format.VCF: _as_vcards,
    Format.ICS: _as_calendar,
}
"""Format -> what writes the columns and rows into a file; the last argument is `raw`."""


def _cell(field: Field, value: object) -> str:
    if value is None or value == "":
        return ""
    said = _value(field, value)
    return ("yes" if said else "") if isinstance(said, bool) else str(said)


def _value(field: Field, value: object) -> object:
    """A value as JSON has it: amounts as exact text, yes and no as such, nothing as null."""
    if value is None or value == "":
        return None
    if field.holds is Holds.AMOUNT and isinstance(value, int):
        return exact(value)
    return bool(value) if field.holds is Holds.YES_NO else value


def exact(amount: int) -> str:
    """An amount with all its decimals: two, or four where it has more."""
    whole, rest = divmod(abs(amount), SCALE)
    sign = "-" if amount < 0 else ""
    return f"{sign}{whole}.{rest:04d}" if rest % 100 else f"{sign}{whole}.{rest // 100:02d}"


_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def _escaped(text: str) -> str:
    """JSON in which no control character and no mark of direction stands for itself."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
