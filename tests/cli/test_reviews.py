"""Review cards from the command line: done for the day, put off, listed."""

from __future__ import annotations

from tests.conftest import TODAY, Run


def test_a_card_is_done_for_the_day_and_put_off_until_another(run: Run, acme: int) -> None:
    assert [card["account_id"] for card in run("today", "--json").json] == [acme]
    assert run("review", "done", "Acme").code == 0
    assert run("today", "--json").json == []
    assert run("review", "done", "Acme").code == 1
    assert run("undo").code == 0
    done = run("review", "snooze", "Acme", "in 7d", "--reason", "on leave", "--json").json
    assert done["until_on"] == "2026-11-27"
    assert run("today", "--json").json == []
    assert run("today", "--json", "--as-of", "2026-11-27").json != []
    assert run("review", "snooze", "Acme", "yesterday").code == 2


def test_a_card_says_what_is_in_hand_and_whether_it_is_new(run: Run, acme: int) -> None:
    run("status", "set", "Acme", "defending")
    run("review", "done", "Acme")
    run("status", "set", "Acme", "declining")
    (card,) = run("today", "--json").json
    assert card["is_new"]
    assert card["reasons"][0]["since"] == TODAY.isoformat()
    run("task", "add", "call them", "--account", "Acme", "--due", "fri")
    assert "in_hand" in card


def test_a_past_day_gives_the_list_of_that_day(run: Run, acme: int) -> None:
    run("tier", "set", "Acme", "key", "--on", "2026-09-01", "--reason", "as it was")
    run("touch", "add", "Acme", "--on", "2026-10-01")
    run("touch", "add", "Acme", "--on", "2026-11-19")
    (card,) = run("today", "--json", "--as-of", "2026-10-16").json
    assert "1d over max 14, silent 15d" in [reason["text"] for reason in card["reasons"]]
    assert card["last_touch_on"] == "2026-10-01"


def test_a_day_is_summed_up(run: Run, acme: int) -> None:
    run("log", "v @王伟 prices agreed >in 7d send contract", "--account", "Acme")
    run("status", "set", "Acme", "solid")
    run("review", "done", "Acme")
    found = run("review", "summary", "--json").json
    assert found["cards"] == {"reviewed": 1, "put_off": 0, "worked_on_besides": 0}
    assert found["touches"] == {"visit": 1}
    assert found["minutes"] == 90
    assert found["time"][0] == {"tier": "key", "minutes": 90, "percent": 100.0, "target_percent": 60}
    assert [(row["from"], row["to"]) for row in found["statuses"]] == [(None, "solid")]
    assert [(row["title"], row["due_on"]) for row in found["steps"]] == [("send contract", "2026-11-27")]
    assert run("review", "summary", "--on", "yesterday", "--json").json["touches"] == {}
    assert run("review", "summary", "--user", "chen.jing", "--json").json["user"] == "chen.jing"
    assert run("review", "summary", "--user", "nobody").code == 3
    assert "1h30 in all · key 1h30 100 % (60)" in run("review", "summary").out
