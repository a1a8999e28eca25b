"""`health`: which accounts are slipping; and what else the command line says of where a relationship stands."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Run


def _touch(run: Run, account: str, on: str, *people: str) -> None:
    words = [word for person in people for word in ("--with", person)]
    done = run("touch", "add", account, "talked", "--kind", "call", "--on", on, *words)
    assert done.code == 0, done.err


@pytest.fixture
def slipping(run: Run, acme: int) -> Run:
    """Acme, key, silent for 21 days, with 王伟 alone touched in 90 days; Steady, key, touched today and 30 days ago."""
    _touch(run, "acme", "2026-10-20", "王伟", "Chen")
    _touch(run, "acme", "2026-10-30", "王伟")
    run("account", "add", "Steady", "--tier", "key", "--owner", "chen.jing")
    for on in ("2026-10-18", "2026-11-20"):
        _touch(run, "Steady", on)
    run("account", "add", "Regular", "--tier", "regular")
    return run


def _rows(run: Run, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run("health", *words, "--json").json
    return found


def test_key_accounts_are_listed_those_first_that_lost_most(slipping: Run) -> None:
    rows = _rows(slipping)
    assert [row["name"] for row in rows] == ["Acme Holdings Ltd", "Steady"]
    acme = rows[0]
    # silent for 21 days at a target of 7: 100 x 2^-2 = 25
    assert (acme["contact"], acme["satisfaction"], acme["cash"]) == (25.0, None, None)
    assert acme["change"] < 0
    assert acme["why"] == "recency 100 → 25: silent 21d, target 7d"


def test_a_row_has_the_parts_what_is_known_and_what_caps(slipping: Run) -> None:
    slipping("status", "set", "Steady", "declining")
    (row,) = (row for row in _rows(slipping) if row["name"] == "Steady")
    assert set(row) == {
        "account_id", "external_id", "name", "tier", "owner", "health", "change", "contact", "coverage", "satisfaction",
        "trend", "cash", "known", "cap", "capped_by", "never_touched", "why",
    }  # fmt: skip
    # nobody is known at Steady, so contact alone is: 25 of 100
    assert (row["known"], row["cap"], row["health"]) == (25, 40, 40.0)
    assert row["capped_by"] == {"signal": "SIG-08", "text": "declining for 0d"}
    assert row["why"] == "declining for 0d"


def test_other_accounts_are_asked_for_by_tier_owner_or_all(slipping: Run) -> None:
    assert [row["name"] for row in _rows(slipping, "--tier", "regular")] == ["Regular"]
    assert [row["name"] for row in _rows(slipping, "--user", "chen.jing")] == ["Steady"]
    assert len(_rows(slipping, "--all")) == 3
    assert slipping("health", "-q").lines == ["1", "2"]


def test_one_account_says_its_parts_their_weights_and_what_is_missing(slipping: Run) -> None:
    found = slipping("health", "acme", "--json").json
    assert [part["part"] for part in found["parts"]] == ["contact", "coverage", "satisfaction", "trend", "cash"]
    # contact and coverage are known: 25 and 20 of 45
    assert [(part["weight"], part["counts"]) for part in found["parts"][:3]] == [(25, 56), (20, 44), (20, 0)]
    assert found["missing"] == ["satisfaction", "trend", "cash"]
    assert found["change"] == pytest.approx(found["health"] - found["before"], abs=0.11)
    said = slipping("health", "acme").out
    assert "Acme Holdings Ltd: health" in said
    assert "silent 21d, target 7d" in said
    assert "left out, because unknown: satisfaction, sales trend, cash; 45 % of the weight is known" in said


def test_a_cap_is_said_with_what_it_would_be_without(slipping: Run) -> None:
    slipping("status", "set", "Steady", "declining")
    assert "capped at 40, else " in slipping("health", "Steady").out


def test_health_is_that_of_the_day_one_looks_at(slipping: Run) -> None:
    then = slipping("health", "acme", "--as-of", "2026-10-23", "--json").json
    assert then["contact"] == 100
    assert slipping("health", "acme", "--json").json["before"] == then["health"]


def test_never_touched_is_said(slipping: Run) -> None:
    (row,) = _rows(slipping, "--tier", "regular")
    assert (row["contact"], row["never_touched"], row["change"], row["why"]) == (0.0, True, None, "never touched")


def test_what_makes_no_sense_is_refused(slipping: Run) -> None:
    assert slipping("health", "acme", "--all").code == 2
    assert slipping("health", "--all", "--tier", "key").code == 2
    assert slipping("health", "nobody").code == 3
    slipping("account", "archive", "acme")
    assert slipping("health", "acme").code == 3


def test_an_empty_answer_says_where_to_look(run: Run) -> None:
    done = run("health", "--json")
    assert (done.json, done.code) == ([], 0)
    assert "--all" in done.err


def test_the_stage_stands_beside_the_status(run: Run, acme: int) -> None:
    run("status", "set", "acme", "solid", "--grade", "good")
    assert run("status", "ls", "--json").json[0]["stage"] == "stabilise"
    assert run("status", "history", "acme", "--json").json[0]["stage"] == "stabilise"
    assert run("account", "show", "acme", "--json").json["stage"] == "stabilise"
    run("status", "set", "acme", "none")
    assert run("account", "show", "acme", "--json").json["stage"] is None


def test_a_relationship_starts_anew_in_one_change(run: Run, acme: int) -> None:
    run("status", "set", "acme", "solid", "--on", "2026-08-01")
    _touch(run, "acme", "2026-10-30", "Chen")
    run("contact", "leave", "Chen", "--on", "2026-11-10")
    done = run("status", "reset", "acme", "--json")
    assert done.json == done.json | {
        "to": "developing", "grade": "limited", "stage": "build", "left": ["Chen Li"], "share_left": 1.0,
        "due_on": "2026-12-04",
    }  # fmt: skip
    assert len(done.json["tasks"]) == 3
    assert run("undo").code == 0
    assert run("account", "show", "acme", "--json").json["status"] == "solid"
    assert run("task", "ls", "--json").json == []


def test_nobody_left_is_refused_without_a_reason(run: Run, acme: int) -> None:
    done = run("status", "reset", "acme")
    assert done.code == 2
    assert "nobody left" in done.err
    said = run("status", "reset", "acme", "--reason", "merged").lines[0]
    assert said.startswith("Acme Holdings Ltd: not rated → developing · Find out who decides now; ")
