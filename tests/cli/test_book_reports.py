"""Report pages on the book: the figures of the commands, one file that loads nothing, for everybody and for one."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.ops.accounts import add_account
from kamtui.ops.sales import add_sale
from kamtui.ops.tiers import set_tier
from kamtui.ops.touches import add_touch
from kamtui.store import exports
from kamtui.store.book import Book
from tests.conftest import TODAY, Run

REPORTS = ("portfolio", "movement", "pyramid")

HOSTILE = '<img src=x onerror="alert(1)">|`*[a](http://x)\x1b[31m'

VOID = frozenset({"meta", "br", "img", "link"})


class Closed(HTMLParser):
    """Notes what is opened and never closed, and whatever would be loaded from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [f"{tag} {name}" for name, _ in attrs if name in ("src", "href", "srcset", "data")]
        self.loads += [tag] if tag in ("script", "img", "link", "iframe", "object") else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def known(book: Book, acme: int) -> int:
    """Two accounts of two managers with sales, time, tiers that moved, and a name that would be markup."""
    other = add_account(book, HOSTILE, owner="chen.jing").value.account_id
    set_tier(book, other, Tier.PROSPECT, on=TODAY - dt.timedelta(500), reason="first look")
    set_tier(book, other, Tier.REGULAR, on=TODAY - dt.timedelta(60), reason="first order")
    for account, amount in ((acme, 500_000), (other, 90_000)):
        for days in (10, 200, 400):
            on = TODAY - dt.timedelta(days)
            add_sale(book, account, on=on, amount=amount * 10_000, currency="CNY", profit=amount * 2_000)
        add_touch(book, account, kind=Kind.VISIT, on=TODAY - dt.timedelta(5), minutes=90)
    return other


@pytest.mark.parametrize("report", REPORTS)
def test_a_page_is_valid_and_loads_nothing_whatever_names_say(
    report: str, known: int, run: Run, tmp_path: Path
) -> None:
    target = tmp_path / "page.html"
    assert run("report", report, "-o", str(target)).code == 0
    text = target.read_text(encoding="utf-8")
    page = Closed()
    page.feed(text)
    page.close()
    assert page.open == []
    assert page.loads == []
    assert "<img" not in text
    assert "\x1b" not in text
    # well-formed to the last attribute: an XML parser takes the body, too
    body = ElementTree.fromstring(text[text.index("<body") : text.index("</html>")])
    pictures = list(body.iter("svg"))
    assert pictures
    assert all(len(picture.attrib["aria-label"]) > 10 for picture in pictures)


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("written", ["text", "md", "html"])
def test_an_empty_book_has_a_page_too(report: str, written: str, run: Run) -> None:
    answer = run("report", report, "--format", written)
    assert answer.code == 0
    assert "2026-11-20" in answer.out
    assert run("report", report, "--json").json["on"] == "2026-11-20"


def test_the_figures_of_the_portfolio_are_those_of_the_commands(known: int, run: Run) -> None:
    report = run("report", "portfolio", "--json").json
    layers = run("pyramid", "--json").json
    assert report["pyramid"]["layers"] == layers["layers"]
    assert report["pyramid"]["logged_hours"] == layers["logged_hours"] == 3.0
    placed = run("portfolio", "--json").json
    assert report["matrix"]["cut_x"] == placed["cut_x"]
    where = {row["account_id"]: (row["x"], row["y"], row["quadrant"], row["group"]) for row in placed["accounts"]}
    assert where == {
        row["account_id"]: (row["x"], row["y"], row["quadrant"], row["group"]) for row in report["matrix"]["accounts"]
    }
    ranking = run("pareto", "--json").json
    same = ("rank", "account_id", "value", "cumulative_share", "class")
    assert [{key: row[key] for key in same} for row in ranking["accounts"]] == [
        {key: row[key] for key in same} for row in report["pareto"]["accounts"]
    ]
    assert {key: ranking[key] for key in ("by", "n", "top_10pct", "total")} == {
        key: report["pareto"][key] for key in ("by", "n", "top_10pct", "total")
    }
    spread = run("concentration", "--json").json
    assert {key: spread[key] for key in ("n", "hhi", "top1_percent", "effective", "level")} == {
        key: report["concentration"][key] for key in ("n", "hhi", "top1_percent", "effective", "level")
    }
    margin = run("margin", "--by", "tier", "--json").json
    assert report["money"]["tiers"] == margin["rows"]
    assert report["money"]["whole"]["revenue"] == margin["totals"][0]["revenue"]


def test_movement_is_that_of_the_command_and_says_why(known: int, run: Run) -> None:
    report, command = run("report", "movement", "--json").json, run("tier", "movement", "--json").json
    assert report["matrix"] == command["matrix"]
    assert [{key: row[key] for key in command["movers"][0]} for row in report["movers"]] == command["movers"]
    assert report["months"][-1] == {"on": "2026-11-20", "key": 1, "regular": 1, "prospect": 0, "unattractive": 0}
    page = run("report", "movement", "--from", "2026-06-30", "--to", "2026-11-20").out
    assert "first order" in page
    assert "prospect → regular" in page


def test_the_pyramid_is_that_of_the_command_over_the_same_days(known: int, run: Run) -> None:
    days = ("--from", "2026-11-01", "--to", "2026-11-19")
    report, command = run("report", "pyramid", *days, "--json").json, run("pyramid", *days, "--json").json
    assert report["layers"] == command["layers"]
    assert (report["from"], report["to"]) == (command["from"], command["to"])
    one = next(row for row in report["managers"] if row["user"] == "chen.jing")
    assert one["layers"] == run("pyramid", "--user", "chen.jing", *days, "--json").json["layers"]


def test_a_report_may_be_about_one_of_us(known: int, run: Run) -> None:
    report = run("report", "portfolio", "--user", "chen.jing", "--json").json
    assert [row["account_id"] for row in report["matrix"]["accounts"]] == [known]
    assert [row["account_id"] for row in report["pareto"]["accounts"]] == [known]
    assert report["pyramid"]["layers"] == run("pyramid", "--user", "chen.jing", "--json").json["layers"]
    assert [row["account_id"] for row in run("report", "movement", "--user", "me", "--json").json["movers"]] != [known]
    assert run("report", "portfolio", "--user", "nobody").code == 3


def test_a_report_speaks_of_the_day_it_is_asked_for(known: int, run: Run) -> None:
    before = run("report", "portfolio", "--as-of", "2025-09-01", "--json").json
    assert before["on"] == "2025-09-01"
    assert before["pareto"]["accounts"] == []
    now = run("report", "pyramid", "--as-of", "2026-11-16", "--json").json
    assert now["logged_hours"] == 3.0
    assert run("report", "pyramid", "--as-of", "2026-11-14", "--json").json["logged_hours"] == 0


def test_who_takes_a_report_is_noted_and_no_file_is_written_over(
    book: Book, known: int, run: Run, tmp_path: Path
) -> None:
    target = tmp_path / "page.md"
    assert run("report", "pyramid", "-o", str(target)).code == 0
    assert run("report", "pyramid", "-o", str(target)).code == 2
    assert run("report", "pyramid", "-o", str(target), "--force").code == 0
    assert [row.what for row in exports.rows(book.conn)] == ["report pyramid: Test: pyramid and time"] * 2


def test_markdown_shows_hostile_names_as_they_are(known: int, run: Run) -> None:
    page = run("report", "portfolio", "--format", "md").out
    assert "<img" not in page.replace("\\<img", "")
    assert "](http" not in page.replace("\\](", "")
