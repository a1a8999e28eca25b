"""`exception` and `regularity`: what they print and refuse."""

from __future__ import annotations

import sys

import pytest

from tests.conftest import Run


@pytest.fixture
def raised(run: Run) -> Run:
    """Two exceptions: of chen.jing about an account, and of li.wei, the head, about none."""
    run("account", "add", "Acme", "--owner", "chen.jing", "--tier", "key")
    first = ("18 % discount", "--account", "Acme", "--kind", "terms", "--proposal", "15 % and two years")
    assert run("exception", "add", *first, "--on", "2026-11-16", who="chen.jing").code == 0
    assert run("exception", "add", "one week more", "--proposal", "overtime").code == 0
    return run


def test_raising_says_that_it_waits_and_answers_with_the_row(run: Run) -> None:
    done = run("exception", "add", "x", "--proposal", "y")
    assert done.lines == ["exception 1: x waits for a head", "undo: kamtui undo 3"]
    found = run("exception", "add", "z", "--proposal", "y", "--kind", "credit", "--json").json
    assert (found["id"], found["kind"], found["state"], found["raised_by"]) == (2, "credit", "waiting", "li.wei")
    assert (found["comments"], found["answer"], found["account_id"]) == ([], None, None)


def test_without_a_proposal_it_is_bad_input_that_says_why(run: Run) -> None:
    done = run("exception", "add", "may I?")
    assert done.code == 2
    assert "needs a proposal" in done.err
    assert run("exception", "add", "x", "--proposal", "y", "--kind", "whim").code == 2


def test_rows_come_from_stdin_and_a_key_makes_them_idempotent(run: Run) -> None:
    rows = (
        '{"title": "a", "proposal": "p", "key": "k1"}\n{"title": "b", "proposal": "p", "kind": "时间", "key": "k2"}\n'
    )
    assert run("exception", "add", "--stdin", stdin=rows).code == 0
    run("exception", "add", "--stdin", stdin=rows)
    assert [(row["title"], row["kind"]) for row in run("exception", "ls", "--json").json] == [
        ("a", "other"),
        ("b", "time"),
    ]
    missing = run("exception", "add", "--stdin", stdin='{"title": "c"}\n')
    assert (missing.code, "row 1" in missing.err) == (2, True)


def test_the_list_is_of_what_waits_the_oldest_first(raised: Run) -> None:
    rows = raised("exception", "ls", "--json").json
    assert [(row["title"], row["account"], row["on"]) for row in rows] == [
        ("18 % discount", "Acme", "2026-11-16"),
        ("one week more", None, "2026-11-20"),
    ]
    assert raised("exception", "ls", "--by", "me", "-q").out == "2\n"
    assert raised("exception", "ls", "--account", "Acme", "-q").out == "1\n"
    raised("exception", "approve", "1", "--reason", "fine")
    assert raised("exception", "ls", "-q").out == "2\n"
    assert raised("exception", "ls", "--state", "approved", "-q").out == "1\n"
    assert raised("exception", "ls", "--state", "all", "-q").out == "1\n2\n"
    assert raised("exception", "ls", "--state", "whim").code == 2


def test_a_decision_answers_with_the_row_and_a_second_one_conflicts(raised: Run) -> None:
    found = raised("exception", "change", "1", "12 %, one year", "--json").json
    assert (found["state"], found["answer"], found["decided_by"]) == ("changed", "12 %, one year", "li.wei")
    again = raised("exception", "refuse", "1", "no")
    assert (again.code, "changed by li.wei on 2026-11-20" in again.err) == (4, True)
    assert raised("exception", "approve", "99").code == 3


def test_who_is_no_head_is_not_permitted(raised: Run) -> None:
    assert raised("exception", "approve", "1", who="chen.jing").code == 7
    assert raised("exception", "refuse", "1", "x", "--json", who="chen.jing").error["code"] == "not_permitted"
    assert raised("exception", "withdraw", "1").code == 7
    assert raised("exception", "withdraw", "1", who="chen.jing").code == 0


def test_show_has_what_was_said(raised: Run) -> None:
    assert raised("exception", "comment", "1", "why two?").code == 0
    found = raised("exception", "show", "1", "--json").json
    assert found["comments"] == [{"on": "2026-11-20", "author": "li.wei", "text": "why two?"}]
    assert "why two?" in raised("exception", "show", "#1").out


def test_the_overview_has_every_part_and_only_what_is_beyond_the_limits(raised: Run) -> None:
    raised("status", "set", "Acme", "declining", "--on", "2026-11-10", "--reason", "rival")
    found = raised("exception", "overview", "--json").json
    assert [row["id"] for row in found["exceptions"]] == [1, 2]
    assert found["exceptions"][0]["days"] == 4
    (red,) = found["reds"]
    assert (red["name"], red["owner"], red["working_days"], red["at_risk"]) == ("Acme", "chen.jing", 8, True)
    assert (red["done"], red["put_off_until"]) == ("nothing was done about it", None)
    assert (found["more_reds"], found["handovers"], found["more_handovers"]) == ([], [], [])
    assert found["tier_proposals"] == {"count": 0, "by_owner": []}
    lines = raised("exception", "overview", "--tsv").lines
    assert lines[0].split("\t")[:3] == ["section", "name", "text"]
    assert [line.split("\t")[0] for line in lines[1:4]] == ["decide", "decide", "at risk"]
    assert raised("exception", "overview", "-q").out == "1\n2\n"


def test_of_one_manager_five_reds_are_named_and_the_others_counted(run: Run) -> None:
    for number in range(7):
        run("account", "add", f"Acme {number}", "--owner", "chen.jing", "--tier", "regular")
        run("status", "set", f"Acme {number}", "declining", "--on", "2026-11-10", "--reason", "rival")
    found = run("exception", "overview", "--json").json
    assert (len(found["reds"]), found["more_reds"]) == (5, [{"owner": "chen.jing", "count": 2}])
    assert "2 more" in run("exception", "overview").out


def test_as_of_a_day_the_overview_is_that_days(raised: Run) -> None:
    found = raised("exception", "overview", "--as-of", "2026-11-17", "--json").json
    assert [row["id"] for row in found["exceptions"]] == [1]


def test_regularity_lists_managers_by_login_in_every_form(raised: Run) -> None:
    (row,) = raised("regularity", "--json").json
    assert (row["user"], row["review_days"], row["working_days"]) == ("chen.jing", 0, 20)
    assert (row["from"], row["to"]) == ("2026-10-24", "2026-11-20")
    assert (row["key_accounts"], row["key_in_touch"], row["kinds"], row["two_way_percent"]) == (1, 0, {}, None)
    assert raised("regularity", "--user", "chen.jing").code == 0
    assert raised("regularity", "--user", "nobody").code == 3
    raised("touch", "add", "Acme", "--kind", "call", "--by", "chen.jing")
    assert "0/20" in raised("regularity").out
    assert "call 100%" in raised("regularity").out


@pytest.mark.parametrize("command", [("exception", "ls"), ("exception", "overview"), ("regularity",)], ids=" ".join)
@pytest.mark.parametrize("form", ["--json", "--tsv", "-q"])
def test_an_empty_book_has_an_answer_in_every_form(run: Run, command: tuple[str, ...], form: str) -> None:
    assert run(*command, form).code == 0


def test_a_sheet_says_codes_in_the_users_language(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("account", "add", "Acme")
    run("exception", "add", "18 % discount", "--account", "Acme", "--kind", "terms", "--proposal", "15 %")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("KAMTUI_LANG", "zh")
    shown = run("exception", "show", "1").out
    assert "待决定" in shown
    assert "waiting" not in shown
