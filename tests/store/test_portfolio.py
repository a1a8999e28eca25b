"""The book read whole: minutes by colleague and account, costs, groups, who bought when, and the matrix."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.domain.policytext import read
from kamtui.domain.portfolio import Group, Quadrant
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind, TouchState
from kamtui.domain.whatif import Sold
from kamtui.ops.accounts import add_account, archive_account
from kamtui.ops.groups import move_account
from kamtui.ops.sales import add_sale
from kamtui.ops.touches import add_touch
from kamtui.ops.users import add_user, edit_user
from kamtui.store import groups, portfolio
from kamtui.store.book import Book
from kamtui.store.policies import starting
from tests.conftest import TODAY

POLICY = read(starting("revenue"))
FIRST = TODAY - dt.timedelta(days=27)


@pytest.fixture
def worked(book: Book) -> Book:
    """Acme (key) and Beta (regular) of li.wei, Gamma (prospect) of nobody, Omega (unattractive) and an archived one."""
    acme = add_account(book, "Acme", owner="li.wei", tier=Tier.KEY).value.account_id
    beta = add_account(book, "Beta", owner="li.wei", tier=Tier.REGULAR).value.account_id
    add_account(book, "Gamma", tier=Tier.PROSPECT)
    add_account(book, "Omega", owner="chen.jing", tier=Tier.UNATTRACTIVE)
    gone = add_account(book, "Gone", owner="li.wei", tier=Tier.KEY).value.account_id
    add_touch(book, acme, kind=Kind.VISIT, minutes=100)
    add_touch(book, acme, kind=Kind.INTERNAL, on=FIRST)
    add_touch(book, acme, kind=Kind.CALL, on=FIRST - dt.timedelta(days=1))
    add_touch(book, acme, kind=Kind.MEETING, on=TODAY, state=TouchState.CANCELLED)
    add_touch(book, acme, kind=Kind.MEETING, on=TODAY + dt.timedelta(days=1), state=TouchState.SCHEDULED)
    add_touch(book, beta, kind=Kind.CALL, by="chen.jing")
    archive_account(book, gone, on=TODAY)
    return book


def test_minutes_count_for_who_logged_them_and_internal_work_counts(worked: Book) -> None:
    found = portfolio.minutes_by_colleague(worked.conn, FIRST, TODAY, POLICY.minutes)
    assert found == {("li.wei", Tier.KEY): 130, ("chen.jing", Tier.REGULAR): 15}
    assert portfolio.minutes_by_account(worked.conn, FIRST, TODAY, POLICY.minutes) == {1: 130, 2: 15}


def test_minutes_nobody_typed_are_those_of_the_policy_and_a_touch_nobody_logged_is_the_owners(worked: Book) -> None:
    with worked.write("touch.add") as tx:
        columns = {"account_id": 1, "at": "2026-11-19T23:30:00Z", "on_date": "2026-11-20", "kind": "email"}
        tx.insert("touch", {**columns, "state": "done", "recorded_at": "2026-11-20T00:00:00Z"})
    usual = {**POLICY.minutes, "email": 7}
    found = portfolio.minutes_by_colleague(worked.conn, TODAY, TODAY, usual)
    assert found == {("li.wei", Tier.KEY): 107, ("chen.jing", Tier.REGULAR): 15}


def test_the_time_of_a_window_is_found_by_an_index(worked: Book) -> None:
    statements: list[str] = []
    worked.conn.set_trace_callback(statements.append)
    portfolio.minutes_by_account(worked.conn, FIRST, TODAY, POLICY.minutes)
    worked.conn.set_trace_callback(None)
    plan = [row[3] for row in worked.conn.execute(f"EXPLAIN QUERY PLAN {statements[-1]}")]
    assert any("touch_by_time" in step for step in plan), plan


def test_archived_accounts_are_not_counted(worked: Book) -> None:
    assert portfolio.accounts_by_owner(worked.conn) == {
        ("li.wei", Tier.KEY): 1,
        ("li.wei", Tier.REGULAR): 1,
        ("", Tier.PROSPECT): 1,
        ("chen.jing", Tier.UNATTRACTIVE): 1,
    }
    assert portfolio.key_accounts(worked.conn, FIRST, TODAY, POLICY.minutes) == [(1, "Acme", "li.wei", 130)]
    assert portfolio.key_accounts(worked.conn, FIRST, TODAY, POLICY.minutes, "chen.jing") == []


def test_hours_are_the_policys_for_managers_and_owners_and_the_entered_ones_for_others(worked: Book) -> None:
    add_user(worked, "wu.min", role="support")
    add_user(worked, "zhao.min", role="head", hours_per_week=10)
    edit_user(worked, "chen.jing", hours_per_week=12)
    found = portfolio.hours(worked.conn, TODAY, POLICY.capacity)
    assert found == {"li.wei": 30, "chen.jing": 12, "wu.min": None, "zhao.min": 10}


def test_the_pyramid_of_the_team_and_of_each_manager(worked: Book) -> None:
    found = portfolio.pyramid(worked.conn, FIRST, TODAY, POLICY)
    assert [layer.accounts for layer in found.whole.layers] == [1, 1, 1]
    assert [layer.minutes for layer in found.whole.layers] == [130, 15, 0]
    assert found.whole.available_hours == 240
    assert found.managers["chen.jing"].layers[1].time_percent == 100
    assert [layer.tier for layer in found.whole.beside] == [Tier.UNATTRACTIVE]


def test_groups_are_found_from_both_ends(worked: Book) -> None:
    move_account(worked, 2, 1)
    move_account(worked, 3, 2)
    assert groups.roots(worked.conn, TODAY) == {2: 1, 3: 1}
    assert groups.members(worked.conn, 1, TODAY) == [1, 2, 3]
    assert groups.members(worked.conn, 3, TODAY) == [3]


def test_costs_count_where_their_period_ends_in_the_days(worked: Book) -> None:
    _sell(worked, 1, TODAY, 1000, 300)
    _sell(worked, 2, TODAY, 500, None)
    _sell(worked, 3, TODAY, 100, 10)
    _enter(worked, 1, "cost_to_serve", 50, TODAY)
    _enter(worked, 1, "concession", 20, TODAY)
    _enter(worked, 1, "concession", 999, TODAY - dt.timedelta(days=400))
    found = {row.account_id: row for row in portfolio.earned(worked.conn, FIRST, TODAY, "CNY", POLICY)}
    assert (found[1].value, found[1].is_gross) == (230 * 10_000, False)
    assert (found[2].value, found[2].revenue) == (None, 500 * 10_000)
    assert (found[3].value, found[3].is_gross) == (10 * 10_000, True)


def test_logged_time_is_a_cost_where_an_hour_has_one(worked: Book) -> None:
    _sell(worked, 1, TODAY, 1000, 300)
    policy = POLICY._replace(profit=POLICY.profit._replace(hour_cost=60))
    (found,) = portfolio.earned(worked.conn, FIRST, TODAY, "CNY", policy)
    assert (found.costs.time, found.value) == (130 * 10_000, 170 * 10_000)


def test_the_years_know_who_is_new_and_who_left(worked: Book) -> None:
    _sell(worked, 5, dt.date(2025, 3, 1), 70, 7)
    _sell(worked, 1, dt.date(2025, 11, 20), 100, 10)
    _sell(worked, 1, dt.date(2025, 11, 21), 200, 20)
    _sell(worked, 2, dt.date(2026, 1, 1), 300, None)
    found = portfolio.years(worked.conn, TODAY, "CNY")
    assert found.before == {1: Sold(1_000_000, 100_000), 5: Sold(700_000, 70_000)}
    assert found.now == {1: Sold(2_000_000, 200_000), 2: Sold(3_000_000, None)}
    assert found.new == {2}


def test_every_account_that_is_not_archived_is_in_the_portfolio(worked: Book) -> None:
    _sell(worked, 1, TODAY, 1000, -300)
    _sell(worked, 2, TODAY, 500, 200)
    found = portfolio.portfolio(worked.conn, TODAY)
    assert [row.account.name for row in found.rows] == ["Acme", "Beta", "Gamma", "Omega"]
    by_name = {row.account.name: row for row in found.rows}
    assert by_name["Acme"].group is Group.DRAINING
    assert (by_name["Acme"].is_gross, by_name["Beta"].group) == (True, Group.NONE)
    assert by_name["Gamma"].placed.quadrant is None


def test_what_a_customer_said_of_our_strength_places_the_account(worked: Book) -> None:
    _sell(worked, 1, TODAY, 1000, 300)
    with worked.write("score.set") as tx:
        words = {"answer": "", "source": "customer", "note": "", "author": "li.wei"}
        when = {"on_date": TODAY.isoformat(), "recorded_at": "2026-11-20T00:00:00Z"}
        tx.insert("judgement", {"account_id": 1, "criterion": "relative_strength", "score": 3.0, **words, **when})
    row = portfolio.portfolio(worked.conn, TODAY).rows[0]
    assert (row.placed.spot.x, row.placed.spot.is_guess, row.placed.quadrant) == (30, False, Quadrant.PROACTIVE)


def _sell(book: Book, account: int, on: dt.date, amount: int, profit: int | None) -> None:
    earned = None if profit is None else profit * 10_000
    add_sale(book, account, on=on, amount=amount * 10_000, currency="CNY", profit=earned)


def _enter(book: Book, account: int, metric: str, value: int, last: dt.date) -> None:
    days = {"period": last.isoformat(), "first_on": last.isoformat(), "last_on": last.isoformat()}
    figure = {"metric": metric, "value": value * 10_000, "unit": "", "currency": "CNY", "on_date": last.isoformat()}
    with book.write("fact.add") as tx:
        tx.insert("fact", {"account_id": account, **days, **figure, "recorded_at": "2026-11-20T00:00:00Z"})
