"""The reader against files made to break readers."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

import pytest

from kamtui.errors import BadInput
from kamtui.ops.transfer import delimited
from kamtui.ops.transfer.files import open_source, read_sheets
from kamtui.ops.transfer.plan import read_plan
from kamtui.ops.transfer.questions import Question
from kamtui.ops.transfer.sheets import OUTER, Sheet
from kamtui.store.workspace import Workspace
from tests.ops.transfer.helpers import asked, rows
from tests.realdata import real

pytestmark = pytest.mark.realdata


def torture() -> Iterator[tuple[Path, Path]]:
    for folder, csvs in (("csv-spectrum", "csvs"), ("csv-test-data", "csv")):
        base = real(f"19_hostile/{folder}")
        for expected in sorted((base / "json").glob("*.json")):
            yield base / csvs / f"{expected.stem}.csv", expected


def opener(path: Path) -> Callable[[], TextIO]:
    return lambda: path.open(encoding="utf-8", newline="")


def test_csv_torture_files_equal_their_json() -> None:
    equal = 0
    for path, expected in torture():
        with opener(path)() as text:
            layout = delimited.sniff(text.read())
        with opener(path)() as text:
            table = [row for _, row in delimited.records(text, layout, path.name)]
        wanted = json.loads(expected.read_text(encoding="utf-8"))
        if path.stem == "newlines_crlf":  # the copy in the data set has lost its carriage returns
            wanted = json.loads(expected.read_text(encoding="utf-8").replace("\\r\\n", "\\n"))
        if path.stem.startswith("header-") or "spectrum" in str(path):
            table = [dict(zip(table[0], row, strict=True)) for row in table[1:]]  # type: ignore[misc]
        assert table == wanted, path.name
        equal += 1
    assert equal == 29


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bad-header-no-header", "is empty: there is no header on line 1"),
        ("bad-missing-quote", "line 2: a quote is opened and never closed"),
        ("bad-quotes-with-unescaped-quote", "line 2: text after a closing quote"),
    ],
)
def test_broken_csv_is_refused_with_its_line(name: str, said: str) -> None:
    source = open_source(str(real(f"19_hostile/csv-test-data/csv/{name}.csv")))
    with pytest.raises(BadInput, match=said):
        for sheet in _sheets(read_sheets(source, asked(), Workspace())):
            list(sheet.read())


@pytest.mark.parametrize(
    ("name", "line", "reason"),
    [
        ("bad-header-less-fields", 2, "cells: 2; the header has 3"),
        ("bad-header-more-fields", 2, "cells: 4; the header has 3"),
    ],
)
def test_rows_of_the_wrong_width_are_rejected_with_their_line(name: str, line: int, reason: str) -> None:
    source = open_source(str(real(f"19_hostile/csv-test-data/csv/{name}.csv")))
    (sheet,) = _sheets(read_sheets(source, asked(), Workspace()))
    assert [(bad.line, bad.reason) for chunk in sheet.read() for bad in chunk.bad] == [(line, reason)]


def test_a_stray_quote_is_kept_and_a_strange_header_is_asked_about() -> None:
    source = open_source(str(real("19_hostile/csv-test-data/csv/bad-unescaped-quote.csv")))
    (sheet,) = _sheets(read_sheets(source, asked(), Workspace()))
    assert sheet.sample()[0][1] == 'This "quotes" must be escaped'
    found = read_plan([str(real("19_hostile/csv-test-data/csv/bad-header-wrong-header.csv"))], asked())
    assert "qux, quux, quuz" in found.questions[0].text


def _sheets(found: Sequence[Sheet] | Question) -> Sequence[Sheet]:
    assert not isinstance(found, Question)
    return found


@pytest.mark.parametrize(
    ("path", "header", "cell"),
    [
        ("csvkit/test_utf16_big.csv", ("a", "b", "c"), "ʤ"),
        ("csvkit/test_utf16_little.csv", ("a", "b", "c"), "ʤ"),
        ("csvkit/test_utf8_bom.csv", ("foo", "bar", "baz"), "ʤ"),
        ("csvkit/mac_newlines.csv", ("a", "b", "c"), "Once upon\ra time"),
        ("csvkit/test_no_leading_zeroes.csv", ("a", "b", "c"), "00.11"),
        ("csvkit/test_skip_lines.csv", ("a", "b", "c"), "3"),
        ("csvkit/sniff_limit.csv", ("a", "b", "c"), "2"),
        ("messytables/simple.psv", ("Year", "New dwellings"), "44000"),
        ("messytables/simple.ssv", ("date", "temperature", "place"), "Galway"),
        ("messytables/skip_initials.csv", ("field1", "field2"), "    goodbye"),
        ("messytables/complex.csv", ("date", "another date"), "6,000,000"),
        ("messytables/excel_pasting.csv", ("Year", "2000"), "Clay, ceramic and glass products"),
        ("messytables/spanish_chars.csv", ("GF_ID", "FN_ID"), "Legislación"),
        ("messytables/utf-16le_encoded.csv", ("Organisation_code", "Organisation_name"), "Enfield PCT"),
        ("tabulator/table.csv.gz", ("id", "name"), "中国人"),
        ("tabulator/table.tsv", ("id", "name"), "中国人"),
        ("tabulator/special/skip-rows-before-headers.csv", ("id", "name"), "中国人"),
        ("tabulator/special/bom.csv", ("id", "name"), "中国人"),
    ],
)
def test_odd_files_are_read(path: str, header: tuple[str, ...], cell: str) -> None:
    source = open_source(str(real(f"19_hostile/{path}")))
    (sheet,) = _sheets(read_sheets(source, asked(), Workspace()))
    assert sheet.header[: len(header)] == header
    assert any(cell in row for chunk in sheet.read() for row in chunk.rows)


def test_one_sign_in_a_file_does_not_tell_its_encoding() -> None:
    source = open_source(str(real("19_hostile/csvkit/test_latin1.csv")))
    assert isinstance(read_sheets(source, asked(), Workspace()), Question)
    assert not isinstance(read_sheets(source, asked(encoding="latin-1"), Workspace()), Question)


def test_a_nul_is_rejected_and_empty_files_are_refused() -> None:
    source = open_source(str(real("19_hostile/csvkit/null_byte.csv")))
    (sheet,) = _sheets(read_sheets(source, asked(), Workspace()))
    assert [(bad.line, bad.reason) for chunk in sheet.read() for bad in chunk.bad] == [
        (2, "a cell holds the character NUL")
    ]
    for path in ("csvkit/empty.csv", "commons-csv/empty.txt", "messytables/simple.unknown"):
        with pytest.raises(BadInput, match="is empty"):
            read_plan([str(real(f"19_hostile/{path}"))], asked())


def test_no_file_of_the_corpus_crashes_the_reader() -> None:
    refused = 0
    for path in sorted(real("19_hostile").rglob("*")):
        if not path.is_file():
            continue
        try:
            found = read_plan([str(path)], asked())
        except BadInput:
            refused += 1
            continue
        with found:
            for feed in found.feeds:
                for _ in feed.batches():
                    pass
    assert refused > 20


@pytest.mark.slow
def test_every_csv_of_the_data_sets_is_decoded_without_a_question() -> None:
    for path in sorted(real(".").glob("*_*/*.csv")):
        source = open_source(str(path))
        assert not isinstance(read_sheets(source, asked(), Workspace()), Question), path.name


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_naughty_strings_survive_as_names_and_notes(tmp_path: Path, form: str) -> None:
    """Spaces around a name are dropped, and one that is empty or a space is no name; nothing else changes."""
    strings = json.loads(real("19_hostile/blns/blns.json").read_text(encoding="utf-8"))
    table = [{"id": f"n{i}", "name": text, "note": text} for i, text in enumerate(strings)]
    path = tmp_path / f"blns.{form}"
    with path.open("w", encoding="utf-8", newline="") as out:
        if form == "csv":
            writer = csv.DictWriter(out, ["id", "name", "note"])
            writer.writeheader()
            writer.writerows(table)
        else:
            out.write("\n".join(json.dumps(row) for row in table))
    with read_plan([str(path)], asked()) as found:
        accounts = {row.id: row for row in rows(found, "accounts")}
    kept = {i: accounts[f"n{i}"] for i in range(len(strings)) if f"n{i}" in accounts}
    assert [text for i, text in enumerate(strings) if i not in kept] == ["", " "]
    assert all(row.note == strings[i] for i, row in kept.items())
    assert all(row.name == strings[i].strip(OUTER) for i, row in kept.items())
    assert sum(row.name != strings[i] for i, row in kept.items()) == 3
