"""Opinions: kept with the survey that asking is, corrected, and what is confidential only for some eyes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from kamtui.clock import Clock
from kamtui.domain.contacts import Level
from kamtui.domain.teams import OurFunction
from kamtui.domain.touches import Direction, Kind, Purpose
from kamtui.errors import BadInput, Conflict, NotFound, NothingToDo, NotPermitted
from kamtui.ops.accounts import add_account
from kamtui.ops.history import undo
from kamtui.ops.opinions import add_opinion, edit_opinion, remove_opinion
from kamtui.ops.teams import join_team
from kamtui.ops.touches import add_touch
from kamtui.ops.users import add_user
from kamtui.store import accounts, discretion, journal, opinions, reviews, touches
from kamtui.store.book import Book
from tests.conftest import TODAY

CHEN, WANG = 1, 2

Opener = Callable[[str], Book]


def test_asking_is_contact_and_one_survey_for_all_that_one_said_that_day(book: Book, acme: int) -> None:
    first = add_opinion(book, acme, 8, contact_id=CHEN).value
    second = add_opinion(book, acme, 9, contact_id=CHEN, about="chen.jing").value
    third = add_opinion(book, acme, 9, contact_id=WANG, about="chen.jing").value
    assert first.touch_id == second.touch_id != third.touch_id
    assert first.touch_id is not None
    survey = touches.one(book.conn, first.touch_id)
    assert (survey.kind, survey.direction, survey.purpose) == (Kind.SURVEY, Direction.BOTH, Purpose.LEARN)
    assert [person.contact_id for person in survey.people] == [CHEN]
    assert accounts.row(book.conn, acme).last_touch_on == TODAY
    undo(book)
    assert len(touches.ids(book.conn)) == 1


def test_said_at_a_touch_it_needs_no_survey_and_without_contact_neither(book: Book, acme: int) -> None:
    forum = add_touch(book, acme, kind=Kind.ANNUAL_FORUM, people=[CHEN]).value.touch_id
    assert add_opinion(book, acme, 8, contact_id=CHEN, touch_id=forum).value.touch_id == forum
    assert add_opinion(book, acme, 8, contact_id=WANG, is_touch=False).value.touch_id is None
    assert list(touches.ids(book.conn)) == [forum]


def test_an_answer_is_compared_with_the_last_one_of_the_same_person_on_the_same_matter(book: Book, acme: int) -> None:
    def asked(score: float, days: int, contact: int | None, about: str = "") -> float | None:
        day = TODAY - dt.timedelta(days=days)
        return add_opinion(book, acme, score, contact_id=contact, about=about, on=day, is_touch=False).value.before

    assert asked(9, 300, CHEN) is None
    assert asked(2, 200, WANG) is None
    assert asked(3, 100, CHEN, "chen.jing") is None
    assert asked(6, 50, CHEN) == 9
    assert asked(7, 20, None) is None
    assert asked(8, 10, None) == 7
    newest = opinions.rows(book.conn, opinions.ids(book.conn, account=acme, newest=True))
    assert [(each.contact, each.level, each.about, each.score, each.before) for each in newest] == [
        (None, None, "", 8, 7),
        ("Chen Li", Level.EXEC, "", 6, 9),
        ("Chen Li", Level.EXEC, "chen.jing", 3, None),
        ("王伟", Level.MID, "", 2, None),
    ]


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (10.5, {}),
        (-1, {}),
        (5, {"on": TODAY + dt.timedelta(days=1)}),
        (5, {"text": "x" * 20_001}),
    ],
)
def test_what_is_no_opinion_is_refused(book: Book, acme: int, score: float, said: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        add_opinion(book, acme, score, **said)  # type: ignore[arg-type]


def test_an_opinion_is_about_one_of_us_or_about_the_firm(book: Book, acme: int) -> None:
    with pytest.raises(NotFound, match="nobody"):
        add_opinion(book, acme, 5, about="nobody")
    assert add_opinion(book, acme, 5, about="CHEN.JING").value.about == "chen.jing"


def test_a_correction_says_what_was_seen(book: Book, acme: int) -> None:
    key = add_opinion(book, acme, 5, contact_id=CHEN, is_touch=False).value.opinion_id
    day = TODAY - dt.timedelta(days=9)
    edit_opinion(book, key, {"score": 6, "on": day, "confidential": True}, was={"score": 5.0, "on": TODAY})
    found = opinions.one(book.conn, key)
    assert (found.score, found.on, found.confidential) == (6, day, True)
    with pytest.raises(Conflict, match="score"):
        edit_opinion(book, key, {"score": 7}, was={"score": 5.0})
    with pytest.raises(NothingToDo):
        edit_opinion(book, key, {"score": 6})
    with pytest.raises(BadInput, match="mood"):
        edit_opinion(book, key, {"mood": "good"})


def test_what_was_removed_is_gone_and_that_somebody_was_asked_stays(book: Book, acme: int) -> None:
    key = add_opinion(book, acme, 5, contact_id=CHEN).value.opinion_id
    remove_opinion(book, key)
    assert not opinions.ids(book.conn)
    assert len(touches.ids(book.conn)) == 1
    undo(book)
    assert opinions.one(book.conn, key).score == 5


# -- in confidence (P19): li.wei is the head, chen.jing and a.meyer are not ------------------------------------------


@pytest.fixture
def told(book: Book, acme: int, open_book: Opener) -> int:
    """What chen.jing was told of li.wei in confidence."""
    add_user(book, "a.meyer")
    join_team(book, acme, "a.meyer", OurFunction.FINANCE)
    theirs = open_book("chen.jing")
    return add_opinion(
        theirs, acme, 2, about="a.meyer", contact_id=CHEN, text="never calls", confidential=True
    ).value.opinion_id


@pytest.mark.parametrize(("who", "sees"), [("chen.jing", True), ("li.wei", True), ("a.meyer", False), ("x", False)])
def test_what_was_told_in_confidence_its_author_and_heads_see(
    open_book: Opener, acme: int, told: int, who: str, sees: bool
) -> None:
    book = open_book(who)
    assert bool(opinions.ids(book.conn)) is sees
    assert bool(opinions.rows(book.conn, [told])) is sees
    signals = {reason.signal: str(reason.fields) for reason in reviews.reasons(book.conn, acme, TODAY)}
    assert ("a.meyer" in signals.get("SIG-28", "")) is sees
    entries = discretion.discreet(book.conn, _entries_of(book, told))
    assert all(("never calls" in str(entry.after)) is sees for entry in entries if entry.table == "opinion")
    if not sees:
        with pytest.raises((NotFound, NotPermitted)):
            edit_opinion(book, told, {"score": 10})
        with pytest.raises((NotFound, NotPermitted)):
            remove_opinion(book, told)


def test_a_score_given_in_confidence_is_no_earlier_score_for_others(book: Book, acme: int, open_book: Opener) -> None:
    add_opinion(open_book("chen.jing"), acme, 9, contact_id=CHEN, confidential=True, on=TODAY - dt.timedelta(days=9))
    add_user(book, "a.meyer")
    join_team(book, acme, "a.meyer", OurFunction.FINANCE)
    assert add_opinion(open_book("a.meyer"), acme, 5, contact_id=CHEN, is_touch=False).value.before is None
    assert add_opinion(book, acme, 4, contact_id=CHEN, is_touch=False).value.before == 5
    first = opinions.ids(book.conn)[-1]
    assert opinions.rows(book.conn, [first])[0].score == 9


def test_in_a_book_without_users_everybody_sees_everything(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("alone") / "book.kam"
    mine = Book.create(path, who="me", clock=Clock(TODAY), name="B", currency="EUR", fiscal_start=1)
    account = add_account(mine, "Acme").value.account_id
    add_opinion(mine, account, 3, about="whoever", confidential=True)
    mine.close()
    other = Book.open(path, who="somebody", clock=Clock(TODAY))
    assert [each.about for each in opinions.rows(other.conn, opinions.ids(other.conn))] == ["whoever"]
    other.close()


def _entries_of(book: Book, opinion: int) -> list[journal.Entry]:
    last = journal.last_on(book.conn, "opinion", opinion)
    assert last is not None
    return journal.entries(book.conn, last.id)


def test_what_is_confidential_nobody_else_takes_away_by_undoing_it(open_book: Opener, acme: int) -> None:
    add_user(open_book("li.wei"), "zhou.ning")
    told, other = open_book("chen.jing"), open_book("zhou.ning")
    done = add_opinion(told, acme, 3, text="rude", contact_id=CHEN, confidential=True)
    corrected = edit_opinion(told, done.value.opinion_id, {"score": 4.0})
    with pytest.raises(NotPermitted):
        undo(other, corrected.change)
    undo(told, corrected.change)
    with pytest.raises(NotPermitted):
        undo(other, done.change)
    undo(open_book("li.wei"), done.change)
    assert opinions.ids(told.conn).tolist() == []
