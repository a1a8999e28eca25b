"""The morning's mail: what its reader may see, worst first, and no mail where there is nothing to tell."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path

import pytest

from kamtui.domain.exceptions import Kind as Limit
from kamtui.domain.touches import Kind, TouchState
from kamtui.ops.accounts import add_account
from kamtui.ops.exceptions import raise_exception
from kamtui.ops.history import undo
from kamtui.ops.opinions import add_opinion, edit_opinion
from kamtui.ops.tasks import add_task
from kamtui.ops.touches import add_touch
from kamtui.ops.users import add_user
from kamtui.store.book import Book
from tests.conftest import TODAY, Run


def day(count: int) -> dt.date:
    """A day from today."""
    return TODAY + dt.timedelta(count)


@pytest.fixture
def known(book: Book, acme: int) -> int:
    """An account with promises of both sides, an appointment, an exception, and something a colleague did."""
    add_task(book, "send the <b>drawing</b>", account_id=acme, due_on=day(-3), on=day(-9))
    add_task(book, "they send the forecast", account_id=acme, due_on=day(1), on=day(-9), by_customer=True)
    add_touch(book, acme, kind=Kind.VISIT, on=TODAY, state=TouchState.SCHEDULED, summary="看新产线")
    raise_exception(book, "three percent more", proposal="two", account_id=acme, kind=Limit.TERMS, on=day(-2))
    with book.as_author("chen.jing"):
        add_touch(book, acme, kind=Kind.CALL, on=TODAY, summary="a call")
    return acme


def test_it_tells_everything_the_day_brings(known: int, run: Run) -> None:
    printed = run("digest").out
    said = " ".join(printed.split())
    for word in ("send the <b>drawing</b>", "they send the forecast", "看新产线", "three percent more"):
        assert word in said
    assert "the customer promised it" in said
    assert "Acme Holdings Ltd: Log a touch" in said
    assert printed.splitlines()[1].startswith("1 account, 1 key")
    assert said.index("overdue") < said.index("today and tomorrow") < said.index("Appointments")


def test_its_cards_are_those_of_the_review(known: int, run: Run) -> None:
    cards = run("today", "--json").json
    told = run("digest", "--json").json["cards"]
    assert [(card["account_id"], card["severity"], card["reasons"]) for card in cards] == [
        (card["account_id"], card["severity"], card["reasons"]) for card in told
    ]


def test_where_there_is_nothing_to_tell_no_mail_is_made(run: Run) -> None:
    for words in ((), ("--format", "html"), ("--format", "eml", "--to", "li@example.com"), ("--json",)):
        assert run("digest", *words, who="chen.jing") == (1, "", "")


def test_files_that_came_in_are_told_beside_something_else_only(
    book: Book, acme: int, run: Run, tmp_path: Path
) -> None:
    lines = "".join(f"2026-11-{day:02},Acme Holdings Ltd,N{day},100,CNY\n" for day in range(1, 19))
    (tmp_path / "sales.csv").write_text(f"date,customer,order,amount,currency\n{lines}", encoding="utf-8")
    assert run("import", str(tmp_path / "sales.csv"), "--as", "sales").code == 0
    assert run("digest", who="chen.jing") == (1, "", "")
    add_task(book, "for Chen", account_id=acme, owner="chen.jing", due_on=TODAY, on=day(-1))
    assert "li.wei: Import files (18 rows)" in " ".join(run("digest", who="chen.jing").out.split())


def test_what_was_taken_back_and_what_one_did_oneself_is_not_told(book: Book, known: int, run: Run) -> None:
    assert run("digest", "--json", "--since", "yesterday").json["done"] != []
    with book.as_author("chen.jing"):
        undo(book)
    assert [row["by"] for row in run("digest", "--json").json["done"]] == []


def test_only_heads_hear_of_exceptions_and_read_the_digest_of_others(book: Book, known: int, run: Run) -> None:
    add_task(book, "for Chen", account_id=known, owner="chen.jing", due_on=TODAY, on=day(-1))
    own = run("digest", "--team", "--json", who="chen.jing").json
    assert own["exceptions"] == []
    assert "for Chen" in [row["title"] for row in own["due"]]
    assert run("digest", "--user", "li.wei", who="chen.jing").code == 7
    assert run("digest", "--user", "chen.jing").code == 0
    assert run("user", "leave", "chen.jing", "--on", "2026-11-19").code == 0
    assert run("digest", "--user", "chen.jing").code == 7


def test_a_head_who_sends_it_does_not_send_what_the_reader_may_not_see(book: Book, acme: int, run: Run) -> None:
    add_user(book, "a.meyer")
    add_account(book, "Beta", owner="a.meyer")
    for score, days in ((9, 60), (2, 2)):
        opinion = add_opinion(book, acme, score, contact_id=2, on=day(-days), is_touch=False).value.opinion_id
        edit_opinion(book, opinion, {"confidential": True})
    whole = run("digest", "--all", "--json").json
    sent = run("digest", "--user", "a.meyer", "--all", "--json").json
    asked = run("digest", "--all", "--json", who="a.meyer").json
    assert sent["cards"] == asked["cards"]
    told = [[reason["text"] for reason in card["reasons"]] for card in whole["cards"]]
    assert told != [[reason["text"] for reason in card["reasons"]] for card in sent["cards"]]


def test_a_message_is_one_that_sendmail_takes(known: int, run: Run) -> None:
    raw = run("digest", "--format", "eml", "--to", "li.wei@example.com", "--from", "kam@example.com").out
    assert raw.isascii()
    assert max(map(len, raw.splitlines())) <= 998
    message = email.message_from_string(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    assert (message["To"], message["From"].addresses[0].addr_spec) == ("li.wei@example.com", "kam@example.com")
    assert "promise late" in message["Subject"]
    assert message["Date"].datetime.date() == TODAY
    assert message.get_content_type() == "multipart/alternative"
    plain, html = (part.get_content() for part in message.iter_parts())
    assert "看新产线" in plain
    assert "&lt;b&gt;drawing" in html
    assert "<b>drawing" not in html
    assert not re.search(r"<(style|link|script|img)|class=|http", html)
    again = email.message_from_string(run("digest", "--format", "eml", "--to", "li.wei@example.com").out)
    assert again["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("to", ["a@b\nBcc: c@d", "nobody", "a b@c.de", "a@b.de, c@d.de", "<a@b.de>", ""])
def test_what_is_no_address_is_refused(to: str, known: int, run: Run) -> None:
    answer = run("digest", "--format", "eml", "--to", to)
    assert (answer.code, answer.out) == (2, "")


def test_what_does_not_go_together_is_refused(run: Run) -> None:
    assert run("digest", "--team", "--all").code == 2
    assert run("digest", "--to", "a@b.de").code == 2
    assert run("digest", "--format", "eml").code == 2
