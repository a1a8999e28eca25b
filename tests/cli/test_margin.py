"""`margin`, `roi`, `retention`, `whatif lose|asset` and hourly costs: what they print, mark and refuse."""

from __future__ import annotations

import pytest

from tests.conftest import Run


def cents(amount: str | None) -> int:
    return round(100 * float(amount or 0))


@pytest.fixture
def traded(run: Run) -> Run:
    """C01 (key) leaves less than C02 (regular), which buys in two currencies; C03 costs time and buys nothing."""
    run("user", "edit", "li.wei", "--hourly-cost", "60")
    for number, tier in enumerate(("key", "regular", "prospect"), 1):
        run("account", "add", f"Customer {number}", "--id", f"C{number}", "--tier", tier, "--owner", "li.wei")
    for account, amount, profit, on, code in (
        ("C1", "1000", "100", "2026-05-04", "CNY"),
        ("C2", "500", "100", "2026-05-04", "CNY"),
        ("C2", "70", "7", "2026-06-04", "USD"),
        ("C1", "800", "80", "2025-02-04", "CNY"),
    ):
        added = run("sale", "add", f"ext:{account}", amount, "--profit", profit, "--date", on, "--currency", code)
        assert added.code == 0, added.err
    run("touch", "add", "ext:C1", "--kind", "visit", "--minutes", "30", "--at", "2026-05-04")
    run("touch", "add", "ext:C3", "--kind", "visit", "--minutes", "60", "--at", "2026-05-04")
    run("fact", "add", "ext:C1", "freight", "20", "--period", "2026-Q2")
    return run


@pytest.mark.parametrize("command", ["margin", "roi", "retention", "whatif lose C1"])
@pytest.mark.parametrize("form", ["--json", "--tsv", "-q"])
def test_an_answer_in_every_form(traded: Run, command: str, form: str) -> None:
    done = traded(*command.replace("C1", "ext:C1").split(), form)
    assert done.code == 0, done.err


def test_each_cost_stands_by_itself_and_the_unknown_is_null(traded: Run) -> None:
    found = traded("margin", "--from", "2026", "--to", "2026", "--json").json
    row = next(row for row in found["rows"] if row["external_id"] == "C1")
    parts = ("gross_profit", "margin_percent", "time_cost", "freight", "rebates", "financing", "cost", "net")
    assert [row[part] for part in parts] == ["100.00", 10, "30.00", "20.00", None, None, "50.00", "50.00"]
    assert (row["net_percent"], row["class"], row["basis"]) == (5, "micro", "net")
    assert row["unknown"] == ["entered", "rebates", "financing", "concessions"]
    prospect = next(row for row in found["rows"] if row["external_id"] == "C3")
    assert (prospect["revenue"], prospect["net"], prospect["class"]) == ("0.00", "-60.00", None)
    assert (found["partial"], {row["currency"] for row in found["rows"]}) == (True, {"CNY", "USD"})


def test_accounts_tiers_and_managers_add_up_to_the_same_in_each_currency(traded: Run) -> None:
    for by in ("account", "tier", "manager"):
        found = traded("margin", "--by", by, "--json").json
        for total in found["totals"]:
            rows = [row for row in found["rows"] if row["currency"] == total["currency"]]
            for figure in ("revenue", "gross_profit", "cost", "net"):
                assert sum(cents(row[figure]) for row in rows) == cents(total[figure])
    assert "key accounts leave 5.0 % of their revenue, regular ones 20.0 %" in traded("margin").err


def test_rows_are_sorted_and_cut_as_asked(traded: Run) -> None:
    found = traded("margin", "--currency", "CNY", "--sort", "margin_percent", "--worst", "--limit", "2", "--json").json
    assert [row["external_id"] for row in found["rows"]] == ["C1", "C2"]
    assert traded("margin", "--sort", "luck").code == 2
    assert traded("margin", "--from", "2027", "--to", "2027").code == 2


def test_a_fiscal_year_is_asked_for_by_its_name(traded: Run) -> None:
    found = traded("margin", "--from", "FY2025", "--to", "FY2025", "--json").json
    assert (found["from"], found["to"], found["partial"]) == ("2025-01-01", "2025-12-31", False)
    assert [row["revenue"] for row in found["rows"]] == ["800.00"]


def test_what_was_put_in_brings_back_a_return_and_growth(traded: Run) -> None:
    ranked = traded("roi", "--currency", "CNY", "--json").json
    assert [(row["external_id"], row["gross_profit_per_hour"]) for row in ranked] == [
        ("C1", "200.00"),
        ("C3", "0.00"),
        ("C2", None),
    ]
    years = traded("roi", "ext:C1", "--by", "year", "--currency", "CNY", "--json").json
    last = years[-1]
    assert (last["period"], last["partial"], last["invested"], last["return_percent"]) == ("FY2026", True, "50.00", 100)
    # documents begin in February 2025, so that year cannot be compared with
    assert last["growth"] is None
    assert years[-2]["partial"] is True
    assert traded("roi", "ext:C1", "--tier", "key").code == 2
    tier = traded("roi", "--tier", "prospect", "--by", "quarter", "--currency", "CNY", "--json").json
    assert [row["invested"] for row in tier if row["invested"] not in (None, "0.00")] == ["60.00"]


def test_who_stayed_is_counted_over_all_currencies(traded: Run) -> None:
    found = traded("retention", "--json").json["periods"]
    assert [(row["period"], row["bought"], row["bought_before"], row["kept"], row["won"]) for row in found] == [
        ("FY2025", 1, None, None, None),
        ("FY2026", 2, 1, 1, 1),
    ]
    last = found[-1]
    assert (last["churn_percent"], last["retained_gross_profit"], last["partial"]) == (0, "100.00", True)
    assert last["before_incomplete"] is True


def test_losing_a_customer_costs_what_the_policy_says_a_new_one_does(traded: Run) -> None:
    assert traded("whatif", "lose", "ext:C1", "--json").json["replacement_cost"] is None
    text = traded("policy", "show").out
    traded(
        "policy",
        "set",
        "-",
        stdin=text.replace("acquire = 0", "acquire = 5000").replace("maintain = 0", "maintain = 900"),
    )
    found = traded("whatif", "lose", "ext:C1", "--json").json
    costs = [found[name] for name in ("customers", "replacement_cost", "maintain_cost_a_year", "replacement_currency")]
    assert costs == [1, "5000.00", "900.00", "CNY"]


def test_an_hour_of_a_colleague_gets_a_price_and_loses_it(run: Run) -> None:
    assert run("user", "add", "a.meyer", "--hourly-cost", "95.50", "--json").json["hourly_cost"] == "95.50"
    assert run("user", "edit", "a.meyer", "--hourly-cost", "-", "--json").json["hourly_cost"] is None
    for wrong in ("--hourly-cost=-5", "--hourly-cost=much"):
        assert run("user", "edit", "a.meyer", wrong).code == 2
