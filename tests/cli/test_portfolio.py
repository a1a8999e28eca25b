"""`pyramid`, `alloc`, `whale`, `concentration`, `portfolio`, `whatif`: what they print and refuse."""

from __future__ import annotations

import pytest

from tests.conftest import Run

COMMANDS = [
    ("pyramid",),
    ("alloc",),
    ("alloc", "served"),
    ("whale",),
    ("whale", "tiers"),
    ("concentration",),
    ("portfolio",),
    ("whatif", "churn"),
]


@pytest.fixture
def traded(run: Run) -> Run:
    """Ten customers: one key that loses money, two regular ones, one below the key one, the rest prospects."""
    for number, tier in enumerate(["key", "regular", "regular", *["prospect"] * 7], 1):
        owner = "chen.jing" if number % 2 else "li.wei"
        run("account", "add", f"Customer {number:02}", "--id", f"C{number:02}", "--tier", tier, "--owner", owner)
    for account, amount, profit in (("C01", "600", "-30"), ("C02", "300", "60"), ("C03", "100", "10")):
        added = run("sale", "add", f"ext:{account}", amount, "--profit", profit, "--date", "2026-05-04")
        assert added.code == 0, added.err
    run("touch", "add", "ext:C01", "--kind", "visit", "--minutes", "60", "--by", "li.wei")
    run("touch", "add", "ext:C02", "--kind", "internal", "--minutes", "180", "--by", "chen.jing")
    return run


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("form", ["--json", "--tsv", "-q"])
def test_an_empty_book_has_an_answer_in_every_form(run: Run, command: tuple[str, ...], form: str) -> None:
    done = run(*command, form)
    assert done.code == 0, done.err
    assert "Traceback" not in done.err


def test_the_pyramid_compares_accounts_and_time(traded: Run) -> None:
    found = traded("pyramid", "--json").json
    key, regular, prospect = found["layers"]
    assert [layer["accounts"] for layer in found["layers"]] == [1, 2, 7]
    assert [layer["percent"] for layer in found["layers"]] == [10, 20, 70]
    assert [layer["mix_drift"] for layer in found["layers"]] == [None, "info", "info"]
    assert (key["time_percent"], key["target_time_percent"], key["hours_per_account"]) == (25, 60, 0.25)
    assert (regular["time_percent"], prospect["time_percent"]) == (75, 0)
    assert (found["logged_hours"], found["available_hours"], found["too_little_logged"]) == (4, 240, True)
    assert key["time_drift"] == "info"
    assert found["key_accounts"]["managers"][0] == {"user": "chen.jing", "held": 1, "room": 9, "level": None}
    assert "4.0 h logged of 240.0 h available" in traded("pyramid").err


def test_the_pyramid_of_one_of_us(traded: Run) -> None:
    found = traded("pyramid", "--user", "chen.jing", "--json").json
    assert (found["user"], found["accounts"], found["logged_hours"]) == ("chen.jing", 5, 3)
    assert traded("pyramid", "--user", "nobody").code == 3


def test_time_goes_by_who_logged_it(traded: Run) -> None:
    found = traded("alloc", "--json").json
    assert found["target"] == {"key": 60, "regular": 30, "prospect": 10}
    assert (found["team"]["key_percent"], found["team"]["regular_percent"]) == (25, 75)
    assert {row["user"]: row["key_percent"] for row in found["managers"]} == {"chen.jing": 0, "li.wei": 100}
    assert [(row["name"], row["hours_per_week"]) for row in found["under_served"]] == [("Customer 01", 0.25)]
    assert traded("alloc", "--user", "li.wei", "--json").json["team"] is None


@pytest.mark.parametrize(
    ("words", "first", "hours"), [(["--week"], "2026-11-14", 60), (["--month"], "2026-10-21", 265.71)]
)
def test_the_days_of_an_allocation(traded: Run, words: list[str], first: str, hours: float) -> None:
    found = traded("alloc", *words, "--json").json
    assert (found["from"], found["to"], found["team"]["available_hours"]) == (first, "2026-11-20", hours)


def test_who_gets_too_little_is_named(traded: Run) -> None:
    assert "1 key account gets less than 2 h a week: Customer 01" in traded("alloc").err
    assert traded("alloc", "served", "-q").lines == ["1"]
    assert traded("alloc", "served", "--week", "--json").json[0]["hours_per_week"] == 1


def test_days_that_exclude_each_other_are_refused(traded: Run) -> None:
    assert traded("alloc", "--week", "--month").code == 2
    assert traded("alloc", "--week", "--from", "2026-01-01").code == 2
    for noun in ("pyramid", "alloc", "whale", "concentration"):
        assert traded(noun, "--from", "2026-06-01", "--to", "2026-05-01").code == 2


def test_the_whale_has_losses_last_and_warns_of_key_accounts_that_earn_less(traded: Run) -> None:
    found = traded("whale", "--json").json
    assert [(row["external_id"], row["value"]) for row in found["accounts"]] == [
        ("C02", "60.00"),
        ("C03", "10.00"),
        ("C01", "-30.00"),
    ]
    assert (found["total"], found["peak"], found["peak_at"], found["peak_percent"]) == ("40.00", "70.00", 2, 175)
    assert found["classes"] == {"profitable": 2, "micro": 0, "break_even": 0, "draining": 1}
    assert (found["without_cost_to_serve"], found["accounts"][0]["basis"]) == (3, "gross")
    assert found["key_earns_less_than_regular"] is True
    said = traded("whale").err
    assert "key accounts leave -5.0 % of their revenue, regular ones 17.5 %: volume is not profit" in said
    assert "3 accounts have no cost-to-serve entered: gross profit stands in" in said
    assert [row["margin_percent"] for row in traded("whale", "tiers", "--json").json] == [-5, 17.5]


def test_an_unknown_profit_is_beside_the_curve(traded: Run) -> None:
    traded("sale", "add", "ext:C04", "50", "--date", "2026-05-04")
    found = traded("whale", "--json").json
    assert ([row["name"] for row in found["unknown"]], found["n"]) == (["Customer 04"], 3)
    assert "1 account is left out, its profit is unknown: Customer 04" in traded("whale").err


def test_concentration_is_of_profit_where_it_is_known(traded: Run) -> None:
    found = traded("concentration", "--json").json
    assert (found["by"], found["n"], found["total"], found["level"]) == ("profit", 2, "70.00", "red")
    assert (found["top1_percent"], found["hhi"]) == (85.71, 0.755102)
    by_revenue = traded("concentration", "--by", "revenue", "--json").json
    assert (by_revenue["n"], by_revenue["hhi"], by_revenue["effective"]) == (3, 0.46, 2.17)
    assert by_revenue["largest"][0] == {"account_id": 1, "name": "Customer 01", "value": "600.00", "percent": 60}
    assert traded("concentration", "-q").lines == ["2", "3"]


def test_revenue_stands_in_for_a_profit_that_is_mostly_unknown(traded: Run) -> None:
    traded("sale", "add", "ext:C04", "5000", "--date", "2026-05-04")
    done = traded("concentration", "--json")
    assert (done.json["by"], "by revenue, because" in done.err) == ("revenue", True)
    told = traded("concentration", "--by", "profit")
    assert "1 account is left out, its profit is unknown: Customer 04" in told.err


def test_an_account_below_another_counts_for_its_group(traded: Run) -> None:
    traded("account", "edit", "ext:C02", "--parent", "ext:C01")
    found = traded("concentration", "--by", "revenue", "--json").json
    assert (found["n"], found["largest"][0]["value"]) == (2, "900.00")
    assert traded("whatif", "lose", "ext:C01", "--json").json["revenue"] == "900.00"


def test_the_matrix_shows_whose_view_it_is(traded: Run) -> None:
    traded("status", "set", "ext:C02", "solid", "--on", "2026-11-01")
    found = traded("portfolio", "--json").json
    row = found["accounts"][0]
    assert (row["external_id"], row["quadrant"], row["y"]) == ("C02", "strategic", 100)
    assert (row["x_source"], row["group"], row["profit_class"]) == ("guess", "none", "profitable")
    table = traded("portfolio")
    assert f"{row['x']}?" in table.out
    assert "placed by our own guess" in table.err
    assert traded("portfolio", "--quadrant", "strategic", "-q").lines == ["2"]


def test_who_drains_profit_is_found_in_the_portfolio(traded: Run) -> None:
    (row,) = traded("portfolio", "--group", "draining", "--json").json["accounts"]
    assert (row["external_id"], row["profit_class"], row["profit_basis"]) == ("C01", "draining", "gross")
    assert row["quadrant"] is None


def test_losing_an_account(traded: Run) -> None:
    found = traded("whatif", "lose", "ext:C01", "--json").json
    assert (found["revenue"], found["revenue_percent"], found["profit"]) == ("600.00", 60, "-30.00")
    assert (found["hhi_before"], found["hhi_after"]) == (0.46, 0.625)
    # the 400 of the two others, all won this year
    assert (found["new_business_per_month"], found["months_to_recover"]) == ("33.33", 18)
    assert found["exposure"] is None
    assert traded("whatif", "lose", "nobody").code == 3


def test_without_new_business_nothing_makes_up_for_a_loss(run: Run) -> None:
    run("account", "add", "Old", "--id", "O")
    for day in ("2024-05-04", "2026-05-04"):
        run("sale", "add", "ext:O", "500", "--date", day)
    done = run("whatif", "lose", "ext:O", "--json")
    assert (done.json["months_to_recover"], done.json["profit"]) == (None, None)
    assert "no new business in twelve months" in done.err


def test_fewer_points_of_churn(traded: Run) -> None:
    for account, profit in (("C01", "10"), ("C04", "20")):
        traded("sale", "add", f"ext:{account}", "100", "--profit", profit, "--date", "2025-05-04")
    found = traded("whatif", "churn", "5", "--json").json
    assert (found["bought_before"], found["kept"], found["retention_percent"]) == (2, 1, 50)
    assert (found["more_accounts"], found["more_profit"], found["retained_profit"]) == (0.1, "2.00", "-30.00")
    for points in ("0", "101", "x"):
        assert traded("whatif", "churn", points).code == 2


def test_worth_is_one_digit_with_what_it_rests_on(traded: Run) -> None:
    assert traded("whatif", "asset").code == 3
    traded("sale", "add", "ext:C02", "100", "--profit", "10", "--date", "2025-05-04")
    found = traded("whatif", "asset", "ext:C02", "--json").json
    # 60 x (1/1.1 + 1/1.21 + 1/1.331) is 149.21
    assert (found["asset"], found["net_a_year"], found["retention_percent"]) == ("100.00", "60.00", 100)
    assert (found["years"], found["discount_percent"], found["without_cost_to_serve"]) == (3, 10, 1)
    assert traded("whatif", "asset", "ext:C05", "--json").json["asset"] is None
