from __future__ import annotations

import pytest

from kamtui.store.book import Book
from tests.conftest import Run


@pytest.fixture
def sold(run: Run, acme: int) -> Run:
    """Two documents of Acme and one of Bolt in 2026."""
    run("account", "add", "Bolt", "--id", "B1")
    run("sale", "add", "acme", "1200.505", "--number", "R1", "--date", "2026-09-03", "--profit", "300")
    run("sale", "add", "acme", "3.5万", "--number", "R2", "--date", "2026-11-02", "--cost", "20000")
    run("sale", "add", "Bolt", "99000", "--number", "R1", "--date", "2026-10-10", "--owner", "chen.jing")
    return run


def test_a_document_is_entered_once_and_corrected_under_its_number(sold: Run) -> None:
    again = sold("sale", "add", "Bolt", "99000", "--number", "R1", "--date", "2026-10-10", "--owner", "chen.jing")
    assert again.code == 0
    assert again.lines == ["document R1 is in the book already; nothing was written"]
    sold("sale", "add", "Bolt", "98000", "--number", "R1", "--date", "2026-10-10", "--owner", "chen.jing")
    rows = sold("sale", "ls", "Bolt", "--json").json
    assert rows == [
        {
            "id": 3,
            "account_id": 2,
            "account": "Bolt",
            "number": "R1",
            "date": "2026-10-10",
            "kind": "order",
            "amount": "98000.00",
            "profit": None,
            "currency": "CNY",
            "owner": "chen.jing",
        }
    ]


def test_cost_makes_the_profit(sold: Run) -> None:
    assert [row["profit"] for row in sold("sale", "ls", "acme", "--json").json] == ["15000.00", "300.00"]
    assert sold("sale", "add", "acme", "1", "--cost", "1", "--profit", "1").code == 2


def test_months_without_documents_are_zero_rows_and_the_running_one_is_partial(sold: Run) -> None:
    rows = sold("sale", "series", "acme", "--by", "month", "--from", "2026-09-01", "--to", "2026-11-30", "--json").json
    assert [(row["period"], row["orders"], row["revenue"], row["profit"], row["partial"]) for row in rows] == [
        ("2026-09", 1, "1200.51", "300.00", False),
        ("2026-10", 0, "0.00", "0.00", False),
        ("2026-11", 1, "35000.00", "15000.00", True),
    ]


def test_a_month_asked_for_in_part_is_partial(sold: Run) -> None:
    rows = sold("sale", "series", "acme", "--from", "2026-09-02", "--to", "2026-10", "--json").json
    assert [row["partial"] for row in rows] == [True, False]
    assert sold("sale", "series", "acme", "--as-of", "2026-09-30", "--to", "2026-09", "--json").json[-1]["partial"]


def test_a_series_is_a_year_where_nothing_is_said(sold: Run) -> None:
    rows = sold("sale", "series", "acme", "--json").json
    assert (len(rows), rows[0]["period"], rows[-1]["period"]) == (12, "2025-12", "2026-11")


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("all", [("all", "135200.51")]),
        ("year", [("2026", "135200.51")]),
        ("month", [("2026-09", "1200.51"), ("2026-10", "99000.00"), ("2026-11", "35000.00")]),
        ("owner", [(None, "36200.51"), ("chen.jing", "99000.00")]),
        ("account", [("Acme Holdings Ltd", "36200.51"), ("B1", "99000.00")]),
    ],
)
def test_totals_by(sold: Run, by: str, groups: list[tuple[str | None, str]]) -> None:
    rows = sold("sale", "totals", "--by", by, "--from", "2026", "--to", "2026", "--json").json
    assert [(row["group"], row["revenue"]) for row in rows] == groups


def test_documents_of_nobody_have_a_row_of_their_own(sold: Run, book: Book) -> None:
    with book.write("import.apply") as tx:
        columns = ("account_id", "number", "on_date", "kind", "amount", "currency", "profit", "owner", "key")
        tx.insert_block("sale", columns, [(None, "N1", "2026-05-05", "order", 500_0000, "CNY", None, "", "N1")])
    done = sold("sale", "totals", "--by", "year", "--json")
    assert [(row["group"], row["revenue"], row["documents"], row["unattributed"]) for row in done.json] == [
        ("2026", "135700.51", 4, False),
        (None, "500.00", 1, True),
    ]
    assert "name no account" in done.err
    by_account = sold("sale", "totals", "--by", "account", "--json").json
    assert [row["unattributed"] for row in by_account] == [False, False, True]


def test_an_unknown_profit_makes_the_sum_unknown_and_not_zero(sold: Run) -> None:
    rows = sold("sale", "totals", "--by", "month", "--json").json
    assert [row["profit"] for row in rows] == ["300.00", None, "15000.00"]


def test_pareto_ranks_rounded_values_and_classes_them(sold: Run) -> None:
    found = sold("pareto", "--by", "revenue", "--from", "2026-01-01", "--to", "2026-12-31", "--json").json
    assert found == found | {"n": 2, "currency": "CNY", "top_share_of_top_20pct": 0.732246, "ties": []}
    first, second = found["accounts"]
    assert first == first | {
        "rank": 1,
        "account_id": 2,
        "external_id": "B1",
        "name": "Bolt",
        "value": "99000.00",
        "cumulative_share": 0.732246,
        "class": "A",
    }
    assert second == second | {"rank": 2, "external_id": None, "value": "36200.51", "class": "C"}


def test_an_account_with_an_unknown_profit_is_listed_and_not_ranked(sold: Run) -> None:
    found = sold("pareto", "--by", "profit", "--json").json
    assert [row["name"] for row in found["accounts"]] == ["Acme Holdings Ltd"]
    assert found["unknown"] == [{"account_id": 2, "external_id": "B1", "name": "Bolt"}]
    assert "profit unknown" in sold("pareto", "--by", "profit").err


def test_a_cut_between_equal_values_is_said(run: Run) -> None:
    for name in ("A", "B"):
        run("account", "add", name, "--id", name)
        run("sale", "add", name, "100", "--date", "2026-05-05")
    assert run("pareto", "--json").json["ties"][0]["account_ids"] == [1, 2]
    assert "the external id decides" in run("pareto").err


def test_other_currencies_are_left_out_and_said_so(sold: Run) -> None:
    sold("sale", "add", "acme", "50", "--currency", "EUR", "--date", "2026-05-05")
    done = sold("pareto", "--json")
    assert (done.json["currency"], done.json["n"]) == ("CNY", 2)
    assert "only documents in CNY; there are others in EUR" in done.err
    assert sold("pareto", "--currency", "eur", "--json").json["total"] == "50.00"


def test_movers_between_two_periods(run: Run) -> None:
    for number in range(1, 11):
        run("account", "add", f"N{number:02}")
        run("sale", "add", f"N{number:02}", str(1000 * number), "--date", "2026-01-15")
        run("sale", "add", f"N{number:02}", str(50_000 if number == 1 else 1000), "--date", "2026-04-15")
    found = run("pareto", "movers", "--from", "2026-01-01..2026-03-31", "--to", "2026-Q2", "--json").json
    assert found["risers"] == [
        {"account_id": 1, "external_id": None, "name": "N01", "from": "1000.00", "to": "50000.00"}
    ]
    assert found["newcomers"] == []
    assert [row["name"] for row in found["fallers"]] == ["N10"]
    assert (found["n_from"], found["n_to"]) == (10, 10)
    assert run("pareto", "movers", "--from", "2026-Q1").code == 2


def test_a_book_without_sales_has_an_empty_ranking(run: Run) -> None:
    found = run("pareto", "--json").json
    assert (found["n"], found["top_share_of_top_20pct"], found["accounts"]) == (0, None, [])
