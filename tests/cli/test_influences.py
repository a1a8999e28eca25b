"""Buying influences, links and red flags on the command line."""

from __future__ import annotations

import json

from tests.conftest import Run


def test_who_decides_is_judged_listed_and_kept_as_history(run: Run, acme: int) -> None:
    words = ["--role", "EU", "--degree", "high", "--mode", "growth", "--rating", "3", "--stance", "1", "--rung", "2"]
    done = run("contact", "influence", "acme", "Chen", *words, "--rung-wanted", "4", "--win", "promotion", "--json")
    assert (done.json["roles"], done.json["stance"], done.json["author"]) == (["economic", "user"], 1, "li.wei")
    run(
        "contact",
        "influence",
        "acme",
        "王总",
        "--role",
        "technical",
        "--role",
        "教练",
        "--rung",
        "1",
        "--on",
        "2026-06-01",
    )
    found = run("contact", "influences", "acme", "--json").json
    assert found["missing"] == []
    assert [one["name"] for one in found["roles"]["coach"]] == ["王伟"]
    # only Chen is a key person
    assert found["rungs"] == {
        "people": {"1": 1, "2": 1, "3": 0, "4": 0, "5": 0}, "unknown": 1, "least": 2, "least_names": ["Chen Li"],
    }  # fmt: skip
    assert found["coverage"]["points"]["roles"] == 25
    people = {one["name"]: one for one in found["people"]}
    assert [people[name]["stale"] for name in ("Chen Li", "王伟", "李娜")] == [False, True, False]
    told = run("contact", "influences", "acme").err.splitlines()
    assert told[:2] == [
        "all four buying roles are known",
        "rungs: 1: 1, 2: 1; lowest among key people 2 (a good product or service): Chen Li",
    ]
    run("contact", "influence", "acme", "Chen", "--win", "-", "--stance", "2")
    past = run("contact", "influences", "acme", "--history", "Chen", "--json").json
    assert [(row["stance"], row["win"]) for row in past] == [(2, None), (1, "promotion")]


def test_one_command_verifies_everybody_who_is_judged_there(run: Run, acme: int) -> None:
    for name in ("Chen", "王伟"):
        run("contact", "influence", "acme", name, "--role", "U", "--on", "2026-05-01")
    assert "what" not in run("contact", "verify", "acme", "--dry-run").err
    assert run("contact", "verify", "acme").lines[0] == "Acme Holdings Ltd: still true on 2026-11-20: Chen Li, 王伟"
    assert run("contact", "verify", "acme").code == 1
    assert run("contact", "verify", "acme", "李娜").code == 1


def test_rows_from_a_script_judge_many_in_one_change(run: Run, acme: int) -> None:
    rows = [
        {"account": "acme", "contact": "Chen", "role": ["economic"], "stance": "-1", "confidential": True},
        {"account": "acme", "contact": "王伟", "role": "U;T", "win": "less work"},
    ]
    text = "\n".join(json.dumps(row) for row in rows)
    done = run("contact", "influence", "--stdin", "--json", stdin=text)
    assert [row["roles"] for row in done.json] == [["economic"], ["user", "technical"]]
    assert len({row["change"] for row in done.json}) == 1
    seen = run("contact", "influences", "acme", "--json", who="chen.jing").json
    assert seen["missing"] == ["economic", "coach"]
    assert run("undo", str(done.json[0]["change"]), who="chen.jing").code == 7


def test_what_is_mistyped_says_what_would_do(run: Run, acme: int) -> None:
    for words, said in (
        (["--role", "boss"], "economic, user, technical, coach"),
        (["--stance", "3"], "stance is -2 to 2"),
        (["--mode", "angry"], "growth, trouble, even_keel, overconfident"),
        (["--on", "tomorrow", "--stance", "1"], "still to come"),
        ([], "name a field"),
    ):
        refused = run("contact", "influence", "acme", "Chen", *words)
        assert refused.code == 2
        assert said in refused.err


def test_links_are_added_listed_from_both_ends_and_ended(run: Run, acme: int) -> None:
    run("account", "add", "Novák s.r.o.")
    run("link", "add", "acme", "influences", "--contact", "王伟", "--to", "Chen")
    run("link", "add", "acme", "介绍", "--to-account", "Novák", "--note", "at the fair")
    rows = run("link", "ls", "Novák", "--json").json
    assert [(row["kind"], row["account"], row["note"]) for row in rows] == [
        ("referral", "Acme Holdings Ltd", "at the fair")
    ]
    assert len(run("link", "ls", "acme", "--kind", "influences", "--contact", "Chen", "--json").json) == 1
    assert run("link", "end", "1").lines[0] == "王伟 – influences – Chen Li: until 2026-11-20"
    assert run("link", "ls", "-q").lines == ["2"]
    assert run("link", "ls", "--all", "-q").lines == ["1", "2"]


def test_red_flags_are_listed_answered_and_settled(run: Run, acme: int) -> None:
    run("flag", "raise", "acme", "merger?", "talks with a rival", "--contact", "王伟")
    run("flag", "answer", "acme", "role:coach", "--strength", "labs", "--task", "find a guide", "--due", "next fri")
    rows = {row["subject"]: row for row in run("flag", "ls", "acme", "--json").json}
    assert rows["merger?"]["by_hand"]
    assert (rows["role:coach"]["strength"], rows["role:coach"]["task"]) == ("labs", "find a guide")
    assert rows["role:economic"]["text"] == "who approves the purchase is unknown"
    assert "data confidence" in run("flag", "ls", "acme").err
    assert run("flag", "settle", str(rows["role:coach"]["id"])).code == 2
    run("flag", "settle", str(rows["merger?"]["id"]))
    now = [row["subject"] for row in run("flag", "ls", "acme", "--json").json]
    assert "merger?" not in now
    assert run("flag", "answer", "acme", "merger?", "--strength", "x").code == 3


def test_the_briefing_says_who_decides_what_they_win_and_what_is_in_doubt(run: Run, acme: int) -> None:
    run(
        "contact", "influence", "acme", "Chen", "--role", "E", "--stance", "-1", "--mode", "even_keel", "--win", "peace"
    )
    page = run("brief", "acme").out
    (row,) = [line for line in page.splitlines() if line.startswith(" Chen Li")]
    assert row.split()[:6] == ["Chen", "Li", "exec", "management", "E", "-1"]
    assert "wins peace" in page
    assert "nobody guides us there" in page
    assert "economic Chen Li prefers another" in page
    found = run("brief", "acme", "--json").json
    assert found["people"][0]["influence"]["win"] == "peace"
    assert found["confidence"] is not None
