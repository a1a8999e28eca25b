from __future__ import annotations

import gzip
import io
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from kamtui.errors import BadInput, NotFound
from kamtui.ops.transfer import files
from kamtui.ops.transfer.files import open_source, read_sheets
from kamtui.ops.transfer.questions import Question
from kamtui.ops.transfer.sheets import Sheet
from kamtui.store.workspace import Workspace
from tests.ops.transfer.helpers import asked, written


def sheets(file: str, stdin: bytes = b"", **wishes: object) -> Sequence[Sheet]:
    source = open_source(file, stdin=io.BytesIO(stdin))
    found = read_sheets(source, asked(**wishes), Workspace())
    assert not isinstance(found, Question)
    return found


def rows(sheet: Sheet) -> list[list[str]]:
    return [list(row) for chunk in sheet.read() for row in chunk.rows]


def test_a_sheet_can_be_read_again_and_again(tmp_path: Path) -> None:
    (sheet,) = sheets(written(tmp_path, "a.csv", "name\nAcme\n"))
    assert rows(sheet) == rows(sheet) == [["Acme"]]
    assert sheet.sample() == [["Acme"]]


def test_a_sheet_says_how_it_was_read(tmp_path: Path) -> None:
    (sheet,) = sheets(written(tmp_path, "kunden.csv", "Notes:\n\nname;city\nMüller;Köln\nGroß;Hof\n", "cp1252"))
    assert (sheet.name, sheet.encoding, sheet.delimiter, sheet.header_line) == ("kunden", "cp1252", ";", 3)
    assert sheet.preamble == ("Notes:",)
    assert len(sheet.notes) == 2


def test_a_mark_at_the_start_is_no_part_of_the_first_header(tmp_path: Path) -> None:
    assert sheets(written(tmp_path, "a.csv", "name\nAcme\n", "utf-8-sig"))[0].header == ("name",)
    assert sheets(written(tmp_path, "b.csv", "name\nAcme\n", "utf-8-sig"), encoding="utf-8")[0].header == ("name",)
    assert sheets(written(tmp_path, "c.csv", "name\nAcme\n", "utf-16"))[0].header == ("name",)


def test_gzip_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv.gz"
    path.write_bytes(gzip.compress(b"name\nAcme\n"))
    (sheet,) = sheets(str(path))
    assert sheet.name == "customers"
    assert rows(sheet) == [["Acme"]]


def test_a_damaged_gzip_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"name\nAcme\n" * 1000)[:-20])
    with pytest.raises(BadInput, match="damaged gzip"):
        open_source(str(path))


def test_what_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "UNPACKED_LIMIT", 1 << 20)
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"\n" * (2 << 20)))
    with pytest.raises(BadInput, match="unpacks to more than"):
        open_source(str(path))


def test_standard_input_is_read_like_a_file() -> None:
    (sheet,) = sheets("-", b"name\nAcme\n")
    assert (sheet.file, sheet.name) == ("-", "stdin")
    assert rows(sheet) == rows(sheet) == [["Acme"]]


def test_a_pipe_is_read_like_a_file() -> None:
    reader, writer = os.pipe()
    os.write(writer, b"name\nAcme\n")
    os.close(writer)
    (sheet,) = sheets(f"/dev/fd/{reader}")
    os.close(reader)
    assert rows(sheet) == rows(sheet) == [["Acme"]]


def test_missing_files_folders_and_the_book_itself_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no file"):
        open_source(str(tmp_path / "none.csv"))
    with pytest.raises(BadInput, match="is a folder"):
        open_source(str(tmp_path))
    book = Path(written(tmp_path, "book.kam", "SQLite format 3\0"))
    link = tmp_path / "link.kam"
    link.symlink_to(book)
    with pytest.raises(BadInput, match="is the book itself"):
        open_source(str(link), book=book)
    with pytest.raises(BadInput, match="cannot read"):
        open_source(str(book / "x"))


def test_an_empty_file_is_refused_with_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"empty.csv is empty: there is no header on line 1"):
        sheets(written(tmp_path, "empty.csv", ""))


@pytest.mark.parametrize("start", ["PK\x03\x04", "%PDF-1.7", "\n<!doctype html>", "<HTML>"])
def test_formats_we_do_not_read_are_named(tmp_path: Path, start: str) -> None:
    with pytest.raises(BadInput, match="which kamtui does not read; save it as CSV"):
        sheets(written(tmp_path, "a.csv", start + "x" * 100))


def test_sqlite_files_give_their_tables(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE customer (id INTEGER, name TEXT, revenue REAL, note BLOB)")
        conn.execute("INSERT INTO customer VALUES (7, 'Acme', 1.5, x'ff'), (8, NULL, 2.0, 'x')")
        conn.execute("CREATE TABLE sqliteish (id INTEGER)")
    conn.close()
    first, second = sheets(str(path))
    assert (first.name, first.header) == ("customer", ("id", "name", "revenue", "note"))
    assert rows(first) == [["7", "Acme", "1.5", "ff"], ["8", "", "2.0", "x"]]
    assert first.by_machine
    assert [chunk.lines for chunk in first.read()] == [range(1, 3)]
    assert rows(second) == []


def test_a_sqlite_file_without_tables_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as conn:
        conn.execute("PRAGMA user_version = 1")
    conn.close()
    with pytest.raises(BadInput, match="holds no tables"):
        sheets(str(path))


def test_a_damaged_sqlite_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with pytest.raises(BadInput, match="cannot be opened as SQLite"):
        sheets(str(path))


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kamtui.ops.transfer.decoding.LONGEST_LINE", 3 << 20)
    text = "name\n" + "x" * (5 << 20) + "\n"
    for encoding in ("", "utf-8"):
        with pytest.raises(BadInput, match="lines of millions of characters"):
            sheets(written(tmp_path, "a.csv", text), encoding=encoding)


def test_an_encoding_that_is_not_plain_is_a_question(tmp_path: Path) -> None:
    for name, text in (("a.csv", "Dvořák,Brno\nNěmec,Plzeň\n"), ("a.json", '[{"name": "Dvořák Plzeň"}]')):
        source = open_source(written(tmp_path, name, text, "cp1250"))
        assert isinstance(read_sheets(source, asked(), Workspace()), Question)


def test_the_user_can_give_the_header(tmp_path: Path) -> None:
    (sheet,) = sheets(written(tmp_path, "a.csv", "Acme,Wuhan\n"), header=("name", "city"))
    assert sheet.header == ("name", "city")
    assert rows(sheet) == [["Acme", "Wuhan"]]
