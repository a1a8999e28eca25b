"""`import`: what it says about a file, and that the report is the same the second time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kamtui.store.sqlite import sqlite3
from tests.conftest import Run

SALES = "account,number,date,amount\nAcme,1,2026-05-04,10\n,2,2026-05-05,5\nAcme,3,soon,5\n"


@pytest.fixture
def in_shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def sales(tmp_path: Path) -> str:
    file = tmp_path / "sales.csv"
    file.write_text(SALES)
    return str(file)


def test_a_second_import_changes_nothing_and_reports_as_the_first(run: Run, sales: str) -> None:
    first, second = (run("import", sales, "--as", "sales", "--json").json for _ in range(2))
    assert first["created"] == {"accounts": 1, "contacts": 0, "sales": 2, "touches": 0}
    assert (second["created"], second["updated"]) == (dict.fromkeys(first["created"], 0), 0)
    assert (second["unchanged"], second["change"]) == (2, None)
    for report in (first, second):
        assert (report["read"], report["unattributed"], report["rejected_count"]) == (3, 1, 1)
        assert [(row["line"], row["row"]) for row in report["rejected"]] == [(4, ["Acme", "3", "soon", "5"])]
    assert first["warnings"] == second["warnings"]


def test_the_same_file_again_changes_nothing_and_is_no_failure(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text(SALES.replace("soon", "2026-05-06"))
    assert run("import", str(file), "--as", "sales").code == 0
    again = run("import", str(file), "--as", "sales")
    assert again.code == 0
    assert again.out == "3 rows read: 3 sales unchanged, 1 document without an account\n"
    assert "1 documents have no account" in again.err


@pytest.mark.usefixtures("in_shanghai")
def test_a_time_without_a_zone_is_that_of_the_user(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_text("account,at,kind\nAcme,2026-05-04 07:30,call\nAcme,2026-05-04 23:30,call\n")
    assert run("import", str(file), "--as", "touches").code == 0
    moments = [(row["on"], row["at"]) for row in run("touch", "ls", "--json").json]
    assert moments == [("2026-05-04", "2026-05-04T15:30:00Z"), ("2026-05-04", "2026-05-03T23:30:00Z")]


def test_tables_that_are_nothing_we_know_are_named_with_the_reason(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "shop.sqlite"
    made = sqlite3.connect(file)
    made.executescript(
        "CREATE TABLE Genre (GenreId, Name); INSERT INTO Genre VALUES (1, 'Rock');"
        "CREATE TABLE Customer (CustomerId, CompanyName, City); INSERT INTO Customer VALUES (1, 'Acme', 'York');"
    )
    made.close()
    said = run("import", str(file)).err.splitlines()
    assert said[0] == f"{file} Customer: 1 row"
    assert any(line.startswith(f"{file} Genre: not imported: what are these rows?") for line in said)
    assert not any("Rock" in line for line in said)
