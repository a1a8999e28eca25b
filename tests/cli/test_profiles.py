"""Profiles, competitors, partnerships and segments on the command line."""

from __future__ import annotations

import json

from tests.conftest import Run


def test_what_is_known_is_set_listed_with_its_age_confirmed_and_missed(run: Run, acme: int) -> None:
    done = run("profile", "set", "acme", "goals", "a second plant", "--source", "customer", "--on", "2026-03-01")
    assert done.lines[0] == "Acme Holdings Ltd: goals: a second plant"
    (row,) = run("profile", "ls", "acme", "--json").json
    assert row == {
        "id": 1,
        "account_id": 1,
        "contact_id": None,
        "field": "goals",
        "value": "a second plant",
        "source": "customer",
        "on": "2026-03-01",
        "age_days": 264,
        "stale": True,
        "confidential": False,
        "author": "li.wei",
        "account": "Acme Holdings Ltd",
        "contact": None,
    }
    (gap,) = run("profile", "gaps", "--json").json
    assert (gap["percent"], gap["stale"], gap["held_by"]) == (14, 1, None)
    assert {"field": "goals", "on": "2026-03-01"} in gap["gaps"]
    assert run("profile", "confirm", "acme").code == 0
    assert run("profile", "confirm", "acme").code == 1
    shown = run("account", "show", "acme", "--json").json
    assert (shown["profile_percent"], shown["profile_oldest_on"]) == (14, "2026-11-20")
    assert run("profile", "set", "acme", "goals", "-").code == 0
    assert run("profile", "ls", "acme", "--json").json == []


def test_what_is_known_of_a_person_is_theirs(run: Run, acme: int) -> None:
    run("profile", "set", "acme", "birthday", "3/18", "--contact", "Chen", "--confidential")
    (row,) = run("profile", "ls", "acme", "--contact", "Chen", "--json").json
    assert (row["account_id"], row["contact"], row["value"], row["stale"]) == (None, "Chen Li", "03-18", False)
    assert run("profile", "ls", "acme", "--json", who="chen.jing").json == []
    assert run("profile", "set", "-", "birthday", "soon", "--contact", "1").code == 2


def test_a_competitors_move_is_noted_and_asks_for_an_answer_in_the_review(run: Run, acme: int) -> None:
    sent = {"account": "acme", "name": "Norvak", "share": "30%", "move": "12 % off", "on": "2026-11-10"}
    assert run("rival", "note", "--stdin", stdin=json.dumps(sent)).code == 0
    row = run("rival", "note", "acme", "norvak", "--counter", "engineer on site", "--json").json
    assert (row["share"], row["counter"], row["move_on"]) == (30.0, "engineer on site", "2026-11-10")
    cards = run("today", "--all", "--json").json
    (told,) = [why for card in cards for why in card["reasons"] if why["signal"] == "SIG-30"]
    assert (told["text"], told["severity"]) == ("Norvak moved 10d ago: 12 % off", "amber")
    assert [each["share"] for each in run("rival", "ls", "acme", "--history", "--json").json] == [30.0, 30.0]
    assert run("rival", "gone", "acme", "Hedlin").code == 3
    assert run("rival", "gone", "acme", "Norvak").code == 0
    assert run("rival", "ls", "--json").json == []


def test_a_partnership_and_segments_stand_in_the_account_and_the_briefing(run: Run, acme: int) -> None:
    run("profile", "partnership", "acme", "agreed", "--until", "2027-01-20", "--note", "three years")
    run("account", "edit", "acme", "--segments", "战略,economic")
    run("profile", "set", "acme", "value drivers", "price; lead time")
    run("profile", "set", "acme", "value drivers", "quiet", "--contact", "Chen")
    (row,) = run("profile", "partners", "--json").json
    assert (row["stage"], row["until"], row["ends_in_days"]) == ("agreed", "2027-01-20", 61)
    told = run("brief", "acme", "--json").json
    assert told["value_drivers"] == ["price", "lead time"]
    assert told["value_drivers_of_people"] == [{"name": "Chen Li", "value_drivers": ["quiet"]}]
    assert (told["segments"], told["partnership"]) == (["economic", "strategic"], "agreed")
    assert "price > lead time" in run("brief", "acme").out
    assert [each["id"] for each in run("account", "ls", "segment:strategic", "--json").json] == [acme]
    edited = run("account", "edit", "acme", "--segments", "group")
    assert "kamtui account move 1 PARENT" in edited.err


def test_segments_come_with_an_import(run: Run, acme: int, tmp_path: object) -> None:
    file = f"{tmp_path}/accounts.csv"
    with open(file, "w", encoding="utf-8") as out:
        out.write("id,name,segments\nA7,华兴科技,战略;集团\nA8,Gorey Mills,huge\n")
    done = run("import", file, "--as", "accounts", "--json").json
    assert done["created"]["accounts"] == 2
    found = {row["name"]: row["segments"] for row in run("account", "ls", "--json").json}
    assert found["华兴科技"] == ["group", "strategic"]
    assert found["Gorey Mills"] == []
