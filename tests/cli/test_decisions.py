from __future__ import annotations

from tests.conftest import Run


def test_status_is_set_by_word_or_digit_and_taken_back_by_none(run: Run, acme: int) -> None:
    assert run("status", "set", "acme", "2", "--reason", "won").lines[0] == "Acme Holdings Ltd: not rated → solid"
    assert run("status", "set", "acme", "declining", "--on", "2026-11-21").code == 0
    assert run("status", "set", "acme", "none", "--on", "2026-11-22").code == 0
    rows = run("status", "history", "acme", "--json").json
    assert [(row["on"], row["from"], row["to"], row["reason"]) for row in rows] == [
        ("2026-11-20", None, "solid", "won"),
        ("2026-11-21", "solid", "declining", None),
        ("2026-11-22", "declining", None, None),
    ]
    assert set(rows[0]) == {
        "id", "on", "from", "to", "grade", "stage", "reason", "touch_id", "decided_by", "recorded_at",
    }  # fmt: skip


def test_a_grade_belongs_to_its_status(run: Run, acme: int) -> None:
    assert run("status", "set", "acme", "solid", "--grade", "good").code == 0
    assert run("status", "set", "acme", "solid", "--grade", "limited").code == 2
    rows = run("status", "ls", "--json").json
    assert [(row["account_id"], row["name"], row["status"], row["grade"]) for row in rows] == [
        (1, "Acme Holdings Ltd", "solid", "good")
    ]


def test_the_same_status_again_is_nothing_to_do(run: Run, acme: int) -> None:
    run("status", "set", "acme", "solid")
    assert run("status", "set", "acme", "solid").code == 1


def test_tier_history_has_reasons_and_who_decided(run: Run, acme: int) -> None:
    done = run("tier", "set", "acme", "regular", "--reason", "shrinking")
    offer = "; its playbook has 2 tasks: kamtui tier playbook 1"
    assert done.lines[0] == "Acme Holdings Ltd: tier key → regular from 2026-11-20" + offer
    rows = run("tier", "history", "acme", "--json").json
    assert [(row["from"], row["to"], row["reason"]) for row in rows] == [
        (None, "key", "new account"),
        ("key", "regular", "shrinking"),
    ]
    assert set(rows[0]) == {
        "id", "on", "from", "to", "score", "attractiveness", "potential", "relationship", "reason", "decided_by",
        "policy_version", "recorded_at", "evidence",
    }  # fmt: skip


def test_movement_counts_from_to_and_names_the_movers(run: Run) -> None:
    for name, first, then in (("A", "regular", "key"), ("B", "regular", "regular"), ("C", "key", "regular")):
        run("account", "add", name)
        run("tier", "set", name, first, "--on", "2026-01-15")
        run("tier", "set", name, then, "--on", "2026-06-30", "--reason", f"{name} moved")
    found = run("tier", "movement", "--from", "2026-Q1", "--to", "2026-Q2", "--json").json
    assert found["from"] == "2026-03-31"
    assert found["to"] == "2026-06-30"
    assert found["matrix"] == {"regular": {"key": 1, "regular": 1}, "key": {"regular": 1}}
    fell = {"account_id": 3, "name": "C", "from": "key", "to": "regular", "on": "2026-06-30", "reason": "C moved"}
    rose = {"account_id": 1, "name": "A", "from": "regular", "to": "key", "on": "2026-06-30", "reason": "A moved"}
    assert found["movers"] == [{**fell, "driver": None}, {**rose, "driver": None}]
    assert run("tier", "movement", "--from", "2026-07-01", "--to", "2026-06-01").code == 2


def test_backfill_decides_at_quarter_ends_and_one_undo_takes_it_back(run: Run) -> None:
    run("account", "add", "Big")
    run("account", "add", "Small")
    for month in range(1, 9):
        run("sale", "add", "Big", "9000", "--date", f"2026-0{month}-10")
    run("sale", "add", "Small", "10", "--date", "2026-01-11")
    done = run("tier", "backfill", "--from", "2026-01", "--to", "2026-09", "--json")
    assert done.json["reviews"] == 3
    assert done.json["decisions"] == 3
    rows = run("tier", "history", "Big", "--json").json
    assert [(row["on"], row["to"], row["decided_by"]) for row in rows] == [
        ("2026-01-10", "regular", "policy"),
        ("2026-06-30", "key", "policy"),
    ]
    assert rows[1]["reason"].startswith("above the line at 2 reviews")
    assert [row["to"] for row in run("tier", "history", "Small", "--json").json] == ["regular"]
    assert run("tier", "backfill", "--from", "2026-01", "--to", "2026-09").code == 1
    run("undo", str(done.json["change"]))
    assert run("tier", "history", "Big", "--json").json == []
    assert run("tier", "backfill").code == 2


def test_backfill_wants_a_complete_quarter(run: Run) -> None:
    run("account", "add", "Big")
    run("sale", "add", "Big", "9000", "--date", "2026-01-10")
    refused = run("tier", "backfill", "--from", "2026-02", "--to", "2026-02")
    assert refused.code == 2
    assert "complete quarter" in refused.err


def test_as_of_shows_the_decisions_up_to_that_day(run: Run, acme: int) -> None:
    run("status", "set", "acme", "solid", "--on", "2026-03-01")
    run("status", "set", "acme", "declining", "--on", "2026-09-01")
    assert [row["status"] for row in run("account", "ls", "--as-of", "2026-06-30", "--json").json] == ["solid"]
    assert len(run("status", "history", "acme", "--as-of", "2026-06-30", "--json").json) == 1
    assert run("account", "ls", "--json").json[0]["status"] == "declining"


def test_as_known_ignores_what_was_recorded_later(run: Run, acme: int) -> None:
    run("touch", "add", "acme", "entered late", "--on", "2026-11-01")
    assert run("touch", "ls", "--as-of", "2026-11-10", "-q").lines == ["1"]
    assert run("touch", "ls", "--as-known", "2026-11-10", "-q").lines == []


def test_a_look_at_another_day_does_not_write(run: Run) -> None:
    refused = run("account", "add", "X", "--as-of", "2026-01-01")
    assert refused.code == 2
    assert run("account", "ls", "-q").lines == []
