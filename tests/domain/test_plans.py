"""Plans by hand: how complete, which sections are old, whether the whole is alive (R25, R78, D28, P18)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kamtui.domain.goals import Actual, Goal, GoalKind, GoalState, Step
from kamtui.domain.periods import Period
from kamtui.domain.plans import EXTRAS, Entry, Plan, Review
from kamtui.domain.plansections import COMPANY, SECTIONS, section
from kamtui.errors import BadInput

TODAY = dt.date(2026, 11, 20)
YEAR = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def said(*keys: str, days: int = 0) -> dict[str, Entry]:
    return {key: Entry(key, "so it is", None, ago(days), "li.wei") for key in keys}


def plan(entries: dict[str, Entry], *goals: Goal, account: int | None = 1, **more: Any) -> Plan:
    start = more.pop("on", ago(300))
    return Plan(
        1, account, "Acme", YEAR, "FY2026", "li.wei", start, None, "li.wei", TODAY, 90, entries, tuple(goals), **more
    )


def goal(kind: GoalKind = GoalKind.REVENUE, *steps: Step, target: int | None = 1, **more: Any) -> Goal:
    made = {"state": GoalState.OPEN, "settled_on": None, "on": ago(300), **more}
    return Goal(1, 1, kind, "x", None, "", None, target, None, "", steps=steps, **made)


STEP = Step(1, "send", "li.wei", TODAY, "open", None)


def test_sections_and_goals_are_a_hundred_points() -> None:
    assert sum(one.weight for one in SECTIONS) + sum(EXTRAS.values()) == 100
    everything = plan(said(*(one.key for one in SECTIONS)), goal(GoalKind.SUPPLY, STEP))
    assert everything.completeness == (100, (), ())
    assert everything.next_section is None
    assert plan({}).completeness.percent == 0


def test_what_lacks_is_named_the_heaviest_first() -> None:
    # three questions 15, own overview 8, strengths 4, a goal 8, beyond revenue 4, with a target 6
    found = plan(said("who", "want", "managed", "own", "strengths"), goal(GoalKind.RELATIONSHIP)).completeness
    assert found.percent == 45
    assert found.keys[:4] == ("customer", "competitor", "actions", "weaknesses")
    # what may stay empty is not asked for
    assert "stop" not in found.keys


@pytest.mark.parametrize(
    ("goals", "percent"),
    [
        ([], 0),
        ([goal()], 8 + 6),
        ([goal(GoalKind.CASH)], 8 + 4 + 6),
        ([goal(GoalKind.CASH, STEP)], 8 + 4 + 6 + 6),
        ([goal(GoalKind.CASH, STEP), goal(target=None)], 8 + 4),
        ([goal(GoalKind.CASH, STEP._replace(due_on=None))], 8 + 4 + 6),
        ([goal(GoalKind.CASH, STEP._replace(state="cancelled"))], 8 + 4 + 6),
        ([goal(GoalKind.CASH, state=GoalState.REACHED)], 8 + 4 + 6 + 6),
        ([goal(GoalKind.CASH, STEP, state=GoalState.DROPPED)], 0),
    ],
)
def test_goals_count_by_what_they_have(goals: list[Goal], percent: int) -> None:
    assert plan({}, *goals).completeness.percent == percent


def test_a_plan_of_sales_alone_is_hinted_at() -> None:
    assert plan({}, goal(), goal(GoalKind.PROFIT)).only_money
    assert not plan({}, goal(), goal(GoalKind.RELATIONSHIP)).only_money
    assert not plan({}).only_money


def test_a_section_is_stale_on_the_day_after_its_days() -> None:
    found = plan({**said("who", days=90), **said("want", "own", days=91)})
    assert found.stale_sections == ("want", "own")


def test_a_plan_is_alive_as_long_as_anything_of_it_is_touched() -> None:
    old = said("who", "want", days=200)
    assert plan(old, on=ago(200)).is_stale
    assert not plan({**old, **said("own", days=90)}).is_stale
    assert not plan(old, reviews=(Review(1, ago(90), "ok", "li.wei"),)).is_stale
    assert not plan(old, goal(entered=(Actual(1, ago(90)),))).is_stale
    assert not plan(old, goal(state=GoalState.REACHED, settled_on=ago(90))).is_stale
    assert plan(old, goal(entered=(Actual(1, ago(91)),)), reviews=(Review(1, ago(91), "ok", "li.wei"),)).is_stale


def test_the_companys_plan_has_headings_of_its_own_and_nothing_is_computed() -> None:
    half = [one.key for one in COMPANY][::2]
    found = plan(said(*half), account=None)
    assert found.sections == COMPANY
    assert found.completeness.percent == 50
    assert not plan({}, goal(), account=None).only_money


def test_sections_are_named_by_key_heading_or_in_chinese() -> None:
    assert section("优势") is section("Strengths") is section("strengths")
    assert section("value we bring").key == "value"
    with pytest.raises(BadInput, match="who, want, managed"):
        section("nonsense")
    with pytest.raises(BadInput, match="mission"):
        section("who", company=True)
