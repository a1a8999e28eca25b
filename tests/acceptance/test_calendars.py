"""Two hundred and forty calendars that programs wrote: every event is read or named with what is wrong (IC-1)."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest

from kamtui.ops.transfer import calendars
from tests.acceptance.commands import Kamtui
from tests.realdata import real

pytestmark = [pytest.mark.realdata, pytest.mark.slow]


def test_ic1_every_event_is_read_or_reported() -> None:
    expected = json.loads(real("expected/ics.json").read_text(encoding="utf-8"))
    folder = real("16_ics")
    files = sorted(folder.rglob("*.ics"))
    assert len(files) == len(expected) == 240
    events, unread, odd, reasons = 0, 0, list[str](), Counter[str]()
    for path in files:
        name = path.relative_to(folder).as_posix()
        said = expected[name]["vevent_end"] + expected[name]["vtodo"]
        if not calendars.is_calendar(path.read_bytes()[:4096]):
            unread += said
            continue
        (sheet,) = calendars.sheets(name, path, today=dt.date(2026, 11, 22), zone=dt.UTC)
        lines: set[int] = set()
        for chunk in sheet.read():
            lines.update(chunk.lines, (bad.line for bad in chunk.bad))
            reasons.update(bad.reason for bad in chunk.bad)
        events += len(lines)
        if len(lines) != said:
            odd.append(name)
    assert (events, unread, odd) == (999, 0, [])
    assert reasons["a to-do: only meetings become touches"] == 10
    assert reasons["there is no day on which it begins"] == 91


def test_ic1_the_command_takes_all_files_in_and_names_what_it_refuses(tmp_path: Path) -> None:
    expected = json.loads(real("expected/ics.json").read_text(encoding="utf-8"))
    kamtui = Kamtui(tmp_path, currency="USD", today="2026-11-22")
    files = [str(path) for path in sorted(real("16_ics").rglob("*.ics"))]
    (tmp_path / "map.toml").write_text('target = "touches"\n[constants]\naccount = "Acme"\n')
    report = kamtui.json("import", "--map", str(tmp_path / "map.toml"), *files)
    assert (
        report["created"]["touches"] + report["updated"] + report["unchanged"] + report["rejected_count"]
        == (report["read"])
    )
    assert all(row["line"] and row["reason"] for row in report["rejected"])
    todos = [row for row in report["rejected"] if row["reason"].startswith("a to-do")]
    assert len(todos) == sum(each["vtodo"] for each in expected.values()) == 10
    # without an account nobody is made up: each event is named
    (tmp_path / "other").mkdir()
    other = Kamtui(tmp_path / "other", currency="USD", today="2026-11-22")
    report = other.json("import", *files)
    assert not any(report["created"].values())
    assert report["rejected_count"] == report["read"]
