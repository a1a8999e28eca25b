"""Profiles, competitors, partnerships and segments in a book: appended, dated, and in confidence only for some."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from kamtui.domain import filters
from kamtui.domain.links import LinkKind
from kamtui.domain.profiles import Held, Source
from kamtui.domain.rivals import Stage
from kamtui.domain.teams import OurFunction
from kamtui.domain.tiers import Tier
from kamtui.errors import BadInput, Conflict, NotFound, NothingToDo, NotPermitted
from kamtui.ops.accounts import add_account, edit_account
from kamtui.ops.history import undo
from kamtui.ops.links import add_link
from kamtui.ops.partnerships import set_partnership
from kamtui.ops.profiles import confirm_profile, set_profile
from kamtui.ops.rivals import confirm_rival, note_rival, rival_gone
from kamtui.ops.sales import add_sale
from kamtui.ops.tasks import add_task, close_task
from kamtui.ops.teams import join_team
from kamtui.ops.tiers import set_tier
from kamtui.ops.users import add_user
from kamtui.render.reasoned import why
from kamtui.store import accounts, discretion, journal, profilegaps, profiles, referrals, reviews, rivals, segments
from kamtui.store.book import Book
from kamtui.store.look import look
from tests.conftest import TODAY

CHEN = 1

Opener = Callable[[str], Book]


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def of(book: Book, account: int) -> dict[str, str]:
    return {field: kept.value for field, kept in profiles.of_account(book.conn, account, TODAY).items()}


def test_what_was_said_stays_in_the_history_and_the_newest_is_in_force(book: Book, acme: int) -> None:
    set_profile(book, acme, "goals", "a second plant", on=ago(300), source=Source.CUSTOMER)
    set_profile(book, acme, "Goals", "two plants abroad", on=ago(10), source=Source.PUBLIC)
    set_profile(book, acme, "goals", "entered late", on=ago(100))
    assert of(book, acme) == {"goals": "two plants abroad"}
    values = [kept.value for kept in profiles.history(book.conn, account=acme)]
    assert values == ["two plants abroad", "entered late", "a second plant"]
    look(book.conn, TODAY, as_of=ago(50))
    assert of(book, acme) == {"goals": "entered late"}


def test_still_true_keeps_the_value_and_its_source_and_names_what_it_confirmed(book: Book, acme: int) -> None:
    set_profile(book, acme, "goals", "a second plant", on=ago(300), source=Source.CUSTOMER)
    set_profile(book, acme, "needs", "on time")
    note_rival(book, acme, "Norvak", {"share": 30}, on=ago(300))
    done = confirm_profile(book, acme).value
    assert (done.fields, done.rivals) == (("goals",), ("Norvak",))
    goals = profiles.of_account(book.conn, acme, TODAY)["goals"]
    assert (goals.value, goals.source, goals.on) == ("a second plant", Source.CUSTOMER, TODAY)
    assert rivals.at_account(book.conn, acme, TODAY)[0].on == TODAY
    with pytest.raises(NothingToDo):
        confirm_profile(book, acme)


def test_an_empty_value_takes_back_and_what_says_so_already_is_not_written_twice(book: Book, acme: int) -> None:
    set_profile(book, acme, "referenceable", "是")
    assert of(book, acme) == {"referenceable": "yes"}
    with pytest.raises(NothingToDo):
        set_profile(book, acme, "referenceable", "yes")
    set_profile(book, acme, "referenceable", "")
    assert of(book, acme) == {}
    with pytest.raises(NothingToDo):
        set_profile(book, acme, "referenceable", "")
    with pytest.raises(BadInput):
        set_profile(book, acme, "goals", "x", on=TODAY + dt.timedelta(days=1))


def test_an_edit_over_a_colleagues_is_refused_and_says_whose_it_is(book: Book, acme: int, open_book: Opener) -> None:
    set_profile(book, acme, "goals", "a second plant")
    set_profile(open_book("chen.jing"), acme, "goals", "a third one")
    with pytest.raises(Conflict, match=r"chen\.jing"):
        set_profile(book, acme, "goals", "none", was="a second plant")
    set_profile(book, acme, "goals", "none", was="a third one")


def test_what_is_known_of_a_person_is_so_wherever_they_work_unless_it_is_said_of_one_place(
    book: Book, acme: int
) -> None:
    other = add_account(book, "华兴科技").value.account_id
    set_profile(book, None, "birthday", "3/18", contact_id=CHEN)
    set_profile(book, None, "value drivers", "price", contact_id=CHEN)
    set_profile(book, acme, "value drivers", "quiet", contact_id=CHEN)

    def at(account: int) -> dict[str, str]:
        return {field: kept.value for field, kept in profiles.of_contact(book.conn, CHEN, TODAY, account).items()}

    assert at(acme) == {"birthday": "03-18", "value_drivers": "quiet"}
    assert at(other) == {"birthday": "03-18", "value_drivers": "price"}
    assert of(book, acme) == {}


def test_what_is_said_in_confidence_only_its_author_and_heads_see_keep_and_take_back(
    book: Book, acme: int, open_book: Opener
) -> None:
    add_user(book, "a.meyer")
    join_team(book, acme, "a.meyer", OurFunction.FINANCE)
    author, other = open_book("chen.jing"), open_book("a.meyer")
    done = set_profile(author, acme, "goals", "to be sold", confidential=True, on=ago(3))
    assert of(author, acme) == of(book, acme) == {"goals": "to be sold"}
    assert of(other, acme) == {}
    assert done.change is not None
    with pytest.raises(NotPermitted):
        undo(other, done.change)
    (entry,) = discretion.discreet(other.conn, journal.entries(other.conn, done.change))
    assert entry.after == {"confidential": 1}
    # an edit that does not say otherwise stays in confidence, and a head who confirms it does not take it away
    confirm_profile(book, acme)
    assert profiles.of_account(author.conn, acme, TODAY)["goals"].on == TODAY
    set_profile(author, acme, "goals", "sold by spring")
    assert of(other, acme) == {}
    look(other.conn, TODAY, as_of=TODAY)
    assert of(other, acme) == {}


def test_a_key_account_that_only_barriers_hold_is_named(book: Book, acme: int) -> None:
    set_profile(book, acme, "retention_barrier", "rebate")
    whole = profilegaps.at_account(book.conn, acme, TODAY)
    assert (whole.held_by, whole.is_held_by_barrier_only) == (Held.BARRIER, True)
    assert whole.unsourced == ["retention_barrier"]
    set_profile(book, acme, "retention_value", "engineer on site", source=Source.CUSTOMER)
    assert not profilegaps.at_account(book.conn, acme, TODAY).is_held_by_barrier_only


def test_what_is_noted_of_a_competitor_is_completed_and_the_rest_stays(book: Book, acme: int) -> None:
    note_rival(book, acme, "Norvak", {"share": 30, "strengths": "price", "move": "trial units"}, on=ago(100))
    assert note_rival(book, acme, "ＮＯＲＶＡＫ", {"share": 35.0}, on=ago(50)).value.fields == ("share",)
    (rival,) = rivals.at_account(book.conn, acme, TODAY)
    assert (rival.name, rival.share, rival.strengths, rival.move_on) == ("Norvak", 35.0, "price", ago(100))
    with pytest.raises(Conflict):
        note_rival(book, acme, "Norvak", {"share": 40}, was={"share": 30})
    with pytest.raises(NothingToDo):
        note_rival(book, acme, "Norvak", {"share": 35}, on=ago(50))
    note_rival(book, acme, "Norvak", {"share": None})
    assert rivals.at_account(book.conn, acme, TODAY)[0].share is None


def test_a_competitor_with_two_products_is_two_and_one_that_is_gone_may_come_back(book: Book, acme: int) -> None:
    note_rival(book, acme, "Norvak", {}, product="gears", on=ago(9))
    note_rival(book, acme, "Norvak", {"share": 5}, product="motors", on=ago(9))
    with pytest.raises(NotFound):
        confirm_rival(book, acme, "Norvak")
    confirm_rival(book, acme, "norvak", product="Gears")
    rival_gone(book, acme, "Norvak", product="gears")
    assert [rival.product for rival in rivals.at_account(book.conn, acme, TODAY)] == ["motors"]
    with pytest.raises(NotFound, match="motors"):
        rival_gone(book, acme, "Hedlin")
    assert note_rival(book, acme, "Norvak", {}, product="gears").value.is_new


def moved(book: Book, account: int, on: dt.date = TODAY) -> list[str]:
    return [why(each) for each in reviews.reasons(book.conn, account, on) if each.signal == "SIG-30"]


def test_a_move_at_a_key_or_strategic_account_asks_for_an_answer_until_there_is_one(book: Book, acme: int) -> None:
    regular = add_account(book, "Siemens AG", tier=Tier.REGULAR).value.account_id
    for account in (acme, regular):
        note_rival(book, account, "Norvak", {"move": "12 % off"}, on=ago(10))
    assert moved(book, acme) == ["Norvak moved 10d ago: 12 % off"]
    assert moved(book, regular) == []
    edit_account(book, regular, {"segments": "strategic"})
    assert moved(book, regular) == ["Norvak moved 10d ago: 12 % off"]
    assert moved(book, acme, TODAY + dt.timedelta(days=21)) == []
    task = add_task(book, "match it", account_id=acme, due_on=TODAY, signal="SIG-30").value.task_id
    close_task(book, task, on=ago(1))
    assert moved(book, acme) == []
    note_rival(book, acme, "Norvak", {"move": "15 % off"})
    assert moved(book, acme) == ["Norvak moved 0d ago: 15 % off"]
    rival_gone(book, acme, "Norvak")
    assert moved(book, acme) == []


def test_a_partnership_is_decided_over_and_over_and_keeps_its_history(book: Book, acme: int) -> None:
    set_partnership(book, acme, Stage.EXPLORING, on=ago(100))
    with pytest.raises(Conflict):
        set_partnership(book, acme, Stage.ALLIANCE, was={acme: Stage.NONE})
    done = set_partnership(book, acme, Stage.AGREED, until_on=TODAY + dt.timedelta(days=400), note="three years").value
    assert (done.before, done.after) == (Stage.EXPLORING, Stage.AGREED)
    assert [each.stage for each in rivals.partnership_history(book.conn, acme)] == [Stage.AGREED, Stage.EXPLORING]
    with pytest.raises(NothingToDo):
        set_partnership(book, acme, Stage.AGREED, until_on=TODAY + dt.timedelta(days=400), note="three years")
    with pytest.raises(BadInput):
        set_partnership(book, acme, Stage.ALLIANCE, until_on=ago(1))


def test_segments_are_filtered_by_any_of_them_or_by_none(book: Book, acme: int) -> None:
    other = add_account(book, "华兴科技", fields={"segments": "战略,集团"}).value.account_id
    edit_account(book, acme, {"segments": "economic strategic"})

    def found(text: str) -> list[int]:
        return sorted(accounts.ids(book.conn, filters.parse(text, me="li.wei"), on=TODAY))

    assert accounts.row(book.conn, other).segments == "group strategic"
    assert found("segment:strategic") == [acme, other]
    assert found("segment:group,economic") == [acme, other]
    assert found("分类:集团") == [other]
    assert found("-segment:group") == [acme]
    assert found("segment:none") == []
    edit_account(book, acme, {"segments": ""})
    assert found("segment:none") == [acme]
    assert segments.stands_alone_in_a_group(book.conn, other)


def test_who_buys_much_and_often_looks_economic_and_relatives_look_like_a_group(book: Book) -> None:
    for number in range(1, 11):
        account = add_account(book, f"Buyer {number}").value.account_id
        for order in range(1 if number == 10 else 12 - number):
            amount = 9_000_000_0000 if number == 10 else (20 - number) * 10_000_0000
            add_sale(book, account, on=ago(20 * order), amount=amount, currency="CNY", profit=None)
    set_tier(book, 1, Tier.KEY, on=TODAY)
    edit_account(book, 3, {"parent_id": 2})
    found = [(each.name, each.segment, each.rank) for each in segments.suggestions(book.conn, TODAY)]
    # the largest of all ordered once
    assert [(name, str(segment), rank) for name, segment, rank in found] == [
        ("Buyer 1", "economic", 2),
        ("Buyer 2", "group", None),
        ("Buyer 3", "group", None),
    ]


def test_introduced_business_is_counted_from_the_introduction_by_currency(book: Book, acme: int) -> None:
    brought = add_account(book, "Siemens AG").value.account_id
    for days, amount, currency in ((200, 7, "CNY"), (50, 100, "CNY"), (10, 20, "EUR")):
        add_sale(book, brought, on=ago(days), amount=amount * 10_000, currency=currency, profit=None)
    add_link(book, acme, LinkKind.REFERRAL, to_account_id=brought, contact_id=CHEN, since=ago(100))
    found = referrals.introduced(book.conn, TODAY)
    assert [(each.contact, each.to_account, each.revenue, each.currency, each.orders) for each in found] == [
        ("Chen Li", "Siemens AG", 1_000_000, "CNY", 1),
        ("Chen Li", "Siemens AG", 200_000, "EUR", 1),
    ]
    assert referrals.introduced(book.conn, ago(150)) == []
    assert referrals.introduced(book.conn, TODAY, brought) == []
