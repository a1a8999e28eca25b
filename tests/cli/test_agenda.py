"""The agenda and its feed, and follow-ups that come again, on the command line."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from kamtui.domain import recurrence
from kamtui.store import agenda
from kamtui.store.book import Book
from tests.conftest import TODAY, Run


@pytest.fixture
def arranged(run: Run, acme: int) -> Run:
    """Promises of both sides, a visit with an hour, an event, the annual forum, and one thing that is late."""
    for line in (
        ["task", "add", "send the offer, with A;B\\C", "--account", "acme", "--due", "2026-11-17", "--contact", "Chen"],
        ["task", "add", "drawings", "--account", "acme", "--due", "today", "--theirs"],
        ["task", "add", "stock list", "--account", "acme", "--due", "2026-11-30", "--repeat", "1m"],
        ["touch", "add", "acme", "plant tour", "--kind", "visit", "--at", "2026-11-21 14:30", "--with", "王伟"],
        ["touch", "add", "acme", "opening of plant 2", "--kind", "event", "--on", "2026-11-24"],
        ["touch", "add", "acme", "--kind", "annual_forum", "--on", "2026-12-10"],
    ):
        assert run(*line).code == 0, line
    return run


def test_the_agenda_is_this_week_with_what_is_late_first(arranged: Run) -> None:
    shown = arranged("agenda").lines
    assert [line.split("\t")[:3] for line in shown[1:]] == [
        ["2026-11-17", "yes", "ours"],
        ["2026-11-20", "", "theirs"],
        ["2026-11-21", "", "touch"],
    ]


def test_its_json_names_the_row_that_a_command_takes(arranged: Run) -> None:
    late = arranged("agenda", "--json").json[0]
    assert late == {
        "on": "2026-11-17",
        "late": True,
        "what": "ours",
        "id": 1,
        "account_id": 1,
        "account": "Acme Holdings Ltd",
        "title": "send the offer, with A;B\\C",
        "owner": "li.wei",
        "people": [{"name": "Chen Li"}],
        "kind": None,
        "at": None,
        "minutes": None,
        "repeat": None,
    }


def test_any_days_can_be_asked_for(arranged: Run) -> None:
    assert [row["what"] for row in arranged("agenda", "--week", "2026-11-24", "--json").json] == ["event"]
    assert len(arranged("agenda", "--from", "2026-11-30", "--to", "2026-12-31", "--json").json) == 2
    assert arranged("agenda", "--from", "2027-01-01", "--json").json == []


def test_a_touch_that_is_due_is_in_the_agenda_unless_one_is_planned(run: Run, acme: int) -> None:
    run("touch", "add", "acme", "hello", "--on", "2026-11-15")
    assert [(row["on"], row["what"]) for row in run("agenda", "--week", "next mon", "--json").json] == []
    assert [(row["on"], row["what"]) for row in run("agenda", "--json").json] == [("2026-11-22", "due")]
    run("touch", "add", "acme", "lunch", "--on", "2026-11-21")
    assert [row["what"] for row in run("agenda", "--json").json] == ["touch"]


def test_it_is_mine_or_somebodys_or_everybodys(arranged: Run) -> None:
    arranged("account", "add", "Their Company", "--owner", "chen.jing")
    assert len(arranged("agenda", "--json", who="chen.jing").json) == 0
    assert len(arranged("agenda", "--user", "li.wei", "--json", who="chen.jing").json) == 3
    assert len(arranged("agenda", "--all", "--json", who="chen.jing").json) == 3
    assert arranged("agenda", "--user", "li.wei", "--all").code == 2


@pytest.mark.parametrize(
    "line", [["-o", "x.ics"], ["--week", "today", "--from", "today"], ["--from", "2026-12-01", "--to", "2026-11-01"]]
)
def test_what_does_not_go_together_is_refused(run: Run, line: list[str]) -> None:
    assert run("agenda", *line).code == 2


def entries(text: str) -> dict[str, Any]:
    """The parts of a feed by the beginning of their heading."""
    calendar = Calendar.from_ical(text)
    return {str(part["SUMMARY"]): part for part in calendar.walk() if "SUMMARY" in part}


def test_the_feed_has_promises_as_todos_and_what_is_planned_as_events(arranged: Run) -> None:
    found = entries(arranged("agenda", "--ics").out)
    offer = found["Acme Holdings Ltd: send the offer, with A;B\\C"]
    assert (offer.name, offer["DUE"].dt) == ("VTODO", dt.date(2026, 11, 17))
    assert "with Chen Li" in offer["DESCRIPTION"]
    assert found["Acme Holdings Ltd promised: drawings"].name == "VTODO"
    visit = found["visit Acme Holdings Ltd: plant tour"]
    assert visit["DTEND"].dt - visit["DTSTART"].dt == dt.timedelta(minutes=90)
    assert visit["DTSTART"].dt.tzinfo is not None
    event = found["event Acme Holdings Ltd: opening of plant 2"]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (dt.date(2026, 11, 24), dt.date(2026, 11, 25))
    assert found["annual forum Acme Holdings Ltd"]["DTSTART"].dt == dt.date(2026, 12, 10)


def test_an_unchanged_book_gives_the_same_feed_with_the_same_uids(arranged: Run) -> None:
    first = arranged("agenda", "--ics").out
    assert arranged("agenda", "--ics", "--all").out == first
    uids = [str(part["UID"]) for part in entries(first).values()]
    assert len(set(uids)) == len(uids) == 6
    arranged("task", "edit", "1", "--title", "send the contract")
    assert {str(part["UID"]) for part in entries(arranged("agenda", "--ics").out).values()} == set(uids)


def test_lines_of_the_feed_are_folded_and_without_control_characters(arranged: Run) -> None:
    arranged("task", "add", "催" * 60 + "\x07\x1b[31m red\nsecond line", "--account", "acme", "--due", "today")
    text = arranged("agenda", "--ics").out
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    assert not any(character < " " for character in text.replace("\r\n", ""))
    assert any("second line" in str(part["DESCRIPTION"]) for part in entries(text).values())


@pytest.mark.parametrize(
    ("often", "due"), [("1w", "2026-11-24"), ("10d", "2026-11-24"), ("1m", "2026-11-30"), ("1q", "2027-01-31"),
                       ("1m", "2026-11-05"), ("1y", "2028-02-29"), ("2y", "2026-12-24")]
)  # fmt: skip
def test_a_calendar_finds_the_same_days_as_the_book(run: Run, book: Book, acme: int, often: str, due: str) -> None:
    run("task", "add", "again", "--account", "acme", "--due", due, "--repeat", often)
    (todo,) = entries(run("agenda", "--ics").out).values()
    first = dt.date.fromisoformat(due)
    assert todo["DTSTART"].dt == todo["DUE"].dt == first
    rule = rrulestr(todo["RRULE"].to_ical().decode(), dtstart=dt.datetime.combine(first, dt.time()))
    days = [day.date() for day, _ in zip(rule, range(6), strict=False)]
    step: tuple[dt.date, recurrence.Repeat] | None = (first, recurrence.repeat(often))
    for day in days:
        assert step is not None
        assert day == step[0]
        step = recurrence.following(step[1], step[0], step[0])


def test_one_that_was_moved_is_an_exception_of_its_series(run: Run, acme: int) -> None:
    run("task", "add", "stock list", "--account", "acme", "--due", "2026-11-23", "--repeat", "1w")
    run("task", "edit", "1", "--due", "2026-11-25")
    calendar = Calendar.from_ical(run("agenda", "--ics").out)
    parts: list[Any] = calendar.walk("VTODO")
    series, moved = parts
    assert (series["DUE"].dt, moved["DUE"].dt) == (dt.date(2026, 11, 23), dt.date(2026, 11, 25))
    assert moved["RECURRENCE-ID"].dt == dt.date(2026, 11, 23)
    assert series["UID"] == moved["UID"]
    assert "RRULE" not in moved


def test_the_file_is_written_whole_and_for_its_owner_only(arranged: Run, tmp_path: Path) -> None:
    target = tmp_path / "agenda.ics"
    done = arranged("agenda", "--ics", "-o", str(target))
    assert (done.code, done.out) == (0, "")
    assert "6 entries" in done.err
    assert target.read_bytes().decode() == arranged("agenda", "--ics").out
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    target.chmod(0o644)
    arranged("agenda", "--ics", "-o", str(target))
    assert stat.S_IMODE(target.stat().st_mode) == 0o644
    assert not list(tmp_path.glob("*.part"))
    assert arranged("agenda", "--ics", "-o", str(tmp_path / "no" / "agenda.ics")).code == 2


def test_a_planned_touch_has_an_hour_only_where_one_is_known(arranged: Run, book: Book) -> None:
    arranged("touch", "add", "acme", "some time today", "--state", "scheduled")
    found = {item.title: item.at for item in agenda.arranged(book.conn, None)}
    assert found["some time today"] is None
    assert found["opening of plant 2"] is None
    assert found["plant tour"] is not None


def test_a_follow_up_that_comes_again_says_when(run: Run, acme: int) -> None:
    added = run("task", "add", "report", "--account", "acme", "--due", "2026-11-30", "--repeat", "monthly", "--json")
    assert (added.json["repeat"], added.json["by_customer"]) == ("1m", False)
    done = run("task", "done", "1", "--result", "they liked it")
    assert done.lines[0] == "task 1: report is done; again on 2026-12-30 as task 2"
    (following,) = run("task", "ls", "--json").json
    assert (following["id"], following["repeat"]) == (2, "1m")
    assert run("task", "ls", "--state", "done", "--json").json[0]["result"] == "they liked it"


def test_follow_ups_are_listed_by_side_signal_and_lateness(arranged: Run) -> None:
    arranged("task", "add", "win them back", "--account", "acme", "--signal", "sig-6")
    assert [row["title"] for row in arranged("task", "ls", "--theirs", "--json").json] == ["drawings"]
    assert [row["id"] for row in arranged("task", "ls", "--late", "--json").json] == [1]
    (answer,) = arranged("task", "ls", "--signal", "SIG-06", "--json").json
    assert (answer["title"], answer["signal"]) == ("win them back", "SIG-06")
    assert len(arranged("task", "ls", "--ours", "--json").json) == 3
    assert arranged("task", "ls", "--late", "--state", "done").code == 2
    assert arranged("task", "add", "x", "--signal", "loud").code == 2


def test_an_edit_changes_side_and_rhythm(arranged: Run) -> None:
    edited = arranged("task", "edit", "2", "--ours", "--repeat", "2w", "--json").json
    assert (edited["by_customer"], edited["repeat"]) == (False, "2w")
    assert arranged("task", "edit", "2", "--repeat", "-", "--json").json["repeat"] is None


def test_follow_ups_come_in_from_a_script_as_ever(run: Run, acme: int) -> None:
    rows = (
        '{"title": "drawings", "account": "acme", "due": "2026-12-01", "theirs": true, "key": "T1"}\n'
        '{"title": "report", "due": "2026-12-31", "repeat": "1q", "on": "2026-11-01", "signal": "SIG-27"}\n'
    )
    assert run("task", "add", "--stdin", stdin=rows).code == 0
    drawings, report = run("task", "ls", "--json").json
    assert (drawings["by_customer"], report["repeat"]) == (True, "1q")
    assert (report["on"], report["signal"], drawings["on"]) == ("2026-11-01", "SIG-27", TODAY.isoformat())
    closed = run("task", "done", "--stdin", "--json", stdin='{"task": 2, "result": "sent"}').json
    assert closed[0]["following"]["due_on"] == "2027-03-31"


def test_the_touch_line_takes_promises_of_both_sides_and_the_reaction(run: Run, acme: int) -> None:
    logged = run("log", "call @Chen price agreed (+) >fri offer <mon drawings", "--account", "acme", "--json").json
    assert logged["follow_up"]["by_customer"] is False
    assert (logged["their_promise"]["title"], logged["their_promise"]["by_customer"]) == ("drawings", True)
    assert logged["feedback"] == "+"


def test_a_follow_up_is_for_one_of_us_and_for_a_signal_there_is(arranged: Run) -> None:
    refused = arranged("task", "add", "x", "--owner", "nobdoy")
    assert (refused.code, "there is no user 'nobdoy'" in refused.err) == (3, True)
    assert arranged("task", "edit", "1", "--owner", "nobdoy").code == 3
    assert arranged("task", "add", "x", "--signal", "SIG-99").code == 2
    assert arranged("task", "add", "x", "--owner", "CHEN.JING", "--json").json["owner"] == "chen.jing"
