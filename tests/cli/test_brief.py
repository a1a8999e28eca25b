"""One page before a meeting: as text, Markdown, HTML and JSON, on any day, in a file that nobody else reads."""

from __future__ import annotations

import datetime as dt
import os
import stat
from pathlib import Path

import pytest

from kamtui.domain.contacts import EndReason
from kamtui.domain.exceptions import Kind as Kinds
from kamtui.domain.facts import Metric
from kamtui.domain.periods import Period
from kamtui.domain.statuses import Grade, Status
from kamtui.domain.touches import Feedback, Kind, TouchState
from kamtui.ops.contacts import leave
from kamtui.ops.exceptions import approve_exception, change_exception, raise_exception, refuse_exception
from kamtui.ops.facts import add_fact
from kamtui.ops.opinions import add_opinion
from kamtui.ops.sales import add_sale
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task
from kamtui.ops.touches import add_touch
from kamtui.store import contacts
from kamtui.store.book import Book
from tests.conftest import TODAY, Run


def ago(days: int) -> dt.date:
    """A day before today."""
    return TODAY - dt.timedelta(days=days)


@pytest.fixture
def people(book: Book, acme: int) -> dict[str, int]:
    return {place.contact: place.contact_id for place in contacts.positions(book.conn, acme, on=TODAY)}


@pytest.fixture
def known(book: Book, acme: int, people: dict[str, int]) -> int:
    """Acme with touches, promises of both sides, sales, a wallet, an event and somebody who left."""
    boss, buyer, clerk = people["Chen Li"], people["王伟"], people["李娜"]
    for days in (140, 100, 80, 60, 50, 40):
        add_touch(book, acme, kind=Kind.CALL, on=ago(days), people=[buyer], summary=f"call of {days}")
    add_touch(book, acme, kind=Kind.VISIT, on=ago(200), people=[boss], summary="the plant")
    add_touch(book, acme, kind=Kind.MEETING, on=ago(2), people=[clerk], summary="价格", feedback=Feedback.GOOD)
    add_touch(book, acme, kind=Kind.EVENT, on=TODAY + dt.timedelta(7), state=TouchState.SCHEDULED, summary="fair")
    add_task(book, "发合同", account_id=acme, due_on=ago(5), on=ago(30))
    add_task(book, "send the drawing", account_id=acme, due_on=ago(9), on=ago(30), by_customer=True, contact_id=buyer)
    set_status(book, acme, Status.SOLID, grade=Grade.GOOD, on=ago(90), reason="framework signed")
    for month in range(14):
        amount = (1_000 if month > 3 else 100) * 10_000
        add_sale(book, acme, on=ago(30 * month + 5), amount=amount, currency="CNY", profit=amount // 4)
    year = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    add_fact(book, acme, Metric.WALLET_EST, 200_000_000, period=year, currency="CNY", on=ago(20), source="report")
    leave(book, clerk, on=ago(1), reason=EndReason.RETIRED, account_id=acme)
    return acme


def test_the_page_holds_what_one_needs_before_a_meeting(run: Run, known: int) -> None:
    page = run("brief", "acme").out
    for said in (
        "Acme Holdings Ltd",
        "key since 11-20",
        "◕ solid (good, stage: stabilise) since 08-22 · framework signed",
        "Chen Li  exec",
        "silent 200d",
        "left 11-19",
        "meeting  (+)",
        "5d late",
        "send the drawing",
        "revenue 8,400 CNY, profit 2,100 CNY (25%)",
        "1 of 1 by revenue, 100% of it",
        "20,000 CNY a year, ours 42%",
        "a touch every 7d, at most 14d",
        "the usual one of its tier",
        "unknown: nobody was asked",
        "in 7d  event",
        "What became of 'send the drawing'? They are 9d late.",
        "What do they need from us for 'fair' in 7d?",
        "exec level: what is on the mind of Chen Li? Silent for 200d.",
        "Leave with an answer to: Who is the customer? What do they want?",
    ):
        assert said in page, said
    assert "call of 140" not in page
    assert max(map(len, page.splitlines())) <= 80


def test_the_document_says_the_same_and_unknown_is_null(run: Run, known: int) -> None:
    found = run("brief", "acme", "--json").json
    assert found["status"] == "solid"
    assert found["stage"] == "stabilise"
    assert [one["silent"] for one in found["people"]] == [True, False]
    assert found["left"] == [found["left"][0] | {"name": "李娜", "on": "2026-11-19", "reason": "retired"}]
    assert [each["on"] for each in found["touches"]] == [ago(days).isoformat() for days in (2, 40, 50, 60, 80)]
    assert found["touches"][0]["feedback"] == "+"
    assert found["promises"]["ours"][0]["days_late"] == 5
    assert found["promises"]["theirs"][0]["contact"] == "王伟"
    assert (found["revenue_12m"], found["profit_12m"], found["currency"]) == ("8400.00", "2100.00", "CNY")
    assert found["wallet"] == found["wallet"] | {"amount": "20000.00", "source": "report", "confidence": None}
    assert found["quarters"][-1]["partial"] is True
    assert found["service"]["concessions_12m"] is None
    assert found["opinions"] == []
    assert found["ahead"][0]["summary"] == "fair"
    empty = run("account", "add", "Bolt", "--json").json["id"]
    bare = run("brief", str(empty), "--json").json
    assert bare["revenue_12m"] is bare["rank"] is bare["trend"] is bare["wallet"] is bare["tier"] is None
    assert bare["quarters"] == []
    assert run("brief", str(empty)).code == 0


def test_an_earlier_day_gives_the_page_of_that_day(run: Run, known: int) -> None:
    found = run("brief", "acme", "--json", "--as-of", ago(20).isoformat()).json
    assert found["on"] == ago(20).isoformat()
    assert [one["name"] for one in found["people"]] == ["Chen Li", "王伟", "李娜"]
    assert found["left"] == []
    assert found["touches"][0]["on"] == ago(40).isoformat()
    assert found["promises"]["ours"][0]["days_late"] == 0
    assert found["wallet"] is not None
    assert run("brief", "acme", "--json", "--as-of", ago(100).isoformat()).json["status"] is None


@pytest.mark.parametrize(
    ("name", "begins"), [("a.html", "<!DOCTYPE html>"), ("a.md", "# Acme Holdings Ltd"), ("a.TXT", "Acme Holdings Ltd")]
)
def test_the_ending_of_the_file_says_what_is_written(
    run: Run, known: int, tmp_path: Path, name: str, begins: str
) -> None:
    target = tmp_path / name
    done = run("brief", "acme", "-o", str(target))
    assert done.code == 0
    assert str(target) in done.out
    assert target.read_text(encoding="utf-8").startswith(begins)
    assert stat.S_IMODE(os.stat(target).st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("a.")] == [name]


def test_a_named_format_wins_over_the_ending(run: Run, known: int, tmp_path: Path) -> None:
    assert run("brief", "acme", "--format", "html").out.startswith("<!DOCTYPE html>")
    target = tmp_path / "page.xyz"
    assert run("brief", "acme", "-o", str(target)).code == 2
    said = run("brief", "acme", "-o", str(target), "--format", "md", "--json").json
    assert said == {"account_id": known, "path": str(target), "format": "md"}
    assert target.read_text(encoding="utf-8").startswith("# Acme")


def test_a_file_that_is_there_is_written_over_only_when_told_to(run: Run, known: int, tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    target.write_text("mine")
    refused = run("brief", "acme", "-o", str(target))
    assert refused.code == 2
    assert "--force" in refused.err
    assert target.read_text() == "mine"
    assert run("brief", "acme", "-o", str(target), "--force").code == 0
    assert "Acme" in target.read_text(encoding="utf-8")
    assert run("brief", "acme", "-o", str(tmp_path)).code == 2
    assert run("brief", "acme", "-o", str(tmp_path / "no" / "a.md")).code == 2


def test_what_was_said_in_confidence_is_for_its_author_and_heads_and_only_when_asked_for(
    run: Run, book: Book, acme: int, people: dict[str, int]
) -> None:
    buyer = people["王伟"]
    add_opinion(book, acme, 8, contact_id=buyer, text="all well", on=ago(10))
    add_opinion(book, acme, 2, about="chen.jing", contact_id=buyer, text="never listens", confidential=True, on=ago(5))
    left_out = run("brief", "acme")
    assert "never listens" not in left_out.out
    assert "all well" in left_out.out
    assert "2 of 10" not in left_out.out
    assert "1 answer given in confidence is left out" in left_out.err
    asked_for = run("brief", "acme", "--confidential")
    assert "confidential: never listens" in asked_for.out
    assert asked_for.err == ""
    stranger = run("brief", "acme", "--confidential", who="chen.jing")
    assert "never listens" not in stranger.out
    assert "gave chen.jing" not in stranger.out
    assert stranger.err == ""


def test_nobody_is_asked_again_what_they_said_in_confidence(
    run: Run, book: Book, acme: int, people: dict[str, int]
) -> None:
    add_opinion(book, acme, 2, contact_id=people["王伟"], confidential=True, on=ago(5))
    assert not [ask for ask in run("brief", "acme", "--json", who="chen.jing").json["ask"] if "satisfied" in ask]


def test_a_service_of_its_own_is_said(run: Run, book: Book, acme: int) -> None:
    row: dict[str, object] = {"change": "web shop only", "cadence_days": 60, "reason": "small", "decided_by": "li.wei"}
    with book.write("test") as tx:
        tx.insert("service_change", {"account_id": acme, "on_date": ago(3).isoformat(), "recorded_at": "", **row})
    page = run("brief", "acme").out
    assert "a touch every 60d, at most 90d" in page
    assert "since 11-17: web shop only, small" in page


def test_what_a_head_allowed_is_said_and_what_was_refused_is_not(run: Run, book: Book, acme: int) -> None:
    for title in ("14 % rebate", "longer payment", "a loan"):
        raise_exception(book, title, proposal="as they ask", kind=Kinds.TERMS, account_id=acme, on=ago(30))
    approve_exception(book, 1, on=ago(20))
    change_exception(book, 2, "60 days, not 90", on=ago(10))
    refuse_exception(book, 3, "no", on=ago(10))
    granted = run("brief", "acme", "--json").json["service"]["granted"]
    assert [(each["title"], each["what"]) for each in granted] == [
        ("longer payment", "60 days, not 90"),
        ("14 % rebate", "as they ask"),
    ]
    assert "11-10 longer payment: 60 days, not 90" in run("brief", "acme").out
    assert run("brief", "acme", "--json", "--as-of", ago(25).isoformat()).json["service"]["granted"] == []


def test_a_meeting_that_two_of_us_logged_is_one(run: Run, book: Book, acme: int, people: dict[str, int]) -> None:
    first = add_touch(book, acme, kind=Kind.VISIT, on=ago(3), people=[people["王伟"]], summary="plant").value.touch_id
    second = add_touch(book, acme, kind=Kind.VISIT, on=ago(3), people=[people["李娜"]], by="chen.jing").value.touch_id
    with book.write("test") as tx:
        tx.update("touch", second, {"joins": first})
    (touch,) = run("brief", "acme", "--json").json["touches"]
    assert touch["by"] == ["li.wei", "chen.jing"]
    assert touch["people"] == ["王伟", "李娜"]


def test_an_unknown_account_is_said_to_be_unknown(run: Run) -> None:
    assert run("brief", "nobody").code == 3
    assert run("brief").code == 2


def test_an_archived_account_and_an_untouched_one_have_a_page_too(run: Run, known: int) -> None:
    assert run("account", "archive", "acme").code == 0
    found = run("brief", str(known), "--json").json
    assert found["health"] is None
    assert found["rank"] is None
    assert found["revenue_12m"] == "8400.00"
    assert run("brief", str(known)).code == 0
