"""`opportunity`, `funnel` and `quota`: what they print, refuse and ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.fixture
def hoped(run: Run) -> Run:
    """Acme of chen.jing, with one opportunity in the funnel that has been there since summer."""
    run("account", "add", "Acme", "--owner", "chen.jing")
    words = ("框架合同", "--account", "Acme", "--level", "in", "--amount", "50万", "--expected", "2026-12-15")
    assert run("opportunity", "add", *words, "--opened", "2026-07-01").code == 0
    return run


def test_an_opportunity_is_its_accounts_owners_and_goes_through_the_funnel_to_its_end(hoped: Run) -> None:
    (row,) = hoped("opportunity", "ls", "--json").json
    assert (row["owner"], row["level"], row["value"], row["currency"]) == ("chen.jing", "in", "500000.00", "CNY")
    moved = hoped("opportunity", "move", "1", "4")
    assert moved.lines[0] == "Acme: 框架合同: in the funnel → best few"
    won = hoped("opportunity", "win", "1", "--amount", "48万", "--reason", "service", "--json").json
    assert (won["outcome"], won["closed_on"], won["amount"], won["reason"]) == (
        "won",
        "2026-11-20",
        "480000.00",
        "service",
    )
    assert hoped("opportunity", "win", "1").code == 1
    refused = hoped("opportunity", "lose", "1")
    assert (refused.code, "reopen it first" in refused.err) == (4, True)
    assert hoped("opportunity", "reopen", "1").lines[0] == "Acme: 框架合同: open again"
    assert hoped("opportunity", "lose", "1", "--on", "2026-06-30").lines[0].endswith("that is before it was opened")


def test_as_of_a_day_before_it_was_won_it_is_open(hoped: Run) -> None:
    hoped("opportunity", "win", "1", "--on", "2026-11-01")
    assert hoped("opportunity", "ls", "-q").lines == []
    assert hoped("opportunity", "ls", "-q", "--as-of", "2026-10-31").lines == ["1"]
    assert hoped("opportunity", "ls", "-q", "--as-of", "2026-06-30").lines == []


def test_a_product_that_is_nearly_right_is_suggested_and_never_taken(hoped: Run) -> None:
    hoped("product", "add", "GTX Pro", "--price", "4821")
    said = hoped("opportunity", "add", "x", "--product", "GTXPro")
    assert "the catalogue has no GTXPro; is it GTX Pro?" in said.lines[0]
    hoped("opportunity", "add", "y", "--product", "gtx pro")
    values = {row["name"]: (row["value"], row["estimated"]) for row in hoped("opportunity", "ls", "--json").json}
    assert (values["x"], values["y"]) == ((None, False), ("4821.00", True))


def test_what_is_stale_has_not_moved_for_longer_than_the_policy_wants(hoped: Run) -> None:
    assert hoped("opportunity", "stale", "-q").lines == ["1"]
    assert hoped("opportunity", "stale", "-q", "--days", "142").lines == []
    hoped("opportunity", "move", "1", "best_few")
    assert hoped("opportunity", "stale", "-q").lines == []


def test_renewals_and_tenders_to_come_are_listed_and_other_kinds_are_not(hoped: Run) -> None:
    hoped("opportunity", "add", "service", "--kind", "续约", "--expected", "2027-02-01")
    hoped("opportunity", "add", "road", "--kind", "tender", "--expected", "2027-03-01")
    assert hoped("opportunity", "renewals", "-q").lines == ["2"]
    assert hoped("opportunity", "renewals", "-q", "--days", "120").lines == ["2", "3"]


def test_rows_come_from_stdin_and_the_same_external_id_is_the_same_opportunity(hoped: Run) -> None:
    rows = "name,account,level,external_id\npumps,Acme,above,D1\nvalves,Acme,,D2\n"
    assert hoped("opportunity", "add", "--stdin", stdin=rows).code == 0
    again = hoped("opportunity", "add", "--stdin", "--json", stdin=rows).json
    assert [row["repeated"] for row in again] == [True, True]
    assert len(hoped("opportunity", "ls", "-q").lines) == 3


def test_the_gap_to_the_quota_is_put_into_hours_and_they_are_asked_for(hoped: Run) -> None:
    missing = hoped("funnel", "--gap")
    assert (missing.code, "kamtui quota set" in missing.err) == (3, True)
    decided = "name,account,amount\n" + "".join(f"d{number},Acme,100000\n" for number in range(10))
    hoped("opportunity", "add", "--stdin", stdin=decided)
    for number in range(2, 12):
        hoped("opportunity", "win" if number < 7 else "lose", str(number), "--on", "2026-11-01")
    assert hoped("quota", "set", "chen.jing", "2M").lines[0] == "chen.jing: quota of FY2026 is 2,000,000.00 CNY"
    assert hoped("quota", "set", "chen.jing", "2M").code == 1
    (gap,) = hoped("funnel", "--gap", "--owner", "chen.jing", "--json").json
    # 2M less five won of 100,000; one of 500,000 at one half brings 250,000; 1.25M are five more of 500,000
    assert (gap["brought_by"], gap["required"], gap["expected"], gap["missing"]) == (
        "won",
        "1500000.00",
        "250000.00",
        "1250000.00",
    )
    assert (gap["win_rate"], gap["more_opportunities"], gap["required_hours"]) == (0.5, 5, 12 + 5 * 23)
    # 42 days at 30 hours a week are more than enough
    assert (gap["available_hours"], gap["short_hours"]) == (180, 0)
    assert hoped("funnel", "--request").code == 1
    hoped("quota", "set", "chen.jing", "5M")
    asked = hoped("funnel", "--request", "--dry-run")
    assert "h more to reach 5,000,000 CNY in FY2026" in asked.lines[0]
    assert hoped("exception", "ls", "-q").lines == []
    (request,) = hoped("funnel", "--request", "--json").json
    (raised,) = hoped("exception", "ls", "--json").json
    assert (raised["kind"], raised["proposal"]) == ("time", request["proposal"])
    assert "the quota stays" in raised["proposal"]


def test_a_year_alone_is_the_fiscal_year_that_begins_in_it(run: Run, tmp_path: Path) -> None:
    book = ("--book", str(tmp_path / "april.kam"))
    run("init", "--fiscal-start", "4", "--user", "li.wei", *book)
    for typed, year in {"2026": "FY2026/27", "fy2025/26": "FY2025/26", "2026-03-31": "FY2025/26"}.items():
        assert run("quota", "set", "li.wei", "1M", "--year", typed, "--dry-run", *book).lines[0].split()[3] == year
    for typed in ("2026/28", "FY9999"):
        assert run("quota", "set", "li.wei", "1M", "--year", typed, *book).code == 2
    assert run("opportunity", "rates", "--from", "FY2026/27", *book).code == 0


def test_in_one_currency_quotas_in_two_are_added_and_do_not_take_each_others_place(hoped: Run) -> None:
    hoped("quota", "set", "chen.jing", "100万")
    hoped("quota", "set", "chen.jing", "1000", "--currency", "EUR")
    hoped("rate", "set", "EUR", "8")
    assert [row["amount"] for row in hoped("quota", "ls", "--in", "CNY", "--json").json] == ["1000000.00", "8000.00"]
    (gap,) = hoped("funnel", "--gap", "--in", "CNY", "--json").json
    assert (gap["quota"], gap["funnel"], gap["who"]) == ("1008000.00", "500000.00", ["chen.jing"])


def test_a_handover_and_a_split_take_open_opportunities_along(hoped: Run) -> None:
    hoped("opportunity", "add", "two", "--account", "Acme")
    hoped("opportunity", "win", "2")
    assert "1 open opportunity" in hoped("account", "handover", "chen.jing", "li.wei").lines[0]
    rows = hoped("opportunity", "ls", "--outcome", "all", "--json").json
    assert {row["id"]: row["owner"] for row in rows} == {1: "li.wei", 2: "chen.jing"}
    assert hoped("account", "split", "Acme", "Acme South", "--opportunity", "1").code == 0
    rows = hoped("opportunity", "ls", "--outcome", "all", "--json").json
    assert {row["id"]: row["account"] for row in rows} == {1: "Acme South", 2: "Acme"}


def test_the_first_won_deal_proposes_that_a_prospect_is_regular(hoped: Run) -> None:
    hoped("tier", "set", "Acme", "prospect", "--on", "2026-01-01", "--reason", "new")
    assert hoped("tier", "proposals", "--json").json == []
    hoped("opportunity", "win", "1", "--on", "2026-11-10")
    (proposed,) = hoped("tier", "proposals", "--json").json
    assert (proposed["to"], "2026-11-10" in proposed["why"]) == ("regular", True)


def test_an_older_file_takes_back_nothing_that_was_decided_or_moved_here(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text("id,name,account,stage\nD1,a,Acme,Proposal\nD2,b,Acme,Negotiation\n", encoding="utf-8")
    assert run("import", str(file)).code == 0
    run("opportunity", "move", "1", "best_few")
    run("opportunity", "lose", "2", "--reason", "price")
    again = run("import", str(file), "--json").json
    assert (again["updated"], again["unchanged"], again["change"]) == (0, 2, None)
    assert len([text for text in again["warnings"] if "here" in text]) == 2


def test_an_owner_in_capitals_is_whoever_has_the_login_and_a_name_has_an_end(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(f"id,name,owner,stage\nD1,a,CHEN.JING,Proposal\nD2,{'x' * 501},,Proposal\n", encoding="utf-8")
    done = run("import", str(file), "--as", "opportunities", "--json").json
    assert (done["created"]["opportunities"], done["rejected_count"]) == (1, 1)
    assert run("opportunity", "ls", "--json").json[0]["owner"] == "chen.jing"
    assert run("opportunity", "add", "x" * 501).code == 2
