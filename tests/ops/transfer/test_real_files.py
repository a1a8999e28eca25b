"""The reader against data that nobody here wrote; what it must find was computed elsewhere from the same files."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from kamtui.domain.money import SCALE, rounded
from kamtui.domain.touches import Kind, TouchState
from kamtui.ops.transfer.asked import Asked, Wishes
from kamtui.ops.transfer.plan import Plan, read_plan
from tests.ops.transfer.helpers import asked, rows
from tests.realdata import real

pytestmark = [pytest.mark.realdata, pytest.mark.slow]


def plan(*paths: str, sql: str = "", today: dt.date = dt.date(2025, 6, 30), **wishes: object) -> Plan:
    options = Wishes(**wishes)  # type: ignore[arg-type]
    return read_plan([str(real(path)) for path in paths], Asked(today=today, sql=sql, options=options)).settled()


def total(plan: Plan, attribute: str = "amount") -> float:
    value = sum(getattr(row, attribute) or 0 for row in rows(plan, "sales"))
    return rounded(value, "USD") / SCALE


def codes(plan: Plan) -> Counter[str]:
    return Counter(notice.code for notice in plan.notices)


# NW, CM


def test_northwind_customers_are_accounts_with_people() -> None:
    with plan("02_northwind/customers.csv") as found:
        accounts, contacts = rows(found, "accounts"), rows(found, "contacts")
        assert (len(accounts), len(contacts)) == (91, 91)
        assert (contacts[0].name, contacts[0].title) == ("Maria Anders", "Sales Representative")
        assert {row.city for row in accounts} >= {"México D.F.", "Münster"}


def test_northwind_orders_are_shaped_by_sql() -> None:
    sql = (
        "SELECT o.CustomerID AS account, o.OrderID AS number, o.OrderDate AS date,"
        " sum(d.UnitPrice * d.Quantity * (1 - d.Discount)) AS amount"
        " FROM orders o JOIN order_details d USING (OrderID) GROUP BY o.OrderID"
    )
    with plan("02_northwind/orders.csv", "02_northwind/order_details.csv", sql=sql) as found:
        sales = rows(found, "sales")
        assert len(sales) == 830
        by_year = {
            year: (
                sum(row.date.year == year for row in sales),
                len({row.account for row in sales if row.date.year == year}),
                rounded(sum(row.amount for row in sales if row.date.year == year), "USD") / SCALE,
            )
            for year in (1996, 1997, 1998)
        }
        assert by_year == {1996: (152, 67, 208083.97), 1997: (408, 86, 617085.20), 1998: (270, 81, 440623.87)}
        assert total(found) == 1265793.04


def test_orders_without_amounts_ask_for_one() -> None:
    found = read_plan([str(real("02_northwind/orders.csv"))], asked())
    assert [question.key.rpartition(":")[2] for question in found.questions] == ["amount"]


def test_classicmodels_names_lose_their_trailing_spaces() -> None:
    with plan("03_classicmodels/customers.csv") as found:
        contacts = rows(found, "contacts")
        rows(found, "accounts")
        assert contacts[0].name == "Carine Schmitt"
        assert not any(row.name != row.name.strip() or "  " in row.name for row in contacts)
        assert any("6175558555" in notice.text for notice in found.notices if notice.code == "shared_phone")


# UCI


def test_uci_invoices_are_read_as_they_are() -> None:
    with plan("01_uci_online_retail/invoices.csv") as found:
        sales = rows(found, "sales")
        assert len(sales) == 25_900
        assert len({row.account for row in sales} - {None}) == 4_372
        assert sum(row.number.startswith("C") for row in sales) == 3_836
        assert total(found) == 9747747.93
        notices = {notice.code: notice for notice in found.notices}
        assert (notices["unattributed"].rows, "1,447,682.12" in notices["unattributed"].text) == (3_710, True)
        assert notices["two_countries"].rows == 8
        listed = "12370 12394 12417 12422 12429 12431 12455 12457"
        assert all(account in notices["two_countries"].text for account in listed.split())


@pytest.mark.slow
def test_uci_lines_load_and_group() -> None:
    sql = (
        "SELECT InvoiceNo AS number, CustomerID AS account, min(InvoiceDate) AS date,"
        " sum(Quantity * UnitPrice) AS amount FROM lines GROUP BY InvoiceNo, CustomerID"
    )
    with plan("01_uci_online_retail/lines.csv.gz", sql=sql) as found:
        sales = rows(found, "sales")
        assert len(sales) == 25_900
        assert "17850" in {row.account for row in sales}
        assert total(found) == 9747747.93


def test_uci_months_are_summaries() -> None:
    with plan("01_uci_online_retail/monthly_by_customer.csv") as found:
        assert {row.kind for row in rows(found, "sales")} == {"summary"}
        assert total(found) == 8300065.81


# SS, CH, CD


def test_superstore_dates_are_day_first_and_lines_are_added_up() -> None:
    with plan("05_superstore/Sample - Superstore.csv") as found:
        sales = rows(found, "sales")
        assert found.detected[0].readings["date"] == "day before month"
        assert (min(row.date for row in sales), max(row.date for row in sales)) == (
            dt.date(2019, 1, 3),
            dt.date(2022, 12, 30),
        )
        assert len({row.number for row in sales}) == 5_111
        assert len({row.account for row in sales}) == 804
        years = {y: rounded(sum(r.amount for r in sales if r.date.year == y), "USD") / SCALE for y in range(2019, 2023)}
        assert years == {2019: 494040.21, 2020: 472993.03, 2021: 613933.58, 2022: 745567.53}
        assert (total(found), total(found, "profit")) == (2326534.35, 292296.81)
        (same,) = [notice for notice in found.notices if notice.code == "same_name"]
        assert same.text.startswith("Harry Olson")
        assert same.rows == 5


def test_chinook_is_read_from_its_own_sqlite_file() -> None:
    path = real("07_chinook/Chinook_Sqlite.sqlite")
    before = path.stat()
    sql = "SELECT CustomerId AS account, InvoiceId AS number, InvoiceDate AS date, Total AS amount FROM Invoice"
    with plan("07_chinook/Chinook_Sqlite.sqlite", sql=sql) as found:
        sales = rows(found, "sales")
        assert len(sales) == 412
        assert total(found) == 2328.60
        spent = Counter[str]()
        for row in sales:
            spent[row.account] += row.amount
        assert spent["6"] == 496_200
        assert sum(amount == 376_200 for amount in spent.values()) == 30
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_cdnow_dates_are_compact_and_the_id_is_the_buyer() -> None:
    with plan("08_cdnow/CDNOW_master.csv.gz") as found:
        sales = rows(found, "sales")
        assert len(sales) == 69_659
        assert len({row.account for row in sales}) == 23_570
        assert (min(r.date for r in sales), max(r.date for r in sales)) == (dt.date(1997, 1, 1), dt.date(1998, 6, 30))
        assert total(found) == 2500315.63


# CI, CN


def test_crm_interactions_are_touches() -> None:
    paths = ("10_crm_interactions/accounts.csv", "10_crm_interactions/interactions.csv")
    with plan(*paths, today=dt.date(2025, 1, 1)) as found:
        touches = rows(found, "touches")
        assert len(rows(found, "accounts")) == 85
        assert len(touches) == 626
        assert len({row.contact for row in touches}) == 85
        assert Counter((row.kind, row.state) for row in touches) == {
            (Kind.MEETING, TouchState.DONE): 191,
            (Kind.MEETING, TouchState.SCHEDULED): 190,
            (Kind.EMAIL, TouchState.DONE): 109,
            (Kind.EMAIL, TouchState.SCHEDULED): 136,
        }
        assert (min(r.at for r in touches), max(r.at for r in touches)) == (dt.date(2024, 1, 1), dt.date(2025, 6, 15))
        assert sum("\n" in row.summary for row in touches) == 575
        assert any("’" in row.summary for row in touches)
        (future,) = [notice for notice in found.notices if notice.code == "done_in_future"]
        assert future.rows == 17
        assert "repeated" not in codes(found)


ORDERS = (
    "SELECT o.客户号 AS account, o.销售订单号 AS number, o.订单签订的日期 AS date, o.订货数量 * p.价格 AS amount"
    " FROM {orders} o JOIN products_utf8 p USING (商品编号)"
)


def test_chinese_files_are_the_same_in_gb18030_and_utf_8() -> None:
    folder = "17_chinese_companysales"
    read = {}
    for coding in ("gb18030", "utf8"):
        with plan(f"{folder}/customers.{coding}.csv") as found:
            accounts, contacts = rows(found, "accounts"), rows(found, "contacts")
            phones = [notice.text for notice in found.notices if notice.code == "shared_phone"]
        sql = ORDERS.format(orders=f"sell_orders_{coding}")
        with plan(f"{folder}/sell_orders.{coding}.csv", f"{folder}/products.utf8.csv", sql=sql) as found:
            sales = rows(found, "sales")
            assert total(found) == 1719294.50
            repeated = [notice.lines for notice in found.notices if notice.code == "repeated"]
        read[coding] = (accounts, contacts, phones, sales, repeated)
    assert read["gb18030"] == read["utf8"]
    accounts, contacts, phones, sales, repeated = read["utf8"]
    assert (len(accounts), len(contacts), len(sales)) == (37, 37, 57)
    assert phones == ["phone 030-88355547 is shared by 三川实业有限公司 (1), 远东科技有限公司 (2)"]
    assert repeated == [(12, 55, 56)]


# HD


def test_crm_fixtures_find_their_headers() -> None:
    folder = "18_crm_export_headers/fixtures"
    with plan(f"{folder}/linkedin_Connections.csv") as found:
        assert found.detected[0].header_line == 4
        assert [(row.name, row.account) for row in rows(found, "contacts")] == [
            ("Priya Sharma", "Stripe, Inc."),
            ("Arjun Mehta", "Amazon Web Services (AWS)"),
        ]
    with plan(f"{folder}/hubspot_companies.csv") as found:
        assert len(rows(found, "accounts")) == 4
        assert found.detected[0].mapping["accounts"]["id"] == "Record ID"
        assert codes(found)["same_name"] == 1
    with plan(f"{folder}/zoho_accounts.csv") as found:
        assert [row.id for row in rows(found, "accounts")] == [
            "4876876000000111",
            "4876876000000112",
            "4876876000000113",
        ]
        assert [(bad.line, bad.reason) for bad in found.rejected] == [(5, "no name")]
    with plan(f"{folder}/zoho_contacts.csv") as found:
        kim = rows(found, "contacts")[3]
        assert (kim.name, kim.account, kim.account_name) == ("Kim Old", "Acme Corp", None)
    with plan(f"{folder}/cn_customers_export.csv") as found:
        assert [(row.name, row.owner, row.note) for row in rows(found, "accounts")] == [
            ("深大 AI CRM", "李伟超", "第一行\n第二行"),
            ("含,逗号", '王"蕾', None),
        ]
