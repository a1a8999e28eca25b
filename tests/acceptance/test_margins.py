"""Margin and loss makers on real sales: Superstore (SS-2) and Classic models (CM-4) through `whale` and `pareto`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.acceptance.commands import Kamtui, cents
from tests.acceptance.test_classicmodels import ORDERS
from tests.realdata import real

pytestmark = [pytest.mark.realdata, pytest.mark.slow]


@pytest.fixture(scope="module")
def superstore(tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    file = real("05_superstore/Sample - Superstore.csv")
    made = Kamtui(tmp_path_factory.mktemp("superstore"), currency="USD", today="2022-12-31")
    made.ok("import", str(file))
    return made


@pytest.fixture(scope="module")
def classicmodels(tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    folder = real("03_classicmodels")
    made = Kamtui(tmp_path_factory.mktemp("classicmodels"), currency="USD", today="2005-05-31")
    made.ok("import", str(folder / "customers.csv"))
    files = [str(folder / name) for name in ("orders.csv", "orderdetails.csv", "products.csv")]
    made.ok("import", *files, "--as", "sales", "--sql", ORDERS)
    return made


def whale(kamtui: Kamtui, first: str, last: str) -> dict[str, Any]:
    found: dict[str, Any] = kamtui.json("whale", "--from", first, "--to", last)
    return found


def test_ss2_the_top_by_sales_has_ten_loss_makers_and_they_drain(superstore: Kamtui) -> None:
    expected = json.loads(real("expected/superstore.json").read_text())["top_negative"]
    found = {row["external_id"]: row for row in whale(superstore, "2019", "2022")["accounts"]}
    top = superstore.top("2019", "2022")
    losing = {code for code in top if found[code]["value"].startswith("-")}
    assert losing == {code for code, *_ in expected}
    assert {code: float(found[code]["value"]) for code in losing} == {code: profit for code, *_, profit in expected}
    assert {found[code]["class"] for code in losing} <= {"draining", "break_even"}
    assert found["SM-20320"]["class"] == "draining"


def test_ss2_the_curve_of_four_years(superstore: Kamtui) -> None:
    found = whale(superstore, "2019", "2022")
    values = [cents(row["value"]) for row in found["accounts"]]
    assert (found["n"], found["total"]) == (804, "292296.81")
    assert sum(value < 0 for value in values) == 159
    # what 159 losing accounts take is what the peak has more than the total; each row is rounded by itself
    taken = -sum(value for value in values if value < 0)
    assert cents(found["peak"]) - cents(found["total"]) == pytest.approx(taken, abs=159 / 2)
    assert found["peak_at"] == sum(value > 0 for value in values)
    parts = found["best_20_percent"] + found["middle_70_percent"] + found["worst_10_percent"]
    assert parts == pytest.approx(100, abs=0.02)
    assert found["best_20_percent"] > found["peak_percent"] - found["best_20_percent"] > 0 > found["worst_10_percent"]
    assert sum(found["classes"].values()) == 804
    assert found["classes"]["draining"] <= 159
    assert (found["without_cost_to_serve"], found["unknown"]) == (804, [])


def test_ss2_eight_hundred_small_customers_are_no_risk(superstore: Kamtui) -> None:
    found = superstore.json("concentration", "--from", "2019", "--to", "2022", "--by", "revenue")
    ranked = superstore.ranking("2019", "2022", "--top", "1")
    assert (found["n"], found["total"], found["level"]) == (804, ranked["total"], None)
    assert 1 / 804 < found["hhi"] < 0.01
    assert found["largest"][0]["name"] == "Sean Miller"


def test_cm4_margin(classicmodels: Kamtui) -> None:
    found = whale(classicmodels, "2004", "2004")
    assert [(row["external_id"], row["value"]) for row in found["accounts"][:3]] == [
        ("141", "113491.06"),
        ("124", "92395.15"),
        ("114", "48638.69"),
    ]
    margins = sorted(
        (round(100 * float(row["value"]) / float(row["revenue"]), 2), row["external_id"]) for row in found["accounts"]
    )
    assert margins[:3] == [(30.58, "198"), (32.14, "128"), (33.49, "216")]
    assert margins[-1] == (47.91, "161")
    # nobody loses anything before cost-to-serve, so the curve never falls
    assert (found["n"], found["peak_at"], found["peak_percent"]) == (87, 87, 100)
    assert set(found["classes"].values()) == {87, 0}


def test_cm4_losing_the_largest_customer(classicmodels: Kamtui) -> None:
    found = classicmodels.json("whatif", "lose", "ext:141", "--as-of", "2004-12-31")
    assert (found["revenue"], found["profit"]) == ("293765.51", "113491.06")
    assert found["effective_after"] > found["effective_before"]
    assert found["months_to_recover"] > 0


def test_cm4_margin_by_account(classicmodels: Kamtui) -> None:
    found = classicmodels.json("margin", "--from", "2004", "--to", "2004")
    rows = found["rows"]
    assert [(row["external_id"], row["gross_profit"]) for row in rows[:3]] == [
        ("141", "113491.06"),
        ("124", "92395.15"),
        ("114", "48638.69"),
    ]
    worst = classicmodels.json(
        "margin", "--from", "2004", "--to", "2004", "--sort", "margin_percent", "--worst", "--limit", "3"
    )
    assert [(row["external_id"], row["margin_percent"]) for row in worst["rows"]] == [
        ("198", 30.58),
        ("128", 32.14),
        ("216", 33.49),
    ]
    best = classicmodels.json("margin", "--from", "2004", "--to", "2004", "--sort", "margin_percent", "--limit", "1")
    assert [(row["external_id"], row["margin_percent"]) for row in best["rows"]] == [("161", 47.91)]
    (total,) = found["totals"]
    assert (len(rows), found["partial"], total["cost"]) == (87, False, None)
    assert cents(total["gross_profit"]) == sum(cents(row["gross_profit"]) for row in rows)


def test_cm4_roll_ups_by_tier_and_manager_are_the_same_money(classicmodels: Kamtui) -> None:
    by = {of: classicmodels.json("margin", "--by", of, "--from", "2004", "--to", "2004") for of in ("tier", "manager")}
    for found in by.values():
        (total,) = found["totals"]
        for figure in ("revenue", "gross_profit", "net"):
            assert sum(cents(row[figure]) for row in found["rows"]) == cents(total[figure])


def test_classic_models_kept_from_year_to_year(classicmodels: Kamtui) -> None:
    rows = {row["period"]: row for row in classicmodels.json("retention")["periods"]}
    years = {
        year: {row["account_id"] for row in classicmodels.json("margin", "--from", year, "--to", year)["rows"]}
        for year in ("2003", "2004")
    }
    kept = rows["FY2004"]
    assert (kept["bought_before"], kept["kept"]) == (len(years["2003"]), len(years["2003"] & years["2004"]))
    assert (kept["lost"], kept["won"]) == (len(years["2003"] - years["2004"]), len(years["2004"] - years["2003"]))
    assert rows["FY2005"]["partial"] is True
