"""`terms` and `credit`: what they print, refuse and take from files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run


@pytest.fixture
def trading(run: Run) -> Run:
    """Two key accounts: Big bought 9,000 at 3,000 gross, Small 1,000 at 300."""
    for name, amount, profit in (("Big", "9000", "3000"), ("Small", "1000", "300")):
        run("account", "add", name, "--tier", "key", "--owner", "chen.jing")
        sale = ("sale", "add", name, amount, "--number", name, "--profit", profit, "--date", "2026-10-01")
        assert run(*sale).code == 0
    return run


def test_granting_says_the_headroom_and_json_has_the_row(trading: Run) -> None:
    done = trading("terms", "add", "Big", "discount", "--value", "3%", "--title", "spring")
    assert done.lines[0] == (
        "Big: discount 3 %: spring; headroom 600.00 → 330.00 CNY at most;"
        " costs 270.00 CNY a year (computed), from 2026-11-20"
    )
    found = trading("terms", "add", "Big", "返利", "--value", "1", "--json").json
    assert (found["kind"], found["value"], found["unit"], found["cost"]) == ("rebate", "1", "percent", "90.00")
    assert (found["headroom_before"], found["headroom_after"], found["change"] > 0) == ("330.00", "240.00", True)


def test_beyond_the_headroom_is_not_permitted_and_a_proposal_asks(trading: Run) -> None:
    refused = trading("terms", "add", "Small", "discount", "--value", "9%", who="chen.jing")
    assert (refused.code, "beyond the headroom" in refused.err) == (7, True)
    asked = trading("terms", "add", "Small", "discount", "--value", "9%", "--proposal", "6 %", "--json").json
    assert (asked["asked"], asked["kind"], asked["state"], asked["headroom_after"]) == (
        True, "terms", "waiting", "-30.00",
    )  # fmt: skip
    assert trading("exception", "approve", str(asked["id"])).code == 0
    done = trading("terms", "add", "Small", "discount", "--value", "9%", "--exception", str(asked["id"]), "--json").json
    assert (done["exception_id"], done["headroom_after"]) == (asked["id"], "-30.00")
    cards = trading("today", "--all", "--json").json
    reasons = [each["text"] for card in cards for each in card["reasons"] if each["signal"] == "SIG-16"]
    assert reasons == ["terms 30.00 CNY a year over the headroom"]


def test_unknown_gross_profit_is_an_unknown_headroom(trading: Run) -> None:
    trading("account", "add", "New")
    done = trading("terms", "add", "New", "discount", "--value", "50%")
    assert "headroom unknown: no sales in CNY" in done.out
    found = trading("terms", "headroom", "New", "--json")
    assert (found.json["headroom"], found.json["gross_profit"]) == (None, None)
    assert "unknown" in found.err


def test_who_has_more_than_a_bigger_one_is_listed(trading: Run) -> None:
    for name, percent in (("Big", "1%"), ("Small", "5%")):
        assert trading("terms", "add", name, "discount", "--value", percent).code == 0
    (found,) = trading("terms", "compare", "--json").json
    assert (found["tier"], found["with"], found["of"], found["unequal"]) == ("key", 2, 2, True)
    assert [(each["account"], [other["name"] for other in each["bigger_with_less"]]) for each in found["holders"]] == [
        ("Small", ["Big"]),
        ("Big", []),
    ]
    assert [line.split("\t")[2] for line in trading("terms", "compare", "--unequal", "--tsv").lines[1:]] == ["Small"]


def _prepaid(run: Run, tmp_path: Path) -> Any:
    (tmp_path / "invoices.csv").write_text(
        "account,number,issued,due,amount\nSmall,I1,2026-11-10,2026-12-10,100\nSmall,I2,2026-11-15,2026-12-15,100\n"
    )
    (tmp_path / "payments.csv").write_text("account,invoice,date,amount\nSmall,I1,2026-11-09,30\n")
    for name in ("invoices", "payments"):
        assert run("import", str(tmp_path / f"{name}.csv"), "--as", name).code == 0
    (row,) = run("terms", "ls", "Small", "--json").json
    return row["kept"]


def test_terms_for_prepayment_are_checked_against_what_was_paid(trading: Run, tmp_path: Path) -> None:
    add = ("terms", "add", "Small", "discount", "--value", "5%", "--prepay", "30", "--from", "2026-11-01")
    assert trading(*add).code == 0
    kept = _prepaid(trading, tmp_path)
    assert (kept["met"], kept["invoices"], kept["invoices_met"], kept["prepaid"]) == (False, 2, 1, "30.00")
    assert len(trading("terms", "ls", "--unmet", "--tsv").lines) == 2
    cards = trading("today", "--all", "--json").json
    said = [each["text"] for card in cards for each in card["reasons"] if each["signal"] == "SIG-16"]
    assert said == ["discount 5 %: 30 % prepayment unmet on 1 of 2 invoices, 15 % prepaid"]
    task = trading("terms", "ask-prepayment", "Small", "--percent", "40", "--json").json
    assert task["title"] == "negotiate 40 % prepayment, before material is ordered; 15 % were prepaid in twelve months"


def test_credit_comes_from_a_file_once(trading: Run, tmp_path: Path) -> None:
    file = tmp_path / "limits.csv"
    file.write_text("Customer,Credit limit,Grade,Currency\nBig,50000,B,CNY\nSmall,,C,\nNobody,-1,,\n")
    first = trading("import", str(file), "--json").json
    assert (first["created"]["credit"], first["rejected_count"]) == (2, 1)
    again = trading("import", str(file), "--json").json
    assert (again["created"].get("credit", 0), again["unchanged"], again["change"]) == (0, 2, None)
    found = {row["account"]: row for row in trading("credit", "ls", "--json").json}
    assert (found["Big"]["limit"], found["Big"]["grade"], found["Small"]["limit"]) == ("50000.00", "B", None)
    assert (found["Big"]["review_on"], found["Small"]["review_due"]) == ("2027-05-19", False)
    trading("undo", str(first["change"]))
    assert trading("credit", "ls", "--json").json == []


def test_credit_over_the_limit_and_as_it_was(trading: Run, tmp_path: Path) -> None:
    trading("credit", "set", "Small", "--limit", "150", "--grade", "B", "--on", "2026-11-01")
    assert trading("terms", "add", "Small", "training", "--title", "x").code == 0
    _prepaid(trading, tmp_path)
    (found,) = trading("credit", "ls", "--over", "--json").json
    assert (found["account"], found["balance"], found["percent"], found["over"]) == ("Small", "170.00", 113.3, True)
    assert trading("credit", "ls", "--over", "--as-of", "2026-11-12", "--json").json == []
    refused = trading("credit", "set", "Small", "--limit", "500", who="chen.jing")
    assert (refused.code, "a head must agree" in refused.err) == (7, True)
    shown = trading("credit", "show", "Small", "--json").json
    assert (shown["exposure"], shown["free"], len(shown["decisions"])) == ("170.00", "-20.00", 1)
    cards = trading("today", "--all", "--json").json
    reasons = [each for card in cards for each in card["reasons"] if each["signal"] == "SIG-13"]
    assert [(each["text"], each["severity"], each["since"]) for each in reasons] == [
        ("exposure 113 % of the limit: 170.00 of 150.00 CNY", "red", "2026-11-15")
    ]
    trading("credit", "set", "Big", "--limit", "100")
    trading("fact", "add", "Big", "open_orders", "101", "--period", "2026-11")
    assert [row["account"] for row in trading("credit", "ls", "--over", "--json").json] == ["Small", "Big"]
