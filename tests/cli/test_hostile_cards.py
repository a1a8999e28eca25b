"""Cards about accounts, people and promises with hostile names: nothing of them reaches the terminal."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from kamtui.clock import Clock
from kamtui.domain.contacts import Level
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind, TouchState
from kamtui.ops.accounts import add_account
from kamtui.ops.contacts import add_contact, leave
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task
from kamtui.ops.touches import add_touch
from kamtui.store.book import Book
from kamtui.store.texts import LONGEST, LONGEST_NAME
from kamtui.store.tx import Tx
from tests.conftest import TODAY, Run
from tests.render.hostile import HOSTILE
from tests.signalled import ago

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
SIGNALS = {"SIG-01", "SIG-02", "SIG-03", "SIG-06", "SIG-08", "SIG-25", "SIG-28", "SIG-29", "SIG-31", "SIG-35"}


def _storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return bool(text.strip()) and "\0" not in text


def _add(tx: Tx, text: str) -> None:
    name = text[:LONGEST_NAME]
    account = add_account.within(tx, name, tier=Tier.KEY).account_id
    chief = add_contact.within(tx, account, name, level=Level.EXEC).contact_id
    add_touch.within(tx, account, on=ago(130), people=[chief], summary=text)
    add_contact.within(tx, account, name, level=Level.MID)
    leave.within(tx, add_contact.within(tx, account, name, level=Level.EXEC).contact_id, on=ago(2))
    set_status.within(tx, account, Status.DECLINING, on=ago(5), reason=text)
    add_touch.within(tx, account, kind=Kind.EVENT, on=ago(-3), state=TouchState.SCHEDULED, summary=text)
    for by_customer in (False, True):
        add_task.within(tx, text, account_id=account, due_on=ago(3), by_customer=by_customer)
    row: dict[str, Any] = {"account_id": account, "recorded_at": "2026-01-01T00:00:00Z"}
    for about, score, day in ((text, 1.0, 5), ("", 9.0, 50), ("", 1.0, 5)):
        said = {"about": about, "score": score, "on_date": ago(day).isoformat(), "author": "li.wei"}
        tx.insert("opinion", row | said | {"contact_id": chief})
    asked = {"kind": "terms", "proposal": text, "raised_by": "li.wei", "title": text, "on_date": ago(4).isoformat()}
    tx.insert("exception", row | asked)


@pytest.fixture(scope="module")
def hostile_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every hostile text is an account, its people, a promise, an event, an exception and whom an opinion is about."""
    path = tmp_path_factory.mktemp("hostile") / "book.kam"
    book = Book.create(path, who="li.wei", clock=Clock(TODAY), name="H", currency="CNY", fiscal_start=1)
    with book.write("account.add") as tx:
        for text in filter(_storable, HOSTILE.values()):
            _add(tx, text[:LONGEST])
    book.close()
    return path


@pytest.fixture
def hostile(run: Run, hostile_file: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("KAMTUI_BOOK", str(hostile_file))
    return run


def test_every_text_of_somebody_is_in_a_reason(hostile: Run) -> None:
    cards = hostile("today", "--all", "--json").json
    assert len(cards) > 45
    for card in cards:
        assert {reason["signal"] for reason in card["reasons"]} >= SIGNALS, card["name"][:40]


def test_reasons_are_one_harmless_line_each(hostile: Run) -> None:
    for card in hostile("today", "--all", "--json").json:
        for reason in card["reasons"]:
            assert not CONTROL.search(reason["text"]), reason
            assert "\n" not in reason["text"]
            assert "\t" not in reason["text"]
            assert len(reason["text"]) < 500


def test_lines_in_a_pipe_keep_their_columns(hostile: Run) -> None:
    for words in (("today", "--all"), ("today", "--all", "--tsv")):
        ran = hostile(*words)
        head, *rows = ran.out.split("\n")[:-1]
        cards = hostile("today", "--all", "--json").json
        assert len(rows) == len(cards)
        assert {row.count("\t") for row in rows} == {head.count("\t")}
        assert not CONTROL.search(ran.out)
        assert not CONTROL.search(ran.err)
    assert len(hostile("today", "--all", "-q").lines) == len(cards)


@pytest.mark.parametrize("colours", ["", "1"])
def test_a_terminal_is_told_nothing_by_the_data(hostile: Run, monkeypatch: pytest.MonkeyPatch, colours: str) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", colours)
    for words in (("today", "--all"), ("today", "--all", "--limit", "500"), ("today", "--all", "--tsv")):
        ran = hostile(*words)
        assert ran.code == 0
        assert not CONTROL.search(ran.out + ran.err), words
    ran = hostile("today", "--all", "--json")
    assert ran.out.isascii()
    assert len(json.loads(ran.out)) > 45


def test_the_chinese_list_is_as_harmless(hostile: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMTUI_LANG", "zh")
    ran = hostile("today", "--all")
    assert (ran.code, CONTROL.search(ran.out)) == (0, None)
