"""`alloc`: time by tier over days and week by week, internal work included."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.cli.alloc import weeks_up_to
from tests.conftest import TODAY, Run


@pytest.fixture
def logged(run: Run) -> Run:
    """li.wei: ten hours in the week before, two of them internal; chen.jing: a call without minutes this week."""
    for name, tier in (("Key", "key"), ("Regular", "regular"), ("Prospect", "prospect"), ("Other", "unattractive")):
        assert run("account", "add", name, "--tier", tier, "--owner", "li.wei").code == 0
    for name, kind, minutes, on in (
        ("Key", "visit", "360", "2026-11-09"),
        ("Regular", "internal", "120", "2026-11-15"),
        ("Prospect", "meeting", "60", "2026-11-10"),
        ("Other", "call", "60", "2026-11-10"),
    ):
        done = run("touch", "add", name, "--kind", kind, "--minutes", minutes, "--on", on, "--by", "li.wei")
        assert done.code == 0, done.err
    run("touch", "add", "Key", "--kind", "internal", "--on", "2026-11-16", "--by", "chen.jing")
    return run


def test_weeks_are_monday_to_sunday_and_the_last_one_ends_today() -> None:
    assert TODAY.weekday() == 4
    last, before = weeks_up_to(TODAY, 2)[::-1]
    assert (last.first, last.last, last.days) == (dt.date(2026, 11, 16), TODAY, 5)
    assert (before.first, before.last, before.days) == (dt.date(2026, 11, 9), dt.date(2026, 11, 15), 7)
    assert weeks_up_to(dt.date(2026, 11, 15), 1)[0].days == 7
    assert weeks_up_to(dt.date(2026, 11, 16), 1)[0].days == 1


def test_a_series_has_a_row_for_each_of_us_and_week(logged: Run) -> None:
    rows = logged("alloc", "weeks", "--weeks", "2", "--json").json
    assert [(row["user"], row["week"], row["partial"]) for row in rows] == [
        (None, "2026-W46", False),
        (None, "2026-W47", True),
        ("chen.jing", "2026-W46", False),
        ("chen.jing", "2026-W47", True),
        ("li.wei", "2026-W46", False),
        ("li.wei", "2026-W47", True),
    ]
    whole = rows[4]
    # of nine hours on the pyramid six went to key, two, internal, to regular, one to prospects; one lies beside it
    assert (whole["key_percent"], whole["regular_percent"], whole["prospect_percent"]) == (66.67, 22.22, 11.11)
    assert (whole["logged_hours"], whole["beside_hours"], whole["available_hours"]) == (10, 1, 30)
    assert (whole["from"], whole["to"], whole["drift"]) == ("2026-11-09", "2026-11-15", None)
    # an internal touch without minutes is half an hour, of five days of thirty hours a week
    running = rows[3]
    assert (running["key_percent"], running["logged_hours"], running["available_hours"]) == (100, 0.5, 21.43)
    assert (running["too_little_logged"], running["drift"]) == (True, "info")


def test_a_series_of_one_of_us(logged: Run) -> None:
    rows = logged("alloc", "weeks", "--user", "li.wei", "--json").json
    assert len(rows) == 8
    assert {row["user"] for row in rows} == {"li.wei"}
    assert rows[0]["week"] == "2026-W40"
    assert rows[0]["key_percent"] is None
    assert logged("alloc", "weeks", "--user", "nobody").code == 3
    assert logged("alloc", "weeks", "--weeks", "0").code == 2


def test_a_series_as_a_table_marks_the_running_week(logged: Run) -> None:
    lines = logged("alloc", "weeks", "--weeks", "1").lines
    assert lines[1].split("\t")[:2] == ["team", "2026-W47…"]


def test_who_sells_and_logs_nothing_is_left_out_unless_asked_for(logged: Run) -> None:
    logged("user", "add", "desk", "--role", "support")
    users = {row["user"] for row in logged("alloc", "weeks", "--json").json}
    assert users == {None, "chen.jing", "li.wei"}
    assert len(logged("alloc", "weeks", "--user", "desk", "--weeks", "3", "--json").json) == 3


def test_the_shares_over_days_count_internal_work_too(logged: Run) -> None:
    found = logged("alloc", "--from", "2026-11-09", "--to", "2026-11-15", "--json").json
    assert found["team"]["logged_hours"] == 10
    assert found["team"]["regular_percent"] == 22.22
    assert logged("alloc", "--week", "--month").code == 2
    assert logged("alloc", "served", "--week", "--from", "2026-11-01").code == 2


def test_a_key_account_is_under_served_below_the_policys_hours(logged: Run) -> None:
    # two hours a week: six in the first of two weeks and half an hour in the other are enough for three
    def short(*days: str) -> list[tuple[str, float]]:
        return [(row["name"], row["hours_per_week"]) for row in logged("alloc", "served", *days, "--json").json]

    assert short("--from", "2026-11-09", "--to", "2026-11-15") == []
    assert short("--from", "2026-11-16", "--to", "2026-11-22") == [("Key", 0.5)]
    assert short("--from", "2026-10-31", "--to", "2026-11-20") == []
    assert short("--from", "2026-10-24", "--to", "2026-11-20") == [("Key", 1.62)]
