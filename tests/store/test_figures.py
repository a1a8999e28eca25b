"""Figures read from a small book on several days, against sums done by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.domain.contacts import Function, Level
from kamtui.domain.facts import Metric
from kamtui.domain.measures import Facts, continuity
from kamtui.domain.periods import Period, quarter_of, year
from kamtui.domain.statuses import Grade, Status
from kamtui.domain.touches import Kind, TouchState
from kamtui.ops.accounts import archive_account
from kamtui.ops.contacts import add_contact, leave
from kamtui.ops.facts import add_fact
from kamtui.ops.policies import set_policy
from kamtui.ops.statuses import set_status
from kamtui.ops.touches import add_touch
from kamtui.store import figures
from kamtui.store.book import Book
from kamtui.store.policies import starting
from tests.conftest import TODAY
from tests.store.sold import END, POLICY, YUAN, day, facts, named, sell, yuan

# -- sales -----------------------------------------------------------------------------------------------------------


def test_of_an_account_without_anything_nothing_is_known(book: Book, one: int) -> None:
    nothing = Facts(
        one, "end_user", None, None, None, None, None, 0, (), None, None, None, None, 0, None, 0, None, None, None, 0
    )
    assert facts(book, one) == nothing


def test_twelve_months_begin_the_day_after_the_same_day_last_year(book: Book, one: int) -> None:
    sell(book, one, "2024-11-20", 1, 1)
    sell(book, one, "2024-11-21", 10, 2)
    sell(book, one, "2025-11-20", 100, 3)
    sell(book, one, "2025-11-21", 1_000, 4)
    sell(book, one, "2026-11-20", 10_000, 5)
    sell(book, one, "2026-11-21", 100_000, 6)
    found = facts(book, one)
    assert (found.revenue, found.profit, found.orders) == (11_000 * YUAN, 9 * YUAN, 2)
    assert found.revenue_before == 110 * YUAN
    assert (found.bought_first, found.bought_last) == (day("2024-11-20"), day("2026-11-20"))
    earlier = facts(book, one, day("2025-11-20"))
    assert (earlier.revenue, earlier.profit, earlier.orders) == (110 * YUAN, 5 * YUAN, 2)
    # it had bought for one day only when the year before began
    assert earlier.revenue_before is None


def test_returns_lower_revenue_and_are_no_orders(book: Book, one: int) -> None:
    sell(book, one, "2026-05-01", 100, 40)
    sell(book, one, "2026-06-01", -30, -12, kind="return")
    sell(book, one, "2026-07-01", 50, 10, kind="summary")
    found = facts(book, one)
    assert (found.revenue, found.profit, found.orders) == (120 * YUAN, 38 * YUAN, 1)
    # 100 of 120
    assert found.largest_order == pytest.approx(100 * 100 / 120)


def test_only_returns_are_no_first_order(book: Book, one: int) -> None:
    sell(book, one, "2026-06-01", -30, kind="return")
    found = facts(book, one)
    assert (found.bought_first, found.revenue, found.quarters, found.largest_order) == (None, None, (), None)


def test_quarters_are_counted_back_from_the_day_and_gaps_are_zero(book: Book, one: int) -> None:
    sell(book, one, "2025-07-31", 1)
    sell(book, one, "2025-08-01", 10)
    sell(book, one, "2026-01-31", 100)
    sell(book, one, "2026-02-01", 1_000)
    sell(book, one, "2026-10-31", 10_000)
    # Aug-Oct, May-Jul, Feb-Apr, Nov-Jan and, wholly after the first order, Aug-Oct
    assert facts(book, one, END).quarters == yuan(10_000, 0, 1_000, 100, 10)


def test_no_more_than_eight_quarters_and_none_from_before_the_first_order(book: Book, one: int) -> None:
    sell(book, one, "2023-01-15", 7)
    assert facts(book, one, END).quarters == (0,) * 8
    assert facts(book, one, day("2023-01-31")).quarters == ()
    assert facts(book, one, day("2023-04-30")).quarters == (0,)


def test_a_quarter_end_divides_the_year_into_its_quarters(book: Book, one: int) -> None:
    for on, amount in (("2025-03-31", 1), ("2025-06-30", 10), ("2025-09-30", 100), ("2025-12-31", 1_000)):
        sell(book, one, on, amount)
    sell(book, one, "2026-03-31", 10_000)
    sell(book, one, "2026-06-30", 100_000)
    assert facts(book, one, day("2026-03-31")).quarters == yuan(10_000, 1_000, 100, 10)
    assert facts(book, one, day("2026-06-30")).quarters == yuan(100_000, 10_000, 1_000, 100, 10)


def test_one_document_without_a_profit_makes_the_years_profit_unknown(book: Book, one: int) -> None:
    sell(book, one, "2025-10-01", 100)
    sell(book, one, "2026-01-05", 100, 20)
    sell(book, one, "2026-03-01", 100, -5)
    assert facts(book, one).profit == 15 * YUAN
    sell(book, one, "2026-08-01", 1)
    assert facts(book, one).profit is None
    assert facts(book, one, day("2026-07-31")).profit is None
    assert facts(book, one, day("2026-10-31")).profit is None


def test_an_unknown_profit_more_than_a_year_ago_does_not_matter(book: Book, one: int) -> None:
    sell(book, one, "2025-05-01", 100)
    sell(book, one, "2026-03-01", 100, 25)
    assert facts(book, one, day("2026-04-30")).profit is None
    assert facts(book, one, day("2026-05-01")).profit == 25 * YUAN


def test_who_bought_nothing_for_a_year_earned_us_nothing_which_is_known(book: Book, one: int) -> None:
    sell(book, one, "2024-05-01", 100, 25)
    found = facts(book, one)
    assert (found.revenue, found.orders, found.quarters) == (0, 0, (0,) * 8)
    assert found.profit == 0


def test_the_largest_order_is_compared_with_three_years(book: Book, one: int) -> None:
    sell(book, one, "2023-11-20", 900)
    sell(book, one, "2023-11-21", 20)
    sell(book, one, "2025-03-01", 50)
    sell(book, one, "2026-03-01", 30)
    assert facts(book, one).largest_order == 50
    assert facts(book, one, day("2026-11-19")).largest_order == 90


def test_a_summary_of_many_orders_is_not_one_large_order(book: Book, one: int) -> None:
    for on in ("2026-01-31", "2026-02-28", "2026-03-31"):
        sell(book, one, on, 10, kind="order")
    sell(book, one, "2025-12-31", 300, kind="summary")
    assert facts(book, one).largest_order == pytest.approx(100 * 10 / 330)


def test_returns_beyond_the_orders_leave_no_largest_share_above_the_whole(book: Book, one: int) -> None:
    sell(book, one, "2026-01-31", 100)
    sell(book, one, "2026-02-28", -60, kind="return")
    assert facts(book, one).largest_order == 100
    sell(book, one, "2026-03-28", -60, kind="return")
    assert facts(book, one).largest_order is None


def test_documents_in_another_currency_are_not_added_up(book: Book, one: int) -> None:
    sell(book, one, "2026-03-01", 100, 10)
    sell(book, one, "2026-04-01", 5_000, 4_000, currency="USD")
    found = facts(book, one)
    assert (found.revenue, found.profit, found.orders, found.largest_order) == (100 * YUAN, 10 * YUAN, 1, 100)
    assert figures.facts(book.conn, TODAY, POLICY, "USD")[one].revenue == 5_000 * YUAN


def test_of_an_account_that_pays_in_another_currency_revenue_is_unknown_and_not_zero(book: Book, one: int) -> None:
    for month in range(1, 13):
        sell(book, one, f"2025-{month:02}-10", 100, 10, currency="USD")
    found = facts(book, one)
    assert found.revenue is None
    assert continuity(found, figures.whole(book.conn, TODAY, POLICY, "CNY")) is None


def test_an_archived_account_is_there_on_the_days_before(book: Book, one: int) -> None:
    other = named(book, "Other")
    archive_account(book, one, on=day("2026-06-01"))
    for on, there in (("2026-05-31", {one, other}), ("2026-06-01", {other}), ("2026-11-20", {other})):
        assert figures.facts(book.conn, day(on), POLICY, "CNY").keys() == there


# -- people and time -------------------------------------------------------------------------------------------------


def test_people_levels_and_functions_by_hand(book: Book, acme: int) -> None:
    add_touch(book, acme, kind=Kind.VISIT, people=[1], on=day("2026-08-01"))
    add_touch(book, acme, kind=Kind.EMAIL, people=[2], on=day("2026-11-01"))
    add_touch(book, acme, kind=Kind.CALL, people=[3], on=day("2026-08-21"))
    found = facts(book, acme)
    # the executive 111 days ago: the level is alive, the person is not active; one mail is half a touch of the
    # middle level; the call 91 days ago is too old for level and person; purchasing is no function that counts
    assert found.people == 1
    assert found.coverage == pytest.approx(25 / 3 + 0 + 5)
    add_touch(book, acme, kind=Kind.MESSAGE, people=[2], on=day("2026-11-02"))
    add_touch(book, acme, kind=Kind.CALL, people=[3], on=day("2026-08-22"))
    found = facts(book, acme)
    # two levels more, operations as a function, two active people
    assert found.people == 2
    assert found.coverage == pytest.approx(25 + 7 + 10)
    assert found.touched_last == day("2026-11-02")


@pytest.mark.parametrize(("days", "alive"), [(45, True), (46, False)])
def test_a_manager_must_be_touched_within_forty_five_days(book: Book, acme: int, days: int, alive: bool) -> None:
    add_touch(book, acme, kind=Kind.CALL, people=[2], on=TODAY - dt.timedelta(days=days))
    assert facts(book, acme).coverage == pytest.approx(5 + alive * 25 / 3)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (Kind.INTERNAL, TouchState.DONE),
        (Kind.NOTE, TouchState.DONE),
        (Kind.VISIT, TouchState.SCHEDULED),
        (Kind.VISIT, TouchState.CANCELLED),
    ],
)
def test_what_was_no_contact_makes_nobody_active(book: Book, acme: int, kind: Kind, state: TouchState) -> None:
    add_touch(book, acme, kind=kind, state=state, people=[1, 2, 3], on=TODAY)
    found = facts(book, acme)
    assert (found.people, found.coverage, found.touched_last) == (0, 0, None)


def test_people_of_whom_nobody_was_touched_are_no_coverage_and_nobody_entered_is_unknown(
    book: Book, acme: int, one: int
) -> None:
    assert (facts(book, acme).coverage, facts(book, one).coverage) == (0, None)


def test_before_somebody_is_there_coverage_is_unknown_and_not_zero(book: Book, one: int) -> None:
    add_contact(book, one, "Bo", level=Level.EXEC, since=day("2026-06-01"))
    assert facts(book, one, day("2026-06-01")).coverage == 0
    assert facts(book, one, day("2026-05-31")).coverage is None


def test_who_left_is_not_active_any_more_and_was_before(book: Book, acme: int) -> None:
    add_touch(book, acme, kind=Kind.CALL, people=[1], on=day("2026-09-01"))
    leave(book, 1, on=day("2026-10-01"))
    assert [facts(book, acme, day(on)).people for on in ("2026-09-30", "2026-10-01")] == [1, 0]


def test_who_left_and_came_back_is_one_person(book: Book, one: int) -> None:
    bo = add_contact(book, one, "Bo", level=Level.MID, function=Function.IT).value.contact_id
    add_touch(book, one, kind=Kind.EMAIL, people=[bo], on=day("2026-04-01"))
    # one mail is half a touch
    half = 0 + 7 + 5
    assert facts(book, one, day("2026-04-02")).coverage == pytest.approx(half)
    leave(book, bo, on=day("2026-05-01"))
    add_contact(book, one, "Bo", level=Level.MID, function=Function.IT, person=bo)
    assert facts(book, one, day("2026-04-02")).coverage == pytest.approx(half)


def test_minutes_of_twelve_months_with_internal_work(book: Book, one: int) -> None:
    add_touch(book, one, kind=Kind.VISIT, minutes=100, on=day("2025-11-21"))
    add_touch(book, one, kind=Kind.VISIT, minutes=1_000, on=day("2025-11-20"))
    add_touch(book, one, kind=Kind.INTERNAL, minutes=20, on=TODAY)
    add_touch(book, one, kind=Kind.CALL, minutes=5, state=TouchState.SCHEDULED, on=TODAY)
    assert facts(book, one).minutes == 120
    assert figures.whole(book.conn, TODAY, POLICY, "CNY").minutes == 120


def test_minutes_that_were_not_typed_are_those_of_the_policy(book: Book, one: int) -> None:
    touches = [add_touch(book, one, kind=kind, on=TODAY).value.touch_id for kind in (Kind.VISIT, Kind.CALL)]
    assert facts(book, one).minutes == 90 + 15
    with book.write("test") as tx:
        for touch in touches:
            tx.update("touch", touch, {"minutes": None})
    rules = POLICY._replace(minutes={**POLICY.minutes, "visit": 30, "call": 4})
    assert figures.facts(book.conn, TODAY, rules, "CNY")[one].minutes == 34


def test_minutes_of_a_touch_logged_without_any_follow_the_policy(book: Book, one: int) -> None:
    set_policy(book, starting("distributor") + "\n[minutes]\nvisit = 30\n", on=day("2026-11-01"))
    add_touch(book, one, kind=Kind.VISIT, on=TODAY)
    add_touch(book, one, kind=Kind.VISIT, on=day("2026-10-01"))
    # by the policy of the day: 30, and 90 before there was one
    assert facts(book, one).minutes == 30 + 90


# -- ratings and entered figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "grade", "strength"),
    [
        (Status.DEVELOPING, None, 50),
        (Status.DEVELOPING, Grade.LIMITED, 30),
        (Status.SOLID, None, 90),
        (Status.SOLID, Grade.GOOD, 70),
        (Status.DEFENDING, None, 60),
        (Status.DECLINING, None, 35),
    ],
)
def test_a_rating_is_a_strength_from_its_day_on(
    book: Book, one: int, status: Status, grade: Grade | None, strength: int
) -> None:
    set_status(book, one, status, grade=grade, on=day("2026-05-01"))
    assert facts(book, one, day("2026-04-30")).strength is None
    found = facts(book, one)
    assert (found.strength, found.rated_on) == (strength, day("2026-05-01"))


def test_of_two_ratings_of_a_day_the_last_counts_and_taken_back_is_unknown(book: Book, one: int) -> None:
    set_status(book, one, Status.SOLID, on=day("2026-05-01"))
    set_status(book, one, Status.DECLINING, on=day("2026-05-01"))
    assert facts(book, one).strength == 35
    set_status(book, one, None, on=day("2026-06-01"))
    assert (facts(book, one).strength, facts(book, one).rated_on) == (None, None)
    assert facts(book, one, day("2026-05-31")).strength == 35


def test_the_wallet_is_the_newest_estimate_of_the_day(book: Book, one: int) -> None:
    add_fact(book, one, Metric.WALLET_EST, 500 * YUAN, period=year(day("2025-01-01")), on=day("2025-03-01"))
    add_fact(book, one, Metric.WALLET_EST, 800 * YUAN, period=year(day("2026-01-01")), on=day("2026-02-01"))
    add_fact(book, one, Metric.WALLET_EST, 9_000 * YUAN, period=year(TODAY), product="Valves", on=day("2026-03-01"))
    add_fact(book, one, Metric.WALLET_EST, 70 * YUAN, period=year(TODAY), source="x", currency="USD", on=TODAY)
    found = [facts(book, one, day(on)) for on in ("2025-02-28", "2025-03-01", "2026-01-31", "2026-02-01")]
    assert [each.wallet for each in found] == [None, 500 * YUAN, 500 * YUAN, 800 * YUAN]
    newest = facts(book, one)
    assert (newest.wallet, newest.wallet_on) == (800 * YUAN, day("2026-02-01"))


def test_cost_to_serve_and_concessions_of_the_periods_that_ended_in_twelve_months(book: Book, one: int) -> None:
    for quarter, cost in ((quarter_of(2025, 3), 1), (quarter_of(2025, 4), 10), (quarter_of(2026, 3), 100)):
        add_fact(book, one, Metric.COST_TO_SERVE, cost * YUAN, period=quarter)
        add_fact(book, one, Metric.CONCESSION, 2 * cost * YUAN, period=quarter)
    add_fact(book, one, Metric.COST_TO_SERVE, 1_000 * YUAN, period=quarter_of(2026, 4))
    found = facts(book, one)
    assert (found.cost_to_serve, found.concessions) == (110 * YUAN, 220 * YUAN)
    earlier = facts(book, one, day("2025-11-20"))
    assert (earlier.cost_to_serve, earlier.concessions) == (1 * YUAN, 2 * YUAN)
    assert facts(book, one, day("2025-09-29")).cost_to_serve is None


def test_a_cost_that_was_known_later_was_not_known_before(book: Book, one: int) -> None:
    period = Period(day("2026-01-01"), day("2026-03-31"))
    add_fact(book, one, Metric.COST_TO_SERVE, 10 * YUAN, period=period, on=day("2026-06-30"))
    assert facts(book, one, day("2026-06-30")).cost_to_serve == 10 * YUAN
    assert facts(book, one, day("2026-06-29")).cost_to_serve is None


def test_logged_hours_are_a_cost_where_the_policy_knows_what_an_hour_costs(book: Book, one: int) -> None:
    add_touch(book, one, kind=Kind.VISIT, minutes=90, on=TODAY)
    add_fact(book, one, Metric.COST_TO_SERVE, 7 * YUAN, period=quarter_of(2026, 3))
    rules = POLICY._replace(profit=POLICY.profit._replace(hour_cost=200))
    assert figures.facts(book.conn, TODAY, rules, "CNY")[one].cost_to_serve == (300 + 7) * YUAN
    assert facts(book, one).cost_to_serve == 7 * YUAN
