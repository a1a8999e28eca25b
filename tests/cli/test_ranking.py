"""`pareto`: how many it shows, what stands beside the value, and who loses money among the largest."""

from __future__ import annotations

import pytest

from tests.conftest import Run


@pytest.fixture
def sold(run: Run) -> Run:
    """Twelve accounts that bought 1200, 1100, … 100; the largest at a loss, the second with one profit unknown."""
    for number in range(1, 13):
        run("account", "add", f"Customer {number:02}", "--id", f"C{number:02}")
        amount = f"{1300 - 100 * number}"
        profit = {1: ["--profit=-5"], 2: []}.get(number, ["--profit=7"])
        added = run("sale", "add", f"ext:C{number:02}", amount, "--number", "1", "--date", "2026-05-04", *profit)
        assert added.code == 0, added.err
    run("sale", "add", "ext:C01", "(10)", "--number", "2", "--date", "2026-06-05", "--kind", "return", "--profit", "0")
    return run


@pytest.mark.parametrize(("top", "shown"), [("3", 3), ("10%", 2), ("10 %", 2), ("100%", 12), ("500", 12)])
def test_the_top_is_a_number_of_accounts_or_a_share_rounded_up(sold: Run, top: str, shown: int) -> None:
    found = sold("pareto", "--by", "revenue", "--top", top, "--json").json
    assert (len(found["accounts"]), found["n"], found["top_10pct"]) == (shown, 12, 2)


def test_profit_ranks_if_nothing_is_said_and_revenue_where_most_of_it_has_none(sold: Run, run: Run) -> None:
    assert sold("pareto", "--json").json["by"] == "profit"
    run("sale", "add", "ext:C05", "90000", "--number", "9", "--date", "2026-07-01")
    ran = sold("pareto", "--json")
    assert ran.json["by"] == "revenue"
    assert "the profit of most of it is unknown" in ran.err


@pytest.mark.parametrize("top", ["0", "x", "10%%", "-1", "1.5%"])
def test_any_other_top_is_refused(sold: Run, top: str) -> None:
    ran = sold("pareto", "--by", "revenue", f"--top={top}")
    assert (ran.code, "--top takes a number of accounts" in ran.err) == (2, True)


def test_a_ranked_account_says_what_else_it_brought_and_when_it_last_bought(sold: Run) -> None:
    first, second = sold("pareto", "--by", "revenue", "--top", "2", "--json").json["accounts"]
    assert (first["value"], first["revenue"], first["profit"]) == ("1190.00", "1190.00", "-5.00")
    assert first["last_order_on"] == "2026-05-04"
    assert (second["external_id"], second["profit"]) == ("C02", None)


def test_loss_makers_among_the_top_are_named(sold: Run) -> None:
    assert sold("pareto", "--by", "revenue", "--json").json["loss_makers"] == [1]
    assert "1 of the top 2 lose money: Customer 01" in sold("pareto", "--by", "revenue").err
    assert sold("pareto", "--by", "revenue", "--by", "profit", "--json").json["loss_makers"] == []


def test_the_help_says_how_a_class_is_decided(run: Run) -> None:
    assert "cumulative share including the account" in " ".join(run("pareto", "--help").out.split())
