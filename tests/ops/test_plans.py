"""Plans and goals in a book: one for each fiscal year, aged section by section, measured by the book itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.goals import Course, GoalKind, GoalState, Metric
from kamtui.domain.plans import Plan
from kamtui.domain.profiles import Source
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.errors import BadInput, Conflict, NothingToDo
from kamtui.ops.accounts import add_account, assign_account
from kamtui.ops.goals import add_goal, edit_goal, measure_goal, settle_goal
from kamtui.ops.history import undo
from kamtui.ops.opinions import add_opinion
from kamtui.ops.plans import (
    assign_plan,
    close_plan,
    confirm_sections,
    review_plan,
    start_plan,
    write_plan,
)
from kamtui.ops.sales import add_sale
from kamtui.ops.tasks import add_task, close_task
from kamtui.ops.touches import add_touch
from kamtui.store import goals, plans, planstates, policies
from kamtui.store.book import Book
from kamtui.store.look import look
from kamtui.store.scope import Scope
from tests.conftest import TODAY

YESTERDAY = TODAY - dt.timedelta(days=1)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


@pytest.fixture
def plan(book: Book, acme: int) -> int:
    """The plan of acme for 2026."""
    return start_plan(book, acme).value.plan_id


def read(book: Book, plan: int, on: dt.date = TODAY) -> Plan:
    return plans.one(book.conn, plan, on)


def test_an_account_has_one_plan_a_year_and_its_owner_owns_it(book: Book, acme: int) -> None:
    assign_account(book, acme, "chen.jing", on=TODAY)
    started = start_plan(book, acme).value
    assert (started.label, read(book, started.plan_id).owner) == ("FY2026", "chen.jing")
    with pytest.raises(NothingToDo, match="Acme Holdings Ltd: plan FY2026"):
        start_plan(book, acme)
    assert start_plan(book, acme, day=dt.date(2027, 6, 1)).value.label == "FY2027"
    found = plans.plan(book.conn, acme, TODAY)
    assert found is not None
    assert found.id == started.plan_id


def test_where_years_begin_in_april_a_plan_of_march_is_that_of_the_year_before(tmp_path: Path) -> None:
    book = Book.create(
        tmp_path / "april.kam", who="a", clock=Clock(dt.date(2027, 3, 31)), name="x", currency="CNY", fiscal_start=4
    )
    account = add_account(book, "Acme").value.account_id
    started = start_plan(book, account).value
    assert started.label == "FY2026/27"
    assert start_plan(book, account, day=dt.date(2027, 4, 1)).value.label == "FY2027/28"
    in_march, in_april = (plans.plan(book.conn, account, TODAY, day) for day in (TODAY, dt.date(2027, 5, 1)))
    # neither had been started by then
    assert in_march is in_april is None
    last_day = plans.plan(book.conn, account, dt.date(2027, 3, 31))
    assert last_day is not None
    assert (last_day.id, last_day.year.last) == (started.plan_id, dt.date(2027, 3, 31))
    book.close()


def test_next_years_plan_takes_over_what_was_said_as_old_as_it_is(book: Book, acme: int, plan: int) -> None:
    write_plan(book, plan, {"who": "makes lifts", "threats": "Norvak"}, source=Source.CUSTOMER, on=ago(100))
    write_plan(book, plan, {"threats": ""})
    started = start_plan(book, acme, day=dt.date(2027, 1, 1), copy=True).value
    assert started.copied == 1
    who = read(book, started.plan_id).entries["who"]
    assert (who.text, who.source, who.on) == ("makes lifts", Source.CUSTOMER, ago(100))
    assert read(book, started.plan_id).stale_sections == ("who",)
    # the history does not say it twice
    assert len(plans.history(book.conn, acme, "who")) == 1


def test_still_true_gives_a_section_a_new_day_and_keeps_its_words(book: Book, acme: int, plan: int) -> None:
    write_plan(book, plan, {"who": "makes lifts", "want": "a second plant"}, source=Source.CUSTOMER, on=ago(100))
    assert confirm_sections(book, plan, ["who"]).value.sections == ("who",)
    found = read(book, plan)
    assert (found.entries["who"].on, found.entries["who"].source) == (TODAY, Source.CUSTOMER)
    assert found.stale_sections == ("want",)
    assert confirm_sections(book, plan).value.sections == ("want",)
    with pytest.raises(NothingToDo, match="nothing to confirm"):
        confirm_sections(book, plan)
    with pytest.raises(BadInput, match="says nothing yet"):
        confirm_sections(book, plan, ["own"])
    assert [entry.on for entry in plans.history(book.conn, acme, "who")] == [TODAY, ago(100)]


def test_a_plan_is_read_as_it_was(book: Book, acme: int, plan: int) -> None:
    with book.write("plan.write") as tx:
        tx.update("plan", plan, {"on_date": ago(200).isoformat()})
    write_plan(book, plan, {"who": "makes lifts"}, on=ago(100))
    write_plan(book, plan, {"who": "makes lifts and cranes"}, on=YESTERDAY)
    goal = add_goal(book, plan, "plants", unit="plants", base=0, target=3_0000).value.goal_id
    settle_goal(book, goal, GoalState.REACHED)
    close_plan(book, plan)
    look(book.conn, TODAY, as_of=YESTERDAY)
    then = plans.plan(book.conn, acme, YESTERDAY)
    assert then is not None
    assert (then.entries["who"].text, then.goals, then.closed_on) == ("makes lifts and cranes", (), None)
    earlier = plans.plan(book.conn, acme, ago(50))
    assert earlier is not None
    assert earlier.entries["who"].text == "makes lifts"
    assert plans.plan(book.conn, acme, ago(201)) is None
    look(book.conn, TODAY)


def test_nobody_overwrites_what_they_have_not_seen(book: Book, plan: int, open_book: Callable[[str], Book]) -> None:
    write_plan(book, plan, {"who": "makes lifts"})
    write_plan(open_book("chen.jing"), plan, {"who": "makes cranes"}, was={"who": "makes lifts"})
    with pytest.raises(Conflict, match=r"chen\.jing.*makes cranes.*makes lifts"):
        write_plan(book, plan, {"who": "makes both"}, was={"who": "makes lifts"})
    assign_plan(open_book("chen.jing"), plan, "chen.jing")
    with pytest.raises(Conflict):
        assign_plan(book, plan, "li.wei", was={"owner": ""})


def test_a_closed_plan_is_only_read_until_it_is_started_again(book: Book, acme: int, plan: int) -> None:
    goal = add_goal(book, plan, "plants", target=3_0000).value.goal_id
    close_plan(book, plan)
    for refused in (
        lambda: write_plan(book, plan, {"who": "x"}),
        lambda: review_plan(book, plan, "x"),
        lambda: add_goal(book, plan, "x"),
        lambda: measure_goal(book, goal, 1),
    ):
        with pytest.raises(BadInput, match="closed; start it again"):
            refused()
    assert start_plan(book, acme).value.again
    write_plan(book, plan, {"who": "x"})


def test_nothing_is_written_for_a_day_to_come_or_too_long(book: Book, plan: int) -> None:
    with pytest.raises(BadInput, match="still to come"):
        write_plan(book, plan, {"who": "x"}, on=TODAY + dt.timedelta(days=1))
    with pytest.raises(BadInput, match="4000"):
        write_plan(book, plan, {"who": "x" * 4001})


def test_the_book_measures_what_it_can(book: Book, acme: int, plan: int) -> None:
    def stands(metric: Metric) -> int | None:
        return goals.found_at(book.conn, acme, read(book, plan).year, metric, "CNY", TODAY)

    # nobody asked, nothing sold ever: unknown; nothing done: nothing
    assert [stands(metric) for metric in (Metric.REVENUE, Metric.PROFIT, Metric.SATISFACTION)] == [None] * 3
    assert [stands(metric) for metric in (Metric.TOUCHES, Metric.PEOPLE, Metric.LATE)] == [0, 0, 0]
    for number, day, profit in (("1", dt.date(2025, 12, 31), None), ("2", dt.date(2026, 1, 1), 5_0000)):
        add_sale(book, acme, number=number, on=day, amount=100_0000, currency="CNY", profit=profit)
    add_touch(book, acme, kind=Kind.VISIT, people=[1, 2], on=ago(90))
    add_touch(book, acme, kind=Kind.CALL, people=[3], on=ago(91))
    add_opinion(book, acme, 9, contact_id=1, on=ago(10), is_touch=False)
    add_opinion(book, acme, 3, contact_id=2, on=ago(9), is_touch=False)
    add_opinion(book, acme, 6.5, contact_id=2, on=ago(8), is_touch=False)
    add_task(book, "late", account_id=acme, due_on=YESTERDAY)
    add_task(book, "theirs", account_id=acme, due_on=YESTERDAY, by_customer=True)
    add_task(book, "today", account_id=acme, due_on=TODAY)
    expected = {
        Metric.REVENUE: 100_0000,
        Metric.PROFIT: 5_0000,
        Metric.TOUCHES: 2_0000,
        Metric.PEOPLE: 2_0000,
        # 9 and 6.5: the lower of them, not 7.75
        Metric.SATISFACTION: 6_5000,
        Metric.LATE: 1_0000,
    }
    assert {metric: stands(metric) for metric in expected} == expected
    assert stands(Metric.COVERAGE) is not None
    add_sale(book, acme, number="3", on=TODAY, amount=100_0000, currency="CNY", profit=None)
    assert stands(Metric.PROFIT) is None


def test_a_goal_of_the_book_begins_where_it_stands_and_is_not_measured_by_hand(
    book: Book, acme: int, plan: int
) -> None:
    add_touch(book, acme, kind=Kind.VISIT, people=[1, 2], on=TODAY)
    added = add_goal(book, plan, "four people", metric=Metric.PEOPLE, target=4_0000).value
    (goal,) = read(book, plan).goals
    assert (goal.base, goal.kind, goal.pace.progress) == (2_0000, GoalKind.RELATIONSHIP, 0)
    with pytest.raises(BadInput, match="the book measures"):
        measure_goal(book, added.goal_id, 3_0000)
    with pytest.raises(BadInput, match="0 to 100"):
        add_goal(book, plan, "x", metric=Metric.COVERAGE, target=101_0000)
    with pytest.raises(BadInput, match="0 or more"):
        edit_goal(book, added.goal_id, {"target": -1})


def test_an_action_is_a_task_of_the_plans_account_and_stays_with_the_goal(book: Book, acme: int, plan: int) -> None:
    goal = add_goal(book, plan, "plants", kind=GoalKind.SUPPLY, target=3_0000).value.goal_id
    task = add_task(book, "visit", goal_id=goal, due_on=TODAY, repeat="1m").value.task_id
    close_task(book, task, on=TODAY)
    (found,) = read(book, plan).goals
    assert [(step.title, step.state) for step in found.steps] == [("visit", "done"), ("visit", "open")]
    other = add_account(book, "Novák s.r.o.").value.account_id
    with pytest.raises(BadInput, match="another account"):
        add_task(book, "visit", account_id=other, goal_id=goal)


def test_the_company_has_a_plan_and_only_goals_by_hand(book: Book, acme: int) -> None:
    plan = start_plan(book, None).value.plan_id
    write_plan(book, plan, {"mission": "lifts that last"})
    goal = add_goal(book, plan, "two more key accounts", target=2_0000).value.goal_id
    measure_goal(book, goal, 1_0000)
    found = plans.plan(book.conn, None, TODAY)
    assert found is not None
    assert (found.is_company, found.account, found.goals[0].actual is not None) == (True, "", True)
    with pytest.raises(BadInput, match="computed"):
        add_goal(book, plan, "x", metric=Metric.REVENUE)
    with pytest.raises(BadInput, match="no section"):
        write_plan(book, plan, {"who": "x"})
    assert plans.plan(book.conn, acme, TODAY) is None


def test_what_signals_see_of_a_plan_is_what_the_plan_says_of_itself(book: Book, acme: int, plan: int) -> None:
    policy = policies.in_force(book.conn, TODAY)

    def seen() -> tuple[dt.date, list[str]]:
        state = planstates.states(Scope(book.conn, TODAY, [acme]), policy)[acme]
        return state.alive_on, [title for _, title in state.off_track]

    def said() -> tuple[dt.date, list[str]]:
        found = read(book, plan)
        return found.alive_on, [goal.title for goal in found.off_track]

    with book.write("plan.write") as tx:
        tx.update("plan", plan, {"on_date": ago(200).isoformat()})
    steps: list[Callable[[], object]] = [
        lambda: write_plan(book, plan, {"who": "x"}, on=ago(150)),
        lambda: review_plan(book, plan, "x", on=ago(120)),
        lambda: add_goal(book, plan, "1 CNY", metric=Metric.REVENUE, target=1_0000),
        lambda: add_goal(book, plan, "by hand", base=0, target=9_0000),
        lambda: edit_goal(book, 2, {"due_on": ago(100).isoformat()}),
        lambda: measure_goal(book, 2, 1_0000, on=ago(101)),
        lambda: settle_goal(book, 2, GoalState.DROPPED),
    ]
    for step in steps:
        step()
        assert seen() == said()
    undo(book)
    assert seen() == said() == (TODAY, ["by hand"])
    assert Course.UNKNOWN is read(book, plan).goals[0].pace.course


def test_the_list_has_every_key_account_and_others_with_a_plan(book: Book, acme: int, plan: int) -> None:
    regular = add_account(book, "Brandhofer", tier=Tier.REGULAR).value.account_id
    key = add_account(book, "Zenith", tier=Tier.KEY).value.account_id
    add_account(book, "Small", tier=Tier.REGULAR)
    start_plan(book, regular)
    found = plans.listed(book.conn, TODAY)
    assert [(row.account_id, row.plan is not None) for row in found] == [(acme, True), (regular, True), (key, False)]
    assert [row.account_id for row in plans.listed(book.conn, TODAY, owner="li.wei")] == [acme]
