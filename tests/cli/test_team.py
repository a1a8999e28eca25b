"""Teams, capacity and the handover from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Run


def test_a_team_with_its_gaps(run: Run, acme: int) -> None:
    assert run("team", "join", "acme", "chen.jing", "rnd", "--since", "2026-01-01").code == 0
    assert run("team", "cover", "acme", "王伟", "li.wei", "--strength", "3", "--wanted", "5").code == 0
    found = run("team", "ls", "acme", "--json").json
    assert [(one["who"], one["function"]) for one in found["team"]] == [
        ("li.wei", "kam"),
        ("chen.jing", "rnd"),
        ("chen.jing", "tech_support"),
    ]
    assert "finance" in found["missing"]
    assert found["uncovered"] == [1]
    listed = run("team", "ls", "acme")
    assert "li.wei 3/5" in listed.out
    assert any(line.startswith("covered_by_nobody") and "Chen Li" in line for line in listed.lines)
    assert run("team", "leave", "acme", "chen.jing").code == 0
    assert run("team", "uncover", "acme", "王伟", "li.wei").code == 0
    assert run("team", "leave", "acme", "chen.jing").code == 1


def test_capacity_has_ratings_for_heads_only(run: Run, acme: int) -> None:
    assert run("team", "rate", "li.wei", "strategic", "4").code == 0
    head, colleague = (run("team", "capacity", "--json", who=who).json for who in ("li.wei", "chen.jing"))
    assert {one["login"]: one["average"] for one in head["managers"]}["li.wei"] == 4
    assert all(one["average"] is None and one["ratings"] == {} for one in colleague["managers"])
    assert head["key_accounts"]["held"] == 1
    assert head["suggested_managers"] == 1
    assert run("team", "ratings", who="chen.jing").code == 7
    assert run("team", "rate", "li.wei", "strategic", "4", who="chen.jing").code == 7
    assert run("team", "rate", "li.wei", "charm", "4").code == 2
    assert run("team", "capacity", "--json").json == run("team", "capacity", "--json").json


def test_a_suggestion_shows_what_it_comes_from(run: Run, acme: int) -> None:
    found = run("team", "suggest", "acme", "--json").json
    assert [one["login"] for one in found] == ["chen.jing", "li.wei"]
    assert {"free", "due", "accounts", "same_region", "same_industry", "is_owner"} <= found[0].keys()


def test_a_handover_is_listed_first_and_brings_a_pack(run: Run, acme: int, tmp_path: Path) -> None:
    run("task", "add", "the offer", "--account", "acme", "--due", "2026-12-01")
    listed = run("account", "handover", "li.wei", "chen.jing", "--dry-run")
    assert listed.code == 0
    assert "the offer" in listed.out
    assert run("account", "show", "acme", "--json").json["owner"] == "li.wei"
    pack = tmp_path / "pack.html"
    line = ("account", "handover", "li.wei", "chen.jing", "--from", "2027-01-01", "--pack", str(pack))
    assert run(*line, "--dry-run").code == 0
    assert not pack.exists()
    done = run(*line, "--json")
    assert done.json["accounts"] == [{"account_id": acme, "name": "Acme Holdings Ltd"}]
    text = pack.read_text(encoding="utf-8")
    assert text.count("<h1>") == 2
    assert "Acme Holdings Ltd" in text
    # it is there already: nothing is handed over
    assert run(*line).code == 2
    assert run("account", "ls", "owner:chen.jing", "-q", "--as-of", "2027-01-01").lines == [str(acme)]
    assert run("account", "ls", "owner:chen.jing", "-q").lines == []
    assert run("undo").code == 0
    assert run("team", "pack", "li.wei", "--format", "md").out.count("\n# Acme") == 1


def test_some_accounts_by_name_or_by_filter(run: Run, acme: int) -> None:
    run("account", "add", "华兴科技", "--owner", "li.wei", "--tier", "regular")
    by_name = run("account", "handover", "li.wei", "chen.jing", "--account", "acme", "--dry-run", "--json").json
    by_filter = run("account", "handover", "li.wei", "chen.jing", "--accounts", "tier:key", "--dry-run", "--json").json
    assert by_name["accounts"] == by_filter["accounts"] == [{"account_id": acme, "name": "Acme Holdings Ltd"}]
    assert run("account", "handover", "li.wei", "chen.jing", "--accounts", "tier:prospect").code == 1


def test_somebody_who_leaves_is_missed(run: Run, acme: int) -> None:
    run("user", "add", "wang.fang", "--role", "head")
    left = run("user", "leave", "li.wei", "--on", "2026-11-20", who="wang.fang")
    assert "still owns 1 account" in left.out
    assert "li.wei left on 2026-11-20" in run("exception", "overview").out
    assert run("account", "handover", "li.wei", "chen.jing", who="wang.fang").code == 0
    assert "li.wei" not in run("exception", "overview").out
    assert run("account", "handover", "chen.jing", "li.wei", who="wang.fang").code == 2
    assert run("user", "leave", "li.wei", "--back", who="wang.fang").code == 0
