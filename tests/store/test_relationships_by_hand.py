"""Coverage and the signals on people, plans and rivals of accounts that were reckoned on paper (D16, D28-D30)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.contacts import EndReason, Function, Level
from kamtui.domain.goals import Course, GoalKind, Metric
from kamtui.domain.teams import OurFunction
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.ops.accounts import add_account
from kamtui.ops.contacts import add_contact, leave
from kamtui.ops.goals import add_goal
from kamtui.ops.influences import judge_influence, verify_influences
from kamtui.ops.plans import start_plan, write_plan
from kamtui.ops.rivals import note_rival
from kamtui.ops.sales import add_sale
from kamtui.ops.teams import join_team, set_cover
from kamtui.ops.tiers import set_tier
from kamtui.ops.touches import add_touch
from kamtui.store import figures, plans, policies, reviews
from kamtui.store.book import Book
from tests.conftest import TODAY
from tests.signalled import ago

E, M, F = Level.EXEC, Level.MID, Level.FRONT
MANAGEMENT, BUYING, TECHNICAL, FINANCE = (
    Function.MANAGEMENT, Function.PURCHASING, Function.TECHNICAL, Function.FINANCE,
)  # fmt: skip

PAPER: dict[str, tuple[list[tuple[Level | None, Function | None, int, str, int, bool]], float]] = {
    # (level, function, days since a visit, roles, days since they were judged, covered by one of us) of each, points
    "nobody touched, an executive known": ([(E, None, 0, "", 0, False)], 0),
    # one level 25/3, one function 7, one person 5; the executive is a key person without a counterpart
    "one thread": ([(E, MANAGEMENT, 10, "", 0, False)], 25 / 3 + 7 + 5),
    # E T verified 180 days ago, U 181: 12.5; exec 120 days alive, mid 45, front 90: 25; active are mid and front: 10;
    # purchasing is no function: 7 for technical; key people: the executive only (covered): 15
    "all on its last day": (
        [(E, BUYING, 120, "ET", 180, True), (M, BUYING, 45, "U", 181, False), (F, TECHNICAL, 90, "", 0, False)],
        12.5 + 25 + 7 + 10 + 15,
    ),
    # a day later: no role, no level; of the two who were active the middle one still is 5; the counterpart stays 15
    "all a day too late": (
        [(E, BUYING, 121, "ET", 181, True), (M, BUYING, 46, "U", 181, False), (F, TECHNICAL, 91, "", 0, False)],
        5 + 15,
    ),
    # three functions beside purchasing 20, four people count as three 15, one level 25/3; E C known 12.5, whoever
    # approves is a key person, and so is the sponsor: one of two covered 7.5
    "all in the middle": (
        [
            (M, MANAGEMENT, 1, "E", 30, True),
            (M, TECHNICAL, 2, "C", 30, False),
            (M, FINANCE, 3, "S", 30, False),
            (M, BUYING, 4, "", 0, False),
        ],
        12.5 + 25 / 3 + 20 + 15 + 7.5,
    ),
    "everything": (
        [
            (E, MANAGEMENT, 1, "EC", 1, True),
            (M, TECHNICAL, 1, "T", 1, False),
            (F, FINANCE, 1, "U", 1, False),
        ],
        100,
    ),
}


@pytest.mark.parametrize("name", PAPER)
def test_coverage_is_what_it_is_on_paper(book: Book, name: str) -> None:
    people, points = PAPER[name]
    key = add_account(book, "On Paper", owner="li.wei", tier=Tier.KEY).value.account_id
    for number, (level, function, days, roles, judged, covered) in enumerate(people):
        who = add_contact(book, key, f"Person {number}", level=level, function=function).value.contact_id
        if days:
            add_touch(book, key, kind=Kind.VISIT, people=[who], on=ago(days))
        if roles:
            judge_influence(book, key, who, {"roles": roles}, on=ago(judged))
        if covered:
            set_cover(book, key, who, "li.wei", on=ago(1))
    found = figures.coverages(book.conn, TODAY, policies.in_force(book.conn, TODAY), [key])[key]
    assert found.value == pytest.approx(points)


def severity(book: Book, account: int, signal: str, on: dt.date = TODAY) -> str:
    """How grave a signal is on a day, "" where it is quiet."""
    return next((one.severity.name for one in reviews.reasons(book.conn, account, on) if one.signal == signal), "")


@pytest.mark.parametrize(("tier", "days"), [(Tier.KEY, 90), (Tier.REGULAR, 180)])
def test_a_judgement_is_stale_after_its_last_day_and_one_word_makes_it_fresh(
    book: Book, acme: int, tier: Tier, days: int
) -> None:
    set_tier(book, acme, tier, on=ago(400), reason="as it was")
    if tier is not Tier.KEY:
        set_tier(book, acme, tier, on=TODAY, reason="smaller")
    judge_influence(book, acme, 1, {"roles": "EUTC"}, on=ago(days))
    assert severity(book, acme, "SIG-05") == ""
    judge_influence(book, acme, 2, {"roles": "U"}, on=ago(days + 1))
    assert severity(book, acme, "SIG-05") == "INFO"
    verify_influences(book, acme, [2])
    assert severity(book, acme, "SIG-05") == ""


def test_missing_roles_a_placeholder_who_left_and_who_is_against_us(book: Book, acme: int) -> None:
    judge_influence(book, acme, 1, {"roles": "EUT"}, on=ago(5))
    assert severity(book, acme, "SIG-04") == ""
    # of an account that nobody ever spoke to it says nothing; now somebody did
    add_touch(book, acme, kind=Kind.CALL, people=[1], on=ago(5))
    unknown = add_contact(book, acme, "", title="CFO", placeholder=True).value.contact_id
    judge_influence(book, acme, unknown, {"roles": "C"}, on=ago(5))
    assert severity(book, acme, "SIG-04") == "AMBER"
    judge_influence(book, acme, 2, {"roles": "C", "stance": -2}, on=ago(5))
    assert (severity(book, acme, "SIG-04"), severity(book, acme, "SIG-07")) == ("", "")
    judge_influence(book, acme, 1, {"stance": -1}, on=ago(4))
    assert severity(book, acme, "SIG-07") == "RED"
    assert severity(book, acme, "SIG-06") == ""
    leave(book, 1, on=ago(3), reason=EndReason.RETIRED)
    assert (severity(book, acme, "SIG-04"), severity(book, acme, "SIG-06"), severity(book, acme, "SIG-07")) == (
        "AMBER", "RED", "",
    )  # fmt: skip
    assert severity(book, acme, "SIG-06", ago(4)) == ""


def test_nobody_looks_after_it_nobody_covers_them_it_is_there_twice_and_a_rival_moves(book: Book, acme: int) -> None:
    orphan = add_account(book, "Orphan", tier=Tier.KEY).value.account_id
    assert (severity(book, orphan, "SIG-33"), severity(book, acme, "SIG-33")) == ("AMBER", "")
    # once the book knows who covers whom, the executive of acme is without one of us
    join_team(book, acme, "li.wei", OurFunction.KAM)
    set_cover(book, acme, 2, "li.wei", on=ago(3))
    assert severity(book, acme, "SIG-33") == "AMBER"
    set_cover(book, acme, 1, "li.wei", on=ago(3))
    assert severity(book, acme, "SIG-33") == ""
    twin = add_account(book, "ACME Holdings Limited", tier=Tier.REGULAR).value.account_id
    assert (severity(book, acme, "SIG-34"), severity(book, twin, "SIG-34")) == ("INFO", "INFO")
    note_rival(book, acme, "Norvak", {"share": 30}, on=ago(2))
    assert severity(book, acme, "SIG-30") == ""
    note_rival(book, acme, "Norvak", {"move": "12 % off"}, on=ago(1))
    assert severity(book, acme, "SIG-30") == "AMBER"


@pytest.fixture
def april(tmp_path: Path) -> Book:
    """A book whose years begin in April, on 31 March."""
    path = tmp_path / "april.kam"
    Book.create(path, who="li.wei", clock=Clock(dt.date(2026, 3, 31)), name="A", currency="CNY", fiscal_start=4).close()
    return Book.open(path, who="li.wei", clock=Clock(dt.date(2026, 3, 31)))


def test_where_years_begin_in_april_a_plan_ends_in_march_and_goals_are_held_against_april(april: Book) -> None:
    march, day = dt.date(2026, 3, 31), dt.date(2025, 10, 1)
    key = add_account(april, "Acme").value.account_id
    set_tier(april, key, Tier.KEY, on=dt.date(2025, 4, 1), reason="as it was")
    plan = start_plan(april, key, on=day).value
    assert plan.label == "FY2025/26"
    year = plans.one(april.conn, plan.plan_id, march).year
    assert (year.first, year.last) == (dt.date(2025, 4, 1), march)
    write_plan(april, plan.plan_id, {"who": "makes lifts"}, on=day)
    # 1 October to 30 December is 90 days
    assert severity(april, key, "SIG-24", dt.date(2025, 12, 30)) == ""
    assert severity(april, key, "SIG-24", dt.date(2025, 12, 31)) == "AMBER"
    # of 1,000 wanted in the year 700 came in April; 100 in the March before do not count
    add_goal(april, plan.plan_id, "sell", kind=GoalKind.REVENUE, metric=Metric.REVENUE, target=1_000_0000, on=day)
    for on, amount in ((dt.date(2025, 3, 31), 100), (dt.date(2025, 4, 1), 700)):
        add_sale(april, key, number=str(amount), on=on, amount=amount * 10_000, currency="CNY", profit=None)

    def course(on: dt.date) -> Course:
        (goal,) = plans.one(april.conn, plan.plan_id, on).goals
        assert goal.actual is not None
        assert goal.actual.value == 700_0000
        return goal.pace.course

    # 70 % are there: 20 points behind on the day on which 90 % of 365 days are gone, the 328th
    assert [course(on) for on in (dt.date(2026, 2, 22), dt.date(2026, 2, 25))] == [Course.ON, Course.OFF]
    # one section, and a goal with a target, of money only and without an action: what lacks is named
    found = plans.one(april.conn, plan.plan_id, march)
    assert found.only_money
    assert len(found.completeness.keys) == sum(bool(one.weight) for one in found.sections) - 1 + 2
    april.close()
    # on 1 April it is last year's plan, and there is none for the new year
    later = Book.open(april.path, who="li.wei", clock=Clock(dt.date(2026, 4, 1)))
    assert severity(later, key, "SIG-24", dt.date(2026, 4, 1)) == "AMBER"
    assert start_plan(later, key, copy=True).value.label == "FY2026/27"
    # what was taken over is as old as it was
    assert severity(later, key, "SIG-24", dt.date(2026, 4, 1)) == ""
    later.close()
