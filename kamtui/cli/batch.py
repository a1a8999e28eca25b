"""Rows that a script sends on stdin: JSON Lines, a JSON list, or CSV with a header line."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping

from kamtui.errors import BadInput
from kamtui.i18n import t

Row = Mapping[str, object]


def rows() -> Iterator[Row]:
    """The rows on stdin; raises BadInput naming the line that cannot be read."""
    text = sys.stdin.buffer.read().decode("utf-8-sig", "surrogateescape")
    match text.lstrip()[:1]:
        case "[":
            yield from _documents(text)
        case "{":
            for number, line in enumerate(text.splitlines(), 1):
                if line.strip():
                    yield _object(line, number)
        case _:
            yield from _csv(text)


def texts(value: object) -> list[str]:
    """Several values in one field: a JSON list, or text separated by semicolons."""
    if isinstance(value, list):
        return [str(part) for part in value]
    return [part.strip() for part in str(value).split(";") if part.strip()]


def _documents(text: str) -> Iterator[Row]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput(t("stdin is not JSON: {reason}", reason=error)) from None
    for number, row in enumerate(found, 1):
        if not isinstance(row, dict):
            raise BadInput(t("row {number} on stdin is not a JSON object", number=number))
        yield row


def _object(line: str, number: int) -> Row:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadInput(t("line {number} on stdin is not JSON: {reason}", number=number, reason=error)) from None
    if not isinstance(row, dict):
        raise BadInput(t("line {number} on stdin is not a JSON object", number=number))
    return row


def _csv(text: str) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        for row in reader:
            if None in row or None in row.values():
                raise BadInput(t("line {number} on stdin has not as many cells as the header", number=reader.line_num))
            yield row
    except csv.Error as error:
        raise BadInput(t("line {number} on stdin: {reason}", number=reader.line_num, reason=error)) from None
