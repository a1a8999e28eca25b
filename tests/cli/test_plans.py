"""kamtui plan and kamtui goal, as somebody keeps a plan alive without the app."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import TODAY, Run


@pytest.fixture
def planned(run: Run, acme: int) -> Run:
    """Acme has a plan of this year."""
    assert run("plan", "start", "acme").code == 0
    return run


def shown(run: Run, *words: str) -> Any:
    return run("plan", "show", *(words or ("acme",)), "--json").json


def test_a_plan_is_written_confirmed_and_gone_through(planned: Run) -> None:
    assert planned("plan", "write", "acme", "优势", "best lifts", "--source", "客户", "--on", "2026-07-01").code == 0
    found = shown(planned)
    assert (found["label"], found["percent"], found["next_section"]) == ("FY2026", 4, "who")
    strengths = next(section for section in found["sections"] if section["key"] == "strengths")
    assert (strengths["source"], strengths["age_days"], strengths["stale"]) == ("customer", 142, True)
    assert found["stale_sections"] == ["strengths"]
    assert planned("plan", "review", "acme", "on course", "--confirm").code == 0
    found = shown(planned)
    assert (found["stale_sections"], found["reviews"][0]["text"]) == ([], "on course")
    said = planned("plan", "history", "acme", "strengths", "--json").json
    assert [row["on"] for row in said] == [TODAY.isoformat(), "2026-07-01"]
    planned("plan", "write", "acme", "strengths", "-")
    assert shown(planned)["percent"] == 0
    assert planned("undo").code == 0
    assert shown(planned)["percent"] == 4


def test_goals_say_where_they_stand(planned: Run) -> None:
    planned("sale", "add", "acme", "300000", "--date", "2026-02-01")
    revenue = planned("goal", "add", "acme", "销售额", "--metric", "销售额", "--target", "100万", "--json").json
    assert (revenue["kind"], revenue["unit"], revenue["target"]) == ("revenue", "CNY", "1000000.00")
    assert shown(planned)["only_money"]
    words = ("--unit", "plants", "--base", "0", "--target", "4", "--due", "2026-12-31", "--kind", "supply")
    plants = planned("goal", "add", "acme", "VMI", *words, "--json").json["id"]
    unknown = planned("goal", "ls", "acme", "--json").json[1]
    assert (unknown["actual"], unknown["progress"], unknown["course"]) == (None, None, "unknown")
    assert planned("goal", "measure", str(plants), "2 plants", "--json").json["actual"] == "2"
    assert planned("task", "add", "visit", "--goal", str(plants), "--due", "2026-12-01").code == 0
    first, second = planned("goal", "ls", "--json").json
    assert (first["actual"], first["progress"], first["course"]) == ("300000.00", 0.3, "off_track")
    assert (second["progress"], second["course"], second["actions"][0]["title"]) == (0.5, "on_track", "visit")
    assert [row["id"] for row in planned("goal", "ls", "--off-track", "--json").json] == [first["id"]]
    assert planned("goal", "edit", str(plants), "--target", "2", "--due", "-").code == 0
    assert planned("goal", "settle", str(plants), "reached").code == 0
    assert planned("goal", "ls", "acme", "--json").json[1]["state"] == "reached"
    assert [row["off_track"] for row in planned("plan", "ls", "--attention", "--json").json] == [1]


def test_the_companys_plan_needs_no_account(run: Run, acme: int) -> None:
    assert run("plan", "show", "--company").code == 3
    for words in (("start",), ("write", "mission", "lifts that last"), ("confirm", "--on", "today"), ("review", "ok")):
        answer = run("plan", words[0], "--company", *words[1:])
        assert answer.code == (1 if words[0] == "confirm" else 0), answer.err
    found = shown(run, "--company")
    assert (found["account"], found["percent"], found["reviews"][0]["text"]) == (None, 4, "ok")
    assert run("goal", "add", "--company", "two more key accounts", "--target", "2").code == 0
    assert run("plan", "show").code == run("plan", "show", "acme", "--company").code == 2


def test_a_plan_of_another_year_is_named_by_the_year(planned: Run) -> None:
    assert planned("plan", "start", "acme", "--year", "2027", "--copy").code == 0
    assert planned("plan", "write", "acme", "who", "makes lifts", "--year", "FY2027").code == 0
    assert shown(planned, "acme", "--year", "2027-05-05")["percent"] == 5
    assert shown(planned)["percent"] == 0
    missing = planned("plan", "show", "acme", "--year", "2020")
    assert (missing.code, "kamtui plan start" in missing.err) == (3, True)


def test_rows_from_stdin_write_sections(planned: Run) -> None:
    rows = '{"account": "acme", "section": "who", "text": "makes lifts"}\n'
    assert planned("plan", "write", "--stdin", stdin=rows + rows.replace("who", "want")).code == 0
    assert shown(planned)["percent"] == 10


def test_a_key_account_without_a_plan_asks_for_one(planned: Run) -> None:
    planned("account", "add", "Zenith", "--tier", "key")
    cards = planned("today", "--all", "--json").json
    asked = {
        card["name"]: [reason["text"] for reason in card["reasons"] if reason["signal"] == "SIG-24"] for card in cards
    }
    assert asked["Zenith"] == ["no plan for FY2026"]
    assert not asked.get("Acme Holdings Ltd")
