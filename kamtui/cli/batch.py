"""Rows that a script sends on stdin: JSON Lines, a JSON list, or CSV with a header line."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping

from kamtui.errors import BadInput
from kamtui.i18n import t

Row = Mapping[str, object]

LONGEST_CELL = 1 << 20
"""Characters of one CSV cell; a quote that is never closed must not swallow the rest of a large file."""


def rows() -> list[Row]:
    """The rows on stdin; raises BadInput naming the line that cannot be read."""
    text = _text()
    match text.lstrip()[:1]:
        case "":
            raise BadInput(t("there are no rows on stdin"))
        case "[":
            found = _documents(text)
        case "{":
            lines = enumerate(text.split("\n"), 1)
            found = [_object(line, number) for number, line in lines if line.strip()]
        case _:
            found = _csv(text)
    for number, row in enumerate(found, 1):
        _refuse_what_no_text_holds(row.values(), number)
    return found


def texts(value: object) -> list[str]:
    """Several values in one field: a JSON list, or text separated by semicolons."""
    if isinstance(value, list):
        return [str(part) for part in value]
    return [part.strip() for part in str(value).split(";") if part.strip()]


def _text() -> str:
    try:
        raw = sys.stdin.buffer.read()
    except OSError as error:
        raise BadInput(t("stdin cannot be read: {reason}", reason=error.strerror)) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadInput(t("line {number} on stdin is not UTF-8 text", number=line)) from None


def _documents(text: str) -> list[Row]:
    found = _json(text, t("stdin is not JSON"))
    if not isinstance(found, list):
        raise BadInput(t("stdin is not a list of JSON objects"))
    for number, row in enumerate(found, 1):
        if not isinstance(row, dict):
            raise BadInput(t("row {number} on stdin is not a JSON object", number=number))
    return found


def _object(line: str, number: int) -> Row:
    row = _json(line, t("line {number} on stdin is not JSON", number=number))
    if not isinstance(row, dict):
        raise BadInput(t("line {number} on stdin is not a JSON object", number=number))
    return row


def _json(text: str, refusal: str) -> object:
    try:
        # amounts and phone numbers stay as they are written: 0.10 is not 0.1
        return json.loads(text, parse_float=str, parse_int=str)
    except json.JSONDecodeError as error:
        raise BadInput(t("{refusal}: {reason}", refusal=refusal, reason=error)) from None
    except RecursionError:
        raise BadInput(t("{refusal}: it is nested too deep", refusal=refusal)) from None


def _csv(text: str) -> list[Row]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    found: list[Row] = []
    try:
        names = reader.fieldnames or []
        twice = [name for name in names if names.count(name) > 1]
        if twice:
            raise BadInput(t("the header on stdin has two columns called '{name}'", name=twice[0]))
        for row in reader:
            if None in row or None in row.values():
                raise BadInput(t("line {number} on stdin has not as many cells as the header", number=reader.line_num))
            found.append(row)
    except csv.Error as error:
        raise BadInput(t("line {number} on stdin: {reason}", number=reader.line_num, reason=error)) from None
    return found


def _has_half_a_character(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)


def _refuse_what_no_text_holds(values: Iterable[object], number: int) -> None:
    """NUL and half a character can stand in JSON, but in no file and on no terminal."""
    for value in values:
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, str) and ("\0" in part or _has_half_a_character(part)):
                raise BadInput(t("row {number} on stdin has a character that is no text", number=number))
