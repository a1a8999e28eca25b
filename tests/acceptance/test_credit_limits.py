"""Credit limits on real receivables: Classic models (CM-2) through `credit`."""

from __future__ import annotations

import pytest

from tests.acceptance.commands import Kamtui
from tests.realdata import real

pytestmark = pytest.mark.realdata

INVOICES = """
SELECT o.customerNumber AS account, o.orderNumber AS number, o.orderDate AS issued,
    sum(d.quantityOrdered * d.priceEach) AS amount
FROM orders o JOIN orderdetails d ON d.orderNumber = o.orderNumber WHERE o.status <> 'Cancelled' GROUP BY o.orderNumber
"""


@pytest.fixture(scope="module")
def classicmodels(tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    folder = real("03_classicmodels")
    made = Kamtui(tmp_path_factory.mktemp("limits"), currency="USD", today="2005-06-01")
    made.ok("import", str(folder / "customers.csv"), "--as", "accounts")
    made.ok("import", str(folder / "customers.csv"), "--as", "credit")
    documents = [str(folder / name) for name in ("orders.csv", "orderdetails.csv")]
    made.ok("import", *documents, "--as", "invoices", "--sql", INVOICES)
    made.ok("import", str(folder / "payments.csv"), "--as", "payments")
    return made


def test_cm2_exactly_three_owe_more_than_their_limit(classicmodels: Kamtui) -> None:
    found = classicmodels.json("credit", "ls", "--over")
    assert [(row["external_id"], row["balance"], row["limit"]) for row in found] == [
        ("362", "50806.85", "41900.00"),
        ("450", "83984.89", "77600.00"),
        ("328", "43525.04", "43000.00"),
    ]
    reds = [
        card["name"]
        for card in classicmodels.json("today", "--all")
        for reason in card["reasons"]
        if (reason["signal"], reason["severity"]) == ("SIG-13", "red")
    ]
    assert len(reds) == 3
