"""Clocks that jump: what came after what, what is due when and what is kept stay right (D4)."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.ops.accounts import add_account
from kamtui.ops.history import undo
from kamtui.ops.sales import add_sale
from kamtui.ops.tasks import add_task
from kamtui.ops.touches import add_touch
from kamtui.ops.transfer.apply import apply_plan
from kamtui.ops.transfer.asked import Asked
from kamtui.ops.transfer.plan import read_plan
from kamtui.store import agenda, chain, journal, standing, verify
from kamtui.store.book import Book
from tests.conftest import Run

START = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


class Wrong(Clock):
    """A real clock that stands where a test puts it."""

    def __init__(self, at: dt.datetime = START) -> None:
        super().__init__()
        self.at = at

    def real_day(self) -> dt.date:
        return self.at.astimezone().date()

    def now(self) -> dt.datetime:
        return self.at


class Machine:
    """A book and the clock of its machine."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = Wrong()
        self.book = Book.create(path, who="li.wei", clock=self.clock, name="T", currency="CNY", fiscal_start=1)
        self.acme = add_account(self.book, "Acme", tier=Tier.KEY).value.account_id

    def jump(self, **by: float) -> list[str]:
        """Let the clock jump, and open the book again; what it says then."""
        self.clock.at += dt.timedelta(**by)
        self.book.close()
        self.book = Book.open(self.path, who="li.wei", clock=self.clock)
        return self.book.take_notices()

    def call(self, summary: str) -> int:
        """Log a call now."""
        done = add_touch(self.book, self.acme, kind=Kind.CALL, people=[], on=self.book.today(), summary=summary)
        assert done.change is not None
        return done.change

    def is_whole(self) -> None:
        """Nothing in the chain is broken, and what is kept is what the facts say."""
        assert [*verify.row_faults(self.book.conn), *verify.chain_faults(self.book.conn)] == []
        assert standing.differences(self.book.conn) == []


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path / "clock.kam")
    yield made
    made.book.close()


def test_two_hours_back_are_said_and_the_order_stays_that_of_the_events(machine: Machine) -> None:
    first = machine.call("before")
    (notice,) = machine.jump(hours=-2)
    assert "was set back" in notice
    assert "2026-11-20T07:00:00Z" in notice
    second = machine.call("after")
    head = journal.changes(machine.book.conn, limit=2)
    assert [change.id for change in head] == [second, first]
    assert head[0].at < head[1].at
    assert [link.change_id for link in chain.links(machine.book.conn)][-2:] == [first, second]
    assert undo(machine.book).value.change == second
    machine.is_whole()


@pytest.mark.parametrize("seconds", [-59, 0, 3600])
def test_clocks_that_differ_by_less_than_a_minute_are_no_news(machine: Machine, seconds: int) -> None:
    machine.call("before")
    assert machine.jump(seconds=seconds) == []


def test_the_command_line_says_it_once_on_stderr(machine: Machine, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.clock.at = dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(hours=2)
    machine.call("two hours from now")
    machine.book.close()
    monkeypatch.delenv("KAMTUI_TODAY")
    ran = run("account", "ls", "--json", "--book", str(machine.path))
    assert ran.code == 0
    assert [row["name"] for row in ran.json] == ["Acme"]
    assert ran.err.count("was set back") == 1
    # a day that was fixed on purpose is no clock that was set back
    monkeypatch.setenv("KAMTUI_TODAY", "2020-01-01")
    assert "was set back" not in run("account", "ls", "--book", str(machine.path)).err
    machine.book = Book.open(machine.path, who="li.wei", clock=machine.clock)


def test_a_clock_400_days_ahead_leaves_days_as_they_were_meant_and_what_is_kept_is_taken_back(machine: Machine) -> None:
    add_sale(machine.book, machine.acme, number="S", on=dt.date(2026, 11, 1), amount=5_0000, currency="CNY")
    add_task(machine.book, "before", account_id=machine.acme, due_on=dt.date(2026, 11, 27))
    machine.jump(days=400)
    ahead = machine.clock.real_day()
    assert standing.kept_on(machine.book.conn) == ahead
    add_task(machine.book, "ahead", account_id=machine.acme, due_on=ahead + dt.timedelta(days=7))
    machine.is_whole()
    (notice,) = machine.jump(days=-400)
    assert "was set back" in notice
    # as long as the newest change is later than now nobody knows which clock was wrong
    assert standing.kept_on(machine.book.conn) == ahead
    machine.call("with the clock put right")
    assert machine.jump(minutes=5) == []
    assert standing.kept_on(machine.book.conn) == START.date()
    due = {item.title: item.on for item in agenda.arranged(machine.book.conn, None, None)}
    assert due["before"] == dt.date(2026, 11, 27)
    assert due["ahead"] == ahead + dt.timedelta(days=7)
    (row,) = machine.book.conn.execute("SELECT revenue_12m, last_touch_on FROM standing").fetchall()
    assert row == (5_0000, "2026-11-20")
    machine.is_whole()


def test_who_only_looks_at_a_day_to_come_moves_nothing(
    machine: Machine, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.clock.at = dt.datetime.now(dt.UTC).replace(microsecond=0)
    machine.jump()
    kept = standing.kept_on(machine.book.conn)
    later = kept + dt.timedelta(days=500)
    add_sale(machine.book, machine.acme, number="S", on=kept, amount=5_0000, currency="CNY")
    monkeypatch.setenv("KAMTUI_TODAY", later.isoformat())
    (row,) = run("account", "ls", "--json", "--book", str(machine.path)).json
    # 500 days later these twelve months are over
    assert row["revenue_12m"] == "0.00"
    assert standing.kept_on(machine.book.conn) == kept
    # who writes then moves it, and the next one whose day is today takes it back
    assert run("account", "edit", "Acme", "--note", "later", "--book", str(machine.path)).code == 0
    assert standing.kept_on(machine.book.conn) == later
    machine.clock.at += dt.timedelta(days=501)
    machine.call("the clock has caught up")
    machine.is_whole()


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Here is Berlin for a while."""
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    if before is None:
        monkeypatch.delenv("TZ")
    else:
        monkeypatch.setenv("TZ", before)
    time.tzset()


def test_the_hour_that_is_missing_and_the_hour_that_comes_twice_keep_their_days(
    berlin: None, machine: Machine, tmp_path: Path
) -> None:
    path = tmp_path / "touches.csv"
    times = ("2026-03-29 00:30", "2026-03-29 01:30", "2026-03-29 03:30", "2026-10-25 01:30", "2026-10-25 03:30")
    path.write_text(
        "account,at,kind,key\n" + "".join(f"Acme,{at},call,k{number}\n" for number, at in enumerate(times)),
        encoding="utf-8",
    )
    with read_plan([str(path)], Asked(START.date(), zone=Clock().zone)) as plan:
        apply_plan(machine.book, plan)
    found = machine.book.conn.execute("SELECT at, on_date FROM touch ORDER BY key").fetchall()
    assert found == [
        ("2026-03-28T23:30:00Z", "2026-03-29"),
        ("2026-03-29T00:30:00Z", "2026-03-29"),
        ("2026-03-29T01:30:00Z", "2026-03-29"),
        ("2026-10-24T23:30:00Z", "2026-10-25"),
        ("2026-10-25T02:30:00Z", "2026-10-25"),
    ]
    machine.is_whole()


def test_a_day_with_23_or_25_hours_is_one_day(
    berlin: None, machine: Machine, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at, day in (
        (dt.datetime(2027, 3, 27, 22, 59, tzinfo=dt.UTC), dt.date(2027, 3, 27)),
        (dt.datetime(2027, 3, 27, 23, 1, tzinfo=dt.UTC), dt.date(2027, 3, 28)),
        (dt.datetime(2027, 3, 28, 21, 59, tzinfo=dt.UTC), dt.date(2027, 3, 28)),
        (dt.datetime(2027, 3, 28, 22, 1, tzinfo=dt.UTC), dt.date(2027, 3, 29)),
        (dt.datetime(2027, 10, 31, 22, 59, tzinfo=dt.UTC), dt.date(2027, 10, 31)),
        (dt.datetime(2027, 10, 31, 23, 1, tzinfo=dt.UTC), dt.date(2027, 11, 1)),
    ):
        machine.clock.at = at
        assert machine.book.today() == day
        change = machine.call(f"at {at}")
        assert journal.change(machine.book.conn, change) is not None
    days = [on for (on,) in machine.book.conn.execute("SELECT on_date FROM touch ORDER BY id")]
    assert days == ["2027-03-27", "2027-03-28", "2027-03-28", "2027-03-29", "2027-10-31", "2027-11-01"]
    monkeypatch.setenv("KAMTUI_TODAY", "2027-03-24")
    due = run("task", "add", "call", "--due", "in 7d", "--json", "--book", str(machine.path)).json["due_on"]
    assert due == "2027-03-31"
    machine.is_whole()
