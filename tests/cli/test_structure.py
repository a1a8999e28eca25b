"""account move, group, merge, unmerge, split, duplicates, apart: what they print and refuse."""

from __future__ import annotations

from tests.conftest import Run


def test_a_group_is_printed_as_a_tree_with_its_total(run: Run) -> None:
    run("account", "add", "Group")
    run("account", "add", "Works", "--parent", "Group")
    run("account", "add", "Shop")
    run("sale", "add", "Works", "20", "--number", "W1", "--date", "2026-10-01")
    run("sale", "add", "Shop", "300", "--number", "S1", "--date", "2026-11-01")
    moved = run("account", "move", "Shop", "Works", "--on", "2026-10-15")
    assert moved.lines[0] == "Shop belongs to Works from 2026-10-15"
    assert run("account", "move", "Shop", "Works").code == 1
    assert run("account", "move", "Group", "Shop").code == 2
    lines = [line.split("\t") for line in run("account", "group", "Group").lines]
    assert [(line[1], line[6]) for line in lines[1:]] == [
        ("Group", ""),
        ("  Works", "20.00 CNY"),
        ("    Shop", "300.00 CNY"),
        ("total", "320.00 CNY"),
    ]
    months = run("sale", "series", "Group", "--group", "--from", "2026-10", "--to", "2026-10", "--json").json
    assert [(row["period"], row["revenue"]) for row in months] == [("2026-10", "20.00")]
    assert run("account", "ls", "--json", "--as-of", "2026-10-14").json[1]["parent_id"] is None
    ranked = run("pareto", "--by", "revenue", "--groups", "--json").json
    assert [(row["name"], row["value"]) for row in ranked["accounts"]] == [("Group", "320.00")]


def test_a_merge_says_what_moves_and_stays_and_is_taken_back(run: Run) -> None:
    run("account", "add", "Beta GmbH", "--id", "B1", "--tier", "key")
    run("account", "add", "BETA", "--id", "b-1", "--tier", "regular")
    run("sale", "add", "b-1", "5", "--number", "X")
    (pair,) = run("account", "duplicates", "--json").json
    assert (pair["signs"], pair["confidence"]) == (["name", "external id"], "high")
    dry = run("account", "merge", "B1", "b-1", "--dry-run")
    said = "BETA is merged into Beta GmbH; moved: sales documents 1; stays with BETA: tier decisions 1"
    assert dry.lines == [f"{said}; tier: key stays in force, not regular"]
    done = run("account", "merge", "B1", "b-1", "--json").json
    assert (done["moved"], done["stayed"], done["victim_id"]) == ({"sale": 1}, {"tier_decision": 1}, 2)
    gone = run("account", "show", "#2")
    assert (gone.code, "was merged into #1 Beta GmbH" in gone.err) == (3, True)
    (merged,) = run("account", "show", "b-1", "--json").json["merged"]
    assert [(one["what"], one["to"]) for one in merged["decided"]] == [("tier", "regular")]
    run("sale", "add", "b-1", "7", "--number", "Y")
    assert "came since and stays with Beta GmbH: sale:2" in run("account", "unmerge", "b-1", "--dry-run").out
    assert run("account", "unmerge", "b-1", "--later", "sale").code == 2
    assert run("account", "unmerge", "b-1", "--later", "sale:2").code == 0
    assert [row["account"] for row in run("sale", "ls", "--json").json] == ["BETA", "BETA"]
    assert run("account", "apart", "B1", "b-1", "--reason", "two towns").code == 0
    assert run("account", "duplicates", "--json").json == []


def test_a_split_names_what_went_and_refuses_what_is_not_there(run: Run, acme: int) -> None:
    assert run("account", "split", "acme", "Acme Rail", "--on", "2026-09-01", "--sales", "N9").code == 2
    assert run("account", "split", "acme", "Acme Rail", "--on", "2099-01-01").code == 2
    done = run("account", "split", "acme", "Acme Rail", "--on", "2026-09-01", "--person", "Chen Li", "--id", "R1")
    assert "parted from Acme Holdings Ltd on 2026-09-01; moved: positions 1" in done.lines[0]
    assert [row["name"] for row in run("account", "show", "R1", "--json").json["people"]] == ["Chen Li"]
