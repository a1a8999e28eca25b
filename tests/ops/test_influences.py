"""Buying influences, ties and red flags: appended and merged, verified in one go, kept from the eyes of others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from kamtui.domain.influences import Degree, Influence, Mode, Role
from kamtui.domain.links import LinkKind
from kamtui.domain.teams import OurFunction
from kamtui.domain.touches import Kind
from kamtui.errors import BadInput, Conflict, NotFound, NothingToDo, NotPermitted
from kamtui.ops.accounts import add_account
from kamtui.ops.contacts import add_contact
from kamtui.ops.history import undo
from kamtui.ops.influences import judge_influence, verify_influences
from kamtui.ops.links import add_link, end_link
from kamtui.ops.redflags import answer_flag, raise_flag, settle_flag
from kamtui.ops.teams import join_team
from kamtui.ops.touches import add_touch
from kamtui.ops.users import add_user
from kamtui.store import discretion, influences, journal, links, redflags, tasks
from kamtui.store.book import Book
from tests.conftest import TODAY

CHEN, WANG, LINA = 1, 2, 3

Opener = Callable[[str], Book]


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def judged(book: Book, acme: int, contact: int = CHEN, on: dt.date = TODAY) -> Influence:
    return influences.at_account(book.conn, acme, on)[contact]


@pytest.fixture
def eyes(open_book: Opener, acme: int) -> Callable[[str], Book]:
    """Opens the book as chen.jing (kam), a.meyer (kam) or li.wei (head)."""
    book = open_book("li.wei")
    add_user(book, "a.meyer")
    join_team(book, acme, "a.meyer", OurFunction.FINANCE)
    return open_book


def test_a_judgement_keeps_what_it_does_not_name_and_the_past_stays_as_it_was(book: Book, acme: int) -> None:
    first = {"roles": [Role.USER, Role.ECONOMIC], "degree": Degree.HIGH, "win": "promotion", "rung": 2}
    judge_influence(book, acme, CHEN, first, on=ago(30))
    judge_influence(book, acme, CHEN, {"degree": None, "mode": "even keel", "rung": 3}, on=ago(10))
    now = judged(book, acme)
    assert (now.roles, now.letters, now.degree, now.mode) == ((Role.ECONOMIC, Role.USER), "EU", None, Mode.EVEN_KEEL)
    assert (now.win, now.rung, now.on) == ("promotion", 3, ago(10))
    then = judged(book, acme, on=ago(11))
    assert (then.degree, then.mode, then.rung) == (Degree.HIGH, None, 2)
    assert [said.on for said in influences.history(book.conn, acme, CHEN)] == [ago(10), ago(30)]


def test_what_is_judged_of_the_past_does_not_change_the_present(book: Book, acme: int) -> None:
    judge_influence(book, acme, CHEN, {"stance": 1}, on=ago(5))
    judge_influence(book, acme, CHEN, {"stance": -1}, on=ago(50))
    assert (judged(book, acme).stance, judged(book, acme, on=ago(20)).stance) == (1, -1)


@pytest.mark.parametrize(
    "fields",
    [
        {"roles": "boss"}, {"degree": "huge"}, {"mode": "angry"}, {"rating": 6}, {"stance": -3}, {"rung": 0},
        {"rung_wanted": 6}, {"stance": "1"}, {"win": "x" * 501}, {"colour": "red"}, {"stance": True},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(book: Book, acme: int, fields: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        judge_influence(book, acme, CHEN, fields)
    assert influences.at_account(book.conn, acme, TODAY) == {}


def test_nobody_is_judged_tomorrow_or_where_they_never_worked(book: Book, acme: int) -> None:
    with pytest.raises(BadInput, match="still to come"):
        judge_influence(book, acme, CHEN, {"stance": 1}, on=ago(-1))
    other = add_account(book, "Novák").value.account_id
    with pytest.raises(BadInput, match="does not work at Novák"):
        judge_influence(book, other, CHEN, {"stance": 1})


def test_the_evidence_is_a_touch_of_the_account_that_took_place_and_goes_with_a_new_judgement(
    book: Book, acme: int
) -> None:
    other = add_account(book, "Novák").value.account_id
    elsewhere = add_touch(book, other, kind=Kind.CALL).value.touch_id
    met = add_touch(book, acme, kind=Kind.VISIT, people=[CHEN], on=ago(3)).value.touch_id
    for touch, on in ((elsewhere, TODAY), (met, ago(4))):
        with pytest.raises(BadInput):
            judge_influence(book, acme, CHEN, {"stance": 1, "touch_id": touch}, on=on)
    judge_influence(book, acme, CHEN, {"stance": 1, "touch_id": met}, on=ago(3))
    verify_influences(book, acme, [CHEN], on=ago(2))
    assert judged(book, acme).touch_id == met
    judge_influence(book, acme, CHEN, {"stance": 2})
    assert judged(book, acme).touch_id is None


def test_who_saw_another_judgement_is_told_who_changed_it(book: Book, acme: int, open_book: Opener) -> None:
    judge_influence(open_book("chen.jing"), acme, CHEN, {"stance": -1, "roles": "E"})
    with pytest.raises(Conflict, match=r"chen\.jing"):
        judge_influence(book, acme, CHEN, {"stance": 1}, was={"stance": None})
    judge_influence(book, acme, CHEN, {"stance": 1}, was={"stance": -1, "roles": (Role.ECONOMIC,)})
    assert judged(book, acme).stance == 1


def test_to_say_the_same_again_that_day_is_nothing_and_on_another_day_verifies_it(book: Book, acme: int) -> None:
    judge_influence(book, acme, CHEN, {"stance": 1}, on=ago(1))
    with pytest.raises(NothingToDo):
        judge_influence(book, acme, CHEN, {"stance": 1}, on=ago(1))
    judge_influence(book, acme, CHEN, {"stance": 1})
    assert judged(book, acme).on == TODAY


def test_still_true_takes_several_at_once_passes_over_the_fresh_and_is_one_undo(book: Book, acme: int) -> None:
    for contact, days in ((CHEN, 100), (WANG, 50), (LINA, 0)):
        judge_influence(book, acme, contact, {"roles": "U", "win": "less work"}, on=ago(days))
    done = verify_influences(book, acme, [CHEN, WANG, LINA])
    assert done.value.contacts == ("Chen Li", "王伟")
    found = influences.at_account(book.conn, acme, TODAY)
    assert {said.on for said in found.values()} == {TODAY}
    assert {said.win for said in found.values()} == {"less work"}
    with pytest.raises(NothingToDo):
        verify_influences(book, acme, [CHEN, WANG, LINA])
    undo(book)
    assert judged(book, acme).on == ago(100)


def test_what_nobody_judged_cannot_be_verified(book: Book, acme: int) -> None:
    with pytest.raises(NothingToDo, match="nothing is judged of Chen Li"):
        verify_influences(book, acme, [CHEN])


def test_what_is_judged_in_confidence_others_neither_see_nor_learn_from_the_journal_nor_undo(
    eyes: Opener, acme: int
) -> None:
    author, other, head = eyes("chen.jing"), eyes("a.meyer"), eyes("li.wei")
    judge_influence(author, acme, CHEN, {"stance": 1}, on=ago(9))
    done = judge_influence(author, acme, CHEN, {"stance": -2, "confidential": True})
    assert [judged(each, acme).stance for each in (author, head, other)] == [-2, -2, 1]
    assert [len(influences.history(each.conn, acme, CHEN)) for each in (author, head, other)] == [2, 2, 1]
    assert done.change is not None
    (entry,) = discretion.discreet(other.conn, journal.entries(other.conn, done.change))
    assert entry.after == {"confidential": 1}
    with pytest.raises(NotPermitted):
        undo(other, done.change)
    undo(head, done.change)
    assert judged(author, acme).stance == 1


def test_a_head_who_verifies_a_confidence_does_not_take_it_from_its_author(eyes: Opener, acme: int) -> None:
    author, head = eyes("chen.jing"), eyes("li.wei")
    judge_influence(author, acme, CHEN, {"stance": -2, "confidential": True}, on=ago(9))
    verify_influences(head, acme, [CHEN])
    assert (judged(author, acme).on, judged(author, acme).author) == (TODAY, "chen.jing")


# -- ties --------------------------------------------------------------------------------------------------------


def test_a_tie_is_seen_from_both_ends_until_it_ends(book: Book, acme: int) -> None:
    other = add_account(book, "Novák").value.account_id
    referred = add_link(book, acme, LinkKind.REFERRAL, contact_id=CHEN, to_account_id=other).value
    assert (referred.one, referred.other) == ("Chen Li", "Novák")
    for account in (acme, other):
        assert [link.id for link in links.at_account(book.conn, account, TODAY)] == [referred.link_id]
    with pytest.raises(NothingToDo):
        add_link(book, acme, LinkKind.REFERRAL, contact_id=CHEN, to_account_id=other)
    end_link(book, referred.link_id, on=TODAY)
    assert links.at_account(book.conn, acme, TODAY) == []
    assert len(links.at_account(book.conn, acme, ago(1))) == 1
    with pytest.raises(NothingToDo):
        end_link(book, referred.link_id, on=TODAY)


def test_influence_is_between_two_people_and_nobody_is_tied_to_themselves(book: Book, acme: int) -> None:
    with pytest.raises(BadInput):
        add_link(book, acme, LinkKind.INFLUENCES, contact_id=CHEN, to_account_id=acme)
    with pytest.raises(BadInput):
        add_link(book, acme, LinkKind.INFLUENCES, contact_id=CHEN, to_contact_id=CHEN)
    with pytest.raises(BadInput):
        add_link(book, acme, LinkKind.PARTNER, to_account_id=acme)
    with pytest.raises(BadInput):
        add_link(book, acme, LinkKind.OTHER)


def test_who_does_not_know_what_was_said_in_confidence_does_not_take_it_back(eyes: Opener, acme: int) -> None:
    author, other, head = eyes("chen.jing"), eyes("a.meyer"), eyes("li.wei")
    judge_influence(author, acme, CHEN, {"stance": -2, "roles": [Role.ECONOMIC], "confidential": True}, on=ago(9))
    judge_influence(other, acme, CHEN, {"rating": 4}, on=ago(3))
    assert (judged(other, acme).stance, judged(other, acme).rating) == (None, 4)
    for knows in (author, head):
        assert (judged(knows, acme).stance, judged(knows, acme).on) == (-2, ago(9))
        assert len(influences.history(knows.conn, acme, CHEN)) == 2
    judge_influence(head, acme, CHEN, {"stance": 1, "confidential": False})
    assert [judged(book, acme).stance for book in (author, other, head)] == [1, 1, 1]


def test_a_confidential_tie_is_for_its_author_and_heads(eyes: Opener, acme: int) -> None:
    author, other, head = eyes("chen.jing"), eyes("a.meyer"), eyes("li.wei")
    done = add_link(author, acme, LinkKind.RELATIVE, contact_id=CHEN, to_contact_id=WANG, confidential=True)
    assert [len(links.at_account(each.conn, acme, TODAY)) for each in (author, head, other)] == [1, 1, 0]
    with pytest.raises(NotFound):
        end_link(other, done.value.link_id, on=TODAY)
    with pytest.raises(NotPermitted):
        undo(other, done.change)


# -- red flags ---------------------------------------------------------------------------------------------------


def subjects(book: Book, acme: int) -> list[str]:
    every = redflags.at_account(book.conn, acme, TODAY).flags
    return [each.flag.subject for each in every if not each.flag.subject.startswith("profile:")]


def test_what_is_unknown_is_flagged_until_it_is_known(book: Book, acme: int) -> None:
    roles = ["role:economic", "role:user", "role:technical", "role:coach"]
    # Chen is the only executive; nobody was ever touched, and nobody knows since when they are there
    assert subjects(book, acme) == [*roles, "judged", "cover"]
    before = redflags.at_account(book.conn, acme, TODAY).confidence
    judge_influence(book, acme, CHEN, {"roles": "EC", "degree": "high"}, on=ago(91))
    expected = ["role:user", "role:technical", "mode", "stance", "rung", "win", "stale", "cover"]
    assert subjects(book, acme) == expected
    judge_influence(book, acme, CHEN, {"mode": "growth", "stance": 1, "rung": 2, "win": "promotion"})
    assert subjects(book, acme) == ["role:user", "role:technical", "cover"]
    after = redflags.at_account(book.conn, acme, TODAY).confidence
    assert before is not None
    assert after is not None
    assert before < after < 100


def test_a_strength_and_a_task_answer_a_computed_flag_and_go_with_it(book: Book, acme: int) -> None:
    done = answer_flag(book, acme, "role:coach", strength="labs", task="find a guide", due_on=ago(-7)).value
    assert done.task_id is not None
    assert tasks.one(book.conn, done.task_id).owner == "li.wei"
    (flag,) = [each for each in redflags.at_account(book.conn, acme, TODAY).flags if each.kept]
    assert (flag.is_answered, flag.by_hand, flag.kept and flag.kept.strength) == (True, False, "labs")
    with pytest.raises(BadInput, match="computed"):
        settle_flag(book, done.flag_id)
    judge_influence(book, acme, WANG, {"roles": "C"})
    assert "role:coach" not in subjects(book, acme)
    with pytest.raises(NotFound, match="not flagged"):
        answer_flag(book, acme, "role:coach", strength="labs")


def test_a_flag_by_hand_stands_until_it_is_settled(book: Book, acme: int) -> None:
    raised = raise_flag(book, acme, "merger?", text="talks with a rival", contact_id=WANG, on=ago(5)).value
    assert "merger?" in subjects(book, acme)
    with pytest.raises(NothingToDo):
        raise_flag(book, acme, "merger?", contact_id=WANG)
    # the only one called so is meant, also without the person
    answer_flag(book, acme, "merger?", strength="our service")
    settle_flag(book, raised.flag_id)
    assert "merger?" not in subjects(book, acme)
    undo(book)
    assert "merger?" in subjects(book, acme)


def test_a_placeholder_is_no_answer_to_who_decides(book: Book, acme: int) -> None:
    stands_in = add_contact(book, acme, "unknown buyer").value.contact_id
    with book.write("contact.edit") as tx:
        tx.update("contact", stands_in, {"placeholder": 1})
    judge_influence(book, acme, stands_in, {"roles": "E", "degree": "high"})
    flags = redflags.at_account(book.conn, acme, TODAY).flags
    (economic,) = [each.flag for each in flags if each.flag.subject == "role:economic"]
    assert economic.text == "{role}: only a placeholder, {name}"
    assert not [each for each in flags if each.flag.contact_id == stands_in]
