"""Issues: who sees to them, when complaints may be closed, what reopening says, who may see and undo them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from kamtui.domain.issues import IssueKind
from kamtui.domain.teams import OurFunction
from kamtui.errors import BadInput, Conflict, NotFound, NothingToDo, NotPermitted
from kamtui.ops.handover import hand_over
from kamtui.ops.history import undo
from kamtui.ops.issues import add_issue, answer_issue, edit_issue, reopen_issue, resolve_issue
from kamtui.ops.splitting import split_account
from kamtui.ops.teams import join_team
from kamtui.store import issues, reviews
from kamtui.store.book import Book
from tests.conftest import TODAY

Opener = Callable[[str], Book]

WEEK_AGO = TODAY - dt.timedelta(days=7)


def test_whoever_has_the_function_sees_to_it_else_the_owner_of_the_account(book: Book, acme: int) -> None:
    join_team(book, acme, "chen.jing", OurFunction.FINANCE, since=WEEK_AGO)
    assert add_issue(book, acme, "a").value.owner == "li.wei"
    assert add_issue(book, acme, "b", department=OurFunction.FINANCE).value.owner == "chen.jing"
    assert add_issue(book, acme, "c", department=OurFunction.RND).value.owner == "li.wei"
    assert add_issue(book, acme, "d", owner="chen.jing", department=OurFunction.RND).value.owner == "chen.jing"
    with pytest.raises(NotFound):
        add_issue(book, acme, "e", owner="nobody")


def test_a_complaint_is_settled_only_when_it_taught_something(book: Book, acme: int) -> None:
    complaint = add_issue(book, acme, "it leaks", kind=IssueKind.COMPLAINT, on=WEEK_AGO).value.issue_id
    with pytest.raises(BadInput, match="lesson"):
        resolve_issue(book, complaint, answer="new seal")
    with pytest.raises(BadInput, match="prevents it"):
        resolve_issue(book, complaint, lesson="seals age")
    assert issues.one(book.conn, complaint).is_open
    edit_issue(book, complaint, {"lesson": "seals age"})
    assert resolve_issue(book, complaint, prevented_by="a yearly change").value.late > dt.timedelta(0)
    with pytest.raises(BadInput, match="taught"):
        edit_issue(book, complaint, {"prevented_by": ""})
    other = add_issue(book, acme, "where is it", kind=IssueKind.DELIVERY, on=WEEK_AGO).value.issue_id
    resolve_issue(book, other, on=WEEK_AGO)
    with pytest.raises(BadInput, match="taught"):
        edit_issue(book, other, {"kind": IssueKind.COMPLAINT})


def test_what_was_opened_again_was_not_settled_at_the_first_go(book: Book, acme: int) -> None:
    issue = add_issue(book, acme, "no paper", on=WEEK_AGO).value.issue_id
    with pytest.raises(BadInput):
        edit_issue(book, issue, {"first_time": True})
    resolve_issue(book, issue, first_time=True, on=WEEK_AGO)
    settled = issues.one(book.conn, issue)
    assert (settled.first_time, settled.responded_at, settled.resolved_on) == (True, settled.resolved_at, WEEK_AGO)
    with pytest.raises(NothingToDo):
        resolve_issue(book, issue)
    reopen_issue(book, issue)
    assert issues.one(book.conn, issue).first_time is False
    with pytest.raises(BadInput):
        resolve_issue(book, issue, first_time=True)
    assert resolve_issue(book, issue).value.first_time is False


def test_nothing_is_answered_or_settled_before_it_came_in_or_in_days_to_come(book: Book, acme: int) -> None:
    issue = add_issue(book, acme, "late", on=WEEK_AGO).value.issue_id
    for call in (answer_issue, resolve_issue):
        with pytest.raises(BadInput):
            call(book, issue, on=WEEK_AGO - dt.timedelta(days=1))
        with pytest.raises(BadInput):
            call(book, issue, on=TODAY + dt.timedelta(days=1))
    answer_issue(book, issue, answer="soon")
    with pytest.raises(NothingToDo):
        answer_issue(book, issue)
    assert answer_issue(book, issue, answer="tomorrow").value.late > dt.timedelta(0)


def test_an_answer_before_the_first_that_is_known_is_the_first_and_none_is_of_days_to_come(
    book: Book, acme: int
) -> None:
    issue = add_issue(book, acme, "late", on=WEEK_AGO).value.issue_id
    came = issues.one(book.conn, issue).at
    answer_issue(book, issue, answer="soon")
    first = came + dt.timedelta(hours=1)
    assert answer_issue(book, issue, at=first).value.late < dt.timedelta(0)
    answer_issue(book, issue, answer="again", at=first + dt.timedelta(hours=1))
    assert issues.one(book.conn, issue).responded_at == first
    with pytest.raises(BadInput):
        answer_issue(book, issue, answer="never", at=came - dt.timedelta(days=1))
    with pytest.raises(BadInput):
        add_issue(book, acme, "to come", at=book.clock.now() + dt.timedelta(hours=1), on=WEEK_AGO)
    with pytest.raises(BadInput):
        edit_issue(book, issue, {"on": TODAY + dt.timedelta(days=1)})


def test_an_edit_over_a_colleagues_says_what_they_wrote(open_book: Opener, book: Book, acme: int) -> None:
    issue = add_issue(book, acme, "late", cause="fog").value.issue_id
    edit_issue(open_book("chen.jing"), issue, {"cause": "snow"})
    with pytest.raises(Conflict):
        edit_issue(book, issue, {"cause": "ice"}, was={"cause": "fog"})


def test_what_was_told_in_confidence_its_author_and_heads_see_change_and_undo(
    open_book: Opener, book: Book, acme: int
) -> None:
    chen = open_book("chen.jing")
    secret = add_issue(book, acme, "he drinks", confidential=True, key="k", on=WEEK_AGO)
    assert list(issues.ids(chen.conn)) == []
    for call in (answer_issue, resolve_issue, reopen_issue):
        with pytest.raises(NotFound):
            call(chen, secret.value.issue_id)
    with pytest.raises(NotPermitted):
        undo(chen, secret.change)
    # the same key from one who may not see it: nothing is written, and nothing is told
    again = add_issue(chen, acme, "mine", key="k").value
    assert (again.repeated, again.title) == (True, "mine")
    assert "SIG-26" not in {reason.signal for reason in reviews.reasons(chen.conn, acme, TODAY)}
    assert "SIG-26" in {reason.signal for reason in reviews.reasons(book.conn, acme, TODAY)}
    undo(book, secret.change)


def test_a_handover_and_a_split_take_what_is_open_along(book: Book, acme: int) -> None:
    old = add_issue(book, acme, "settled", on=WEEK_AGO, contact_id=2).value.issue_id
    resolve_issue(book, old, on=WEEK_AGO)
    still = add_issue(book, acme, "open", on=WEEK_AGO, contact_id=2).value.issue_id
    done = hand_over(book, "li.wei", "chen.jing", on=TODAY).value
    assert done.issues == (still,)
    assert [issues.one(book.conn, key).owner for key in (old, still)] == ["li.wei", "chen.jing"]
    new = split_account(book, acme, "Acme South", people=[2], on=TODAY).value.account_id
    assert [issues.one(book.conn, key).account_id for key in (old, still)] == [acme, new]
