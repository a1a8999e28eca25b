"""Issues, the service report and satisfaction on the command line."""

from __future__ import annotations

import json

from tests.conftest import Run


def add(run: Run, title: str, *more: str, on: str = "2026-11-10", who: str = "li.wei") -> int:
    ran = run("issue", "add", "acme", title, "--on", on, *more, "--json", who=who)
    assert ran.code == 0, ran.err
    return int(ran.json["id"])


def test_an_issue_goes_its_way_and_its_clocks_run_by_the_tier(run: Run, acme: int) -> None:
    key = add(run, "pump leaks", "--kind", "投诉", "--severity", "1", "--contact", "王伟", "--cause", "worn seal")
    (row,) = run("issue", "ls", "--open", "--late", "--mine", "--json").json
    assert {name: row[name] for name in ("id", "tier", "sla", "late", "respond_by", "resolve_by", "contact")} == {
        "id": key,
        "tier": "key",
        "sla": "late",
        "late": True,
        "respond_by": "2026-11-10T16:00:00Z",
        "resolve_by": "2026-11-11T12:00:00Z",
        "contact": "王伟",
    }
    assert run("issue", "answer", "1", "we come", "--on", "2026-11-10").lines[0].endswith("answered in time")
    assert run("issue", "resolve", "1", "new seal").code == 2
    learned = ("--lesson", "seals age", "--prevented-by", "a yearly change", "--first-time", "--on", "2026-11-12")
    done = run("issue", "resolve", "1", "new seal", *learned)
    assert done.lines[0] == "Acme Holdings Ltd: issue #1 pump leaks settled, 1d late, at the first go"
    (tier,) = run("issue", "report", "--json").json["tiers"]
    assert (tier["first_time_rate"], tier["response_rate"], tier["resolution_rate"]) == (1.0, 1.0, 0.0)
    # as it was before it was answered
    (then,) = run("issue", "ls", "--json", "--as-of", "2026-11-10").json
    assert (then["state"], then["answer"], then["resolution"]) == ("open", None, "in time")
    assert run("issue", "reopen", "1").code == 0
    assert run("issue", "ls", "--open", "-q").lines == ["1"]


def test_a_time_of_one_day_and_another_day_are_refused(run: Run, acme: int) -> None:
    said = run("issue", "add", "acme", "x", "--at", "2026-11-12 10:00", "--on", "2026-11-10")
    assert (said.code, "--at is of 2026-11-12" in said.err) == (2, True)
    assert run("issue", "add", "acme", "x", "--at", "10:00", "--on", "2026-11-10").code == 0


def test_rows_from_a_script_come_once_by_their_key(run: Run, acme: int) -> None:
    rows = [
        {"account": "acme", "title": f"case {n}", "kind": "billing", "key": f"s{n}", "cause": "Typo"} for n in (1, 2)
    ]
    text = "\n".join(map(json.dumps, rows))
    assert run("issue", "add", "--stdin", stdin=text).code == 0
    assert "issue 1 came before" in run("issue", "add", "--stdin", stdin=text).out
    add(run, "case 3", "--cause", "typo", on="2026-06-01")
    (cause,) = run("issue", "causes", "--json").json
    assert (cause["count"], cause["accounts"]) == (3, [{"account_id": 1, "name": "Acme Holdings Ltd", "count": 3}])
    assert run("issue", "causes", "--least", "4", "--json").json == []
    assert run("issue", "ls", "--cause", "TYPO", "--since", "2026-11-01", "-q").lines == ["1", "2"]
    texts = [each["text"] for card in run("today", "--all", "--json").json for each in card["reasons"]]
    assert "3 issues in 180d of one cause: Typo" in texts


def test_what_was_told_in_confidence_is_in_no_answer_to_others(run: Run, acme: int) -> None:
    add(run, "secretword", "--confidential", "--cause", "secretcause")
    add(run, "plain")
    commands = (
        "issue ls",
        "issue causes --least 1",
        "issue report",
        "brief acme",
        "today --all",
        "journal",
        "journal 6",
    )
    for command in commands:
        for shape in ([], ["--json"]):
            assert "secret" not in run(*command.split(), *shape, who="chen.jing").out, command
    assert "secretword" in run("issue", "ls", who="li.wei").out
    assert run("issue", "show", "1", who="chen.jing").code == 3
    assert "secretword" in run("brief", "acme", "--confidential").out
    assert "secretword" not in run("brief", "acme").out


def test_a_green_channel_goes_first_and_stands_in_the_briefing_with_what_became_of_requests(
    run: Run, acme: int
) -> None:
    run("account", "add", "Bosch", "--tier", "prospect", "--green")
    run("issue", "add", "Bosch", "a sample", "--kind", "request", "--department", "finance", "--on", "2026-11-10")
    add(run, "pump leaks")
    assert run("issue", "ls", "-q").lines == ["1", "2"]
    run("issue", "resolve", "1", "sent with invoice")
    page = run("brief", "Bosch").out
    assert "green channel" in page
    assert "sent with invoice" in page
    assert "finance" in page
    assert run("account", "edit", "Bosch", "--no-green").code == 0
    assert run("account", "show", "Bosch", "--json").json["green_channel"] is False


def test_satisfaction_is_told_level_by_level(run: Run, acme: int) -> None:
    assert run("satisfaction", "acme").code == 1
    run("opinion", "add", "acme", "3", "--contact", "Chen")
    run("opinion", "add", "acme", "9", "--contact", "李娜")
    run("opinion", "add", "acme", "2", "--contact", "李娜", "--about", "chen.jing")
    ran = run("satisfaction", "acme", "--json").json
    assert [(each["level"], each["n"], each["zone"]) for each in ran["levels"]] == [
        ("exec", 1, "danger"),
        ("front", 1, "loyalty"),
    ]
    (account,) = ran["accounts"]
    assert (account["never_asked"], account["doubts"]) == (["mid"], ["few answered", "a level was never asked"])
    assert "mean" not in account
    assert "take care: few answered" in run("satisfaction", "acme").err
