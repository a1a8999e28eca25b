from __future__ import annotations

import io
from collections.abc import Sequence

import pytest

from kamtui.errors import BadInput
from kamtui.ops.transfer import jsonfiles
from kamtui.ops.transfer.sheets import CHUNK_ROWS, Sheet


def sheets(text: str) -> Sequence[Sheet]:
    return jsonfiles.sheets("data/f.json", lambda: io.StringIO(text))


def table(sheet: Sheet) -> list[list[str]]:
    return [list(sheet.header), *(list(row) for chunk in sheet.read() for row in chunk.rows)]


def test_an_array_of_objects_is_a_sheet() -> None:
    (sheet,) = sheets('[{"id": 1, "name": "中国人"},\n {"id": 2, "city": "Wuhan"}]')
    assert sheet.name == "f"
    assert table(sheet) == [["id", "name", "city"], ["1", "中国人", ""], ["2", "", "Wuhan"]]
    assert [list(chunk.lines) for chunk in sheet.read()] == [[1, 2]]


def test_lines_of_objects_are_a_sheet() -> None:
    (sheet,) = sheets('\n{"a": 2, "b": 3}\n\n{"b": 2, "d": 4}\n')
    assert table(sheet) == [["a", "b", "d"], ["2", "3", ""], ["", "2", "4"]]
    assert [list(chunk.lines) for chunk in sheet.read()] == [[2, 4]]


def test_a_single_object_in_a_line_is_a_sheet_of_one_row() -> None:
    assert table(sheets('{"name": "Acme"}')[0]) == [["name"], ["Acme"]]


def test_an_object_of_arrays_gives_a_sheet_for_each() -> None:
    first, second = sheets('{"count": 2, "accounts": [{"id": 1}], "contacts": [{"id": 2}, {"id": 3}]}')
    assert (first.name, second.name) == ("accounts", "contacts")
    assert table(second) == [["id"], ["2"], ["3"]]


def test_numbers_keep_their_text() -> None:
    text = '[{"a": 1.10, "b": 12345678901234567890, "c": 1e3, "d": true, "e": false, "f": null, "g": NaN}]'
    assert table(sheets(text)[0])[1] == ["1.10", "12345678901234567890", "1e3", "true", "false", "", "NaN"]


def test_nested_values_are_laid_flat() -> None:
    (sheet,) = sheets('[{"account": {"name": "Acme", "owner": {"login": "li"}}, "tags": ["a", 1], "rows": [{"x": 1}]}]')
    assert table(sheet) == [
        ["account.name", "account.owner.login", "tags", "rows"],
        ["Acme", "li", "a; 1", '[{"x": "1"}]'],
    ]


def test_rows_that_cannot_be_kept_are_rejected_with_their_line() -> None:
    (sheet,) = sheets('[{"a": "x\\u0000"},\n{"a": "\\ud800"},\n7,\n{"a": "é"}]')
    chunks = list(sheet.read())
    assert [(bad.line, bad.reason) for chunk in chunks for bad in chunk.bad] == [
        (1, "a cell holds the character NUL"),
        (2, "a cell holds half a character (a lone surrogate)"),
        (3, "not an object"),
    ]
    assert [row for chunk in chunks for row in chunk.rows] == [["é"]]


def test_many_rows_come_in_chunks() -> None:
    (sheet,) = sheets("[" + ",".join(['{"a": 1}'] * (CHUNK_ROWS + 1)) + "]")
    assert [len(chunk.rows) for chunk in sheet.read()] == [CHUNK_ROWS, 1]
    (sheet,) = sheets("[" + ",".join(['{"a": 1}'] * CHUNK_ROWS) + "]")
    assert [len(chunk.rows) for chunk in sheet.read()] == [CHUNK_ROWS]


@pytest.mark.parametrize("text", ["[1, 2]", "[]", '"x"', '{"a": {"b": 1},\n "c": 2}', "[[1]]"])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="not an array of objects"):
        sheets(text)


@pytest.mark.parametrize(
    ("text", "line"), [('[{"a": 1},\n{"a" 2}]', 2), ('{"a": 1}\n{"a": \n', 2), ("[{}", 1), ("[" * 100_000, 1), ("", 1)]
)
def test_broken_json_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(BadInput, match=f"data/f.json, line {line}: not JSON"):
        list(sheets(text)[0].read())


def test_a_document_that_changed_meanwhile_is_refused_with_its_line() -> None:
    texts = iter(['[{"a": 1}]', '[{"a": 1}]', '[{"a": 1}]', '[{"a": 1},\n oops]'])
    (sheet,) = jsonfiles.sheets("f.json", lambda: io.StringIO(next(texts)))
    with pytest.raises(BadInput, match="line 2"):
        list(sheet.read())


def test_a_document_too_long_to_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonfiles, "WHOLE_FILE_LIMIT", 10)
    with pytest.raises(BadInput, match="JSONL"):
        sheets('[{"a": 1},\n{"a": 2}]')
