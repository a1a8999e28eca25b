"""The account report: for people without a terminal, in files, nothing confidential unless asked for."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.ops.opinions import add_opinion
from kamtui.ops.statuses import set_status
from kamtui.ops.tiers import set_tier
from kamtui.ops.touches import add_touch
from kamtui.store.book import Book
from tests.conftest import TODAY, Run


def test_it_tells_how_tier_and_relationship_came_to_be(book: Book, acme: int, run: Run) -> None:
    set_tier(book, acme, Tier.REGULAR, on=TODAY - dt.timedelta(400), reason="first year")
    set_tier(book, acme, Tier.KEY, on=TODAY - dt.timedelta(30), reason="年度框架")
    set_status(book, acme, Status.DEFENDING, on=TODAY - dt.timedelta(3), reason="Rival at the door")
    said = run("report", "account", str(acme)).out
    assert "regular → key" in said
    assert "年度框架" in said
    assert "Rival at the door" in said
    assert "regular → key" not in run("report", "account", str(acme), "--as-of", "2026-09-01").out


def test_our_time_is_told_by_quarter(book: Book, acme: int, run: Run) -> None:
    add_touch(book, acme, kind=Kind.VISIT, on=TODAY, minutes=120)
    add_touch(book, acme, kind=Kind.INTERNAL, on=TODAY, minutes=60)
    known = json.loads(run("report", "account", str(acme), "--json").out)
    running = known["time"][-1]
    assert running["partial"] is True
    before = json.loads(run("report", "account", str(acme), "--json", "--as-of", "yesterday").out)["time"][-1]
    assert running["minutes"] - before["minutes"] == 180
    assert running["touches"] - before["touches"] == 1


def test_what_was_said_in_confidence_is_left_out_unless_asked_for(book: Book, acme: int, run: Run) -> None:
    add_opinion(book, acme, score=2, on=TODAY, text="between us", confidential=True)
    assert "between us" not in run("report", "account", str(acme), "--format", "html").out
    assert "between us" in run("report", "account", str(acme), "--format", "html", "--confidential").out


def test_a_report_is_one_file_that_loads_nothing(acme: int, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "acme.html"
    assert "report written" in run("report", "account", str(acme), "-o", str(target)).out
    page = target.read_text(encoding="utf-8")
    assert '<body class="report">' in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert run("report", "account", str(acme), "-o", str(target)).code == 2
