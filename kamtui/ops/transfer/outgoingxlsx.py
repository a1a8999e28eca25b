"""A list of the book as an XLSX workbook: one sheet, the header frozen, dates and amounts as what they are.

A text is a text, also one that begins with "=". What XML cannot hold stands as Excel itself writes it: _x0007_.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import BinaryIO

from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer.holds import Field, Holds

MOST_ROWS = 1_048_575
"""Rows below the header that a sheet has room for."""

MOST_DIGITS = 15
"""An amount with more is a text, for Excel would round it."""

FIRST_YEAR = 1901
"""Excel takes 1900 for a leap year, so its dates are certain only from here on."""

WIDTHS = {Holds.DATE: 11, Holds.MOMENT: 21, Holds.AMOUNT: 14, Holds.MINUTES: 8, Holds.TEXT: 48, Holds.NAME: 28}
"""Characters of a column, by what it holds."""

WIDTH = 16

_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WRITTEN = re.compile("_x([0-9A-Fa-f]{4})_")


def write(file: BinaryIO, columns: Sequence[Field], rows: Iterable[Sequence[object]]) -> None:
    """Write a workbook; amounts come as exact texts. Raises BadInput where a sheet has not room for all rows."""
    # sanctioned deferral: only who exports a workbook needs what writes one
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for number, field in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(field.holds, WIDTH)
    names = [WriteOnlyCell(sheet, field.name) for field in columns]
    for name in names:
        name.font = Font(bold=True)
    sheet.append(names)
    holds = [field.holds for field in columns]
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            book.close()
            raise BadInput(t("a sheet has room for {most} rows; export this list as csv", most=f"{MOST_ROWS:,}"))
        cells = []
        for kind, value in zip(holds, row, strict=True):
            known = _known(kind, value)
            cell = WriteOnlyCell(sheet, known)  # type: ignore[arg-type]  # it takes dates and decimals, too
            if isinstance(known, str):
                cell.data_type = "s"
            elif isinstance(known, dt.date):
                cell.number_format = "yyyy-mm-dd"
            cells.append(cell)
        sheet.append(cells)
    book.save(file)


def read_as(text: str) -> str:
    """A text as it was before it was written into a workbook."""
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _known(kind: Holds, value: object) -> str | int | float | bool | Decimal | dt.date | None:
    """A value as a cell holds it."""
    if value is None or isinstance(value, bool | int):
        return value
    text = str(value)
    if kind is Holds.DATE and text >= str(FIRST_YEAR):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            return _writable(text)
    if kind is Holds.AMOUNT and len(text.replace("-", "").replace(".", "")) <= MOST_DIGITS:
        return Decimal(text)
    return _writable(text)


def _writable(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode()
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", whole)
