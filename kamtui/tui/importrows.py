"""An import as rows of a list: what each sheet is read as, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from kamtui.domain.outcomes.book import RejectedRow
from kamtui.i18n import n, t
from kamtui.ops.transfer.asked import Asked
from kamtui.ops.transfer.edits import fields_of
from kamtui.ops.transfer.holds import Holds
from kamtui.ops.transfer.plan import Detected, Plan
from kamtui.ops.transfer.questions import Question
from kamtui.render.glyphs import Glyphs
from kamtui.tui.text import Bit
from kamtui.tui.widgets.columns import Column

PER_SHEET, PER_KIND = 1 << 40, 1 << 32
"""Numbers of rows: a row keeps its own while the file is read again and again."""

CELL = 60
"""Characters of a sample value in the list."""


class File(NamedTuple):
    """A file, or one sheet of it."""

    file: str
    found: Detected | None
    """None while its encoding is open."""


class Setting(NamedTuple):
    """How a sheet is read."""

    found: Detected
    name: str
    """targets, or the name of a wish: encoding, delimiter, header_line, date_order, decimal."""
    value: str


class Open(NamedTuple):
    """Something only the user can know."""

    question: Question


class HeaderColumn(NamedTuple):
    """A column of a sheet."""

    found: Detected
    at: int


class Constant(NamedTuple):
    """A field that is the same in every row."""

    field: str
    value: str


class Head(NamedTuple):
    """What stands over a group of rows."""

    label: str
    note: str = ""


class Count(NamedTuple):
    """What would become of, or became of, the rows of a target."""

    target: str
    created: int
    updated: int
    unchanged: int


class Refused(NamedTuple):
    """A row that is not imported."""

    row: RejectedRow


class Notice(NamedTuple):
    """Something to know about the data."""

    text: str


Thing = File | Setting | Open | HeaderColumn | Constant | Head | Count | Refused | Notice


class Row(NamedTuple):
    """One line of the list."""

    id: int
    thing: Thing


def mapping_rows(plan: Plan, asked: Asked) -> Iterator[Row]:
    """Every file with what was found out about it: open questions first, then how it is read, then its columns."""
    known = dict.fromkeys(found.file for found in plan.detected)
    strange = dict.fromkeys(question.file for question in plan.questions if question.file not in known)
    sheets = [File(file, None) for file in strange] + [File(found.file, found) for found in plan.detected]
    for number, sheet in enumerate(sheets):
        name = "" if sheet.found is None else sheet.found.sheet
        questions = [each for each in plan.questions if (each.file, each.sheet) == (sheet.file, name)]
        groups: list[Iterable[Thing]] = [[sheet], map(Open, questions)]
        if sheet.found is not None:
            groups += [
                _settings(sheet.found, asked),
                [HeaderColumn(sheet.found, at) for at in range(len(sheet.found.header))],
                _constants(sheet.found),
            ]
        for kind, things in enumerate(groups):
            for place, thing in enumerate(things):
                yield Row(number * PER_SHEET + kind * PER_KIND + place, thing)


def mapping_columns(glyphs: Glyphs) -> list[Column[Row]]:
    """What it is, what it is read as, and two values of it."""
    return [
        Column("column", 20, lambda row: label(row.thing)),
        Column("is read as", 22, lambda row: _reading(row.thing, glyphs)),
        Column("values", 0, lambda row: _values(row.thing)),
    ]


def sign(row: Row) -> str:
    """! before what waits for an answer, or was refused."""
    return "!" if isinstance(row.thing, Open | Refused) else " "


def target_words(found: Detected) -> str:
    """What the rows of a sheet are, in the user's language; "" where they are nothing that is imported."""
    return ", ".join(t(mapping.target.name) for mapping in found.mappings)


def file_name(file: str, found: Detected | None = None) -> str:
    """A file without its folder, with the sheet where there are several."""
    name = PurePath(file).name
    return name if found is None or found.is_alone else f"{name} {found.sheet}"


def column_label(found: Detected, at: int) -> str:
    """The name of a column, or its number."""
    return found.header[at].strip() or t("column {number}", number=at + 1)


def _settings(found: Detected, asked: Asked) -> Iterator[Setting]:
    wishes = asked.of(found.file, found.sheet)
    yield Setting(found, "targets", target_words(found))
    if found.encoding:
        yield Setting(found, "encoding", found.encoding)
    if found.delimiter:
        yield Setting(found, "delimiter", "tab" if found.delimiter == "\t" else found.delimiter)
    if found.header_line:
        yield Setting(found, "header_line", str(found.header_line))
    # without rows something is open still
    usual = t("as they stand") if found.rows else "?"
    for name, holds in (("date_order", (Holds.DATE, Holds.MOMENT)), ("decimal", (Holds.AMOUNT,))):
        fields = [each.name for mapping in found.mappings for each in mapping.target.fields if each.holds in holds]
        used = [field for field in fields if any(_is_read(mapping.sources.get(field)) for mapping in found.mappings)]
        if used:
            chosen = wishes.date_order if name == "date_order" else wishes.decimal
            readings = dict.fromkeys(found.readings[field] for field in used if found.readings.get(field))
            yield Setting(found, name, ", ".join(readings) or chosen or usual)


def _is_read(source: object) -> bool:
    return bool(getattr(source, "columns", ()))


def _constants(found: Detected) -> Iterator[Constant]:
    for mapping in found.mappings:
        for field, source in mapping.sources.items():
            if not source.columns:
                yield Constant(f"{mapping.target.name}.{field}", source.constant)


def setting_label(name: str) -> str:
    """What a setting is called."""
    return {
        "targets": t("the rows are"),
        "encoding": t("encoding"),
        "delimiter": t("separator"),
        "header_line": t("header on line"),
        "date_order": t("dates"),
        "decimal": t("decimal sign"),
    }[name]


def label(thing: Thing) -> Bit:
    """What a row is called."""
    match thing:
        case File():
            return file_name(thing.file, thing.found), "head"
        case Setting():
            return f"  {setting_label(thing.name)}", "muted"
        case Open():
            return "  " + t("question"), "warn"
        case HeaderColumn():
            return f"  {column_label(thing.found, thing.at)}", ""
        case Constant():
            return "  " + t("in every row"), "muted"
        case Head():
            return thing.label, "head"
        case Count():
            return f"  {t(thing.target)}", "strong"
        case Refused():
            return "  " + t("line {line}", line=thing.row.line), ""
        case Notice():
            return "  " + t("note"), "muted"


def _reading(thing: Thing, glyphs: Glyphs) -> Bit:
    match thing:
        case File(found=Detected() as found):
            return n("{count} row", "{count} rows", found.rows) if found.rows else "", "head"
        case Setting():
            return (thing.value, "accent") if thing.value else (t("not imported"), "warn")
        case HeaderColumn():
            fields = fields_of(thing.found, thing.at)
            if not fields:
                return f"{glyphs.dash} {t('not imported')}", "muted"
            names = [field if len(thing.found.mappings) == 1 else f"{target}.{field}" for target, field in fields]
            return ", ".join(names), "accent"
        case Constant():
            return thing.field, "accent"
        case _:
            return "", ""


def _values(thing: Thing) -> Bit:
    match thing:
        case HeaderColumn():
            cells = [row[thing.at] for row in thing.found.cells if thing.at < len(row)]
            return " · ".join(cell[:CELL] for cell in cells if cell.strip()), ""
        case Constant():
            return thing.value, ""
        case Open():
            return thing.question.text, "warn"
        case File(found=Detected() as found):
            return "; ".join(found.notes), "warn"
        case _:
            return "", ""
