"""XLSX: what a person sees in a cell is read exactly, a list that was written comes back, and no formula is made."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from kamtui.errors import BadInput
from kamtui.ops.transfer import outgoingxlsx, workbooks
from kamtui.ops.transfer.asked import Asked, Wishes
from kamtui.ops.transfer.files import open_source, read_sheets
from kamtui.ops.transfer.holds import Field, Holds
from kamtui.ops.transfer.plan import read_plan
from kamtui.ops.transfer.sheets import Sheet
from kamtui.store.workspace import Workspace
from tests.conftest import TODAY

DAY = dt.date(2026, 3, 31)

Tables = dict[str, Sequence[Sequence[object]]]


def made(path: Path, tables: Tables) -> Workbook:
    book = Workbook()
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    del book["Sheet"]
    book.save(path)
    return book


def read(path: Path, wishes: Wishes | None = None) -> Sequence[Sheet]:
    return workbooks.sheets(path.name, path, wishes or Wishes())


def rows(sheet: Sheet) -> list[list[str]]:
    return [list(row) for chunk in sheet.read() for row in chunk.rows]


def test_every_visible_sheet_with_a_table_is_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    tables: Tables = {
        "客户": [["id", "名称"], ["007", "王伟 & 子"]],
        "empty": [],
        "secret": [["id", "name"], ["1", "x"]],
        "people": [["id", "account", "name"], ["P1", "007", "陈伟"]],
    }
    book = made(path, tables)
    book["secret"].sheet_state = "veryHidden"
    book.save(path)
    found = read(path)
    assert [(sheet.name, rows(sheet)) for sheet in found] == [
        ("客户", [["007", "王伟 & 子"]]),
        ("people", [["P1", "007", "陈伟"]]),
    ]
    assert found[0].notes == ("the sheet secret is hidden, so it is not imported",)


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_cells_are_read_exactly_as_they_are_seen(tmp_path: Path, epoch: dt.datetime | None) -> None:
    path = tmp_path / "book.xlsx"
    book = Workbook()
    if epoch is not None:
        book.epoch = epoch
    sheet = book.active
    assert sheet is not None
    sheet.append(["day", "moment", "sum", "whole", "long", "yes", "text", "none"])
    sheet.append([DAY, dt.datetime.combine(DAY, dt.time(9, 5)), 0.1 + 0.2, 12.0, 123456789012345, True, "=1+1", None])
    sheet["G2"].data_type = "s"
    book.save(path)
    (found,) = read(path)
    assert rows(found) == [
        ["2026-03-31", "2026-03-31 09:05:00", "0.3", "12", "123456789012345", "true", "=1+1", ""],
    ]


def test_a_share_is_the_number_that_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = made(path, {"a": [["account", "period", "metric", "value"], ["A", "2026-03", "discount_share", 0.155]]})
    book["a"]["D2"].number_format = "0.0%"
    book.save(path)
    (found,) = read(path)
    assert rows(found) == [["A", "2026-03", "discount_share", "15.5%"]]
    with read_plan([str(path)], Asked(TODAY)).settled() as plan:
        assert [row.value for batch in plan.facts() for row in batch.rows] == [155_000]


def test_day_numbers_beside_real_dates_are_dates(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    made(path, {"a": [["account", "number", "date", "amount"], ["A", "S1", DAY, 1], ["A", "S2", 46112, 12.3]]})
    with read_plan([str(path)], Asked(TODAY)).settled() as plan:
        assert [row.date for batch in plan.sales() for row in batch.rows] == [DAY, DAY]
        assert plan.detected[0].readings["date"] == "Excel day numbers"


def test_a_formula_is_what_excel_saved_of_it(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    made(path, {"a": [["id", "name", "note"], ["1", "Acme", "=1+1"]]})
    (found,) = read(path)
    # nothing has calculated it yet
    assert rows(found) == [["1", "Acme", ""]]


def test_the_header_is_found_below_a_preamble_and_rows_have_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    head: list[list[object]] = [["Report of May"], [], ["account", "number", "date", "amount"], []]
    made(path, {"May": [*head, ["A1", "S1", "2026-05-01", 5], ["A2"], ["A3", "S3", "2026-05-02", 6, "beyond"]]})
    (found,) = read(path)
    assert found.header_line == 3
    (chunk,) = found.read()
    assert list(chunk.lines) == [5, 6]
    assert [(bad.line, bad.row[-1]) for bad in chunk.bad] == [(7, "beyond")]


def test_where_there_is_no_header_one_is_given(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    made(path, {"a": [["A1", "Acme"], ["A2", "Beta"]]})
    (found,) = read(path, Wishes(header=("id", "name")))
    assert rows(found) == [["A1", "Acme"], ["A2", "Beta"]]


def test_a_cell_far_to_the_right_and_below_costs_little(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = made(path, {"a": [["id", "name"], ["1", "Acme"]]})
    book["a"]["XFD1048576"] = "lost"
    book.save(path)
    (found,) = read(path)
    assert found.header == ("id", "name")
    assert rows(found) == [["1", "Acme"]]


def packed(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (packed({"xl/workbook.xml": b"<broken"}), "damaged workbook"),
        (packed({"xl/workbook.xml": b"", "xl/sharedStrings.xml": b"\0" * (257 << 20)}), "unpacks to more than"),
        (packed({"word/document.xml": b""}), "a ZIP or ODS file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "has a password"),
    ],
    ids=["broken", "bomb", "another", "locked"],
)
def test_what_is_no_workbook_is_refused_in_one_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    source = open_source(str(path))
    with pytest.raises(BadInput, match=said):
        read_sheets(source, Asked(TODAY), Workspace())


def test_every_half_of_a_workbook_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    made(path, {"a": [["id", "name"], *([str(n), f"Acme {n}"] for n in range(30))]})
    data = path.read_bytes()
    refused = 0
    for cut in range(50, len(data), len(data) // 40):
        path.write_bytes(data[:cut] + bytes(200) + data[cut + 200 :])
        try:
            for sheet in read_sheets(open_source(str(path)), Asked(TODAY), Workspace()):
                rows(sheet)  # type: ignore[arg-type]
        except BadInput:
            refused += 1
    assert refused > 10


COLUMNS = (Field("name", Holds.NAME, ""), Field("on", Holds.DATE, ""), Field("amount", Holds.AMOUNT, ""))


@settings(max_examples=25, deadline=None)
@given(
    name=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip),
    on=st.dates(),
    amount=st.integers(-(10**18), 10**18),
)
def test_what_is_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, on: dt.date, amount: int
) -> None:
    path = tmp_path_factory.mktemp("xlsx") / "list.xlsx"
    exact = f"{amount}.25"
    with path.open("wb") as file:
        outgoingxlsx.write(file, COLUMNS, [(name, on.isoformat(), exact)])
    (found,) = read(path)
    assert rows(found) == [[name, on.isoformat(), exact]]


def test_a_list_has_real_dates_and_amounts_and_texts_that_are_no_formulas(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with path.open("wb") as file:
        outgoingxlsx.write(file, COLUMNS, [("=HYPERLINK(1)", "2026-03-31", "12.50"), ("+1\x07", None, None)])
    sheet = load_workbook(path)["Sheet"]
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[2]] == ["=HYPERLINK(1)", dt.datetime.combine(DAY, dt.time()), 12.5]
    assert [cell.data_type for cell in sheet[2]] == ["s", "d", "n"]
    assert [cell.value for cell in sheet[3]] == ["+1_x0007_", None, None]
