"""Groups, duplicates and numbers without their zeros, in other people's data (MV-4, SS-3, AR-3, CM-5, CN-2)."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from tests.acceptance.commands import NOTHING, Kamtui, cents
from tests.realdata import real

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

COMPANIES = "SELECT account AS name, subsidiary_of AS parent, sector AS industry FROM accounts"
WON = """
    SELECT account, opportunity_id AS number, close_date AS date, close_value AS amount
    FROM sales_pipeline WHERE deal_stage = 'Won'
"""
INVOICES = """
    SELECT customerID AS account, invoiceNumber AS number, InvoiceDate AS date, InvoiceAmount AS amount FROM {file}
"""
HARRY = [f"HO-1523{number}" for number in range(5)]


@pytest.fixture(scope="module")
def maven(tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    folder = real("09_crm_maven")
    made = Kamtui(tmp_path_factory.mktemp("maven"), currency="USD", today="2017-12-31")
    report = made.take_in(str(folder / "accounts.csv"), "--as", "accounts", "--sql", COMPANIES)
    assert (report["created"]["accounts"], report["warnings"]) == (85, [])
    made.take_in(str(folder / "sales_pipeline.csv"), "--as", "sales", "--sql", WON)
    return made


@pytest.fixture(scope="module")
def superstore(tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    made = Kamtui(tmp_path_factory.mktemp("harry"), currency="USD", today="2022-12-31")
    made.ok("import", str(real("05_superstore/Sample - Superstore.csv")))
    return made


def test_mv4_won_value_is_rolled_up_to_the_parent(maven: Kamtui) -> None:
    found = maven.ranking("2017-01-01", "2017-12-31", "--groups", "--top", "8")
    assert {row["name"]: row["value"] for row in found["accounts"]} == {
        "Acme Corporation": "519349.00",
        "Sonron": "479028.00",
        "Kan-code": "341455.00",
        "Inity": "340612.00",
        "Bubba Gump": "329909.00",
        "Golddex": "290215.00",
        "Massive Dynamic": "288130.00",
        "Konex": "269245.00",
    }
    assert found["groups"] is True
    # and all 70 of them, added up from what each account won
    rows = csv.DictReader(real("09_crm_maven/accounts.csv").read_text("utf-8-sig").splitlines())
    above = {row["account"]: row["subsidiary_of"] or row["account"] for row in rows}
    expected = Counter[str]()
    for name, _, won in json.loads(real("expected/crm_maven.json").read_text())["won"]:
        expected[above[name]] += won
    every = maven.ranking("2017-01-01", "2017-12-31", "--groups", "--top", "100")["accounts"]
    assert {row["name"]: cents(row["value"]) for row in every} == {name: 100 * won for name, won in expected.items()}
    parents = [row["parent_id"] for row in maven.json("account", "ls") if row["parent_id"]]
    assert (len(parents), len(set(parents))) == (15, 7)


def test_mv4_a_group_shows_its_accounts_and_their_total(maven: Kamtui) -> None:
    group = maven.json("account", "group", "Acme Corporation", "--from", "2017", "--to", "2017")
    (total,) = group["total"]["money"]
    assert (total["currency"], total["revenue"]) == ("USD", "519349.00")
    assert sum(cents(row["money"][0]["revenue"]) for row in group["accounts"]) == cents(total["revenue"])
    assert [row["depth"] for row in group["accounts"]] == [0] + [1] * (len(group["accounts"]) - 1)
    spread = [maven.json("concentration", "--by", "revenue", *words) for words in ((), ("--accounts",))]
    assert [row["n"] for row in spread] == [85 - 15, 85]
    assert [row["accounts"] for row in spread] == [85, 85]


def test_ss3_one_name_under_five_ids_is_the_only_suspicion(superstore: Kamtui) -> None:
    pairs = superstore.json("account", "duplicates")
    assert len(pairs) == 10
    assert {row["name"] for row in pairs} == {row["other"] for row in pairs} == {"Harry Olson"}
    assert {code for row in pairs for code in (row["external_id"], row["other_external_id"])} == set(HARRY)
    assert {(row["confidence"], *row["signs"]) for row in pairs} == {("high", "name")}
    # four of them share two document numbers: each row is a document of its own
    first, *others = HARRY
    before = superstore.json("sale", "totals", "--by", "account")
    for code in others:
        superstore.ok("account", "merge", f"ext:{first}", f"ext:{code}")
    assert superstore.json("account", "duplicates") == []
    merged = {row["external_id"]: row for row in superstore.json("sale", "totals", "--by", "account")}
    mine = [row for row in before if row["external_id"] in HARRY]
    assert cents(merged[first]["revenue"]) == sum(cents(row["revenue"]) for row in mine)
    assert merged[first]["documents"] == sum(row["documents"] for row in mine)
    assert not merged.keys() & set(others)
    # a file that names those that were merged finds the survivor, and changes nothing
    again = superstore.json("import", str(real("05_superstore/Sample - Superstore.csv")))
    assert (again["created"], again["updated"], again["rejected_count"], again["change"]) == (NOTHING, 0, 0, None)
    for code in others:
        superstore.ok("account", "unmerge", f"ext:{code}")
    assert superstore.json("sale", "totals", "--by", "account") == before
    assert superstore.json("import", str(real("05_superstore/Sample - Superstore.csv")))["change"] is None
    assert len(superstore.json("account", "duplicates")) == 10


def test_ar3_numbers_without_their_leading_zeros_are_the_same_documents(tmp_path: Path) -> None:
    kamtui = Kamtui(tmp_path, currency="USD", today="2013-12-31")
    names = ("WA_Fn-UseC_-Accounts-Receivable", "dirty_WA_Fn-UseC_-Accounts-Receivable_with_missing")
    clean, dirty = (real(f"11_ibm_receivables/{name}.csv") for name in names)
    tables = ("wa_fn_usec__accounts_receivable", "dirty_wa_fn_usec__accounts_receivable_with_missing")
    words = [
        (str(file), "--as", "sales", "--sql", INVOICES.format(file=table))
        for file, table in zip((clean, dirty), tables, strict=True)
    ]
    assert kamtui.take_in(*words[0])["created"]["sales"] == 2_466
    report = kamtui.take_in(*words[1])
    assert (report["created"]["sales"], report["updated"], report["unchanged"]) == (120, 0, 2_466)
    assert any("266 documents are in the book with leading zeros" in warning for warning in report["warnings"])
    numbers = [row["number"] for row in kamtui.json("sale", "ls")]
    assert (len(numbers), len(set(numbers))) == (2_586, 2_586)
    assert sum(number.startswith("0") for number in numbers) == 266


def test_cm5_a_phone_that_two_share_is_no_reason_to_merge(tmp_path: Path) -> None:
    kamtui = Kamtui(tmp_path, currency="USD", today="2005-05-31")
    rows = "id,name,phone\n1,Mini Wheels,617-555 8555\n2,Gift Ideas,(617) 5558555\n3,三川实业有限公司,030-88355547\n"
    file = tmp_path / "accounts.csv"
    file.write_text(rows + "4,远东科技有限公司,030 88355547\n5,遠東科技股份有限公司,\n", encoding="utf-8")
    kamtui.ok("import", str(file))
    found = [
        (row["name"], row["other"], row["signs"], row["confidence"]) for row in kamtui.json("account", "duplicates")
    ]
    assert found == [
        ("远东科技有限公司", "遠東科技股份有限公司", ["name"], "high"),
        ("Mini Wheels", "Gift Ideas", ["phone"], "low"),
        ("三川实业有限公司", "远东科技有限公司", ["phone"], "low"),
    ]
