"""XLSX workbooks as sheets: each worksheet is copied once, row by row, into a private file and read from there.

openpyxl gives the values that Excel saved with the file; no formula is calculated. What is copied is what the cell
holds, exactly: a date is an ISO date, whatever its format, and 12.3 is not 12.300000000000001.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer import delimited, headers
from kamtui.ops.transfer.asked import Wishes
from kamtui.ops.transfer.delimited import Header
from kamtui.ops.transfer.outgoingxlsx import read_as
from kamtui.ops.transfer.sheets import CHUNK_ROWS, MAX_CELL, Chunk, Sheet

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

UNPACKED_LIMIT = 1 << 30
"""Bytes of all parts of a workbook together; more is a mistake or an attack."""

SHARED_LIMIT = 256 << 20
"""Bytes of the part with the texts, all of which openpyxl keeps in memory."""

MOST_COLUMNS = 1_000
"""More than any list has; what stands further to the right is left out."""

LOOKED_AT = 500
"""Rows among which the header is looked for."""

SIGNIFICANT = ".15g"
"""The digits that Excel keeps of a number; what it writes behind them is noise."""

Row = tuple[int, list[str]]
"""Its number in the worksheet, and its cells without those that are empty at its end."""


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook of Excel 2007 or later."""
    try:
        with zipfile.ZipFile(path) as packed:
            return "xl/workbook.xml" in packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def sheets(file: str, path: Path, wishes: Wishes) -> Sequence[Sheet]:
    """The visible worksheets that hold a table. Raises BadInput where there is none."""
    _refuse_bombs(file, path)
    found: list[Sheet] = []
    notes: list[str] = []
    with warnings.catch_warnings(), path.open("rb") as stream, closing(_opened(file, stream)) as book:
        # of styles and extensions that openpyxl does not know
        warnings.simplefilter("ignore")
        for worksheet in book.worksheets:
            if worksheet.sheet_state != "visible":
                notes.append(t("the sheet {name} is hidden, so it is not imported", name=worksheet.title))
                continue
            kept = _Kept(_rows(file, worksheet))
            if next(iter(kept), None) is None:
                continue
            try:
                found.append(_sheet(file, worksheet.title, kept, wishes))
            except BadInput as refusal:
                notes.append(str(refusal))
    if not found:
        raise BadInput(notes[0] if notes else t("{file} is empty: there is no header on line 1", file=file))
    found[0] = replace(found[0], notes=(*found[0].notes, *notes))
    return found


def _refuse_bombs(file: str, path: Path) -> None:
    """What a part says of its size is what is read of it at the most."""
    with zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
    shared = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
    if sum(part.file_size for part in parts) > UNPACKED_LIMIT or shared > SHARED_LIMIT:
        limit = f"{UNPACKED_LIMIT >> 30} GiB"
        raise BadInput(t("{file} unpacks to more than {limit}", file=file, limit=limit))


def _opened(file: str, stream: BinaryIO) -> Workbook:
    # sanctioned deferral: only who imports a workbook needs what reads one
    from openpyxl import load_workbook

    try:
        return load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except _DAMAGE as error:
        raise _damaged(file, error) from None


_DAMAGE = (
    *(zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, AssertionError, EOFError),
    *(OSError, SyntaxError, NotImplementedError, OverflowError, RecursionError, zlib.error),
)
"""What openpyxl and its parsers raise on a broken workbook; a broken XML document is a SyntaxError."""


def _damaged(file: str, error: Exception) -> BadInput:
    return BadInput(t("{file} is a damaged workbook: {reason}", file=file, reason=error))


def _rows(file: str, worksheet: Worksheet) -> Iterator[Row]:
    """The rows in which anything stands."""
    # what it says of its size may be wrong
    worksheet.reset_dimensions()  # type: ignore[attr-defined]  # one that is only read
    try:
        # how wide a row may be is not said to openpyxl: it would fill up a million empty ones
        for number, cells in enumerate(worksheet.iter_rows(), 1):
            row = [_shown(cell) for cell in cells[:MOST_COLUMNS]]
            while row and not row[-1].strip():
                row.pop()
            if row:
                yield number, row
    except _DAMAGE as error:
        raise _damaged(file, error) from None


def _shown(cell: Any) -> str:
    """What a cell holds; 0.15 that is shown as 15 % is "15%", for nobody who looks at it sees another number."""
    value = cell.value
    kind = type(value)
    if (kind is float or kind is int) and "%" in cell.number_format:
        return f"{_text(value * 100.0)}%"
    return _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return read_as(value[:MAX_CELL])
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, SIGNIFICANT)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ", timespec="seconds")
    return str(value)


class _Kept:
    """Rows in a private file that is gone with this object; as many can read it as like."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._file = tempfile.NamedTemporaryFile("w", prefix="kamtui-", encoding="utf-8")  # noqa: SIM115 - as long as it
        for row in rows:
            json.dump(row, self._file)
            self._file.write("\n")
        self._file.flush()

    def __iter__(self) -> Iterator[Row]:
        with open(self._file.name, encoding="utf-8") as lines:
            for line in lines:
                number, cells = json.loads(line)
                yield number, cells


def _sheet(file: str, name: str, kept: _Kept, wishes: Wishes) -> Sheet:
    if wishes.header:
        header = Header(wishes.header, wishes.header_line or 1, ())
        above = header.line - 1
    else:
        top = list(islice(kept, LOOKED_AT))
        line = wishes.header_line or None
        header = delimited.header_among(top, f"{file} {name}", "\t", known=headers.familiar, line=line)
        above = header.line
    return Sheet(
        file=file,
        name=name,
        header=header.names,
        read=lambda: _chunks(file, kept, above, len(header.names)),
        header_line=header.line,
        preamble=header.preamble,
        notes=header.notes,
        by_machine=True,
    )


def _chunks(file: str, kept: _Kept, above: int, width: int) -> Iterator[Chunk]:
    """The rows below number `above`, as wide as the header; a row is as wide as its last cell."""
    rows = (row for row in kept if row[0] > above)
    while block := list(islice(rows, CHUNK_ROWS)):
        cells: list[Sequence[str]] = [[*row, *[""] * (width - len(row))] for _, row in block]
        yield delimited.sorted_out(cells, [number for number, _ in block], width, file)
