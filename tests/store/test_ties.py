"""Roles, counterparts and threads read from a real book, on the day and before it (D16, D30, R45)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from kamtui.domain.contacts import Level
from kamtui.domain.coverage import Coverage, Threads, Ties
from kamtui.domain.signals.situation import Gone, Situation
from kamtui.domain.statuses import Grade, Status
from kamtui.domain.teams import OurFunction
from kamtui.domain.touches import Kind
from kamtui.ops.contacts import add_contact, leave
from kamtui.ops.influences import judge_influence, verify_influences
from kamtui.ops.stages import reset_status
from kamtui.ops.statuses import set_status
from kamtui.ops.teams import end_cover, join_team, set_cover
from kamtui.ops.touches import add_touch
from kamtui.store import briefings, figures, policies, reviews, situations, statuses, ties
from kamtui.store.book import Book
from tests.conftest import TODAY
from tests.signalled import ago

CHEN, WANG, LINA = 1, 2, 3


def covered(book: Book, account: int, on: dt.date = TODAY) -> Coverage:
    return figures.coverages(book.conn, on, policies.in_force(book.conn, on), [account])[account]


def seen(book: Book, account: int, on: dt.date = TODAY) -> Situation:
    (found,) = situations.situations(book.conn, on, policies.in_force(book.conn, on), among=[account], also=[account])
    return found


def gone(book: Book, account: int) -> dict[str, Gone]:
    return {one.name: one for one in seen(book, account).gone}


def said(book: Book, account: int, signal: str, on: dt.date = TODAY) -> list[tuple[dt.date, str]]:
    every = reviews.reasons(book.conn, account, on)
    return [(reason.since, reason.severity.name) for reason in every if reason.signal == signal]


def test_roles_and_counterparts_count_from_the_day_they_are_known_and_while_they_are_fresh(
    book: Book, acme: int
) -> None:
    # Chen is an executive, and 王伟's word weighs most: two key people
    judge_influence(book, acme, CHEN, {"roles": "E"}, on=ago(181))
    judge_influence(book, acme, WANG, {"roles": "U T", "degree": "high"}, on=ago(100))
    set_cover(book, acme, CHEN, "chen.jing", on=ago(50))
    assert covered(book, acme).ties == Ties(roles=2, key_people=2, covered=1)
    assert covered(book, acme).value == pytest.approx(12.5 + 7.5)
    assert covered(book, acme, ago(1)).ties == Ties(roles=3, key_people=2, covered=1)
    assert covered(book, acme, ago(51)).ties == Ties(roles=3, key_people=2, covered=0)
    assert covered(book, acme, ago(101)).ties == Ties(roles=1, key_people=1, covered=0)
    verify_influences(book, acme, [CHEN])
    end_cover(book, acme, CHEN, "chen.jing", on=TODAY)
    assert covered(book, acme).ties == Ties(roles=3, key_people=2, covered=0)


def test_who_left_takes_their_role_along_and_a_placeholder_never_had_one(book: Book, acme: int) -> None:
    stands_in = add_contact(book, acme, "unknown", level=Level.EXEC).value.contact_id
    with book.write("contact.edit") as tx:
        tx.update("contact", stands_in, {"placeholder": 1})
    judge_influence(book, acme, stands_in, {"roles": "EUTC", "degree": "high"})
    judge_influence(book, acme, WANG, {"roles": "C"})
    assert covered(book, acme).ties == Ties(roles=1, key_people=1, covered=0)
    leave(book, WANG, on=TODAY)
    assert covered(book, acme).ties == Ties(roles=0, key_people=1, covered=0)
    (reason,) = [reason for reason in reviews.reasons(book.conn, acme, TODAY) if reason.signal == "SIG-06"]
    assert reason.fields["role"] == "coach"


def test_a_placeholder_is_nobody_to_be_in_touch_with(book: Book, acme: int) -> None:
    add_touch(book, acme, kind=Kind.CALL, people=[CHEN], on=TODAY)
    before = covered(book, acme).value
    with book.write("contact.edit") as tx:
        tx.update("contact", CHEN, {"placeholder": 1})
    assert before == pytest.approx(25 / 3 + 7 + 5)
    assert covered(book, acme).value == 0


def test_what_somebody_takes_along_is_by_degree_among_those_who_were_there(book: Book, acme: int) -> None:
    for contact, degree in ((CHEN, "high"), (WANG, "medium"), (LINA, "low")):
        judge_influence(book, acme, contact, {"degree": degree, "roles": "U"}, on=ago(60))
    # judged anew only after he had left
    leave(book, CHEN, on=ago(30))
    judge_influence(book, acme, CHEN, {"degree": "low"}, on=ago(10))
    leave(book, WANG, on=ago(20))
    found = gone(book, acme)
    assert found["Chen Li"].weight == pytest.approx(3 / 6)
    assert found["王伟"].weight == pytest.approx(2 / 3)
    assert [one.influence is not None and one.influence.on for one in found.values()] == [ago(60)] * 2


@pytest.mark.parametrize(
    ("degrees", "grade"),
    [
        # by touches Chen had all of it; by influence 3 of 6 are not more than half
        (("high", "medium", "low"), Grade.DEVELOPING),
        (("high", "low", "low"), Grade.LIMITED),
        ((None, None, None), Grade.LIMITED),
    ],
)
def test_a_new_start_is_limited_where_most_of_the_influence_left(
    book: Book, acme: int, degrees: tuple[str | None, ...], grade: Grade
) -> None:
    set_status(book, acme, Status.SOLID, on=ago(100))
    add_touch(book, acme, kind=Kind.VISIT, people=[CHEN], on=ago(40))
    for contact, degree in zip((CHEN, WANG, LINA), degrees, strict=True):
        judge_influence(book, acme, contact, {"degree": degree, "roles": "U"}, on=ago(60))
    leave(book, CHEN, on=ago(20))
    reset_status(book, acme, on=TODAY)
    assert statuses.in_force(book.conn, acme, TODAY) == (Status.DEVELOPING, grade)


def test_who_is_against_us_has_been_since_the_first_judgement_that_nothing_interrupted(book: Book, acme: int) -> None:
    for days, stance in ((90, -1), (80, 1), (70, -1), (40, -2)):
        judge_influence(book, acme, CHEN, {"roles": "E", "stance": stance}, on=ago(days))
    verify_influences(book, acme, [CHEN])
    assert said(book, acme, "SIG-07") == [(ago(70), "RED")]
    assert said(book, acme, "SIG-07", ago(75)) == []
    judge_influence(book, acme, CHEN, {"stance": 0})
    assert said(book, acme, "SIG-07") == []


def test_a_confidential_stance_is_red_for_who_may_see_it_and_not_on_the_page_for_all(
    open_book: Callable[[str], Book], acme: int
) -> None:
    author, other = open_book("li.wei"), open_book("chen.jing")
    judge_influence(author, acme, CHEN, {"roles": "E", "stance": -2, "win": "revenge", "confidential": True})
    assert [len(said(book, acme, "SIG-07")) for book in (author, other)] == [1, 0]
    for book, confidential, expected in ((author, True, True), (author, False, False), (other, True, False)):
        page = briefings.briefing(book.conn, acme, TODAY, confidential=confidential)
        assert any(one.influence is not None for one in page.people) is expected
        assert any(reason.signal == "SIG-07" for reason in page.reasons) is expected
        assert page.health is not None
        assert any(reason.signal == "SIG-07" for reason in page.health.red) is expected
    assert (briefings.left_out(author.conn, acme, TODAY), briefings.left_out(other.conn, acme, TODAY)) == (1, 0)


def test_threads_count_people_functions_beside_purchasing_and_ours_beyond_sales(book: Book, acme: int) -> None:
    join_team(book, acme, "li.wei", OurFunction.KAM)
    for contact, by, days in ((CHEN, "li.wei", 5), (WANG, "li.wei", 5), (LINA, "chen.jing", 90), (LINA, "gast", 91)):
        add_touch(book, acme, kind=Kind.CALL, people=[contact], on=ago(days), by=by)
    # general management and operations; 王伟 buys
    assert ties.threads(book.conn, acme, TODAY) == Threads(people=3, functions=2, colleagues=1)
    assert ties.threads(book.conn, acme, ago(-1)) == Threads(people=2, functions=1, colleagues=0)
