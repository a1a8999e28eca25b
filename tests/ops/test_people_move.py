"""People leave, move, join, become known: one change each, and what was said stays where it was (P5, P6)."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.domain.contacts import EndReason, Function, Level
from kamtui.domain.influences import Degree, Role
from kamtui.domain.signals.influence import stale
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.errors import BadInput, NothingToDo
from kamtui.ops.accounts import add_account
from kamtui.ops.contacts import add_contact, edit_contact, leave
from kamtui.ops.influences import judge_influence
from kamtui.ops.moves import join, move
from kamtui.ops.samepeople import identify
from kamtui.ops.touches import add_touch
from kamtui.store import accounts, contacts, figures, influences, lookup, policies, profiles, situations, tasks, touches
from kamtui.store.book import Book
from kamtui.store.contacts import Position
from tests.conftest import TODAY

CHEN, WANG, LINA = 1, 2, 3


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def here(book: Book, account: int) -> dict[str, Position]:
    return {place.contact: place for place in contacts.positions(book.conn, account, on=TODAY)}


@pytest.fixture
def rival(book: Book) -> int:
    """Another key account of li.wei's."""
    return add_account(book, "华为技术有限公司", owner="li.wei", tier=Tier.KEY).value.account_id


@pytest.fixture
def buyer(book: Book, acme: int) -> int:
    """王伟 approves purchases, is covered well, and 李娜 reports to him."""
    edit_contact(book, LINA, {"reports_to": WANG})
    fields = {"roles": "economic coach", "degree": "high", "rating": 4, "win": "promotion"}
    judge_influence(book, acme, WANG, fields, on=ago(10))
    return WANG


class TestSomebodyLeaves:
    def test_an_unknown_successor_takes_the_role_over_in_the_same_change(
        self, book: Book, acme: int, buyer: int
    ) -> None:
        done = leave(book, buyer, on=TODAY, reason=EndReason.RETIRED, successor=True)
        follows = done.value.successor
        assert follows is not None
        place = here(book, acme)["unknown successor of 王伟"]
        assert (place.title, place.level, place.function) == ("采购总监", Level.MID, Function.PURCHASING)
        assert place.placeholder
        assert (place.contact_id, follows.reports) == (follows.contact_id, 1)
        assert here(book, acme)["李娜"].boss_id == follows.contact_id
        task = tasks.one(book.conn, follows.task_id)
        assert (task.owner, task.contact_id, task.signal) == ("li.wei", follows.contact_id, "SIG-04")

    def test_of_the_influence_the_successor_inherits_the_roles_and_nothing_else(
        self, book: Book, acme: int, buyer: int
    ) -> None:
        follows = leave(book, buyer, on=TODAY, successor=True).value.successor
        assert follows is not None
        said = influences.at_account(book.conn, acme, TODAY)[follows.contact_id]
        assert said.roles == (Role.ECONOMIC, Role.COACH)
        assert (said.degree, said.rating, said.win, said.on) == (None, None, "", TODAY)

    def test_what_was_said_with_them_stays_at_the_account(self, book: Book, acme: int, buyer: int) -> None:
        add_touch(book, acme, kind=Kind.VISIT, people=[buyer], on=ago(3), summary="price agreed")
        leave(book, buyer, on=TODAY, successor=True)
        (touch,) = touches.rows(book.conn, touches.ids(book.conn, account=acme))
        assert [person.name for person in touch.people] == ["王伟"]
        (former,) = [place for place in contacts.all_positions(book.conn, acme) if place.contact_id == buyer]
        assert (former.to_on, former.last_touch_on) == (TODAY, ago(3))

    def test_a_new_start_is_offered_where_the_relationship_hung_on_them(self, book: Book, acme: int) -> None:
        assert leave(book, CHEN, on=TODAY).value.anew
        assert not leave(book, LINA, on=TODAY).value.anew

    def test_who_went_to_a_rival_is_known_to_work_there(self, book: Book, acme: int) -> None:
        leave(book, WANG, on=ago(1), reason=EndReason.MOVED_TO_RIVAL, to="Rival Ltd", note="on good terms")
        assert profiles.of_contact(book.conn, WANG, TODAY)["employer"].value == "Rival Ltd"
        assert contacts.one(book.conn, WANG).note == f"{ago(1)}: on good terms"

    def test_a_wrong_day_is_corrected_and_who_came_back_did_not_leave(self, book: Book, acme: int) -> None:
        leave(book, WANG, on=ago(1))
        edit_contact(book, WANG, {"to_on": ago(5)})
        assert contacts.positions_of(book.conn, WANG)[0].to_on == ago(5)
        with pytest.raises(BadInput, match="cannot end"):
            edit_contact(book, WANG, {"from_on": TODAY})
        edit_contact(book, WANG, {"to_on": None})
        (place,) = contacts.positions_of(book.conn, WANG)
        assert (place.to_on, place.end_reason) == (None, None)


class TestSomebodyMovesInside:
    def test_the_old_position_ends_and_the_influence_stays_and_is_older_than_the_new_one(
        self, book: Book, acme: int, buyer: int
    ) -> None:
        done = move(book, buyer, {"title": "COO", "level": Level.EXEC}, on=TODAY).value
        assert (done.before, done.after) == ("采购总监", "COO")
        now, before = contacts.positions_of(book.conn, buyer)
        assert (now.title, now.level, now.function, now.from_on) == ("COO", Level.EXEC, Function.PURCHASING, TODAY)
        assert (before.to_on, before.end_reason) == (TODAY, EndReason.MOVED_INSIDE)
        assert influences.at_account(book.conn, acme, TODAY)[buyer].on == ago(10)
        policy = policies.in_force(book.conn, TODAY)
        (situation,) = situations.situations(book.conn, TODAY, policy, among=[acme])
        assert [reason.text.format(**reason.fields) for reason in stale(situation, policy, TODAY)] == [
            "王伟 has another position since 0d and was judged before"
        ]

    def test_it_is_nobody_who_left(self, book: Book, acme: int, buyer: int) -> None:
        move(book, buyer, {"title": "COO"}, on=TODAY)
        (situation,) = situations.situations(book.conn, TODAY, policies.in_force(book.conn, TODAY), among=[acme])
        assert situation.gone == ()

    def test_who_reported_to_the_old_role_reports_to_who_takes_it_over(self, book: Book, acme: int, buyer: int) -> None:
        follows = move(book, buyer, {"title": "COO"}, on=TODAY, successor=True).value.successor
        assert follows is not None
        assert here(book, acme)["李娜"].boss_id == follows.contact_id

    def test_nothing_else_is_no_move(self, book: Book, acme: int) -> None:
        with pytest.raises(NothingToDo):
            move(book, WANG, {"title": "采购总监"}, on=TODAY)


class TestSomebodyJoinsAnotherAccount:
    def test_they_are_shown_there_with_where_they_were_and_the_old_mail_still_finds_them(
        self, book: Book, acme: int, rival: int
    ) -> None:
        edit_contact(book, WANG, {"email": "wang@acme.example"})
        leave(book, WANG, on=ago(20))
        done = join(book, WANG, rival, since=ago(5), fields={"title": "CPO", "email": "wang@huawei.example"}).value
        assert done.formerly == ("Acme Holdings Ltd",)
        assert contacts.formerly(book.conn, TODAY, rival) == {(rival, WANG): ["Acme Holdings Ltd"]}
        assert contacts.one(book.conn, WANG).email == "wang@huawei.example"
        assert lookup.contact(book.conn, "wang@acme.example") == WANG

    def test_instead_ends_what_they_did_before(self, book: Book, acme: int, rival: int) -> None:
        done = join(book, WANG, rival, since=TODAY, instead=True).value
        assert done.left == ("Acme Holdings Ltd",)
        assert "王伟" not in here(book, acme)

    def test_a_consultant_at_two_accounts_counts_once_at_each(self, book: Book, acme: int, rival: int) -> None:
        join(book, WANG, rival, fields={"function": Function.TECHNICAL, "level": Level.EXEC})
        # a second position at the same account does not make two people of one
        with book.write("contact.add") as tx:
            tx.insert("position", {"contact_id": WANG, "account_id": acme, "function": "technical", "level": "mid"})
        add_touch(book, acme, kind=Kind.VISIT, people=[WANG], on=ago(3), summary="there")
        policy = policies.in_force(book.conn, TODAY)
        read = situations.situations(book.conn, TODAY, policy, among=[acme, rival], also=[acme, rival])
        found = {each.account_id: each for each in read}
        assert sorted(one.name for one in found[acme].people) == ["Chen Li", "李娜", "王伟"]
        assert [(one.name, one.last_on) for one in found[rival].people] == [("王伟", None)]
        assert [one.last_on for one in found[acme].people if one.contact_id == WANG] == [ago(3)]
        covered = figures.coverages(book.conn, TODAY, policy, [acme, rival])
        assert (covered[acme].people, covered[rival].people) == (5, 0)
        due = {row.id: row.last_touch_on for row in accounts.rows(book.conn, [acme, rival])}
        assert due == {acme: ago(3), rival: None}


class TestAPlaceholderBecomesKnown:
    def test_a_new_name_takes_the_role_and_the_task_is_done(self, book: Book, acme: int, buyer: int) -> None:
        follows = leave(book, buyer, on=TODAY, successor=True).value.successor
        assert follows is not None
        done = identify(book, follows.contact_id, "赵敏", fields={"email": "zhao@acme.example"}).value
        assert (done.before, done.tasks) == ("unknown successor of 王伟", 1)
        place = here(book, acme)["赵敏"]
        assert not place.placeholder
        assert here(book, acme)["李娜"].boss == "赵敏"
        assert tasks.one(book.conn, follows.task_id).result == "赵敏"

    def test_a_colleague_who_is_promoted_keeps_what_was_judged_and_gets_the_roles(
        self, book: Book, acme: int, buyer: int
    ) -> None:
        judge_influence(book, acme, LINA, {"roles": "user", "degree": "low", "rating": -1}, on=ago(2))
        follows = leave(book, buyer, on=ago(1), successor=True).value.successor
        assert follows is not None
        identify(book, follows.contact_id, person=LINA)
        place = here(book, acme)["李娜"]
        assert (place.title, place.from_on, place.boss_id) == ("采购总监", TODAY, None)
        assert len(contacts.positions_of(book.conn, LINA)) == 2
        said = influences.at_account(book.conn, acme, TODAY)[LINA]
        assert said.roles == (Role.ECONOMIC, Role.USER, Role.COACH)
        assert (said.degree, said.rating, said.on) == (Degree.LOW, -1, ago(1))
        assert "unknown successor of 王伟" not in [
            each.name for each in contacts.rows(book.conn, contacts.ids(book.conn))
        ]

    def test_a_role_may_be_entered_before_anybody_is_known_for_it(self, book: Book, acme: int) -> None:
        added = add_contact(book, acme, "", title="CFO", placeholder=True, is_key=True).value
        assert (added.name, here(book, acme)["unknown CFO"].is_key) == ("unknown CFO", True)
        with pytest.raises(BadInput, match="no placeholder"):
            identify(book, WANG, "somebody")
        with pytest.raises(BadInput, match="give a name"):
            identify(book, added.contact_id, "？")
