"""What a script says it saw; and what is refused where that is no longer so."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.domain.contacts import Level
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Feedback, Kind
from kamtui.errors import Conflict
from kamtui.ops.accounts import assign_account, edit_account
from kamtui.ops.conflicts import Overtaken
from kamtui.ops.contacts import edit_contact
from kamtui.ops.statuses import set_status
from kamtui.ops.tiers import set_tier
from kamtui.ops.touches import add_touch, edit_touch
from kamtui.ops.users import edit_user
from kamtui.store import contacts, statuses
from kamtui.store.book import Book
from tests.conftest import TODAY, Run


def test_a_status_that_moved_since_it_was_seen_is_refused_with_who_and_what(run: Run, book: Book, acme: int) -> None:
    assert run("status", "set", "Acme", "solid", "--was", "none").code == 0
    assert run("status", "set", "Acme", "defending", who="chen.jing").code == 0
    refused = run("--json", "status", "set", "Acme", "declining", "--was", "solid")
    assert refused.code == 4
    error = refused.error
    assert (error["code"], error["field"], error["by"]) == ("conflict", "status", "chen.jing")
    assert (error["now"], error["was"]) == ("defending", "solid")
    assert statuses.in_force(book.conn, acme, TODAY)[0] is Status.DEFENDING
    assert run("status", "set", "Acme", "declining", "--was", "defending").code == 0


def test_a_batch_that_saw_another_status_is_refused_as_a_whole(run: Run, book: Book, acme: int) -> None:
    rows = '{"account": "Acme", "status": "solid"}\n{"account": "Acme", "status": "declining", "was": "defending"}\n'
    refused = run("status", "set", "--stdin", stdin=rows)
    assert refused.code == 4
    assert "Acme Holdings Ltd: status" in refused.err
    assert statuses.history(book.conn, acme) == []


def test_who_decides_what_is_in_force_by_now_contradicts_nobody(book: Book, acme: int) -> None:
    set_tier(book, acme, Tier.REGULAR, on=TODAY)
    set_tier(book, acme, Tier.REGULAR, on=TODAY, reason="for me too", was={acme: Tier.KEY})
    assign_account(book, acme, "chen.jing", on=TODAY)
    with pytest.raises(Overtaken, match="owner"):
        assign_account(book, acme, "", on=TODAY, was={acme: "li.wei"})
    with pytest.raises(Overtaken, match="tier"):
        set_tier(book, acme, Tier.PROSPECT, on=TODAY, was={acme: Tier.KEY})


def test_what_was_seen_of_one_account_says_nothing_about_another(book: Book, acme: int) -> None:
    set_status(book, acme, Status.SOLID, on=TODAY, was={acme + 1: Status.DECLINING})
    assert statuses.in_force(book.conn, acme, TODAY)[0] is Status.SOLID


def test_different_fields_of_a_row_merge_and_the_same_one_is_refused(book: Book, acme: int) -> None:
    edit_account(book, acme, {"city": "Bonn"})
    edit_account(book, acme, {"region": "West"}, was={"region": ""})
    with pytest.raises(Conflict, match="city"):
        edit_account(book, acme, {"city": "Berlin"}, was={"city": ""})


def test_a_person_and_their_position_are_one_to_those_who_edit(book: Book, acme: int) -> None:
    chen = next(place for place in contacts.positions(book.conn, acme, on=TODAY) if place.contact == "Chen Li")
    edit_contact(book, chen.contact_id, {"title": "Chairman"})
    edit_contact(book, chen.contact_id, {"level": Level.MID, "phone": "1"}, was={"level": Level.EXEC, "phone": ""})
    with pytest.raises(Conflict, match="title"):
        edit_contact(book, chen.contact_id, {"title": "CFO"}, was={"title": "CEO"})
    with pytest.raises(Conflict, match="phone"):
        edit_contact(book, chen.contact_id, {"phone": "2"}, was={"phone": ""})


def test_a_day_is_compared_as_a_day(book: Book, acme: int) -> None:
    touch = add_touch(book, acme, kind=Kind.CALL, on=TODAY).value.touch_id
    edit_touch(book, touch, {"on": TODAY - dt.timedelta(days=1)}, was={"on": TODAY})
    with pytest.raises(Conflict, match="2026-11-19"):
        edit_touch(book, touch, {"on": TODAY}, was={"on": TODAY})


def test_nothing_said_is_nothing_however_it_is_written(book: Book, acme: int) -> None:
    touch = add_touch(book, acme, kind=Kind.CALL, on=TODAY).value.touch_id
    edit_touch(book, touch, {"feedback": Feedback.GOOD}, was={"feedback": None})


def test_a_colleague_edited_by_two_heads_is_a_conflict(book: Book) -> None:
    edit_user(book, "chen.jing", role="support")
    with pytest.raises(Conflict, match="role"):
        edit_user(book, "chen.jing", role="reader", was={"role": "kam"})
