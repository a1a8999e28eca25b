"""Deciding a tier says which playbook goes with it, and the command that takes it up (R10)."""

from __future__ import annotations

from tests.conftest import Run


def test_a_tier_that_is_entered_names_its_playbook_and_the_same_tier_again_does_not(run: Run) -> None:
    run("account", "add", "Acme")
    said = run("tier", "set", "Acme", "key").out
    assert "its playbook has 3 tasks: kamtui tier playbook 1" in said
    assert len(run("tier", "playbook", "1", "--json").json["titles"]) == 3
    row = run("tier", "set", "Acme", "key", "--reason", "still", "--json").json
    assert row["playbook"] == 0


def test_what_is_open_already_is_not_offered(run: Run) -> None:
    run("account", "add", "Acme")
    run("tier", "set", "Acme", "key")
    run("tier", "playbook", "Acme")
    run("tier", "set", "Acme", "regular")
    assert run("tier", "set", "Acme", "key", "--json").json["playbook"] == 0
