"""Receivables on real data: ageing, payment behaviour and risers (AR-1, AR-2, AR-4), balances by customer (CM-1)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.acceptance.commands import Kamtui, cents
from tests.realdata import real

pytestmark = pytest.mark.realdata

BILLED = """
SELECT o.customerNumber AS account, o.orderNumber AS number, o.orderDate AS issued,
    sum(d.quantityOrdered * d.priceEach) AS amount
FROM orders o JOIN orderdetails d ON d.orderNumber = o.orderNumber WHERE o.status <> 'Cancelled' GROUP BY o.orderNumber
"""


@pytest.fixture(scope="module")
def ibm(tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    made = Kamtui(tmp_path_factory.mktemp("ibm"), currency="USD", today="2014-02-01")
    file = real("11_ibm_receivables/WA_Fn-UseC_-Accounts-Receivable.csv")
    made.ok("import", str(file), "--as", "invoices")
    return made


@pytest.fixture(scope="module")
def classicmodels(tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    folder = real("03_classicmodels")
    made = Kamtui(tmp_path_factory.mktemp("owed"), currency="USD", today="2005-06-30")
    made.ok("import", str(folder / "customers.csv"), "--as", "accounts")
    documents = [str(folder / name) for name in ("orders.csv", "orderdetails.csv")]
    made.ok("import", *documents, "--as", "invoices", "--sql", BILLED)
    made.ok("import", str(folder / "payments.csv"), "--as", "payments")
    return made


def expected(file: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(real(f"expected/{file}").read_text())
    return found


@pytest.mark.parametrize(
    ("day", "open_", "total", "overdue", "late"),
    [
        ("2012-12-31", 99, "5725.06", 13, "788.74"),
        ("2013-06-30", 84, "5119.85", 12, "835.56"),
        ("2013-09-30", 88, "5029.22", 7, "465.48"),
    ],
)
def test_ar1_ageing_as_of_a_day(ibm: Kamtui, day: str, open_: int, total: str, overdue: int, late: str) -> None:
    (found,) = ibm.json("ar", "ageing", "--as-of", day)
    assert (found["open_count"], found["balance"], found["overdue_count"]) == (open_, total, overdue)
    assert (found["1_30"], found["31_60"], found["61_90"], found["over_90"], found["credit"]) == (late, *["0.00"] * 4)
    assert cents(found["not_due"]) == cents(total) - cents(late)
    customers = [(row["external_id"], cents(row["overdue"])) for row in found["accounts"] if cents(row["overdue"])]
    told = [
        (account, cents(amount)) for account, amount in expected("ibm_receivables.json")[day]["overdue_by_customer"]
    ]
    assert customers == told


def test_ar1_the_same_day_by_account(ibm: Kamtui) -> None:
    rows = ibm.json("ar", "ageing", "--as-of", "2013-09-30", "--by", "account")
    assert [row["external_id"] for row in rows if cents(row["overdue"]) > 15_000] == ["9181-HEKGV"]
    assert rows[0]["1_30"] == "172.37"


def test_ar2_how_late_each_customer_pays(ibm: Kamtui) -> None:
    (found,) = ibm.json("ar", "late", "--from", "2012", "--to", "2013")
    assert (found["invoices"], found["late"], found["late_percent"], found["never_late"]) == (2466, 877, 35.56, 17)
    assert (found["disputed"], found["disputed_late_percent"]) == (561, 68.27)
    rows = [[row["average_days_late"], row["external_id"], row["invoices"]] for row in found["accounts"]]
    told = expected("ibm_receivables.json")["avg_days_late"]
    assert [row[0] for row in rows] == sorted((days for days, *_ in rows), reverse=True)
    assert sorted(rows) == sorted(told)


def test_ar2_who_pays_later_than_the_year_before(ibm: Kamtui) -> None:
    (found,) = ibm.json("ar", "late", "--from", "2013", "--to", "2013", "--sort", "change")
    assert (found["before_from"], found["before_to"]) == ("2012-01-01", "2012-12-31")
    changes = {row["external_id"]: row["change"] for row in found["accounts"]}
    assert list(changes.items())[:2] == [("7758-WKLVM", 5.758), ("0783-PEPYR", 4.409)]
    assert changes["2621-XCLEH"] == min(change for change in changes.values() if change is not None) == -11.036


def test_ar4_whose_invoices_rose_to_the_top(ibm: Kamtui) -> None:
    found = ibm.json("pareto", "movers", "--by", "invoiced", "--from", "2012", "--to", "2013")
    assert [(row["external_id"], row["from"], row["to"]) for row in found["risers"]] == [
        ("8389-TCXFQ", "580.85", "1514.99"),
        ("5573-KSOIA", "672.49", "1250.38"),
        ("9322-YCTQO", "535.43", "1135.80"),
        ("6627-ELFBK", "653.88", "1129.68"),
    ]
    ranking = ibm.json("pareto", "--by", "invoiced", "--from", "2013", "--to", "2013")
    assert (ranking["n"], ranking["top_10pct"]) == (100, 10)
    assert [row["value"] for row in ranking["accounts"][9:11]] == ["1096.74", "1056.64"]


def test_cm1_who_owes_what(classicmodels: Kamtui) -> None:
    rows = classicmodels.json("ar", "balance")
    told = [(key, cents(f"{owed:.2f}")) for key, _, _, _, owed, _ in expected("classicmodels.json")["balances"]]
    assert [(row["external_id"], cents(row["balance"])) for row in rows] == told[:16]
    assert (rows[0]["external_id"], rows[0]["balance"]) == ("450", "83984.89")
    (total,) = classicmodels.json("ar", "ageing")
    assert (total["balance"], total["credit"]) == ("511497.20", "0.00")


def test_cm1_the_buckets_of_every_customer_add_up_to_the_balance(classicmodels: Kamtui) -> None:
    for day in ("2004-07-15", "2005-01-31", "2005-05-31"):
        (total,) = classicmodels.json("ar", "ageing", "--as-of", day)
        for row in (total, *total["accounts"]):
            parts = (row[part] for part in ("not_due", "1_30", "31_60", "61_90", "over_90", "credit"))
            assert sum(map(cents, parts)) == cents(row["balance"])
