"""The reader against data that nobody here wrote; what it must find was computed elsewhere from the same files."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

import pytest

from kamtui.domain.money import SCALE, rounded
from kamtui.domain.touches import Kind, TouchState
from kamtui.errors import BadInput
from kamtui.ops.transfer import delimited
from kamtui.ops.transfer.asked import Asked, Wishes
from kamtui.ops.transfer.files import open_source, read_sheets
from kamtui.ops.transfer.plan import Plan, read_plan
from kamtui.ops.transfer.questions import Question
from kamtui.ops.transfer.sheets import OUTER, Sheet
from kamtui.store.workspace import Workspace
from tests.ops.transfer.helpers import asked, rows
from tests.realdata import real

pytestmark = pytest.mark.realdata


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


# HS-2


def torture() -> Iterator[tuple[Path, Path]]:
    for folder, csvs in (("csv-spectrum", "csvs"), ("csv-test-data", "csv")):
        base = real(f"19_hostile/{folder}")
        for expected in sorted((base / "json").glob("*.json")):
            yield base / csvs / f"{expected.stem}.csv", expected


def opener(path: Path) -> Callable[[], TextIO]:
    return lambda: path.open(encoding="utf-8", newline="")


def test_csv_torture_files_equal_their_json() -> None:
    equal = 0
    for path, expected in torture():
        with opener(path)() as text:
            layout = delimited.sniff(text.read())
        with opener(path)() as text:
            table = [row for _, row in delimited.records(text, layout, path.name)]
        wanted = json.loads(expected.read_text(encoding="utf-8"))
        if path.stem == "newlines_crlf":  # the copy in the data set has lost its carriage returns
            wanted = json.loads(expected.read_text(encoding="utf-8").replace("\\r\\n", "\\n"))
        if path.stem.startswith("header-") or "spectrum" in str(path):
            table = [dict(zip(table[0], row, strict=True)) for row in table[1:]]  # type: ignore[misc]
        assert table == wanted, path.name
        equal += 1
    assert equal == 29


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bad-header-no-header", "is empty: there is no header on line 1"),
        ("bad-missing-quote", "line 2: a quote is opened and never closed"),
        ("bad-quotes-with-unescaped-quote", "line 2: text after a closing quote"),
    ],
)
def test_broken_csv_is_refused_with_its_line(name: str, said: str) -> None:
    source = open_source(str(real(f"19_hostile/csv-test-data/csv/{name}.csv")))
    with pytest.raises(BadInput, match=said):
        for sheet in _sheets(read_sheets(source, asked(), Workspace())):
            list(sheet.read())


@pytest.mark.parametrize(
    ("name", "line", "reason"),
    [
        ("bad-header-less-fields", 2, "cells: 2; the header has 3"),
        ("bad-header-more-fields", 2, "cells: 4; the header has 3"),
    ],
)
def test_rows_of_the_wrong_width_are_rejected_with_their_line(name: str, line: int, reason: str) -> None:
    source = open_source(str(real(f"19_hostile/csv-test-data/csv/{name}.csv")))
    (sheet,) = _sheets(read_sheets(source, asked(), Workspace()))
    assert [(bad.line, bad.reason) for chunk in sheet.read() for bad in chunk.bad] == [(line, reason)]


def test_a_stray_quote_is_kept_and_a_strange_header_is_asked_about() -> None:
    source = open_source(str(real("19_hostile/csv-test-data/csv/bad-unescaped-quote.csv")))
    (sheet,) = _sheets(read_sheets(source, asked(), Workspace()))
    assert sheet.sample()[0][1] == 'This "quotes" must be escaped'
    found = read_plan([str(real("19_hostile/csv-test-data/csv/bad-header-wrong-header.csv"))], asked())
    assert "qux, quux, quuz" in found.questions[0].text


def _sheets(found: Sequence[Sheet] | Question) -> Sequence[Sheet]:
    assert not isinstance(found, Question)
    return found


@pytest.mark.parametrize(
    ("path", "header", "cell"),
    [
        ("csvkit/test_utf16_big.csv", ("a", "b", "c"), "ʤ"),
        ("csvkit/test_utf16_little.csv", ("a", "b", "c"), "ʤ"),
        ("csvkit/test_utf8_bom.csv", ("foo", "bar", "baz"), "ʤ"),
        ("csvkit/test_latin1.csv", ("a", "b", "c"), "©"),
        ("csvkit/mac_newlines.csv", ("a", "b", "c"), "Once upon\ra time"),
        ("csvkit/test_no_leading_zeroes.csv", ("a", "b", "c"), "00.11"),
        ("csvkit/test_skip_lines.csv", ("a", "b", "c"), "3"),
        ("csvkit/sniff_limit.csv", ("a", "b", "c"), "2"),
        ("messytables/simple.psv", ("Year", "New dwellings"), "44000"),
        ("messytables/simple.ssv", ("date", "temperature", "place"), "Galway"),
        ("messytables/skip_initials.csv", ("field1", "field2"), "    goodbye"),
        ("messytables/complex.csv", ("date", "another date"), "6,000,000"),
        ("messytables/excel_pasting.csv", ("Year", "2000"), "Clay, ceramic and glass products"),
        ("messytables/spanish_chars.csv", ("GF_ID", "FN_ID"), "Legislación"),
        ("messytables/utf-16le_encoded.csv", ("Organisation_code", "Organisation_name"), "Enfield PCT"),
        ("tabulator/table.csv.gz", ("id", "name"), "中国人"),
        ("tabulator/table.tsv", ("id", "name"), "中国人"),
        ("tabulator/special/skip-rows-before-headers.csv", ("id", "name"), "中国人"),
        ("tabulator/special/bom.csv", ("id", "name"), "中国人"),
    ],
)
def test_odd_files_are_read(path: str, header: tuple[str, ...], cell: str) -> None:
    source = open_source(str(real(f"19_hostile/{path}")))
    (sheet,) = _sheets(read_sheets(source, asked(), Workspace()))
    assert sheet.header[: len(header)] == header
    assert any(cell in row for chunk in sheet.read() for row in chunk.rows)


def test_a_nul_is_rejected_and_empty_files_are_refused() -> None:
    source = open_source(str(real("19_hostile/csvkit/null_byte.csv")))
    (sheet,) = _sheets(read_sheets(source, asked(), Workspace()))
    assert [(bad.line, bad.reason) for chunk in sheet.read() for bad in chunk.bad] == [
        (2, "a cell holds the character NUL")
    ]
    for path in ("csvkit/empty.csv", "commons-csv/empty.txt", "messytables/simple.unknown"):
        with pytest.raises(BadInput, match="is empty"):
            read_plan([str(real(f"19_hostile/{path}"))], asked())


def test_no_file_of_the_corpus_crashes_the_reader() -> None:
    refused = 0
    for path in sorted(real("19_hostile").rglob("*")):
        if not path.is_file():
            continue
        try:
            found = read_plan([str(path)], asked())
        except BadInput:
            refused += 1
            continue
        with found:
            for feed in found.feeds:
                for _ in feed.batches():
                    pass
    assert refused > 20


def test_every_csv_of_the_data_sets_is_decoded_without_a_question() -> None:
    for path in sorted(real(".").glob("*_*/*.csv")):
        source = open_source(str(path))
        assert not isinstance(read_sheets(source, asked(), Workspace()), Question), path.name


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_naughty_strings_survive_as_names_and_notes(tmp_path: Path, form: str) -> None:
    """Spaces around a name are dropped, and one that is empty or a space is no name; nothing else changes."""
    strings = json.loads(real("19_hostile/blns/blns.json").read_text(encoding="utf-8"))
    table = [{"id": f"n{i}", "name": text, "note": text} for i, text in enumerate(strings)]
    path = tmp_path / f"blns.{form}"
    with path.open("w", encoding="utf-8", newline="") as out:
        if form == "csv":
            writer = csv.DictWriter(out, ["id", "name", "note"])
            writer.writeheader()
            writer.writerows(table)
        else:
            out.write("\n".join(json.dumps(row) for row in table))
    with read_plan([str(path)], asked()) as found:
        accounts = {row.id: row for row in rows(found, "accounts")}
    kept = {i: accounts[f"n{i}"] for i in range(len(strings)) if f"n{i}" in accounts}
    assert [text for i, text in enumerate(strings) if i not in kept] == ["", " "]
    assert all(row.note == strings[i] for i, row in kept.items())
    assert all(row.name == strings[i].strip(OUTER) for i, row in kept.items())
    assert sum(row.name != strings[i] for i, row in kept.items()) == 3
