"""JSON as sheets: an array of objects, an object holding such arrays, or one object on each line (JSONL).

Numbers keep the text they were written with, so nothing is rounded; nested objects become columns called "outer.inner",
lists of plain values one cell parted by "; ".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import TextIO

from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer.sheets import CHUNK_ROWS, Chunk, Rejected, Sheet

Opener = Callable[[], TextIO]
Numbered = Iterator[tuple[int, object]]

WHOLE_FILE_LIMIT = 32 << 20
"""Characters of a JSON document, which must be held as a whole; JSONL has no limit."""

_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str, strict=False)


def sheets(file: str, opened: Opener) -> Sequence[Sheet]:
    """The sheets of a JSON or JSONL file. Raises BadInput with the line where it is neither."""
    if _is_by_lines(opened):
        return [_sheet(file, "", lambda: _lines(file, opened))]
    with opened() as text:
        whole = text.read(WHOLE_FILE_LIMIT + 1)
    if len(whole) > WHOLE_FILE_LIMIT:
        raise BadInput(t("{file} is too long for one JSON document; write one object per line (JSONL)", file=file))
    document = _parsed(file, whole)
    if isinstance(document, list):
        return [_sheet(file, "", lambda: _items(file, opened))]
    if isinstance(document, dict):
        lists = [name for name, value in document.items() if isinstance(value, list) and _has_objects(value)]
        if lists:
            return [_sheet(file, name, _member_reader(file, opened, name)) for name in lists]
    raise BadInput(t("{file} is JSON, but not an array of objects", file=file))


def _sheet(file: str, name: str, rows: Callable[[], Numbered]) -> Sheet:
    header: dict[str, None] = {}
    for _, value in rows():
        if isinstance(value, dict):
            header.update(dict.fromkeys(_flat(value)))
    if not header:
        raise BadInput(t("{file} is JSON, but not an array of objects", file=file))
    names = tuple(header)
    stem = file.rpartition("/")[2].partition(".")[0]
    return Sheet(file, name or stem, names, lambda: _chunks(file, names, rows), by_machine=True)


def _chunks(file: str, names: tuple[str, ...], rows: Callable[[], Numbered]) -> Iterator[Chunk]:
    chunk = Chunk([], [], [])
    for line, value in rows():
        if isinstance(value, dict):
            flat = _flat(value)
            row = [flat.get(name, "") for name in names]
            if problem := _unstorable(row):
                chunk.bad.append(
                    Rejected(file, line, problem, tuple(c.encode("utf-8", "replace").decode() for c in row))
                )
            else:
                chunk.rows.append(row)
                assert isinstance(chunk.lines, list)
                chunk.lines.append(line)
        else:
            chunk.bad.append(Rejected(file, line, t("not an object"), (_text(value),)))
        if len(chunk.rows) + len(chunk.bad) >= CHUNK_ROWS:
            yield chunk
            chunk = Chunk([], [], [])
    if chunk.rows or chunk.bad:
        yield chunk


def _unstorable(row: Sequence[str]) -> str:
    for cell in row:
        if "\0" in cell:
            return t("a cell holds the character NUL")
        if not cell.isascii() and any("\ud800" <= c <= "\udfff" for c in cell):
            return t("a cell holds half a character (a lone surrogate)")
    return ""


def _flat(value: dict[str, object], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, inner in value.items():
        if isinstance(inner, dict):
            found.update(_flat(inner, f"{prefix}{name}."))
        else:
            found[prefix + name] = _text(inner)
    return found


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(item, (dict, list)) for item in value):
        return "; ".join(_text(item) for item in value)
    return json.dumps(value, ensure_ascii=False)


def _is_by_lines(opened: Opener) -> bool:
    """Whether the first line that is not blank is an object of its own and something follows it."""
    with opened() as text:
        for line in text:
            if not line.strip():
                continue
            try:
                value = _DECODER.decode(line.strip())
            except (json.JSONDecodeError, RecursionError):
                return False
            return isinstance(value, dict) and not any(_has_objects(inner) for inner in value.values())
    return False


def _has_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _lines(file: str, opened: Opener) -> Numbered:
    with opened() as text:
        for number, line in enumerate(text, 1):
            if line.strip():
                yield number, _parsed(file, line.strip(), number)


def _items(file: str, opened: Opener) -> Numbered:
    with opened() as text:
        yield from _array(file, text.read(), 0)


def _member_reader(file: str, opened: Opener, name: str) -> Callable[[], Numbered]:
    def rows() -> Numbered:
        with opened() as text:
            document = _parsed(file, text.read())
        assert isinstance(document, dict)
        yield from enumerate(document[name], 1)

    return rows


def _array(file: str, text: str, start: int) -> Numbered:
    """The items of the array that begins at `start`, each with the line it begins on, decoded one by one."""
    at = text.index("[", start) + 1
    line, counted = 1, 0
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        line, counted = line + text.count("\n", counted, at), at
        if at >= len(text) or text[at] == "]":
            return
        try:
            value, at = _DECODER.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise _not_json(file, error.lineno, error.msg) from None
        yield line, value


def _parsed(file: str, text: str, line: int | None = None) -> object:
    try:
        value: object = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise _not_json(file, line or error.lineno, error.msg) from None
    except RecursionError:
        raise _not_json(file, line or 1, t("nested too deeply")) from None
    return value


def _not_json(file: str, line: int, reason: str) -> BadInput:
    return BadInput(t("{file}, line {line}: not JSON: {reason}", file=file, line=line, reason=reason))
