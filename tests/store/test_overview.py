"""The head's view and the regularity of managers, read from a book."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.domain.overview import Why
from kamtui.domain.severity import Severity
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.ops.accounts import add_account, archive_account
from kamtui.ops.exceptions import approve_exception, comment_on_exception, raise_exception
from kamtui.ops.reviews import mark_done, snooze
from kamtui.ops.sales import add_sale
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task
from kamtui.ops.touches import add_touch
from kamtui.ops.users import add_user
from kamtui.store import appraisals, exceptions, look, overview, policies, regularity
from kamtui.store.book import Book
from tests.conftest import TODAY


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def account(book: Book, name: str, owner: str = "chen.jing", tier: Tier = Tier.REGULAR) -> int:
    """An account that was touched yesterday, so that nothing is the matter with it."""
    key = add_account(book, name, owner=owner, tier=tier).value.account_id
    add_touch(book, key, kind=Kind.CALL, on=ago(1), by=owner)
    return key


def of_a_stranger(book: Book, name: str, login: str) -> int:
    """A key account whose owner came with an import and was never entered."""
    key = account(book, name, tier=Tier.KEY)
    with book.write("account.assign") as tx:
        values = {"account_id": key, "on_date": TODAY.isoformat(), "owner": login}
        tx.insert("ownership", {**values, "recorded_at": "2026-11-20T00:00:00Z"})
    return key


def left(book: Book, login: str, on: dt.date) -> None:
    with book.write("user.edit") as tx:
        (key,) = tx.conn.execute("SELECT id FROM user WHERE login = ?", (login,)).fetchone()
        tx.update("user", key, {"left_on": on.isoformat()})


def red_accounts(book: Book, on: dt.date = TODAY) -> list[int]:
    found = overview.reds(book.conn, on, policies.in_force(book.conn, on))
    return [red.account_id for of in found for red in of.shown]


def test_an_empty_book_needs_no_head(book: Book) -> None:
    found = overview.overview(book.conn, TODAY)
    assert (found.waiting, found.reds, found.notices, found.handovers) == ([], [], [], [])
    assert found.proposals == {}


def test_exceptions_wait_oldest_first_with_what_was_said(book: Book) -> None:
    keys = [raise_exception(book, f"{n}", proposal="p", on=ago(n)).value.exception_id for n in (1, 5, 3)]
    comment_on_exception(book, keys[1], "why?", on=TODAY)
    approve_exception(book, keys[0], on=TODAY)
    found = overview.overview(book.conn, TODAY)
    assert [row.title for row in found.waiting] == ["5", "3"]
    assert [each.text for each in found.comments[keys[1]]] == ["why?"]


def test_as_of_an_earlier_day_what_was_decided_since_waits_again(book: Book) -> None:
    key = raise_exception(book, "x", proposal="p", on=ago(5)).value.exception_id
    approve_exception(book, key, on=ago(1))
    view = look.look(book.conn, TODAY, as_of=ago(2))
    assert [row.id for row in overview.overview(book.conn, view.on).waiting] == [key]
    look.look(book.conn, TODAY, as_of=ago(6))
    assert not exceptions.ids(book.conn, state=None)


def test_a_red_account_climbs_until_a_next_step_takes_it_in_hand(book: Book) -> None:
    key = account(book, "Acme")
    # Friday a week ago: five working days
    set_status(book, key, Status.DECLINING, on=ago(7), reason="rival")
    assert red_accounts(book) == [key]
    assert red_accounts(book, ago(3)) == []
    add_task(book, "visit the plant", account_id=key, due_on=TODAY, signal="SIG-08")
    assert red_accounts(book) == []


def test_a_snooze_is_told_with_its_reason_and_does_not_hide_the_red(book: Book) -> None:
    key = account(book, "Acme")
    set_status(book, key, Status.DECLINING, on=ago(20), reason="rival")
    snooze(book, key, on=ago(2), until=TODAY + dt.timedelta(days=3), reason="they reorganise")
    mark_done(book, key, on=TODAY)
    (of,) = overview.overview(book.conn, TODAY).reds
    looked = of.shown[0].looked
    assert looked is not None
    assert (looked.until, looked.reason, looked.by) == (TODAY + dt.timedelta(days=3), "they reorganise", "li.wei")


def test_a_snooze_that_is_over_is_a_look_like_others(book: Book) -> None:
    key = account(book, "Acme")
    snooze(book, key, on=ago(9), until=ago(2))
    looked = overview.last_looks(book.conn, TODAY)[key]
    assert (looked.on, looked.until) == (ago(9), None)
    assert key not in overview.last_looks(book.conn, TODAY + dt.timedelta(days=40))


def test_archived_accounts_are_nobodys_worry(book: Book) -> None:
    key = account(book, "Acme")
    set_status(book, key, Status.DECLINING, on=ago(20), reason="rival")
    archive_account(book, key, on=TODAY)
    assert red_accounts(book) == []


def test_limits_are_read_with_the_team_and_the_sales(book: Book) -> None:
    key, other = account(book, "Acme", tier=Tier.KEY), account(book, "Bolt")
    add_sale(book, key, number="1", on=ago(9), amount=60_000_0000, currency="CNY", profit=10_0000)
    add_sale(book, other, number="2", on=ago(9), amount=40_000_0000, currency="CNY", profit=None)
    # forty of 120 hours, all of them for the regular account
    add_touch(book, other, kind=Kind.INTERNAL, on=ago(2), minutes=40 * 60, by="chen.jing")
    notices = {notice.signal: notice for notice in overview.overview(book.conn, TODAY).notices}
    assert notices["SIG-19"].who == "chen.jing"
    assert notices["SIG-19"].accounts == (key,)
    assert notices["SIG-19"].severity is Severity.RED
    # of what is sold the profit of 60 % is known: one customer has all of it
    assert notices["SIG-18"].fields["measure"] == "profit"
    assert notices["SIG-18"].fields["name"] == "Acme"


def test_where_most_profit_is_unknown_concentration_is_of_revenue(book: Book) -> None:
    key, other = account(book, "Acme"), account(book, "Bolt")
    add_sale(book, key, number="1", on=ago(9), amount=40_000_0000, currency="CNY", profit=10_0000)
    add_sale(book, other, number="2", on=ago(9), amount=60_000_0000, currency="CNY", profit=None)
    (notice,) = [each for each in overview.overview(book.conn, TODAY).notices if each.signal == "SIG-18"]
    assert (notice.fields["measure"], notice.fields["name"]) == ("revenue", "Bolt")


def test_waiting_proposals_are_counted_by_owner_and_not_at_all_in_a_large_book(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, owner in (("A", "li.wei"), ("B", "chen.jing"), ("C", "chen.jing")):
        key = account(book, name, owner, Tier.PROSPECT)
        add_sale(book, key, number=name, on=ago(30), amount=100_0000, currency="CNY", profit=None)
    assert overview.waiting_proposals(book.conn, TODAY) == {"chen.jing": 2, "li.wei": 1}
    monkeypatch.setattr(appraisals, "MOST", 2)
    assert overview.waiting_proposals(book.conn, TODAY) is None


def test_handovers_are_read_from_who_left_and_who_is_entered(book: Book) -> None:
    gone, strange = account(book, "Gone"), of_a_stranger(book, "Strange", "nobody.here")
    account(book, "Mine", "li.wei", Tier.KEY)
    left(book, "chen.jing", ago(1))
    found = {each.account_id: each.why for of in overview.handovers(book.conn, TODAY) for each in of.shown}
    assert found == {gone: Why.LEFT, strange: Why.UNKNOWN}
    assert overview.overview(book.conn, TODAY).names[gone] == "Gone"


def test_regularity_is_by_login_of_those_who_work_here(book: Book) -> None:
    add_user(book, "zhao.min")
    account(book, "Acme", "li.wei")
    of_a_stranger(book, "Bolt", "b.stranger")
    add_user(book, "a.gone")
    left(book, "a.gone", TODAY)
    assert regularity.managers(book.conn, TODAY) == ["b.stranger", "chen.jing", "li.wei", "zhao.min"]
    add_user(book, "support", role="support")
    assert "support" not in regularity.managers(book.conn, TODAY)


def test_regularity_adds_up_by_hand(book: Book) -> None:
    acme, bolt = account(book, "Acme", "li.wei", Tier.KEY), account(book, "Bolt", "li.wei", Tier.KEY)
    add_touch(book, acme, kind=Kind.VISIT, on=ago(3), by="li.wei")
    add_touch(book, acme, kind=Kind.NOTE, on=ago(3), by="li.wei")
    add_touch(book, acme, kind=Kind.EMAIL, on=ago(40), by="li.wei")
    with book.write("touch.edit") as tx:
        tx.update("touch", 1, {"direction": "in"})
        tx.update("touch", 2, {"direction": "out"})
    set_status(book, bolt, Status.DECLINING, on=ago(7), reason="rival")
    mark_done(book, acme, on=ago(2))
    mark_done(book, bolt, on=ago(2))
    mark_done(book, bolt, on=ago(5))
    found = next(row for row in regularity.regularity(book.conn, TODAY) if row.login == "li.wei")
    # Sunday's card is no working day's
    assert ago(5).weekday() == 6
    assert (found.review_days, found.working_days) == (1, 20)
    # declining since Friday a week ago
    assert (found.reds, found.red_age) == (1, 5)
    assert (found.keys, found.keys_in_touch) == (2, 2)
    assert found.mix == {Kind.CALL: pytest.approx(200 / 3), Kind.VISIT: pytest.approx(100 / 3)}
    assert found.two_way_percent == 50
    assert found.direction_percent == pytest.approx(200 / 3)
