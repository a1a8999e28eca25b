"""Review cards from the command line: done for the day, put off, listed."""

from __future__ import annotations

from tests.conftest import Run


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
