"""What somebody changes about an import with its sheets before them: targets, columns, and how the file is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import Any

from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer.asked import Asked, Wishes
from kamtui.ops.transfer.plan import Detected, Plan
from kamtui.ops.transfer.questions import Question

OF_THE_FILE = ("encoding", "delimiter", "header_line")
"""Wishes that hold for all sheets of a file, and after which its columns may be others."""


def with_targets(asked: Asked, found: Detected, targets: tuple[str, ...]) -> Asked:
    """The rows of a sheet are these targets, or nothing that is imported; which column is which is guessed anew."""
    wishes = _of(asked, found.file, found.sheet)
    wishes = replace(wishes, targets=targets, columns={}, is_left_out=not targets)
    return _edited(asked, found.file, found.sheet, wishes)


def with_reading(asked: Asked, found: Detected, name: str, value: str | int) -> Asked:
    """Read a file otherwise: its `encoding`, `delimiter`, `header_line`, `date_order` or `decimal`."""
    if name not in OF_THE_FILE:
        # a decision about the sheet goes before those about its single fields
        wishes = replace(_of(asked, found.file, found.sheet), **_value(name, value), date_orders={}, decimals={})
        subject = {"date_order": "dates", "decimal": "decimal"}[name]
        answers = {
            key: answer for key, answer in asked.answers.items() if not key.startswith(f"{subject}:{found.file}:")
        }
        return _edited(replace(asked, answers=answers), found.file, found.sheet, wishes)
    sheets = {
        key: replace(wishes, columns={}) if key[0] == found.file else wishes for key, wishes in asked.edited.items()
    }
    wishes = replace(sheets.get((found.file, ""), Wishes()), **_value(name, value))
    return replace(asked, edited={**sheets, (found.file, ""): wishes})


def with_answer(asked: Asked, plan: Plan, question: Question, value: str) -> Asked:
    """A question of the plan has this answer; which column is a field is a decision as any other about columns."""
    subject, _, about = question.key.partition(":")
    file, _, field = about.rpartition(":")
    if subject == "column":
        for found in plan.detected:
            for mapping in found.mappings:
                is_it = found.file == file and question.sheet in ("", found.sheet)
                if is_it and value in found.header and mapping.target.field(field) is not None:
                    return with_column(asked, found, found.header.index(value), mapping.target.name, field)
    return replace(asked, answers={**asked.answers, question.key: value})


def with_column(asked: Asked, found: Detected, at: int, target: str, field: str, *, joins: bool = False) -> Asked:
    """The column `at` of a sheet is this field of a target, or, where `field` is "", nothing of it.

    It takes the place of the column that was the field, or is joined to it. All other columns stay what they are.
    """
    columns = current_columns(found)
    for name, header in columns.items():
        if name.startswith(f"{target}."):
            columns[name] = tuple(column for column in header if column != column_name(found, at))
    if field:
        before = columns.get(f"{target}.{field}", ()) if joins else ()
        columns[f"{target}.{field}"] = (*before, column_name(found, at))
    named = {name: header or ("",) for name, header in columns.items()}
    targets = tuple(mapping.target.name for mapping in found.mappings)
    wishes = replace(_of(asked, found.file, found.sheet), targets=targets, columns=named, is_left_out=False)
    return _edited(asked, found.file, found.sheet, wishes)


def as_map(asked: Asked, plan: Plan) -> dict[str, Wishes]:
    """What holds for each file of a plan, also what was found out without being told; by name without its folder.

    Raises BadInput where several sheets of a file are imported: a map file speaks of files.
    """
    files: dict[str, Wishes] = {}
    for found in plan.detected:
        if not found.mappings:
            continue
        name = PurePath(found.file).name
        if name in files:
            raise BadInput(t("{file}: several sheets are imported; a map file speaks of one", file=name))
        wishes = asked.of(found.file, found.sheet)
        named = {field: header or ("",) for field, header in current_columns(found).items()}
        targets = tuple(mapping.target.name for mapping in found.mappings)
        files[name] = replace(wishes, targets=targets, columns=named, is_left_out=False)
    return files


def current_columns(found: Detected) -> dict[str, tuple[str, ...]]:
    """Every field of the targets of a sheet, with the columns it is made of now; constants are not among them."""
    named: dict[str, tuple[str, ...]] = {}
    for mapping in found.mappings:
        for field in (*mapping.target.fields, *mapping.target.parts):
            source = mapping.sources.get(field.name)
            if source is None or source.columns:
                columns = () if source is None else source.columns
                named[f"{mapping.target.name}.{field.name}"] = tuple(column_name(found, at) for at in columns)
    return named


def fields_of(found: Detected, at: int) -> list[tuple[str, str]]:
    """(target, field) that a column fills."""
    return [
        (mapping.target.name, field)
        for mapping in found.mappings
        for field, source in mapping.sources.items()
        if at in source.columns
    ]


def column_name(found: Detected, at: int) -> str:
    """How a column is named in wishes; one without a name by its number."""
    return found.header[at] if found.header[at].strip() else f"#{at + 1}"


def _of(asked: Asked, file: str, sheet: str) -> Wishes:
    return asked.edited.get((file, sheet), Wishes())


def _edited(asked: Asked, file: str, sheet: str, wishes: Wishes) -> Asked:
    return replace(asked, edited={**asked.edited, (file, sheet): wishes})


def _value(name: str, value: str | int) -> dict[str, Any]:
    return {name: value}
