"""What the signals look at, read from a real book: which facts count on a day, and from when to when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kamtui.clock import Clock
from kamtui.domain.contacts import EndReason, Level
from kamtui.domain.signals.situation import Situation, Trend
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind, TouchState
from kamtui.ops.accounts import add_account, archive_account, assign_account
from kamtui.ops.contacts import add_contact, leave
from kamtui.ops.judgements import judge
from kamtui.ops.sales import add_sale
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task, close_task
from kamtui.ops.tiers import set_tier
from kamtui.ops.touches import add_touch
from kamtui.store import policies, reviews, situations
from kamtui.store.book import Book
from tests.conftest import TODAY
from tests.signalled import ago
from tests.store.sold import sell, yuan

SCHEDULED, CANCELLED = TouchState.SCHEDULED, TouchState.CANCELLED


def seen(book: Book, account: int, on: dt.date = TODAY) -> Situation:
    """The account as the signals see it on a day, whatever is the matter there."""
    (found,) = situations.situations(book.conn, on, policies.in_force(book.conn, on), among=[account], also=[account])
    return found


def signals(book: Book, account: int, on: dt.date = TODAY) -> dict[str, str]:
    """Signal -> how much it presses at most."""
    found: dict[str, str] = {}
    for reason in reviews.reasons(book.conn, account, on):
        found.setdefault(reason.signal, reason.severity.name.lower())
    return found


def tiered(book: Book, tier: Tier, days: int = 400, name: str = "One") -> int:
    """An account that has a tier for so many days."""
    account = add_account(book, name, owner="li.wei").value.account_id
    set_tier(book, account, tier, on=ago(days))
    return account


def touched(book: Book, account: int, days: int, *people: int, kind: Kind = Kind.CALL, **more: Any) -> int:
    return add_touch(book, account, kind=kind, on=ago(days), people=people, **more).value.touch_id


def person(book: Book, account: int, name: str, level: Level | None = Level.MID, since: int | None = None) -> int:
    known = None if since is None else ago(since)
    return add_contact(book, account, name, level=level, since=known).value.contact_id


# -- the clock ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "state", "counts"),
    [
        (Kind.CALL, TouchState.DONE, True),
        (Kind.MESSAGE, TouchState.DONE, True),
        (Kind.SURVEY, TouchState.DONE, True),
        (Kind.INTERNAL, TouchState.DONE, False),
        (Kind.NOTE, TouchState.DONE, False),
        (Kind.VISIT, SCHEDULED, False),
        (Kind.VISIT, CANCELLED, False),
    ],
)
def test_only_contact_that_took_place_winds_the_clock(book: Book, kind: Kind, state: TouchState, counts: bool) -> None:
    account = tiered(book, Tier.KEY)
    touched(book, account, 20)
    touched(book, account, 1, kind=kind, state=state)
    found = seen(book, account)
    last = ago(1 if counts else 20)
    assert (found.last_touch_on, found.next_due_on, found.overdue_on) == (last, ago(-7, last), ago(-14, last))


def test_what_is_done_but_lies_ahead_does_not_count_before_its_day(book: Book) -> None:
    account = tiered(book, Tier.KEY)
    touched(book, account, -3)
    assert seen(book, account).last_touch_on is None
    assert "SIG-01" in signals(book, account)


@pytest.mark.parametrize(
    ("days", "state", "unclosed"),
    [(1, SCHEDULED, True), (0, SCHEDULED, False), (-1, SCHEDULED, False), (1, CANCELLED, False)],
)
def test_a_plan_is_unclosed_from_the_day_after(book: Book, days: int, state: TouchState, unclosed: bool) -> None:
    account = tiered(book, Tier.REGULAR)
    touched(book, account, 2)
    touched(book, account, days, state=state)
    assert seen(book, account).unclosed_on == (ago(days) if unclosed else None)


def test_of_several_plans_that_passed_the_oldest_is_asked_about(book: Book) -> None:
    account = tiered(book, Tier.REGULAR)
    for days in (3, 90, 12):
        touched(book, account, days, state=SCHEDULED)
    assert seen(book, account).unclosed_on == ago(90)


def test_an_unattractive_account_is_due_only_by_a_service_of_its_own(book: Book) -> None:
    account = tiered(book, Tier.UNATTRACTIVE)
    touched(book, account, 200)
    assert signals(book, account) == {}
    with book.write("service.change") as tx:
        row = {"account_id": account, "on_date": ago(100).isoformat(), "change": "by phone", "cadence_days": 121}
        tx.insert("service_change", {**row, "decided_by": "li.wei", "recorded_at": "2026-01-01T00:00:00Z"})
    found = seen(book, account)
    # half as much again as 121 days are 181 whole days
    assert (found.next_due_on, found.overdue_on) == (ago(200 - 121), ago(200 - 181))
    assert signals(book, account) == {"SIG-01": "red"}


def test_an_archived_account_asks_for_nothing(book: Book) -> None:
    account = tiered(book, Tier.KEY)
    assert signals(book, account) != {}
    archive_account(book, account, on=TODAY)
    assert signals(book, account) == {}


# -- people ------------------------------------------------------------------------------------------------------


def test_a_person_counts_at_the_account_where_they_were_met(book: Book) -> None:
    here, there = tiered(book, Tier.KEY), tiered(book, Tier.KEY, name="Two")
    both = person(book, here, "Consultant")
    add_contact(book, there, "", person=both, level=Level.EXEC)
    touched(book, here, 5, both)
    touched(book, there, 300)
    ((mine,), (theirs,)) = (seen(book, account).people for account in (here, there))
    assert (mine.last_on, mine.level, theirs.last_on, theirs.level) == (ago(5), Level.MID, None, Level.EXEC)


@pytest.mark.parametrize(
    ("level", "kind", "days", "silent"),
    [
        (Level.MID, Kind.CALL, 45, False),
        (Level.MID, Kind.CALL, 46, True),
        (Level.EXEC, Kind.VISIT, 120, False),
        (Level.EXEC, Kind.VISIT, 121, True),
        (Level.FRONT, Kind.EMAIL, 90, True),
        (Level.FRONT, Kind.INTERNAL, 1, True),
        (Level.FRONT, Kind.NOTE, 1, True),
    ],
)
def test_a_level_of_a_key_account_within_and_beyond_its_days(
    book: Book, level: Level, kind: Kind, days: int, silent: bool
) -> None:
    account = tiered(book, Tier.KEY)
    touched(book, account, 0)
    touched(book, account, days, person(book, account, "Wang", level), kind=kind)
    assert ("SIG-02" in signals(book, account)) is silent


def test_two_mails_keep_a_level_when_both_are_within_its_days(book: Book) -> None:
    account = tiered(book, Tier.KEY)
    wang = person(book, account, "Wang", Level.MID)
    touched(book, account, 3, wang, kind=Kind.EMAIL)
    touched(book, account, 46, wang, kind=Kind.EMAIL)
    assert "SIG-02" in signals(book, account)
    touched(book, account, 45, wang, kind=Kind.MESSAGE)
    assert "SIG-02" not in signals(book, account)


def test_one_mail_to_two_people_is_one_mail(book: Book) -> None:
    account = tiered(book, Tier.KEY)
    touched(book, account, 3, person(book, account, "Wang"), person(book, account, "Li"), kind=Kind.EMAIL)
    assert "SIG-02" in signals(book, account)


def test_twenty_messages_do_not_make_a_silent_executive_level_green(book: Book) -> None:
    account = tiered(book, Tier.KEY)
    chief = person(book, account, "Chief", Level.EXEC)
    touched(book, account, 121, chief, kind=Kind.VISIT)
    for days in range(20):
        touched(book, account, days, chief, kind=Kind.MESSAGE)
    assert "SIG-02" in signals(book, account)


@pytest.mark.parametrize(("days", "active"), [(90, 3), (91, 2)])
def test_ninety_days_are_active_and_ninety_one_are_not(book: Book, days: int, active: int) -> None:
    account = tiered(book, Tier.KEY)
    for name, passed in (("A", 1), ("B", 2), ("C", days)):
        touched(book, account, passed, person(book, account, name, None))
    assert signals(book, account).get("SIG-03") == (None if active == 3 else "amber")


def test_who_starts_later_is_not_there_yet_and_who_leaves_today_is_gone(book: Book) -> None:
    account = tiered(book, Tier.KEY)
    person(book, account, "Later", since=-1)
    today, tomorrow = person(book, account, "Today"), person(book, account, "Tomorrow")
    leave(book, today, on=TODAY)
    leave(book, tomorrow, on=ago(-1))
    found = seen(book, account)
    assert [one.name for one in found.people] == ["Tomorrow"]
    assert [one.name for one in found.gone] == ["Today"]


@pytest.mark.parametrize(("others", "fires"), [(2, True), (3, False)])
def test_a_third_of_the_touches_of_a_year_makes_a_leaver_matter(book: Book, others: int, fires: bool) -> None:
    account = tiered(book, Tier.REGULAR)
    wang, li = person(book, account, "Wang"), person(book, account, "Li")
    touched(book, account, 5, wang)
    for _ in range(others):
        touched(book, account, 4, li)
    # neither what was no contact, nor what came after, nor what lies a year back counts
    touched(book, account, 4, li, kind=Kind.NOTE)
    touched(book, account, 1, li)
    touched(book, account, 368, li)
    leave(book, wang, on=ago(3))
    assert ("SIG-06" in signals(book, account)) is fires


@pytest.mark.parametrize(
    ("reason", "fires"),
    [(EndReason.LEFT_COMPANY, True), (EndReason.UNKNOWN, True), (EndReason.ENTERED_WRONGLY, False)],
)
def test_an_executive_leaving_matters_unless_it_was_a_mistake(book: Book, reason: EndReason, fires: bool) -> None:
    account = tiered(book, Tier.KEY)
    leave(book, person(book, account, "Chief", Level.EXEC), on=ago(3), reason=reason)
    assert ("SIG-06" in signals(book, account)) is fires


def test_who_moves_inside_the_account_or_comes_back_has_not_left(book: Book) -> None:
    account = tiered(book, Tier.KEY)
    chief = person(book, account, "Chief", Level.EXEC)
    leave(book, chief, on=ago(3), reason=EndReason.MOVED_INSIDE)
    add_contact(book, account, "", person=chief, level=Level.EXEC, since=ago(3))
    assert "SIG-06" not in signals(book, account)
    leave(book, chief, on=ago(2))
    (left,) = seen(book, account).gone
    assert left.on == ago(2)
    add_contact(book, account, "", person=chief, level=Level.MID, since=TODAY)
    assert seen(book, account).gone == ()


def test_the_last_of_several_positions_says_what_somebody_was(book: Book) -> None:
    account = tiered(book, Tier.KEY)
    wang = person(book, account, "Wang", Level.FRONT)
    leave(book, wang, on=ago(100))
    add_contact(book, account, "", person=wang, level=Level.EXEC, since=ago(100))
    touched(book, account, 50, wang)
    leave(book, wang, on=ago(10))
    (left,) = seen(book, account).gone
    assert (left.on, left.level, left.share) == (ago(10), Level.EXEC, 1.0)


def test_rating_anew_on_the_day_somebody_left_answers_it(book: Book) -> None:
    account = tiered(book, Tier.KEY)
    set_status(book, account, Status.SOLID, on=ago(50))
    leave(book, person(book, account, "Chief", Level.EXEC), on=ago(3))
    assert "SIG-06" in signals(book, account)
    set_status(book, account, Status.DEVELOPING, on=ago(3))
    assert "SIG-06" not in signals(book, account)


# -- sales -------------------------------------------------------------------------------------------------------


def compared(book: Book, account: int, on: dt.date = TODAY) -> tuple[int, int] | None:
    found = seen(book, account, on).trend
    return None if found is None else (found.revenue, found.last_year)


def test_three_whole_months_are_compared_and_the_running_one_is_not(book: Book, one: int) -> None:
    for on, amount in (
        ("2025-07-31", 1), ("2025-08-01", 10), ("2025-10-31", 100), ("2025-11-01", 1_000),
        ("2026-07-31", 2), ("2026-08-01", 20), ("2026-10-31", 200), ("2026-11-01", 2_000),
    ):  # fmt: skip
        sell(book, one, on, amount)
    assert compared(book, one) == yuan(220, 110)
    assert compared(book, one, dt.date(2026, 11, 1)) == yuan(220, 110)
    # on the last day of October the month is not over yet
    assert compared(book, one, dt.date(2026, 10, 31)) == yuan(22, 11)


def test_months_are_compared_across_the_turn_of_the_year(book: Book, one: int) -> None:
    for on, amount in (
        ("2024-11-01", 1),
        ("2025-01-31", 10),
        ("2025-02-01", 100),
        ("2025-11-01", 2),
        ("2026-01-31", 20),
    ):
        sell(book, one, on, amount)
    assert compared(book, one, dt.date(2026, 2, 14)) == yuan(22, 11)


@pytest.mark.parametrize(("now", "severity"), [(900, None), (899, "amber"), (800, "amber"), (799, "red")])
def test_sales_at_exactly_ninety_and_eighty_percent(book: Book, one: int, now: int, severity: str | None) -> None:
    sell(book, one, "2025-09-01", 1_000)
    sell(book, one, "2026-09-01", now + 50)
    sell(book, one, "2026-10-01", -50, kind="return")
    assert signals(book, one).get("SIG-09") == severity


def test_who_bought_nothing_last_year_is_compared_with_nothing(book: Book, one: int) -> None:
    sell(book, one, "2026-09-01", 1_000)
    assert compared(book, one) is None
    sell(book, one, "2025-09-01", 10)
    sell(book, one, "2025-10-01", -10, kind="return")
    assert compared(book, one) is None


def test_sales_in_another_currency_are_not_added(book: Book, one: int) -> None:
    sell(book, one, "2025-09-01", 500, currency="USD")
    sell(book, one, "2025-09-01", 1_000)
    sell(book, one, "2026-09-01", 1_000)
    assert compared(book, one) == yuan(1_000, 1_000)


def test_who_buys_by_the_project_is_compared_over_twelve_months(book: Book, one: int) -> None:
    sell(book, one, "2025-03-01", 1_000)
    sell(book, one, "2025-09-01", 1_000)
    sell(book, one, "2025-11-01", 1_500)
    assert signals(book, one)["SIG-09"] == "red"
    judge(book, one, "pattern", answer="project", on=ago(30))
    assert seen(book, one).trend == Trend(seen(book, one).trend.period, *yuan(1_500, 2_000))  # type: ignore[union-attr]
    judge(book, one, "pattern", answer="recurring", on=ago(10))
    assert compared(book, one) == yuan(0, 1_000)


# -- promises, events, forums ------------------------------------------------------------------------------------


def test_promises_that_are_due_are_counted_by_side(book: Book, one: int) -> None:
    for title, due, side in (
        ("oldest", 9, False), ("today", 0, False), ("tomorrow", -1, False), ("theirs", 2, True),
    ):  # fmt: skip
        add_task(book, title, account_id=one, due_on=ago(due), by_customer=side, on=ago(20))
    add_task(book, "some day", account_id=one)
    add_task(book, "nobody's", due_on=ago(3))
    for state in ("done", "cancelled"):
        close_task(book, add_task(book, state, account_id=one, due_on=ago(30)).value.task_id, on=TODAY, state=state)
    found = seen(book, one)
    assert (found.ours, found.theirs) == ((2, ago(9), "oldest"), (1, ago(2), "theirs"))


@pytest.mark.parametrize(
    ("kind", "state", "ahead", "shown"),
    [
        (Kind.EVENT, SCHEDULED, 0, True),
        (Kind.EVENT, SCHEDULED, 14, True),
        (Kind.EVENT, SCHEDULED, 15, False),
        (Kind.EVENT, SCHEDULED, -1, False),
        (Kind.EVENT, CANCELLED, 3, False),
        (Kind.VISIT, SCHEDULED, 3, False),
    ],
)
def test_events_of_the_customer_ahead(
    book: Book, one: int, kind: Kind, state: TouchState, ahead: int, shown: bool
) -> None:
    touched(book, one, -ahead, kind=kind, state=state, summary="fair")
    assert seen(book, one).event == ((ago(-ahead), "fair") if shown else None)
    touched(book, one, -1, kind=Kind.EVENT, state=SCHEDULED, summary="opening")
    assert seen(book, one).event == ((TODAY, "fair") if shown and not ahead else (ago(-1), "opening"))


@pytest.fixture
def april(tmp_path: Path) -> Book:
    """A book whose fiscal year begins in April."""
    clock = Clock(dt.date(2027, 1, 15))
    return Book.create(tmp_path / "april.kam", who="li.wei", clock=clock, name="A", currency="CNY", fiscal_start=4)


@pytest.mark.parametrize(
    ("forum", "state", "missed"),
    [
        ("2026-03-31", TouchState.DONE, True),
        ("2026-04-01", TouchState.DONE, False),
        ("2027-03-31", SCHEDULED, False),
        ("2027-04-01", SCHEDULED, True),
        ("2026-06-01", CANCELLED, True),
    ],
)
def test_the_annual_forum_belongs_to_the_fiscal_year(april: Book, forum: str, state: TouchState, missed: bool) -> None:
    account = add_account(april, "One").value.account_id
    set_tier(april, account, Tier.KEY, on=dt.date(2026, 1, 1))
    day = dt.date.fromisoformat(forum)
    add_touch(april, account, on=dt.date(2026, 1, 2))
    add_touch(april, account, kind=Kind.ANNUAL_FORUM, on=day, state=state)
    today = april.today()
    assert ("SIG-27" in {reason.signal for reason in reviews.reasons(april.conn, account, today)}) is missed
    april.close()


# -- owners, exceptions, what is in hand -------------------------------------------------------------------------


def test_a_key_account_lacks_an_owner_where_others_have_one(book: Book) -> None:
    account = add_account(book, "One", tier=Tier.KEY).value.account_id
    assert "SIG-33" not in signals(book, account)
    other = add_account(book, "Two", owner="li.wei").value.account_id
    assert "SIG-33" in signals(book, account)
    assign_account(book, account, "chen.jing", on=TODAY)
    assert "SIG-33" not in signals(book, account)
    assert "SIG-33" not in signals(book, other)


def test_an_owner_from_tomorrow_on_is_none_today(book: Book) -> None:
    account = add_account(book, "One", tier=Tier.KEY).value.account_id
    other = add_account(book, "Two").value.account_id
    assign_account(book, other, "li.wei", on=ago(-1))
    assert "SIG-33" not in signals(book, account)


def test_a_next_step_answers_its_signal_until_its_day_has_passed(book: Book, one: int) -> None:
    set_status(book, one, Status.DECLINING, on=ago(10))
    assert [card.account_id for card in reviews.cards(book.conn, TODAY, "li.wei", None)] == [one]
    touched(book, one, 0)
    add_task(book, "visit", account_id=one, due_on=ago(-2), signal="SIG-08")
    for on, waits in ((TODAY, False), (ago(-1), False), (ago(-2), True), (ago(-3), True)):
        # on its day it is due itself, and the rating is still in hand
        cards = reviews.cards(book.conn, on, "li.wei", None)
        assert bool(cards) is waits
        worst = {reason.signal for card in cards for reason in card.reasons}
        assert ("SIG-08" in worst) is (on > ago(-2))


def test_an_exception_that_waits_shows_and_a_decided_one_does_not(book: Book, one: int) -> None:
    with book.write("exception.raise") as tx:
        row = {"account_id": one, "kind": "terms", "proposal": "60 days", "raised_by": "li.wei"}
        for title, day, state in (("newer", 2, "waiting"), ("older", 5, "waiting"), ("decided", 9, "approved")):
            dated = {"title": title, "on_date": ago(day).isoformat(), "state": state}
            tx.insert("exception", {**row, **dated, "recorded_at": "2026-01-01T00:00:00Z"})
    assert seen(book, one).exception == (2, ago(5), "older")


Opener = Callable[[str], Book]


def test_whose_review_it_is(open_book: Opener) -> None:
    book = open_book("li.wei")
    mine = add_account(book, "Mine", owner="li.wei").value.account_id
    theirs = add_account(book, "Theirs", owner="chen.jing").value.account_id
    everybody = {card.account_id for card in reviews.cards(book.conn, TODAY, "li.wei", None)}
    assert everybody == {mine, theirs}
    for owner, expected in (("li.wei", {mine}), ("chen.jing", {theirs}), ("nobody", set())):
        assert {card.account_id for card in reviews.cards(book.conn, TODAY, "li.wei", owner)} == expected


# -- since when --------------------------------------------------------------------------------------------------


def test_deciding_for_the_same_tier_again_does_not_start_it_anew(book: Book) -> None:
    account = tiered(book, Tier.REGULAR, 500)
    touched(book, account, 400)
    set_tier(book, account, Tier.KEY, on=ago(300))
    set_tier(book, account, Tier.KEY, on=ago(5), reason="confirmed by the board")
    assert seen(book, account).tier_on == ago(300)
    assert "SIG-27" in signals(book, account)
    set_tier(book, account, Tier.REGULAR, on=ago(4), reason="a mistake")
    set_tier(book, account, Tier.KEY, on=ago(3), reason="it was none")
    assert seen(book, account).tier_on == ago(3)
    assert seen(book, account, ago(5)).tier_on == ago(300)


@pytest.mark.parametrize("status", [Status.DECLINING, Status.DEFENDING])
def test_rating_it_as_badly_again_does_not_take_it_off_the_ladder(book: Book, one: int, status: Status) -> None:
    set_status(book, one, status, on=ago(40))
    set_status(book, one, Status.SOLID, on=ago(30))
    for days in (20, 9, 1):
        set_status(book, one, status, on=ago(days), reason="still so")
    (reason,) = [each for each in reviews.reasons(book.conn, one, TODAY) if each.signal == "SIG-08"]
    assert (reason.since, reason.fields["days"]) == (ago(20), 20)
    # and somebody who left before the newest rating is answered by it
    assert seen(book, one).status_on == ago(1)


def test_a_document_dated_ahead_in_another_currency_changes_nothing_before_its_day(book: Book, one: int) -> None:
    for on, amount in (("2025-09-01", 1_000), ("2026-09-01", 700)):
        sell(book, one, on, amount)
    sell(book, one, "2026-12-01", 5, currency="USD")
    assert compared(book, one) == yuan(700, 1_000)
    (currency,) = book.conn.execute("SELECT currency FROM standing WHERE account_id = ?", (one,)).fetchone()
    assert currency == "CNY"


def test_a_key_account_hangs_on_one_person_since_it_is_key_and_in_touch(book: Book) -> None:
    def since(account: int) -> dt.date:
        (reason,) = [each for each in reviews.reasons(book.conn, account, TODAY) if each.signal == "SIG-03"]
        return reason.since

    young, old = tiered(book, Tier.KEY, 30), tiered(book, Tier.KEY, 400, "Two")
    for account in (young, old):
        wang = person(book, account, "Wang")
        for days in (50, 12, 1):
            touched(book, account, days, wang)
    assert (since(young), since(old)) == (ago(30), ago(50))


@pytest.mark.parametrize(("days", "quiet"), [(90, False), (91, True), (365, True), (366, False)])
def test_who_ordered_within_a_year_but_not_lately_is_quiet(book: Book, one: int, days: int, quiet: bool) -> None:
    add_sale(book, one, on=ago(days), amount=10_000, currency="CNY")
    assert seen(book, one).last_order_on == (ago(days) if quiet else None)
    judge(book, one, "pattern", answer="project", on=ago(1))
    assert seen(book, one).last_order_on is None
