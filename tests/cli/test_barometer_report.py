"""`barometer --report`: what other departments are told, as text for a mail and as CSV for a script (R65)."""

from __future__ import annotations

import csv
import io

import pytest

from tests.conftest import Run


@pytest.fixture
def told(run: Run) -> Run:
    """Two key accounts, one that fell far and one that is steady; a short stock and a peak."""
    for name, last_year, now in (("Acme", "1000", "500"), ("华为", "1000", "1000")):
        run("account", "add", name, "--tier", "key", "--owner", "li.wei")
        for amount, on in (("10", "2024-01-05"), (last_year, "2025-09-10"), (now, "2026-09-10"), ("7", "2025-11-25")):
            run("sale", "add", name, amount, "--date", on)
    run("sale", "add", "Acme", "60", "--date", "2026-11-03")
    run("sale", "add", "Acme", "40", "--date", "2025-11-20")
    run("fact", "add", "Acme", "stock_qty", "20", "--period", "2026-11-18")
    run("fact", "add", "Acme", "sellthrough_qty", "70", "--period", "2026-W46")
    run("peak", "add", "华为", "双十二", "--on", "2026-12-12")
    return run


def test_the_text_has_the_quarter_who_stands_out_the_running_month_stocks_and_peaks(told: Run) -> None:
    lines = told("barometer", "--report").lines
    assert all(len(line) <= 76 for line in lines)
    assert lines[0] == "Barometer of key accounts on 2026-11-20"
    assert "Acme: -50 %, -500 CNY (li.wei)" in lines
    assert "2026-11 so far: partial, 20 days, up to 2026-11-20" in lines
    assert any(line.startswith("total of 2 accounts") and "-25 %" in line and "falling" in line for line in lines)
    assert "Acme: stock lasts 2 days, delivery takes 14 (red), counted 2 days ago" in lines
    assert "华为: 双十二, 2026-12-12 to 2026-12-12 (prepare)" in lines


def test_the_csv_has_a_row_for_each_thing_told_and_marks_the_running_month(told: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(told("barometer", "--report", "--csv").out)))
    assert [row["section"] for row in rows] == ["outlier", "account", "month", "month", "total", "short", "peak"]
    fell, steady, month, _, total, short, peak = rows
    assert (fell["account"], fell["ratio"], fell["direction"], fell["level"]) == ("Acme", "0.5", "down", "red")
    assert (steady["direction"], steady["partial"]) == ("steady", "no")
    # the same days of last year, the day itself among them; what came later does not count
    assert (month["value"], month["last_year"], month["partial"], month["to"]) == (
        "60.00",
        "40.00",
        "yes",
        "2026-11-20",
    )
    assert (total["value"], total["last_year"]) == ("1500.00", "2000.00")
    assert (short["value"], short["days"], peak["stage"]) == ("20", "2.0", "prepare")


def test_the_document_has_the_same_and_csv_alone_is_refused(told: Run) -> None:
    found = told("barometer", "--report", "--json").json
    assert (found["month"]["partial"], found["outliers"], found["totals"][0]["direction"]) == (True, [1], "down")
    assert told("barometer", "--csv").code == 2
