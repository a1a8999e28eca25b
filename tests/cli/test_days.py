"""The review, tasks, users, the policy: what a day's work asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamtui.ops.reviews import mark_done
from kamtui.store.book import Book
from tests.conftest import TODAY, Run


def test_today_lists_the_accounts_that_wait_worst_first(run: Run, acme: int) -> None:
    run("account", "add", "Bolt", "--tier", "regular", "--owner", "li.wei")
    run("touch", "add", "Bolt", "hi", "--on", "2026-08-01")
    run("task", "add", "send offer", "--account", "acme", "--due", "2026-11-18")
    first, second = run("today", "--json").json
    assert [reason["text"] for reason in first["reasons"]] == [
        "2d late: send offer",
        "never touched",
        "key by relationship alone",
    ]
    assert second == second | {
        "account_id": 2,
        "name": "Bolt",
        "tier": "regular",
        "status": None,
        "severity": "red",
        "last_touch_on": "2026-08-01",
    }
    (reason,) = second["reasons"]
    assert reason == reason | {"signal": "SIG-01", "severity": "red", "action": "touch"}
    assert "66d" in reason["text"]
    assert run("today", "-q").lines == ["1", "2"]


def test_today_is_ones_own_unless_one_owns_nothing(run: Run, acme: int) -> None:
    run("account", "add", "Bolt", "--owner", "chen.jing")
    assert run("today", "-q").lines == ["1"]
    assert run("today", "--user", "chen.jing", "-q").lines == ["2"]
    assert run("today", "--all", "-q").lines == ["1", "2"]
    assert run("today", "-q", who="nobody").lines == ["1", "2"]
    assert run("today", "--user", "stranger").code == 3
    assert run("today", "--user", "chen.jing", "--all").code == 2


def test_a_reviewed_account_is_left_out(run: Run, book: Book, acme: int) -> None:
    assert run("today", "-q").lines == ["1"]
    mark_done(book, acme, on=TODAY)
    assert run("today", "-q").lines == []


def test_no_command_is_today_and_says_so(run: Run, acme: int) -> None:
    done = run("-q")
    assert done.lines == ["1"]
    assert "kamtui today" in done.err


def test_tasks_are_added_done_and_listed(run: Run, acme: int) -> None:
    done = run("task", "add", "发合同", "--account", "acme", "--due", "next fri", "--contact", "王总", "--json").json
    assert done | {"change": 0} == {
        "id": 1,
        "account_id": 1,
        "account": "Acme Holdings Ltd",
        "contact_id": 2,
        "touch_id": None,
        "title": "发合同",
        "due_on": "2026-11-27",
        "owner": "li.wei",
        "state": "open",
        "done_on": None,
        "on": "2026-11-20",
        "contact": "王伟",
        "by_customer": False,
        "repeat": None,
        "signal": None,
        "result": None,
        "goal_id": None,
        "change": 0,
    }
    run("task", "add", "some day", "--owner", "chen.jing")
    assert run("task", "ls", "-q").lines == ["1", "2"]
    assert run("task", "ls", "--owner", "me", "--due", "2026-11-30", "-q").lines == ["1"]
    assert run("task", "done", "1").lines[0] == "task 1: 发合同 is done"
    assert run("task", "done", "1").code == 1
    assert run("task", "ls", "--state", "done", "-q").lines == ["1"]
    run("task", "reopen", "1")
    run("task", "cancel", "#2")
    assert run("task", "ls", "-q").lines == ["1"]
    assert sorted(run("task", "ls", "--state", "all", "-q").lines) == ["1", "2"]
    assert run("task", "ls", "--state", "late").code == 2
    assert run("task", "edit", "1", "--due", "-").code == 0
    assert run("task", "ls", "--json").json[0]["due_on"] is None
    assert run("task", "edit", "1").code == 2


def test_a_task_sent_again_with_its_key_is_the_same_task(run: Run) -> None:
    for _ in range(2):
        assert run("task", "add", "x", "--key", "k").code == 0
    assert run("task", "ls", "-q").lines == ["1"]


def test_users_are_entered_and_edited(run: Run) -> None:
    assert run("user", "add", "wang.fang", "--name", "王芳", "--role", "support", "--hours", "20").code == 0
    assert run("user", "edit", "wang.fang", "--role", "kam").lines[0] == "wang.fang: role changed"
    assert run("user", "ls", "--json").json[-1] == {
        "keys": [],
        "id": 3,
        "login": "wang.fang",
        "name": "王芳",
        "role": "kam",
        "hours_per_week": 20.0,
        "left_on": None,
        "hourly_cost": None,
    }
    assert run("user", "add", "wang.fang").code == 1
    assert run("user", "add", "a b").code == 2
    assert run("user", "edit", "wang.fang", "--hours", "many").code == 2
    assert run("user", "edit", "nobody", "--role", "kam").code == 3


@pytest.fixture
def rules(run: Run, tmp_path: Path) -> Path:
    """The policy in force, in a file."""
    path = tmp_path / "rules.toml"
    path.write_text(run("policy", "show").out, encoding="utf-8")
    return path


def test_the_printed_policy_can_be_edited_and_set(run: Run, rules: Path) -> None:
    rules.write_text(rules.read_text(encoding="utf-8").replace("key = [7, 14]", "key = [5, 10]"), encoding="utf-8")
    assert run("policy", "check", str(rules)).code == 0
    assert run("policy", "set", str(rules), "--note", "tighter").lines[0] == "policy 1 in force from 2026-11-20"
    assert run("policy", "set", str(rules)).code == 1
    assert "key = [5, 10]" in run("policy", "show", "--json").json["rules"]
    assert "key = [7, 14]" in run("policy", "show", "--version", "0").out
    assert [row["note"] for row in run("policy", "history", "--json").json] == ["tighter"]
    assert run("policy", "show", "--version", "9").code == 3


def test_a_wrong_policy_is_refused_with_its_reason(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[cadence]\nkey = [9, 3]\n", encoding="utf-8")
    done = run("policy", "check", str(wrong))
    assert done.code == 2
    assert "cadence.key" in done.err
    assert run("policy", "set", str(tmp_path / "none.toml")).code == 2
    wrong.write_bytes(b"\xff\xfe")
    assert run("policy", "set", str(wrong)).code == 2
