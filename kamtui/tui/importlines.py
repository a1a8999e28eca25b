"""What is said of the row at the cursor of an import: a column with its values, a question, a rejected row."""

from __future__ import annotations

from collections.abc import Iterator

from kamtui.domain.outcomes.book import RejectedRow
from kamtui.i18n import n, t
from kamtui.ops.transfer.edits import fields_of
from kamtui.ops.transfer.plan import Detected, Plan
from kamtui.ops.transfer.questions import Question
from kamtui.ops.transfer.targets import TARGETS
from kamtui.render.text import clean_block, wrap
from kamtui.tui.importrows import (
    File,
    HeaderColumn,
    Notice,
    Open,
    Refused,
    Setting,
    Thing,
    column_label,
    file_name,
    setting_label,
)
from kamtui.tui.text import Line

MOST = 12
"""Lines of one text."""

CHOICES = 12
"""Answers that are listed with what the file says then."""


def told(thing: Thing, plan: Plan | None, cells: int) -> list[Line]:
    """More about a row of the list, `cells` wide."""
    match thing:
        case File(found=Detected() as found):
            return list(_sheet(found, cells))
        case Setting():
            return list(_setting(thing, cells))
        case Open():
            return list(_question(thing.question, cells))
        case HeaderColumn():
            return list(_column(thing.found, thing.at, cells))
        case Refused():
            return list(_refused(thing.row, _header_of(thing.row, plan), cells))
        case Notice():
            return list(_texts(thing.text, cells))
        case _:
            return []


def _sheet(found: Detected, cells: int) -> Iterator[Line]:
    yield [(f" {file_name(found.file, found)}", "strong"), ("  " + n("{count} row", "{count} rows", found.rows), "")]
    yield from _texts(found.file, cells, "muted")
    for note in found.notes:
        yield from _texts(note, cells, "warn")
    if found.ignored:
        yield from _texts(t("not imported: {columns}", columns=", ".join(found.ignored)), cells, "muted")


def _setting(setting: Setting, cells: int) -> Iterator[Line]:
    yield [(f" {setting_label(setting.name)}: ", "muted"), (setting.value or t("not imported"), "strong")]
    if setting.name == "targets":
        for mapping in setting.found.mappings:
            needed = ", ".join(field.name for field in mapping.target.fields if field.required)
            yield from _texts(t("{target} need {fields}", target=t(mapping.target.name), fields=needed), cells)
    for row in setting.found.cells:
        yield from _texts(" | ".join(row), cells, most=2)


def _question(question: Question, cells: int) -> Iterator[Line]:
    yield from _texts(question.text, cells, "warn")
    for choice in question.choices[:CHOICES]:
        yield [(f"   {choice.value}", "accent"), (f"  {choice.preview}" if choice.preview else "", "muted")]


def _column(found: Detected, at: int, cells: int) -> Iterator[Line]:
    yield [(f" {column_label(found, at)}", "strong"), ("  " + t("column {number}", number=at + 1), "muted")]
    for target, name in fields_of(found, at):
        field = TARGETS[target].field(name)
        if field is not None:
            how = found.readings.get(name, "")
            yield [(f" {target}.{name}", "accent"), (f"  {t(field.help)}", "muted"), (f"  {how}" if how else "", "")]
    for row in found.cells:
        if at < len(row) and row[at].strip():
            yield from _texts(row[at], cells)


def _refused(row: RejectedRow, header: tuple[str, ...], cells: int) -> Iterator[Line]:
    where = t("{file} line {line}: {reason}", file=file_name(row.file), line=row.line, reason=row.reason)
    yield from _texts(where, cells, "warn")
    for at, cell in enumerate(row.row):
        if cell.strip():
            label = header[at] if at < len(header) else t("column {number}", number=at + 1)
            yield from _texts(f"{label}: {cell}", cells, most=3)


def _header_of(row: RejectedRow, plan: Plan | None) -> tuple[str, ...]:
    """The header of the sheet a row stands in, where that is sure."""
    sheets = [found for found in plan.detected if found.file == row.file] if plan is not None else []
    fitting = [found.header for found in sheets if len(found.header) == len(row.row)]
    return fitting[0] if len(fitting) == 1 else ()


def _texts(text: str, cells: int, role: str = "", *, most: int = MOST) -> Iterator[Line]:
    """A text of the file on as many lines as it needs, cleaned."""
    lines = [part for block in clean_block(text) for part in wrap(block, max(cells - 2, 10))]
    for line in lines[:most]:
        yield [(f" {line}", role)]
