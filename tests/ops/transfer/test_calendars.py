"""Calendars: meetings become touches of the account whose people were invited; no series is without end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.ops.contacts import add_contact
from kamtui.ops.transfer import calendars, calendarseries, outgoing, outgoingcalendars, targets
from kamtui.ops.transfer.apply import apply_plan
from kamtui.ops.transfer.asked import Asked
from kamtui.ops.transfer.plan import read_plan
from kamtui.store import touches
from kamtui.store.book import Book
from tests.conftest import TODAY

BERLIN = ZoneInfo("Europe/Berlin")

Read = Callable[..., tuple[list[dict[str, str]], list[str]]]


def event(*lines: str, uid: str = "u1") -> str:
    return "\n".join(("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", ""))


def calendar(*events: str) -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(events)}END:VCALENDAR\n"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The touches of a calendar, each as column -> value where there is one, and why others are none."""

    def reader(text: str, zone: dt.tzinfo = dt.UTC) -> tuple[list[dict[str, str]], list[str]]:
        path = tmp_path / "c.ics"
        path.write_text(text, encoding="utf-8", newline="\r\n")
        (sheet,) = calendars.sheets("c.ics", path, today=TODAY, zone=zone)
        chunks = [*sheet.read()]
        rows = [
            {name: cell for name, cell in zip(sheet.header, row, strict=True) if cell}
            for chunk in chunks
            for row in chunk.rows
        ]
        return rows, [bad.reason for chunk in chunks for bad in chunk.bad]

    return reader


def test_a_meeting_is_a_touch_with_who_was_invited(read: Read) -> None:
    lines = (
        "DTSTART;TZID=Europe/Berlin:20260302T140000",
        "DTEND;TZID=Europe/Berlin:20260302T153000",
        "SUMMARY:Prices\\, second round",
        "ATTENDEE;CN=Anna Berg:MAILTO:Anna@Acme.example",
        "ORGANIZER:mailto:li.wei@us.example",
    )
    assert read(calendar(event(*lines))) == (
        [
            {
                "contact": "mailto:anna@acme.example;mailto:li.wei@us.example",
                "at": "2026-03-02T13:00Z",
                "kind": "meeting",
                "minutes": "90",
                "state": "done",
                "summary": "Prices, second round",
                "key": "u1",
            }
        ],
        [],
    )


def test_days_hours_without_a_zone_and_what_is_called_off(read: Read) -> None:
    text = calendar(
        event("DTSTART;VALUE=DATE:20270105", uid="day"),
        event("DTSTART:20260702T080000", "DURATION:PT45M", uid="here"),
        event("DTSTART:20260702T080000Z", "STATUS:CANCELLED", uid="off"),
        event("DTSTART;TZID=Nowhere/Land:20260702T080000", uid="odd"),
    )
    found, _ = read(text, BERLIN)
    assert [(each["key"], each["at"], each["state"], each.get("minutes")) for each in found] == [
        ("day", "2027-01-05", "scheduled", None),
        ("here", "2026-07-02T06:00Z", "done", "45"),
        ("off", "2026-07-02T08:00Z", "cancelled", None),
        ("odd", "2026-07-02T06:00Z", "done", None),
    ]


def test_of_a_series_only_the_window_is_taken_at_the_hour_of_its_zone(read: Read) -> None:
    lines = (
        "DTSTART;TZID=Europe/Berlin:20100106T090000",
        "RRULE:FREQ=MONTHLY;BYDAY=1WE",
        "EXDATE;TZID=Europe/Berlin:20260107T090000",
    )
    moved = ("RECURRENCE-ID;TZID=Europe/Berlin:20260204T090000", "DTSTART;TZID=Europe/Berlin:20260205T100000")
    found, refused = read(calendar(event(*lines), event(*moved)))
    instants = [each["at"] for each in found]
    assert refused == []
    first, last = TODAY - dt.timedelta(calendars.PAST_DAYS), TODAY + dt.timedelta(calendars.AHEAD_DAYS)
    assert all(first.isoformat() <= instant[:10] <= last.isoformat() for instant in instants)
    assert {"2026-03-04T08:00Z", "2026-07-01T07:00Z", "2026-02-05T09:00Z"} <= set(instants)
    assert not {"2026-01-07T08:00Z", "2026-02-04T08:00Z"} & set(instants)
    assert [each["key"] for each in found if each["at"] == "2026-02-05T09:00Z"] == ["u1/2026-02-04T08:00Z"]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=DAILY;BYHOUR=1,2;BYMINUTE=1,2", "more often than daily"),
        ("FREQ=DAILY;INTERVAL=0", "cannot be counted out"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", "without a meeting from"),
        ("FREQ=SECONDLY", "more often than daily"),
        ("FREQ=MINUTELY;COUNT=5", "more often than daily"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "without a meeting from"),
        ("FREQ=DAILY;UNTIL=20110101", "without a meeting from"),
        ("FREQ=NONSENSE", "cannot be counted out"),
    ],
)
def test_no_series_is_counted_out_for_ever(read: Read, rule: str, said: str) -> None:
    found, (reason,) = read(calendar(event("DTSTART:20100106T090000Z", f"RRULE:{rule}")))
    assert found == []
    assert said in reason


def test_what_is_no_meeting_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "c.ics"
    todo = "BEGIN:VTODO\nUID:t\nSUMMARY:x\nEND:VTODO\n"
    path.write_text(calendar(event("SUMMARY:no day"), todo, event("DTSTART:20260101")))
    (sheet,) = calendars.sheets("c.ics", path, today=TODAY, zone=dt.UTC)
    (chunk,) = sheet.read()
    assert [(bad.line, bad.reason) for bad in chunk.bad] == [
        (3, "there is no day on which it begins"),
        (7, "a to-do: only meetings become touches"),
    ]
    assert list(chunk.lines) == [11]


def test_a_calendar_finds_its_accounts_by_who_was_invited_and_changes_nothing_twice(
    book: Book, acme: int, tmp_path: Path
) -> None:
    anna = add_contact(book, acme, "Anna Berg", fields={"email": "Anna@acme.example"}).value.contact_id
    text = calendar(
        event("DTSTART:20260302T140000Z", "ATTENDEE:mailto:anna@ACME.example", "ATTENDEE:mailto:x@y.example"),
        event("DTSTART:20260302T140000Z", "ATTENDEE:mailto:dentist@y.example", uid="u2"),
    )
    path = tmp_path / "c.ics"
    path.write_text(text)
    for created in (1, 0):
        with read_plan([str(path)], Asked(TODAY)) as plan:
            done = apply_plan(book, plan.settled()).value
        assert (done.created.get("touches", 0), done.created.get("contacts", 0), done.updated) == (created, 0, {})
        assert [row.reason for row in done.rejected] == ["nobody who was invited is in the book: dentist@y.example"]
        assert any("x@y.example" in warning for warning in done.warnings)
    (touch,) = touches.rows(book.conn, touches.ids(book.conn, account=acme))
    assert [person.contact_id for person in touch.people] == [anna]


PIECES = ("DTSTART:", "RRULE:FREQ=", "DAILY", "\n", "EXDATE:", "20260101", "T", "Z", ";X=", "\\")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES)))
def test_no_noise_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:
    path = tmp_path_factory.mktemp("ics") / "c.ics"
    path.write_text(calendar(event("".join(pieces))))
    (sheet,) = calendars.sheets("c.ics", path, today=TODAY, zone=dt.UTC)
    for chunk in sheet.read():
        assert len(chunk.lines) == len(chunk.rows)


FIELDS = targets.TARGETS["touches"].fields

LINES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=120)


@settings(max_examples=60, deadline=None)
@given(account=LINES, summary=LINES)
def test_what_is_written_comes_back(tmp_path_factory: pytest.TempPathFactory, account: str, summary: str) -> None:
    path = tmp_path_factory.mktemp("ics") / "c.ics"
    said = {
        "account": account,
        "contact": "Anna; Ben",
        "at": "2026-03-02T13:00:00Z",
        "kind": "call",
        "minutes": 30,
        "state": "done",
        "summary": f"{summary}\n;,\\ {summary}",
        "key": "@17",
    }
    row = [said.get(field.name) for field in FIELDS]
    with path.open("w", encoding="utf-8", newline="") as file:
        outgoingcalendars.write(file, FIELDS, [row])
    assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n"))
    (sheet,) = calendars.sheets("c.ics", path, today=TODAY, zone=dt.UTC, has_account=False)
    (chunk,) = sheet.read()
    assert chunk.rows == [["" if cell is None else str(cell) for cell in row]]


def test_tasks_are_todos(tmp_path: Path) -> None:
    path = tmp_path / "t.ics"
    fields = outgoing.fields("tasks")
    said = {"id": 3, "account_name": "Acme, Inc.", "title": "Send prices", "due": "2026-03-02", "state": "open"}
    with path.open("w", encoding="utf-8", newline="") as file:
        outgoingcalendars.write(file, fields, [[said.get(field.name) for field in fields]])
    text = path.read_text(encoding="utf-8")
    for line in ("DUE;VALUE=DATE:20260302", "SUMMARY:Acme\\, Inc.: Send prices", "STATUS:NEEDS-ACTION"):
        assert line in text.splitlines()


@pytest.mark.parametrize(
    "text",
    [
        calendar("BEGIN:VEVENT\n" * 20_000),
        calendar(event("DTSTART:20260101T100000Z", "RRULE:FREQ=DAILY", "EXDATE:" + "20260102T100000Z," * 9_000)),
        calendar(event("DTSTART:20260101T100000Z", *(f"ATTENDEE:mailto:a{i}@x.example" for i in range(5_000)))),
        calendar(event("DTSTART:20260101T100000Z", "SUMMARY:" + "x" * 2_000_000)),
        calendar(event("DTSTART:20260101T100000Z", "BEGIN:VALARM\n" * 50_000)),
        calendar(event(f"DTSTART;TZID={'A' * 5_000}:20260101T100000")),
        calendar(
            "BEGIN:VTIMEZONE\nTZID:Evil\nBEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=SECONDLY\n"
            "TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE\n",
            event("DTSTART;TZID=Evil:20260101T100000"),
        ),
    ],
    ids=["no-end", "exdates", "attendees", "long-line", "nested", "zone-name", "zone-rule"],
)
def test_what_was_made_to_harm_is_read_or_named_at_once(read: Read, text: str) -> None:
    found, refused = read(text)
    assert found or refused
    assert len(found) <= calendarseries.MOST
