"""Classic models: tiers with cancelled orders left out, risers and newcomers, margin (CM-3, CM-4)."""

from __future__ import annotations

import json

import pytest

from tests.acceptance.commands import Kamtui, cents
from tests.realdata import real

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

ORDERS = """
    SELECT o.customerNumber AS account, o.orderNumber AS number, o.orderDate AS date,
        SUM(d.quantityOrdered * d.priceEach) AS amount, SUM(d.quantityOrdered * (d.priceEach - p.buyPrice)) AS profit
    FROM orders o JOIN orderdetails d USING (orderNumber) JOIN products p USING (productCode)
    WHERE o.status <> 'Cancelled' GROUP BY o.orderNumber
"""


@pytest.fixture(scope="module")
def kamtui(tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    folder = real("03_classicmodels")
    made = Kamtui(tmp_path_factory.mktemp("classicmodels"), currency="USD", today="2005-05-31")
    report = made.take_in(str(folder / "customers.csv"))
    assert report["created"] == {"accounts": 122, "contacts": 122, "sales": 0, "touches": 0}
    files = [str(folder / name) for name in ("orders.csv", "orderdetails.csv", "products.csv")]
    assert made.take_in(*files, "--as", "sales", "--sql", ORDERS)["created"]["sales"] == 320
    return made


def test_first_names_are_trimmed_and_a_shared_phone_is_a_warning(kamtui: Kamtui) -> None:
    people = {row["name"] for row in kamtui.json("contact", "ls")}
    assert "Carine Schmitt" in people
    assert all(name == " ".join(name.split()) for name in people)
    warnings = kamtui.json("import", str(real("03_classicmodels/customers.csv")))["warnings"]
    shared = "phone 6175558555 is shared by Marta's Replicas Co. (286), Collectables For Less Inc. (379)"
    assert any(shared in warning for warning in warnings)


def test_cm3_tiers_of_2004(kamtui: Kamtui) -> None:
    found = kamtui.ranking("2004", "2004")
    assert (found["n"], found["top_10pct"]) == (87, 9)
    assert kamtui.top("2004", "2004") == {
        "141": "293765.51",
        "124": "231562.53",
        "114": "127155.96",
        "298": "108777.92",
        "166": "105420.57",
        "187": "99984.40",
        "157": "98509.25",
        "146": "90593.25",
        "286": "90545.37",
    }
    assert (found["accounts"][9]["external_id"], found["accounts"][9]["value"]) == ("131", "85347.32")


def test_cm3_risers_and_newcomers(kamtui: Kamtui) -> None:
    found = kamtui.movers("2003-06-01..2004-05-31", "2004-06-01..2005-05-31")
    assert found.active == (81, 84)
    assert found.risers == {"323": ("2880.00", "151742.08"), "282": ("24013.52", "109893.60")}
    assert set(found.newcomers) == {"119", "398", "157", "382"}


def test_cm4_margin(kamtui: Kamtui) -> None:
    best = kamtui.ranking("2004", "2004", "--by", "profit", "--top", "3")["accounts"]
    assert [(row["external_id"], row["profit"]) for row in best] == [
        ("141", "113491.06"),
        ("124", "92395.15"),
        ("114", "48638.69"),
    ]
    margins = sorted(
        (round(100 * float(row["profit"]) / float(row["revenue"]), 2), row["external_id"])
        for row in kamtui.ranking("2004", "2004")["accounts"]
    )
    assert margins[:3] == [(30.58, "198"), (32.14, "128"), (33.49, "216")]
    assert margins[-1] == (47.91, "161")


def test_every_month_of_every_account(kamtui: Kamtui) -> None:
    expected = json.loads(real("expected/classicmodels.json").read_text())["customer_month"]
    months = {(account, month): (orders, cents(f"{revenue:.2f}")) for account, month, orders, revenue, _ in expected}
    found = {
        (account, month): (orders, cents(revenue))
        for account in {account for account, _ in months}
        for month, (orders, revenue) in kamtui.series(account, "2003-01-01", "2005-05-31").items()
        if orders
    }
    assert found == months
